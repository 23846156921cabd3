package report

import (
	"fmt"
	"regexp"
	"strings"

	"github.com/unitlint/unitlint/lint"
	"github.com/unitlint/unitlint/lint/catalog"
)

// DirectivePage renders what is known of a directive as Markdown: its sections, the
// releases of systemd that have it, and the rules that speak of it. ok is false
// where no systemd has a directive of that name.
func DirectivePage(name string, rules []*lint.Rule) (page string, ok bool) {
	sections := catalog.SectionsWith(name)
	if len(sections) == 0 {
		return "", false
	}
	var b strings.Builder
	fmt.Fprintf(&b, "# %s=\n\nA directive of [%s].\n", name, strings.Join(sections, "], ["))
	if history := directiveHistory(catalog.Lookup(sections[0], name)); history != "" {
		fmt.Fprintf(&b, "%s\n", history)
	}
	b.WriteString("\n## Rules\n\n")
	found := false
	for _, r := range rules {
		if speaksOf(r, name) {
			found = true
			fmt.Fprintf(&b, "- %s: %s\n", r.ID, sentence(r.Summary))
		}
	}
	if !found {
		b.WriteString("No rule speaks of it alone; those about values, versions and merging hold for every directive.\n")
	}
	return b.String(), true
}

// directiveHistory says which releases of systemd have a directive.
func directiveHistory(d *catalog.Directive) string {
	var parts []string
	add := func(release int, words string) {
		if release > 0 {
			parts = append(parts, fmt.Sprintf(words, release))
		}
	}
	if d.Since > catalog.Oldest {
		add(d.Since, "It exists since systemd %d.")
	}
	add(d.DeprecatedSince, "It is deprecated since systemd %d.")
	add(d.IgnoredSince, "It is ignored since systemd %d.")
	add(d.GoneSince, "It is gone since systemd %d.")
	if d.Replacement != "" {
		parts = append(parts, fmt.Sprintf("The manual says to use %s= instead.", strings.TrimSuffix(d.Replacement, "=")))
	}
	return strings.Join(parts, " ")
}

// speaksOf tells whether a rule's documentation names a directive. The examples
// hold other settings too, so that only the good one's difference counts.
func speaksOf(r *lint.Rule, name string) bool {
	named := regexp.MustCompile(`\b` + regexp.QuoteMeta(name) + `\b`)
	if named.MatchString(r.Summary) || named.MatchString(r.Doc.Text) || named.MatchString(r.Doc.Fix) || named.MatchString(r.Doc.Versions) {
		return true
	}
	for line := range strings.Lines(r.Doc.Good) {
		if strings.HasPrefix(line, name+"=") && !strings.Contains(r.Doc.Bad, line) {
			return true
		}
	}
	return false
}
