package report

import (
	"path"
	"slices"

	"github.com/unitlint/unitlint/lint/finding"

	"github.com/unitlint/unitlint/lint/source"
)

// below returns a run whose files lie below a directory of the repository, for
// the formats of code hosts: these know paths of the repository alone, while a
// run on a root tree has paths of that tree.
func below(dir string, run *Run) *Run {
	if dir == "" {
		return run
	}
	files := map[*source.File]*source.File{}
	moved := func(r source.Range) source.Range {
		if r.File == nil || path.IsAbs(r.File.Path) {
			return r
		}
		if files[r.File] == nil {
			file := *r.File
			file.Path = path.Join(dir, file.Path)
			files[r.File] = &file
		}
		r.File = files[r.File]
		return r
	}
	result := *run.Result
	result.Findings = slices.Clone(result.Findings)
	for i := range result.Findings {
		move(&result.Findings[i], moved)
	}
	changed := *run
	changed.Result = &result
	return &changed
}

// move changes every range of a finding, without touching what it shares with
// the original.
func move(f *finding.Finding, moved func(source.Range) source.Range) {
	f.Range = moved(f.Range)
	f.Related = slices.Clone(f.Related)
	for i := range f.Related {
		f.Related[i].Range = moved(f.Related[i].Range)
	}
	if f.Fix != nil {
		fix := *f.Fix
		fix.Edits = slices.Clone(fix.Edits)
		for i := range fix.Edits {
			fix.Edits[i].Range = moved(fix.Edits[i].Range)
		}
		f.Fix = &fix
	}
	if f.Suppressed != nil {
		suppressed := *f.Suppressed
		suppressed.Range = moved(suppressed.Range)
		f.Suppressed = &suppressed
	}
}
