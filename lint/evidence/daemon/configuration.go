package daemon

import (
	"path"
	"regexp"
	"slices"
	"strings"

	"github.com/unitlint/unitlint/lint/evidence/invocation"
	"github.com/unitlint/unitlint/lint/locate"
	"github.com/unitlint/unitlint/lint/source"
	"github.com/unitlint/unitlint/lint/unit"
)

// Request says whose configuration is looked for.
type Request struct {
	// Program is the absolute path of the executable.
	Program string
	// Scripts are the names of what it runs, where it is an interpreter.
	Scripts []string
	// Instance is the unit's, unescaped or "" (systemd.unit(5), "%I").
	Instance string
	// Template tells that the unit is one: the files of its instances are its own, and not all.
	Template bool
	// Arguments are what it is called with; Open tells that others may stand among
	// them, and Directory is where relative names count from.
	Arguments []invocation.Word
	Open      bool
	Directory string
	// InRoot tells that this is the root directory, in which the unit starts it for want of another.
	InRoot bool
	// Own tells that the directory is one that systemd makes for the unit, or that is called like it.
	Own bool
	// Variables are those of its environment, as far as the unit sets them.
	Variables map[string]unit.Variable
	// Named are absolute paths that the command line names, Texts those among the
	// program's strings: those of configuration files are followed.
	Named, Texts []string
}

// Configuration is what the files of a program say.
type Configuration struct {
	// Name is that of the program, or of what it interprets, where its documentation is known.
	Name string
	// Files are those that were read, absolute paths in the order of reading.
	Files []string
	Facts []Fact
	// Guessed is what the usual files say, and what the program does without a word of
	// them, where the command line names others in their place that could not be read.
	Guessed []Fact
	// Named are the settings whose value begins with an absolute path, whatever they
	// mean.
	Named []Setting
	// Sockets are the settings whose value is the address of a socket in the file system.
	Sockets []Setting
	// Servers are the settings that name another host to which the program connects, with the
	// host as their value.
	Servers []Setting
	// Raising are the settings whose value is a command by which another user becomes root.
	Raising []Setting
	// statements are all that was read, for those who ask for a statement of a section.
	statements []Setting
	// texts are what was read, partial tells that not all was: a file is missing that
	// the command line or a statement names, or there was too much of it.
	texts   []*source.File
	partial bool
	// named are those of the files that the command line names.
	named []string
	// known is what the program's documentation says; nil where nobody knows.
	known *program
	// Source is the documentation that the meanings of known keys come from.
	Source string
}

const (
	// mostFiles bounds the files of one program, mostSize the bytes of each.
	mostFiles = 256
	mostSize  = 1 << 20
	// mostRead bounds the bytes of all files of a program, mostStatements what they say:
	// when either is reached, no further file is read.
	mostRead       = 16 << 20
	mostStatements = 1 << 16
	// deepestInclude bounds how deep files include others.
	deepestInclude = 8
	// mostReplaced bounds the variables that are put into one value.
	mostReplaced = 16
)

// reader follows the configuration of one program.
type reader struct {
	tree      *locate.Tree
	known     *program
	found     *Configuration
	seen      map[string]bool
	variables map[string]string
	// size is how much was read, in bytes.
	size int64
	// base is where a statement says that the relative names of further files count from.
	base string
	// home is where a statement says that the relative names of other files count from.
	home string
	// told are the meanings of which there is a statement, be it that there is none: a
	// port 0, no file.
	told map[Meaning]bool
	// directory is the one that relative names count from, as far as the unit tells.
	directory string
	// inRoot tells that this is the root directory of the system for want of another.
	inRoot bool
	// instances tells that the files are those of instances of a template.
	instances bool
	// placed tells that a statement says where the program's companion is.
	placed bool
	// name is that of the program, without a version.
	name string
	// commands are the statements that name a command by the words of their keys.
	commands []Setting
}

