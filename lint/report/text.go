package report

import (
	"cmp"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/unitlint/unitlint/lint"
	"github.com/unitlint/unitlint/lint/locate"
)

// bestGains is how many hardening findings of a unit the text report shows.
const bestGains = 5

// text writes the report for people: grouped by unit, each finding with its
// code frames, what an operator would see and what to do.
type text struct {
	strings.Builder
	options Options
	palette palette
	// targets is how many targets the run's findings name in all.
	targets int
}

func writeText(w io.Writer, run *Run, options Options) error {
	t := &text{options: options, palette: newPalette(options.Color), targets: countTargets(run)}
	findings := run.Result.Findings
	if !options.Suppressed {
		findings = shown(run)
	}
	for _, group := range groups(findings) {
		t.writeGroup(run, group)
	}
	if options.Stats {
		t.writeStats(run)
	}
	if !options.Quiet {
		for _, notice := range run.Result.Notices {
			fmt.Fprintln(t, Clean(notice))
		}
		t.writeSummary(run)
	}
	if _, err := io.WriteString(w, t.String()); err != nil {
		return fmt.Errorf("writing the text report: %w", err)
	}
	return nil
}

// group is the findings of one unit.
type group struct {
	unit     string
	scope    locate.Scope
	findings []lint.Finding
}

func groups(findings []lint.Finding) []group {
	var all []group
	for _, f := range findings {
		at := slices.IndexFunc(all, func(g group) bool { return g.unit == f.Unit && g.scope == f.Scope })
		if at < 0 {
			at = len(all)
			all = append(all, group{unit: f.Unit, scope: f.Scope})
		}
		all[at].findings = append(all[at].findings, f)
	}
	return all
}

func countTargets(run *Run) int {
	names := map[string]bool{}
	for _, f := range run.Result.Findings {
		for _, name := range f.Targets {
			names[name] = true
		}
	}
	return len(names)
}

// writeGroup writes a unit's heading, its findings from grave to mild, and its
// hardening in one block.
func (t *text) writeGroup(run *Run, g group) {
	t.writeHeading(run, g)
	var hardening []lint.Finding
	slices.SortStableFunc(g.findings, func(a, b lint.Finding) int { return cmp.Compare(b.Severity, a.Severity) })
	for i := range g.findings {
		f := &g.findings[i]
		if isAdvice(f) && !t.options.AllHardening {
			hardening = append(hardening, *f)
			continue
		}
		t.writeFinding(f)
	}
	t.writeHardening(run, g, hardening)
}

func (t *text) writeHeading(run *Run, g group) {
	heading := Clean(g.unit)
	if g.scope == locate.User {
		heading += " (user)"
	}
	if s := summaryOf(run, g); s != nil && s.Exposure != nil {
		heading += fmt.Sprintf(", exposure %.1f", *s.Exposure)
	}
	fmt.Fprintf(t, "%s\n\n", t.palette.strong.Sprint(heading))
}

// summaryOf is what is said of a group's unit, or nil where several trees have
// one of its name.
func summaryOf(run *Run, g group) *lint.Summary {
	var found *lint.Summary
	for i := range run.Result.Units {
		u := &run.Result.Units[i]
		switch {
		case u.Name != g.unit || u.Scope != g.scope:
		case found != nil:
			return nil
		default:
			found = u
		}
	}
	return found
}

// writeFinding writes one finding: headline, frames, and the notes below them.
func (t *text) writeFinding(f *lint.Finding) {
	head := t.palette.severity(f.Severity).Sprintf("%s[%s]", f.Severity, f.Rule)
	if f.Suppressed != nil {
		head = t.palette.dim.Sprint("suppressed ") + head
	}
	t.writeWrapped(head+": ", len(f.Severity.String())+len(f.Rule)+4, 2, f.Message)
	labels := []label{{rng: f.Range, mark: "^", shade: t.palette.severity(f.Severity)}}
	for _, r := range f.Related {
		labels = append(labels, label{rng: r.Range, mark: "-", shade: t.palette.note, message: r.Message})
	}
	pieces := frame{palette: t.palette, labels: orderLabels(labels)}
	if len(pieces.labels) > 0 {
		pieces.write(&t.Builder)
	}
	for _, note := range notes(f, t.targets) {
		t.writeNote(pieces.gutter(), note[0], note[1])
	}
	t.WriteByte('\n')
}

