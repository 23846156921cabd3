package value

import (
	"strings"

	"github.com/unitlint/unitlint/lint/catalog"
)

// Directory is one entry of StateDirectory= and its kin.
type Directory struct {
	Word
	// Path is relative to the kind's base, such as /var/lib.
	Path string
	// Symlinks are the further names below the same base that lead to it (250).
	Symlink string
	// Flags are what follows the second colon (257), such as "ro".
	Flags string
	// Known tells that the parts hold no stand-in for an unknown one.
	Known bool
}

// Directories decodes RuntimeDirectory=, StateDirectory=, CacheDirectory=,
// LogsDirectory= and ConfigurationDirectory= (systemd.exec(5)). Entries that
// systemd skips are left out.
func Directories(text string, ctx Context) ([]Directory, Result) {
	v := newVerdict(text, ctx, catalog.SpecifiersFull)
	return v.directories(), v.result
}

func (v *verdict) directories() []Directory {
	words := v.words(catalog.WordsUnquoteRetainEscape)
	directories := make([]Directory, 0, len(words))
	for _, word := range words {
		if directory, ok := v.oneDirectory(word); ok {
			directories = append(directories, directory)
		}
	}
	return directories
}

func (v *verdict) oneDirectory(word Word) (Directory, bool) {
	fields, err := v.directoryParts(word)
	if err != nil || len(fields) == 0 || v.since(257) && len(fields) > v.directoryFields() {
		v.drop(word.Start, word.End, CodeBadOption, "%s is not read: expected %s.", quotation(word.Text), v.directoryForm())
		return Directory{}, false
	}
	source, ok := v.expand(fields[0], PartDropped)
	if !ok {
		return Directory{}, false
	}
	directory := Directory{Word: word, Known: v.known(word, source)}
	rules := pathRules{relative: true}
	if directory.Path, ok = v.checkPath(source.Text, fields[0].Start, fields[0].End, PartDropped, rules); !ok {
		return Directory{}, false
	}
	if below(directory.Path, "private") {
		v.drop(word.Start, word.End, CodeBadPath, "'private' is a name that systemd keeps for itself: the entry is skipped.")
		return Directory{}, false
	}
	if len(fields) > 1 && fields[1].Text != "" && !v.directorySymlink(&directory, fields[1], rules) {
		return Directory{}, false
	}
	if len(fields) > 2 {
		directory.Flags = fields[2].Text
	}
	return directory, true
}

func (v *verdict) directorySymlink(directory *Directory, field Word, rules pathRules) bool {
	if v.name() == "ConfigurationDirectory" {
		v.notice(field.Start, field.End, CodeBadOption, "Symbolic links are not made for ConfigurationDirectory=: this one is ignored.")
		return true
	}
	link, ok := v.expand(field, PartDropped)
	if !ok {
		return false
	}
	directory.Known = directory.Known && link.Known
	directory.Symlink, ok = v.checkPath(link.Text, field.Start, field.End, PartDropped, rules)
	return ok
}

// directoryParts cuts an entry at its colons; repeated ones count as one.
func (v *verdict) directoryParts(word Word) ([]Word, error) {
	fields, err := splitAll(word.Text, splitting{separators: ":", cunescape: true})
	for i := range fields {
		fields[i].Start, fields[i].End = word.Span(fields[i].Start, fields[i].End)
	}
	return fields, err
}

// directoryFields is how many colon-separated fields the release reads.
func (v *verdict) directoryFields() int {
	switch {
	case v.since(257):
		return 3
	case v.since(250):
		return 2
	}
	return 1
}

func (v *verdict) directoryForm() string {
	switch v.directoryFields() {
	case 3:
		return "a relative path, optionally ':' and a link name, and ':' and flags"
	case 2:
		return "a relative path, optionally ':' and a link name"
	}
	return "a relative path"
}

// fields cuts a word at its colons. Places are those of the value where the
// word stands in it as it is.
func (v *verdict) fields(word Word, limit int) ([]Word, error) {
	rules := splittings[catalog.ColonFields]
	reader := wordReader{text: word.Text, rules: rules}
	var fields []Word
	for limit == 0 || len(fields) < limit-1 {
		field, ok, err := reader.next()
		if err != nil {
			return fields, err
		}
		if !ok {
			return fields, nil
		}
		field.Start, field.End = word.Span(field.Start, field.End)
		fields = append(fields, field)
	}
	if reader.pos < len(word.Text) {
		start, end := word.Span(reader.pos, len(word.Text))
		fields = append(fields, Word{Text: word.Text[reader.pos:], Start: start, End: end})
	}
	return fields, nil
}

// Bind is one entry of BindPaths= or BindReadOnlyPaths=.
type Bind struct {
	Word
	Source, Destination string
	// IgnoreMissing is the prefix "-" of the source.
	IgnoreMissing bool
	// Recursive is false with the option "norbind".
	Recursive bool
	// Known tells that the paths hold no stand-in for an unknown part.
	Known bool
}

// BindPaths decodes BindPaths= and BindReadOnlyPaths= (systemd.exec(5)):
// [-]source[:destination[:rbind|norbind]]. Entries that systemd skips are left
// out.
func BindPaths(text string, ctx Context) ([]Bind, Result) {
	v := newVerdict(text, ctx, catalog.SpecifiersFull)
	return v.bindPaths(), v.result
}

