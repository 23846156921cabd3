// Package machine collects the needs of programs that nobody described: it reads
// the executable, the package that ships it and its configuration from the tree of
// the system, and weighs them together. What was right wherever it was measured is
// likely; what one of them says alone, and what a program may never do although it
// could, is possible.
package machine

import (
	"path"
	"slices"
	"strings"
	"sync"
	"sync/atomic"

	"github.com/unitlint/unitlint/internal/late/regexp"
	"github.com/unitlint/unitlint/lint/evidence/binary"
	"github.com/unitlint/unitlint/lint/evidence/daemon"
	"github.com/unitlint/unitlint/lint/evidence/invocation"
	"github.com/unitlint/unitlint/lint/evidence/packaged"
	"github.com/unitlint/unitlint/lint/locate"
	"github.com/unitlint/unitlint/lint/need"
	"github.com/unitlint/unitlint/lint/unit"
)

// Sources are where knowledge is taken from.
type Sources struct {
	// Binary is the executable itself, Package what the package that ships it does,
	// Configuration the files that configure it.
	Binary, Package, Configuration bool
}

// Everything is all sources.
func Everything() Sources { return Sources{Binary: true, Package: true, Configuration: true} }

// Among returns those of the sources that others have, too.
func (s Sources) Among(others Sources) Sources {
	return Sources{s.Binary && others.Binary, s.Package && others.Package, s.Configuration && others.Configuration}
}

// Machine is what the tree of a system tells of the programs in it. Each file is
// read once. It may be used by several goroutines.
type Machine struct {
	tree     *locate.Tree
	sources  Sources
	packages *packaged.Database
	store    Store // or nil
	// left is how many bytes of programs may still be read.
	left atomic.Int64

	connect   sync.Once
	connected []connection

	permit    sync.Once
	permitted []permission

	publish   sync.Once
	published []publication

	mu       sync.Mutex
	programs map[string]func() *binary.Program
}

// New returns what a tree tells. What its programs show is taken from the store,
// where it is not nil and knows it.
func New(tree *locate.Tree, sources Sources, store Store) *Machine {
	m := &Machine{tree: tree, sources: sources, store: store, packages: packaged.Open(tree), programs: map[string]func() *binary.Program{}}
	m.left.Store(mostRead)
	return m
}

// PerTree returns a function that makes the machine of a tree when it is first
// asked for it. It may be used by several goroutines.
func PerTree(sources Sources, store Store) func(*locate.Tree) *Machine {
	var mu sync.Mutex
	made := map[*locate.Tree]*Machine{}
	return func(tree *locate.Tree) *Machine {
		mu.Lock()
		defer mu.Unlock()
		m := made[tree]
		if m == nil && tree != nil {
			m = New(tree, sources, store)
			made[tree] = m
		}
		return m
	}
}

// Program is what is known of one program of a unit.
type Program struct {
	invocation.Program
	// Path is the file that is executed in the end: what the unit names, or what a
	// script of the package starts. It hides the path that the unit names.
	Path   string
	Binary *binary.Program
	// Captures tells that the program itself, not a library of its package, opens
	// captures of packets.
	Captures bool
	// Takes tells the same of functions that take connections or packets.
	Takes bool
	// Package is the package that ships it, or nil, and Member its member that does;
	// Privileges are the file capabilities that it gives to the program, Policies what
	// AppArmor and SELinux allow it.
	Package       *packaged.Package
	Member        string
	Privileges    []packaged.Privilege
	Policies      []packaged.Policy
	Configuration *daemon.Configuration
	// silent tells that nothing follows from its configuration but what profiles ask of it.
	silent bool
}

// title is what findings call the program: an interpreter as what it runs, where that is known.
func (p *Program) title() string {
	if interprets(p.Path) && p.Configuration.Name != "" {
		return p.Configuration.Name
	}
	return path.Base(p.Path)
}

// Knowledge is what is known of the programs of a unit.
type Knowledge struct {
	Programs []Program
	Needs    []need.Need
	// packages are those of the tree, or nil.
	packages *packaged.Database
}

