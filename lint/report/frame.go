package report

import (
	"cmp"
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
	// cells is how much of a line is shown, and width how wide the terminal is, 0
	// where there is none.
	cells, width int
}

// Lines and cells of a frame: what is longer is cut, and marked as cut.
const (
	frameLines = 4
	frameCells = 120
	// fewestCells are shown on the narrowest terminal too.
	fewestCells = 30
)

// frameCellsOf is how much of a line fits a terminal beside the gutter and the
// marks of a cut; 0 stands for no terminal.
func frameCellsOf(width int) int {
	const beside = 14
	if width == 0 {
		return frameCells
	}
	return max(fewestCells, min(frameCells, width-beside))
}

// write draws the frames: the file of the finding first, then the others in
// the order in which the evidence names them; within a file from top to bottom.
func (f frame) write(b *strings.Builder) {
	gutter := f.gutter()
	blank := strings.Repeat(" ", gutter)
	for i, group := range f.byFile() {
		arrow := elsewhere
		if i == 0 {
			arrow = "-->"
		}
		begin := group[0].rng.StartPosition()
		fmt.Fprintf(b, "%s%s %s\n", blank, f.palette.dim.Sprint(arrow), f.palette.strong.Sprintf("%s:%d:%d", Clean(group[0].rng.File.Path), begin.Line, begin.Column))
		fmt.Fprintf(b, "%s %s\n", blank, f.palette.dim.Sprint("|"))
		slices.SortStableFunc(group, func(x, y label) int { return cmp.Compare(x.rng.Start, y.rng.Start) })
		above := 0 // the last line that was drawn
		for _, l := range group {
			first := l.rng.StartPosition().Line
			if above > 0 && first > above+1 {
				fmt.Fprintf(b, "%s%s\n", blank, f.palette.dim.Sprint("..."))
			}
			above = max(above, f.writeLabel(b, l, gutter, above))
		}
	}
}

// byFile groups the labels by their file, in the order of the first of each.
func (f frame) byFile() [][]label {
	var groups [][]label
	for _, l := range f.labels {
		at := slices.IndexFunc(groups, func(g []label) bool { return g[0].rng.File.Path == l.rng.File.Path })
		if at < 0 {
			groups = append(groups, []label{l})
			continue
		}
		groups[at] = append(groups[at], l)
	}
	return groups
}

// gutter is the width of the largest line number.
func (f frame) gutter() int {
	last := 1
	for _, l := range f.labels {
		last = max(last, min(l.rng.EndPosition().Line, l.rng.StartPosition().Line+frameLines))
	}
	return max(2, len(fmt.Sprint(last))+1)
}

// writeLabel draws the lines of one place and what is said of it, and returns
// the last line. A line that stands above already is not drawn again.
func (f frame) writeLabel(b *strings.Builder, l label, gutter, above int) int {
	bar := f.palette.dim.Sprint("|")
	first, last := l.rng.StartPosition().Line, l.rng.EndPosition().Line
	if last > first && l.rng.End == l.rng.File.LineRange(last).Start {
		last-- // the range ends with the line before
	}
	shownLast := min(last, first+frameLines-1)
	for n := first; n <= shownLast; n++ {
		line := l.rng.File.LineRange(n)
		begin, end := max(l.rng.Start, line.Start), min(l.rng.End, line.End)
		text, before, marked := cut(l.rng.File.Text, line, begin, max(begin, end), f.cells)
		if n > above {
			fmt.Fprintf(b, "%s %s %s\n", f.palette.dim.Sprintf("%*d", gutter-1, n)+" ", bar, text)
		}
		message := ""
		if n == shownLast {
			message = Clean(l.message)
			if shownLast < last {
				message = strings.TrimSpace(fmt.Sprintf("(%s more) %s", Plural(last-shownLast, "line"), message))
			}
		}
		lead := strings.Repeat(" ", gutter) + " " + bar + " "
		f.writeUnderline(b, lead, gutter+3, before, l.shade, strings.Repeat(l.mark, marked), message)
	}
	return shownLast
}

// writeUnderline draws the marks below a line with what is said of them beside
// them, or below where the terminal ends before. The lead takes some cells.
func (f frame) writeUnderline(b *strings.Builder, lead string, cells, before int, shade *color.Color, marks, message string) {
	beside := marks
	if message != "" {
		beside += " " + message
	}
	if f.width == 0 || cells+before+width(beside) <= f.width {
		fmt.Fprintf(b, "%s%s%s\n", lead, strings.Repeat(" ", before), shade.Sprint(beside))
		return
	}
	fmt.Fprintf(b, "%s%s%s\n", lead, strings.Repeat(" ", before), shade.Sprint(marks))
	if message == "" {
		return
	}
	const indent = 2
	for _, line := range wrap(message, f.width-cells-indent, 0) {
		fmt.Fprintf(b, "%s%s%s\n", lead, strings.Repeat(" ", indent), shade.Sprint(line))
	}
}

// cut returns what a frame shows of a line, the number of cells before the
// marked bytes and the number of marked cells (at least one).
func cut(text []byte, line source.Range, begin, end, cells int) (shown string, before, marked int) {
	from, to := line.Start, line.End
	for to > from && (text[to-1] == '\n' || text[to-1] == '\r') {
		to--
	}
	begin, end = min(begin, to), min(end, to)
	var head, tail string
	if to-from > cells {
		if begin-from > cells/2 {
			from = begin - cells/2
			for from < begin && !utf8.RuneStart(text[from]) {
				from++
			}
			head = "..."
		}
		if to-from > cells {
			to = from + cells
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
