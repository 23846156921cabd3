package main

import (
	"bytes"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/unitlint/unitlint/lint/evidence/profile"
	"github.com/unitlint/unitlint/lint/finding"

	"github.com/google/go-cmp/cmp"

	"github.com/unitlint/unitlint/lint"
	"github.com/unitlint/unitlint/lint/report"
	"github.com/unitlint/unitlint/rules"
)

const root = "../.."

// demo runs unitlint in the project's root.
func demo(t *testing.T, args ...string) string {
	t.Helper()
	var out, problems bytes.Buffer
	status := run(args, program{
		stdin: strings.NewReader(""), stdout: &out, stderr: &problems,
		getenv: func(string) string { return "" }, dir: absolute(t, root),
	})
	if status > exitFindings {
		t.Fatalf("unitlint %s ended with %d: %s", strings.Join(args, " "), status, problems.String())
	}
	return out.String()
}

func absolute(t *testing.T, path string) string {
	t.Helper()
	path, err := filepath.Abs(path)
	if err != nil {
		t.Fatal(err)
	}
	return path
}

// golden compares a file of the project with what it should hold, or writes it.
func golden(t *testing.T, name, want string) {
	t.Helper()
	path := filepath.Join(root, filepath.FromSlash(name))
	if *update {
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(want), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	got, err := os.ReadFile(path)
	if err != nil {
		t.Fatalf("%v; run the test with -update", err)
	}
	if diff := cmp.Diff(want, string(got)); diff != "" {
		t.Errorf("%s is not what the program says; run the test with -update (-program +file):\n%s", name, diff)
	}
}

func TestRulePages(t *testing.T) {
	expected := map[string]bool{"README.md": true}
	for _, r := range rules.All() {
		expected[r.ID+".md"] = true
		golden(t, "docs/rules/"+r.ID+".md", report.Page(r))
	}
	golden(t, "docs/rules/README.md", ruleIndex(rules.All()))
	golden(t, "docs/programs.md", programsPage())
	entries, err := os.ReadDir(filepath.Join(root, "docs", "rules"))
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		if expected[e.Name()] {
			continue
		}
		t.Errorf("docs/rules/%s belongs to no rule", e.Name())
		if *update {
			if err := os.Remove(filepath.Join(root, "docs", "rules", e.Name())); err != nil {
				t.Fatal(err)
			}
		}
	}
}

// programsPage is what the files say that the built-in profiles are made from, so that the page
// is right whichever of the two is made first.
var programsPage = sync.OnceValue(func() string {
	directory := os.DirFS(filepath.Join(root, "lint", "evidence", "profile", "profiles"))
	names, _ := fs.Glob(directory, "*"+profile.Suffix) // the pattern is one
	var written []profile.File
	for _, name := range names {
		text, _ := fs.ReadFile(directory, name) // a profile without a title is none
		written = append(written, profile.File{Name: strings.TrimSuffix(name, profile.Suffix), Path: name, Text: text})
	}
	return profile.NewLibrary(written).Page()
})

func ruleIndex(all []*lint.Rule) string {
	var b strings.Builder
	fmt.Fprintf(&b, "# Rules\n\nThese pages are generated from the rules; `unitlint explain RULE` prints them. There are %d.\n", len(all))
	for _, category := range finding.Categories() {
		var rows strings.Builder
		for _, r := range all {
			if r.Category == category {
				fmt.Fprintf(&rows, "| [%s](%s.md) | %s | %s |\n", r.ID, r.ID, r.Severity, r.Summary)
			}
		}
		if rows.Len() > 0 {
			fmt.Fprintf(&b, "\n## %s\n\n| rule | severity | finds |\n| --- | --- | --- |\n%s", category, rows.String())
		}
	}
	return b.String()
}

// The README shows what the demo prints, between two comments.
func TestReadmeShowsTheDemo(t *testing.T) {
	const begin, end = "<!-- demo: go test ./cmd/unitlint -update -->\n```text\n", "```\n<!-- end of demo -->"
	text, err := os.ReadFile(filepath.Join(root, "README.md"))
	if err != nil {
		t.Fatal(err)
	}
	before, rest, opened := strings.Cut(string(text), begin)
	_, after, closed := strings.Cut(rest, end)
	if !opened || !closed {
		t.Fatalf("the README has no block between %q and %q", begin, end)
	}
	golden(t, "README.md", before+begin+demo(t, "check", "testdata/demo")+end+after)
}

// Pages show what commands print, between two comments that name the command.
func TestPagesShowRealOutput(t *testing.T) {
	const begin, fence, end = "<!-- output: ", " -->\n```text\n", "```\n<!-- end of output -->"
	pages, err := filepath.Glob(filepath.Join(root, "docs", "*.md"))
	if err != nil {
		t.Fatal(err)
	}
	for _, page := range pages {
		text, err := os.ReadFile(page)
		if err != nil {
			t.Fatal(err)
		}
		var b strings.Builder
		rest := string(text)
		for {
			before, after, found := strings.Cut(rest, begin)
			b.WriteString(before)
			if !found {
				break
			}
			command, after, opened := strings.Cut(after, fence)
			_, after, closed := strings.Cut(after, end)
			if !opened || !closed {
				t.Fatalf("%s: the output of %q has no block of text or no end", page, command)
			}
			b.WriteString(begin + command + fence + demo(t, strings.Fields(command)...) + end)
			rest = after
		}
		golden(t, "docs/"+filepath.Base(page), b.String())
	}
}

// Every page of the documentation that is linked exists.
func TestLinksLeadSomewhere(t *testing.T) {
	pages, err := filepath.Glob(filepath.Join(root, "docs", "*.md"))
	if err != nil {
		t.Fatal(err)
	}
	for _, page := range append(pages, filepath.Join(root, "README.md"), filepath.Join(root, "CONTRIBUTING.md")) {
		text, err := os.ReadFile(page)
		if err != nil {
			t.Fatal(err)
		}
		for _, part := range strings.Split(string(text), "](")[1:] {
			link, _, _ := strings.Cut(part, ")")
			link, _, _ = strings.Cut(link, "#")
			if link == "" || strings.Contains(link, "://") {
				continue
			}
			if _, err := os.Stat(filepath.Join(filepath.Dir(page), link)); err != nil {
				t.Errorf("%s: the link %s leads nowhere", page, link)
			}
		}
	}
}
