package why

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
)

// Bounds of what is read: lines and the messages in them are cut, and no more of
// them are looked at.
const (
	longestLine    = 64 << 10
	longestMessage = 8 << 10
	mostLines      = 500_000
)

// Read returns the lines of a log: the journal as JSON or text, audit records,
// the kernel's log, or a trace. A line is cut after 64 KiB, its message after 8 KiB;
// complete is false where there are more than half a million lines, of which the
// first are returned.
func Read(r io.Reader) (lines []Line, complete bool, err error) {
	in := bufio.NewReaderSize(r, longestLine)
	for number := 1; ; number++ {
		text, err := readLine(in)
		if errors.Is(err, io.EOF) && len(text) == 0 {
			return lines, true, nil
		}
		if err != nil && !errors.Is(err, io.EOF) {
			return lines, false, fmt.Errorf("reading the log: %w", err)
		}
		if number > mostLines {
			return lines, false, nil
		}
		if line, ok := parseLine(bytes.TrimSpace(text)); ok {
			line.Number = number
			line.Text = line.Text[:min(len(line.Text), longestMessage)]
			lines = append(lines, line)
		}
	}
}

// readLine returns the next line, without what is too long of it.
func readLine(in *bufio.Reader) ([]byte, error) {
	text, err := in.ReadSlice('\n')
	kept := bytes.Clone(text)
	for errors.Is(err, bufio.ErrBufferFull) {
		_, err = in.ReadSlice('\n')
	}
	return kept, err
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
