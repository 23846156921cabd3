// Package invocation finds the programs that the lines of a unit run: behind
// wrappers, in shell scripts and with the values of variables, each with its
// words and their places. What the words mean for what the service needs is the
// part of the sources of evidence.
package invocation

import (
	"path"
	"slices"
	"strings"

	"github.com/unitlint/unitlint/lint/source"
	"github.com/unitlint/unitlint/lint/unit"
)

// Word is one argument of a command, with its place in the unit.
type Word struct {
	Text string
	// Known tells that Text is what the program will see.
	Known bool
	// Partly tells that it is, but for variables "${NAME}" that stand in it.
	Partly bool
	// Written is the text with its specifiers, for a word of which one is not known.
	Written string
	Place   source.Range
}

// AsWritten is the text as the unit has it, where what stands in for a specifier
// would be taken for the name of something.
func (w Word) AsWritten() string {
	if w.Known || w.Written == "" {
		return w.Text
	}
	return w.Written
}

// Redirection is a file that a script writes or reads.
type Redirection struct {
	Target Word
	Write  bool
	// Looped tells that a loop writes several files, of which Target is one or above all.
	Looped bool
}

// Invocation is one program that an exec line runs: the command itself, what a
// wrapper such as env(1) starts, or a command of a shell script in the line.
type Invocation struct {
	Line       unit.Line
	Assignment *unit.Assignment
	Program    Word
	Arguments  []Word
	// Tolerated tells that the line's or the script's author expects failure.
	Tolerated bool
	// Conditional tells that the command may never run.
	Conditional bool
	// AsOther tells that another user runs it than the unit starts the line as.
	AsOther bool
	// Open tells that arguments may follow that only the host knows.
	Open bool
	// Commands are those of the script that a shell is given, and Redirections the
	// files that it writes and reads.
	Commands     []*Invocation
	Redirections []Redirection
	// Means is what the program's words mean, or nil where nothing is known of it.
	Means *Means
	// name and own are what Name and ownNames return, where they are known already.
	name string
	own  []string
}

// settle tells the invocation its names: of the programs that lines run they are asked for over
// and over.
func (i *Invocation) settle() {
	i.name = i.Name()
	i.own = slices.Clip(i.ownNames())
}

// Name returns the base name of the program.
func (i *Invocation) Name() string {
	if i.name != "" {
		return i.name
	}
	return path.Base(i.Program.Text)
}

// stores are the directories of systems that keep each package apart.
var stores = []string{"/nix/", "/gnu/", "/run/current-system/"}

// InStore tells that the program lies where systems keep each package apart, whose
// services are told all of their places.
func (i *Invocation) InStore() bool {
	return slices.ContainsFunc(stores, func(store string) bool { return strings.HasPrefix(i.Program.Text, store) })
}

// usual are the directories in which the programs of packages lie (file-hierarchy(7)).
var usual = []string{
	"/usr/bin/", "/usr/sbin/", "/usr/lib/", "/usr/lib64/", "/usr/libexec/", "/usr/share/", "/usr/games/", "/bin/", "/sbin/", "/lib/", "/lib64/",
}

// Shipped tells that the program lies where packages put theirs, or is found there by its
// name. What users install themselves may be called like another program.
func (i *Invocation) Shipped() bool {
	file := path.Clean(i.Program.Text)
	return !strings.Contains(file, "/") || i.InStore() || slices.ContainsFunc(usual, func(place string) bool { return strings.HasPrefix(file, place) })
}

// Operands returns the arguments that are no options, and not an option's value
// as far as valued tells which options take one.
func (i *Invocation) Operands(valued string) []Word {
	var operands []Word
	for at := 0; at < len(i.Arguments); at++ {
		text := i.Arguments[at].Text
		switch {
		case text == "--":
			return append(operands, i.Arguments[at+1:]...)
		case len(text) == 2 && text[0] == '-' && strings.IndexByte(valued, text[1]) >= 0:
			at++
		case len(text) > 1 && text[0] == '-':
		default:
			operands = append(operands, i.Arguments[at])
		}
	}
	return operands
}

// Option returns the value of the first option of the given names that is
// present: "--name value", "--name=value", "-nvalue" is not taken apart. A flag
// without a value returns an empty word.
func (i *Invocation) Option(names []string) (Word, bool) {
	for at, argument := range i.Arguments {
		for _, name := range names {
			if argument.Text == name {
				if at+1 < len(i.Arguments) {
					return i.Arguments[at+1], true
				}
				return Word{Place: argument.Place}, true
			}
			if value, found := strings.CutPrefix(argument.Text, name+"="); found {
				return Word{Text: value, Known: argument.Known, Place: argument.Place}, true
			}
		}
	}
	return Word{}, false
}

// Has tells whether one of the options is present, alone or with a value.
func (i *Invocation) Has(names []string) bool {
	_, found := i.Option(names)
	return found
}

// Starts tells whether the line is part of starting the service.
func (i *Invocation) Starts() bool {
	switch i.Line.Phase {
	case unit.Reload, unit.Stop, unit.StopPost:
		return false
	}
	return true
}

// Named tells whether the program goes by one of some names.
func (i *Invocation) Named(names []string) bool {
	return slices.ContainsFunc(i.Names(), func(name string) bool { return slices.Contains(names, name) })
}

// Mentions tells whether the command line holds one of the words: an option, an
// option's beginning with "=", or an operand; "*" and "?" as in [IsLike].
func (i *Invocation) Mentions(words []string) bool {
	for _, argument := range i.Arguments {
		name, _, _ := strings.Cut(argument.Text, "=")
		for _, w := range words {
			if argument.Text == w || name == w {
				return true
			}
			if (strings.Contains(w, "*") || strings.Contains(w, "?")) && (IsLike(w, argument.Text) || IsLike(w, name)) {
				return true
			}
		}
	}
	return false
}

// IsLike tells whether a text matches a pattern of path.Match, at whose ends "**" stands for
// anything, slashes included.
func IsLike(pattern, text string) bool {
	middle, fromStart := strings.CutPrefix(pattern, "**")
	middle, toEnd := strings.CutSuffix(middle, "**")
	switch {
	case fromStart && toEnd:
		return strings.Contains(text, middle)
	case fromStart:
		return strings.HasSuffix(text, middle)
	case toEnd:
		return strings.HasPrefix(text, middle)
	}
	matched, _ := path.Match(pattern, text)
	return matched
}

// Inner returns an invocation in place of this one: the same line runs another
// program.
func (i *Invocation) Inner(program Word, arguments []Word) *Invocation {
	return &Invocation{
		Line: i.Line, Assignment: i.Assignment, Program: program, Arguments: arguments,
		Tolerated: i.Tolerated, Conditional: i.Conditional, Open: i.Open, AsOther: i.AsOther,
	}
}
