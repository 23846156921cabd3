package lint

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/unitlint/unitlint/lint/finding"
	"github.com/unitlint/unitlint/lint/locate"
	"github.com/unitlint/unitlint/lint/source"
	"github.com/unitlint/unitlint/lint/target"
	"github.com/unitlint/unitlint/lint/unit"
	"github.com/unitlint/unitlint/lint/unitfile"
)

// loadText makes a unit of a name with one empty file, the way a Loader would.
func loadText(id locate.Identity, _ target.Target) (*unit.Unit, error) {
	if strings.HasPrefix(id.Name, "unreadable") {
		return nil, fmt.Errorf("reading %s: permission denied", id.Name)
	}
	file := &unitfile.File{Source: &source.File{Path: "etc/" + id.Name}}
	return &unit.Unit{Identity: id, Fragment: file}, nil
}

func identities(names ...string) []locate.Identity {
	var ids []locate.Identity
	for _, n := range names {
		ids = append(ids, locate.Identity{Name: n, Scope: locate.System})
	}
	return ids
}

func say(id, message string) *Rule {
	return &Rule{ID: id, Category: finding.Breakage, Severity: finding.Warning, Confidence: finding.Likely, Check: func(p *Pass) {
		p.Report(finding.Finding{Message: message})
	}}
}

// byUnitAndRule is a step that sorts.
func byUnitAndRule(_ *State, findings []finding.Finding) []finding.Finding {
	slices.SortFunc(findings, func(a, b finding.Finding) int { return strings.Compare(a.Unit+a.Rule, b.Unit+b.Rule) })
	return findings
}

func TestRunFillsInFindings(t *testing.T) {
	result, err := Run(context.Background(), Options{
		Rules:      []*Rule{say("b", "from b"), say("a", "from a")},
		Identities: identities("y.service", "x.service"),
		Targets:    []target.Target{{Name: "one"}, {Name: "two"}},
		Load:       loadText,
		Processors: []Processor{byUnitAndRule},
	})
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, f := range result.Findings {
		got = append(got, fmt.Sprintf("%s %s %s %s %s %v %s:%d", f.Rule, f.Category, f.Severity, f.Confidence, f.Unit, f.Targets, f.Range.File.Path, f.Range.Start))
	}
	want := []string{
		"a breakage warning likely x.service [one two] etc/x.service:0",
		"b breakage warning likely x.service [one two] etc/x.service:0",
		"a breakage warning likely y.service [one two] etc/y.service:0",
		"b breakage warning likely y.service [one two] etc/y.service:0",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("findings (-want +got):\n%s", diff)
	}
}

func TestRunSurvivesRulesAndInputsThatFail(t *testing.T) {
	broken := &Rule{ID: "broken", Check: func(*Pass) { panic("no such luck") }}
	result, err := Run(context.Background(), Options{
		Rules:      []*Rule{broken, say("a", "from a")},
		Identities: identities("x.service", "unreadable.service"),
		Targets:    []target.Target{{Name: "one"}, {Name: "two"}},
		Load:       loadText,
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(result.Findings) != 1 || result.Findings[0].Rule != "a" {
		t.Errorf("the other rule's findings: %v", result.Findings)
	}
	var messages []string
	for _, e := range result.Errors {
		messages = append(messages, e.Error())
	}
	want := []string{
		"reading unreadable.service: permission denied",
		"rule broken failed on x.service: no such luck",
	}
	if diff := cmp.Diff(want, messages); diff != "" {
		t.Errorf("errors (-want +got):\n%s", diff)
	}
}

func TestRunIsTheSameWithAnyNumberOfJobs(t *testing.T) {
	var names []string
	for i := range 200 {
		names = append(names, fmt.Sprintf("u%d.service", i))
	}
	run := func(jobs int) string {
		result, err := Run(context.Background(), Options{
			Rules: []*Rule{say("a", "from a")}, Identities: identities(names...),
			Targets: []target.Target{{Name: "one"}}, Load: loadText, Jobs: jobs,
		})
		if err != nil {
			t.Fatal(err)
		}
		var b strings.Builder
		for _, f := range result.Findings {
			fmt.Fprintln(&b, f.Unit, f.Message)
		}
		return b.String()
	}
	if diff := cmp.Diff(run(1), run(16)); diff != "" {
		t.Errorf("one job and sixteen differ:\n%s", diff)
	}
}

func TestRunEndsWithItsContext(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	_, err := Run(ctx, Options{Identities: identities("x.service"), Targets: []target.Target{{}}, Load: loadText})
	if !errors.Is(err, context.Canceled) {
		t.Errorf("got %v, expected that the run was cancelled", err)
	}
}
