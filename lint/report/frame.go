package report

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/fatih/color"

	"github.com/unitlint/unitlint/lint/source"
)

// label is one underlined place of a code frame.
type label struct {
	rng     source.Range
	mark    string // '^' for the place of the finding, '-' for related ones
	shade   *color.Color
	message string
}

// frame is the code frames of one finding, across files.
type frame struct {
	palette palette
	labels  []label
}

// Lines and cells of a frame: what is longer is cut, and marked as cut.
const (
	frameLines  = 4
	frameCells  = 120
	frameBefore = 60
)

// write draws the frames: the finding's own place first, then the related ones
// in their order, each file with its name, neighbouring places of a file
// without a new heading.
func (f frame) write(b *strings.Builder) {
	gutter := f.gutter()
	blank := strings.Repeat(" ", gutter)
	previous := ""
	for i, l := range f.labels {
		begin := l.rng.StartPosition()
		name := l.rng.File.Path
		if name != previous {
			arrow := ":::"
			if i == 0 {
				arrow = "-->"
			}
			fmt.Fprintf(b, "%s%s %s\n", blank, f.palette.dim.Sprint(arrow), f.palette.strong.Sprintf("%s:%d:%d", Clean(name), begin.Line, begin.Column))
			fmt.Fprintf(b, "%s %s\n", blank, f.palette.dim.Sprint("|"))
		} else {
			fmt.Fprintf(b, "%s%s\n", blank, f.palette.dim.Sprint("..."))
		}
		previous = name
		f.writeLabel(b, l, gutter)
	}
}

// gutter is the width of the largest line number.
func (f frame) gutter() int {
	last := 1
	for _, l := range f.labels {
		last = max(last, min(l.rng.EndPosition().Line, l.rng.StartPosition().Line+frameLines))
	}
	return max(2, len(fmt.Sprint(last))+1)
}

func (f frame) writeLabel(b *strings.Builder, l label, gutter int) {
	bar := f.palette.dim.Sprint("|")
	first, last := l.rng.StartPosition().Line, l.rng.EndPosition().Line
	if last > first && l.rng.End == l.rng.File.LineRange(last).Start {
		last-- // the range ends with the line before
	}
	shownLast := min(last, first+frameLines-1)
	for n := first; n <= shownLast; n++ {
		line := l.rng.File.LineRange(n)
		begin, end := max(l.rng.Start, line.Start), min(l.rng.End, line.End)
		text, before, marked := cut(l.rng.File.Text, line, begin, max(begin, end))
		fmt.Fprintf(b, "%s %s %s\n", f.palette.dim.Sprintf("%*d", gutter-1, n)+" ", bar, text)
		message := ""
		if n == shownLast {
			message = Clean(l.message)
			if shownLast < last {
				message = strings.TrimSpace(fmt.Sprintf("(%s more) %s", plural(last-shownLast, "line"), message))
			}
		}
		underline := strings.TrimRight(strings.Repeat(l.mark, marked)+" "+message, " ")
		fmt.Fprintf(b, "%s %s %s%s\n", strings.Repeat(" ", gutter), bar, strings.Repeat(" ", before), l.shade.Sprint(underline))
	}
}

// cut returns what a frame shows of a line, the number of cells before the
// marked bytes and the number of marked cells (at least one).
func cut(text []byte, line source.Range, begin, end int) (shown string, before, marked int) {
	from, to := line.Start, line.End
	for to > from && (text[to-1] == '\n' || text[to-1] == '\r') {
		to--
	}
	begin, end = min(begin, to), min(end, to)
	var head, tail string
	if to-from > frameCells {
		if begin-from > frameBefore {
			from = begin - frameBefore
			for from < begin && !utf8.RuneStart(text[from]) {
				from++
			}
			head = "..."
		}
		if to-from > frameCells {
			to = from + frameCells
			for to > from && !utf8.RuneStart(text[to]) {
				to--
			}
			tail = "..."
		}
		begin, end = min(begin, to), min(end, to)
	}
	lead := head + frameText(string(text[from:begin]))
	middle := frameText(string(text[begin:end]))
	shown = lead + middle + frameText(string(text[end:to])) + tail
	return shown, width(lead), max(1, width(middle))
}

// labels orders the places of a finding for its frame: one without a file is
// left out, and so is a related place that the finding itself has without a
// message.
func orderLabels(all []label) []label {
	return slices.DeleteFunc(all, func(l label) bool { return l.rng.File == nil })
}
