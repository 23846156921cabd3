package locate

import (
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"sync"
	"syscall"
)

// maxHandles bounds the directories that are kept open.
const maxHandles = 256

// node is what the tree holds at a path without links, asked for once.
type node struct {
	looking, reading sync.Once

	info    fs.FileInfo
	said    string // the text of a link
	err     error  // why there is no info, or no text of a link
	content []byte // of a regular file that was read
	failure error  // why it could not be read
}

// madeUp is a node that the host does not have, or has otherwise.
func madeUp(info fs.FileInfo, content []byte) *node {
	n := &node{info: info, content: content}
	n.looking.Do(func() {})
	n.reading.Do(func() {})
	return n
}

// node looks at a path without links. The answer is kept.
func (t *Tree) node(name string) *node {
	t.mu.Lock()
	n := t.nodes[name]
	if n == nil {
		n = &node{}
		t.nodes[name] = n
	}
	t.mu.Unlock()
	n.looking.Do(func() { t.look(n, name) })
	return n
}

func (t *Tree) look(n *node, name string) {
	dir, base := t.handle(name)
	n.info, n.err = dir.Lstat(base)
	if n.err != nil {
		n.err = cause(n.err)
		return
	}
	n.said, n.err = t.readLink(n, dir, base)
}

// handle returns an open directory and the rest of the path below it: walking
// down from the tree's own directory for each file costs most of the time.
func (t *Tree) handle(name string) (dir *os.Root, base string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.handleLocked(name)
}

// handleLocked opens each directory from the one above it, which is kept open,
// too. Where that fails, the whole path is the rest.
func (t *Tree) handleLocked(name string) (dir *os.Root, base string) {
	parent := path.Dir(name)
	if parent == "." {
		return t.root, name
	}
	if dir = t.handles[parent]; dir != nil {
		return dir, path.Base(name)
	}
	if len(t.handles) >= maxHandles {
		return t.root, name
	}
	above, rest := t.handleLocked(parent)
	dir, err := above.OpenRoot(rest)
	if err != nil {
		return t.root, name
	}
	t.handles[parent] = dir
	return dir, path.Base(name)
}

// readRegular reads the regular file at a path without links.
func (t *Tree) readRegular(name string) ([]byte, error) {
	n := t.node(name)
	if n.info == nil {
		return nil, n.err
	}
	dir, base := t.handle(name)
	return n.read(dir, base)
}

// read returns the content of a regular file. Its kind is asked for before it
// is opened: opening a FIFO or a device can block or have effects.
func (n *node) read(dir *os.Root, base string) ([]byte, error) {
	n.reading.Do(func() { n.content, n.failure = readFile(dir, base, n.info) })
	return n.content, n.failure
}

func readFile(dir *os.Root, base string, info fs.FileInfo) ([]byte, error) {
	switch {
	case !info.Mode().IsRegular():
		return nil, fmt.Errorf("%w but %s", ErrNotRegular, kindOf(info.Mode()))
	case info.Size() > maxFileSize:
		return nil, ErrTooLarge
	}
	file, err := dir.OpenFile(base, os.O_RDONLY|syscall.O_NONBLOCK, 0)
	if err != nil {
		return nil, cause(err)
	}
	defer func() { _ = file.Close() }() // it is read from alone
	// One byte more than the size shows the end of the file, so that a file of
	// the expected size is read in one go.
	content := make([]byte, 0, info.Size()+1)
	for {
		if len(content) > maxFileSize {
			return nil, ErrTooLarge
		}
		if len(content) == cap(content) {
			content = append(content, 0)[:len(content)]
		}
		count, err := file.Read(content[len(content):cap(content)])
		content = content[:len(content)+count]
		switch {
		case err == io.EOF, err == nil && int64(len(content)) == info.Size() && len(content) < cap(content):
			return content, nil // a read that falls short of what was asked for is the last
		case err != nil:
			return nil, cause(err)
		}
	}
}

func kindOf(mode fs.FileMode) string {
	switch {
	case mode.IsDir():
		return "a directory"
	case mode&fs.ModeNamedPipe != 0:
		return "a FIFO"
	case mode&fs.ModeSocket != 0:
		return "a socket"
	case mode&fs.ModeDevice != 0:
		return "a device"
	default:
		return "a special file"
	}
}
