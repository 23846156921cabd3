package value

import (
	"errors"
	"fmt"
	"sort"
	"strings"

	"github.com/unitlint/unitlint/lint/catalog"
	"github.com/unitlint/unitlint/lint/unitfile"
)

// verdict gathers what is wrong with one value while a grammar reads it.
type verdict struct {
	text       string
	ctx        Context
	directive  *catalog.Directive // nil when a decoder is called by itself
	specifiers catalog.SpecifierSet
	result     Result
}

func newVerdict(text string, ctx Context, set catalog.SpecifierSet) *verdict {
	v := &verdict{text: text, ctx: ctx, specifiers: set}
	if v.ctx.Placeholders == nil {
		v.ctx.Placeholders = unitfile.Placeholders(text)
	}
	if len(v.ctx.Placeholders) > 0 {
		v.result.Undecided = true
	}
	return v
}

// hasPlaceholder tells whether a placeholder stands in the bytes [start, end).
func (v *verdict) hasPlaceholder(start, end int) bool {
	placeholders := v.ctx.Placeholders
	first := sort.Search(len(placeholders), func(i int) bool { return placeholders[i].End > start })
	return first < len(placeholders) && placeholders[first].Start < end
}

// since tells whether the release that is judged for is the given one or newer.
func (v *verdict) since(version int) bool { return v.ctx.Release.Version >= version }

// name is the directive's name without '=', for what systemd makes of it.
func (v *verdict) name() string {
	if v.directive == nil {
		return ""
	}
	return v.directive.Name
}

// report adds a problem, unless the bytes that it is about hold a specifier or
// a placeholder whose value is unknown: then nothing can be said of them.
func (v *verdict) report(start, end int, outcome Outcome, code, message string) *Problem {
	if v.uncertain(start, end) {
		v.result.Undecided = true
		return &Problem{}
	}
	return v.reportCertain(start, end, outcome, code, message)
}

// reportCertain adds a problem that holds whatever the unknown parts are.
func (v *verdict) reportCertain(start, end int, outcome Outcome, code, message string) *Problem {
	v.result.Outcome = max(v.result.Outcome, outcome)
	if len(v.result.Problems) >= mostProblems {
		return &Problem{}
	}
	v.result.Problems = append(v.result.Problems, Problem{
		Start: start, End: end, Outcome: outcome, Code: code, Message: message,
	})
	return &v.result.Problems[len(v.result.Problems)-1]
}

// reportf is report with a message that is only written where it is kept.
func (v *verdict) reportf(start, end int, outcome Outcome, code, format string, args []any) *Problem {
	if len(v.result.Problems) >= mostProblems {
		if v.result.Outcome < outcome && !v.uncertain(start, end) {
			v.result.Outcome = outcome
		}
		return &Problem{}
	}
	return v.report(start, end, outcome, code, fmt.Sprintf(format, args...))
}

// ignore reports that the whole assignment has no effect because of the bytes
// [start, end).
func (v *verdict) ignore(start, end int, code, format string, args ...any) *Problem {
	return v.reportf(start, end, Ignored, code, format, args)
}

// drop reports that only the part [start, end) has no effect.
func (v *verdict) drop(start, end int, code, format string, args ...any) *Problem {
	return v.reportf(start, end, PartDropped, code, format, args)
}

// notice reports that systemd takes the value but remarks on it.
func (v *verdict) notice(start, end int, code, format string, args ...any) *Problem {
	return v.reportf(start, end, Noticed, code, format, args)
}

// all are the bounds of the whole value.
func (v *verdict) all() (start, end int) { return 0, len(v.text) }

// uncertain tells whether an unknown stands in the bytes [start, end).
func (v *verdict) uncertain(start, end int) bool {
	start, end = max(start, 0), min(end, len(v.text))
	if start > end {
		return false
	}
	part := v.text[start:end]
	if v.hasPlaceholder(start, end) {
		return true
	}
	if v.specifiers == catalog.SpecifiersNone || strings.IndexByte(part, '%') < 0 {
		return false
	}
	expansion, err := Expand(part, v.specifiers, v.ctx)
	return err == nil && !expansion.Known
}

// expand replaces the specifiers of a word. It reports a bad one with the
// given outcome, and returns ok false for it.
func (v *verdict) expand(word Word, outcome Outcome) (expansion Expansion, ok bool) {
	expansion, err := Expand(word.Text, v.specifiers, v.ctx)
	if err == nil {
		if !expansion.Known {
			v.result.Undecided = true
		}
		return expansion, true
	}
	bad, known := errors.AsType[*SpecifierError](err)
	if !known {
		return expansion, false
	}
	start, end := word.Span(bad.Start, bad.End)
	if v.hasPlaceholder(word.Start, word.End) {
		v.result.Undecided = true
		return expansion, false
	}
	if bad.Unresolved != "" {
		v.reportCertain(start, end, outcome, CodeBadSpecifier, fmt.Sprintf("%s cannot be resolved: %s in the unit's name is not escaped as %s needs it.",
			quoted(bad.Specifier), quoted(bad.Unresolved), bad.Specifier))
		return expansion, false
	}
	problem := v.reportCertain(start, end, outcome, CodeBadSpecifier, fmt.Sprintf(
		"%s is no specifier here; a percent sign is written '%%%%'.", quoted(bad.Specifier)))
	problem.suggestion = func() string { return "%" + bad.Specifier }
	return expansion, false
}

// words cuts the value into words; a fault in the cutting is reported as one
// that drops the rest of the line.
func (v *verdict) words(tokenizer catalog.Tokenizer) []Word {
	words, err := Split(v.text, tokenizer)
	v.splitFault(err, len(words))
	return words
}

func (v *verdict) splitFault(err error, before int) {
	fault, ok := errors.AsType[*SplitError](err)
	if !ok {
		return
	}
	outcome := PartDropped
	if before == 0 {
		outcome = Ignored
	}
	v.reportSplit(fault.Start, fault.End, outcome, splitCode(fault), fmt.Sprintf(
		"%s: systemd does not read the line from here on.", capitalised(fault.Reason)))
}

// reportSplit is report for a fault in cutting the value into words: specifiers
// are replaced in the words, so that they do not matter for it.
func (v *verdict) reportSplit(start, end int, outcome Outcome, code, message string) {
	if v.hasPlaceholder(start, end) {
		v.result.Undecided = true
		return
	}
	v.reportCertain(start, end, outcome, code, message)
}

func splitCode(fault *SplitError) string {
	if fault.Reason == reasonUnbalanced {
		return CodeUnbalancedQuote
	}
	return CodeBadEscape
}

func capitalised(text string) string { return strings.ToUpper(text[:1]) + text[1:] }

// quotation is a part of a value that a message puts into quotes, once it is
// written: of many problems few are told.
type quotation string

func (q quotation) String() string { return quoted(string(q)) }

// quotedLimit is how many bytes of a value a message repeats at most.
const quotedLimit = 60

// quoted puts a part of a value into quotes for a message: control characters
// are escaped and long texts are cut.
func quoted(text string) string {
	if len(text) > quotedLimit {
		cut := quotedLimit
		for cut > 0 && text[cut]&0xC0 == 0x80 {
			cut--
		}
		text = text[:cut] + "…"
	}
	var built strings.Builder
	built.WriteByte('\'')
	for _, r := range text {
		if r < ' ' || r == 0x7f || r >= 0x80 && r < 0xa0 {
			fmt.Fprintf(&built, "\\x%02x", r)
			continue
		}
		built.WriteRune(r)
	}
	built.WriteByte('\'')
	return built.String()
}
