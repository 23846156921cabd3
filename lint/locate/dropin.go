package locate

import (
	"io/fs"
	"path"
	"slices"
	"strings"
)

// Releases at which the directories of drop-ins changed.
const (
	typeLevelSince = 244 // service.d and the like
	upholdsSince   = 254 // .upholds directories
)

// directories lists the directories with a suffix that belong to a unit, most
// important first: those of its own name for each directory of the search
// path, then those of its aliases, then the type-level ones.
func (m *nameMap) directories(names []string, suffix string, version int) []string {
	var found []string
	collect := func(candidates []string) {
		for i := range candidates {
			candidates[i] += suffix
		}
		for i, dir := range m.dirs {
			if len(m.subdirs[i]) == 0 {
				continue
			}
			for _, candidate := range candidates {
				if m.subdirs[i][candidate] {
					found = append(found, path.Join(dir, candidate))
				}
			}
		}
	}
	for _, name := range names {
		collect(ParseName(name).Candidates())
	}
	if version >= typeLevelSince && len(names) > 0 {
		collect([]string{string(TypeOf(names[0]))})
	}
	return m.unique(found)
}

// unique resolves directories, as systemd does before it names their files, and
// drops those that were listed before, under whatever name.
func (m *nameMap) unique(dirs []string) []string {
	seen := map[string]bool{}
	var kept []string
	for _, dir := range dirs {
		resolved, err := m.tree.Resolve(dir)
		if err == nil && !seen[resolved] {
			seen[resolved] = true
			kept = append(kept, resolved)
		}
	}
	return kept
}

// isConf tells whether systemd reads a file of this name as a drop-in.
func isConf(name string) bool {
	return strings.HasSuffix(name, ".conf") && !strings.HasPrefix(name, ".")
}

// reads tells whether a file in a directory of drop-ins is one. In packaging
// trees the template of one counts as well.
func (m *nameMap) reads(name string) bool {
	if m.packaging {
		name, _ = trimTemplate(name)
	}
	return isConf(name)
}

// files picks from directories the first file of each name that keep accepts,
// sorted by file name, and the files that these hide. What a file is, even
// whether it can be read, plays no part; unread tells of directories that cannot be
// listed and of entries that are no files.
func (m *nameMap) files(dirs []string, keep func(fs.DirEntry) bool) (files []string, hidden []Shadowed, unread []error) {
	first := map[string]string{}
	for _, dir := range dirs {
		entries, err := m.tree.ReadDir(dir)
		if err != nil {
			unread = append(unread, &fs.PathError{Op: "read", Path: m.tree.Display(dir), Err: cause(err)})
			continue
		}
		for _, e := range entries {
			if !keep(e) {
				continue
			}
			file := path.Join(dir, e.Name())
			if e.Type()&(fs.ModeNamedPipe|fs.ModeSocket|fs.ModeDevice) != 0 {
				unread = append(unread, &fs.PathError{Op: "read", Path: m.tree.Display(file), Err: ErrNotRegular})
			}
			if winner, ok := first[e.Name()]; ok {
				hidden = append(hidden, Shadowed{Path: file, By: winner})
				continue
			}
			first[e.Name()] = file
			files = append(files, file)
		}
	}
	slices.SortFunc(files, func(a, b string) int { return strings.Compare(path.Base(a), path.Base(b)) })
	return files, hidden, unread
}

// dependencies reads the links of the .wants, .requires or .upholds
// directories of a unit.
func (m *nameMap) dependencies(names []string, suffix string, version int) []DependencyLink {
	dirs := m.directories(names, suffix, version)
	if len(dirs) == 0 {
		return nil
	}
	files, _, _ := m.files(dirs, func(e fs.DirEntry) bool { return !strings.HasPrefix(e.Name(), ".") })
	var links []DependencyLink
	for _, file := range files {
		links = append(links, m.dependency(file))
	}
	return links
}

func (m *nameMap) dependency(file string) DependencyLink {
	link := DependencyLink{Unit: path.Base(file), Path: file}
	if m.tree.Masks(file) {
		link.Masked = true
		return link
	}
	target, err := m.tree.Readlink(file)
	if err != nil {
		link.NotLink = true
		return link
	}
	link.Target = target
	return link
}
