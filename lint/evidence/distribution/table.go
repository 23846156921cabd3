// Package distribution knows what programs need as the packages of a distribution
// show it: the readers of executables, packages and configuration looked at those
// packages once, and what they found is a table that comes with this program. It
// stands in where neither a profile nor the tree of the unit tells of a program.
package distribution

import (
	_ "embed"
	"fmt"
	"path"
	"slices"
	"strconv"
	"strings"
	"sync"

	"github.com/unitlint/unitlint/lint/evidence"
	"github.com/unitlint/unitlint/lint/need"
)

//go:embed debian.txt
var debian string

// Table is what the packages of one release of a distribution show. Of its text only
// those lines are read that somebody asks about, since nearly every run asks about a
// few programs of all. It may be used by several goroutines.
type Table struct {
	// release is what messages call the distribution; programs has a line for each
	// name, which begins with it, and facts the lines to which these refer by the
	// place where they begin.
	release, programs, facts string
}

// Builtin returns the table that comes with the program.
var Builtin = sync.OnceValue(func() *Table { return NewTable(debian) })

// NewTable returns the table of a text: a line with the release, a line for each
// program, sorted by name, and after an empty line one for each fact. Lines that make no sense are
// as if they were not there.
func NewTable(text string) *Table {
	release, rest, _ := strings.Cut(text, "\n")
	programs, facts, _ := strings.Cut(rest, "\n\n")
	return &Table{release: release, programs: programs, facts: facts}
}

// Program is what the table has of one program.
type Program struct {
	// Name is what the program is called, and Path where its package has it.
	Name, Path string
	// Shipped names the release, the package and its version: "Debian 12's package
	// example 1.2-3".
	Shipped string
	// Units are the units of the package that start it, and Root tells that they have
	// it start as root.
	Units []string
	Root  bool
	// Words are the paths and addresses that the command lines and settings of
	// these units name, and Commands their first words where those are no options.
	Words, Commands []string
	// Needs are its needs; each lacks the line and the place that start it.
	Needs []need.Need
}

// The columns of a program.
const (
	columnName = iota
	columnPath
	columnPackage
	columnUser
	columnUnits
	columnWords
	columnCommands
	columnFacts
	programColumns
)

// Lookup returns what is known of the program of a name, or nil.
func (t *Table) Lookup(name string) *Program {
	if line := evidence.Entry(t.programs, "\n", name); line != "" {
		return t.program(line)
	}
	return nil
}

// lineAt returns the line that begins at a place.
func lineAt(text string, at int) string {
	line, _, _ := strings.Cut(text[at:], "\n")
	return line
}

// OfUnit returns what is known of the program that the distribution's unit of a name
// starts, or nil.
func (t *Table) OfUnit(name string) *Program {
	if name == "" || strings.ContainsAny(name, " \t\n") {
		return nil
	}
	for from := 0; ; {
		at := strings.Index(t.programs[from:], name)
		if at < 0 {
			return nil
		}
		begin := strings.LastIndexByte(t.programs[:from+at], '\n') + 1
		line := lineAt(t.programs, begin)
		if columns := strings.Split(line, "\t"); len(columns) == programColumns && slices.Contains(strings.Fields(columns[columnUnits]), name) {
			return t.program(line)
		}
		if from = begin + len(line) + 1; from > len(t.programs) {
			return nil
		}
	}
}

// Names returns the names of all programs, sorted.
func (t *Table) Names() []string {
	var names []string
	for line := range strings.SplitSeq(t.programs, "\n") {
		name, _, _ := strings.Cut(line, "\t")
		names = append(names, name)
	}
	return names
}

