// Package assess asks all sources of evidence what a unit needs, in one order, and
// settles where one knows better than another.
package assess

import (
	"path"
	"slices"
	"strings"

	"github.com/unitlint/unitlint/lint/evidence"
	"github.com/unitlint/unitlint/lint/evidence/declared"
	"github.com/unitlint/unitlint/lint/evidence/distribution"
	"github.com/unitlint/unitlint/lint/evidence/invocation"
	"github.com/unitlint/unitlint/lint/evidence/machine"
	"github.com/unitlint/unitlint/lint/evidence/profile"
	"github.com/unitlint/unitlint/lint/evidence/text"
	"github.com/unitlint/unitlint/lint/host"
	"github.com/unitlint/unitlint/lint/match"
	"github.com/unitlint/unitlint/lint/need"
	"github.com/unitlint/unitlint/lint/unit"
)

// Sources are the sources beside the unit's own text; the zero Sources are none.
type Sources struct {
	// Library holds what is known of programs.
	Library *profile.Library
	// Declared is what the owner of the unit says.
	Declared declared.Facts
	// Family is that of the distribution that the unit is judged for, or "".
	Family string
	// Machine is what the tree of the unit tells of the programs in it, and Host what
	// it tells of itself.
	Machine *machine.Machine
	Host    *host.Host
	// Configuration, where it is not nil, returns what the configuration alone tells
	// of programs of which all needs were measured: what their files say that they
	// could do is no news then.
	Configuration func() *machine.Machine
	// Distribution is what packages of a distribution show of programs that neither
	// the library nor the tree of the unit knows; nil knows none.
	Distribution *distribution.Table
	// Room is memory to work in, or nil.
	Room *Room
}

// usualNeeds is how many needs are known of most units at most.
const usualNeeds = 8

// Room is memory for the needs of one unit after the other: those of the one before are
// gone when it is used again.
type Room struct{ needs, known []need.Need }

// Assessment is what is known of the needs of one unit.
type Assessment struct {
	Needs []need.Need
	// Overruled are needs that programs have as packaged, and not as this system
	// configures them.
	Overruled []need.Need
	// Profiles are the profiles of the programs that the unit runs, the main
	// program's first. Empty where only the unit's own text was judged.
	Profiles []*profile.Profile
	// Main is the profile of the main program, or nil.
	Main *profile.Profile
	// Programs are the programs that starting the unit runs, in the order of its
	// lines.
	Programs []invocation.Program
	// Absent are paths that look as if a program or its package made them and that
	// neither does, by the profile that knows.
	Absent map[string]*profile.Profile
	// Machine is what the files of the programs told; nil where none were asked.
	Machine *machine.Knowledge
	// Distribution are the programs that packages of a distribution told of.
	Distribution []*distribution.Program

	declared bool
}

// Profile returns the name of the profile that most is known from, or "".
func (a *Assessment) Profile() string {
	switch {
	case a.Main != nil:
		return a.Main.Name
	case a.declared:
		return "configuration"
	case len(a.Profiles) > 0:
		return a.Profiles[0].Name
	}
	return ""
}

// Shipped names the distribution's package that told of the first program, or is "".
func (a *Assessment) Shipped() string {
	if len(a.Distribution) == 0 {
		return ""
	}
	return a.Distribution[0].Shipped
}

// Of returns the needs of a unit. Needs say nothing about what is granted, so that
// they are those of the unit with any further drop-in, too.
func Of(u *unit.Unit, from Sources) *Assessment {
	room := from.Room
	if room == nil {
		room = &Room{}
	}
	c := evidence.NewContext(u)
	c.Family, c.Host, c.Needs = from.Family, from.Host, slices.Grow(room.needs[:0], usualNeeds)
	if from.Machine != nil {
		c.Scripted = invocation.Scripted(u, c.Invocations)
	}
	profiles := profile.SourceOf(from.Library, c)
	profiles.Needs = room.known[:0]
	for _, source := range []evidence.Source{text.Shown{}, profiles, text.Usual{}, from.Declared} {
		c.Ask(source)
	}
	a := &Assessment{
		Needs: c.Needs, Profiles: profiles.Profiles(), Main: profiles.Main(), Programs: invocation.Programs(c.Invocations),
		Absent: profiles.Absent(), declared: len(from.Declared) > 0 && c.Main() != nil,
	}
	if len(a.Profiles) > 0 {
		a.configuredElsewhere(c)
	}
	if from.Machine != nil {
		a.askMachine(c, from, profiles)
	}
	a.Needs = slices.DeleteFunc(a.Needs, func(n need.Need) bool { return n.Conditions.ToldAlone && n.Certainty == need.Possible })
	if from.Distribution != nil {
		a.askDistribution(c, from, profiles)
	}
	if a.Main != nil && a.Main.AsOwner {
		main := c.Main().Line
		for i, n := range a.Needs {
			a.Needs[i].AsOwner = n.Line == main || n.Line == unit.Line{}
		}
	}
	room.needs, room.known = a.Needs, profiles.Needs
	return a
}

