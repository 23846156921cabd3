package source

import (
	"encoding/binary"
	"sort"
	"unicode/utf8"
)

// checkpointEvery bounds the bytes that are decoded for one column, so that
// many findings on one very long line stay cheap.
const checkpointEvery = 1024

// checkpoint says how many code points and UTF-16 units precede offset in the
// file; offset is a boundary between code points.
type checkpoint struct {
	offset, points, units int
}

func checkpointsOf(text []byte) []checkpoint {
	if IsASCII(text) {
		return nil
	}
	var all []checkpoint
	at := checkpoint{}
	for at.offset < len(text) {
		all = append(all, at)
		at = at.advance(text, at.offset+checkpointEvery)
	}
	return all
}

// IsASCII tells whether a text has no character beyond ASCII. It looks at 32 bytes at a
// time, of which none of ASCII has the highest bit.
func IsASCII(text []byte) bool {
	const highestBits = 0x8080808080808080
	var seen uint64
	order := binary.NativeEndian
	for ; len(text) >= 32; text = text[32:] {
		seen |= order.Uint64(text) | order.Uint64(text[8:]) | order.Uint64(text[16:]) | order.Uint64(text[24:])
	}
	for _, c := range text {
		seen |= uint64(c)
	}
	return seen&highestBits == 0
}

// advance decodes up to the code point that holds end, which is counted whole.
func (c checkpoint) advance(text []byte, end int) checkpoint {
	end = min(end, len(text))
	for c.offset < end {
		r, size := utf8.DecodeRune(text[c.offset:])
		c.offset += size
		c.points++
		c.units++
		if r > 0xFFFF {
			c.units++
		}
	}
	return c
}

func (f *File) count(offset int) checkpoint {
	if f.checkpoints == nil {
		return checkpoint{offset: offset, points: offset, units: offset}
	}
	after := sort.Search(len(f.checkpoints), func(i int) bool { return f.checkpoints[i].offset > offset })
	return f.checkpoints[after-1].advance(f.Text, offset)
}

func (f *File) clamp(offset int) int { return min(max(offset, 0), len(f.Text)) }

func (f *File) lineStart(offset int) (number, start int) {
	number = f.Line(offset)
	return number, f.LineRange(number).Start
}

// Position returns the place of a byte offset: line, and column in code points.
// An offset outside of the file counts as its nearer end, one inside of a code
// point as the place behind it.
func (f *File) Position(offset int) Position {
	offset = f.clamp(offset)
	number, start := f.lineStart(offset)
	return Position{Line: number, Column: f.count(offset).points - f.count(start).points + 1}
}

// UTF16Column returns the column of a byte offset in UTF-16 code units, from 1.
func (f *File) UTF16Column(offset int) int {
	offset = f.clamp(offset)
	_, start := f.lineStart(offset)
	return f.count(offset).units - f.count(start).units + 1
}
