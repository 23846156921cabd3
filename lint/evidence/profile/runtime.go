package profile

import (
	"maps"
	"slices"
	"strings"

	"github.com/unitlint/unitlint/lint/evidence/invocation"
)

// subject is what a library knows of an invocation's program.
type subject struct {
	// profile is the program's own, or that of its run-time where it has none; nil where
	// nothing is known.
	profile *Profile
	// runtimes are the profiles of what it runs inside of, beside that.
	runtimes []*Profile
	// title is what findings call the program, and name the name by which it is known that it
	// runs inside of something; empty where its interpreter tells.
	title, name string
	// launched tells that a script starts the program, with words that are not known.
	launched bool
	// shown is the variable of the unit that told, or "".
	shown string
	// partial tells that there is more to know than the profile says.
	partial bool
}

// subject looks an invocation's program up.
func (l *Library) subject(i *invocation.Invocation) subject {
	names := i.Names()
	p := l.Lookup(l.find(i, names))
	runtimes, name := l.runtimes(i, names)
	if p == nil {
		if len(runtimes) == 0 {
			return subject{}
		}
		return subject{profile: runtimes[0].part, runtimes: runtimes[1:], title: name, name: name, partial: true}
	}
	runtimes = slices.DeleteFunc(runtimes, func(r *Profile) bool { return r == p })
	return subject{profile: p, runtimes: runtimes, title: p.Title, name: name, partial: p.Partial}
}

// runtimes returns the profiles of what the program of an invocation runs inside of, as its
// names and the interpreter of the line tell, and the name that told.
func (l *Library) runtimes(i *invocation.Invocation, names []string) (found []*Profile, told string) {
	if script := i.Program.Text; !strings.HasPrefix(script, "/etc/") {
		for _, name := range names {
			for _, profile := range l.runtimesOf(name) {
				if p := l.Lookup(profile); p != nil && !slices.Contains(found, p) && l.counts(i, profile, name) {
					found = append(found, p)
					told = name
				}
			}
		}
	}
	if !i.Interprets() && !i.Hosts() {
		return found, told
	}
	known := l.index()
	for _, name := range names {
		p := l.Lookup(known.name(name))
		if p != nil && (i.Hosts() || len(p.RunTimeOf) > 0) && !slices.Contains(found, p) {
			found = append(found, p)
		}
	}
	return found, told
}

// runtimesOf returns the names of the profiles of what a program of a name runs inside of.
func (l *Library) runtimesOf(name string) []string {
	known := l.index()
	profiles := known.runtimesOf(name)
	if l.beneath != nil {
		profiles = append(profiles, l.beneath.runtimesOf(name)...)
	}
	return profiles
}

// options returns what the options of a program, of what its profile includes and of what it
// runs inside of mean; its own count first.
func (l *Library) options(s subject) map[string]invocation.Meaning {
	if len(s.runtimes) == 0 && len(s.profile.Includes) == 0 {
		return s.profile.Options
	}
	options := map[string]invocation.Meaning{}
	for _, p := range append(slices.Clone(s.runtimes), s.profile) {
		l.addOptions(options, p, deepestInclusion)
	}
	return options
}

func (l *Library) addOptions(options map[string]invocation.Meaning, p *Profile, depth int) {
	for _, name := range p.Includes {
		if included := l.Lookup(name); included != nil && depth > 0 {
			l.addOptions(options, included, depth-1)
		}
	}
	maps.Copy(options, p.Options)
}
