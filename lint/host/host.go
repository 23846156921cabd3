// Package host holds what is known of the machine that a unit will run on:
// which paths exist, of what kind and owner, and which users there are. The
// sources are a root tree, tmpfiles.d and sysusers.d files, the directory
// settings of units, and facts that the user declares. Whatever they do not
// tell is unknown, never absent.
package host

import (
	"maps"
	"path"
	"slices"
	"strings"
)

// Presence says whether something exists.
type Presence uint8

// The three states of knowledge.
const (
	Maybe Presence = iota // nothing tells
	Exists
	Missing
)

// Kind is the type of a file.
type Kind uint8

// The kinds of files.
const (
	AnyKind Kind = iota // unknown
	Directory
	RegularFile
	SymbolicLink
	Special // a device node, socket or FIFO
)

// Path is what is known of one path.
type Path struct {
	Presence Presence
	Kind     Kind
	// Owner and Group are names or numbers, empty if unknown; Mode holds the
	// permission bits where ModeKnown is set.
	Owner, Group string
	Mode         uint32
	ModeKnown    bool
	// Source says who tells, for people: "tmpfiles.d/foo.conf", "the root tree",
	// "the configuration", "systemd".
	Source string
}

// Tree answers what a root tree holds. Names are relative to the tree, with
// forward slashes. Package locate's Tree satisfies it through Below.
type Tree interface {
	// Stat tells what lies at a name without following a link at its end.
	Stat(name string) (Kind, bool)
	// Readlink returns the text of a symbolic link.
	Readlink(name string) (string, bool)
}

// Host is what is known of a machine. The zero value is not usable; see
// Unknown and New. It is safe for concurrent reading.
type Host struct {
	tree     Tree
	complete bool
	facts    map[string]Path
	users    map[string]Account
	// groups are those that a sysusers.d file makes by themselves, by what says so.
	groups map[string]string
	// made are the names of users and groups that are there while units run, or that lines of units make.
	made map[string]bool
	// joined are the groups that lines of sysusers.d put users into.
	joined map[string][]string
	// accounts are the accounts that the tree has files of, and scripts those of packages; nil
	// where there is no tree. They and the rules of udev are read when they are asked for first.
	accounts func() *accounts
	scripts  func() scripts
	// scriptDirectories are those whose scripts are among these.
	scriptDirectories map[string]bool
	devices           func() *deviceRules
	// modes tells of a file of the tree who may do what with it, where the tree keeps owners.
	modes func(name string) (permission, bool)

	// files are the tree's answers, by path; resolved are the paths that links lead to.
	files    answers[fileAnswer]
	resolved answers[resolution]
}

// Facts are what a user declares about the host in the configuration.
type Facts struct {
	// Missing and Existing are absolute paths.
	Missing, Existing []string
	// Complete tells that the root tree is a whole system: what is not in it
	// does not exist.
	Complete bool
}

// Unknown returns a host of which nothing is known but what holds on every
// Linux system.
func Unknown() *Host { return New(nil, Facts{}) }

// New returns a host with a root tree (nil where there is none) and the user's
// facts.
func New(tree Tree, facts Facts) *Host {
	h := &Host{
		tree:     tree,
		complete: facts.Complete && tree != nil,
		facts:    map[string]Path{},
		users:    map[string]Account{},
		groups:   map[string]string{},
		joined:   map[string][]string{},
	}
	maps.Copy(h.facts, standardPaths)
	maps.Copy(h.users, standardAccounts)
	for _, p := range facts.Existing {
		h.add(p, Path{Presence: Exists, Source: "the configuration"})
	}
	for _, p := range facts.Missing {
		// A path may be written by an old name, such as /var/run for /run.
		for _, name := range []string{path.Clean(p), h.Resolve(p)} {
			h.facts[name] = Path{Presence: Missing, Source: "the configuration"}
		}
	}
	return h
}

// Complete tells that everything on the machine is known.
func (h *Host) Complete() bool { return h.complete }

// Add records a path that something creates before services start. Its parents
// then exist too. What the configuration says is missing stays missing.
func (h *Host) Add(name string, p Path) {
	if h.facts[path.Clean(name)].Presence != Missing {
		h.add(name, p)
	}
}

func (h *Host) add(name string, p Path) {
	name = path.Clean(name)
	h.facts[name] = p
	for parent := path.Dir(name); parent != "/" && parent != "."; parent = path.Dir(parent) {
		if _, known := h.facts[parent]; known {
			return
		}
		h.facts[parent] = Path{Presence: Exists, Kind: Directory, Source: p.Source}
	}
}

