package source

import (
	"bytes"
	"sort"
)

// line is one physical line: its text is [start, end), its terminator, which
// can be empty only at the end of the file, is [end, next line's start).
type line struct {
	start, end int
}

// The terminators that can make up one line end together.
const (
	lineFeed uint8 = 1 << iota
	carriageReturn
	zero
)

func terminator(c byte) uint8 {
	switch c {
	case '\n':
		return lineFeed
	case '\r':
		return carriageReturn
	case 0:
		return zero
	}
	return 0
}

// splitLines cuts text as systemd 240 and later read it: line feed, carriage
// return and NUL end a line; a run of different ones is one line end, the
// repetition of one starts another line, and nothing is added after a NUL.
// What follows the last terminator is a line only where it is not empty.
func splitLines(text []byte) []line {
	zeros := bytes.Count(text, []byte{0})
	lines := make([]line, 0, max(bytes.Count(text, []byte{'\n'}), zeros)+1)
	next := func(text []byte) int { return bytes.IndexByte(text, '\n') } // all that most files have
	if zeros > 0 || bytes.IndexByte(text, '\r') >= 0 {
		next = func(text []byte) int { return bytes.IndexAny(text, "\n\r\x00") }
	}
	for start := 0; start < len(text); {
		end := len(text)
		if length := next(text[start:]); length >= 0 {
			end = start + length
		}
		lines = append(lines, line{start: start, end: end})
		start = skipTerminators(text, end)
	}
	return lines
}

func skipTerminators(text []byte, offset int) int {
	var seen uint8
	for offset < len(text) && seen&zero == 0 {
		t := terminator(text[offset])
		if t == 0 || seen&t != 0 {
			break
		}
		seen |= t
		offset++
	}
	return offset
}

// Lines returns the number of physical lines. An empty file has none; a
// terminator at the end of the file does not start another line.
func (f *File) Lines() int { return len(f.lines) }

// Line returns the number of the physical line, from 1, that offset lies in. A
// terminator belongs to the line that it ends; the end of the file belongs to
// the last line, or is a line of its own where a terminator precedes it.
func (f *File) Line(offset int) int {
	after := sort.Search(len(f.lines), func(i int) bool { return f.lines[i].start > offset })
	if after == len(f.lines) && offset >= len(f.Text) && f.endsWithTerminator() {
		return after + 1
	}
	return max(after, 1)
}

func (f *File) endsWithTerminator() bool {
	return len(f.lines) > 0 && f.lines[len(f.lines)-1].end < len(f.Text)
}

// LineRange returns the text of a physical line without its terminator. A
// number outside of the file gives an empty range at its nearer end.
func (f *File) LineRange(number int) Range {
	switch {
	case number < 1:
		return f.Range(0, 0)
	case number > len(f.lines):
		return f.Range(len(f.Text), len(f.Text))
	}
	l := f.lines[number-1]
	return f.Range(l.start, l.end)
}

// LineText returns the text of a physical line without its terminator, "" for
// a number outside of the file.
func (f *File) LineText(number int) string { return f.LineRange(number).Text() }
