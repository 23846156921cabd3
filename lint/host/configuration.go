package host

import (
	"maps"
	"path"
	"slices"
	"strings"

	"github.com/unitlint/unitlint/lint/locate"
)

// configurationRoots are the places of tmpfiles.d and sysusers.d, the most
// important first (tmpfiles.d(5), sysusers.d(5)).
var configurationRoots = []string{"etc", "run", "usr/local/lib", "usr/lib", "lib"}

// configurationFiles returns the files of a kind in the order of reading: by
// name, each name from the most important place only.
func configurationFiles(tree *locate.Tree, kind string) []string {
	found := map[string]string{}
	for _, root := range configurationRoots {
		dir := path.Join(root, kind)
		entries, err := tree.ReadDir(dir)
		if err != nil {
			continue
		}
		for _, entry := range entries {
			name := entry.Name()
			if _, taken := found[name]; !taken && strings.HasSuffix(name, ".conf") {
				found[name] = path.Join(dir, name)
			}
		}
	}
	files := make([]string, 0, len(found))
	for _, name := range slices.Sorted(maps.Keys(found)) {
		files = append(files, found[name])
	}
	return files
}

// ReadAhead reads what [FromTree] will ask a tree for; the tree keeps it.
func ReadAhead(tree *locate.Tree) {
	for _, kind := range []string{"sysusers.d", "tmpfiles.d"} {
		for _, file := range configurationFiles(tree, kind) {
			_, _ = tree.Source(file) // who asks again is told what is wrong with it
		}
	}
}

// readTemporaryFiles reads the tree's tmpfiles.d. Of two lines for a path the
// first one read counts.
func (h *Host) readTemporaryFiles(tree *locate.Tree) {
	for _, file := range configurationFiles(tree, "tmpfiles.d") {
		if text, err := tree.Source(file); err == nil {
			h.AddTemporaryFiles(text.Content(), file)
		}
	}
}

// readUsers reads the tree's sysusers.d.
func (h *Host) readUsers(tree *locate.Tree) {
	for _, file := range configurationFiles(tree, "sysusers.d") {
		if text, err := tree.Source(file); err == nil {
			h.AddSystemUsers(text.Content(), file)
		}
	}
}
