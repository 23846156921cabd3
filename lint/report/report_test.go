package report

import (
	"bytes"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"unicode"

	"github.com/unitlint/unitlint/lint/finding"

	"github.com/google/go-cmp/cmp"

	"github.com/unitlint/unitlint/lint"
	"github.com/unitlint/unitlint/lint/locate"
	"github.com/unitlint/unitlint/lint/source"
)

var update = flag.Bool("update", false, "rewrite the golden files")

const fragmentText = `[Unit]
Description=A web server with a naïve name 🦀

[Service]
Type=forking
PIDFile=/run/web.pid
ExecStart=/usr/sbin/web \
	--config /etc/web.conf \
	--quiet
`

const dropInText = "[Service]\r\nProtectSystem=strict\r\nProtectHme=yes\x1b[31m\r\n"

// find returns the range of a text in a file.
func find(file *source.File, text string) source.Range {
	at := bytes.Index(file.Text, []byte(text))
	if at < 0 {
		panic("the sample does not hold " + text)
	}
	return file.Range(at, at+len(text))
}

func sampleRules() []*lint.Rule {
	return []*lint.Rule{
		{ID: "private-tmp", Summary: "PrivateTmp= is not set", Category: finding.Hardening, Severity: finding.Note, Confidence: finding.Certain, Since: "0.1.0",
			Doc: lint.Doc{Text: "Other services see\nthe files in /tmp.", Bad: "[Service]\n", Good: "[Service]\nPrivateTmp=yes\n", Fix: "Set it.", References: []string{"systemd.exec(5)"}}},
		{ID: "strict-path-not-writable", Summary: "A path that the service writes is read-only", Category: finding.Breakage, Severity: finding.Error, Confidence: finding.Certain, Since: "0.1.0", Former: []string{"read-only-path"}},
		{ID: "unknown-directive", Summary: "A directive that systemd does not know", Category: finding.Syntax, Severity: finding.Warning, Confidence: finding.Certain, Since: "0.1.0"},
	}
}

// sample is a run with everything that a report has to show.
func sample() *Run {
	fragment := source.New("usr/lib/systemd/system/web.service", []byte(fragmentText))
	dropIn := source.New("etc/systemd/system/web.service.d/har dening.conf", []byte(dropInText))
	base := finding.Finding{Unit: "web.service", Scope: string(locate.System), Confidence: finding.Certain, Targets: []string{"debian-12", "rhel-9"}}
	strict := base
	strict.Rule, strict.Category, strict.Severity, strict.Directive = "strict-path-not-writable", finding.Breakage, finding.Error, "ProtectSystem"
	strict.Range = find(dropIn, "ProtectSystem=strict")
	strict.Message = "The PID file '/run/web.pid' cannot be written: 'ProtectSystem=strict' makes it read-only."
	strict.Symptom = "systemd waits for the PID file until the start times out."
	strict.Related = []finding.Related{
		{Range: find(fragment, "/run/web.pid"), Message: "this file is written"},
		{Message: "nothing makes it writable"},
	}
	strict.Fix = &finding.Fix{Title: "Give the service a runtime directory", Edits: []finding.Edit{
		{Range: dropIn.Range(len(dropInText), len(dropInText)), NewText: "RuntimeDirectory=web\n"},
	}}
	typo := base
	typo.Rule, typo.Category, typo.Severity = "unknown-directive", finding.Syntax, finding.Warning
	typo.Range = find(dropIn, "ProtectHme")
	typo.Message = "systemd knows no directive 'ProtectHme' in [Service], value 'yes\x1b[31m'."
	typo.Targets = []string{"rhel-9"}
	typo.Fix = &finding.Fix{Title: "Write 'ProtectHome'", Safe: true, Edits: []finding.Edit{{Range: typo.Range, NewText: "ProtectHome"}}}
	long := base
	long.Rule, long.Category, long.Severity = "unknown-directive", finding.Syntax, finding.Note
	long.Range = find(fragment, "ExecStart=/usr/sbin/web \\\n\t--config /etc/web.conf \\\n\t--quiet")
	long.Message, long.Advice = "The command has several lines.", "Nothing needs to be done."
	silenced := base
	silenced.Rule, silenced.Category, silenced.Severity = "unknown-directive", finding.Syntax, finding.Warning
	silenced.Range, silenced.Message = find(fragment, "🦀"), "A crab was found."
	silenced.Suppressed = &finding.Suppression{Kind: finding.SuppressedByComment, Reason: "it is our mascot", Range: find(fragment, "[Unit]")}
	soft := base
	soft.Rule, soft.Category, soft.Severity, soft.Gain = "private-tmp", finding.Hardening, finding.Note, 0.2
	soft.Range, soft.Message = find(fragment, "[Service]"), "'PrivateTmp=' is not set: other services see its temporary files."
	exposure := 9.6
	return &Run{
		Version: "0.1.0",
		Rules:   sampleRules(),
		Result: &lint.Result{
			Findings: []finding.Finding{strict, typo, long, silenced, soft},
			Units: []lint.Summary{
				{Name: "quiet.service", Scope: locate.System, Files: []string{"usr/lib/systemd/system/quiet.service"}, Runs: true},
				{Name: "web.service", Scope: locate.System, Files: []string{fragment.Path, dropIn.Path}, Exposure: &exposure, Runs: true, Profile: "web"},
			},
			Hidden:  2,
			Notices: []string{"gone from the baseline: x.service: It was loud. [loud]"},
			Errors:  []error{errors.New("reading y.service: permission denied")},
		},
	}
}

