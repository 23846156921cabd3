package machine

import (
	"bytes"
	"io"
	"sync"
	"sync/atomic"
	"time"

	"github.com/unitlint/unitlint/lint/evidence/binary"
)

// Store keeps what files show between runs. A key names one state of one file.
type Store interface {
	Get(key string) (*binary.Program, bool)
	Put(key string, p *binary.Program)
}

// read reads an executable, once; nil where the tree has none there that makes
// sense.
func (m *Machine) read(name string) *binary.Program { return m.once(name, name, binary.Read) }

// once reads a file of the tree the first time that a key is asked for.
func (m *Machine) once(key, name string, read func(io.ReaderAt, int64) (*binary.Program, error)) *binary.Program {
	m.mu.Lock()
	known := m.programs[key]
	if known == nil {
		known = sync.OnceValue(func() *binary.Program { return m.readOnce(key, name, read) })
		m.programs[key] = known
	}
	m.mu.Unlock()
	return known()
}

// mostRead bounds what is read of all programs of a tree together; the 700 programs
// of a large server take a seventh of it. What comes after it is as if it could not
// be read.
const mostRead = 4 << 30

// metered reads as a file does, as long as the tree has bytes left.
type metered struct {
	file io.ReaderAt
	left *atomic.Int64
}

// ReadAt reads as the file does; the error tells that the tree takes too much.
func (r metered) ReadAt(p []byte, at int64) (int, error) {
	if r.left.Add(-int64(len(p))) < 0 {
		return 0, binary.ErrTooMuch
	}
	return r.file.ReadAt(p, at)
}

// mostInMemory bounds the files of trees that cannot be read at any place.
const mostInMemory = 64 << 20

func (m *Machine) readOnce(key, name string, read func(io.ReaderAt, int64) (*binary.Program, error)) *binary.Program {
	file, err := m.tree.Open(inTree(name))
	if err != nil {
		return nil
	}
	defer func() { _ = file.Close() }() // it is read from alone
	info, err := file.Stat()
	if err != nil {
		return nil
	}
	if !m.sources.Binary {
		return &binary.Program{}
	}
	identity, changed := identityOf(info)
	if m.store == nil || identity == "" || time.Since(changed) < settled {
		return m.readFile(file, info.Size(), read)
	}
	key += "\x00" + identity
	if known, found := m.store.Get(key); found {
		return known
	}
	p := m.readFile(file, info.Size(), read)
	if p != nil {
		m.store.Put(key, p)
	}
	return p
}

// settled is how long ago a file has to have been changed for its state to have a
// name: the clocks of file systems tick slowly, and within a tick it could change
// again.
const settled = 100 * time.Millisecond

// readFile reads an open file; nil where it makes no sense.
func (m *Machine) readFile(file io.Reader, size int64, read func(io.ReaderAt, int64) (*binary.Program, error)) *binary.Program {
	at, ok := file.(io.ReaderAt)
	if !ok {
		content, err := io.ReadAll(io.LimitReader(file, mostInMemory))
		if err != nil {
			return nil
		}
		at = bytes.NewReader(content)
	}
	p, err := read(metered{at, &m.left}, size)
	if err != nil {
		return nil
	}
	return p
}
