package rules

import (
	"bufio"
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/unitlint/unitlint/internal/sharedtest"
	"github.com/unitlint/unitlint/lint"
	"github.com/unitlint/unitlint/lint/finding"
	"github.com/unitlint/unitlint/lint/locate"
	"github.com/unitlint/unitlint/lint/target"
	"github.com/unitlint/unitlint/rules/breakage"
)

// labDropIn is the drop-in that an experiment adds to a service.
const labDropIn = "zz-lab.conf"

// trial is one experiment: a real service with a drop-in, and what happened.
type trial struct {
	Service    string   `json:"service"`
	Unit       string   `json:"unit"`
	Label      string   `json:"label"`
	Step       string   `json:"step"`
	Directives []string `json:"directives"`
	Outcome    string   `json:"outcome"`
	Evidence   string   `json:"evidence"`
	Scored     *bool    `json:"scored"`
}

func (t trial) broke() bool { return t.Outcome != "works" }

func (t trial) scored() bool { return t.Scored == nil || *t.Scored }

// tally counts how predictions and outcomes agree.
type tally struct{ found, missed, alarmed, silent int }

func (c *tally) count(predicted, broke bool) {
	switch {
	case predicted && broke:
		c.found++
	case broke:
		c.missed++
	case predicted:
		c.alarmed++
	default:
		c.silent++
	}
}

func (c tally) recall() float64 { return ratio(c.found, c.found+c.missed) }

func (c tally) precision() float64 { return ratio(c.found, c.found+c.alarmed) }

func ratio(part, whole int) float64 {
	if whole == 0 {
		return 1
	}
	return float64(part) / float64(whole)
}

// labs are the measured systems with the target that stands for each.
var labs = []struct{ name, target string }{{"debian12", "systemd-252"}, {"debian13", "systemd-257"}}

// TestPredictsRealOutages compares the breakage findings that touch a drop-in
// with what the drop-in did to the real service.
func TestPredictsRealOutages(t *testing.T) {
	const bar = 0.95
	var all tally
	directives, services := map[string]*tally{}, map[string]*tally{}
	for _, lab := range labs {
		root := copiedUnits(t, lab.name)
		for _, one := range readTrials(t, "ground-truth", lab.name+".jsonl") {
			if !one.scored() {
				continue
			}
			found := predicted(t, root, lab.target, one)
			for _, c := range []*tally{&all, entryOf(directives, one.Label), entryOf(services, one.Service)} {
				c.count(found != nil, one.broke())
			}
			switch {
			case found == nil && one.broke():
				t.Logf("missed: %s, %s with %s: %.200s", lab.name, one.Service, one.Label, one.Evidence)
			case found != nil && !one.broke():
				t.Logf("false alarm: %s, %s with %s: %s: %s", lab.name, one.Service, one.Label, found.Rule, found.Message)
			}
		}
	}
	for _, table := range []map[string]*tally{directives, services} {
		for _, name := range sortedKeys(table) {
			c := table[name]
			t.Logf("%-60s outages %3d/%3d, false alarms %d/%d", name, c.found, c.found+c.missed, c.alarmed, c.alarmed+c.silent)
		}
	}
	t.Logf("recall %.3f, precision %.3f: %+v", all.recall(), all.precision(), all)
	if all.recall() < bar || all.precision() < bar {
		t.Errorf("recall %.3f and precision %.3f, want at least %.2f each", all.recall(), all.precision(), bar)
	}
}

// TestArticleStepByStep follows drop-ins that were repaired one line at a time
// until the service worked.
func TestArticleStepByStep(t *testing.T) {
	for _, lab := range labs {
		root := copiedUnits(t, lab.name)
		for _, one := range readTrials(t, "ground-truth", "article", lab.name+".jsonl") {
			found := predicted(t, root, lab.target, one)
			if (found != nil) != one.broke() {
				t.Errorf("%s, %s after %q: predicted %v, and it %s: %.200s", lab.name, one.Service, one.Step, found, one.Outcome, one.Evidence)
			}
		}
	}
}

func entryOf(table map[string]*tally, name string) *tally {
	if table[name] == nil {
		table[name] = &tally{}
	}
	return table[name]
}

func sortedKeys(table map[string]*tally) []string {
	keys := make([]string, 0, len(table))
	for key := range table {
		keys = append(keys, key)
	}
	slices.Sort(keys)
	return keys
}

// copiedUnits copies the packaged units of a system, so that drop-ins can be
// laid beside them.
func copiedUnits(t *testing.T, system string) string {
	t.Helper()
	root := t.TempDir()
	if err := os.CopyFS(root, os.DirFS(sharedtest.Path(t, "ground-truth", "units", system))); err != nil {
		t.Fatalf("copying the units: %v", err)
	}
	return root
}

func readTrials(t *testing.T, elements ...string) []trial {
	t.Helper()
	file, err := os.Open(sharedtest.Path(t, elements...))
	if err != nil {
		t.Fatalf("reading the experiments: %v", err)
	}
	defer file.Close()
	var trials []trial
	lines := bufio.NewScanner(file)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		var one trial
		if err := json.Unmarshal(lines.Bytes(), &one); err != nil {
			t.Fatalf("reading an experiment: %v", err)
		}
		trials = append(trials, one)
	}
	return trials
}

// predicted returns a finding of a breakage rule at warning or above that
// touches the drop-in, or nil.
func predicted(t *testing.T, root, name string, one trial) *finding.Finding {
	t.Helper()
	directory := filepath.Join(root, "etc/systemd/system", one.Unit+".d")
	if err := os.MkdirAll(directory, 0o755); err != nil {
		t.Fatal(err)
	}
	defer os.RemoveAll(directory)
	text := "[Service]\n" + strings.Join(one.Directives, "\n") + "\n"
	if err := os.WriteFile(filepath.Join(directory, labDropIn), []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	findings := breakagesOf(t, root, one.Unit, name)
	for i := range findings {
		f := &findings[i]
		touches := f.Range.File != nil && strings.HasSuffix(f.Range.File.Path, labDropIn)
		for _, related := range f.Related {
			touches = touches || related.Range.File != nil && strings.HasSuffix(related.Range.File.Path, labDropIn)
		}
		if touches && f.Severity >= finding.Warning {
			return f
		}
	}
	return nil
}

// breakagesOf returns what the breakage rules find below a root on one unit, or
// on all where the name is empty.
func breakagesOf(t *testing.T, root, unitName, targetName string) []finding.Finding {
	t.Helper()
	at, err := target.Named(targetName)
	if err != nil {
		t.Fatal(err)
	}
	request := locate.Request{Dir: root, Root: "."}
	if unitName != "" {
		request.Arguments = []string{unitName}
	}
	selection, err := locate.Select(request)
	if err != nil {
		t.Fatalf("opening the tree: %v", err)
	}
	defer selection.Close()
	result, err := lint.Run(context.Background(), lint.Options{
		Rules: breakage.Rules(), Identities: selection.Identities, Targets: []target.Target{at},
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, fault := range result.Errors {
		t.Errorf("%s: %v", unitName, fault)
	}
	return result.Findings
}
