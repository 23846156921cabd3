// Package linttest runs rules over fixtures and compares what they find with
// what the fixtures say they should.
//
// A fixture is a unit file, or a root tree: a directory, or a txtar archive of
// one. Expectations are comments on lines of their own,
//
//	# want 1:9-15 `not allowed`
//	Restart=always
//
// which say: one line below, columns 9 up to 15, a message that the regular
// expression matches. The columns may be left out, and a severity may stand
// before the expression. Where a comment cannot stand, a file beside the
// fixture with the further suffix ".want" says the same with line numbers:
// `3:9-15 error `+"`not allowed`"+`. A comment "# target: systemd-247" chooses
// the target; the newest systemd is the default. A comment "# host: complete"
// says that the tree is a whole system, "# programs: read" that the files of programs
// in it are looked at. A file with the suffix
// ".fixed" is the fixture after every fix.
package linttest

import (
	"context"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"

	"github.com/unitlint/unitlint/lint"
	"github.com/unitlint/unitlint/lint/evidence/machine"
	"github.com/unitlint/unitlint/lint/filter"
	"github.com/unitlint/unitlint/lint/finding"
	"github.com/unitlint/unitlint/lint/host"
	"github.com/unitlint/unitlint/lint/locate"
	"github.com/unitlint/unitlint/lint/target"
)

// Run lints every fixture in a directory with the rules alone, each in its own
// subtest. Missing and unexpected findings fail it.
func Run(t *testing.T, dir string, rules ...*lint.Rule) {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatalf("reading the fixtures: %v", err)
	}
	ran := 0
	for _, entry := range entries {
		if isSidecar(entry.Name()) {
			continue
		}
		ran++
		t.Run(entry.Name(), func(t *testing.T) { runFixture(t, filepath.Join(dir, entry.Name()), rules) })
	}
	if ran == 0 {
		t.Errorf("there is no fixture in %s", dir)
	}
}

func isSidecar(name string) bool {
	return strings.HasSuffix(name, ".want") || strings.HasSuffix(name, ".fixed")
}

// fixture is a directory that is linted, and what of it.
type fixture struct {
	dir string
	// arguments are empty for a root tree.
	arguments []string
	root      bool
}

func open(t *testing.T, path string) fixture {
	t.Helper()
	path, err := filepath.Abs(path)
	if err != nil {
		t.Fatalf("reading the fixture: %v", err)
	}
	info, err := os.Stat(path)
	if err != nil {
		t.Fatalf("reading the fixture: %v", err)
	}
	switch {
	case info.IsDir():
		return fixture{dir: path, root: true}
	case strings.HasSuffix(path, ".txtar"):
		archive, err := txtar.ParseFile(path)
		if err != nil {
			t.Fatalf("reading the fixture: %v", err)
		}
		return unpack(t, archive)
	default:
		return fixture{dir: filepath.Dir(path), arguments: []string{filepath.Base(path)}}
	}
}

// unpack writes an archive to a temporary directory. A file whose content is
// "-> target" becomes a symbolic link.
func unpack(t *testing.T, archive *txtar.Archive) fixture {
	t.Helper()
	dir := t.TempDir()
	for _, file := range archive.Files {
		name := filepath.Join(dir, filepath.FromSlash(file.Name))
		if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
			t.Fatalf("unpacking the fixture: %v", err)
		}
		var err error
		if link, isLink := strings.CutPrefix(strings.TrimSpace(string(file.Data)), "-> "); isLink {
			err = os.Symlink(link, name)
		} else {
			err = os.WriteFile(name, file.Data, 0o644)
		}
		if err != nil {
			t.Fatalf("unpacking the fixture: %v", err)
		}
	}
	return fixture{dir: dir, root: true}
}

func runFixture(t *testing.T, path string, rules []*lint.Rule) {
	t.Helper()
	fixture := open(t, path)
	wanted := readWants(t, fixture)
	result := lintFixture(t, fixture, targetOf(t, fixture), rules)
	for _, difference := range differences(wanted, result.Findings) {
		t.Error(difference)
	}
	checkFixes(t, fixture, rules, result.Findings)
}

// lintFixture runs rules over a fixture and fails the test where something of
// it could not be read or a rule failed.
func lintFixture(t *testing.T, f fixture, at target.Target, rules []*lint.Rule) *lint.Result {
	t.Helper()
	request := locate.Request{Dir: f.dir, Arguments: f.arguments}
	if f.root {
		request.Root = "."
	}
	selection, err := locate.Select(request)
	if err != nil {
		t.Fatalf("opening the fixture: %v", err)
	}
	t.Cleanup(func() { _ = selection.Close() })
	options := lint.Options{
		Rules: rules, Identities: selection.Identities, Targets: []target.Target{at},
		Facts:      host.Facts{Complete: says(t, f, completeComment)},
		Processors: []lint.Processor{filter.Dedupe, filter.Sort},
	}
	if says(t, f, readComment) {
		options.Machine = machine.PerTree(machine.Everything(), nil)
	}
	result, err := lint.Run(context.Background(), options)
	if err != nil {
		t.Fatalf("linting the fixture: %v", err)
	}
	for _, problem := range slices.Concat(selection.Problems, result.Errors) {
		t.Errorf("linting the fixture: %v", problem)
	}
	return result
}