// Read tells whether a program of the unit could be read.
func (k *Knowledge) Read() bool {
	return slices.ContainsFunc(k.Programs, func(p Program) bool { return p.Binary != nil && p.Binary.Format != binary.Unknown })
}

// Shipped tells whether the package is known that ships a program of the unit.
func (k *Knowledge) Shipped() bool {
	return slices.ContainsFunc(k.Programs, func(p Program) bool { return p.Package != nil })
}

// Configured returns the configuration files of the programs that were read,
// absolute paths, sorted, each once.
func (k *Knowledge) Configured() []string {
	var files []string
	for _, p := range k.Programs {
		files = append(files, p.Configuration.Files...)
	}
	slices.Sort(files)
	return slices.Compact(files)
}

// controlPrograms ask daemons of systemd to do something: what their files show is
// the work of those (systemctl(1), busctl(1) and their sisters).
var controlPrograms = []string{
	"systemctl", "busctl", "journalctl", "loginctl", "machinectl", "networkctl", "resolvectl", "timedatectl", "hostnamectl", "udevadm", "systemd-run",
}

// Of returns what is known of the programs that a unit runs.
func (m *Machine) Of(u *unit.Unit, programs []invocation.Program) *Knowledge {
	k := &Knowledge{}
	if m.sources.Package {
		k.packages = m.packages
	}
	seen := map[string]bool{}
	for _, p := range programs {
		p.Path = m.found(p)
		if p.Tool || !path.IsAbs(p.Path) || slices.Contains(controlPrograms, path.Base(p.Path)) {
			continue
		}
		for _, known := range m.known(u, p) {
			key := known.Path + "\x00" + string(p.Line.Phase)
			if seen[key] {
				continue
			}
			seen[key] = true
			k.Programs = append(k.Programs, known)
			if known.silent {
				continue
			}
			c := &collector{unit: u, program: known, host: m.hostArchitecture, packages: k.packages}
			k.Needs = append(k.Needs, c.collect()...)
		}
	}
	k.Needs = append(k.Needs, m.visited(u, programs)...)
	k.Needs = append(k.Needs, m.served(programs)...)
	return k
}

// configured returns programs of which no more is asked than what their configuration says to
// profiles.
func (m *Machine) configured(u *unit.Unit, programs []invocation.Program) []Program {
	var found []Program
	for _, p := range programs {
		p.Path = m.found(p)
		if p.Tool || !path.IsAbs(p.Path) || !m.sources.Configuration {
			continue
		}
		one := Program{Program: p, Path: p.Path, Binary: &binary.Program{}, silent: true}
		m.configure(u, &one)
		if len(one.Configuration.Files) > 0 || one.Configuration.HasScripts() {
			found = append(found, one)
		}
	}
	return found
}

// searched are the directories in which systemd looks for a program that a line
// names without one (systemd.service(5), "COMMAND LINES").
var searched = []string{"/usr/local/sbin", "/usr/local/bin", "/usr/sbin", "/usr/bin", "/sbin", "/bin"}

// found returns the path of a program; what an exec line names without a directory
// is the first of that name. So is what a wrapper starts whose configuration is known: others find
// theirs where a project keeps programs, as "bundle exec puma".
func (m *Machine) found(p invocation.Program) string {
	starts := p.Path == p.Line.Executable() || len(p.Scripts) > 0
	if p.Path == "" || strings.Contains(p.Path, "/") || !starts && !daemon.Describes(p.Path) {
		return p.Path
	}
	for _, directory := range searched {
		file := path.Join(directory, p.Path)
		if info, err := m.tree.Stat(inTree(file)); err == nil && info.Mode().IsRegular() {
			return file
		}
	}
	return path.Join("/usr/bin", p.Path) // the script, or the configuration, is what counts
}

// Has tells whether the tree has the program that an invocation runs.
func (m *Machine) Has(i *invocation.Invocation) bool {
	for _, p := range invocation.Programs([]*invocation.Invocation{i}) {
		if file := m.found(p); path.IsAbs(file) {
			_, err := m.tree.Stat(inTree(file))
			return err == nil
		}
	}
	return false
}

