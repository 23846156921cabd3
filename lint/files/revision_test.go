package files

import (
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// repository makes a git repository with one commit of the files.
func repository(t *testing.T, contents map[string]string) string {
	t.Helper()
	if _, err := exec.LookPath("git"); err != nil {
		t.Skip("git is not installed")
	}
	dir := t.TempDir()
	for name, text := range contents {
		place := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(place), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(place, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Symlink("a.service", filepath.Join(dir, "units", "b.service")); err != nil {
		t.Fatal(err)
	}
	for _, arguments := range [][]string{
		{"init", "-q"}, {"add", "-A"}, {"-c", "user.name=x", "-c", "user.email=x@example.org", "commit", "-qm", "x"},
	} {
		if _, err := git(dir, arguments...); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

func TestRevision(t *testing.T) {
	dir := repository(t, map[string]string{"units/a.service": "[Service]\n", "README": "x"})
	if err := os.WriteFile(filepath.Join(dir, "README"), []byte("changed since"), 0o600); err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]map[string]string{
		"git:HEAD":        {"units/a.service": "[Service]\n", "units/b.service": "-> a.service", "README": "x"},
		"git:HEAD:units/": {"a.service": "[Service]\n", "b.service": "-> a.service"},
	} {
		tree, err := Open(dir, name)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, holds(t, tree)); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
		if err := tree.Close(); err != nil {
			t.Error(err)
		}
	}
	for _, name := range []string{"git:nowhere", "git:HEAD:nowhere", "git:", "git:--help", "git:HEAD:README"} {
		if tree, err := Open(dir, name); err == nil {
			t.Errorf("%s is opened: %v", name, holds(t, tree))
		}
	}
}

// A repository may name programs for git to run when it looks at the index.
func TestRevisionRunsNothing(t *testing.T) {
	dir := repository(t, map[string]string{"units/a.service": "[Service]\n"})
	trace := filepath.Join(t.TempDir(), "ran")
	program := filepath.Join(dir, "program")
	if err := os.WriteFile(program, []byte("#!/bin/sh\ntouch '"+trace+"'\n"), 0o700); err != nil {
		t.Fatal(err)
	}
	for _, setting := range []string{"core.fsmonitor", "core.alternateRefsCommand", "diff.external", "core.pager"} {
		if _, err := git(dir, "config", setting, program); err != nil {
			t.Fatal(err)
		}
	}
	for _, name := range []string{"git::units/a.service", "git::/x", "git:HEAD", "git:HEAD:units", "git:--upload-pack=" + program} {
		if tree, err := Open(dir, name); err == nil {
			if err := tree.Close(); err != nil {
				t.Error(err)
			}
		}
		if _, err := os.Stat(trace); err == nil {
			t.Fatalf("opening %s ran a program that the repository names", name)
		}
	}
}

// A clone without contents has the names, and says which content it lacks.
func TestRevisionWithoutContent(t *testing.T) {
	dir := repository(t, map[string]string{"units/a.service": "[Service]\n", "README": "x"})
	object, err := git(dir, "rev-parse", "HEAD:README")
	if err != nil {
		t.Fatal(err)
	}
	id := strings.TrimSpace(string(object))
	if err := os.Remove(filepath.Join(dir, ".git", "objects", id[:2], id[2:])); err != nil {
		t.Fatal(err)
	}
	tree, err := Open(dir, "git:HEAD")
	if err != nil {
		t.Fatal(err)
	}
	defer tree.Close()
	if text, err := fs.ReadFile(tree, "units/a.service"); err != nil || string(text) != "[Service]\n" {
		t.Errorf("reading what is there: %q, %v", text, err)
	}
	if _, err := fs.ReadFile(tree, "README"); err == nil || !strings.Contains(err.Error(), id) {
		t.Errorf("reading what is not there: %v, expected an error that names %s", err, id)
	}
}
