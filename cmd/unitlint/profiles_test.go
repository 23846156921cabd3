package main

import (
	"bytes"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/unitlint/unitlint/lint/assess"
	"github.com/unitlint/unitlint/lint/catalog"
	"github.com/unitlint/unitlint/lint/evidence/profile"
	"github.com/unitlint/unitlint/lint/locate"
	"github.com/unitlint/unitlint/lint/need"
	"github.com/unitlint/unitlint/lint/unit"
)

const profilePage = "docs/writing-a-profile.md"

var fenced = regexp.MustCompile("(?s)\n```([a-z]+)\n(.*?)```\n")

// example is what the page about writing a profile shows, by the names of files.
func example(t *testing.T) (page string, files map[string]string) {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(root, filepath.FromSlash(profilePage)))
	if err != nil {
		t.Fatal(err)
	}
	blocks := fenced.FindAllStringSubmatch(string(text), -1)
	names := []string{"profiles/orderd.yaml", ".unitlint.yaml", "orderd.service"}
	if len(blocks) < len(names) {
		t.Fatalf("%s shows %d blocks", profilePage, len(blocks))
	}
	files = map[string]string{}
	for i, name := range names {
		files[name] = blocks[i][2]
	}
	return string(text), files
}

// TestProfilePage applies the example of the page, and holds the page to what the
// program says of it and to the table of kinds.
func TestProfilePage(t *testing.T) {
	page, files := example(t)
	dir := t.TempDir()
	for name, text := range files {
		file := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	var out, problems bytes.Buffer
	status := run([]string{"check", "orderd.service", "--ignore", "hardening", "--format", "compact"}, program{
		stdin: strings.NewReader(""), stdout: &out, stderr: &problems, getenv: func(string) string { return "" }, dir: dir,
	})
	if status != exitFindings {
		t.Fatalf("checking the example ended with %d: %s%s", status, out.String(), problems.String())
	}
	page = between(t, page, "now says:\n\n```console\n", "```\n", out.String())
	golden(t, profilePage, between(t, page, "-update -->\n", "<!-- /kinds -->\n", need.KindsTable()))
}

// between replaces what stands between two texts of a page.
func between(t *testing.T, page, begin, end, text string) string {
	t.Helper()
	before, rest, found := strings.Cut(page, begin)
	_, after, closed := strings.Cut(rest, end)
	if !found || !closed {
		t.Fatalf("the page has no %q before %q", begin, end)
	}
	return before + begin + text + end + after
}

// TestProfileOfPageShowsEveryFact holds that each fact of the example is a need of
// a service that runs the program.
func TestProfileOfPageShowsEveryFact(t *testing.T) {
	_, files := example(t)
	library, err := profile.NewLibrary(nil).With([]profile.File{{Name: "orderd", Path: profilePage, Text: []byte(files["profiles/orderd.yaml"])}})
	if err != nil {
		t.Fatal(err)
	}
	empty, err := unit.Load(locate.Identity{Name: "orderd.service", ID: "orderd.service", Scope: locate.System, State: locate.Loaded},
		catalog.Release{Version: catalog.Newest})
	if err != nil {
		t.Fatal(err)
	}
	shown := map[string]bool{}
	for _, n := range assess.Of(empty.With("ExecStart=/usr/sbin/orderd"), assess.Sources{Library: library}).Needs {
		shown[string(n.Kind)+" "+n.Why] = true
	}
	facts := library.Lookup("orderd").Needs
	for i := range facts {
		if f := &facts[i]; !shown[string(f.Kind)+" "+f.Why] {
			t.Errorf("%s (%s) is no need of the service", f.Kind, f.Why)
		}
	}
	if len(facts) == 0 {
		t.Error("the example has no facts")
	}
}