// notes are the lines below a finding's frames, each a word and its text.
func notes(f *lint.Finding, targets int) [][2]string {
	var all [][2]string
	add := func(word, text string) {
		if text != "" {
			all = append(all, [2]string{word, text})
		}
	}
	for _, r := range f.Related {
		if r.Range.File == nil {
			add("because", r.Message)
		}
	}
	add("symptom", f.Symptom)
	if f.Fix != nil {
		word := "fix"
		if !f.Fix.Safe {
			word = "fix (unsafe)"
		}
		add(word, describeFix(f.Fix))
	}
	add("advice", f.Advice)
	if len(f.Targets) < targets {
		add("targets", strings.Join(f.Targets, ", "))
	}
	if f.Confidence == lint.Possible {
		add("confidence", "this is a guess")
	}
	if f.Suppressed != nil {
		add("suppressed", f.Suppressed.Kind+": "+f.Suppressed.Reason)
	}
	return all
}

// describeFix is a fix's title and, where it is short, what it writes.
func describeFix(fix *lint.Fix) string {
	if len(fix.Edits) != 1 {
		return fix.Title
	}
	written := strings.TrimSpace(fix.Edits[0].NewText)
	if written == "" || len(written) > 60 || strings.Contains(written, "\n") || strings.Contains(fix.Title, written) {
		return fix.Title
	}
	return fix.Title + ": " + written
}

func (t *text) writeNote(gutter int, word, text string) {
	lead := strings.Repeat(" ", gutter+1)
	t.writeWrapped(lead+t.palette.dim.Sprint("=")+" "+t.palette.strong.Sprint(word)+": ", gutter+len(word)+5, gutter+3, text)
}

// writeWrapped writes text after a lead of some cells, and breaks it where the
// terminal ends; further lines are indented.
func (t *text) writeWrapped(lead string, cells, indent int, text string) {
	t.WriteString(lead)
	cleaned := Clean(text)
	if t.options.Width == 0 {
		fmt.Fprintln(t, cleaned)
		return
	}
	for i, line := range wrap(cleaned, t.options.Width-indent, cells-indent) {
		if i > 0 {
			t.WriteString(strings.Repeat(" ", indent))
		}
		fmt.Fprintln(t, line)
	}
}

// writeHardening writes the notes that would lower a unit's exposure as one
// block: the five with the largest gain.
func (t *text) writeHardening(run *Run, g group, findings []lint.Finding) {
	if len(findings) == 0 {
		return
	}
	slices.SortStableFunc(findings, func(a, b lint.Finding) int { return cmp.Compare(b.Gain, a.Gain) })
	t.WriteString(t.palette.note.Sprint("note[hardening]") + ": " + Plural(len(findings), "setting") + " could protect this unit better")
	if s := summaryOf(run, g); s != nil && s.Exposure != nil {
		fmt.Fprintf(t, " (exposure %.1f now)", *s.Exposure)
	}
	t.WriteString("\n")
	for _, f := range findings[:min(bestGains, len(findings))] {
		gain := "     "
		if f.Gain > 0 {
			gain = fmt.Sprintf("-%.1f ", f.Gain)
		}
		fmt.Fprintf(t, "   %s %s %s\n", t.palette.good.Sprint(gain), Clean(f.Message), t.palette.dim.Sprintf("[%s]", f.Rule))
	}
	if more := len(findings) - bestGains; more > 0 {
		fmt.Fprintf(t, "   %s\n", t.palette.dim.Sprintf("and %d more: --all-hardening shows them, 'unitlint score' the whole table", more))
	}
	t.WriteString("\n")
}

// writeStats writes how often each rule fired.
func (t *text) writeStats(run *Run) {
	numbers := map[string]int{}
	for _, f := range shown(run) {
		numbers[f.Rule]++
	}
	var names []string
	for name := range numbers {
		names = append(names, name)
	}
	slices.SortFunc(names, func(a, b string) int {
		return cmp.Or(cmp.Compare(numbers[b], numbers[a]), strings.Compare(a, b))
	})
	for _, name := range names {
		fmt.Fprintf(t, "%6d %s\n", numbers[name], name)
	}
	if len(names) > 0 {
		t.WriteString("\n")
	}
}

// writeSummary writes the last line.
func (t *text) writeSummary(run *Run) {
	c := count(run)
	parts := []string{Plural(c.errors, "error"), Plural(c.warnings, "warning"), Plural(c.notes, "note")}
	if c.suppressed > 0 {
		parts = append(parts, fmt.Sprintf("%d suppressed", c.suppressed))
	}
	if c.hidden > 0 {
		parts = append(parts, fmt.Sprintf("%d hidden by settings", c.hidden))
	}
	shade := t.palette.good
	switch {
	case c.errors > 0:
		shade = t.palette.err
	case c.warnings > 0:
		shade = t.palette.warning
	}
	fmt.Fprintf(t, "%s in %s, %s\n", shade.Sprint(strings.Join(parts, ", ")), Plural(c.units, "unit"), Plural(c.files, "file"))
	unknown := 0
	for i := range run.Result.Units {
		if run.Result.Units[i].Unprofiled() {
			unknown++
		}
	}
	if unknown > 0 {
		fmt.Fprintln(t, t.palette.dim.Sprint(judged(unknown)))
	}
}
