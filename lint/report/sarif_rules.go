package report

import (
	"strings"

	"github.com/unitlint/unitlint/lint/finding"

	"github.com/owenrumney/go-sarif/v2/sarif"

	"github.com/unitlint/unitlint/lint"
)

// sarifWords is how long a description may be.
const sarifWords = 1024

func sarifRules(rules []*lint.Rule) []*sarif.ReportingDescriptor {
	out := make([]*sarif.ReportingDescriptor, 0, len(rules))
	for _, r := range rules {
		out = append(out, sarifRule(r))
	}
	return out
}

func sarifRule(r *lint.Rule) *sarif.ReportingDescriptor {
	full := strings.Join(strings.Fields(r.Doc.Text), " ")
	if full == "" {
		full = sentence(r.Summary)
	}
	rule := &sarif.ReportingDescriptor{
		ID:                   r.ID,
		ShortDescription:     sarifString(sentence(r.Summary)),
		FullDescription:      sarifString(full),
		DefaultConfiguration: &sarif.ReportingConfiguration{Enabled: new(true), Level: r.Severity.String()},
		HelpURI:              new(RuleAddress(r.ID)),
		Help:                 &sarif.MultiformatMessageString{Text: new(Page(r)), Markdown: new(Page(r))},
		DeprecatedIds:        r.Former,
		Properties:           sarifProperties(r),
	}
	if name := pascalCase(r.ID); name != "" {
		rule.Name = &name
	}
	return rule
}

// RuleAddress is where a rule's page is found.
func RuleAddress(id string) string { return homepage + "/blob/main/docs/rules/" + id + ".md" }

func sarifString(text string) *sarif.MultiformatMessageString {
	if cut := []rune(text); len(cut) > sarifWords {
		text = string(cut[:sarifWords-1]) + "…"
	}
	return &sarif.MultiformatMessageString{Text: &text}
}

// sarifProperties are the properties that code scanning reads. A
// security-severity turns a rule into a security rule, so only those about
// protection have one.
func sarifProperties(r *lint.Rule) sarif.Properties {
	precision := map[finding.Confidence]string{finding.Certain: "very-high", finding.Likely: "high", finding.Possible: "medium"}
	properties := sarif.Properties{
		"tags":      append([]string{"systemd", string(r.Category)}, controlTags(r.ID)...),
		"precision": precision[r.Confidence],
	}
	if r.Category == finding.Hardening || r.Category == finding.Weakness {
		grade := map[finding.Severity]string{finding.Error: "8.0", finding.Warning: "5.5", finding.Note: "2.0"}
		properties["security-severity"] = grade[r.Severity]
		properties["tags"] = append([]string{"systemd", string(r.Category), "security"}, controlTags(r.ID)...)
		return properties
	}
	grade := map[finding.Severity]string{finding.Error: "error", finding.Warning: "warning", finding.Note: "recommendation"}
	properties["problem.severity"] = grade[r.Severity]
	return properties
}

// pascalCase is a rule's name in the form that SARIF asks for, or empty where
// it would be the same as the ID but for its case.
func pascalCase(id string) string {
	words := strings.Split(id, "-")
	if len(words) < 2 {
		return ""
	}
	for i, w := range words {
		if w != "" {
			words[i] = strings.ToUpper(w[:1]) + w[1:]
		}
	}
	return strings.Join(words, "")
}
