package value_test

import (
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"sort"
	"strings"
	"testing"

	"github.com/unitlint/unitlint/internal/systemdtest"
	"github.com/unitlint/unitlint/lint/catalog"
	"github.com/unitlint/unitlint/lint/value"
)

// frames are the lines that make a unit of a type loadable, whatever stands
// before them; %s is its name without the suffix.
var frames = map[string]struct{ suffix, lines string }{
	"Unit":      {"service", "[Service]\nExecStart=/bin/true\n"},
	"Install":   {"service", "[Service]\nExecStart=/bin/true\n"},
	"Service":   {"service", "ExecStart=/bin/true\n"},
	"Socket":    {"socket", "ListenStream=/run/%s\n"},
	"Timer":     {"timer", "OnBootSec=1\n"},
	"Path":      {"path", "PathExists=/%s\n"},
	"Mount":     {"mount", "What=/dev/%s\nWhere=/%s\n"},
	"Automount": {"automount", "Where=/%s\n"},
	"Swap":      {"swap", "What=/%s\n"},
	"Slice":     {"slice", ""},
}

// question is one assignment that systemd and we are asked about.
type question struct {
	directive *catalog.Directive
	value     string
	file      string
	line      int
}

// unitText writes the unit that holds the assignment and notes its line.
func (q *question) unitText() string {
	frame := frames[q.directive.Section]
	name := strings.TrimSuffix(q.file, "."+frame.suffix)
	var b strings.Builder
	b.WriteString("[Unit]\n")
	if q.directive.Name != "DefaultDependencies" {
		b.WriteString("DefaultDependencies=no\n")
	}
	if q.directive.Section != "Unit" {
		fmt.Fprintf(&b, "[%s]\n", q.directive.Section)
	}
	fmt.Fprintf(&b, "%s=%s\n", q.directive.Name, q.value)
	q.line = strings.Count(b.String(), "\n")
	if q.directive.Name == "ExecStart" {
		b.WriteString("Type=oneshot\n") // which may have several commands
	}
	b.WriteString(strings.ReplaceAll(frame.lines, "%s", name))
	return b.String()
}

// everything is the environment variable that turns the sampling off.
const everything = "UNITLINT_EVERYTHING"

// alike are directives that systemd reads with the same parser.
type alike struct {
	kind      catalog.Kind
	param     string
	invalid   catalog.OnInvalid
	empty     catalog.Empty
	tokenizer catalog.Tokenizer
	section   string // of the unit's own kind; empty for what several types share
}

// sampler leaves out values of directives that are alike: the first of a kind
// is tried in full, the others with some of the values.
type sampler map[alike]int

// share is how many values one is tried of, fullTries how many directives of a
// kind are tried with all.
const (
	share     = 12
	fullTries = 1
)

func (s sampler) take(d *catalog.Directive) func(i int) bool {
	key := alike{d.Kind, d.Param, d.OnInvalid, d.Empty, d.Tokenizer, ""}
	if catalog.Lookup("Service", d.Name) == nil {
		key.section = d.Section
	}
	s[key]++
	if s[key] <= fullTries || os.Getenv(everything) != "" {
		return func(int) bool { return true }
	}
	offset := s[key]
	return func(i int) bool { return (i+offset)%share == 0 }
}

// questions pairs every directive that the release honours with the values of
// its kind.
func questions(release catalog.Release) []*question {
	var all []*question
	sample := sampler{}
	for _, section := range slices.Sorted(maps.Keys(frames)) {
		frame := frames[section]
		for _, d := range catalog.Directives(section) {
			if d.Support(release) == catalog.Unknown {
				continue
			}
			wanted := sample.take(d)
			for i, v := range valuesOf(d) {
				if !wanted(i) {
					continue
				}
				all = append(all, &question{directive: d, value: v, file: "." + frame.suffix})
			}
		}
	}
	sort.Slice(all, func(i, j int) bool {
		a, b := all[i], all[j]
		return strings.Join([]string{a.directive.Section, a.directive.Name, a.value}, "\x00") <
			strings.Join([]string{b.directive.Section, b.directive.Name, b.value}, "\x00")
	})
	for i, q := range all {
		q.file = fmt.Sprintf("u%d%s", i, q.file)
	}
	return all
}

