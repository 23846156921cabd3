//go:build unix

package files

import (
	"path/filepath"
	"syscall"
	"testing"
)

// TestBelowFIFO asks for what lies below a FIFO: opening it as if it were a
// directory would wait for its other end.
func TestBelowFIFO(t *testing.T) {
	dir := t.TempDir()
	if err := syscall.Mkfifo(filepath.Join(dir, "fifo"), 0o600); err != nil {
		t.Fatal(err)
	}
	tree, err := OpenDirectory(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = tree.Close() }()
	if _, err := tree.Lstat("fifo/below"); err == nil {
		t.Error("something lies below a FIFO")
	}
	if _, err := tree.Lstat("fifo/below/deeper"); err == nil {
		t.Error("something lies deep below a FIFO")
	}
}
