package unitfile

import (
	"sort"

	"github.com/unitlint/unitlint/lint/source"
)

// Assignment is one logical line "Key=Value".
type Assignment struct {
	File    *File
	Section *Section // nil for a line outside of any section
	Key     string
	// Value is the value as systemd sees it: continuations joined with one
	// space for each backslash, blanks stripped at both ends.
	Value    string
	KeyRange source.Range
	// Line is the number that systemd's messages give for this assignment
	// (since 245: the last physical line of the logical line).
	Line int

	pieces []piece // of the whole logical line
	before int     // bytes of it before the value
}

// piece maps length bytes of a joined text, from offset joined, to the source
// bytes from offset source. The space that stands for a backslash is mapped to
// the backslash, so a physical line gives one piece.
type piece struct {
	joined, source, length int
}

// Range spans the assignment from its key to the end of its value.
func (a *Assignment) Range() source.Range {
	return a.File.Source.Range(a.KeyRange.Start, a.ValueRange().End)
}

// ValueRange spans the value, over all physical lines that it is joined from.
// The range of an empty value is empty and lies behind the '='.
func (a *Assignment) ValueRange() source.Range { return a.Span(0, len(a.Value)) }

// Span turns bytes [start, end) of Value into the range of the file that they
// were read from. Bounds outside of Value are cut to it.
func (a *Assignment) Span(start, end int) source.Range {
	start = min(max(start, 0), len(a.Value))
	end = min(max(end, start), len(a.Value))
	from := a.sourceOffset(start)
	if start == end {
		return a.File.Source.Range(from, from)
	}
	return a.File.Source.Range(from, a.sourceOffset(end-1)+1)
}

// Joined tells whether the assignment stands on several physical lines.
func (a *Assignment) Joined() bool { return len(a.pieces) > 1 }

// Pieces returns the ranges that Value was joined from, one for each physical
// line that contributed to it.
func (a *Assignment) Pieces() []source.Range {
	if a.Value == "" {
		return []source.Range{a.ValueRange()}
	}
	ranges := make([]source.Range, 0, len(a.pieces))
	for _, p := range a.pieces {
		from, to := max(p.joined, a.before), min(p.joined+p.length, a.before+len(a.Value))
		if from < to {
			ranges = append(ranges, a.File.Source.Range(p.source+from-p.joined, p.source+to-p.joined))
		}
	}
	return ranges
}

// InnerComments returns the comment lines between the physical lines of the
// assignment; systemd 240 and later drop them from the continuation.
func (a *Assignment) InnerComments() []source.Range {
	if !a.Joined() {
		return nil
	}
	all := a.File.Comments
	whole := a.Range()
	first := sort.Search(len(all), func(i int) bool { return all[i].Start >= whole.Start })
	last := first
	for last < len(all) && all[last].End <= whole.End {
		last++
	}
	return all[first:last:last]
}

func (a *Assignment) sourceOffset(value int) int { return sourceOffset(a.pieces, a.before+value) }

func sourceOffset(pieces []piece, joined int) int {
	after := sort.Search(len(pieces), func(i int) bool { return pieces[i].joined > joined })
	p := pieces[max(after-1, 0)]
	return p.source + min(joined-p.joined, p.length)
}
