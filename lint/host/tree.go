package host

import (
	"io/fs"
	"slices"
	"sync"

	"github.com/unitlint/unitlint/lint/locate"
)

// FromTree returns what a root tree and the user's facts tell of a host: the
// tree's own files, and what its tmpfiles.d and sysusers.d files create. A tree
// that is a whole system is complete. A nil tree is the same as knowing nothing but
// the facts.
func FromTree(tree *locate.Tree, facts Facts) *Host {
	if tree == nil {
		return New(nil, facts)
	}
	facts.Complete = facts.Complete || isWholeSystem(tree)
	h := New(treeFiles{tree}, facts)
	h.readUsers(tree)
	h.readTemporaryFiles(tree)
	h.accounts = sync.OnceValue(func() *accounts { return readAccounts(tree) })
	h.modes = modesOf(tree)
	h.devices = sync.OnceValue(func() *deviceRules { return readDeviceRules(tree) })
	h.readScripts(tree, scriptDirectory)
	return h
}

// wholeSystem are what every installed system has and no selection of its files:
// the service manager and a shell, the accounts, and the database of a package
// manager, of which one is enough (file-hierarchy(7)).
var wholeSystem = [][]string{
	{"usr/lib/systemd/systemd", "lib/systemd/systemd"},
	{"usr/bin/sh", "bin/sh"},
	{"etc/passwd"},
	{"var/lib/dpkg/status", "var/lib/rpm", "usr/lib/sysimage/rpm", "var/lib/pacman/local", "lib/apk/db/installed"},
}

// isWholeSystem tells that a tree holds a whole installed system, so that what it
// does not hold does not exist.
func isWholeSystem(tree *locate.Tree) bool {
	for _, names := range wholeSystem {
		if !slices.ContainsFunc(names, func(name string) bool {
			_, err := tree.Stat(name)
			return err == nil
		}) {
			return false
		}
	}
	return true
}

// treeFiles answers what a root tree holds.
type treeFiles struct{ tree *locate.Tree }

// Stat tells what lies at a name without following a link at its end.
func (f treeFiles) Stat(name string) (Kind, bool) {
	if name == "" || name == "." {
		return Directory, true
	}
	info, err := f.tree.Lstat(name)
	if err != nil {
		return AnyKind, false
	}
	return kindOf(info.Mode().Type()), true
}

func kindOf(mode fs.FileMode) Kind {
	switch {
	case mode.IsDir():
		return Directory
	case mode.IsRegular():
		return RegularFile
	case mode&fs.ModeSymlink != 0:
		return SymbolicLink
	default:
		return Special
	}
}

// Readlink returns the text of a symbolic link.
func (f treeFiles) Readlink(name string) (string, bool) {
	text, err := f.tree.Readlink(name)
	return text, err == nil
}
