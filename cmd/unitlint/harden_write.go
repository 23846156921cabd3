package main

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/unitlint/unitlint/lint/harden"
	"github.com/unitlint/unitlint/lint/report"
)

// writeHardened writes each drop-in below a directory. All places are looked at
// before the first one is written.
func (p program) writeHardened(dir string, results []*harden.Result) error {
	root := p.path(dir)
	if err := os.MkdirAll(root, 0o755); err != nil {
		return fmt.Errorf("--write: making the directory: %w", err)
	}
	below, err := os.OpenRoot(root)
	if err != nil {
		return fmt.Errorf("--write: opening the directory: %w", err)
	}
	defer func() { _ = below.Close() }() // each file was closed before
	for _, r := range results {
		if err := mayWrite(below, r.Path()); err != nil {
			return fmt.Errorf("--write: %w", err)
		}
	}
	for _, r := range results {
		if !r.Adds {
			continue
		}
		if err := replace(below, r.Path(), []byte(r.Text())); err != nil {
			return fmt.Errorf("--write: writing the drop-in of %s: %w", r.Subject.Editions[0].Unit.ID, err)
		}
		fmt.Fprintf(p.stderr, "unitlint: wrote %s\n", report.Clean(filepath.ToSlash(filepath.Join(dir, filepath.FromSlash(r.Path())))))
	}
	return nil
}

// mayWrite refuses a place that holds a file which an earlier run did not write.
func mayWrite(below *os.Root, name string) error {
	file, err := below.Open(filepath.FromSlash(name))
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil
	case err != nil:
		return fmt.Errorf("looking for an earlier drop-in: %w", err)
	}
	defer func() { _ = file.Close() }() // it was read from alone
	begin := make([]byte, len(harden.Mark))
	if n, _ := file.Read(begin); !bytes.Equal(begin[:n], []byte(harden.Mark)) {
		return fmt.Errorf("%s was not written by unitlint harden and stays as it is", name)
	}
	return nil
}

// replace puts a file into place as a whole: a reader finds the old one or the new
// one.
func replace(below *os.Root, name string, text []byte) error {
	name = filepath.FromSlash(name)
	if err := below.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		return fmt.Errorf("making its directory: %w", err)
	}
	// systemd reads no file with this ending as a drop-in.
	unfinished := name + ".new"
	if err := below.WriteFile(unfinished, text, 0o644); err != nil {
		return errors.Join(fmt.Errorf("writing it: %w", err), below.Remove(unfinished))
	}
	if err := below.Rename(unfinished, name); err != nil {
		return errors.Join(fmt.Errorf("putting it into place: %w", err), below.Remove(unfinished))
	}
	return nil
}
