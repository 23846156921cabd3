// Package source holds the text of one file and turns byte offsets into the
// positions that people, editors and report formats count in.
package source

// File is the text of one input file. It never changes after New, so that any
// number of goroutines may read it.
type File struct {
	// Path names the file in reports: relative to the root or to the working
	// directory, with forward slashes.
	Path string
	// Text is the content as it was read, without any normalisation.
	Text []byte

	content     string // is Text, too
	lines       []line
	checkpoints []checkpoint // nil where the whole text is ASCII
}

// New returns the file with its lines indexed. It takes over text, which must
// not be changed afterwards.
func New(path string, text []byte) *File {
	return &File{
		Path:        path,
		Text:        text,
		content:     string(text),
		lines:       splitLines(text),
		checkpoints: checkpointsOf(text),
	}
}

// Content returns the text as a string, without copying it once more.
func (f *File) Content() string { return f.content }

// Range is a half-open span of bytes [Start, End) of one file. The zero Range
// (nil File) points nowhere.
type Range struct {
	File       *File
	Start, End int
}

// Range returns the span [start, end) of the file, cut to the file's bounds.
func (f *File) Range(start, end int) Range {
	start = min(max(start, 0), len(f.Text))
	end = min(max(end, start), len(f.Text))
	return Range{File: f, Start: start, End: end}
}

// IsZero tells whether the range points nowhere.
func (r Range) IsZero() bool { return r.File == nil }

// Empty tells whether the range holds no byte; it may still name a place.
func (r Range) Empty() bool { return r.File == nil || r.End <= r.Start }

// Text returns the bytes of the range as a string, "" for the zero Range.
func (r Range) Text() string {
	if r.Empty() {
		return ""
	}
	return r.File.content[r.Start:r.End]
}

// Contains tells whether other lies in the range, in the same file.
func (r Range) Contains(other Range) bool {
	return r.File != nil && r.File == other.File && r.Start <= other.Start && other.End <= r.End
}

// Intersect returns what two ranges of one file have in common; where that is
// nothing, an empty range at the start of the later one.
func (r Range) Intersect(other Range) Range {
	if r.File != other.File {
		return Range{}
	}
	start := max(r.Start, other.Start)
	return Range{File: r.File, Start: start, End: max(start, min(r.End, other.End))}
}

// Prefer returns other where it lies in the range, and the range else.
func (r Range) Prefer(other Range) Range {
	if r.Contains(other) {
		return other
	}
	return r
}

// StartPosition is the place of the first byte; the zero Range gives the zero
// Position.
func (r Range) StartPosition() Position {
	if r.File == nil {
		return Position{}
	}
	return r.File.Position(r.Start)
}

// EndPosition is the place behind the last byte; the zero Range gives the zero
// Position. A range that ends with a line's terminator ends on the next line.
func (r Range) EndPosition() Position {
	if r.File == nil {
		return Position{}
	}
	return r.File.Position(r.End)
}

// Positions are StartPosition and EndPosition. Most ranges end on the line that they begin
// on, which is then looked for once.
func (r Range) Positions() (begin, end Position) {
	begin = r.StartPosition()
	if r.File == nil || r.End > r.File.LineRange(begin.Line).End {
		return begin, r.EndPosition()
	}
	columns := r.File.count(r.End).points - r.File.count(r.Start).points
	return begin, Position{Line: begin.Line, Column: begin.Column + columns}
}

// Position is a place for people: Line and Column start at 1, Column counts
// Unicode code points (an invalid byte counts as one).
type Position struct {
	Line, Column int
}
