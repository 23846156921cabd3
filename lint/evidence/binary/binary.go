// Package binary reads what an executable file shows of the program in it: the
// functions that it takes from libraries, the run-time that it was built with,
// the modules that a script imports, the paths among its strings. It turns bytes
// into facts and looks at nothing else. What it reads may be hostile: the bytes
// that it takes and the facts that it keeps are bounded, and a file that makes no
// sense has no facts.
package binary

import (
	"bytes"
	"errors"
	"fmt"
	"io"
)

// Format is the kind of an executable file.
type Format uint8

// The formats.
const (
	Unknown Format = iota // neither of the others
	ELF                   // a program or library of machine code (elf(5))
	Script                // a text that begins with "#!" (execve(2))
)

// Program is what an executable file shows.
type Program struct {
	Format Format
	// Architecture is what SystemCallArchitectures= calls the machine that the
	// code is for, or "" (systemd.exec(5)).
	Architecture string
	// Loader is the dynamic loader that runs the program, or "" (ld.so(8)).
	Loader string
	// Libraries are the names of the libraries that it is linked with, and
	// SearchPath the directories that it names itself for them.
	Libraries, SearchPath []string
	// Imports are the functions that it takes from libraries, sorted, each once.
	Imports []string
	// Go is set where the program was built by the Go compiler.
	Go *Go
	// Rust tells that the Rust compiler built the program.
	Rust bool
	// Packed names the packer that compressed the program, or is "".
	Packed string
	// Strings are the absolute paths among its strings, sorted, each once.
	Strings []string
	// Accounts are the accounts that every system has and whose names stand among its
	// strings, sorted.
	Accounts []string
	// Offered are the paths below /tmp at which it says that it is reached, sorted.
	Offered []string
	// Interpreter is the program that runs a script, Arguments what its first line
	// says beside it, and Modules what the script imports.
	Interpreter string
	Arguments   []string
	Modules     []Module
	// Steps are what a shell script does whatever happens.
	Steps Steps
}

// Has tells whether the program imports a function.
func (p *Program) Has(function string) bool { return contains(p.Imports, function) }

// The bounds of what is read of a file and kept of it.
const (
	// mostBytes bounds what is read of one file. The largest programs of
	// distributions have some 200 MiB, of which a fraction is looked at.
	mostBytes = 256 << 20
	// mostFacts bounds the names, paths and modules that are kept of each kind.
	mostFacts = 1 << 14
	// longestName bounds a single one of them.
	longestName = 512
)

// ErrTooMuch tells that a file makes its reader read on and on.
var ErrTooMuch = errors.New("the file takes too much reading")

// Read returns what an executable file shows. A file of a format that is not
// known has no facts and is no error; the error tells that the file cannot be
// read or contradicts itself.
func Read(file io.ReaderAt, size int64) (*Program, error) {
	bounded := &boundedReader{file: file, left: mostBytes}
	begin := make([]byte, min(longestFirstLine, size))
	count, err := bounded.ReadAt(begin, 0)
	if err != nil && !errors.Is(err, io.EOF) {
		return nil, fmt.Errorf("reading the beginning of a program: %w", err)
	}
	begin = begin[:count]
	switch {
	case bytes.HasPrefix(begin, []byte("\x7fELF")):
		return readELF(bounded, size)
	case bytes.HasPrefix(begin, []byte("#!")):
		return readScript(bounded, size)
	}
	return &Program{}, nil
}

// boundedReader ends with an error where more is read than is good for anybody.
type boundedReader struct {
	file io.ReaderAt
	left int64
}

// ReadAt reads as the file does, as long as the bound allows.
func (b *boundedReader) ReadAt(p []byte, at int64) (int, error) {
	b.left -= int64(len(p))
	if b.left < 0 {
		return 0, ErrTooMuch
	}
	return b.file.ReadAt(p, at)
}