// program reads the line of a program; nil where it makes no sense.
func (t *Table) program(line string) *Program {
	columns := strings.Split(line, "\t")
	if len(columns) != programColumns {
		return nil
	}
	p := &Program{
		Name: path.Base(columns[columnName]), Path: columns[columnPath], Shipped: t.release + "'s package " + columns[columnPackage],
		Units: strings.Fields(columns[columnUnits]), Root: columns[columnUser] == "root",
		Words: strings.Fields(columns[columnWords]), Commands: strings.Fields(columns[columnCommands]),
	}
	places := strings.Fields(columns[columnFacts])
	p.Needs = make([]need.Need, 0, len(places))
	for _, place := range places {
		at, err := strconv.Atoi(place)
		if err != nil || at < 0 || at >= len(t.facts) || at > 0 && t.facts[at-1] != '\n' {
			continue
		}
		n, err := ReadFact(lineAt(t.facts, at))
		if err != nil {
			continue
		}
		n.Evidence.Profile, n.Evidence.Source = p.Name, n.Evidence.Source+", as "+p.Shipped+" has it"
		p.Needs = append(p.Needs, n)
	}
	return p
}

// The columns of a fact.
const (
	columnKind = iota
	columnArguments
	columnCertainty
	columnConsequence
	columnCopes
	columnWhy
	columnShown
	factColumns
)

// certaintyWords are the words of the table.
var certaintyWords = map[string]need.Certainty{"possible": need.Possible, "likely": need.Likely}

// WriteFact returns the line of the table that stands for a need.
func WriteFact(n *need.Need) string {
	certainty, copes := "possible", ""
	if n.Certainty >= need.Likely {
		certainty = "likely"
	}
	if n.Copes {
		copes = "copes"
	}
	return strings.Join([]string{
		string(n.Kind), strings.Join(n.Any, "|"), certainty, string(n.Consequence), copes, n.Why, n.Evidence.Source,
	}, "\t")
}

// ReadFact returns the need that a line of the table stands for.
func ReadFact(line string) (need.Need, error) {
	columns := strings.Split(line, "\t")
	if len(columns) != factColumns {
		return need.Need{}, fmt.Errorf("a fact has %d columns, %d expected", len(columns), factColumns)
	}
	n := need.Need{
		Kind: need.Kind(columns[columnKind]), Certainty: certaintyWords[columns[columnCertainty]],
		Consequence: need.Consequence(columns[columnConsequence]), Copes: columns[columnCopes] != "", Why: columns[columnWhy],
		Evidence: need.Evidence{Source: columns[columnShown]},
	}
	if n.Certainty == 0 {
		return need.Need{}, fmt.Errorf("%q is no certainty", columns[columnCertainty])
	}
	if columns[columnArguments] != "" {
		n.Any = strings.Split(columns[columnArguments], "|")
	}
	// What these kinds say of a program that was read, they say without a word.
	switch n.Kind {
	case need.Write:
		n.Below = true
	case need.Capability:
		n.Conditions.Starts = need.AsRoot
	case need.Network:
		n.Conditions.Packets = need.WithoutExceptions
	}
	return n, nil
}

// Fault says what is wrong with a need as a fact of the table, or is nil.
func Fault(n *need.Need) error {
	known := need.Describe(n.Kind)
	switch {
	case known == nil:
		return fmt.Errorf("%q is no kind of need", n.Kind)
	case !slices.Contains(need.Consequences(), string(n.Consequence)):
		return fmt.Errorf("%q is no consequence", n.Consequence)
	case known.Argument == nil && len(n.Any) > 0:
		return fmt.Errorf("%s takes no argument, found %q", n.Kind, n.Any)
	case known.Argument != nil && !known.Bare && len(n.Any) == 0:
		return fmt.Errorf("%s takes %s, found none", n.Kind, known.Argument.Name)
	}
	for _, argument := range n.Any {
		if fault := known.Argument.Fault(argument); fault != "" {
			return fmt.Errorf("%s: %q %s", n.Kind, argument, fault)
		}
	}
	return nil
}

// IsOwn tells whether a name says by itself which program is meant, wherever it lies:
// those of the directories for all programs do; of what a package keeps to itself
// only what is called like the package.
func IsOwn(name, file, shippedBy string) bool {
	switch path.Dir(file) {
	case "/usr/bin", "/usr/sbin", "/bin", "/sbin", "/usr/games":
		return true
	}
	const telling = 4
	shared := 0
	for shared < min(len(name), len(shippedBy)) && name[shared] == shippedBy[shared] {
		shared++
	}
	return shared >= telling
}
