package report

import (
	"cmp"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/unitlint/unitlint/lint/finding"

	"github.com/unitlint/unitlint/lint"
	"github.com/unitlint/unitlint/lint/locate"
)

// bestGains is how many hardening findings a line about a unit names, and
// mostFolded how many units the table has: what is wrong is not to be lost among
// what could be better. mostRecalled bounds the places that the end repeats, and
// fewRecalled are too few to be repeated.
const (
	bestGains    = 3
	mostFolded   = 20
	mostRecalled = 50
	fewRecalled  = 2
)

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
	all := groups(run, findings)
	for i := range all {
		all[i].part(options.AllHardening)
	}
	orderGroups(all)
	folded := slices.DeleteFunc(slices.Clone(all), func(g group) bool { return len(g.hardening) == 0 })
	if len(folded) == 1 {
		folded = nil
	}
	if !options.Quiet && len(run.Judged) > 0 {
		t.writeDim(0, judgedFor(run))
		t.WriteString("\n")
	}
	for i := range all {
		t.writeGroup(&all[i], folded != nil)
	}
	t.writeFolded(folded)
	t.writeRecap(all)
	if options.Stats {
		t.writeStats(run)
	}
	if !options.Quiet {
		for _, notice := range run.Result.Notices {
			t.writeWrapped("", 0, 2, notice)
		}
		t.writeSummary(run)
	}
	if err := WriteLines(w, t.String()); err != nil {
		return fmt.Errorf("writing the text report: %w", err)
	}
	return nil
}

// group is the findings of one unit.
type group struct {
	unit     string
	scope    string
	findings []finding.Finding
	// hardening are those of them that one block holds, and those that the run did
	// not keep.
	hardening []lint.Gain
	// summary is nil where nothing is said of the unit.
	summary *lint.Summary
	// shared tells that several trees have a unit of this name.
	shared bool
}

// part moves the advice on hardening out of the findings, and orders both.
func (g *group) part(allHardening bool) {
	slices.SortStableFunc(g.findings, func(a, b finding.Finding) int { return cmp.Compare(b.Severity, a.Severity) })
	if allHardening {
		return
	}
	var others []finding.Finding
	for i := range g.findings {
		if f := &g.findings[i]; IsAdvice(f) {
			g.hardening = append(g.hardening, lint.Gain{Directive: f.Directive, Exposure: f.Gain})
		} else {
			others = append(others, *f)
		}
	}
	g.findings = others
	if g.summary != nil {
		g.hardening = append(g.hardening, g.summary.Omitted...)
	}
	slices.SortStableFunc(g.hardening, func(a, b lint.Gain) int {
		return cmp.Or(cmp.Compare(b.Exposure, a.Exposure), strings.Compare(a.Directive, b.Directive))
	})
}

// orderGroups puts the units with errors first, then those with warnings.
func orderGroups(all []group) {
	slices.SortStableFunc(all, func(a, b group) int { return cmp.Compare(b.gravest(), a.gravest()) })
}

// orderByExposure puts the most exposed units first; of equals those with errors.
func orderByExposure(all []group) {
	slices.SortStableFunc(all, func(a, b group) int {
		return cmp.Or(strings.Compare(sortable(b.exposure()), sortable(a.exposure())), cmp.Compare(b.gravest(), a.gravest()),
			strings.Compare(a.heading(), b.heading()))
	})
}

// best are the directives that would lower the exposure most, with what they
// take off.
func (g *group) best() []string {
	var words []string
	for _, h := range g.hardening {
		if len(words) == bestGains || h.Exposure <= 0 || h.Directive == "" {
			break
		}
		words = append(words, fmt.Sprintf("%s= -%.1f", h.Directive, h.Exposure))
	}
	return words
}

// heading names the unit, and its file where others have the name too.
func (g *group) heading() string {
	heading := Clean(g.unit)
	if g.scope == string(locate.User) {
		heading += " (user)"
	}
	if g.shared && g.summary != nil && len(g.summary.Files) > 0 {
		heading += " (" + Clean(g.summary.Files[0]) + ")"
	}
	return heading
}

