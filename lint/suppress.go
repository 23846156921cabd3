package lint

import (
	"fmt"
	"slices"
	"strings"

	"github.com/unitlint/unitlint/lint/source"
	"github.com/unitlint/unitlint/lint/unitfile"
)

// The kinds of suppression.
const (
	SuppressedByComment  = "comment"
	SuppressedByBaseline = "baseline"
)

// ignoring is a comment "unitlint: ignore=RULE[,RULE] reason".
type ignoring struct {
	comment source.Range
	// covers is the logical line below the comment, or the whole file.
	covers source.Range
	rules  []string
	reason string
	used   map[string]bool
}

// Suppress marks the findings that comments in the files suppress, and adds
// findings about comments that are malformed, name unknown rules or suppress
// nothing.
func Suppress(s *State, findings []Finding) []Finding {
	var about []Finding
	byPath := map[string][]*ignoring{}
	for _, file := range s.Files() {
		report := func(rule *Rule, at source.Range, format string, arguments ...any) {
			about = append(about, s.commentFinding(rule, at, fmt.Sprintf(format, arguments...)))
		}
		byPath[file.Source.Path] = s.ignorings(file, report)
	}
	for i := range findings {
		f := &findings[i]
		for _, ig := range byPath[pathOf(f)] {
			if slices.Contains(ig.rules, f.Rule) && ig.covers.Start <= f.Range.Start && f.Range.Start <= ig.covers.End {
				ig.used[f.Rule] = true
				if f.Suppressed == nil {
					f.Suppressed = &Suppression{Kind: SuppressedByComment, Reason: ig.reason, Range: ig.comment}
				}
			}
		}
	}
	about = append(about, s.unused(byPath)...)
	return append(findings, about...)
}

// commentFinding is a finding of one of the engine's own rules; it is left out
// by the caller's choice of rules like any other.
func (s *State) commentFinding(rule *Rule, at source.Range, message string) Finding {
	f := Finding{
		Rule: rule.ID, Category: rule.Category, Severity: rule.Severity, Confidence: rule.Confidence,
		Range: at, Message: message, Advice: rule.Doc.Fix,
	}
	if u := s.unitOf(at.File.Path); u != nil {
		f.Unit, f.Scope = u.Name, u.Scope
	}
	return f
}

// unused are findings about rules that a comment names without need. A rule
// that did not run proves nothing.
func (s *State) unused(byPath map[string][]*ignoring) []Finding {
	var all []Finding
	for _, file := range s.Files() {
		for _, ig := range byPath[file.Source.Path] {
			for _, id := range ig.rules {
				ran := slices.ContainsFunc(s.Rules, func(r *Rule) bool { return r.ID == id })
				if ran && !ig.used[id] {
					all = append(all, s.commentFinding(suppressionUnused(), ig.comment, fmt.Sprintf("The comment suppresses nothing: rule '%s' finds nothing here.", id)))
				}
			}
		}
	}
	return slices.DeleteFunc(all, func(f Finding) bool { return !s.runs(f.Rule) })
}

func (s *State) runs(id string) bool {
	return slices.ContainsFunc(s.Rules, func(r *Rule) bool { return r.ID == id })
}

// ignorings reads the suppressing comments of a file.
func (s *State) ignorings(file *unitfile.File, report func(*Rule, source.Range, string, ...any)) []*ignoring {
	var all []*ignoring
	for _, comment := range file.Comments {
		text, addressed := addressedText(comment)
		if !addressed {
			continue
		}
		ig, fault := parseIgnoring(text)
		if fault != "" {
			if s.runs(suppressionMalformed().ID) {
				report(suppressionMalformed(), comment, "%s", fault)
			}
			continue
		}
		ig.comment, ig.covers = comment, covered(file, comment)
		for i, name := range ig.rules {
			rule, err := Find(s.Known, name)
			if err == nil {
				ig.rules[i] = rule.ID
			} else if s.runs(suppressionUnknown().ID) {
				report(suppressionUnknown(), comment, "The comment names an unknown rule: %v.", strings.TrimSuffix(err.Error(), "?"))
			}
		}
		all = append(all, ig)
	}
	return all
}

// addressedText is what a comment says to unitlint, if it does.
func addressedText(comment source.Range) (text string, addressed bool) {
	text = strings.TrimLeft(comment.Text(), " \t#;")
	text, addressed = strings.CutPrefix(text, "unitlint:")
	return strings.TrimSpace(text), addressed
}

// parseIgnoring reads "ignore=RULE[,RULE] reason", or says what is wrong.
func parseIgnoring(text string) (ig *ignoring, fault string) {
	list, isIgnore := strings.CutPrefix(text, "ignore=")
	if !isIgnore {
		return nil, fmt.Sprintf("The comment is addressed to unitlint and not understood: expected 'ignore=RULE reason', found '%s'.", text)
	}
	list, reason, _ := strings.Cut(list, " ")
	list, reason = strings.TrimRight(list, ":"), strings.TrimSpace(strings.TrimLeft(reason, " \t:-"))
	ig = &ignoring{reason: reason, used: map[string]bool{}}
	for name := range strings.SplitSeq(list, ",") {
		if name == "" {
			return nil, "The suppression has an empty rule name: expected 'ignore=RULE[,RULE] reason'."
		}
		ig.rules = append(ig.rules, name)
	}
	if reason == "" {
		return nil, fmt.Sprintf("The suppression of '%s' gives no reason: write one after the name.", list)
	}
	return ig, ""
}

// covered is the logical line below a comment, or the whole file where nothing
// but comments and blank lines stands above the comment.
func covered(file *unitfile.File, comment source.Range) source.Range {
	text := file.Source.Text
	if onlyComments(text[:comment.Start]) {
		return file.Source.Range(0, len(text))
	}
	begin := comment.End
	for begin < len(text) {
		end := lineEnd(text, begin)
		if !blankOrComment(text[begin:end]) {
			break
		}
		begin = end
	}
	end := begin
	for end < len(text) {
		next := lineEnd(text, end)
		line := strings.TrimRight(string(text[end:next]), "\r\n")
		end = next
		if !strings.HasSuffix(line, `\`) && !isComment(line) {
			break
		}
	}
	return file.Source.Range(begin, end-1)
}

func lineEnd(text []byte, at int) int {
	if i := slices.Index(text[at:], '\n'); i >= 0 {
		return at + i + 1
	}
	return len(text)
}

func onlyComments(text []byte) bool {
	for at := 0; at < len(text); {
		end := lineEnd(text, at)
		if !blankOrComment(text[at:end]) {
			return false
		}
		at = end
	}
	return true
}

func blankOrComment(line []byte) bool {
	trimmed := strings.TrimSpace(string(line))
	return trimmed == "" || isComment(trimmed)
}

func isComment(line string) bool {
	line = strings.TrimLeft(line, " \t")
	return strings.HasPrefix(line, "#") || strings.HasPrefix(line, ";")
}
