package locate

import (
	"bytes"
	"fmt"
	"io/fs"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

// SetText makes the tree show a file with this content, whether the host has it
// or not. It must be called before the tree is looked at.
func (t *Tree) SetText(name string, content []byte) {
	name = path.Clean(name)
	t.mu.Lock()
	defer t.mu.Unlock()
	info := textInfo{name: path.Base(name), size: int64(len(content))}
	t.nodes[name] = madeUp(info, bytes.Clone(content))
	for dir, below := path.Dir(name), path.Base(name); ; dir, below = path.Dir(dir), path.Base(dir) {
		t.added[dir] = append(t.added[dir], below)
		if dir == "." {
			break
		}
		if n := t.nodes[dir]; n == nil {
			if _, err := t.files.Lstat(dir); err != nil {
				t.nodes[dir] = madeUp(textInfo{name: path.Base(dir), dir: true}, nil)
			}
		}
	}
}

// withTexts adds the entries of a directory that SetText made up.
func (t *Tree) withTexts(dir string, entries []fs.DirEntry) []fs.DirEntry {
	t.mu.Lock()
	defer t.mu.Unlock()
	for _, name := range t.added[dir] {
		if slices.ContainsFunc(entries, func(e fs.DirEntry) bool { return e.Name() == name }) {
			continue
		}
		if n := t.nodes[path.Join(dir, name)]; n != nil && n.info != nil {
			entries = append(entries, fs.FileInfoToDirEntry(n.info))
		}
	}
	return entries
}

// textInfo describes a file or directory that is not on the host.
type textInfo struct {
	name string
	size int64
	dir  bool
}

func (i textInfo) Name() string       { return i.name }
func (i textInfo) Size() int64        { return i.size }
func (i textInfo) ModTime() time.Time { return time.Time{} }
func (i textInfo) IsDir() bool        { return i.dir }
func (i textInfo) Sys() any           { return nil }

func (i textInfo) Mode() fs.FileMode {
	if i.dir {
		return fs.ModeDir | 0o755
	}
	return 0o644
}

// textBelow selects the file that the text of a request stands for, in a root
// tree.
func (s *selector) textBelow(root *Tree) {
	name := strings.TrimPrefix(path.Clean("/"+filepath.ToSlash(s.TextName)), "/")
	root.SetText(name, s.Text)
	if err := s.file(root, name); err != nil {
		s.fail(err)
	}
}

// textHere selects the file that the text of a request stands for, by its path
// on the host.
func (s *selector) textHere() error {
	host := s.absolute(s.TextName)
	dir, isRoot := s.treeOf(host), false
	if root, _, ok := splitHost(host); ok {
		dir, isRoot = filepath.FromSlash(root), true
	}
	tree, err := s.tree(dir, isRoot, s.shown(dir))
	if err != nil {
		return err
	}
	rel, err := filepath.Rel(dir, host)
	if err != nil {
		return fmt.Errorf("placing %s: %w", s.TextName, err)
	}
	tree.SetText(filepath.ToSlash(rel), s.Text)
	if err := s.file(tree, filepath.ToSlash(rel)); err != nil {
		s.fail(err)
	}
	return nil
}
