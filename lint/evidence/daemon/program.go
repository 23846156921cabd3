package daemon

import (
	"path"
	"slices"
	"strings"
	"sync"

	"github.com/unitlint/unitlint/lint/source"
)

// program is what a program's documentation says of its configuration.
type program struct {
	// names are base names of executables, without versions at their end.
	names []string
	// files are the paths of its configuration as packages have it, as patterns
	// of path.Match. "%I" is the unit's instance, unescaped (systemd.unit(5)), "%N" the
	// program's name. Relative ones count from the working directory and from where the program
	// or its script lies.
	files []string
	// naming is how its command line names others.
	naming naming
	// place tells that a script is its, too, that lies in a directory of its name: its own name
	// does not tell, as index.js.
	place bool
	// from is the key that says where relative names of files count from, and home the
	// directory from which they do where it does not: "." is the one of the file that has them,
	// fromWorking the working directory.
	from, home string
	// hosts tells that it runs an application, which has configuration of its own in the working
	// directory.
	hosts bool
	// parts are patterns of the files that its configuration includes as packages have that: they count
	// where the file that would say so is not there.
	parts []string
	// companion is the name of a file that lies beside the others unless a key says
	// where it is, and without which it does not start.
	companion string
	// keys say what its keys mean, the first that matches counts; other keys say
	// nothing.
	keys []key
	// defaults are what it does where no statement says otherwise.
	defaults []standard
	// read reads its files, where their form is one of their own; nil for [Read].
	read   func(file *source.File) []Setting
	source string
	// local tells that it takes connections at the addresses of its keys alone, and
	// connects to nobody but those that its keys name.
	local bool
	// runs are patterns of the files that it runs whatever it is told, as those of its plugins.
	runs []string
	// assigns tells that what stands in no section is a variable, too, for "${NAME}" in other values.
	assigns bool
	// last tells that of statements of one key the last one counts, but for those that
	// name peers or further files.
	last bool
}

// key is one key of a program.
type key struct {
	// name is a pattern of path.Match for the key, or for "section.key" where it
	// holds a section, in lower case. One that begins with "." is of no section: others have
	// the same key for those that the program connects to.
	name    string
	meaning Meaning
	// packaged is its value as distributions package the program, where a profile
	// or the documentation rests on it.
	packaged string
}

// isOf tells that a statement is one of the key; whole is its key with the section before it.
func (k *key) isOf(s *Setting, whole string) bool {
	names, pattern := []string{s.Key, whole}, k.name
	if top, isTop := strings.CutPrefix(pattern, "."); isTop {
		if s.Section != "" {
			return false
		}
		pattern = top
	}
	return slices.ContainsFunc(names, func(name string) bool {
		matches, err := path.Match(pattern, name)
		return err == nil && matches
	})
}

// fromWorking has relative names of files count from the working directory.
const fromWorking = "working"

// standard is a value that holds where none of the keys of its meaning is set.
type standard struct {
	meaning Meaning
	value   string
}

// programs are tables with one row for each program whose configuration is known better than
// by the words of its keys.
var programs = [][]program{
	webPrograms, dataPrograms, namePrograms, accessPrograms, filePrograms, machinePrograms, mailPrograms, identityPrograms,
	storePrograms, beats, logPrograms, systemdPrograms, appPrograms, enginePrograms, tunnelPrograms,
	chatPrograms, mailerPrograms, guardPrograms, systemPrograms, smallPrograms, hostedPrograms,
}

// namesOfProgram is how many names a row has, or more.
const namesOfProgram = 2

// programNamed holds the rows by the names of their programs.
var programNamed = sync.OnceValue(func() map[string]*program {
	rows := 0
	for _, table := range programs {
		rows += len(table)
	}
	named := make(map[string]*program, namesOfProgram*rows)
	for _, table := range programs {
		for i := range table {
			for _, name := range table[i].names {
				named[name] = &table[i]
			}
		}
	}
	return named
})

// Describes tells that the configuration of a program is known, by its name.
func Describes(name string) bool { return programOf(name) != nil }

// programOf returns the row of a program, by its name with a version at its end or
// without, or nil.
func programOf(name string) *program {
	named := programNamed()
	if known := named[name]; known != nil {
		return known
	}
	return named[plainName(name)]
}
