package main

import (
	"bytes"
	"encoding/json"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"

	"github.com/unitlint/unitlint/lint/finding"
	"github.com/unitlint/unitlint/rules"
)

// laid is all fixtures of all rules, laid out below one directory.
type laid struct {
	dir string
	// files are the fixtures of one file, by the target that they ask for, and
	// roots the trees, with their targets.
	files map[string][]string
	roots map[string]string
}

// layFixtures copies every fixture, its texts changed.
func layFixtures(t *testing.T, change func(string) string) *laid {
	t.Helper()
	l := &laid{dir: t.TempDir(), files: map[string][]string{}, roots: map[string]string{}}
	fixtures, err := filepath.Glob(filepath.Join(root, "testdata", "rules", "*", "*"))
	if err != nil || len(fixtures) == 0 {
		t.Fatalf("found %d fixtures, %v", len(fixtures), err)
	}
	for _, fixture := range append(fixtures, filepath.Join(root, "testdata", "demo")) {
		l.lay(t, fixture, change)
	}
	return l
}

func (l *laid) lay(t *testing.T, fixture string, change func(string) string) {
	t.Helper()
	base := filepath.Base(fixture)
	below := filepath.ToSlash(filepath.Join(filepath.Base(filepath.Dir(fixture)), strings.ReplaceAll(base, ".", "-")))
	archive := archiveOf(t, fixture)
	at := ""
	for _, file := range archive.Files {
		if named := targetComment.FindSubmatch(file.Data); named != nil {
			at = string(named[1])
		}
		name := filepath.Join(l.dir, filepath.FromSlash(below), filepath.FromSlash(file.Name))
		if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
			t.Fatal(err)
		}
		var err error
		if link, isLink := strings.CutPrefix(strings.TrimSpace(string(file.Data)), "-> "); isLink {
			err = os.Symlink(link, name)
		} else {
			err = os.WriteFile(name, []byte(change(string(file.Data))), 0o644)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	switch {
	case strings.HasSuffix(base, ".want"), strings.HasSuffix(base, ".fixed"):
	case len(archive.Files) == 1 && archive.Files[0].Name == base:
		l.files[at] = append(l.files[at], below+"/"+base)
	default:
		l.roots[below] = at
	}
}

var targetComment = regexp.MustCompile(`(?m)^[#;] target: (\S+)$`)

// archiveOf is a fixture as an archive: a file, a directory, or one already.
func archiveOf(t *testing.T, fixture string) *txtar.Archive {
	t.Helper()
	if strings.HasSuffix(fixture, ".txtar") {
		archive, err := txtar.ParseFile(fixture)
		if err != nil {
			t.Fatal(err)
		}
		return archive
	}
	archive := &txtar.Archive{}
	err := filepath.WalkDir(fixture, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || strings.HasSuffix(path, ".want") || strings.HasSuffix(path, ".fixed") {
			return err
		}
		name, _ := filepath.Rel(fixture, path)
		if path == fixture {
			name = filepath.Base(fixture)
		}
		text, err := os.ReadFile(path)
		if entry.Type()&fs.ModeSymlink != 0 {
			var link string
			link, err = os.Readlink(path)
			text = []byte("-> " + link)
		}
		archive.Files = append(archive.Files, txtar.File{Name: filepath.ToSlash(name), Data: text})
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return archive
}

// each calls unitlint for the fixtures of one file that share a target, and
// for each tree, and joins what it prints.
func (l *laid) each(t *testing.T, most int, flags ...string) string {
	t.Helper()
	var printed strings.Builder
	call := func(at string, args ...string) {
		if at != "" {
			args = append(args, "--target", at)
		}
		var out, problems bytes.Buffer
		status := run(slices.Concat([]string{"check"}, flags, args), program{
			stdin: strings.NewReader(""), stdout: &out, stderr: &problems, getenv: func(string) string { return "" }, dir: l.dir,
		})
		if status > most {
			t.Errorf("unitlint %s %s ended with %d: %s%s", strings.Join(flags, " "), args[0], status, problems.String(), out.String())
		}
		printed.WriteString(out.String())
	}
	for at, files := range l.files {
		call(at, files...)
	}
	for below, at := range l.roots {
		call(at, "--root", below)
	}
	return printed.String()
}

// texts returns every file below the directory.
func (l *laid) texts(t *testing.T) map[string]string {
	t.Helper()
	texts := map[string]string{}
	err := filepath.WalkDir(l.dir, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || !entry.Type().IsRegular() {
			return err
		}
		text, err := os.ReadFile(path)
		name, _ := filepath.Rel(l.dir, path)
		texts[filepath.ToSlash(name)] = string(text)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return texts
}

// What --fix writes over all fixtures is what "git apply" makes of --diff, and
// fixing again changes nothing. The line ends and a missing last line break
// stay; nothing else depends on them.
func TestFixesOfAllFixtures(t *testing.T) {
	if testing.Short() {
		t.Skip("fixing every fixture four times takes long")
	}
	git, err := exec.LookPath("git")
	if err != nil {
		t.Skip("git is not installed")
	}
	asIs := func(text string) string { return text }
	crlf := func(text string) string {
		if strings.Contains(text, "\r") || strings.Contains(text, "target: systemd-239") {
			return text // 239 does not take CR for a part of the line end
		}
		return strings.ReplaceAll(text, "\n", "\r\n")
	}
	unended := func(text string) string { return strings.TrimSuffix(text, "\n") }
	fixed(t, git, asIs)
	plain := fixed(t, git, asIs, "--unsafe-fixes")
	for name, change := range map[string]func(string) string{"CRLF": crlf, "no last line break": unended} {
		for file, got := range fixed(t, git, change, "--unsafe-fixes") {
			if want := change(plain[file]); want != got {
				t.Errorf("%s (%s) is fixed in another way (-as usual +now):\n%s", file, name, cmp.Diff(want, got))
			}
		}
	}
}

// fixed applies the fixes in both ways and returns the texts of all files.
func fixed(t *testing.T, git string, change func(string) string, flags ...string) map[string]string {
	t.Helper()
	patched, written := layFixtures(t, change), layFixtures(t, change)
	before := patched.texts(t)
	patch := patched.each(t, exitFindings, append([]string{"--diff"}, flags...)...)
	apply := exec.Command(git, "apply", "--whitespace=nowarn")
	apply.Dir, apply.Stdin = patched.dir, strings.NewReader(patch)
	if out, err := apply.CombinedOutput(); err != nil {
		t.Fatalf("git apply: %v: %s", err, out)
	}
	written.each(t, exitFindings, append([]string{"--fix"}, flags...)...)
	got, want := written.texts(t), patched.texts(t)
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("--fix and --diff differ (-diff +fix):\n%s", diff)
	}
	if again := written.each(t, exitClean, append([]string{"--diff"}, flags...)...); again != "" {
		t.Errorf("fixing again changes:\n%s", again)
	}
	changed := 0
	for file, text := range got {
		if text != before[file] {
			changed++
		}
	}
	t.Logf("%d of %d files were changed", changed, len(got))
	if changed == 0 {
		t.Error("no fixture was changed by any fix")
	}
	return got
}

// Every rule that declares fixes has one in a fixture, with the safety that it
// declares; where that depends, one of each kind.
func TestDeclaredFixes(t *testing.T) {
	type fixed struct {
		Rule string
		Fix  *struct{ Safe bool }
	}
	seen := map[string]map[bool]bool{}
	decoder := json.NewDecoder(strings.NewReader(layFixtures(t, func(text string) string { return text }).each(t, exitFindings, "--format", "jsonl")))
	for decoder.More() {
		var f fixed
		if err := decoder.Decode(&f); err != nil {
			t.Fatal(err)
		}
		if f.Fix != nil {
			if seen[f.Rule] == nil {
				seen[f.Rule] = map[bool]bool{}
			}
			seen[f.Rule][f.Fix.Safe] = true
		}
	}
	for _, rule := range rules.All() {
		want := map[finding.Safety]map[bool]bool{
			finding.Safe: {true: true}, finding.Unsafe: {false: true}, finding.Depends: {true: true, false: true},
		}[rule.Fixes.Safety]
		if diff := cmp.Diff(want, seen[rule.ID]); diff != "" {
			t.Errorf("%s declares its fixes to be %s, but the fixtures have other ones (-declared +seen):\n%s", rule.ID, rule.Fixes.Safety, diff)
		}
	}
}
