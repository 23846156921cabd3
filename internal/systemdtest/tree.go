package systemdtest

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// Tree maps slash-separated paths to the contents of files. A content made by
// Link is a symbolic link.
type Tree map[string]string

const linkMark = "\x00link\x00"

// Link returns the content of a symbolic link to target.
func Link(target string) string { return linkMark + target }

// Write lays a tree into a fresh directory that every user may read, which the
// test removes at its end, and returns the directory.
func Write(t testing.TB, tree Tree) string {
	t.Helper()
	dir, err := os.MkdirTemp("", "systemdtest-") //nolint:usetesting // t.TempDir is closed to other users
	if err != nil {
		t.Fatalf("making a directory for the tree: %v", err)
	}
	t.Cleanup(func() {
		if err := os.RemoveAll(dir); err != nil {
			t.Errorf("removing the tree: %v", err)
		}
	})
	// The manager may run as another user than the test.
	if err := os.Chmod(dir, 0o755); err != nil {
		t.Fatalf("opening the tree to other users: %v", err)
	}
	for path, content := range tree {
		if err := writeEntry(filepath.Join(dir, filepath.FromSlash(path)), content); err != nil {
			t.Fatalf("writing %s: %v", path, err)
		}
	}
	return dir
}

func writeEntry(path, content string) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return err
	}
	if target, ok := strings.CutPrefix(content, linkMark); ok {
		return os.Symlink(target, path)
	}
	return os.WriteFile(path, []byte(content), 0o644)
}
