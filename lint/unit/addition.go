package unit

import (
	"strings"
	"sync"

	"github.com/unitlint/unitlint/lint/catalog"
	"github.com/unitlint/unitlint/lint/locate"
	"github.com/unitlint/unitlint/lint/source"
	"github.com/unitlint/unitlint/lint/unitfile"
	"github.com/unitlint/unitlint/lint/value"
)

// Addition is an assignment that was read to be merged to units in memory, which
// leaves it as it is.
type Addition struct {
	file *unitfile.File
	// assignment is nil for a line that is none.
	assignment *Assignment
	// alone is the setting of a unit that assigns nothing else to it; nil where the
	// assignment is none to any.
	alone *Setting
}

// Is tells whether an assignment of a unit is this addition.
func (a *Addition) Is(other *Assignment) bool { return a.assignment == other }

// Honoured tells that the release merges the addition as it stands, with no part of its
// value left out.
func (a *Addition) Honoured() bool {
	return a.assignment != nil && a.assignment.Reach == Counts && a.assignment.Verdict.Outcome < value.PartDropped
}

// runs tells whether the addition may change what the unit runs.
func (a *Addition) runs() bool {
	return a.assignment != nil && a.assignment.Directive != nil && a.assignment.Directive.Kind == catalog.KindExec
}

// read reads the text of a drop-in.
func (u *Unit) read(text string) (*unitfile.File, []*Addition) {
	name := u.CandidatePath()
	if u.Tree != nil {
		name = u.Tree.Display(name)
	}
	file := unitfile.Parse(source.New(name, []byte(text)), unitfile.Options{
		Version: u.Release.Version, DropIn: true, Sections: catalog.Sections(u.Type),
	})
	judged := u.judged(file, true)
	additions := make([]*Addition, len(judged))
	for i := range judged {
		additions[i] = &Addition{file: file, assignment: &judged[i], alone: u.alone(&judged[i])}
	}
	return file, additions
}

// alone is the setting of an otherwise empty unit with an assignment, or nil.
func (u *Unit) alone(a *Assignment) *Setting {
	if a.Reach == Unread {
		return nil
	}
	empty := &Unit{Identity: u.Identity, Release: u.Release, Type: u.Type}
	empty.assign(a)
	if len(empty.Settings) == 0 {
		return nil
	}
	empty.Settings[0].settle()
	return empty.Settings[0]
}

// Candidates reads lines that are to be merged to units in memory, each once: they
// are mostly the same for the units of a run. It may be used by several goroutines
// at once.
type Candidates struct {
	// readers are by readerKey what was read.
	readers sync.Map
}

// readerKey is what the meaning of a line without specifiers depends on.
type readerKey struct {
	release catalog.Release
	of      catalog.UnitType
	scope   locate.Scope
}

// known are the additions by their lines that were read for units like this one.
func (c *Candidates) known(u *Unit) *sync.Map {
	key := readerKey{u.Release, u.Type, u.Scope}
	found, ok := c.readers.Load(key)
	if !ok {
		found, _ = c.readers.LoadOrStore(key, &sync.Map{})
	}
	known, _ := found.(*sync.Map)
	return known
}

// Read returns what each line adds to the section for execution of a unit. The
// additions may have been read for another unit: the paths of their files say
// nothing.
func (c *Candidates) Read(u *Unit, lines []string) []*Addition {
	additions, known := make([]*Addition, len(lines)), c.known(u)
	var missing []string
	for i, line := range lines {
		if found, ok := known.Load(line); ok {
			additions[i], _ = found.(*Addition)
		} else {
			missing = append(missing, line)
		}
	}
	if len(missing) == 0 {
		return additions
	}
	read := u.additionsOf(missing)
	for i, line := range lines {
		if additions[i] != nil {
			continue
		}
		additions[i], read = read[0], read[1:]
		if !strings.Contains(line, "%") {
			found, _ := known.LoadOrStore(line, additions[i])
			additions[i], _ = found.(*Addition)
		}
	}
	return additions
}

// additionsOf reads lines at once, and each by itself where one keeps others from
// being read or is no assignment.
func (u *Unit) additionsOf(lines []string) []*Addition {
	_, additions := u.read(u.candidateText(lines))
	if len(additions) == len(lines) && additions[len(lines)-1].assignment.Reach != Unread {
		return additions
	}
	additions = make([]*Addition, len(lines))
	for i, line := range lines {
		file, one := u.read(u.candidateText([]string{line}))
		additions[i] = &Addition{file: file}
		if len(one) == 1 {
			additions[i] = one[0]
		}
	}
	return additions
}
