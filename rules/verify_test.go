package rules

import (
	"bufio"
	"context"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/unitlint/unitlint/internal/sharedtest"
	"github.com/unitlint/unitlint/lint"
	"github.com/unitlint/unitlint/lint/finding"
	"github.com/unitlint/unitlint/lint/locate"
	"github.com/unitlint/unitlint/lint/target"
	"github.com/unitlint/unitlint/rules/weakness"
)

// loading are the categories of what systemd itself judges when it loads a
// unit.
var loading = []finding.Category{finding.Syntax, finding.Value, finding.Version, finding.Merge, finding.Reference, finding.Consistency}

// excused says, by recorded unit and rule, why something is said although the
// recording is silent. The recording loaded each unit by itself, without its
// dependencies and without kernel namespaces.
var excused = map[string]string{
	"PIDFile /proc/pid-file-unused":                      "systemd reads no such file, in silence",
	"cap unknown/unknown-capability":                     "systemd drops unknown capabilities in silence",
	"OnFailureIsolate/deprecated-directive":              "the old spelling works in silence",
	"StartLimitInterval in Service/deprecated-directive": "the old spelling works in silence",
	"BlockIOWeight/deprecated-directive":                 "systemd says so since 258, when it has no effect any more",
	"PermissionsStartOnly/deprecated-directive":          "it works in silence",
	"After invalid name/invalid-value":                   "systemd says so when it looks at dependencies",
	"After with quotes/invalid-value":                    "systemd says so when it looks at dependencies",
	"Install section bogus/invalid-value":                "systemctl refuses the name, the manager does not read it",
	"OnFailureJobMode isolate two/isolate-several":       "systemd refuses the unit when it looks at dependencies",
	"JobRunningTimeout > JobTimeout/job-timeouts":        "systemd says so when it looks at dependencies",
	"PrivatePIDs forking/sandbox-conflict":               "systemd refuses the unit where there are namespaces",
}

// recorded is what a release said of a unit.
type recorded struct {
	refused bool
	lines   []int // named by messages
	whole   bool  // a message names the unit without a line
}

var (
	ofLine = regexp.MustCompile(`L(\d+): `)
	ofUnit = regexp.MustCompile(`(^|\| ?|REFUSED |LOADED )foo\.service: ([^|]*)`)
	// noise is what 252 says of its own tables of system calls.
	noise = regexp.MustCompile(`Failed to parse system call, ignoring: (riscv_hwprobe|uretprobe)`)
)

func readRecorded(text string) recorded {
	r := recorded{refused: strings.HasPrefix(text, "REFUSED")}
	for _, m := range ofLine.FindAllStringSubmatch(text, -1) {
		if n, err := strconv.Atoi(m[1]); err == nil && !slices.Contains(r.lines, n) {
			r.lines = append(r.lines, n)
		}
	}
	for _, m := range ofUnit.FindAllStringSubmatch(text, -1) {
		r.whole = r.whole || !noise.MatchString(m[2])
	}
	return r
}

// TestVerdictsOfRecordedUnits compares with what three releases of systemd said
// when they loaded small faulty units: whether the unit is refused, which lines
// are named, and silence.
func TestVerdictsOfRecordedUnits(t *testing.T) {
	file, err := os.Open(sharedtest.Path(t, "systemd", "verify-cases.tsv"))
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	lines := bufio.NewScanner(file)
	lines.Buffer(nil, 1<<20)
	lines.Scan() // the names of the columns
	used := map[string]bool{}
	for lines.Scan() {
		cells := strings.Split(lines.Text(), "\t")
		text := strings.NewReplacer(`\\`, `\`, `\n`, "\n").Replace(cells[1])
		for i, release := range []string{"systemd-252", "systemd-257", "systemd-262"} {
			t.Run(cells[0]+"/"+release, func(t *testing.T) {
				findings := lintText(t, text, release)
				for _, f := range findings {
					used[cells[0]+"/"+f.Rule] = true
				}
				compareVerdict(t, cells[0], findings, readRecorded(cells[2+i]), cells[2+i])
			})
		}
	}
	for name := range excused {
		if !used[name] {
			t.Errorf("%s is excused and not said", name)
		}
	}
	if err := lines.Err(); err != nil {
		t.Fatal(err)
	}
}

func lintText(t *testing.T, text, release string) []finding.Finding {
	t.Helper()
	dir := t.TempDir()
	place := filepath.Join(dir, "etc", "systemd", "system")
	if err := os.MkdirAll(place, 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(place, "foo.service"), []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	selection, err := locate.Select(locate.Request{Dir: dir, Root: "."})
	if err != nil {
		t.Fatal(err)
	}
	defer selection.Close()
	at, err := target.Named(release)
	if err != nil {
		t.Fatal(err)
	}
	result, err := lint.Run(context.Background(), lint.Options{
		Rules: All(), Identities: selection.Identities, Targets: []target.Target{at},
	})
	if err != nil {
		t.Fatal(err)
	}
	// systemd itself warns of the user nobody on loading.
	return slices.DeleteFunc(result.Findings, func(f finding.Finding) bool {
		return !slices.Contains(loading, f.Category) && f.Rule != weakness.UserNobody.ID
	})
}

func compareVerdict(t *testing.T, name string, findings []finding.Finding, want recorded, text string) {
	t.Helper()
	named := map[int]bool{}
	refused, whole := false, false
	for _, f := range findings {
		if excused[name+"/"+f.Rule] != "" {
			continue
		}
		first, last := f.Range.StartPosition().Line, f.Range.EndPosition().Line
		for n := first; n <= last; n++ {
			named[n] = true
		}
		refused = refused || f.Severity == finding.Error && strings.Contains(f.Symptom, "refused")
		whole = whole || f.Category == finding.Consistency
		if !want.whole && !slices.ContainsFunc(want.lines, func(n int) bool { return first <= n && n <= last }) {
			t.Errorf("%s says at line %d %q, systemd says %q", f.Rule, first, f.Message, text)
		}
	}
	for _, n := range want.lines {
		if !named[n] {
			t.Errorf("nothing is said of line %d, systemd says %q", n, text)
		}
	}
	if want.whole && !whole {
		t.Errorf("nothing is said of the unit as a whole, systemd says %q", text)
	}
	if want.refused != refused {
		t.Errorf("refused is %t, want %t: systemd says %q", refused, want.refused, text)
	}
}