const (
	// deepestStart bounds how many scripts are followed to the program that they
	// start, mostStarted the programs of each.
	deepestStart = 3
	mostStarted  = 8
)

// known returns what is known of a program and of those that its scripts start.
func (m *Machine) known(u *unit.Unit, p invocation.Program) []Program {
	file := p.Path
	if b := m.read(file); b != nil && b.Format == binary.ELF && interprets(file) {
		if script := scriptOf(p.Arguments); script != "" {
			return append([]Program{m.describe(u, p, file)}, m.started(u, p, script, 0)...)
		}
	}
	return m.started(u, p, file, 0)
}

func (m *Machine) started(u *unit.Unit, p invocation.Program, file string, depth int) []Program {
	one := m.describe(u, p, file)
	if one.Binary == nil {
		return m.unseen(u, one)
	}
	all := []Program{one}
	if one.Binary.Format != binary.Script || depth >= deepestStart || one.Package == nil {
		return all
	}
	count := 0
	for _, name := range one.Binary.Strings {
		if name == file || !one.Package.Owns(name) || !isExecutablePlace(name) || count >= mostStarted {
			continue
		}
		if b := m.read(name); b != nil && b.Format != binary.Unknown {
			count++
			all = append(all, m.started(u, p, name, depth+1)...)
		}
	}
	return all
}

// describe reads all that the tree has about one executable.
func (m *Machine) describe(u *unit.Unit, p invocation.Program, file string) Program {
	one := Program{Program: p, Path: file, Binary: m.read(file)}
	if one.Binary == nil {
		return one
	}
	one.Captures = one.Binary.Has("pcap_open_live") || one.Binary.Has("pcap_create")
	one.Takes = one.Binary.Format != binary.ELF || len(one.Binary.Serves()) > 0
	if m.sources.Package {
		one.Package, one.Member = m.packageOf(file)
		one.Policies = m.packages.Policies(file, one.Member)
	}
	if one.Package != nil {
		one.Binary = m.withLibraries(m.withModules(one.Binary, file, one.Package), one.Package)
		one.Privileges = one.Package.PrivilegesOf(file, m.resolved(file))
	}
	m.configure(u, &one)
	return one
}

// unseen is what a tree without the program says of it: a directory that holds the
// configuration of machines, say, has the files of a program that is known, and not
// the program.
func (m *Machine) unseen(u *unit.Unit, one Program) []Program {
	one.Binary = &binary.Program{}
	m.configure(u, &one)
	unclear := func(f daemon.Fact) bool { return f.Default || !isClear(f) }
	said := one.Configuration
	said.Facts, said.Guessed = slices.DeleteFunc(said.Facts, unclear), slices.DeleteFunc(said.Guessed, unclear)
	if len(said.Files) == 0 && !said.HasScripts() {
		return nil
	}
	one.silent = len(said.Facts)+len(said.Guessed)+len(said.Named)+len(said.Sockets)+len(said.Raising)+len(said.Servers)+len(said.FilterTools()) == 0
	return []Program{one}
}

// clearMeanings are those of which the key tells enough.
var clearMeanings = []daemon.Meaning{daemon.Owner, daemon.PIDFile, daemon.Log, daemon.State, daemon.Data}

// isClear tells that a statement means one thing: the program's documentation says so,
// its value does, or its key is called as those of a log, of a place for data or of who owns a socket are.
func isClear(f daemon.Fact) bool {
	return f.Known || f.Plain || slices.Contains(clearMeanings, f.Meaning) ||
		f.Meaning == daemon.Input && namesPrivateKey(f.Setting.Key)
}

// configure reads the configuration of a program.
func (m *Machine) configure(u *unit.Unit, one *Program) {
	one.Configuration = &daemon.Configuration{}
	if m.sources.Configuration {
		name, place := locate.ParseName(u.Name), u.WorkingDirectory()
		one.Configuration = daemon.Of(m.tree, daemon.Request{
			Program: one.Path, Scripts: one.Scripts, Instance: name.Instance, Template: name.Form == locate.Template, Texts: one.Binary.Strings,
			Arguments: one.Words, Open: one.Open, Directory: place, InRoot: u.StartsInRoot(),
			Own: u.Creates(place) || path.Base(place) == name.Prefix, Variables: u.Environment(),
			Named: slices.Concat(namedFiles(one.Arguments), namedFrom(u, one.Arguments), namedByVariables(u)),
		})
	}
}

