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

// owners returns the names whose directories belong to a unit, most important first:
// those for its own name, those for each of its aliases, and the type. Names that no
// directory of the search path is for are left out: most have none.
func (m *nameMap) owners(names []string, version int) (owners [][]string) {
	add := func(candidates []string) {
		kept := slices.DeleteFunc(candidates, func(name string) bool { return !m.owning[name] })
		if len(kept) > 0 {
			owners = append(owners, kept)
		}
	}
	for _, name := range names {
		add(ParseName(name).Candidates())
	}
	if version >= typeLevelSince && len(names) > 0 {
		add([]string{string(TypeOf(names[0]))})
	}
	return owners
}

// directories lists the directories with a suffix that belong to a unit, most
// important first: those of its own name for each directory of the search
// path, then those of its aliases, then the type-level ones.
func (m *nameMap) directories(owners [][]string, suffix string) []string {
	var found []string
	for _, names := range owners {
		for i, dir := range m.dirs {
			for _, name := range names {
				if m.subdirs[i][name+suffix] {
					found = append(found, path.Join(dir, name+suffix))
				}
			}
		}
	}
	return m.unique(found)
}

// unique resolves directories, as systemd does before it names their files, and
// drops those that were listed before, under whatever name.
func (m *nameMap) unique(dirs []string) []string {
	if len(dirs) == 0 {
		return nil
	}
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
	if len(dirs) == 0 {
		return nil, nil, nil
	}
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
func (m *nameMap) dependencies(owners [][]string, suffix string) []DependencyLink {
	dirs := m.directories(owners, suffix)
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
