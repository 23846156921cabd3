package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/unitlint/unitlint/lint"
	"github.com/unitlint/unitlint/lint/files"
	"github.com/unitlint/unitlint/lint/filter"
	"github.com/unitlint/unitlint/lint/finding"
)

// checkout is a copy of the files of a git revision.
type checkout struct {
	revision string
	// top is the top of the repository, as the working directory names it, and
	// dir the directory that the copy of it is in.
	top, dir string
}

// checkOut copies a revision of the repository that the working directory
// belongs to.
func (p program) checkOut(revision string) (made *checkout, err error) {
	prefix, err := files.RepositoryPrefix(p.dir)
	if err != nil {
		return nil, err
	}
	tree, err := files.OpenRevision(p.dir, revision, "")
	if err != nil {
		return nil, err
	}
	defer func() { _ = tree.Close() }() // it is read from alone
	dir, err := os.MkdirTemp("", "unitlint-*")
	if err != nil {
		return nil, fmt.Errorf("copying the revision %s: %w", revision, err)
	}
	c := &checkout{revision: revision, top: p.dir, dir: dir}
	for range strings.FieldsFunc(prefix, func(r rune) bool { return r == '/' }) {
		c.top = filepath.Dir(c.top)
	}
	if err := files.Copy(tree, dir); err != nil {
		c.remove()
		return nil, fmt.Errorf("copying the revision %s: %w", revision, err)
	}
	return c, nil
}

func (c *checkout) remove() { _ = os.RemoveAll(c.dir) } // what stays is in a directory for that

// moved returns where the copy has what is at a path of the host; what is
// outside of the repository is where it was. A nil checkout has moved nothing.
func (c *checkout) moved(path string) string {
	if c == nil {
		return path
	}
	rel, err := filepath.Rel(c.top, path)
	if err != nil || !filepath.IsLocal(rel) {
		return path
	}
	return filepath.Join(c.dir, rel)
}

// earlier returns a step that suppresses what a run with the same flags finds in
// a revision. What the revision does not have, or what of it cannot be read,
// hides nothing.
func (p program) earlier(f checkFlags, args []string) (lint.Processor, error) {
	old, err := p.checkOut(f.newFrom)
	if err != nil {
		return nil, fmt.Errorf("--new-from: %w", err)
	}
	defer old.remove()
	before := p
	before.dir = old.moved(p.dir)
	if err := os.MkdirAll(before.dir, 0o700); err != nil {
		return nil, fmt.Errorf("--new-from: %w", err)
	}
	f.newFrom, f.quiet = "", true
	if f.root != "" && filepath.IsAbs(f.root) {
		f.root = old.moved(f.root)
	}
	moved := make([]string, 0, len(args))
	for _, arg := range args {
		if filepath.IsAbs(arg) {
			arg = old.moved(arg)
		}
		moved = append(moved, arg)
	}
	var known []finding.Finding
	if c, err := before.newChecker(f, moved); err == nil {
		if found, err := c.lint(nil); err == nil {
			known = found.Findings
		}
		c.closing.Wait() // the revision is removed next
	}
	return filter.Earlier(known, "found at "+old.revision+" already"), nil
}
