package locate

import (
	"io/fs"
	"path"
	"slices"
	"strings"

	"github.com/unitlint/unitlint/lint/catalog"
)

// StrayKind says why systemd never reads a file.
type StrayKind uint8

// The reasons.
const (
	// StraySuffix is a file in a directory of drop-ins that does not end in
	// ".conf".
	StraySuffix StrayKind = iota + 1
	// StrayDirectory is a directory such as foo.d, which lacks the unit's type,
	// or has none that exists.
	StrayDirectory
	// StrayDropIn is a drop-in that lies beside the units instead of in a
	// directory of its unit.
	StrayDropIn
	// StrayNested is a directory below one of the search path that holds units.
	StrayNested
	// StrayAbove is a unit, or a directory of drop-ins, in the directory above
	// one of the search path.
	StrayAbove
)

// Stray is a file or directory that looks as if it were meant for a unit, and
// that systemd never reads.
type Stray struct {
	Path string
	// File is the path itself, or the first file of a directory.
	File string
	Kind StrayKind
	// Unit is the unit that it was probably meant for, or empty.
	Unit string
	// Want is the path under which systemd would read it, or empty.
	Want string
}

// setAside are the ends of names under which editors, package managers and
// people keep files that are not to be read.
var setAside = []string{
	"~", ".bak", ".backup", ".orig", ".old", ".save", ".saved", ".rej", ".swp", ".swo", ".tmp", ".off", ".disabled", ".disable",
	".inactive", ".dist", ".default", ".sample", ".example", ".template", ".md", ".txt", ".license",
	".dpkg-old", ".dpkg-new", ".dpkg-dist", ".dpkg-bak", ".dpkg-tmp", ".dpkg-backup", ".dpkg-remove", ".ucf-dist", ".ucf-new", ".ucf-old",
	".rpmnew", ".rpmsave", ".rpmorig", ".pacnew", ".pacorig", ".pacsave", ".cfsaved",
}

func isSetAside(name string) bool {
	lower := strings.ToLower(name)
	return strings.HasPrefix(name, ".") || strings.HasPrefix(name, "#") ||
		slices.ContainsFunc(setAside, func(end string) bool { return strings.HasSuffix(lower, end) })
}

// isAside tells whether a file in a directory of drop-ins is visibly none: not even
// the template of one.
func isAside(name string) bool {
	trimmed, _ := trimTemplate(name)
	return !isConf(trimmed) && (isSetAside(name) || strings.HasPrefix(strings.ToLower(name), "readme"))
}

// strayFiles returns the files of a directory of drop-ins that are not read.
func (m *nameMap) strayFiles(dir, stem string) []Stray {
	entries, err := m.tree.ReadDir(dir)
	if err != nil {
		return nil
	}
	var strays []Stray
	for _, e := range entries {
		name := e.Name()
		if e.IsDir() || m.reads(name) || isAside(name) {
			continue
		}
		strays = append(strays, Stray{
			Path: path.Join(dir, name), File: path.Join(dir, name), Kind: StraySuffix, Unit: stem, Want: path.Join(dir, confName(name)),
		})
	}
	return strays
}

// confName is a file name with the suffix that systemd reads.
func confName(name string) string {
	if ext := path.Ext(name); strings.EqualFold(ext, ".conf") || strings.EqualFold(ext, ".config") || strings.EqualFold(ext, ".cfg") {
		name = strings.TrimSuffix(name, ext)
	}
	return name + ".conf"
}

// readStrays collects what lies in the directories of the search path and is never
// read.
func (m *nameMap) readStrays() {
	for i, dir := range m.dirs {
		for _, name := range slices.Sorted(keysOf(m.subdirs[i])) {
			if stem, ok := strings.CutSuffix(name, ".d"); ok {
				m.strays = append(m.strays, m.strayFiles(path.Join(dir, name), stem)...)
			}
		}
		entries, err := m.tree.ReadDir(dir)
		if err != nil {
			continue
		}
		for _, e := range entries {
			m.strayEntry(dir, e)
		}
	}
}

func keysOf(set map[string]bool) func(func(string) bool) {
	return func(yield func(string) bool) {
		for key := range set {
			if !yield(key) {
				return
			}
		}
	}
}

