package files

import (
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"testing"
)

func plainIn(t *testing.T, dir, name string) Plain {
	t.Helper()
	file, err := PlainIn(dir, name)
	if err != nil {
		t.Fatal(err)
	}
	return file
}

func write(t *testing.T, path, text string, mode os.FileMode) {
	t.Helper()
	if err := os.WriteFile(path, []byte(text), mode); err != nil {
		t.Fatal(err)
	}
}

func linkTo(t *testing.T, to, path string) {
	t.Helper()
	if err := os.Symlink(to, path); err != nil {
		t.Fatal(err)
	}
}

func TestPlainStaysBelowItsDirectory(t *testing.T) {
	outside, dir := t.TempDir(), t.TempDir()
	victim := filepath.Join(outside, "victim")
	write(t, victim, "old", 0o600)
	linkTo(t, victim, filepath.Join(dir, "link"))
	linkTo(t, outside, filepath.Join(dir, "sub"))
	linkTo(t, "/dev/zero", filepath.Join(dir, "zero"))
	if err := os.Mkdir(filepath.Join(dir, "directory"), 0o755); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"link", "sub/victim", "zero", "directory"} {
		file := plainIn(t, dir, name)
		if text, err := file.Read(10); err == nil {
			t.Errorf("%s was read: %q", name, text)
		}
		if err := file.Write([]byte("new")); err == nil {
			t.Errorf("%s was written", name)
		}
		if err := file.Mend([]byte("old"), []byte("new")); err == nil {
			t.Errorf("%s was mended", name)
		}
		if err := PlainNamed(dir, filepath.Join(dir, name)).Write([]byte("new")); err == nil {
			t.Errorf("%s, which the user named, was written", name)
		}
	}
	if text, err := os.ReadFile(victim); err != nil || string(text) != "old" {
		t.Errorf("the file outside holds %q, %v", text, err)
	}
	for _, name := range []string{"../x", "/etc/passwd", ""} {
		if _, err := PlainIn(dir, name); !errors.Is(err, ErrOutside) {
			t.Errorf("%q: got %v", name, err)
		}
	}
}

func TestPlainReadsALinkThatStaysBelow(t *testing.T) {
	dir := t.TempDir()
	write(t, filepath.Join(dir, "file"), "text", 0o644)
	linkTo(t, "file", filepath.Join(dir, "link"))
	if text, err := plainIn(t, dir, "link").Read(4); err != nil || string(text) != "text" {
		t.Errorf("got %q, %v", text, err)
	}
	if _, err := plainIn(t, dir, "link").Read(3); !errors.Is(err, ErrLarger) {
		t.Errorf("got %v", err)
	}
}

func TestPlainOutsideOfTheWorkingDirectoryIsWhatTheUserSays(t *testing.T) {
	here, elsewhere := t.TempDir(), t.TempDir()
	linkTo(t, os.DevNull, filepath.Join(elsewhere, "null"))
	for _, path := range []string{os.DevNull, filepath.Join(elsewhere, "null"), filepath.Join(elsewhere, "new")} {
		if err := PlainNamed(here, path).Write([]byte("text")); err != nil {
			t.Errorf("%s: %v", path, err)
		}
	}
	if _, err := PlainNamed(here, "/dev/zero").Read(1 << 20); runtime.GOOS == "linux" && !errors.Is(err, ErrLarger) {
		t.Errorf("got %v", err)
	}
}

func TestMendKeepsModeAndLeavesNothingBehind(t *testing.T) {
	dir := t.TempDir()
	name := filepath.Join(dir, "x.service")
	write(t, name, "old", 0o640)
	if err := plainIn(t, dir, "x.service").Mend([]byte("old"), []byte("new")); err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile(name)
	if err != nil || string(text) != "new" {
		t.Errorf("the file holds %q, %v", text, err)
	}
	info, err := os.Stat(name)
	if err != nil || info.Mode().Perm() != 0o640 {
		t.Errorf("the mode is %v, %v", info.Mode(), err)
	}
	if entries, _ := os.ReadDir(dir); len(entries) != 1 {
		t.Errorf("files are left behind: %v", entries)
	}
}

func TestMendLeavesWhatChangedMeanwhile(t *testing.T) {
	dir := t.TempDir()
	name := filepath.Join(dir, "x.service")
	for _, now := range []string{"ol", "olx", "older"} {
		write(t, name, now, 0o644)
		if err := plainIn(t, dir, "x.service").Mend([]byte("old"), []byte("new")); !errors.Is(err, ErrChanged) {
			t.Errorf("%s: got %v", now, err)
		}
		if text, _ := os.ReadFile(name); string(text) != now {
			t.Errorf("the file holds %q", text)
		}
	}
	if entries, _ := os.ReadDir(dir); len(entries) != 1 {
		t.Errorf("files are left behind: %v", entries)
	}
}
