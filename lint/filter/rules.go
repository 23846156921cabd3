package filter

import (
	"github.com/unitlint/unitlint/lint"
	"github.com/unitlint/unitlint/lint/finding"
)

// Rules returns the rules that steps of this package apply: about the comments
// that suppress findings, and about the exposure of a unit as a whole. They have
// no Check; Suppress and Threshold report them.
func Rules() []*lint.Rule {
	return []*lint.Rule{suppressionMalformed(), suppressionUnknown(), suppressionUnused(), exposureAboveThreshold()}
}

const suppressionReference = "docs/configuration.md, section Suppressions"

func suppressionMalformed() *lint.Rule {
	return &lint.Rule{
		ID:         "suppression-malformed",
		Summary:    "A comment addressed to unitlint is not understood",
		Category:   finding.Consistency,
		Severity:   finding.Warning,
		Confidence: finding.Certain,
		Since:      "0.1.0",
		Doc: lint.Doc{
			Text: `A comment that starts with "unitlint:" suppresses findings on the line below it, or in the whole file where it
stands at its head. It names the rules and gives a reason. One that is malformed or has no reason suppresses nothing, and
whoever wrote it believes that it does.`,
			Bad:        "[Service]\n# unitlint: ignore=unknown-directive\nExecStart=/usr/bin/example\n",
			Good:       "[Service]\n# unitlint: ignore=unknown-directive the patched systemd of our image knows it\nExampleDirective=yes\nExecStart=/usr/bin/example\n",
			Fix:        "Write '# unitlint: ignore=RULE[,RULE] reason'.",
			References: []string{suppressionReference},
		},
	}
}

func suppressionUnknown() *lint.Rule {
	return &lint.Rule{
		ID:         "suppression-unknown-rule",
		Summary:    "A suppression names a rule that does not exist",
		Category:   finding.Consistency,
		Severity:   finding.Warning,
		Confidence: finding.Certain,
		Since:      "0.1.0",
		Doc: lint.Doc{
			Text:       `A suppression of a rule that does not exist has no effect. Most often the name is misspelt.`,
			Bad:        "[Service]\n# unitlint: ignore=unknown-directiv our systemd knows it\nExampleDirective=yes\nExecStart=/usr/bin/example\n",
			Good:       "[Service]\n# unitlint: ignore=unknown-directive our systemd knows it\nExampleDirective=yes\nExecStart=/usr/bin/example\n",
			Fix:        "Correct the name; 'unitlint rules' lists them.",
			References: []string{suppressionReference},
		},
	}
}

func suppressionUnused() *lint.Rule {
	return &lint.Rule{
		ID:         "suppression-unused",
		Summary:    "A suppression suppresses nothing",
		Category:   finding.Consistency,
		Severity:   finding.Warning,
		Confidence: finding.Certain,
		Since:      "0.1.0",
		Doc: lint.Doc{
			Text: `The rule that the comment names finds nothing on the line below it, or in the file. The fault was mended, or the
comment stands in the wrong place. A comment that outlives its fault would hide the next one. Rules that were not run are
not judged.`,
			Bad:        "[Service]\n# unitlint: ignore=unknown-directive our systemd knows it\nExecStart=/usr/bin/example\n",
			Good:       "[Service]\nExecStart=/usr/bin/example\n",
			Fix:        "Remove the comment.",
			References: []string{suppressionReference},
		},
	}
}
