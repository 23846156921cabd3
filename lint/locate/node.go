package locate

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"sync"

	"github.com/unitlint/unitlint/lint/files"
)

// node is what the tree holds at a path without links, asked for once.
type node struct {
	looking, reading sync.Once

	info    fs.FileInfo
	said    string // the text of a link
	err     error  // why there is no info, or no text of a link
	content []byte // of a regular file that was read
	failure error  // why it could not be read
}

// errUnread is what is known of a node while it is read, and stays where that panics:
// nobody takes it for an empty one.
var errUnread = errors.New("was not read to the end")

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
	n.err = errUnread
	n.info, n.err = t.files.Lstat(name)
	if n.err != nil {
		n.err = cause(n.err)
		return
	}
	n.said, n.err = t.readLink(n, name)
}

// readRegular reads the regular file at a path without links.
func (t *Tree) readRegular(name string) ([]byte, error) {
	n := t.node(name)
	if n.info == nil {
		return nil, n.err
	}
	return t.content(n, name)
}

// content returns the content of a regular file. Its kind is asked for before
// it is opened: opening a FIFO or a device can block or have effects.
func (t *Tree) content(n *node, name string) ([]byte, error) {
	n.reading.Do(func() {
		n.failure = errUnread
		if size := n.info.Size(); n.info.Mode().IsRegular() && size <= maxFileSize && t.held.Add(size) > maxHeld {
			n.failure = ErrTooMuch
			return
		}
		n.content, n.failure = readFile(t.files, name, n.info)
	})
	return n.content, n.failure
}

func readFile(tree files.FS, name string, info fs.FileInfo) ([]byte, error) {
	switch {
	case !info.Mode().IsRegular():
		return nil, fmt.Errorf("%w but %s", ErrNotRegular, kindOf(info.Mode()))
	case info.Size() > maxFileSize:
		return nil, ErrTooLarge
	}
	file, err := tree.Open(name)
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
		case errors.Is(err, io.EOF), err == nil && int64(len(content)) == info.Size() && len(content) < cap(content):
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
