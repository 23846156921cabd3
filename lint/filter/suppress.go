package filter

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"sync"

	"github.com/unitlint/unitlint/lint"
	"github.com/unitlint/unitlint/lint/finding"
	"github.com/unitlint/unitlint/lint/source"
	"github.com/unitlint/unitlint/lint/unitfile"
)

// Suppress marks the findings that comments in the files suppress, and adds
// findings about comments that are malformed, name unknown rules or suppress
// nothing.
func Suppress(s *lint.State, findings []finding.Finding) []finding.Finding {
	var read []*suppressions
	byPath := map[string]*suppressions{}
	known := sync.OnceValue(func() map[string]*lint.Rule { return ruleNames(s.Known) })
	for file := range s.Files() {
		if !bytes.Contains(file.Source.Text, []byte(addressee)) || byPath[file.Source.Path] != nil {
			continue
		}
		if addressed := slices.DeleteFunc(slices.Clone(file.Comments), isOrdinary); len(addressed) > 0 {
			of := suppressionsOf(s, file, addressed, known())
			read, byPath[file.Source.Path] = append(read, of), of
		}
	}
	if len(read) == 0 {
		return findings
	}
	for i := range findings {
		if of := byPath[findings[i].Path()]; of != nil {
			of.suppress(&findings[i])
		}
	}
	for _, of := range read {
		findings = append(findings, of.about...)
	}
	ran := ruleNames(s.Rules)
	for _, of := range read {
		findings = append(findings, unused(s, of, ran)...)
	}
	return findings
}

// suppressions are those of one file.
type suppressions struct {
	file *unitfile.File
	all  []*ignoring
	// byRule are the same by the rules that they name.
	byRule map[string][]*ignoring
	// about are the findings about the comments themselves.
	about []finding.Finding
}

// ruleNames are the rules by their names, former ones included.
func ruleNames(rules []*lint.Rule) map[string]*lint.Rule {
	names := map[string]*lint.Rule{}
	for _, r := range rules {
		for _, name := range r.Former {
			names[name] = r
		}
	}
	for _, r := range rules {
		names[r.ID] = r
	}
	return names
}

// suppressionsOf reads the comments of a file that are addressed to unitlint.
func suppressionsOf(s *lint.State, file *unitfile.File, addressed []source.Range, known map[string]*lint.Rule) *suppressions {
	of := &suppressions{file: file, byRule: map[string][]*ignoring{}}
	malformed, unknown := newCommentReport(s, suppressionMalformed(), file), newCommentReport(s, suppressionUnknown(), file)
	for _, comment := range addressed {
		text, _ := addressedText(comment)
		ig, fault := parseIgnoring(text)
		if fault != "" {
			malformed.add(comment, func() string { return fault })
			continue
		}
		ig.comment = comment
		for i, name := range ig.rules {
			rule := known[name]
			if rule == nil {
				unknown.add(comment, func() string { return unknownRule(s, name) })
				continue
			}
			ig.rules[i] = rule.ID
			of.byRule[rule.ID] = append(of.byRule[rule.ID], ig)
		}
		of.all = append(of.all, ig)
	}
	cover(file, of.all)
	of.about = slices.Concat(malformed.findings(), unknown.findings())
	slices.SortStableFunc(of.about, func(a, b finding.Finding) int { return a.Range.Start - b.Range.Start })
	return of
}

// suppress marks a finding of the file that a comment suppresses.
func (of *suppressions) suppress(f *finding.Finding) {
	for _, ig := range of.byRule[f.Rule] {
		if ig.covers.Start > f.Range.Start || f.Range.Start > ig.covers.End {
			continue
		}
		ig.used[f.Rule] = true
		if f.Suppressed == nil {
			f.Suppressed = &finding.Suppression{Kind: finding.SuppressedByComment, Reason: ig.reason, Range: ig.comment}
		}
	}
}

// unused are findings about rules that a comment names without need. A rule
// that did not run proves nothing.
func unused(s *lint.State, of *suppressions, ran map[string]*lint.Rule) []finding.Finding {
	report := newCommentReport(s, suppressionUnused(), of.file)
	for _, ig := range of.all {
		for _, id := range ig.rules {
			if ran[id] != nil && !ig.used[id] {
				report.add(ig.comment, func() string {
					return fmt.Sprintf("The comment suppresses nothing: rule '%s' finds nothing here.", id)
				})
			}
		}
	}
	return report.findings()
}

// unknownRule words that a comment names a rule that does not exist.
func unknownRule(s *lint.State, name string) string {
	_, err := lint.Find(s.Known, finding.Beginning(name, mostQuoted))
	return fmt.Sprintf("The comment names an unknown rule: %s.", strings.TrimSuffix(fmt.Sprint(err), "?"))
}

// commentReport collects what one of the rules about comments finds in those of
// a file: nothing where the rule does not run, and lint.MostFindings at most.
type commentReport struct {
	blank finding.Finding
	runs  bool
	found []finding.Finding
	// omitted counts what is left out, first is the place of the first of it.
	omitted int
	first   source.Range
}

func newCommentReport(s *lint.State, rule *lint.Rule, file *unitfile.File) *commentReport {
	r := &commentReport{runs: s.Runs(rule.ID), blank: finding.Finding{
		Rule: rule.ID, Category: rule.Category, Severity: rule.Severity, Confidence: rule.Confidence, Advice: rule.Doc.Fix,
	}}
	if u := s.UnitOf(file.Source.Path); u != nil {
		r.blank.Unit, r.blank.Scope = u.Name, string(u.Scope)
	}
	return r
}

func (r *commentReport) add(at source.Range, message func() string) {
	switch {
	case !r.runs:
	case len(r.found) < lint.MostFindings:
		r.append(at, message())
	default:
		if r.omitted == 0 {
			r.first = at
		}
		r.omitted++
	}
}

func (r *commentReport) append(at source.Range, message string) {
	f := r.blank
	f.Range, f.Message = at, message
	r.found = append(r.found, f)
}

// findings are what was collected, with one that tells what is left out.
func (r *commentReport) findings() []finding.Finding {
	if r.omitted > 0 {
		r.append(r.first, lint.NotShown(r.omitted))
	}
	return r.found
}