// explained are the disagreements that are left, with the reason; everything
// else fails the test.
var explained = []struct {
	reason string
	holds  func(q *question, said bool, result value.Result) bool
}{
	{"Debian's systemd logs old names of /run at debug level", func(_ *question, said bool, r value.Result) bool {
		return !said && len(r.Problems) > 0 && r.Problems[0].Code == value.CodeLegacyPath
	}},
	{"the manager of a test has no control group", func(q *question, said bool, _ value.Result) bool {
		return said && (strings.Contains(q.value, "%r") || strings.Contains(q.value, "%R") || strings.Contains(q.value, "%c"))
	}},
	{"which personalities there are depends on the machine's architecture", func(q *question, said bool, _ value.Result) bool {
		return said && q.directive.Name == "Personality"
	}},
	{"os-release(5) gives the specifier no value here, and others do elsewhere", func(q *question, said bool, r value.Result) bool {
		return said && r.Undecided && hasReleaseSpecifier(q.value)
	}},
	{"a host name stands in the value, so the type of the unit is not judged", func(q *question, said bool, r value.Result) bool {
		return said && r.Undecided && strings.Contains(q.value, "%H")
	}},
}

// hasReleaseSpecifier tells whether a value holds a specifier that is empty where
// os-release(5) lacks a field.
func hasReleaseSpecifier(value string) bool {
	return slices.ContainsFunc([]string{"%A", "%B", "%M", "%W", "%w"}, func(s string) bool { return strings.Contains(value, s) })
}

func explanation(q *question, said bool, result value.Result) string {
	for _, e := range explained {
		if e.holds(q, said, result) {
			return e.reason
		}
	}
	return ""
}

// batch is how many units systemd loads in one run.
const batch = 6000

// agreementWanted is the share of the answers that must be the same.
const agreementWanted = 0.995

func TestAgreesWithSystemd(t *testing.T) {
	systemd := systemdtest.Require(t)
	release := catalog.Release{Version: systemd.Version}
	all := questions(release)
	var disagreements []string
	explainedCount := 0
	for from := 0; from < len(all); from += batch {
		part := all[from:min(from+batch, len(all))]
		found, accepted := compare(t, systemd, release, part)
		disagreements, explainedCount = append(disagreements, found...), explainedCount+accepted
	}
	agreement := 1 - float64(len(disagreements)+explainedCount)/float64(len(all))
	t.Logf("%d assignments, %d explained and %d unexplained disagreements, agreement %.3f %%", len(all), explainedCount, len(disagreements), agreement*100)
	if path := os.Getenv("UNITLINT_DISAGREEMENTS"); path != "" {
		if err := os.WriteFile(path, []byte(strings.Join(disagreements, "\n")+"\n"), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	for _, d := range disagreements[:min(len(disagreements), 50)] {
		t.Error(d)
	}
	if agreement < agreementWanted {
		t.Errorf("agreement is %.3f %%, want %.1f %%", agreement*100, agreementWanted*100)
	}
}

// compare lays assignments before systemd and before us, and describes those
// that are judged differently.
func compare(t *testing.T, systemd *systemdtest.Systemd, release catalog.Release, part []*question) (disagreements []string, explainedCount int) {
	t.Helper()
	tree := systemdtest.Tree{}
	names := make([]string, len(part))
	byFile := map[string]*question{}
	for i, q := range part {
		path := filepath.Join("etc/systemd/system", q.file)
		tree[path] = q.unitText()
		names[i], byFile[path] = q.file, q
	}
	answer := systemd.Load(t, systemdtest.Query{Dir: systemdtest.Write(t, tree), Units: names})
	said := map[*question][]string{}
	for _, m := range answer.Messages {
		if q := byFile[m.File]; q != nil && m.Line == q.line {
			said[q] = append(said[q], m.Text)
		}
	}
	for _, q := range part {
		ctx := value.Context{Release: release, UnitName: q.file}
		result := value.Check(q.directive, q.value, ctx)
		theirs, ours := len(said[q]) > 0, speaks(result)
		state := ""
		if u := answer.Units[q.file]; u != nil {
			state = u.Load
		}
		refused := state == "bad-setting" || state == "error"
		if theirs != ours || theirs && q.directive.Section != "Install" && refused != (result.Outcome >= value.FileEnds) {
			if explanation(q, theirs, result) != "" {
				explainedCount++
				continue
			}
			disagreements = append(disagreements, fmt.Sprintf("[%s] %s=%s (%s %s)\n\tsystemd: %q %s\n\tours: %v %v",
				q.directive.Section, q.directive.Name, q.value, q.directive.Kind, q.directive.Param, said[q], state, result.Outcome, result.Problems))
		}
	}
	return disagreements, explainedCount
}

// speaks tells whether systemd would say something of a result.
func speaks(result value.Result) bool {
	for _, p := range result.Problems {
		if !p.Silent && p.Outcome > value.Honoured {
			return true
		}
	}
	return false
}
