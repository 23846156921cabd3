package packaged

import (
	"io/fs"
	"path"
	"slices"
	"strconv"
	"strings"

	"github.com/unitlint/unitlint/lint/files"
)

// variableParents are the directories in which services have directories of their
// own for what they change (file-hierarchy(7), hier(7)); others have them while the
// system runs alone.
var (
	variableParents = []string{"/var/lib", "/var/cache", "/var/spool", "/var/log", "/var/games", "/var/db", "/srv"}
	runtimeParents  = []string{"/run", "/var/run"}
)

// InVariableData tells whether a path lies in a directory for what programs change,
// and is not that directory itself.
func InVariableData(name string) bool {
	return slices.ContainsFunc(slices.Concat(variableParents, runtimeParents), func(parent string) bool {
		return len(name) > len(parent)+1 && strings.HasPrefix(name, parent+"/")
	})
}

const (
	// mostOwned bounds the directories that are looked at in each of them.
	mostOwned = 512
	accounts  = "/etc/passwd"
	// firstPerson is the first number of people's accounts (login.defs(5)); the
	// directories of those are none of services.
	firstPerson = 1000
)

// Owned returns the directories that belong to accounts other than root's in the file
// system of the tree. There are none in a tree that is not root's, which was unpacked
// by somebody who could not give files away.
func (d *Database) Owned() []Gift { return d.owned() }

// RootAlone tells that a path is there in the tree and that root alone may write to
// it, by its owner and its mode.
func (d *Database) RootAlone(name string) bool {
	const writable = 0o022
	info, err := d.tree.Stat(strings.TrimPrefix(path.Clean(name), "/"))
	if err != nil || !info.IsDir() && !info.Mode().IsRegular() || !d.isRoots() {
		return false
	}
	owner, known := files.OwnerOf(info)
	mode := info.Mode().Perm()
	return known && owner.IsRoot() && mode&0o002 == 0 && (owner.IsRootGroup() || mode&writable == 0)
}

// isRoots tells that the tree keeps the owners of its files.
func (d *Database) isRoots() bool {
	owner, known := d.ownerOf("/usr")
	return known && owner.IsRoot()
}

func (d *Database) readOwned() []Gift {
	if !d.isRoots() {
		return nil
	}
	names := d.accountNames()
	var found []Gift
	for _, parent := range variableParents {
		entries, err := d.tree.ReadDir(strings.TrimPrefix(parent, "/"))
		if err != nil {
			continue
		}
		for _, entry := range entries[:min(len(entries), mostOwned)] {
			name := path.Join(parent, entry.Name())
			owner, known := d.ownerOf(name)
			if owner.User == "" {
				owner.User = names[owner.UID]
			}
			if known && !owner.IsRoot() && owner.UID < firstPerson && accountName.MatchString(owner.User) {
				found = append(found, Gift{Path: name, User: owner.User})
			}
		}
	}
	return found
}

// ownerOf returns whose a directory is; links are not followed.
func (d *Database) ownerOf(name string) (files.Owner, bool) {
	info, err := d.tree.Lstat(strings.TrimPrefix(name, "/"))
	if err != nil || info.Mode().Type() != fs.ModeDir {
		return files.Owner{}, false
	}
	return files.OwnerOf(info)
}

// accountNames returns the names of the tree's accounts by number (passwd(5)).
func (d *Database) accountNames() map[int]string {
	const name, number = 0, 2
	names := map[int]string{}
	file := d.source(accounts)
	if file == nil {
		return names
	}
	for line := 1; line <= file.Lines(); line++ {
		fields := strings.Split(file.LineText(line), ":")
		if len(fields) <= number {
			continue
		}
		if uid, err := strconv.Atoi(fields[number]); err == nil && names[uid] == "" {
			names[uid] = fields[name]
		}
	}
	return names
}
