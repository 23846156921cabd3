package distribution

import (
	"cmp"
	"path"
	"slices"
	"strings"

	"github.com/unitlint/unitlint/lint/evidence"
	"github.com/unitlint/unitlint/lint/evidence/invocation"
	"github.com/unitlint/unitlint/lint/need"
	"github.com/unitlint/unitlint/lint/source"
	"github.com/unitlint/unitlint/lint/unit"
)

// Source is what a table knows of the programs of one unit.
type Source struct {
	evidence.Collection
	Table *Table
	// Known tells of the programs that are known better.
	Known func(*invocation.Invocation) bool
	// Programs are those that the table knew.
	Programs []*Program
}

// Collect implements [evidence.Source]. Only the main lines are looked at: what a
// program does when it is told to check its configuration, say, no package shows.
func (s *Source) Collect(c *evidence.Context) []need.Need {
	for _, i := range c.Invocations {
		if i.Line.Phase != unit.Start || i.IsTool() || !i.Program.Known || !i.Shipped() || s.Known(i) {
			continue
		}
		if p := s.find(i); p != nil && !slices.ContainsFunc(s.Programs, func(known *Program) bool { return known.Name == p.Name }) {
			s.Programs = append(s.Programs, p)
			s.add(c, i, p)
		}
	}
	return s.Needs
}

// namesakes are programs of which another one is better known by that name: AdGuard's dnsproxy, say.
var namesakes = []string{"dnsproxy"}

// find returns what the table has of an invocation, or nil. What packages keep to
// themselves is known by its whole path.
func (s *Source) find(i *invocation.Invocation) *Program {
	names := i.Names()
	for _, name := range append([]string{i.Program.Text}, names...) {
		if i.Interprets() && name+path.Ext(names[0]) == names[0] && path.Ext(names[0]) != "" {
			continue // a script that is called like a program without its end is another one
		}
		if p := s.Table.Lookup(name); p != nil && (!slices.Contains(namesakes, p.Name) || p.Path == i.Program.Text) {
			return p
		}
	}
	return nil
}

// add adds the needs of a program, as sure as the unit at hand lets them be.
func (s *Source) add(c *evidence.Context, i *invocation.Invocation, p *Program) {
	words := Words(c.Unit, c.Variables, i)
	paths, addresses := i.InStore(), i.InStore()
	for _, word := range words {
		switch {
		case slices.Contains(p.Words, word):
		case !path.IsAbs(word):
			addresses = true
		case !p.touches(word):
			paths, addresses = true, true // a socket, or the configuration that names ports
		}
	}
	otherwise := !slices.Contains(p.Commands, cmp.Or(Command(i), noCommand))
	user, bounded := c.Unit.PackagedUser(), boundedToNothing(c.Unit)
	for _, n := range p.Needs {
		switch {
		case otherwise, paths && isPlace(n.Kind), addresses && isAddress(&n), user != "" && isForUser(user, &n), bounded && n.Kind == need.Capability:
			n.Certainty = need.Possible
		}
		n.Evidence.Assignment, n.Evidence.Range = i.Assignment, i.Program.Place
		s.Add(i, n)
	}
}

// boundedToNothing tells that the unit's own file takes every capability away: who
// wrote it says that the program needs none.
func boundedToNothing(u *unit.Unit) bool {
	all := u.All("Service", "CapabilityBoundingSet")
	return len(all) == 1 && all[0].File == u.Fragment && all[0].Value == ""
}

// isForUser tells of needs that depend on as whom the unit's own file has the program
// start: whoever says that it is root means it to stay so, in whatever way its
// package becomes another; and for another user than root files were made beforehand
// where it may make none.
func isForUser(user string, n *need.Need) bool {
	if user == "root" || user == "0" {
		return slices.Contains(n.Any, "CAP_SETUID") || slices.Contains(n.Any, "CAP_SETGID")
	}
	return n.Kind == need.Create && slices.ContainsFunc(n.Any, func(name string) bool { return slices.Contains(roots, path.Dir(name)) })
}

// roots are the directories in which root alone makes files (file-hierarchy(7)).
var roots = []string{"/etc", "/run", "/var/run", "/var/cache", "/var/lib", "/var/log", "/var/spool", "/srv", "/opt"}

