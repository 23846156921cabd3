package report

import (
	"encoding/csv"
	"fmt"
	"io"
	"strings"
)

// Document is what a command has to say beside findings: headings, sentences,
// lists and tables, which are written for a terminal or as Markdown.
type Document struct{ blocks []block }

type block struct {
	heading   string
	paragraph string
	list      []string
	table     *Table
}

// Heading begins a part.
func (d *Document) Heading(text string) { d.blocks = append(d.blocks, block{heading: text}) }

// Paragraph adds sentences.
func (d *Document) Paragraph(text string) { d.blocks = append(d.blocks, block{paragraph: text}) }

// List adds lines that belong together; none of them is no list.
func (d *Document) List(lines ...string) {
	if len(lines) > 0 {
		d.blocks = append(d.blocks, block{list: lines})
	}
}

// Table adds a table.
func (d *Document) Table(t *Table) { d.blocks = append(d.blocks, block{table: t}) }

// Table is rows of cells below a head.
type Table struct {
	Head []string
	// Right tells which columns are set to the right, as figures are.
	Right []bool
	Rows  [][]string
}

// documentWidth is how wide lines of text are where no terminal says otherwise.
const documentWidth = 80

// WriteText writes a document for people. Nothing in it reaches the terminal
// unescaped.
func (d *Document) WriteText(w io.Writer, options Options) error {
	var b strings.Builder
	p := newPalette(options.Color)
	cells := options.Width
	if cells <= 0 {
		cells = documentWidth
	}
	for i, block := range d.blocks {
		if i > 0 && (block.heading != "" || block.table != nil || block.paragraph != "") {
			b.WriteByte('\n')
		}
		switch {
		case block.heading != "":
			fmt.Fprintln(&b, p.strong.Sprint(Clean(block.heading)))
		case block.paragraph != "":
			fmt.Fprintln(&b, strings.Join(wrap(Clean(block.paragraph), cells, 0), "\n"))
		case block.table != nil:
			block.table.text(&b, p)
		}
		for _, line := range block.list {
			fmt.Fprintf(&b, "  %s\n", strings.Join(wrap(Clean(line), cells-4, -2), "\n    "))
		}
	}
	if err := WriteLines(w, b.String()); err != nil {
		return fmt.Errorf("writing the report: %w", err)
	}
	return nil
}

// text sets the columns of a table under one another.
func (t *Table) text(b *strings.Builder, p palette) {
	widths := make([]int, len(t.Head))
	rows := make([][]string, len(t.Rows))
	for i, cell := range t.Head {
		widths[i] = width(cell)
	}
	for r, row := range t.Rows {
		for i, cell := range row {
			rows[r] = append(rows[r], Clean(cell))
			widths[i] = max(widths[i], width(rows[r][i]))
		}
	}
	line := func(row []string) string {
		var cells []string
		for i, cell := range row {
			gap := strings.Repeat(" ", widths[i]-width(cell))
			if i < len(t.Right) && t.Right[i] {
				cells = append(cells, gap+cell)
			} else {
				cells = append(cells, cell+gap)
			}
		}
		return strings.TrimRight(strings.Join(cells, "  "), " ")
	}
	fmt.Fprintln(b, p.dim.Sprint(line(t.Head)))
	for _, row := range rows {
		fmt.Fprintln(b, line(row))
	}
}

// WriteMarkdown writes a document as Markdown, as pull requests, job summaries
// and wikis show it. No text in it becomes a link, a command or a part of the
// page's own structure.
func (d *Document) WriteMarkdown(w io.Writer) error {
	var b strings.Builder
	for i, block := range d.blocks {
		if i > 0 {
			b.WriteByte('\n')
		}
		switch {
		case block.heading != "":
			fmt.Fprintf(&b, "### %s\n", markdown(block.heading))
		case block.paragraph != "":
			fmt.Fprintln(&b, markdown(block.paragraph))
		case block.table != nil:
			block.table.markdown(&b)
		}
		for _, line := range block.list {
			fmt.Fprintf(&b, "- %s\n", markdown(line))
		}
	}
	if err := WriteLines(w, b.String()); err != nil {
		return fmt.Errorf("writing the report: %w", err)
	}
	return nil
}

func (t *Table) markdown(b *strings.Builder) {
	line := func(row []string) {
		for _, cell := range row {
			fmt.Fprintf(b, "| %s ", markdown(cell))
		}
		b.WriteString("|\n")
	}
	line(t.Head)
	for i := range t.Head {
		rule := "| --- "
		if i < len(t.Right) && t.Right[i] {
			rule = "| ---: "
		}
		b.WriteString(rule)
	}
	b.WriteString("|\n")
	for _, row := range t.Rows {
		line(row)
	}
}

// WriteCSV writes a table as comma-separated values (RFC 4180). A cell that a
// spreadsheet would take for a formula begins with an apostrophe.
func (t *Table) WriteCSV(w io.Writer) error {
	var b strings.Builder
	out := csv.NewWriter(&b)
	for _, row := range append([][]string{t.Head}, t.Rows...) {
		cells := make([]string, len(row))
		for i, cell := range row {
			cells[i] = Clean(cell)
			if strings.ContainsAny(cells[i][:min(1, len(cells[i]))], "=+-@") && !isFigure(cells[i]) {
				cells[i] = "'" + cells[i]
			}
		}
		if err := out.Write(cells); err != nil {
			return fmt.Errorf("writing the table: %w", err)
		}
	}
	out.Flush()
	if err := out.Error(); err != nil {
		return fmt.Errorf("writing the table: %w", err)
	}
	if err := WriteLines(w, b.String()); err != nil {
		return fmt.Errorf("writing the table: %w", err)
	}
	return nil
}

func isFigure(cell string) bool { return strings.Trim(cell, "+-.0123456789") == "" }

// markdownSpecial are the characters that mean something in Markdown or in the
// dialects of code hosts (mentions, references, HTML).
const markdownSpecial = "\\`*_{}[]()<>#|!@&~$:"

// markdown escapes clean text so that it stands in a page as it is.
func markdown(text string) string {
	var b strings.Builder
	for _, r := range Clean(text) {
		if strings.ContainsRune(markdownSpecial, r) {
			if r == ':' || r == '@' { // no escape of these is known to every host
				fmt.Fprintf(&b, "&#%d;", r)
				continue
			}
			b.WriteByte('\\')
		}
		b.WriteRune(r)
	}
	return b.String()
}
