package locate

import (
	"io/fs"
	"slices"

	"github.com/unitlint/unitlint/lint/catalog"
	"github.com/unitlint/unitlint/lint/unitfile"
)

// lexers are the releases that changed how files are read, oldest first.
var lexers = []int{240, 243, 245, 246, 251, 261}

// lexer returns the first release that reads files as the given one does, so
// that a file is parsed once for all of them.
func lexer(version int) int {
	if version == 0 {
		version = catalog.Newest
	}
	i, found := slices.BinarySearch(lexers, version)
	switch {
	case found:
		return version
	case i == 0:
		return catalog.Oldest
	default:
		return lexers[i-1]
	}
}

// parsedKey tells the readings of a file apart.
type parsedKey struct {
	path     string
	unitType catalog.UnitType
	version  int
	dropIn   bool
}

// Parse returns a file as a systemd release reads it for a unit of the given
// type, as its fragment or as a drop-in. The errors are those of [Tree.Source], and
// ErrTooManyLines.
func (t *Tree) Parse(name string, unitType catalog.UnitType, version int, dropIn bool) (*unitfile.File, error) {
	file, err := t.parse(parsedKey{name, unitType, lexer(version), dropIn})
	if err == nil && file.Overfull {
		err = &fs.PathError{Op: "read", Path: t.Display(name), Err: ErrTooManyLines}
	}
	if err != nil {
		return nil, err
	}
	return file, nil
}

func (t *Tree) parse(key parsedKey) (*unitfile.File, error) {
	t.mu.Lock()
	parsed, ok := t.parsed[key]
	t.mu.Unlock()
	if ok {
		return parsed, nil
	}
	src, err := t.Source(key.path)
	if err != nil {
		return nil, err
	}
	_, template := trimTemplate(key.path)
	options := unitfile.Options{
		Version:  key.version,
		DropIn:   key.dropIn,
		Sections: catalog.Sections(key.unitType),
		Template: template || unitfile.LooksTemplate(src.Text),
		Lexicon:  &t.lexicon,
	}
	if t.placeholders != nil {
		options.Placeholders = t.placeholders(src.Path)
	}
	parsed = unitfile.Parse(src, options)
	t.mu.Lock()
	defer t.mu.Unlock()
	if earlier, ok := t.parsed[key]; ok {
		return earlier, nil
	}
	t.parsed[key] = parsed
	return parsed, nil
}