// packageOf returns the package of a file, or of what the file is a link to, and
// which of its members owns it.
func (m *Machine) packageOf(file string) (*packaged.Package, string) {
	if p := m.packages.Of(file); p != nil {
		return p, m.packages.Member(file)
	}
	resolved := m.resolved(file)
	return m.packages.Of(resolved), m.packages.Member(resolved)
}

// resolved returns what a path leads to by links, or the path where that is not there.
func (m *Machine) resolved(file string) string {
	resolved, err := m.tree.Resolve(inTree(file))
	if err != nil {
		return file
	}
	return "/" + resolved
}

func inTree(name string) string { return strings.TrimPrefix(path.Clean(name), "/") }

func isShell(language string) bool {
	return slices.Contains([]string{"sh", "bash", "dash", "ksh", "zsh", "busybox"}, language)
}

// interprets tells whether a program runs scripts that its arguments name.
func interprets(file string) bool {
	name := strings.TrimRight(path.Base(file), "0123456789.")
	return isShell(name) || slices.Contains([]string{"python", "perl", "ruby", "node", "nodejs", "lua", "luajit", "php", "guile", "pypy"}, name)
}

// scriptOf returns the script among an interpreter's arguments, or "".
func scriptOf(arguments []string) string {
	for _, word := range arguments {
		switch {
		case path.IsAbs(word):
			return word
		case !strings.HasPrefix(word, "-") || word == "-m" || word == "-c" || word == "-e":
			return ""
		}
	}
	return ""
}

// programPlaces are the directories of executables (hier(7)).
var programPlaces = []string{"/usr/bin/", "/usr/sbin/", "/bin/", "/sbin/", "/lib/", "/usr/lib/", "/usr/libexec/", "/opt/"}

func isExecutablePlace(name string) bool {
	return slices.ContainsFunc(programPlaces, func(place string) bool { return strings.HasPrefix(name, place) })
}

// configurationVariable matches the names of variables that tell a program where its
// configuration is.
var configurationVariable = regexp.MustCompile(`(?:^|_)(?:CONFIG|CONF)(?:_?FILE(?:_?PATH|_?NAME)?|_?PATH)?$`)

// configurationProperty finds properties of Java that name a file of its configuration among the
// options that a variable holds.
var configurationProperty = regexp.MustCompile(`(?:^|\s)-D[a-z0-9.]*config[A-Za-z.]*=(?:file:)?(/[^\s"']+)`)

// namedByVariables returns the files that variables of the unit call configuration,
// sorted.
func namedByVariables(u *unit.Unit) []string {
	var files []string
	for name, v := range u.Environment() {
		if v.Known && path.IsAbs(v.Text) && configurationVariable.MatchString(name) {
			files = append(files, path.Clean(v.Text))
		}
		for _, match := range configurationProperty.FindAllStringSubmatch(v.Text, -1) {
			files = append(files, path.Clean(match[1]))
		}
	}
	slices.Sort(files)
	return files
}

// namedFiles returns the absolute paths that arguments name.
func namedFiles(arguments []string) []string {
	var files []string
	for _, word := range arguments {
		if at := strings.IndexByte(word, '/'); at == 0 || at > 0 && (word[at-1] == '=' || strings.HasPrefix(word, "-")) {
			files = append(files, path.Clean(word[at:]))
		}
	}
	return files
}

// namedFrom returns the files that arguments name from the directory that the unit's
// commands run in.
func namedFrom(u *unit.Unit, arguments []string) []string {
	place := u.WorkingDirectory()
	if place == "" {
		return nil
	}
	var files []string
	for _, word := range arguments {
		if strings.HasPrefix(word, "-") {
			_, word, _ = strings.Cut(word, "=")
		}
		if word != "" && !path.IsAbs(word) && !strings.ContainsAny(word, "$%:") {
			files = append(files, path.Join(place, word))
		}
	}
	return files
}
