package filter

import (
	"fmt"

	"github.com/unitlint/unitlint/lint"
	"github.com/unitlint/unitlint/lint/finding"
)

// Threshold adds a finding for each unit whose exposure is above a limit on
// the displayed scale, 0.0 to 10.0.
func Threshold(limit float64) lint.Processor {
	return func(s *lint.State, findings []finding.Finding) []finding.Finding {
		rule := exposureAboveThreshold()
		if !s.Runs(rule.ID) {
			return findings
		}
		for i, summary := range s.Result.Units {
			if summary.Exposure == nil || *summary.Exposure <= limit {
				continue
			}
			findings = append(findings, finding.Finding{
				Rule: rule.ID, Category: rule.Category, Severity: rule.Severity, Confidence: rule.Confidence,
				Unit: summary.Name, Scope: string(summary.Scope), Range: s.Units[i].Start(), Advice: rule.Doc.Fix, Exposure: *summary.Exposure,
				Message: fmt.Sprintf("The exposure of %s is %.1f, above the threshold of %.1f.", summary.Name, *summary.Exposure, limit),
			})
		}
		return findings
	}
}

func exposureAboveThreshold() *lint.Rule {
	return &lint.Rule{
		ID:         "exposure-above-threshold",
		Summary:    "A unit's exposure is above the threshold",
		Category:   finding.Hardening,
		Severity:   finding.Warning,
		Confidence: finding.Certain,
		Since:      "0.1.0",
		Doc: lint.Doc{
			Text: `The overall score of systemd-analyze security is above the limit that --threshold or the configuration sets. It
says how much of the system a service could reach if it were taken over, not whether it has a fault. Without a limit the
rule says nothing.`,
			Bad:        "[Service]\nExecStart=/usr/bin/example\n",
			Good:       "[Service]\nExecStart=/usr/bin/example\nDynamicUser=yes\nProtectSystem=strict\nCapabilityBoundingSet=\nSystemCallFilter=@system-service\n",
			Fix:        "'unitlint score' lists what each setting would take off.",
			References: []string{"systemd-analyze(1)", "docs/scoring.md"},
		},
	}
}
