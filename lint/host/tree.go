package host

import (
	"io/fs"

	"github.com/unitlint/unitlint/lint/locate"
)

// FromTree returns what a root tree and the user's facts tell of a host: the
// tree's own files, and what its tmpfiles.d and sysusers.d files create. A nil
// tree is the same as knowing nothing but the facts.
func FromTree(tree *locate.Tree, facts Facts) *Host {
	if tree == nil {
		return New(nil, facts)
	}
	h := New(treeFiles{tree}, facts)
	h.readUsers(tree)
	h.readTemporaryFiles(tree)
	return h
}

// treeFiles answers what a root tree holds.
type treeFiles struct{ tree *locate.Tree }

// Stat tells what lies at a name without following a link at its end.
func (f treeFiles) Stat(name string) (Kind, bool) {
	if name == "" {
		return Directory, true
	}
	if _, isLink := f.Readlink(name); isLink {
		return SymbolicLink, true
	}
	info, err := f.tree.Stat(name)
	if err != nil {
		return AnyKind, false
	}
	switch mode := info.Mode(); {
	case mode.IsDir():
		return Directory, true
	case mode.IsRegular():
		return RegularFile, true
	case mode&fs.ModeSymlink != 0:
		return SymbolicLink, true
	default:
		return Special, true
	}
}

// Readlink returns the text of a symbolic link.
func (f treeFiles) Readlink(name string) (string, bool) {
	if name == "" {
		return "", false
	}
	text, err := f.tree.Readlink(name)
	return text, err == nil
}