// Of returns what the configuration of a program in a tree says. Files count that
// the command line names; where it names none in their place those that the
// documentation of the program names, that the program itself names, or that are
// called like it. Includes are followed within the tree.
func Of(tree *locate.Tree, q Request) *Configuration {
	name := q.name()
	plain := plainName(name)
	r := newReader(tree, programOf(name))
	r.name = plain
	chosen := r.chosen(&q)
	r.inRoot = q.InRoot && r.directory == "" && len(q.Scripts) == 0 && !hasBase(q.Arguments, q.Variables)
	r.always(versionIn(name, plain))
	usual, doubtful := r.usual(&q, name, plain), []string(nil)
	switch {
	case r.choose(&chosen, usual):
		usual, doubtful = nil, usual
	case chosen.replaces():
		usual = nil
	}
	named := namedConfiguration(q.Named)
	for _, pattern := range named {
		r.pattern(&q, pattern)
	}
	if r.known == nil && len(named) > 0 && !chosen.replaces() {
		usual, doubtful = nil, usual // what is named may be all
	}
	for _, pattern := range usual {
		r.pattern(&q, pattern)
	}
	for _, patterns := range chosen.added {
		r.group(patterns, nil)
	}
	r.parts(&chosen)
	r.preferences(plain)
	r.instances = r.instances || chosen.instances
	r.conclude(len(doubtful) == 0)
	r.hooks(plain)
	r.localLog()
	r.forgetServers()
	r.forgetDevices()
	if len(doubtful) > 0 {
		r.found.partial, r.found.Guessed = true, r.guessed(&q, doubtful)
	}
	return r.found
}

// name returns the name by which it is known how the program is configured: its own, or that of
// what it interprets.
func (q *Request) name() string {
	name := path.Base(q.Program)
	switch {
	case programNamed()[q.Program] != nil: // others have programs of that name
		return q.Program
	case programOf(name) != nil:
		return name
	}
	for _, place := range q.placeNames() {
		if known := programOf(place); known != nil && known.place {
			return place
		}
	}
	if at := slices.IndexFunc(q.Scripts, func(script string) bool { return programOf(script) != nil }); at >= 0 {
		return q.Scripts[at]
	}
	return name
}

func newReader(tree *locate.Tree, known *program) *reader {
	return &reader{tree: tree, known: known, found: &Configuration{}, seen: map[string]bool{}, variables: map[string]string{}, told: map[Meaning]bool{}}
}

// guessed returns what files say that may not be the program's.
func (r *reader) guessed(q *Request, patterns []string) []Fact {
	other := newReader(r.tree, r.known)
	other.directory, other.inRoot = r.directory, r.inRoot
	other.always(versionIn(q.name(), plainName(q.name())))
	for _, pattern := range patterns {
		other.pattern(q, pattern)
	}
	other.conclude(true)
	return slices.DeleteFunc(other.found.Facts, func(f Fact) bool { return slices.Contains(r.found.Files, f.Setting.File) })
}

// conclude judges the files together; whole tells that there are no others.
func (r *reader) conclude(whole bool) {
	if r.known == nil {
		r.found.partial = true // it may have files that nobody knows of
		return
	}
	r.found.Source, r.found.known, r.found.Name = r.known.source, r.known, r.known.names[0]
	r.found.partial = r.found.partial || r.instances
	r.accompany()
	r.plugins()
	if whole {
		r.assume()
	}
	r.forgetSwitchedOff()
	if r.instances {
		r.found.Guessed, r.found.Facts, r.found.Named = append(r.found.Guessed, r.found.Facts...), nil, nil
	}
}

// plugins notes the files that the program runs whatever its configuration says.
func (r *reader) plugins() { r.scripts(r.known.runs) }

// scripts notes the files of patterns as such that the program runs.
func (r *reader) scripts(patterns []string) {
	for _, pattern := range patterns {
		for _, name := range r.matching(pattern) {
			r.linked(name)
			info, err := r.tree.Stat(inTree(name))
			if err != nil || !info.Mode().IsRegular() || info.Size() > mostSize || r.size >= mostRead || isSetAside(name) {
				continue
			}
			text, err := r.tree.Source(inTree(name))
			if err != nil {
				continue
			}
			r.size += info.Size()
			file := Setting{Key: path.Base(name), Value: name, Whole: true, File: name, Place: text.LineRange(1)}
			r.found.Facts = append(r.found.Facts, Fact{Setting: file, Meaning: Script, Values: []string{name}, Known: true})
		}
	}
}

