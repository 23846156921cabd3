package why

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"
)

// MostLines is how many lines of a log are looked at.
const MostLines = 500_000

// Lines and the messages in them are cut.
const (
	longestLine    = 64 << 10
	longestMessage = 8 << 10
)

// Log is what was read of a log.
type Log struct {
	// Attempts are what the lines tell was refused, each once, in their order.
	Attempts []Attempt
	// Units are the units that lines name, also such that tell of no refusal, in the
	// order of the log.
	Units []string
	// Cut tells that there are more than MostLines lines, of which the first were read.
	Cut bool
}

// Read reads the lines of a log: the journal as JSON or text, audit records, the
// kernel's log, or a trace. A line is cut after 64 KiB, its message after 8 KiB. No more
// of the log is kept than what was refused.
func Read(r io.Reader) (Log, error) {
	in := bufio.NewReaderSize(r, longestLine)
	hints := hinting()
	found := newCollector()
	for number := 1; ; number++ {
		text, err := readLine(in)
		if errors.Is(err, io.EOF) && len(text) == 0 {
			return found.log(), nil
		}
		if err != nil && !errors.Is(err, io.EOF) {
			return found.log(), fmt.Errorf("reading the log: %w", err)
		}
		if number > MostLines {
			log := found.log()
			log.Cut = true
			return log, nil
		}
		of := hints.find(text)
		if of == 0 {
			found.spoken.hear(text)
			continue
		}
		if line, ok := parseLine(bytes.TrimSpace(text)); ok {
			line.Number, line.hints = number, of
			line.Text = strings.Clone(line.Text[:min(len(line.Text), longestMessage)])
			found.add(line)
		}
	}
}

// readLine returns the next line, without what is too long of it. It holds until the
// next one is read.
func readLine(in *bufio.Reader) ([]byte, error) {
	text, err := in.ReadSlice('\n')
	if !errors.Is(err, bufio.ErrBufferFull) {
		return text, err
	}
	text = bytes.Clone(text)
	for errors.Is(err, bufio.ErrBufferFull) {
		_, err = in.ReadSlice('\n')
	}
	return text, err
}

// parseLine reads one line of any form; an empty one is none.
func parseLine(text []byte) (Line, bool) {
	if len(text) == 0 {
		return Line{}, false
	}
	if text[0] == '{' {
		if line, ok := parseEntry(text); ok {
			return line, true
		}
	}
	return parseText(string(text)), true
}
