package report

import (
	"fmt"
	"io"

	"github.com/unitlint/unitlint/lint/finding"
)

type gitLabIssue struct {
	Description string         `json:"description"`
	CheckName   string         `json:"check_name"`
	Fingerprint string         `json:"fingerprint"`
	Severity    string         `json:"severity"`
	Location    gitLabLocation `json:"location"`
}

type gitLabLocation struct {
	Path  string      `json:"path"`
	Lines gitLabLines `json:"lines"`
}

type gitLabLines struct {
	Begin int `json:"begin"`
	End   int `json:"end"`
}

// writeGitLab writes GitLab's code quality report, a subset of Code Climate's.
func writeGitLab(w io.Writer, run *Run, options Options) error {
	run = below(options.Below, run)
	findings := foldAdvice(shown(run), options)
	fingerprints := finding.Fingerprints(findings)
	issues := []gitLabIssue{}
	for i := range findings {
		f := &findings[i]
		issue := gitLabIssue{
			Description: sentences(f), CheckName: f.Rule, Fingerprint: fingerprints[i], Severity: gitLabSeverity(f.Severity),
			Location: gitLabLocation{Path: f.Unit, Lines: gitLabLines{Begin: 1, End: 1}},
		}
		if f.Range.File != nil {
			issue.Location = gitLabLocation{
				Path:  f.Range.File.Path,
				Lines: gitLabLines{Begin: f.Range.StartPosition().Line, End: f.Range.EndPosition().Line},
			}
		}
		issues = append(issues, issue)
	}
	encoder := NewJSONEncoder(w)
	encoder.SetIndent("", " ")
	if err := encoder.Encode(issues); err != nil {
		return fmt.Errorf("writing the GitLab report: %w", err)
	}
	return nil
}

func gitLabSeverity(s finding.Severity) string {
	switch s {
	case finding.Error:
		return "major"
	case finding.Warning:
		return "minor"
	default:
		return "info"
	}
}
