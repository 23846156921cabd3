package main

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strings"

	"github.com/unitlint/unitlint/lint/exposure"
	"github.com/unitlint/unitlint/lint/files"
	"github.com/unitlint/unitlint/lint/report"
	"github.com/unitlint/unitlint/lint/target"
)

// fleetFormats are the formats in which the services of whole trees are rated.
func fleetFormats() []string { return []string{"csv", "json", "markdown", "text"} }

// ratedTree is a tree with its services.
type ratedTree struct {
	name   string
	target target.Target
	units  []report.ScoredUnit
}

// rateTree rates all services of a tree, which "TARGET=DIR" names together with
// the system that it is judged for.
func (p program) rateTree(f scoreFlags, named string, policy exposure.Policy) (ratedTree, []error, error) {
	one := f.unitFlags
	one.root = named
	if system, dir, found := strings.Cut(named, "="); found {
		one.systemd, one.root = system, dir
	}
	t := ratedTree{name: one.root}
	loaded, err := p.loadTree(one)
	if err != nil {
		return t, nil, err
	}
	defer loaded.close()
	t.target = loaded.target
	if t.units, err = scoreUnits(loaded.units, policy); err != nil {
		return t, nil, err
	}
	if f.format == "json" {
		f.root = one.root
		err = p.explainScores(f, loaded, t.units)
	}
	return t, loaded.failures, err
}

// fleet rates the services of one tree or of several side by side.
func (p program) fleet(f scoreFlags, thresholdGiven bool, policy exposure.Policy, color bool) error {
	var trees []ratedTree
	var failures []error
	for _, root := range f.roots {
		t, failed, err := p.rateTree(f, root, policy)
		if err != nil {
			return err
		}
		if slices.ContainsFunc(trees, func(other ratedTree) bool { return other.name == t.name && other.target.Name == t.target.Name }) {
			return fmt.Errorf("--root %s was given before, for %s", t.name, t.target.Name)
		}
		trees, failures = append(trees, t), append(failures, failed...)
	}
	if err := p.writeFleet(f, trees, color); err != nil {
		return err
	}
	above, err := p.ratchet(f, thresholdGiven, trees[len(trees)-1])
	if err != nil {
		return err
	}
	for _, failure := range failures {
		fmt.Fprintf(p.stderr, "unitlint: %s\n", report.Clean(failure.Error()))
	}
	switch {
	case len(failures) > 0:
		return statusError(exitFailed)
	case above:
		return statusError(exitFindings)
	}
	return nil
}

func (p program) writeFleet(f scoreFlags, trees []ratedTree, color bool) error {
	if f.format == "json" {
		return p.writeFleetJSON(trees)
	}
	table := fleetTable(trees)
	if f.format == "csv" {
		return table.WriteCSV(p.stdout)
	}
	d := &report.Document{}
	d.Table(table)
	for i := range trees {
		d.Paragraph(trees[i].summary())
	}
	if f.format == "markdown" {
		return d.WriteMarkdown(p.stdout)
	}
	return d.WriteText(p.stdout, report.Options{Color: color, Width: p.width()})
}

// fleetTable has a row for each service, the most exposed of the last tree
// first, and two columns for each tree.
func fleetTable(trees []ratedTree) *report.Table {
	t := &report.Table{Head: []string{"service"}, Right: []bool{false}}
	rows := map[string][]string{}
	last := map[string]int{}
	var names []string
	for i, tree := range trees {
		suffix := ""
		if len(trees) > 1 {
			suffix = " " + tree.name
		}
		if slices.ContainsFunc(trees, func(other ratedTree) bool { return other.name == tree.name && other.target.Name != tree.target.Name }) {
			suffix += " for " + tree.target.Name
		}
		t.Head = append(t.Head, "exposure"+suffix, "level"+suffix)
		t.Right = append(t.Right, true, false)
		for _, u := range tree.units {
			if rows[u.Name] == nil {
				names = append(names, u.Name)
				rows[u.Name] = make([]string, 1+2*len(trees))
				rows[u.Name][0] = u.Name
			}
			if u.Score == nil {
				rows[u.Name][2+2*i] = string(u.State)
				continue
			}
			rows[u.Name][1+2*i], rows[u.Name][2+2*i] = exposure.Format(u.Score.Tenths), string(u.Score.Level)
			last[u.Name] = u.Score.Tenths
		}
	}
	slices.SortStableFunc(names, func(a, b string) int { return cmp.Or(-cmp.Compare(last[a], last[b]), cmp.Compare(a, b)) })
	for _, name := range names {
		t.Rows = append(t.Rows, rows[name])
	}
	return t
}

