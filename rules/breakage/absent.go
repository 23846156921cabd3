package breakage

import (
	"fmt"
	"slices"
	"strings"

	"github.com/unitlint/unitlint/lint"
	"github.com/unitlint/unitlint/lint/evidence/profile"
	"github.com/unitlint/unitlint/lint/finding"
	"github.com/unitlint/unitlint/lint/host"
	"github.com/unitlint/unitlint/lint/sandbox"
	"github.com/unitlint/unitlint/lint/source"
	"github.com/unitlint/unitlint/lint/unit"
	"github.com/unitlint/unitlint/lint/value"
)

// mountedPaths are the lists whose paths have to exist unless "-" stands before
// them.
var mountedPaths = []string{"ReadWritePaths", "ReadOnlyPaths", "InaccessiblePaths", "ExecPaths", "NoExecPaths"}

// checkAbsent reports paths that look as if the program or its package made them
// and are known to be made by neither.
func checkAbsent(p *lint.Pass) {
	absent := p.Needs().Absent
	if len(absent) == 0 {
		return
	}
	for _, list := range mountedPaths {
		for _, a := range p.Unit.All(p.Unit.ExecSection(), list) {
			for _, one := range a.Verdict.Paths() {
				if by := absent[one.Path]; by != nil && !one.IgnoreMissing && one.Known && stays(p, one.Path) {
					p.Report(neverMade(p, a, one, by))
				}
			}
		}
	}
}

// stays tells that a path has to exist and that nothing is seen to make it.
func stays(p *lint.Pass, path string) bool {
	return p.Sandbox().Main().Requires(path) && p.Host.Lookup(path).Presence != host.Exists && !p.Unit.Leads(path) &&
		!slices.ContainsFunc(p.Sandbox().Lines(), func(line *sandbox.Process) bool {
			return line.Phase == unit.StartPre && line.FullyPrivileged() && mentions(line.Assignment.Value, path)
		})
}

// mentions tells that a text has a path in it, or one below it.
func mentions(text, path string) bool {
	for {
		_, rest, found := strings.Cut(text, path)
		if !found || !continuesName(rest) {
			return found
		}
		text = rest
	}
}

// continuesName tells that the name of a file goes on at the begin of a text. What
// a shell or systemd puts there itself, a "*" or a "$", may be nothing.
func continuesName(text string) bool {
	return text != "" && !strings.ContainsRune("/ \t\"'`;&|<>(){},:=*?[$%\\", rune(text[0]))
}

func neverMade(p *lint.Pass, a *unit.Assignment, path value.Path, by *profile.Profile) finding.Finding {
	place := a.Span(path.Start, path.End)
	return finding.Finding{
		Severity: finding.Warning, Confidence: finding.Likely, Directive: a.Key, Range: place,
		Message: fmt.Sprintf("Neither %s nor its packages make %s, which '%s=' names without '-'.", by.Title, path.Path, a.Key),
		Symptom: "The service fails to start (226/NAMESPACE).",
		Related: []finding.Related{{Range: p.Sandbox().Main().Assignment.Range(), Message: "known from: " + by.Source}},
		Fix: &finding.Fix{Title: "Put '-' before the path", Edits: []finding.Edit{
			{Range: source.Range{File: place.File, Start: place.Start, End: place.Start}, NewText: "-"},
		}},
		Advice: "Put '-' before it, or let systemd create it with RuntimeDirectory=, StateDirectory=, CacheDirectory= or LogsDirectory=. It does not hold " +
			"where something else on the host makes the directory.",
	}
}