// completeComment says that a fixture is a whole system, readComment that the files of programs in
// it are looked at.
var (
	completeComment = regexp.MustCompile(`(?m)^[#;] host: complete$`)
	readComment     = regexp.MustCompile(`(?m)^[#;] programs: read$`)
)

// says tells whether a file of the fixture has a comment.
func says(t *testing.T, f fixture, comment *regexp.Regexp) bool {
	t.Helper()
	for _, text := range f.files(t) {
		if comment.MatchString(text) {
			return true
		}
	}
	return false
}

var targetComment = regexp.MustCompile(`(?m)^[#;] target: (\S+)$`)

func targetOf(t *testing.T, f fixture) target.Target {
	t.Helper()
	for _, text := range f.files(t) {
		if found := targetComment.FindStringSubmatch(text); found != nil {
			return targetNamed(t, found[1])
		}
	}
	return targetNamed(t, "")
}

// files returns the text of every file of the fixture by its path.
func (f fixture) files(t *testing.T) map[string]string {
	t.Helper()
	texts := map[string]string{}
	read := func(name string) {
		text, err := os.ReadFile(filepath.Join(f.dir, filepath.FromSlash(name)))
		if err != nil {
			t.Fatalf("reading the fixture: %v", err)
		}
		texts[name] = string(text)
	}
	if !f.root {
		for _, name := range f.arguments {
			read(name)
		}
		return texts
	}
	err := filepath.WalkDir(f.dir, func(path string, entry os.DirEntry, err error) error {
		if err == nil && entry.Type().IsRegular() && !isSidecar(path) {
			name, _ := filepath.Rel(f.dir, path)
			read(filepath.ToSlash(name))
		}
		return err
	})
	if err != nil {
		t.Fatalf("reading the fixture: %v", err)
	}
	return texts
}

// sidecars returns the text of every ".want" file of the fixture by the path of
// the file that it speaks of, which may be a link.
func (f fixture) sidecars(t *testing.T) map[string]string {
	t.Helper()
	texts := map[string]string{}
	read := func(name string) {
		text, err := os.ReadFile(filepath.Join(f.dir, filepath.FromSlash(name)))
		if err == nil {
			texts[strings.TrimSuffix(name, ".want")] = string(text)
		}
	}
	for _, name := range f.arguments {
		read(name + ".want")
	}
	if !f.root {
		return texts
	}
	err := filepath.WalkDir(f.dir, func(path string, _ os.DirEntry, err error) error {
		if strings.HasSuffix(path, ".want") {
			name, _ := filepath.Rel(f.dir, path)
			read(filepath.ToSlash(name))
		}
		return err
	})
	if err != nil {
		t.Fatalf("reading the fixture: %v", err)
	}
	return texts
}

// checkFixes validates every fix, of which its rule must have declared whether
// it is safe, and compares the fixture after all of them with its golden file.
func checkFixes(t *testing.T, f fixture, rules []*lint.Rule, findings []finding.Finding) {
	t.Helper()
	edits := map[string][]finding.Edit{}
	for _, found := range findings {
		if found.Fix == nil {
			continue
		}
		if rule, err := lint.Find(rules, found.Rule); err != nil || rule.Fixes.Safety == finding.NoFix {
			t.Errorf("%s has a fix, which it does not declare: %v", found.Rule, err)
		}
		if err := found.Fix.Validate(); err != nil {
			t.Errorf("%s: %v", found.Rule, err)
		}
		for _, e := range found.Fix.Edits {
			edits[e.Range.File.Path] = append(edits[e.Range.File.Path], e)
		}
	}
	for name, text := range f.files(t) {
		golden := filepath.Join(f.dir, filepath.FromSlash(name)) + ".fixed"
		want, err := os.ReadFile(golden)
		if os.IsNotExist(err) {
			continue
		}
		got, applyErr := finding.Apply([]byte(text), edits[name])
		if err != nil || applyErr != nil {
			t.Errorf("fixing %s: %v %v", name, err, applyErr)
			continue
		}
		if diff := cmp.Diff(string(want), string(got)); diff != "" {
			t.Errorf("%s after its fixes (-want +got):\n%s", name, diff)
		}
	}
}