// worstNamed is how many of the most exposed services a summary names.
const worstNamed = 10

// summary counts the levels of a tree and names the worst services.
func (t *ratedTree) summary() string {
	rated := slices.DeleteFunc(slices.Clone(t.units), func(u report.ScoredUnit) bool { return u.Score == nil })
	slices.SortStableFunc(rated, func(a, b report.ScoredUnit) int { return -cmp.Compare(a.Score.Tenths, b.Score.Tenths) })
	text := fmt.Sprintf("%s, judged for %s: %s rated", t.name, t.target.Name, report.Plural(len(rated), "service"))
	if len(rated) == 0 {
		return text + "."
	}
	counts, levels := map[exposure.Level]int{}, []exposure.Level{}
	for _, u := range rated {
		if counts[u.Score.Level] == 0 {
			levels = append(levels, u.Score.Level)
		}
		counts[u.Score.Level]++
	}
	for _, level := range levels {
		text += fmt.Sprintf(", %d %s", counts[level], level)
	}
	text += "; median " + exposure.Format(rated[len(rated)/2].Score.Tenths) + ". Most exposed: "
	var names []string
	for _, u := range rated[:min(len(rated), worstNamed)] {
		names = append(names, u.Name+" "+exposure.Format(u.Score.Tenths))
	}
	return text + strings.Join(names, ", ") + "."
}

// fleetTree is one of several trees in JSON. Of a single tree the array of its
// services is printed alone, as for units that are named.
type fleetTree struct {
	Root   string          `json:"root"`
	Target string          `json:"target"`
	Units  json.RawMessage `json:"units"`
}

func (p program) writeFleetJSON(trees []ratedTree) error {
	if len(trees) == 1 {
		return report.WriteScoresJSON(p.stdout, trees[0].units)
	}
	all := make([]fleetTree, len(trees))
	for i, t := range trees {
		var b strings.Builder
		if err := report.WriteScoresJSON(&b, t.units); err != nil {
			return err
		}
		all[i] = fleetTree{t.name, t.target.Name, json.RawMessage(b.String())}
	}
	encoder := report.NewJSONEncoder(p.stdout)
	encoder.SetIndent("", " ")
	if err := encoder.Encode(all); err != nil {
		return fmt.Errorf("writing the scores: %w", err)
	}
	return nil
}

// ratchet tells whether a service is above the threshold and above what the
// baseline allows it; a score that got better never fails. It writes the
// baseline where that was asked for.
func (p program) ratchet(f scoreFlags, thresholdGiven bool, tree ratedTree) (above bool, err error) {
	scores := map[string]float64{}
	for _, u := range tree.units {
		if u.Score != nil {
			scores[u.Name] = float64(u.Score.Tenths) / 10
		}
	}
	if f.writeBaseline {
		return false, p.writeScores(f.baseline, scores)
	}
	known := map[string]float64{}
	if f.baseline != "" {
		if known, err = p.readScores(f.baseline); err != nil {
			return false, err
		}
	}
	for _, u := range tree.units {
		score, rated := scores[u.Name]
		allowed, recorded := known[u.Name]
		if !rated || thresholdGiven && score <= f.threshold || !thresholdGiven && !recorded || recorded && score <= allowed {
			continue
		}
		above = true
		if recorded {
			fmt.Fprintf(p.stderr, "unitlint: the exposure of %s rose from %.1f to %.1f\n", report.Clean(u.Name), allowed, score)
		}
	}
	return above, nil
}

// mostScores bounds the file of a baseline of scores, in bytes.
const mostScores = 64 << 20

func (p program) readScores(name string) (map[string]float64, error) {
	text, err := files.PlainNamed(p.dir, p.path(name)).Read(mostScores)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("reading the baseline: %w (--write-baseline writes it)", err)
	}
	if err != nil {
		return nil, fmt.Errorf("reading the baseline: %w", err)
	}
	var scores map[string]float64
	if err := json.Unmarshal(text, &scores); err != nil {
		return nil, fmt.Errorf("reading the baseline %s: expected services with their exposures: %w", name, err)
	}
	return scores, nil
}

func (p program) writeScores(name string, scores map[string]float64) error {
	text, err := json.MarshalIndent(scores, "", " ")
	if err != nil {
		return fmt.Errorf("writing the baseline: %w", err)
	}
	if err := files.PlainNamed(p.dir, p.path(name)).Write(append(text, '\n')); err != nil {
		return fmt.Errorf("writing the baseline: %w", err)
	}
	fmt.Fprintf(p.stderr, "unitlint: wrote the exposures of %s to %s\n", report.Plural(len(scores), "service"), name)
	return nil
}
