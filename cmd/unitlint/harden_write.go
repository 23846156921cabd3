package main

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/unitlint/unitlint/lint/files"
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
	for _, r := range results {
		if err := mayWrite(root, r.Path()); err != nil {
			return fmt.Errorf("--write: %w", err)
		}
	}
	for _, r := range results {
		if !r.Adds {
			continue
		}
		if err := replace(root, r.Path(), []byte(r.Text())); err != nil {
			return fmt.Errorf("--write: writing the drop-in of %s: %w", r.Subject.Editions[0].Unit.ID, err)
		}
		fmt.Fprintf(p.stderr, "unitlint: wrote %s\n", report.Clean(filepath.ToSlash(filepath.Join(dir, filepath.FromSlash(r.Path())))))
	}
	return nil
}

// mostEarlier bounds what is read of a file that is there already.
const mostEarlier = 1 << 20

// mayWrite refuses a place that holds a file which an earlier run did not write,
// or what is no plain file.
func mayWrite(root, name string) error {
	place, err := files.PlainIn(root, name)
	if err != nil {
		return err
	}
	text, err := place.Read(mostEarlier)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil
	case err != nil:
		return fmt.Errorf("looking for an earlier drop-in: %w", err)
	case !bytes.HasPrefix(text, []byte(harden.Mark)):
		return fmt.Errorf("%s was not written by unitlint harden and stays as it is", name)
	}
	return nil
}

// replace puts a file into place as a whole: a reader finds the old one or the new
// one.
func replace(root, name string, text []byte) error {
	below, err := os.OpenRoot(root)
	if err != nil {
		return fmt.Errorf("opening the directory: %w", err)
	}
	defer func() { _ = below.Close() }() // only directories are made in it
	if err := below.MkdirAll(filepath.Dir(filepath.FromSlash(name)), 0o755); err != nil {
		return fmt.Errorf("making its directory: %w", err)
	}
	place, err := files.PlainIn(root, name)
	if err != nil {
		return err
	}
	return place.Write(text)
}