// deepest is how many directories deep a path is looked up.
const deepest = 100

// TooDeep tells that a path has more directories than are looked at: of such a
// path nothing is known. Each of them costs a look, links may be at any, and no
// program has files so deep.
func TooDeep(name string) bool { return len(name) > deepest && strings.Count(name, "/") > deepest }

// Lookup tells what is known of an absolute path, links followed.
func (h *Host) Lookup(name string) Path {
	if TooDeep(name) {
		return Path{}
	}
	return h.lookup(h.Resolve(name))
}

// LookupResolved is Lookup for a path that [Host.Resolve] returned, or one above it.
func (h *Host) LookupResolved(name string) Path {
	if TooDeep(name) {
		return Path{}
	}
	return h.lookup(name)
}

func (h *Host) lookup(name string) Path {
	if p, known := h.facts[name]; known {
		return p
	}
	if kind, ok := h.stat(name); ok {
		return Path{Presence: Exists, Kind: kind, Source: "the root tree"}
	}
	if parent := h.missingParent(name); parent != "" {
		return Path{Presence: Missing, Source: h.facts[parent].Source}
	}
	if h.complete && !volatile(name) {
		return Path{Presence: Missing, Source: "the root tree"}
	}
	return Path{}
}

// Lacks tells that the root tree holds the directory of a path and nothing there, be
// the tree a whole system or not.
func (h *Host) Lacks(name string) bool {
	if TooDeep(name) || h.tree == nil {
		return false
	}
	name = h.Resolve(name)
	kind, held := h.stat(path.Dir(name))
	return held && kind == Directory && h.lookup(name).Presence != Exists
}

// missingParent returns the nearest directory above that is declared missing.
func (h *Host) missingParent(name string) string {
	for parent := Parent(name); parent != "/"; parent = Parent(parent) {
		if p, known := h.facts[parent]; known {
			if p.Presence == Missing {
				return parent
			}
			return ""
		}
	}
	return ""
}

// volatile tells that a path lies where files appear only at run time.
func volatile(name string) bool {
	return slices.ContainsFunc([]string{"/run", "/proc", "/sys", "/dev", "/tmp", "/var/tmp"}, func(dir string) bool {
		return Below(name, dir)
	})
}

// Lasts tells whether what exists at a path is there after a restart of the
// system as well: of what lies in the directories that are empty then, only what
// tmpfiles.d, a unit or systemd itself makes (file-hierarchy(7)).
func (h *Host) Lasts(name string) bool {
	name = h.Resolve(name)
	if _, made := h.facts[name]; made {
		return true
	}
	return !slices.ContainsFunc([]string{"/run", "/tmp", "/var/tmp"}, func(dir string) bool { return name != dir && Below(name, dir) })
}

// fileAnswer is what a tree says of a path: nothing but a symbolic link has a target.
type fileAnswer struct {
	kind           Kind
	exists, isLink bool
	target         string
}

// look asks the tree about a path once: every path of a unit leads through the same
// few directories.
func (h *Host) look(name string) fileAnswer {
	answer, known := h.files.of(name)
	if known {
		return answer
	}
	below := strings.TrimPrefix(name, "/")
	if answer.kind, answer.exists = h.tree.Stat(below); answer.kind == SymbolicLink {
		answer.target, answer.isLink = h.tree.Readlink(below)
	}
	h.files.keep(name, answer)
	return answer
}

// stat tells what the tree holds at a path.
func (h *Host) stat(name string) (Kind, bool) {
	if h.tree == nil {
		return AnyKind, false
	}
	answer := h.look(name)
	return answer.kind, answer.exists
}

// Parent is path.Dir for an absolute path that is clean, which it need not look
// through for that.
func Parent(name string) string {
	if end := strings.LastIndexByte(name, '/'); end > 0 {
		return name[:end]
	}
	return "/"
}

// Below tells that an absolute path is a directory or lies below it.
func Below(name, dir string) bool {
	if dir == "/" {
		return strings.HasPrefix(name, "/")
	}
	// What follows is asked first: it is one byte, and mostly another one.
	ends := len(name) == len(dir) || len(name) > len(dir) && name[len(dir)] == '/'
	return ends && strings.HasPrefix(name, dir)
}