func (v *verdict) bindPaths() []Bind {
	var binds []Bind
	entries, err := splitBinds(v.text)
	for i, entry := range entries {
		if i > 0 {
			v.blanksBetween(entries[i-1], entry)
		}
		if bind, ok := v.oneBind(entry.Word, entry.fields); ok {
			binds = append(binds, bind)
		}
	}
	v.splitFault(err, len(entries))
	return binds
}

// blanksBetween notes what systemd says of several blanks in a row: each of them
// ends an entry, other than in lists of words. Behind options that is not so.
func (v *verdict) blanksBetween(before, entry bindEntry) {
	if len(before.fields) < 3 && entry.Start-before.End > 1 {
		v.notice(before.End, entry.Start, CodeNotAbsolute,
			"Each blank parts two entries here: systemd complains of a path that is not absolute for the empty one between them, and goes on.")
	}
}

// bindEntry is one entry of a list of bind mounts with what its colons part.
type bindEntry struct {
	Word
	fields []Word
}

// bindFields are read up to a colon or a blank; quotes protect both.
var bindFields = splitting{separators: ":" + blanks, unquote: true, fields: true}

// splitBinds cuts a list of bind mounts as config_parse_bind_paths() does: up to
// three fields of an entry are parted by colons, and the third is all that comes
// before the next blank.
func splitBinds(text string) ([]bindEntry, error) {
	var entries []bindEntry
	reader := wordReader{text: text, rules: bindFields}
	for {
		for reader.pos < len(text) && strings.IndexByte(blanks, text[reader.pos]) >= 0 {
			reader.pos++
		}
		if reader.pos >= len(text) {
			return entries, nil
		}
		entry := bindEntry{Word: Word{Start: reader.pos}}
		for more := true; more; {
			reader.rules = bindFields
			if len(entry.fields) == 2 { // the option may stand behind blanks
				reader.rules = splittings[catalog.WordsUnquote]
				reader.pos = len(text) - len(strings.TrimLeft(text[reader.pos:], blanks))
			}
			field, err := reader.read()
			if err != nil {
				return entries, err
			}
			entry.fields = append(entry.fields, field)
			entry.End = field.End
			more = len(entry.fields) < 3 && reader.pos < len(text) && text[reader.pos] == ':'
			if more {
				reader.pos++
			}
		}
		entry.Text = text[entry.Start:entry.End]
		entries = append(entries, entry)
	}
}

func (v *verdict) oneBind(word Word, fields []Word) (bind Bind, ok bool) {
	bind = Bind{Word: word, Recursive: true, Known: !v.hasPlaceholder(word.Start, word.End)}
	source, ok := v.expand(fields[0], PartDropped)
	if !ok {
		return bind, false
	}
	path, ignore := strings.CutPrefix(source.Text, "-")
	bind.IgnoreMissing, bind.Known = ignore, bind.Known && source.Known
	absolute := pathRules{absolute: true}
	if bind.Source, ok = v.checkPath(path, fields[0].Start, fields[0].End, PartDropped, absolute); !ok {
		return bind, false
	}
	bind.Destination = bind.Source
	if len(fields) > 1 {
		destination, ok := v.expand(fields[1], PartDropped)
		if !ok {
			return bind, false
		}
		bind.Known = bind.Known && destination.Known
		if bind.Destination, ok = v.checkPath(destination.Text, fields[1].Start, fields[1].End, PartDropped, absolute); !ok {
			return bind, false
		}
	}
	if len(fields) > 2 && !v.bindOption(fields[2], &bind) {
		return bind, false
	}
	return bind, true
}

func (v *verdict) bindOption(field Word, bind *Bind) bool {
	switch field.Text {
	case "", "rbind":
		return true
	case "norbind":
		bind.Recursive = false
		return true
	}
	v.drop(field.Start, field.End, CodeBadOption, "%s is no option of a bind mount: expected 'rbind' or 'norbind'. The entry is skipped.", quotation(field.Text))
	return false
}

// Temporary is one entry of TemporaryFileSystem=.
type Temporary struct {
	Word
	Path    string
	Options string // mount options, as written
	Known   bool   // the path holds no stand-in for an unknown part
}

// TemporaryFileSystem decodes TemporaryFileSystem= (systemd.exec(5)):
// path[:options].
func TemporaryFileSystem(text string, ctx Context) ([]Temporary, Result) {
	v := newVerdict(text, ctx, catalog.SpecifiersFull)
	return v.temporaryFileSystem(), v.result
}

func (v *verdict) temporaryFileSystem() []Temporary {
	words := v.words(catalog.WordsUnquote)
	mounts := make([]Temporary, 0, len(words))
	for _, word := range words {
		fields, err := v.fields(word, 2)
		if err != nil || len(fields) == 0 {
			v.drop(word.Start, word.End, CodeBadOption, "%s is not read: expected 'path:options'.", quotation(word.Text))
			continue
		}
		expansion, ok := v.expand(fields[0], PartDropped)
		if !ok {
			continue
		}
		mount := Temporary{Word: word, Known: v.known(word, expansion)}
		if mount.Path, ok = v.checkPath(expansion.Text, fields[0].Start, fields[0].End, PartDropped, pathRules{absolute: true}); !ok {
			continue
		}
		if len(fields) > 1 {
			mount.Options = fields[1].Text
		}
		mounts = append(mounts, mount)
	}
	return mounts
}
