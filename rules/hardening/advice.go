package hardening

import (
	"bytes"
	"strings"

	"github.com/unitlint/unitlint/lint"
	"github.com/unitlint/unitlint/lint/finding"
	"github.com/unitlint/unitlint/lint/harden"
	"github.com/unitlint/unitlint/lint/source"
	"github.com/unitlint/unitlint/lint/unit"
	"github.com/unitlint/unitlint/lint/unitfile"
)

// adviceFor is what could be added to the unit without leaving a need unmet: all
// rules of the category take theirs from one search.
func adviceFor(pass *lint.Pass) *harden.Advice {
	type advice struct{}
	found, _ := pass.Keep(advice{}, func() any {
		type vocabulary struct{}
		known, _ := pass.KeepForRun(vocabulary{}, func() any { return &harden.Vocabulary{} }).(*harden.Vocabulary)
		return harden.Request{
			Box: pass.Sandbox(), Host: pass.Host, Target: pass.Target, Library: pass.Library(), Assessment: pass.Needs(), Vocabulary: known,
		}.Advise()
	}).(*harden.Advice)
	return found
}

// additionIsUnsafe is why no fix of the category is safe.
const additionIsUnsafe = "It leaves what the service is known to need, as far as that goes: what nobody knows of it may fail."

// addition adds lines to the unit: in a packaging tree to its own file, else to
// the drop-in of the administrator that advice is written to, which need not
// exist.
func addition(u *unit.Unit, lines []string) *finding.Fix {
	text := strings.Join(lines, "\n") + "\n"
	title := "Add '" + strings.Join(lines, "', '") + "'"
	if u.Packaging && u.Fragment != nil {
		return &finding.Fix{Title: title, Edits: []finding.Edit{addedTo(u.Fragment, u.ExecSection(), text)}}
	}
	name := u.CandidatePath()
	if u.Tree != nil {
		name = u.Tree.Display(name)
	}
	for _, file := range u.DropIns {
		if file.Source.Path == name {
			return &finding.Fix{Title: title, Edits: []finding.Edit{addedTo(file, u.ExecSection(), text)}}
		}
	}
	return &finding.Fix{Title: title, Edits: []finding.Edit{
		{Range: source.New(name, nil).Range(0, 0), NewText: "[" + u.ExecSection() + "]\n" + text},
	}}
}

// addedTo is an edit that adds lines at the end of the last section of a name, or
// at the end of the file with a header of its own.
func addedTo(file *unitfile.File, section, text string) finding.Edit {
	for i := len(file.Sections) - 1; i >= 0; i-- {
		s := file.Sections[i]
		if s.Name != section {
			continue
		}
		end := s.Header.End
		if n := len(s.Assignments); n > 0 {
			end = s.Assignments[n-1].Range().End
		}
		if next := bytes.IndexByte(file.Source.Text[end:], '\n'); next >= 0 {
			return finding.Edit{Range: file.Source.Range(end+next+1, end+next+1), NewText: text}
		}
		return finding.Edit{Range: file.Source.Range(len(file.Source.Text), len(file.Source.Text)), NewText: "\n" + text}
	}
	end := len(file.Source.Text)
	return finding.Edit{Range: file.Source.Range(end, end), NewText: "\n[" + section + "]\n" + text}
}