func write(t *testing.T, name string, run *Run, options Options) string {
	t.Helper()
	reporter, err := New(name, options)
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	if err := reporter.Report(&out, run); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

func TestGolden(t *testing.T) {
	variants := map[string]Options{
		"":                 {},
		"text.color":       {Color: true},
		"text.narrow":      {Width: 60},
		"text.stats":       {Stats: true, Suppressed: true, AllHardening: true},
		"text.quiet":       {Quiet: true},
		"sarif.suppressed": {Suppressed: true},
	}
	cases := map[string]Options{}
	for _, name := range Formats() {
		cases[name] = variants[""]
	}
	for name, options := range variants {
		if name != "" {
			cases[name] = options
		}
	}
	for name, options := range cases {
		t.Run(name, func(t *testing.T) {
			format, _, _ := strings.Cut(name, ".")
			compare(t, name, write(t, format, sample(), options))
		})
	}
}

// compare compares a report with its golden file.
func compare(t *testing.T, name, got string) {
	t.Helper()
	golden := filepath.Join("..", "..", "testdata", "report", name+".golden")
	if *update {
		if err := os.WriteFile(golden, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("the report differs; if it should, run the test with -update (-want +got):\n%s", diff)
	}
}

// Of many units the text report counts what could be better, and it tells units
// of one name apart.
func TestManyUnits(t *testing.T) {
	run := &Run{Result: &lint.Result{}}
	for i := range 24 {
		file := source.New(fmt.Sprintf("pkg%d/unit.service", i), []byte("[Service]\n"))
		name := fmt.Sprintf("unit%d.service", i/2)
		exposure := float64(i) / 2
		run.Result.Units = append(run.Result.Units, lint.Summary{Name: name, Scope: locate.System, Files: []string{file.Path}, Exposure: &exposure})
		soft := finding.Finding{Rule: "private-tmp", Category: finding.Hardening, Severity: finding.Note, Unit: name, Scope: string(locate.System), Range: file.Range(0, 9), Message: "It could be better."}
		run.Result.Findings = append(run.Result.Findings, soft, soft)
		if i%12 == 0 {
			run.Result.Findings = append(run.Result.Findings, finding.Finding{
				Rule: "wrong", Category: finding.Value, Severity: finding.Error, Unit: name, Scope: string(locate.System), Range: file.Range(0, 9), Message: "It is wrong.",
			})
		}
	}
	compare(t, "text.many", write(t, "text", run, Options{}))
}

// What is wrong comes before what could be better: units with errors first, and
// of the advice one result a unit where a code host shows each.
func TestSignalFirst(t *testing.T) {
	run := &Run{Result: &lint.Result{}, Judged: []string{"debian"}, Targets: []string{"debian-12", "rhel-9"}}
	for i, severity := range []finding.Severity{finding.Note, finding.Warning, finding.Error, finding.Warning} {
		file := source.New(fmt.Sprintf("debian/unit%d.service", i), []byte("[Service]\n"))
		name := fmt.Sprintf("unit%d.service", i)
		run.Result.Units = append(run.Result.Units, lint.Summary{Name: name, Scope: locate.System, Files: []string{file.Path}})
		run.Result.Findings = append(run.Result.Findings, finding.Finding{
			Rule: "wrong", Category: finding.Value, Severity: severity, Unit: name, Scope: string(locate.System), Range: file.Range(0, 9), Message: "It is wrong.",
		})
		for gain := range 5 {
			run.Result.Findings = append(run.Result.Findings, finding.Finding{
				Rule: "private-tmp", Category: finding.Hardening, Severity: finding.Note, Unit: name, Scope: string(locate.System),
				Directive: fmt.Sprintf("Private%d", gain), Range: file.Range(0, 9), Message: fmt.Sprintf("Better by %d.", gain), Gain: float64(gain),
			})
		}
	}
	compare(t, "text.signal", write(t, "text", run, Options{}))
	compare(t, "markdown.signal", write(t, "markdown", run, Options{}))
	for _, format := range []string{"sarif", "gitlab", "junit"} {
		folded, all := write(t, format, run, Options{}), write(t, format, run, Options{AllHardening: true})
		if got := strings.Count(folded, "Better by 4."); got < 4 || strings.Contains(folded, "Better by 3.") || !strings.Contains(folded, "4 further settings") {
			t.Errorf("%s: %d units have their best setting alone:\n%s", format, got, folded)
		}
		if !strings.Contains(all, "Better by 0.") || strings.Contains(all, "further settings") {
			t.Errorf("%s: not all hardening is there", format)
		}
	}
}

// Marks stand below what they mark, however wide it is shown.
func TestWidths(t *testing.T) {
	for name, width := range map[string]int{"text.wide": 0, "text.wide-narrow": 40} {
		run := &Run{Result: &lint.Result{}}
		for _, line := range []string{
			"Description=日本語の名前 wrong",
			"Description=\ttab\ttab wrong",
			"Description=שלום עולם wrong",
			"Description=e\u0301\u200bzero\u200d wrong",
			"Description=\u202eevil\u202c wrong",
			"Description=👩\u200d🚀🦀 wrong",
			"Description=" + strings.Repeat("long ", 40) + "wrong",
			"Description=bad \xff\xfe bytes wrong",
		} {
			file := source.New("odd.service", []byte("[Unit]\n"+line+"\n"))
			run.Result.Findings = append(run.Result.Findings, finding.Finding{
				Rule: "wrong", Category: finding.Value, Severity: finding.Error, Unit: "odd.service", Scope: string(locate.System),
				Range: find(file, "wrong"), Message: "The value '" + line + "' is wrong.",
			})
		}
		compare(t, name, write(t, "text", run, Options{Width: width}))
	}
}

func TestNoControlCharacters(t *testing.T) {
	for _, name := range Formats() {
		for i, r := range write(t, name, sample(), Options{}) {
			if r != '\n' && unicode.IsControl(r) {
				t.Errorf("%s: control character %q at %d", name, r, i)
			}
		}
	}
}

func TestWrapped(t *testing.T) {
	const page = "# a-rule\n\nOne two three four five.\n\n```ini\nExecStart=/usr/bin/something --long\n```\n\n- one two three four\n"
	const want = "# a-rule\n\nOne two\nthree four\nfive.\n\n```ini\nExecStart=/usr/bin/something --long\n```\n\n- one two\n  three\n  four\n"
	if diff := cmp.Diff(want, Wrapped(page, 10)); diff != "" {
		t.Errorf("page (-want +got):\n%s", diff)
	}
}

func TestClean(t *testing.T) {
	for text, want := range map[string]string{
		"plain":            "plain",
		"naïve 🦀":          "naïve 🦀",
		"a\x1b]0;x\x07b":   `a\x1b]0;x\x07b`,
		"a\nb\tc\r":        `a\nb\tc\r`,
		"\u202eevil\u2066": `\u202eevil\u2066`,
		"\xff\xfe":         `\xff\xfe`,
		"\u0085\u009b":     `\x85\x9b`,
		"\u2028":           `\u2028`,
		"\u200b\ufeff":     `\u200b\ufeff`,
		"👩\u200d🚀":         "👩\u200d🚀",
		"a\u200db":         `a\u200db`,
		"a\u00a0b":         `a\xa0b`,
		"日本\u3000語":        "日本\u3000語",
	} {
		if got := Clean(text); got != want {
			t.Errorf("%q became %q, expected %q", text, got, want)
		}
	}
}

func TestJSONEscapes(t *testing.T) {
	for text, want := range map[string]string{
		"plain <&> naïve 🦀":   `"plain <&> naïve 🦀"`,
		"\x1b]0;x\x07\x7f":    `"\u001b]0;x\u0007\u007f"`,
		"\u0085\u009b\u202e":  `"\u0085\u009b\u202e"`,
		"tag \U000e0041 here": `"tag \udb40\udc41 here"`,
		"👩\u200d🚀\ttab":       `"👩\u200d🚀\ttab"`,
	} {
		var out bytes.Buffer
		if err := NewJSONEncoder(&out).Encode(text); err != nil {
			t.Fatal(err)
		}
		if got := strings.TrimSuffix(out.String(), "\n"); got != want {
			t.Errorf("%q became %s, expected %s", text, got, want)
		}
		var back string
		if err := json.Unmarshal(out.Bytes(), &back); err != nil || back != text {
			t.Errorf("%q came back as %q (%v)", text, back, err)
		}
	}
}

// The values of the action that uploads SARIF to GitHub.
func TestLineHashes(t *testing.T) {
	for _, test := range []struct {
		text string
		want []string
	}{
		{"[Service]\nExecStart=/bin/true", []string{"aab1b85dd0a788d9:1", "4e0348303c74570e:1"}},
		{"[Service]\r\nExec Start=\t/bin/true", []string{"aab1b85dd0a788d9:1", "4e0348303c74570e:1"}},
	} {
		if diff := cmp.Diff(test.want, lineHashes([]byte(test.text))); diff != "" {
			t.Errorf("%q (-want +got):\n%s", test.text, diff)
		}
	}
	if got := lineHashes([]byte("a\nb\na\n")); len(got) != 4 {
		t.Errorf("three lines and an empty one have %d hashes", len(got))
	}
}

func TestLongLinesAreCut(t *testing.T) {
	file := source.New("x.service", []byte("[Service]\nEnvironment="+strings.Repeat("ä", 100_000)+"HERE"+strings.Repeat("b", 100_000)+"\n"))
	f := finding.Finding{Rule: "r", Severity: finding.Error, Unit: "x.service", Message: "It is long.", Range: find(file, "HERE")}
	got := write(t, "text", &Run{Result: &lint.Result{Findings: []finding.Finding{f}}}, Options{})
	for line := range strings.SplitSeq(got, "\n") {
		if width(line) > frameCells+20 {
			t.Errorf("a line has %d cells: %.80s", width(line), line)
		}
	}
	if !strings.Contains(got, "äHEREbbb") {
		t.Errorf("the place is not shown:\n%s", got)
	}
}

func TestSARIFKeepsTheWorst(t *testing.T) {
	file := source.New("x.service", []byte("[Service]\n"))
	run := &Run{Rules: sampleRules(), Result: &lint.Result{}}
	for i := range sarifResults + 10 {
		f := finding.Finding{Rule: "unknown-directive", Severity: finding.Note, Unit: "x.service", Message: fmt.Sprintf("It is %d.", i), Range: file.Range(0, 3)}
		if i >= sarifResults {
			f.Severity = finding.Error
		}
		run.Result.Findings = append(run.Result.Findings, f)
	}
	var document struct {
		Runs []struct {
			Results []struct{ Level string }
		}
	}
	if err := json.Unmarshal([]byte(write(t, "sarif", run, Options{})), &document); err != nil {
		t.Fatal(err)
	}
	results := document.Runs[0].Results
	if len(results) != sarifResults || results[0].Level != "error" || results[9].Level != "error" || results[10].Level != "note" {
		t.Errorf("%d results, expected %d with the errors first", len(results), sarifResults)
	}
}

func TestUnknownFormat(t *testing.T) {
	_, err := New("yaml", Options{})
	if err == nil || !strings.Contains(err.Error(), "sarif") {
		t.Errorf("got %v, expected the list of formats", err)
	}
}

// TestManyFindings holds that findings which are encoded side by side stand in their
// order, and that an output which takes no more ends the report with an error.
func TestManyFindings(t *testing.T) {
	run := sample()
	first := run.Result.Findings[0]
	run.Result.Findings = nil
	for i := range 1000 {
		first.Message = strconv.Itoa(i)
		run.Result.Findings = append(run.Result.Findings, first)
	}
	var written struct {
		Findings []struct{ Message string }
	}
	if err := json.Unmarshal([]byte(write(t, "json", run, Options{})), &written); err != nil {
		t.Fatal(err)
	}
	for i, f := range written.Findings {
		if f.Message != strconv.Itoa(i) {
			t.Fatalf("finding %d is %q", i, f.Message)
		}
	}
	if len(written.Findings) != len(run.Result.Findings) {
		t.Errorf("%d of %d findings are written", len(written.Findings), len(run.Result.Findings))
	}
	reporter, err := New("json", Options{})
	if err != nil {
		t.Fatal(err)
	}
	if err := reporter.Report(full{}, run); !errors.Is(err, errFull) {
		t.Errorf("the error is %v", err)
	}
}

var errFull = errors.New("no space left")

// full is an output that takes nothing.
type full struct{}

func (full) Write([]byte) (int, error) { return 0, errFull }

func FuzzClean(f *testing.F) {
	f.Add("a\x1b[31m")
	f.Add("\u202e\xff")
	f.Fuzz(func(t *testing.T, text string) {
		for _, r := range Clean(text) {
			if !unicode.IsGraphic(r) && r != '\u200d' {
				t.Errorf("%q keeps %q", text, r)
			}
		}
	})
}
