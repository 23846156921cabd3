// Package syntax finds lines that systemd does not read, or reads as something
// else than they look like.
package syntax

import (
	"fmt"
	"strings"

	"github.com/unitlint/unitlint/lint"
	"github.com/unitlint/unitlint/lint/catalog"
	"github.com/unitlint/unitlint/lint/finding"
	"github.com/unitlint/unitlint/lint/source"
	"github.com/unitlint/unitlint/lint/unit"
	"github.com/unitlint/unitlint/lint/unitfile"
	"github.com/unitlint/unitlint/rules/wording"
)

// Rules returns the rules of the category.
func Rules() []*lint.Rule {
	return []*lint.Rule{
		UnknownDirective,
		UnknownSection,
		AssignmentOutsideSection,
		MissingEquals,
		MissingDirectiveName,
		BrokenSectionHeader,
		UnreadableLine,
		IncludeDirective,
		TrailingComment,
		BlankAfterBackslash,
		CommentInContinuation,
		SwallowedLine,
		InvisibleCharacter,
		MergeConflict,
	}
}

// rule completes a rule of this category.
func rule(r lint.Rule) *lint.Rule {
	return r.Or(lint.Rule{Category: finding.Syntax})
}

// asTheRule is the severity of a finding that leaves it to its rule.
const asTheRule finding.Severity = 0

// faults calls check for the lexical faults of the given kind in every file of
// the unit.
func faults(p *lint.Pass, kind unitfile.DiagnosticKind, check func(*unitfile.File, unitfile.Diagnostic)) {
	files, _ := p.Keep(faultyFiles{}, func() any { return faultyFilesOf(p.Unit) }).([]*unitfile.File)
	for _, file := range files {
		for _, d := range file.Diagnostics {
			if d.Kind == kind && !p.Omit(d.Range, asTheRule) {
				check(file, d)
			}
		}
	}
}

// faultyFiles is the key of the files in a pass that have lexical faults, as few have.
type faultyFiles struct{}

func faultyFilesOf(u *unit.Unit) []*unitfile.File {
	var faulty []*unitfile.File
	for _, file := range u.Files() {
		if len(file.Diagnostics) > 0 {
			faulty = append(faulty, file)
		}
	}
	return faulty
}

// loggedKey returns the key of an assignment where it stands on the line that
// systemd names in its message, else the part of the assignment on that line.
func loggedKey(a *unitfile.Assignment) source.Range {
	return a.File.Logged(a.Range(), a.Line).Prefer(a.KeyRange)
}

// isDropIn tells whether a file of the unit is a drop-in, which systemd reads as
// far as it can, while a broken fragment fails the unit.
func isDropIn(p *lint.Pass, file *unitfile.File) bool { return file != p.Unit.Fragment }

// sectionsOf returns the sections of the unit's type.
func sectionsOf(p *lint.Pass) []string { return catalog.Sections(p.Unit.Type) }

// lostWith says which protections are lost with what systemd does not read.
func lostWith(lost []*unitfile.Assignment) string {
	if len(lost) == 0 {
		return ""
	}
	return fmt.Sprintf(" Lost with it: %s.", wording.Keys(lost))
}

// moveComment is the fix that puts a comment on a line of its own above the line
// that it trails.
func moveComment(file *unitfile.File, end int, comment source.Range) *finding.Fix {
	line := file.Source.Line(comment.Start)
	start := file.Source.LineRange(line).Start
	text := file.Source.LineText(line)
	indent := text[:len(text)-len(strings.TrimLeft(text, " \t"))]
	return &finding.Fix{
		Title: "Move the comment to a line of its own",
		Edits: []finding.Edit{
			{Range: file.Source.Range(start, start), NewText: indent + comment.Text() + "\n"},
			{Range: file.Source.Range(end, comment.End)},
		},
	}
}
