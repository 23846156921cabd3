package compare

import (
	"bytes"
	"fmt"
	"path"
	"slices"
	"strings"

	"github.com/unitlint/unitlint/lint/locate"
	"github.com/unitlint/unitlint/lint/report"
	"github.com/unitlint/unitlint/lint/unit"
	"github.com/unitlint/unitlint/lint/unitfile"
)

// Expected is a drop-in that a unit does not have as it should.
type Expected struct {
	Unit    string `json:"unit"`
	File    string `json:"file"`
	Line    int    `json:"line,omitempty"`
	Problem string `json:"problem"` // "missing", "edited", "undone"
	Message string `json:"message"`
}

// DropIn is an intended drop-in.
type DropIn struct {
	Unit string // whose it is, "nginx.service"
	Name string // "50-hardening.conf"
	Text []byte
}

// Intended returns the drop-ins of a directory in which each unit has a
// directory of its own, UNIT.d, wherever below it that lies.
func Intended(tree *locate.Tree) ([]DropIn, error) {
	var found []DropIn
	var walk func(dir string, depth int) error
	walk = func(dir string, depth int) error {
		entries, err := tree.ReadDir(dir)
		if err != nil {
			return fmt.Errorf("reading the intended drop-ins: %w", err)
		}
		for _, e := range entries {
			name := path.Join(dir, e.Name())
			of, isDropIn := strings.CutSuffix(path.Base(dir), ".d")
			switch {
			case e.IsDir() && depth < deepest:
				if err := walk(name, depth+1); err != nil {
					return err
				}
			case isDropIn && locate.ValidName(of) && strings.HasSuffix(e.Name(), ".conf"):
				text, err := tree.Source(name)
				if err != nil {
					return fmt.Errorf("reading the intended drop-ins: %w", err)
				}
				found = append(found, DropIn{of, e.Name(), text.Text})
			}
		}
		return nil
	}
	return found, walk(".", 0)
}

// deepest bounds how far below a directory drop-ins are looked for.
const deepest = 8

// Expect tells which units do not have an intended drop-in, have another text
// of it, or undo a line of it later.
func Expect(states []*State, intended []DropIn) []Expected {
	var found []Expected
	for _, want := range intended {
		found = append(found, want.expect(states)...)
	}
	return found
}

func (want *DropIn) expect(states []*State) []Expected {
	at := slices.IndexFunc(states, func(s *State) bool { return slices.Contains(s.Unit.Names, want.Unit) || s.Unit.Name == want.Unit })
	lack := Expected{Unit: want.Unit, File: want.Unit + ".d/" + want.Name, Problem: "missing"}
	if at < 0 {
		lack.Message = "There is no such unit."
		return []Expected{lack}
	}
	u := states[at].Unit
	var file *unitfile.File
	for _, name := range u.Identity.DropIns {
		if path.Base(name) == want.Name {
			file = u.DropIn(name)
		}
	}
	if file == nil {
		lack.Message = "The unit does not have the drop-in."
		return []Expected{lack}
	}
	if !bytes.Equal(file.Source.Text, want.Text) {
		line := firstDifference(string(file.Source.Text), string(want.Text))
		return []Expected{{want.Unit, file.Source.Path, line, "edited", "The drop-in has another text than the intended one."}}
	}
	var found []Expected
	for _, s := range u.Settings {
		for _, lost := range s.Overruled {
			if lost.File == file && lost.By != nil && lost.By.File != file && lost.Value != "" {
				found = append(found, undone(want.Unit, lost))
			}
		}
	}
	return found
}

func undone(name string, lost unit.Overruled) Expected {
	return Expected{
		Unit: name, File: lost.By.File.Source.Path, Line: lost.By.Line, Problem: "undone",
		Message: fmt.Sprintf("'%s=%s' undoes '%s=%s' of %s.", lost.By.Key, cut(lost.By.Value), lost.Key, cut(lost.Value), lost.File.Source.Path),
	}
}

func firstDifference(a, b string) int {
	other := strings.Split(b, "\n")
	for i, line := range strings.Split(a, "\n") {
		if i >= len(other) || other[i] != line {
			return i + 1
		}
	}
	return len(other)
}

// ExpectedPage describes what is not as it should be.
func ExpectedPage(d *report.Document, expected []Expected) {
	if len(expected) == 0 {
		return
	}
	t := &report.Table{Head: []string{"unit", "intended drop-in", "where", "what"}}
	for _, e := range expected {
		place := e.File
		if e.Line > 0 {
			place = fmt.Sprintf("%s:%d", e.File, e.Line)
		}
		t.Rows = append(t.Rows, []string{e.Unit, e.Problem, place, e.Message})
	}
	d.Heading("Intended drop-ins")
	d.Table(t)
}
