// Package daemon reads the configuration files of programs: which file a program
// is configured by, what statements it holds, and what those mean for what the
// program will do. One tolerant reader takes what most daemons write: "key value",
// "key = value", "key: value", INI sections, blocks in braces, YAML, JSON, TOML,
// XML. It asks for no syntax and knows no error: what it does not understand says
// nothing.
package daemon

import (
	"iter"
	"path"
	"strings"

	"github.com/unitlint/unitlint/lint/source"
)

// Setting is one statement of a configuration.
type Setting struct {
	// Section holds the names of the sections or blocks around the statement,
	// parted by dots, in lower case.
	Section string
	// Key is its name in lower case, Value what it says, quotes taken away.
	Key, Value string
	// Whole tells that the value stood in quotes, or is one in YAML, JSON or XML: blanks are its own.
	Whole bool
	Place source.Range
	// File is the absolute path of the file that has it, below the root of the system.
	File string
}

const (
	// mostSettings bounds the statements of a file.
	mostSettings = 1 << 14
	// longestLine bounds a line that is looked at, and a value but for a script.
	longestLine = 4096
	// deepestSection bounds how deep sections are followed.
	deepestSection = 32
)

// Read returns the statements of a configuration file, in order. Which form it
// has, its name and its beginning tell.
func Read(file *source.File) []Setting {
	switch ext := path.Ext(file.Path); {
	case ext == ".yaml", ext == ".yml", ext == ".json", isObject(file.Text), isLooseObject(file.Text):
		if settings, ok := readTree(file); ok {
			return settings
		}
	case ext == ".xml":
		return readMarkup(file)
	}
	if strings.HasPrefix(string(file.Text[:min(len(file.Text), len(xmlBeginning))]), xmlBeginning) {
		return readMarkup(file)
	}
	return (&lineReader{file: file, labelled: true}).read()
}

const xmlBeginning = "<?xml"

// parts yields the statements up to the first one that begins a part, and then each part.
func parts(settings []Setting, begins func(Setting) bool) iter.Seq[[]Setting] {
	return func(yield func([]Setting) bool) {
		begin := 0
		for at := 1; at <= len(settings); at++ {
			if at < len(settings) && !begins(settings[at]) {
				continue
			}
			if !yield(settings[begin:at]) {
				return
			}
			begin = at
		}
	}
}

// readNested reads YAML whatever the file is called, if it is more than one text.
func readNested(file *source.File) []Setting {
	if settings, ok := readTree(file); ok && len(settings) > 0 && settings[0].Key != "" {
		return settings
	}
	return readLines(file)
}