// strayEntry looks at one entry of a directory of the search path.
func (m *nameMap) strayEntry(dir string, e fs.DirEntry) {
	name := e.Name()
	switch {
	case e.IsDir() && dropInDirectory(name), ValidName(name):
	case e.IsDir() && strings.HasSuffix(name, ".d"):
		m.strayDirectory(dir, name)
	case e.IsDir() && !m.packaging:
		if first := m.firstFile(below(dir, name), ValidName); first != "" {
			m.strays = append(m.strays, Stray{Path: below(dir, name), File: first, Kind: StrayNested})
		}
	case !e.IsDir() && !m.packaging && isConf(name):
		stray := Stray{Path: below(dir, name), File: below(dir, name), Kind: StrayDropIn}
		if unit := strings.TrimSuffix(name, ".conf"); ValidName(unit) {
			stray.Unit, stray.Want = unit, path.Join(dir, unit+".d", "override.conf")
		}
		m.strays = append(m.strays, stray)
	}
}

// strayDirectory takes foo.d for a misspelt directory of drop-ins if a unit
// foo.service is there, and foo.sevice.d if its suffix is nearly a unit type.
func (m *nameMap) strayDirectory(dir, name string) {
	stem := strings.TrimSuffix(name, ".d")
	file := m.firstFile(path.Join(dir, name), isConf)
	if file == "" {
		return
	}
	unit := m.unitMeant(stem)
	if unit == "" && m.packaging {
		return // tmpfiles.d, logrotate.d and the like
	}
	stray := Stray{Path: path.Join(dir, name), File: file, Kind: StrayDirectory, Unit: unit}
	if unit != "" {
		stray.Want = path.Join(dir, unit+".d")
	}
	m.strays = append(m.strays, stray)
}

func (m *nameMap) unitMeant(stem string) string {
	known := catalog.UnitTypes()
	for _, unitType := range known {
		if unit := stem + "." + string(unitType); m.entries[unit] != nil {
			return unit
		}
	}
	dot := strings.LastIndexByte(stem, '.')
	if dot <= 0 {
		return ""
	}
	types := make([]string, 0, len(known))
	for _, unitType := range known {
		types = append(types, string(unitType))
	}
	if near := catalog.Suggest(stem[dot+1:], types); near != "" && ValidName(stem[:dot]+"."+near) {
		return stem[:dot] + "." + near
	}
	return ""
}

// firstFile returns the first file of a directory whose name is wanted, or "".
func (m *nameMap) firstFile(dir string, wanted func(string) bool) string {
	entries, err := m.tree.ReadDir(dir)
	if err != nil {
		return ""
	}
	for _, e := range entries {
		if !e.IsDir() && wanted(e.Name()) {
			return path.Join(dir, e.Name())
		}
	}
	return ""
}

// readAbove collects what lies just above the directories of a search path, whether
// or not these are there themselves. Each directory above is looked at once,
// whatever links lead to it.
func (m *nameMap) readAbove(dirs []string) {
	seen := map[string]bool{}
	for _, dir := range dirs {
		parent := path.Dir(dir)
		if path.Base(parent) != "systemd" || path.Base(dir) != string(System) && path.Base(dir) != string(User) {
			continue
		}
		resolved, err := m.tree.Resolve(parent)
		if err != nil || seen[resolved] {
			continue
		}
		seen[resolved] = true
		m.straysAbove(parent, dir)
	}
}

// straysAbove looks for units in the directory above one of the search path,
// such as /etc/systemd, which holds the managers' own configuration.
func (m *nameMap) straysAbove(parent, dir string) {
	entries, err := m.tree.ReadDir(parent)
	if err != nil {
		return
	}
	for _, e := range entries {
		name := e.Name()
		unit := strings.TrimSuffix(name, ".d")
		if !ValidName(unit) || (unit != name) != e.IsDir() {
			continue
		}
		file := path.Join(parent, name)
		if e.IsDir() {
			file = m.firstFile(file, isConf)
		}
		if file != "" {
			m.strays = append(m.strays, Stray{Path: path.Join(parent, name), File: file, Kind: StrayAbove, Unit: unit, Want: path.Join(dir, name)})
		}
	}
}

// straysOf returns the strays that were meant for a unit.
func (m *nameMap) straysOf(names []string) []Stray {
	var found []Stray
	for _, s := range m.strays {
		if s.Unit != "" && slices.Contains(names, s.Unit) {
			found = append(found, s)
		}
	}
	return found
}