// linked notes where a plugin lies that is linked to by its absolute name.
func (r *reader) linked(name string) {
	target, err := r.tree.Readlink(inTree(name))
	if err != nil || !path.IsAbs(target) || len(r.found.Named) >= mostSettings {
		return
	}
	place := source.Range{File: &source.File{Path: inTree(name)}}
	r.found.Named = append(r.found.Named, Setting{Key: "the link " + name, Value: target, Whole: true, File: name, Place: place})
	r.found.Files = append(r.found.Files, name)
}

// HasScripts tells that there are files that the program runs whatever its configuration says.
func (c *Configuration) HasScripts() bool {
	return slices.ContainsFunc(c.Facts, func(f Fact) bool { return f.Meaning == Script })
}

// accompany notes that a file is missing without which the program does not start.
func (r *reader) accompany() {
	name := r.known.companion
	if name == "" || r.placed || slices.ContainsFunc(r.found.Files, func(file string) bool { return path.Base(file) == name }) {
		return
	}
	r.found.partial = true
}

// forgetSwitchedOff leaves out the files that a program follows for sections which
// are not switched on.
func (r *reader) forgetSwitchedOff() {
	r.found.Named = slices.DeleteFunc(r.found.Named, func(s Setting) bool {
		meaning, _, _ := r.meaning(s)
		return meaning == Followed && !slices.ContainsFunc(r.found.Facts, func(f Fact) bool { return f.Meaning == Firewall && f.Setting.Section == s.Section })
	})
}

// Statements returns all that was read, in order.
func (c *Configuration) Statements() []Setting { return c.statements }

// MayAsk tells whether the program may be configured to do what patterns stand
// for: a line of its configuration that is no comment matches one of them, in lower
// case, or that could not be read as a whole.
func (c *Configuration) MayAsk(patterns []string) bool {
	if c.partial || len(c.texts) == 0 {
		return true
	}
	_, found := c.Says(patterns)
	return found
}

// Says returns the first line of what was read that is no comment and matches one of the
// patterns, in lower case; one that begins with "^@" is looked for in the statements,
// as "@section.key: value".
func (c *Configuration) Says(patterns []string) (place source.Range, found bool) {
	asked, err := regexp.Compile(strings.Join(patterns, "|"))
	if err != nil {
		return source.Range{}, false
	}
	for _, text := range c.texts {
		number := 0
		for line := range strings.Lines(strings.ToLower(text.Content())) {
			number++
			if line = strings.TrimSpace(line); !strings.HasPrefix(line, "#") && asked.MatchString(line) {
				return text.LineRange(number), true
			}
		}
	}
	patterns = slices.DeleteFunc(slices.Clone(patterns), func(p string) bool { return !strings.HasPrefix(p, "^@") })
	if len(patterns) == 0 {
		return source.Range{}, false
	}
	if asked, err = regexp.Compile(strings.Join(patterns, "|")); err != nil {
		return source.Range{}, false
	}
	for _, s := range c.statements {
		if asked.MatchString(strings.ToLower("@" + strings.TrimPrefix(s.Section+"."+s.Key, ".") + ": " + s.Value)) {
			return s.Place, true
		}
	}
	return source.Range{}, false
}

// assume adds what the program does where no statement says otherwise.
func (r *reader) assume() {
	for _, d := range r.known.defaults {
		if !r.told[kindOf(d.meaning)] {
			r.found.Facts = append(r.found.Facts, Fact{Meaning: d.meaning, Values: []string{d.value}, Known: true, Packaged: d.value, Default: true})
		}
	}
}

// kindOf takes the meanings together of which one replaces another: who is told
// to listen somewhere does not listen at the usual port.
func kindOf(meaning Meaning) Meaning {
	if meaning == UDPPort || meaning == Listen {
		return Port
	}
	return meaning
}
