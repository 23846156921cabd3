package files

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
)

// mostInMemory is how much content is kept in memory before it goes to a
// temporary file: the programs of an image are gigabytes.
const mostInMemory = 16 << 20

// section is where the content of a file lies.
type section struct{ start, size int64 }

// notKept marks content that was passed over.
var notKept = section{start: -1}

// spool keeps the contents of files one after the other.
type spool struct {
	memory bytes.Buffer
	file   *os.File
	size   int64
}

// add keeps the next size bytes of a reader, all of which must be there.
func (s *spool) add(r io.Reader, size int64) (section, error) {
	kept := section{s.size, size}
	if s.file == nil && s.size+size > mostInMemory {
		if err := s.spill(); err != nil {
			return kept, err
		}
	}
	var to io.Writer = &s.memory
	if s.file != nil {
		to = s.file
	}
	count, err := io.CopyN(to, r, size)
	s.size += count
	if errors.Is(err, io.EOF) {
		err = fmt.Errorf("%w: %d of %d bytes are there", ErrMalformed, count, size)
	}
	return kept, err
}

// spill moves what is kept to a temporary file, which has no name any more
// where the system allows it.
func (s *spool) spill() error {
	file, err := os.CreateTemp("", "unitlint-*")
	if err != nil {
		return fmt.Errorf("making room for the archive's content: %w", err)
	}
	_ = os.Remove(file.Name()) // Windows keeps it until close removes it
	s.file = file
	if _, err := s.memory.WriteTo(file); err != nil {
		return fmt.Errorf("making room for the archive's content: %w", err)
	}
	s.memory = bytes.Buffer{}
	return nil
}

func (s *spool) reader(of section) *io.SectionReader {
	if s.file != nil {
		return io.NewSectionReader(s.file, of.start, of.size)
	}
	return io.NewSectionReader(bytes.NewReader(s.memory.Bytes()), of.start, of.size)
}

func (s *spool) close() error {
	s.memory = bytes.Buffer{}
	if s.file == nil {
		return nil
	}
	err := s.file.Close()
	_ = os.Remove(s.file.Name()) // gone already but on Windows
	s.file = nil
	return err
}