// noCommand stands for command lines that begin with no plain word.
const noCommand = "-"

// isPlace tells of the kinds of needs that another configuration moves elsewhere.
func isPlace(kind need.Kind) bool {
	return slices.Contains([]need.Kind{need.Read, need.Write, need.Create, need.SharedTmp, need.SharedFiles, need.GroupFiles}, kind)
}

// isAddress tells of needs that other addresses than the packaged ones change.
func isAddress(n *need.Need) bool {
	switch n.Kind {
	case need.Bind, need.Serve, need.Network:
		return true
	case need.AddressFamily:
		return slices.Contains(n.Any, "AF_INET")
	}
	return false
}

// touches tells whether a path is one of those that the program needs, or lies above
// or below one.
func (p *Program) touches(word string) bool {
	return slices.ContainsFunc(p.Needs, func(n need.Need) bool {
		return slices.ContainsFunc(n.Any, func(name string) bool {
			return path.IsAbs(name) && (name == word || strings.HasPrefix(name, word+"/") || strings.HasPrefix(word, name+"/"))
		})
	})
}

// directories are the settings that tell a program its places, and where they lie
// (systemd.exec(5)).
var directories = []struct{ setting, below string }{
	{"WorkingDirectory", ""}, {"RootDirectory", ""},
	{"StateDirectory", "/var/lib/"}, {"CacheDirectory", "/var/cache/"}, {"LogsDirectory", "/var/log/"}, {"RuntimeDirectory", "/run/"},
}

// mostWords bounds the words of a unit.
const mostWords = 256

// Words returns the paths and addresses that a command line, the variables of its
// unit and the unit's directories name, sorted, each once.
func Words(u *unit.Unit, variables map[string]unit.Variable, i *invocation.Invocation) []string {
	var words []string
	add := func(word string) {
		if len(words) < mostWords && word != "" && !strings.ContainsAny(word, " \t\n") {
			words = append(words, word)
		}
	}
	for _, argument := range i.Arguments {
		add(placeIn(argument.Text))
	}
	for _, v := range variables {
		if path.IsAbs(v.Text) && !strings.Contains(v.Text, ":") {
			add(path.Clean(v.Text))
		}
	}
	for _, d := range directories {
		for _, name := range strings.Fields(u.Value("Service", d.setting)) {
			name, _, _ = strings.Cut(strings.TrimPrefix(name, "-"), ":")
			if name = d.below + name; path.IsAbs(name) && name != "/" {
				add(path.Clean(name))
			}
		}
	}
	slices.Sort(words)
	return slices.Compact(words)
}

// placeIn returns the path or the address that an argument names, or "".
func placeIn(argument string) string {
	if at := strings.IndexByte(argument, '/'); at >= 0 {
		return path.Clean(argument[at:])
	}
	if _, value, found := strings.Cut(argument, "="); found {
		argument = value
	} else if strings.HasPrefix(argument, "-") {
		return ""
	}
	number := argument[strings.LastIndexByte(argument, ':')+1:]
	if number != "" && strings.Trim(number, "0123456789") == "" {
		return argument
	}
	return ""
}

// Command returns the first word of a command line where that is plain: it may be what
// the program is told to do.
func Command(i *invocation.Invocation) string {
	arguments := i.Arguments
	if i.Interprets() && len(arguments) > 0 {
		arguments = arguments[1:]
	}
	if len(arguments) == 0 {
		return ""
	}
	word := arguments[0].Text
	if word == "" || strings.Trim(word, "abcdefghijklmnopqrstuvwxyz-_") != "" || word[0] == '-' {
		return ""
	}
	return word
}

// OfName returns the program that a unit's name stands for, where drop-ins are all
// that is there of the unit, with the needs that it has whoever it starts as, and,
// where its package has it start as root, those that it has then.
func (t *Table) OfName(name string, first *unit.Assignment) (*Program, []need.Need) {
	p := t.OfUnit(name)
	if p == nil {
		return nil, nil
	}
	var needs []need.Need
	for _, n := range p.Needs {
		if n.Conditions.Starts != need.AsRoot || p.Root {
			n.Evidence.Assignment, n.Evidence.Range, n.Evidence.Source = first, source.Range{}, "the unit's name; "+n.Evidence.Source
			needs = append(needs, n)
		}
	}
	return p, needs
}
