package sandbox

import (
	"slices"
	"strings"

	"github.com/unitlint/unitlint/lint/catalog"
	"github.com/unitlint/unitlint/lint/unit"
	"github.com/unitlint/unitlint/lint/value"
)

// execSections are the sections that configure processes, by unit type.
var execSections = map[catalog.UnitType]string{
	"service": "Service",
	"socket":  "Socket",
	"mount":   "Mount",
	"swap":    "Swap",
}

// reader reads the surviving assignments of a unit's exec section.
type reader struct {
	unit    *unit.Unit
	section string
}

func newReader(u *unit.Unit) reader {
	section, ok := execSections[u.Type]
	if !ok {
		section = "Service"
	}
	return reader{unit: u, section: section}
}

// list returns the surviving assignments that have a value, of whatever
// directive of a list of the section. The list has the catalogue's name, and the
// answer must not be changed.
func (r reader) list(name string) []*unit.Assignment {
	values := r.unit.All(r.section, name)
	if !slices.ContainsFunc(values, isEmpty) {
		return values
	}
	return slices.DeleteFunc(slices.Clone(values), isEmpty)
}

func isEmpty(a *unit.Assignment) bool { return a.Value == "" }

// last returns the assignment that decides a scalar, nil at the default.
func (r reader) last(name string) *unit.Assignment { return lastOf(r.unit.All(r.section, name)) }

// lastOf is the last assignment that has a value, or nil.
func lastOf(values []*unit.Assignment) *unit.Assignment {
	for _, a := range slices.Backward(values) {
		if !isEmpty(a) {
			return a
		}
	}
	return nil
}

// toggle is a boolean setting and the assignment that decided it.
type toggle struct {
	on bool
	by *unit.Assignment
}

func toggleOf(a *unit.Assignment) toggle {
	on, _ := value.Boolean(a.Value)
	return toggle{on: on, by: a}
}

// choice is a setting with a word for a value, "" at the default. Booleans are
// "yes" and "no".
type choice struct {
	word string
	by   *unit.Assignment
}

// is tells that the setting has one of the words.
func (c choice) is(words ...string) bool {
	for _, w := range words {
		if c.word == w {
			return true
		}
	}
	return false
}

// enabled tells that the setting is neither at its default nor "no".
func (c choice) enabled() bool { return c.word != "" && c.word != "no" }

func (r reader) choice(name string) choice {
	if a := r.last(name); a != nil {
		return choiceOf(a)
	}
	return choice{}
}

func choiceOf(a *unit.Assignment) choice { return choiceBy(a.Value, a) }

// hostnameOf is choiceOf without the name that ProtectHostname=private:NAME gives the host (258).
func hostnameOf(a *unit.Assignment) choice {
	word, _, _ := strings.Cut(a.Value, ":")
	return choiceBy(word, a)
}

func choiceBy(word string, a *unit.Assignment) choice {
	switch on, ok := value.Boolean(word); {
	case !ok:
		return choice{word: word, by: a}
	case on:
		return choice{word: "yes", by: a}
	}
	return choice{word: "no", by: a}
}

// text is textOf for the assignment that decides a setting.
func (r reader) text(name string) (c choice, known bool) {
	if a := r.last(name); a != nil {
		return r.textOf(a)
	}
	return choice{}, true
}

// textOf returns a scalar with its specifiers replaced; known is false where a
// part of it cannot be known.
func (r reader) textOf(a *unit.Assignment) (c choice, known bool) {
	expansion, err := value.Expand(a.Value, a.Directive.Specifiers, r.unit.Context(a))
	if err != nil {
		return choice{}, true
	}
	return choice{word: expansion.Text, by: a}, expansion.Known && !a.Verdict.Undecided
}