// exposure is the unit's, or empty.
func (g *group) exposure() string {
	if g.summary == nil || g.summary.Exposure == nil {
		return ""
	}
	return fmt.Sprintf("%.1f", *g.summary.Exposure)
}

// unitKey is what a finding says of its unit.
type unitKey struct {
	name  string
	scope string
}

// groups puts the findings of each unit together. Units of one name are told
// apart by their files.
func groups(run *Run, findings []finding.Finding) []group {
	named := map[unitKey][]*lint.Summary{}
	for i := range run.Result.Units {
		u := &run.Result.Units[i]
		k := unitKey{u.Name, string(u.Scope)}
		named[k] = append(named[k], u)
	}
	type place struct {
		unitKey
		summary *lint.Summary
	}
	var all []group
	index := map[place]int{}
	for _, f := range findings {
		k := unitKey{f.Unit, f.Scope}
		at := place{k, summaryOf(named[k], &f)}
		if _, known := index[at]; !known {
			index[at] = len(all)
			all = append(all, group{unit: f.Unit, scope: f.Scope, summary: at.summary, shared: len(named[k]) > 1})
		}
		g := &all[index[at]]
		g.findings = append(g.findings, f)
	}
	for i := range run.Result.Units {
		u := &run.Result.Units[i]
		k := unitKey{u.Name, string(u.Scope)}
		if _, known := index[place{k, u}]; !known && len(u.Omitted) > 0 {
			all = append(all, group{unit: u.Name, scope: k.scope, summary: u, shared: len(named[k]) > 1})
		}
	}
	return all
}