// askMachine adds what the machine tells of the programs, and takes away what it
// overrules.
func (a *Assessment) askMachine(c *evidence.Context, from Sources, profiles *profile.Source) {
	source := &machine.Source{Machine: from.Machine, Described: a.Main != nil && len(a.Main.RunTimeOf) == 0 && a.Main.RunsOthers == "" && !a.Main.HasSudo()}
	found := source.Collect(c)
	a.Machine = source.Knowledge
	a.Needs = slices.DeleteFunc(a.Needs, func(n need.Need) bool {
		overruled := a.Machine.Overrules(n)
		if overruled {
			a.Overruled = append(a.Overruled, n)
		}
		return overruled
	})
	a.Needs = append(a.Needs, match.AsPackaged(c.Unit, from.Host, inScripts(text.Scripted(c)))...)
	for _, command := range a.Machine.Commands(c.Unit) {
		a.Needs = append(a.Needs, command.Looks()...)
		a.Needs = append(a.Needs, match.AsPackaged(c.Unit, from.Host, command.Shows(text.Configured(c, command.Invocations)))...)
		dropped := command.Dropped || isToldUser(c, command.Of)
		for _, n := range profiles.Of(c, command.Invocations) {
			switch {
			case dropped && n.Conditions.Starts == need.AsUser:
				n.Conditions.Starts = need.AsAnyone
			case dropped && n.Conditions.Starts == need.AsRoot:
				continue
			}
			n.Consequence = need.JobFails
			n.Evidence.Shown = append(slices.Clone(n.Evidence.Shown), command.Shown)
			a.Needs = append(a.Needs, n)
		}
	}
	for i := range a.Needs {
		a.Machine.Confirm(&a.Needs[i])
	}
	if from.Configuration != nil && a.Main != nil && len(a.Main.Measured) > 0 {
		configured := (&machine.Source{Machine: from.Configuration()}).Collect(c)
		found = slices.DeleteFunc(slices.Clone(found), func(n need.Need) bool {
			return n.Certainty == need.Possible || slices.ContainsFunc(configured, func(c need.Need) bool { return isSame(c, n) })
		})
		found = append(found, configured...)
	}
	a.Needs = append(a.Needs, match.AsPackaged(c.Unit, from.Host, found)...)
}

// ownScripts are where administrators put scripts of their own (file-hierarchy(7), the FHS).
var ownScripts = []string{"/usr/local/", "/opt/", "/srv/", "/home/", "/root/", "/etc/", "/var/"}

// inScripts returns needs of what scripts of the tree run as those of the lines that start them: a
// script may go on where one of its commands fails. What a package brings works in its own unit.
func inScripts(needs []need.Need) []need.Need {
	for i := range needs {
		n := &needs[i]
		n.Certainty, n.Consequence = min(n.Certainty, need.Likely), need.JobFails
		script := n.Line.Executable()
		n.Why = strings.TrimPrefix(n.Why, "runs a script that ") // it is that itself
		n.Evidence.Profile, n.Evidence.Source = path.Base(script), "the commands of "+script
		n.Evidence.Local = slices.ContainsFunc(ownScripts, func(place string) bool { return strings.HasPrefix(script, place) })
	}
	return needs
}

// isToldUser tells that the command line of a program names the user that it becomes.
func isToldUser(c *evidence.Context, of invocation.Program) bool {
	return slices.ContainsFunc(c.Invocations, func(i *invocation.Invocation) bool {
		if i.Assignment != of.Assignment || i.Program.Text != of.Path || i.Means == nil {
			return false
		}
		for option, meaning := range i.Means.Options {
			if user, found := i.Option([]string{option}); meaning == invocation.MeansUser && found && user.Text != "root" {
				return true
			}
		}
		return false
	})
}

// isSame tells that two needs ask the same for the same line.
func isSame(a, b need.Need) bool {
	return a.Kind == b.Kind && a.Line == b.Line && a.Certainty == b.Certainty && slices.Equal(a.Any, b.Any)
}

// askDistribution adds what a distribution's packages show of the programs that
// nothing else is known of.
func (a *Assessment) askDistribution(c *evidence.Context, from Sources, profiles *profile.Source) {
	source := &distribution.Source{Table: from.Distribution, Known: func(i *invocation.Invocation) bool {
		return profiles.Knows(i) || from.Machine != nil && from.Machine.Has(i)
	}}
	found := source.Collect(c)
	a.Distribution = source.Programs
	if a.Machine != nil {
		found = slices.DeleteFunc(found, a.Machine.Overrules)
	}
	a.Needs = append(a.Needs, match.AsPackaged(c.Unit, from.Host, found)...)
}

// OfName returns the needs that a unit's name stands for, where drop-ins are all
// that is there of it: those of the program of that name.
func OfName(u *unit.Unit, from Sources) *Assessment {
	if len(u.Assignments) == 0 {
		return &Assessment{}
	}
	first := u.Assignments[0]
	if from.Library != nil {
		if p, needs := from.Library.Named(u.Name, first); p != nil {
			return &Assessment{Needs: needs, Profiles: []*profile.Profile{p}, Main: p}
		}
	}
	if from.Distribution != nil {
		if p, needs := from.Distribution.OfName(u.Name, first); p != nil {
			return &Assessment{Needs: needs, Distribution: []*distribution.Program{p}}
		}
	}
	return &Assessment{}
}
