// Package machine collects the needs of programs that nobody described: it reads
// the executable, the package that ships it and its configuration from the tree of
// the system, and weighs them together. What was right wherever it was measured is
// likely; what one of them says alone, and what a program may never do although it
// could, is possible.
package machine

import (
	"bytes"
	"io"
	"path"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/unitlint/unitlint/lint/evidence/binary"
	"github.com/unitlint/unitlint/lint/evidence/daemon"
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

// Store keeps what files show between runs. A key names one state of one file.
type Store interface {
	Get(key string) (*binary.Program, bool)
	Put(key string, p *binary.Program)
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
	need.Program
	// Path is the file that is executed in the end: what the unit names, or what a
	// script of the package starts. It hides the path that the unit names.
	Path   string
	Binary *binary.Program
	// Captures tells that the program itself, not a library of its package, opens
	// captures of packets.
	Captures bool
	// Package is the package that ships it, or nil, and Member its member that does;
	// Policy is what its AppArmor profile allows.
	Package       *packaged.Package
	Member        string
	Policy        packaged.Policy
	Configuration *daemon.Configuration
}

// Knowledge is what is known of the programs of a unit.
type Knowledge struct {
	Programs []Program
	Needs    []need.Need
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
func (m *Machine) Of(u *unit.Unit, programs []need.Program) *Knowledge {
	k := &Knowledge{}
	seen := map[string]bool{}
	for _, p := range programs {
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
			c := &collector{unit: u, program: known}
			if m.sources.Package {
				c.packages = m.packages
			}
			k.Needs = append(k.Needs, c.collect()...)
		}
	}
	return k
}

const (
	// deepestStart bounds how many scripts are followed to the program that they
	// start, mostStarted the programs of each.
	deepestStart = 3
	mostStarted  = 8
)

// known returns what is known of a program and of those that its scripts start.
func (m *Machine) known(u *unit.Unit, p need.Program) []Program {
	file := p.Path
	if b := m.read(file); b != nil && b.Format == binary.ELF && interprets(file) {
		if script := scriptOf(p.Arguments); script != "" {
			return append([]Program{m.describe(u, p, file)}, m.started(u, p, script, 0)...)
		}
	}
	return m.started(u, p, file, 0)
}

func (m *Machine) started(u *unit.Unit, p need.Program, file string, depth int) []Program {
	one := m.describe(u, p, file)
	if one.Binary == nil {
		return nil
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
func (m *Machine) describe(u *unit.Unit, p need.Program, file string) Program {
	one := Program{Program: p, Path: file, Binary: m.read(file)}
	if one.Binary == nil {
		return one
	}
	one.Captures = one.Binary.Has("pcap_open_live") || one.Binary.Has("pcap_create")
	if m.sources.Package {
		one.Package, one.Member = m.packageOf(file)
		one.Policy = m.packages.Policy(file)
	}
	if one.Package != nil {
		one.Binary = m.withLibraries(m.withModules(one.Binary, file, one.Package), one.Package)
	}
	one.Configuration = &daemon.Configuration{}
	if m.sources.Configuration {
		one.Configuration = daemon.Of(m.tree, daemon.Request{
			Program: file, Instance: locate.ParseName(u.Name).Instance, Named: namedFiles(p.Arguments), Texts: one.Binary.Strings,
		})
	}
	return one
}

// packageOf returns the package of a file, or of what the file is a link to, and
// which of its members owns it.
func (m *Machine) packageOf(file string) (*packaged.Package, string) {
	if p := m.packages.Of(file); p != nil {
		return p, m.packages.Member(file)
	}
	resolved, err := m.tree.Resolve(inTree(file))
	if err != nil {
		return nil, ""
	}
	return m.packages.Of("/" + resolved), m.packages.Member("/" + resolved)
}

// withLibraries adds what the libraries show that come with the program: much of
// a daemon may lie there.
func (m *Machine) withLibraries(p *binary.Program, of *packaged.Package) *binary.Program {
	if p.Format != binary.ELF || p.Go != nil {
		return p
	}
	var libraries []*binary.Program
	for _, name := range p.Libraries {
		at := slices.IndexFunc(of.Files, func(file string) bool { return path.Base(file) == name })
		if at < 0 {
			continue
		}
		if library := m.read(of.Files[at]); library != nil {
			libraries = append(libraries, library)
		}
	}
	return joined(p, libraries)
}

// joined is a program with what its parts show.
func joined(p *binary.Program, parts []*binary.Program) *binary.Program {
	if len(parts) == 0 {
		return p
	}
	whole := *p
	whole.Imports, whole.Strings, whole.Libraries = slices.Clone(p.Imports), slices.Clone(p.Strings), slices.Clone(p.Libraries)
	whole.Modules = slices.Clone(p.Modules)
	for _, part := range parts {
		whole.Imports = append(whole.Imports, part.Imports...)
		whole.Strings = append(whole.Strings, part.Strings...)
		whole.Libraries = append(whole.Libraries, part.Libraries...)
		whole.Modules = append(whole.Modules, part.Modules...)
	}
	slices.Sort(whole.Imports)
	slices.Sort(whole.Strings)
	whole.Imports, whole.Strings = slices.Compact(whole.Imports), slices.Compact(whole.Strings)
	return &whole
}

// mostModules bounds the modules of a script that are read.
const mostModules = 64

// withModules adds what the modules show that come with a script, and those that
// they import in turn.
func (m *Machine) withModules(p *binary.Program, executable string, of *packaged.Package) *binary.Program {
	if p.Format != binary.Script {
		return p
	}
	var parts []*binary.Program
	seen := map[string]bool{}
	first := p.Modules
	if module := entryPoint(m.tree, p, executable, of); module != "" {
		first = append(slices.Clone(first), binary.Module{Name: module})
	}
	for pending := first; len(pending) > 0 && len(parts) < mostModules; {
		module := pending[0]
		pending = pending[1:]
		file := moduleFile(p, module, of)
		if file == "" || seen[file] {
			continue
		}
		seen[file] = true
		if part := m.readModule(file, p); part != nil {
			parts = append(parts, part)
			pending = append(slices.Clone(pending), part.Modules...)
		}
	}
	return joined(p, parts)
}

// moduleFile returns the file of the package that a module lies in, or "".
func moduleFile(p *binary.Program, module binary.Module, of *packaged.Package) string {
	for _, end := range p.ModuleFiles(module) {
		for _, file := range of.Files {
			if strings.HasSuffix(file, end) {
				return file
			}
		}
	}
	return ""
}

func (m *Machine) readModule(name string, importer *binary.Program) *binary.Program {
	return m.once(name+"\x00"+importer.Interpreter, name, func(at io.ReaderAt, size int64) (*binary.Program, error) {
		return binary.ReadModule(at, size, importer)
	})
}

// read reads an executable, once; nil where the tree has none there that makes
// sense.
func (m *Machine) read(name string) *binary.Program { return m.once(name, name, binary.Read) }

// once reads a file of the tree the first time that a key is asked for.
func (m *Machine) once(key, name string, read func(io.ReaderAt, int64) (*binary.Program, error)) *binary.Program {
	m.mu.Lock()
	known := m.programs[key]
	if known == nil {
		known = sync.OnceValue(func() *binary.Program { return m.readOnce(key, name, read) })
		m.programs[key] = known
	}
	m.mu.Unlock()
	return known()
}

// mostRead bounds what is read of all programs of a tree together; the 700 programs
// of a large server take a seventh of it. What comes after it is as if it could not
// be read.
const mostRead = 4 << 30

// metered reads as a file does, as long as the tree has bytes left.
type metered struct {
	file io.ReaderAt
	left *atomic.Int64
}

// ReadAt reads as the file does; the error tells that the tree takes too much.
func (r metered) ReadAt(p []byte, at int64) (int, error) {
	if r.left.Add(-int64(len(p))) < 0 {
		return 0, binary.ErrTooMuch
	}
	return r.file.ReadAt(p, at)
}

// mostInMemory bounds the files of trees that cannot be read at any place.
const mostInMemory = 64 << 20

func (m *Machine) readOnce(key, name string, read func(io.ReaderAt, int64) (*binary.Program, error)) *binary.Program {
	file, err := m.tree.Open(inTree(name))
	if err != nil {
		return nil
	}
	defer func() { _ = file.Close() }() // it is read from alone
	info, err := file.Stat()
	if err != nil {
		return nil
	}
	if !m.sources.Binary {
		return &binary.Program{}
	}
	identity, changed := identityOf(info)
	if m.store == nil || identity == "" || time.Since(changed) < settled {
		return m.readFile(file, info.Size(), read)
	}
	key += "\x00" + identity
	if known, found := m.store.Get(key); found {
		return known
	}
	p := m.readFile(file, info.Size(), read)
	if p != nil {
		m.store.Put(key, p)
	}
	return p
}

// settled is how long ago a file has to have been changed for its state to have a
// name: the clocks of file systems tick slowly, and within a tick it could change
// again.
const settled = 100 * time.Millisecond

// readFile reads an open file; nil where it makes no sense.
func (m *Machine) readFile(file io.Reader, size int64, read func(io.ReaderAt, int64) (*binary.Program, error)) *binary.Program {
	at, ok := file.(io.ReaderAt)
	if !ok {
		content, err := io.ReadAll(io.LimitReader(file, mostInMemory))
		if err != nil {
			return nil
		}
		at = bytes.NewReader(content)
	}
	p, err := read(metered{at, &m.left}, size)
	if err != nil {
		return nil
	}
	return p
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
