package profile

import (
	"fmt"
	"slices"
	"strings"

	"github.com/unitlint/unitlint/lint/need"
)

// pageHead introduces the page.
const pageHead = `# What is known of programs

Each section says what one program, or a family of them, will try to do, as the findings of unitlint take it to. A fact
without further words is one without which the service does not start; the others say what becomes of it. The page is made
from the files in [lint/evidence/profile/profiles](../lint/evidence/profile/profiles); [profiles.md](profiles.md) says how they are read.
`

// Page renders what the profiles know as a Markdown document: a section for
// each program with its facts and their sources, in the order of their titles.
func (l *Library) Page() string {
	var profiles []*Profile
	for _, name := range l.Names() {
		if p := l.Lookup(name); p != nil {
			profiles = append(profiles, p)
		}
	}
	slices.SortStableFunc(profiles, func(a, b *Profile) int { return strings.Compare(a.sortedBy(), b.sortedBy()) })
	var page strings.Builder
	page.WriteString(pageHead)
	for _, p := range profiles {
		p.section(&page, l)
	}
	return page.String()
}

// sortedBy is the title as an index sorts it.
func (p *Profile) sortedBy() string {
	title := strings.ToLower(p.Title)
	for _, article := range []string{"a ", "an ", "the "} {
		title = strings.TrimPrefix(title, article)
	}
	return title
}

// heading is the title with its article in upper case; names are written as
// their owners do.
func (p *Profile) heading() string {
	for _, article := range []string{"a ", "an ", "the "} {
		if strings.HasPrefix(p.Title, article) {
			return strings.ToUpper(p.Title[:1]) + p.Title[1:]
		}
	}
	return p.Title
}

func (p *Profile) section(page *strings.Builder, l *Library) {
	fmt.Fprintf(page, "\n## %s\n\n", p.heading())
	var parts []string
	if programs := slices.Concat(p.Paths, p.Programs); len(programs) > 0 {
		parts = append(parts, fmt.Sprintf("Programs: %s.", quotedList(programs)))
	}
	if len(p.Accounts) > 0 {
		parts = append(parts, fmt.Sprintf("Their files belong to %s.", strings.ReplaceAll(quotedList(p.Accounts), "`, `", "` or `")))
	}
	var included []string
	for _, name := range p.Includes {
		if inner := l.Lookup(name); inner != nil {
			included = append(included, inner.Title)
		}
	}
	if len(included) > 0 {
		parts = append(parts, fmt.Sprintf("What holds for %s holds here too.", strings.Join(included, " and ")))
	}
	if len(p.RunTimeOf) > 0 {
		parts = append(parts, fmt.Sprintf("What is said here holds for these too, beside what is said of each: %s.", quotedList(p.RunTimeOf)))
	}
	if p.Partial {
		parts = append(parts, "Single facts alone are known; what packaged services have in common is expected beside them.")
	}
	page.WriteString(strings.Join(parts, " ") + "\n\n")
	for i := range p.Needs {
		p.Needs[i].line(page, p)
	}
	fmt.Fprintf(page, "\nState: %s. Source: %s.\n", p.State(), p.Source)
}

// State says in words how the facts came to be known: measured, and on which
// releases, or read.
func (p *Profile) State() string {
	switch {
	case len(p.Measured) > 0:
		return "whole; measured on " + strings.Join(p.Measured, " and ") + ", where a sandbox of nothing more left it at its job"
	case len(p.SeenOn) > 0:
		return "facts measured on " + strings.Join(p.SeenOn, " and ")
	}
	return "read, not measured on a release"
}

// consequences say what becomes of a service whose need is not met, where it is
// not that the service fails to start.
var consequences = map[need.Consequence]string{
	need.JobFails:  "else it is active and does not do its job",
	need.StaysRoot: "else its workers keep root's privileges",
	need.Missing:   "else a part of its work is silently missing",
}

func (f *Fact) line(page *strings.Builder, p *Profile) {
	fmt.Fprintf(page, "- %s", f.Kind)
	if len(f.Terms) > 0 {
		page.WriteString(" " + strings.ReplaceAll(quotedList(f.Terms), "|", "` or `"))
	}
	fmt.Fprintf(page, ": %s", f.Why)
	if words := consequences[f.Then]; words != "" {
		page.WriteString("; " + words)
	}
	if f.DropsRoot {
		page.WriteString(", so that root needs CAP_KILL to signal it")
	}
	if conditions := f.conditions(); len(conditions) > 0 {
		fmt.Fprintf(page, " (%s)", strings.Join(conditions, "; "))
	}
	if f.Source != "" && f.Source != p.Source {
		fmt.Fprintf(page, " — %s", f.Source)
	}
	page.WriteString("\n")
}

// conditions are the words for where a fact holds.
func (f *Fact) conditions() []string {
	var conditions []string
	if len(f.GivenGroup) > 0 {
		conditions = append(conditions, "given the group "+quotedList(f.GivenGroup))
	}
	if len(f.Of) > 0 {
		conditions = append(conditions, quotedList(f.Of)+" alone")
	}
	switch f.When {
	case "root":
		conditions = append(conditions, "started as root")
	case "user":
		conditions = append(conditions, "started as another user than root")
	case "dynamic":
		conditions = append(conditions, "started as a dynamic user")
	case "packaged-as-root":
		conditions = append(conditions, "where its package has it start as root")
	}
	if len(f.With) > 0 {
		conditions = append(conditions, "with "+quotedList(f.With))
	}
	if len(f.Without) > 0 {
		conditions = append(conditions, "without "+quotedList(f.Without))
	}
	if len(f.Bounding) > 0 {
		conditions = append(conditions, "where the bounding set leaves "+quotedList(f.Bounding))
	}
	if f.Since > 0 {
		conditions = append(conditions, fmt.Sprintf("as distributions with systemd %d and later ship it", f.Since))
	}
	if f.Until > 0 {
		conditions = append(conditions, fmt.Sprintf("as distributions up to systemd %d ship it", f.Until))
	}
	if len(f.Families) > 0 {
		conditions = append(conditions, "as packages of "+strings.Join(f.Families, ", ")+" configure it")
	}
	if f.Gained {
		conditions = append(conditions, "by the file of what it runs")
	}
	if f.Within {
		conditions = append(conditions, "in namespaces that it makes")
	}
	if len(f.ReachedBy) > 0 {
		conditions = append(conditions, "where a line of the unit runs "+quotedList(f.ReachedBy))
	}
	switch {
	case f.Copes && f.Kind == need.Read:
		conditions = append(conditions, "it copes where that is not there, not where it may not look")
	case f.Copes:
		conditions = append(conditions, "it copes with an error, not with being killed")
	}
	switch {
	case len(f.Told) > 0:
		conditions = append(conditions, "where its configuration says so with "+quotedList(f.Told))
	case len(f.Asked) > 0:
		conditions = append(conditions, "if its configuration asks for it with "+quotedList(f.Asked))
	case f.Sure == "possible":
		conditions = append(conditions, "if its configuration asks for it")
	}
	if len(f.Denied) > 0 {
		conditions = append(conditions, "unless its configuration says otherwise with "+quotedList(f.Denied))
	}
	return conditions
}

func quotedList(words []string) string {
	quoted := make([]string, len(words))
	for i, w := range words {
		quoted[i] = "`" + w + "`"
	}
	return strings.Join(quoted, ", ")
}
