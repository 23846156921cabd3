package host

import (
	"io/fs"
	"path"
	"slices"
	"strconv"
	"strings"
	"sync"

	"github.com/unitlint/unitlint/lint/files"
	"github.com/unitlint/unitlint/lint/locate"
)

// permission is whose a file is, and what its mode allows.
type permission struct {
	owner files.Owner
	mode  fs.FileMode
}

// modesOf returns a function that tells of the files of a tree whose they are. Of a tree that
// somebody unpacked who could not give files away, or with a mask of his own, it tells nothing.
func modesOf(tree *locate.Tree) func(name string) (permission, bool) {
	of := func(name string) (permission, bool) {
		info, err := tree.Lstat(name)
		if err != nil {
			return permission{}, false
		}
		owner, known := files.OwnerOf(info)
		return permission{owner, info.Mode()}, known
	}
	const open = 0o755
	keeps := sync.OnceValue(func() bool {
		etc, known := of("etc")
		return known && etc.owner.IsRoot() && etc.mode.Perm() == open
	})
	return func(name string) (permission, bool) {
		if !keeps() {
			return permission{}, false
		}
		return of(strings.TrimPrefix(name, "/"))
	}
}

// Closes tells that a user of the tree may not read a file of it, by the owners and modes of that
// and of the directories above, and returns the path that is closed; it is not known whether that
// is where an access control list may open it. Groups are those that the user is in beside its own.
func (h *Host) Closes(file, user string, groups []string) (closed string, known bool) {
	if h.modes == nil || h.accounts == nil || TooDeep(file) {
		return "", false
	}
	who := h.accounts().who(user, groups)
	if who == nil {
		return "", false
	}
	file = h.Resolve(file)
	for at := 1; at <= len(file); at++ {
		if at < len(file) && file[at] != '/' {
			continue
		}
		p, found := h.modes(path.Clean(file[:at]))
		if !found || p.mode.Type() != 0 && !p.mode.IsDir() {
			return "", false
		}
		if !who.may(p) {
			return file[:at], !p.isShared()
		}
	}
	return "", false
}

// person is a user with the numbers and names of its groups.
type person struct {
	name, number string
	groups       []string
}

// who returns a user of the accounts with the groups that it is in, or nil.
func (a *accounts) who(user string, groups []string) *person {
	at := slices.IndexFunc(a.users, func(one account) bool { return one.name == user || one.number == user })
	if at < 0 || len(a.groups) == 0 || a.elsewhere {
		return nil
	}
	found := &person{name: a.users[at].name, number: a.users[at].number, groups: []string{a.users[at].group}}
	for _, one := range a.groups {
		if one.number == a.users[at].group || slices.Contains(one.members, found.name) || slices.Contains(groups, one.name) || slices.Contains(groups, one.number) {
			found.groups = append(found.groups, one.number, one.name)
		}
	}
	return found
}

// may tells that the mode of a file lets a user read it, or pass it where it is a directory.
func (w *person) may(p permission) bool {
	const owner, group = 6, 3
	bit := fs.FileMode(0o4)
	if p.mode.IsDir() {
		bit = 0o1
	}
	switch {
	case w.number == strconv.Itoa(p.owner.UID) || w.name == p.owner.User:
		return p.mode.Perm()>>owner&bit != 0
	case slices.Contains(w.groups, strconv.Itoa(p.owner.GID)) || slices.Contains(w.groups, p.owner.Group): // packages of RPM have names alone
		return p.mode.Perm()>>group&bit != 0
	}
	return p.mode.Perm()&bit != 0
}

// isShared tells that the group of a file may do something with it which is root's own: an access
// control list shows so in the mode, and who else is on that is not told (acl(5)).
func (p permission) isShared() bool {
	const group = 0o070
	return p.owner.IsRootGroup() && p.mode.Perm()&group != 0
}
