//go:build unix

package locate

import (
	"errors"
	"path/filepath"
	"syscall"
	"testing"
)

func TestFIFOsAreNotOpened(t *testing.T) {
	dir := t.TempDir()
	if err := syscall.Mkfifo(filepath.Join(dir, "fifo.service"), 0o600); err != nil {
		t.Fatal(err)
	}
	tree := openTest(t, dir, false)
	if _, err := tree.Source("fifo.service"); !errors.Is(err, ErrNotRegular) {
		t.Errorf("reading it: %v", err)
	}
}