// summaryOf chooses among the units of one name the one that a finding is about.
func summaryOf(named []*lint.Summary, f *finding.Finding) *lint.Summary {
	if len(named) == 1 {
		return named[0]
	}
	for _, s := range named {
		if f.Range.File != nil && slices.Contains(s.Files, f.Range.File.Path) {
			return s
		}
	}
	return nil
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
// hardening in one block, unless that is folded.
func (t *text) writeGroup(g *group, folded bool) {
	if folded && len(g.findings) == 0 {
		return
	}
	heading := g.heading()
	if exposure := g.exposure(); exposure != "" {
		heading += ", exposure " + exposure
	}
	fmt.Fprintf(t, "%s\n\n", t.palette.strong.Sprint(heading))
	for i := range g.findings {
		t.writeFinding(&g.findings[i])
	}
	if !folded {
		t.writeHardening(g)
	}
}

// writeFinding writes one finding: headline, frames, and the notes below them.
func (t *text) writeFinding(f *finding.Finding) {
	head := t.palette.severity(f.Severity).Sprintf("%s[%s]", f.Severity, f.Rule)
	if f.Suppressed != nil {
		head = t.palette.dim.Sprint("suppressed ") + head
	}
	t.writeWrapped(head+": ", len(f.Severity.String())+len(f.Rule)+4, 2, f.Message)
	labels := []label{{rng: f.Range, mark: "^", shade: t.palette.severity(f.Severity)}}
	for _, r := range f.Related {
		labels = append(labels, label{rng: r.Range, mark: "-", shade: t.palette.note, message: r.Message})
	}
	pieces := frame{palette: t.palette, labels: orderLabels(labels), cells: frameCellsOf(t.options.Width), width: t.options.Width}
	if len(pieces.labels) > 0 {
		pieces.write(&t.Builder)
	}
	for _, note := range notes(f, t.targets) {
		t.writeNote(pieces.gutter(), note[0], note[1])
	}
	t.WriteByte('\n')
}

// notes are the lines below a finding's frames, each a word and its text.
func notes(f *finding.Finding, targets int) [][2]string {
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
	if f.Confidence == finding.Possible {
		add("confidence", "this is a guess")
	}
	if f.Suppressed != nil {
		add("suppressed", f.Suppressed.Kind+": "+f.Suppressed.Reason)
	}
	return all
}

// describeFix is a fix's title and, where it is short, what it writes.
func describeFix(fix *finding.Fix) string {
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
	t.writeShaded(lead, cells, indent, text, func(line string) string { return line })
}

// writeShaded is the same, with a colour for each line.
func (t *text) writeShaded(lead string, cells, indent int, text string, shade func(string) string) {
	t.WriteString(lead)
	lines := []string{Clean(text)}
	if t.options.Width > 0 {
		lines = wrap(lines[0], t.options.Width-indent, cells-indent)
	}
	for i, line := range lines {
		if i > 0 {
			t.WriteString(strings.Repeat(" ", indent))
		}
		fmt.Fprintln(t, shade(line))
	}
}

// writeHardening writes the notes that would lower a unit's exposure as one line.
func (t *text) writeHardening(g *group) {
	if len(g.hardening) == 0 {
		return
	}
	head := Plural(len(g.hardening), "setting") + " could protect this unit better"
	if exposure := g.exposure(); exposure != "" {
		head += fmt.Sprintf(" (exposure %s now)", exposure)
	}
	if best := g.best(); len(best) > 0 {
		head += ": " + strings.Join(best, ", ")
	}
	t.writeHardeningLine(head + "; --all-hardening shows each")
	t.WriteString("\n")
}

func (t *text) writeHardeningLine(head string) {
	const word = "note[hardening]"
	t.writeWrapped(t.palette.note.Sprint(word)+": ", len(word)+2, 2, head)
}

// writeDim writes a line of less weight.
func (t *text) writeDim(indent int, line string) {
	t.writeShaded(strings.Repeat(" ", indent), indent, indent, line, func(line string) string { return t.palette.dim.Sprint(line) })
}

// writeFolded writes one row for each unit that could be protected better, the
// most exposed first.
func (t *text) writeFolded(all []group) {
	if len(all) == 0 {
		return
	}
	orderByExposure(all)
	t.writeHardeningLine("settings could protect " + Plural(len(all), "unit") + " better; here by exposure")
	rows := all[:min(mostFolded, len(all))]
	widest := 0
	for i := range rows {
		widest = max(widest, width(rows[i].heading()))
	}
	for i := range rows {
		t.writeRow(&rows[i], widest)
	}
	if more := len(all) - mostFolded; more > 0 {
		t.writeDim(3, fmt.Sprintf("and %d more units", more))
	}
	t.writeDim(3, "--all-hardening shows each setting, 'unitlint harden' writes them")
	t.WriteString("\n")
}

// writeRow writes the row of a unit, with as many of its best settings as the
// line has room for.
func (t *text) writeRow(g *group, widest int) {
	heading := g.heading()
	row := fmt.Sprintf("   %4s  %s%s  %s", g.exposure(), heading, strings.Repeat(" ", widest-width(heading)), Plural(len(g.hardening), "setting"))
	room := t.options.Width
	if room == 0 {
		room = usualCells
	}
	best := g.best()
	for len(best) > 0 && width(row)+2+width(strings.Join(best, ", ")) > room {
		best = best[:len(best)-1]
	}
	if len(best) > 0 {
		row += "  " + t.palette.dim.Sprint(strings.Join(best, ", "))
	}
	fmt.Fprintln(t, row)
}

// usualCells is how wide a table is where no terminal says otherwise.
const usualCells = 80

// writeRecap repeats the places of errors and warnings, which long frames have
// pushed off the screen.
func (t *text) writeRecap(all []group) {
	var lines []string
	for i := range all {
		for k := range all[i].findings {
			if f := &all[i].findings[k]; f.Severity > finding.Note && f.Suppressed == nil {
				lines = append(lines, fmt.Sprintf("%s %s", t.palette.severity(f.Severity).Sprintf("%s[%s]", f.Severity, f.Rule), place(f)))
			}
		}
	}
	if len(lines) <= fewRecalled {
		return
	}
	for _, line := range lines[:min(len(lines), mostRecalled)] {
		fmt.Fprintln(t, line)
	}
	if more := len(lines) - mostRecalled; more > 0 {
		t.writeDim(0, fmt.Sprintf("and %d more", more))
	}
	t.WriteString("\n")
}

// sortable makes exposures compare as texts: 10.0 is above 9.9.
func sortable(exposure string) string { return fmt.Sprintf("%5s", exposure) }

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
	if words := unknownAmong(run.Result.Units).judged(); words != "" {
		t.writeDim(0, words)
	}
}
