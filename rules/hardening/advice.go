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

// addition adds lines to the unit of a pass: in a packaging tree to its own file,
// else to the drop-in of the administrator that advice is written to, which need
// not exist.
func addition(pass *lint.Pass, lines []string) *finding.Fix {
	type place struct{}
	to, _ := pass.Keep(place{}, func() any { return placeOf(pass.Unit) }).(placeOfAdvice)
	text, section := strings.Join(lines, "\n"), pass.Unit.ExecSection()
	edit := finding.Edit{Range: to.missing}
	if to.file != nil {
		edit = addedTo(to.file, section, text+"\n")
	} else {
		edit.NewText = "[" + section + "]\n" + text + "\n"
	}
	return &finding.Fix{Title: "Add '" + strings.Join(lines, "', '") + "'", Edits: []finding.Edit{edit}}
}

// placeOfAdvice is where the advice for a unit is written to: a file that there is,
// or the start of one that is missing.
type placeOfAdvice struct {
	file    *unitfile.File
	missing source.Range
}

func placeOf(u *unit.Unit) placeOfAdvice {
	if u.Packaging && u.Fragment != nil {
		return placeOfAdvice{file: u.Fragment}
	}
	name := u.CandidatePath()
	if u.Tree != nil {
		name = u.Tree.Display(name)
	}
	for _, file := range u.DropIns {
		if file.Source.Path == name {
			return placeOfAdvice{file: file}
		}
	}
	return placeOfAdvice{missing: source.New(name, nil).Range(0, 0)}
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
