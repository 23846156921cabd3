package finding

import (
	"fmt"
	"slices"
	"strings"
)

var severityNames = []string{"", "note", "warning", "error"}

// String returns the name that the machine formats use: note, warning, error.
func (s Severity) String() string { return name(severityNames, int(s)) }

// ParseSeverity reads the name of a severity.
func ParseSeverity(text string) (Severity, error) {
	if i := slices.Index(severityNames, text); i > 0 {
		return Severity(i), nil
	}
	return 0, fmt.Errorf("%q is not a severity: expected one of %s", text, strings.Join(severityNames[1:], ", "))
}

var confidenceNames = []string{"", "possible", "likely", "certain"}

// String returns the name that the machine formats use: possible, likely,
// certain.
func (c Confidence) String() string { return name(confidenceNames, int(c)) }

func name(names []string, i int) string {
	if i < len(names) {
		return names[i]
	}
	return fmt.Sprintf("unknown (%d)", i)
}

// Categories returns every category, in the order in which reports list them.
func Categories() []Category {
	return []Category{Syntax, Value, Version, Merge, Reference, Breakage, Hardening, Weakness, Consistency}
}

// ParseConfidence returns the confidence of a name. It fails for any other word.
func ParseConfidence(text string) (Confidence, error) {
	if i := slices.Index(confidenceNames, text); i > 0 {
		return Confidence(i), nil
	}
	return 0, fmt.Errorf("%q is not a confidence: expected one of %s", text, strings.Join(confidenceNames[1:], ", "))
}
