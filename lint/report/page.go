package report

import (
	"fmt"
	"strings"

	"github.com/unitlint/unitlint/lint/finding"

	"github.com/unitlint/unitlint/lint"
)

// Page renders a rule's documentation as Markdown: the page in docs/rules, the
// text of explain and the help of SARIF are this one.
func Page(r *lint.Rule) string {
	var b strings.Builder
	fmt.Fprintf(&b, "# %s\n\n%s\n\n", r.ID, sentence(r.Summary))
	fmt.Fprintf(&b, "Category: %s. Severity: %s. Confidence: %s. Since unitlint %s.\n", r.Category, r.Severity, r.Confidence, r.Since)
	if len(r.Former) > 0 {
		fmt.Fprintf(&b, "Formerly: %s.\n", strings.Join(r.Former, ", "))
	}
	section := func(title, text string) {
		if text = strings.TrimSpace(text); text != "" {
			fmt.Fprintf(&b, "\n## %s\n\n%s\n", title, unwrap(text))
		}
	}
	section("What and why", r.Doc.Text)
	section("Symptom", r.Doc.Symptom)
	example := func(title, text string) {
		if text = strings.TrimRight(text, "\n"); text != "" {
			lines := strings.Split(text, "\n")
			for i := range lines {
				lines[i] = Clean(lines[i]) // examples of bad encodings are shown as escapes
			}
			fmt.Fprintf(&b, "\n## %s\n\n```ini\n%s\n```\n", title, strings.Join(lines, "\n"))
		}
	}
	example("Bad", r.Doc.Bad)
	example("Good", r.Doc.Good)
	section("Fix", r.Doc.Fix+safety(r.Category, r.Fixes))
	section("Versions", r.Doc.Versions)
	if len(r.Doc.References) > 0 {
		b.WriteString("\n## References\n\n")
		for _, reference := range r.Doc.References {
			fmt.Fprintf(&b, "- %s\n", reference)
		}
	}
	return b.String()
}

// Wrapped breaks the paragraphs and lists of a page where a terminal ends; what
// stands between marks of code stays as it is.
func Wrapped(page string, cells int) string {
	var b strings.Builder
	code := false
	for line := range strings.Lines(page) {
		line = strings.TrimSuffix(line, "\n")
		fence := strings.HasPrefix(line, "```")
		code = code != fence
		if code || fence || strings.HasPrefix(line, "#") || strings.HasPrefix(line, "|") {
			b.WriteString(line + "\n")
			continue
		}
		indent := ""
		if strings.HasPrefix(line, "- ") {
			indent = "  "
		}
		b.WriteString(strings.Join(wrap(line, cells-len(indent), -len(indent)), "\n"+indent) + "\n")
	}
	return b.String()
}

// safety says what --fix does with the fixes of a rule, and why.
func safety(c finding.Category, f finding.Fixes) string {
	words := map[finding.Safety]string{
		finding.Safe:    "The fix is safe, --fix applies it. ",
		finding.Unsafe:  "The fix is unsafe, --fix applies it only with --unsafe-fixes. ",
		finding.Depends: "Some fixes are safe, --fix applies these; the others only with --unsafe-fixes. ",
	}[f.Safety]
	if words == "" {
		return ""
	}
	if c == finding.Hardening {
		words = "The fix is unsafe. As protections belong together, --fix leaves it to 'unitlint harden' in any case. "
	}
	return "\n\n" + words + f.Reason
}

// unwrap joins the lines of a paragraph, since some readers of Markdown keep
// line breaks; lists, tables and code stay as they are.
func unwrap(text string) string {
	paragraphs := strings.Split(text, "\n\n")
	for i, p := range paragraphs {
		if p != "" && !strings.ContainsAny(p[:1], "-*|`0123456789 \t") {
			paragraphs[i] = strings.Join(strings.Fields(p), " ")
		}
	}
	return strings.Join(paragraphs, "\n\n")
}
