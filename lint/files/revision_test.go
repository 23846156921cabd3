package files

import (
	"os"
	"os/exec"
	"path/filepath"
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
