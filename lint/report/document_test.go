package report

import (
	"strings"
	"testing"
)

// hostileTable has a name that a CI system, a spreadsheet, a terminal and a page
// would each take for something else.
func hostileTable() *Table {
	return &Table{Head: []string{"unit", "n"}, Right: []bool{false, true}, Rows: [][]string{
		{"::stop-commands::x", "1"}, {"=cmd()", "-2"}, {"a\x1b[31m", "3"}, {"[x](http://e) @all <b>|", "4"},
	}}
}

func TestTablesAreData(t *testing.T) {
	var d Document
	d.Heading("::error::x")
	d.Table(hostileTable())
	d.List("::set-output name=x::y")
	var text, page, values strings.Builder
	for _, err := range []error{d.WriteText(&text, Options{}), d.WriteMarkdown(&page), hostileTable().WriteCSV(&values)} {
		if err != nil {
			t.Fatal(err)
		}
	}
	for name, out := range map[string]string{"text": text.String(), "Markdown": page.String(), "CSV": values.String()} {
		for line := range strings.Lines(out) {
			if strings.HasPrefix(strings.TrimSpace(line), "::") || strings.Contains(line, "\x1b") {
				t.Errorf("%s has the line %q", name, line)
			}
		}
	}
	if !strings.Contains(values.String(), "'=cmd(),-2") {
		t.Errorf("the CSV has a formula, or a figure as text: %s", values.String())
	}
	if !strings.Contains(page.String(), `\[x\]\(http&#58;//e\) &#64;all \<b\>\|`) {
		t.Errorf("the page has a live link: %s", page.String())
	}
	want := "unit                      n\n"
	if !strings.Contains(text.String(), want) {
		t.Errorf("the columns are not under one another:\n%s", text.String())
	}
}
