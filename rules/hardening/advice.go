package hardening

import (
	"bytes"
	"strings"
	"sync"

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

// wordings are what is said of lines, by their text below the header of a section, and of
// settings that are not there: the units of a run are told to add mostly the same.
type wordings struct {
	mu    sync.RWMutex
	known map[string]*wording
	unset map[string]unset
}

// unset is what is said of a setting that is not there, by what that leaves to the service:
// no two settings leave it the same.
type unset struct{ directive, said string }

// wording is what is said of lines to add.
type wording struct {
	advice, title string
	// file is the text of a file of its own for them, of which the end from begin on
	// are the lines.
	file  string
	begin int
}

// wordingsOf returns those of the run of a pass.
func wordingsOf(pass *lint.Pass) *wordings {
	type key struct{}
	all, _ := pass.KeepForRun(key{}, func() any { return &wordings{known: map[string]*wording{}, unset: map[string]unset{}} }).(*wordings)
	return all
}

// of words that lines are to be added below a header.
func (w *wordings) of(header string, lines []string) *wording {
	text := strings.Join(lines, "\n")
	w.mu.RLock()
	said := w.known[text]
	w.mu.RUnlock()
	if said == nil || said.file[:said.begin] != header {
		said = &wording{
			advice: "Add " + strings.Join(lines, ", ") + ".", title: "Add '" + strings.Join(lines, "', '") + "'",
			file: header + text + "\n", begin: len(header),
		}
		w.mu.Lock()
		w.known[text] = said
		w.mu.Unlock()
	}
	return said
}

// missing words that a setting is not there, and what that leaves to the service.
func (w *wordings) missing(directive, found string) string {
	w.mu.RLock()
	known := w.unset[found]
	w.mu.RUnlock()
	if known.directive != directive {
		known = unset{directive, "'" + directive + "=' is not set: the service " + lowered(found) + "."}
		w.mu.Lock()
		w.unset[found] = known
		w.mu.Unlock()
	}
	return known.said
}

// page is what lines are added to for a unit: in a packaging tree its own file, else the
// drop-in of the administrator that advice is written to, which need not exist.
type page struct {
	words           *wordings
	section, header string
	place           placeOfAdvice
}

// pageOf returns that of the unit of a pass.
func pageOf(pass *lint.Pass) *page {
	type key struct{}
	found, _ := pass.Keep(key{}, func() any {
		section := pass.Unit.ExecSection()
		return &page{wordingsOf(pass), section, "[" + section + "]\n", placeOf(pass.Unit)}
	}).(*page)
	return found
}

// wording words that lines are to be added.
func (p *page) wording(lines []string) *wording { return p.words.of(p.header, lines) }

// addition adds lines.
func (p *page) addition(said *wording) *finding.Fix {
	edit := finding.Edit{Range: p.place.missing, NewText: said.file}
	if p.place.file != nil {
		edit = addedTo(p.place.file, p.section, said.file[said.begin:])
	}
	made := &struct {
		finding.Fix
		edits [1]finding.Edit
	}{finding.Fix{Title: said.title}, [1]finding.Edit{edit}} // in one piece: there are hundreds of thousands
	made.Edits = made.edits[:]
	return &made.Fix
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
