package need

import (
	"fmt"
	"strings"
)

// Page renders what the profiles know as a Markdown document: a section for
// each program with its facts and their sources.
func (l *Library) Page() string {
	var page strings.Builder
	page.WriteString("# What is known of programs\n\n")
	page.WriteString("This page is made from the files in [lint/need/profiles](../lint/need/profiles); [profiles.md](profiles.md) says how they are read.\n")
	for _, name := range l.Names() {
		if p := l.Lookup(name); p != nil {
			p.section(&page)
		}
	}
	return page.String()
}

func (p *Profile) section(page *strings.Builder) {
	fmt.Fprintf(page, "\n## %s\n\nPrograms: %s", p.Name, quotedList(append(p.Paths[:len(p.Paths):len(p.Paths)], p.Programs...)))
	if len(p.Includes) > 0 {
		fmt.Fprintf(page, "; what holds for %s holds too", quotedList(p.Includes))
	}
	page.WriteString(".\n\n")
	for i := range p.Needs {
		p.Needs[i].line(page, p)
	}
	fmt.Fprintf(page, "\nSource: %s.\n", p.Source)
}

func (f *Fact) line(page *strings.Builder, p *Profile) {
	kind, terms := f.Arguments()
	fmt.Fprintf(page, "- %s", kind)
	if len(terms) > 0 {
		page.WriteString(" " + strings.ReplaceAll(quotedList(terms), "|", "` or `"))
	}
	fmt.Fprintf(page, ": %s", f.Why)
	var conditions []string
	if f.When != "" {
		conditions = append(conditions, "started as "+f.When)
	}
	if len(f.With) > 0 {
		conditions = append(conditions, "with "+quotedList(f.With))
	}
	if len(f.Without) > 0 {
		conditions = append(conditions, "without "+quotedList(f.Without))
	}
	if f.Sure == "possible" {
		conditions = append(conditions, "if its configuration asks for it")
	}
	if len(conditions) > 0 {
		fmt.Fprintf(page, " (%s)", strings.Join(conditions, "; "))
	}
	if f.Source != "" && f.Source != p.Source {
		fmt.Fprintf(page, " — %s", f.Source)
	}
	page.WriteString("\n")
}

func quotedList(words []string) string {
	quoted := make([]string, len(words))
	for i, w := range words {
		quoted[i] = "`" + w + "`"
	}
	return strings.Join(quoted, ", ")
}
