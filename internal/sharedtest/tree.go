package sharedtest

import (
	"bytes"
	"io/fs"
	"os"
	"path/filepath"
	"testing"
)

// longestLink bounds what is taken for the target of a link.
const longestLink = 200

// Tree returns a directory with a recorded tree of units whose symbolic links
// are links. A copy of the recorded answers may have lost them: each is then a
// small file that holds nothing but its target. The tree is copied to a
// temporary directory where that is so.
func Tree(t testing.TB, elements ...string) string {
	t.Helper()
	dir := Path(t, elements...)
	lost := map[string]string{}
	err := filepath.WalkDir(dir, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || !entry.Type().IsRegular() {
			return err
		}
		target, err := lostLink(path, entry)
		if target != "" {
			lost[path] = target
		}
		return err
	})
	if err != nil {
		t.Fatalf("reading the recorded tree: %v", err)
	}
	if len(lost) == 0 {
		return dir
	}
	restored := t.TempDir()
	if err := os.CopyFS(restored, os.DirFS(dir)); err != nil {
		t.Fatalf("copying the recorded tree: %v", err)
	}
	for path, target := range lost {
		relative, err := filepath.Rel(dir, path)
		if err != nil {
			t.Fatal(err)
		}
		link := filepath.Join(restored, relative)
		if err := os.Remove(link); err != nil {
			t.Fatalf("restoring a link: %v", err)
		}
		if err := os.Symlink(target, link); err != nil {
			t.Fatalf("restoring a link: %v", err)
		}
	}
	return restored
}

// lostLink returns the target of a file that once was a link, or "". Unit files
// end in a newline or hold a section header; a lost link has neither.
func lostLink(path string, entry fs.DirEntry) (string, error) {
	info, err := entry.Info()
	if err != nil || info.Size() == 0 || info.Size() > longestLink {
		return "", err
	}
	text, err := os.ReadFile(path)
	if err != nil || bytes.ContainsAny(text, "\n= []") {
		return "", err
	}
	return string(text), nil
}
