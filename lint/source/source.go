// Package source holds the text of one file and turns byte offsets into the
// positions that people, editors and report formats count in.
package source

// File is the text of one input file. It never changes after New.
type File struct {
	// Path names the file in reports: relative to the root or to the working
	// directory, with forward slashes.
	Path string
	// Text is the content as it was read, without any normalisation.
	Text []byte

	lines []int
}

// Range is a half-open span of bytes [Start, End) of one file. The zero Range
// (nil File) points nowhere.
type Range struct {
	File       *File
	Start, End int
}

// Position is a place for people: Line and Column start at 1, Column counts
// Unicode code points (an invalid byte counts as one).
type Position struct {
	Line, Column int
}
