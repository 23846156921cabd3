package breakage

import (
	"fmt"
	"slices"

	"github.com/unitlint/unitlint/lint"
	"github.com/unitlint/unitlint/lint/finding"
	"github.com/unitlint/unitlint/lint/host"
	"github.com/unitlint/unitlint/lint/need"
	"github.com/unitlint/unitlint/lint/unit"
	"github.com/unitlint/unitlint/lint/value"
	"github.com/unitlint/unitlint/rules/wording"
)

// checkMadeLate reports paths that have to exist when the mount namespace is set
// up, and that a line of the unit makes which runs in this namespace itself.
func checkMadeLate(p *lint.Pass) {
	made := madeInside(p)
	if len(made) == 0 {
		return
	}
	for _, list := range mountedPaths {
		for _, a := range p.Unit.All(p.Unit.ExecSection(), list) {
			for _, one := range a.Verdict.Paths() {
				by := made[one.Path]
				if by == nil || one.IgnoreMissing || !one.Known || p.Host.Lookup(one.Path).Presence == host.Exists || p.Unit.Leads(one.Path) {
					continue
				}
				p.Report(madeLate(a, one, by))
				return
			}
		}
	}
}

// checkEnvironmentMadeLate reports files with variables in the service's own
// run-time directory. systemd reads them before each command, the first one too,
// and the directory is empty or not there until then.
func checkEnvironmentMadeLate(p *lint.Pass) {
	if kept := p.Unit.Value("Service", "RuntimeDirectoryPreserve"); kept != "" && kept != "no" {
		return
	}
	for _, a := range p.Unit.All("Service", "EnvironmentFile") {
		for _, directory := range p.Unit.All("Service", "RuntimeDirectory") {
			made := directory.Verdict.Directories()
			inside := func(d value.Directory) bool { return d.Known && host.Below(a.Value, "/run/"+d.Path) }
			if !slices.ContainsFunc(made, inside) {
				continue
			}
			p.Report(finding.Finding{
				Severity: finding.Warning, Confidence: finding.Likely, Directive: a.Key, Range: a.ValueRange(),
				Message: fmt.Sprintf("'%s=' is read before the first command runs, when '%s=' is still empty.", a.Key, directory.Key),
				Symptom: `The service fails to start with the result "resources": "Failed to load environment files: No such file or directory".`,
				Related: wording.Because(directory, "is made for each start and removed at each stop"),
				Advice:  "Put '-' before the path, if a command of the unit writes the file: the commands after it read it then.",
			})
		}
	}
}

// madeInside returns the paths that the first line to run makes, by the line:
// lines with full privileges run outside of the namespace, and what they make is
// there for the others.
func madeInside(p *lint.Pass) map[string]*unit.Assignment {
	lines := p.Sandbox().Lines()
	if len(lines) == 0 || lines[0].Phase != unit.StartPre || lines[0].FullyPrivileged() {
		return nil
	}
	made := map[string]*unit.Assignment{}
	for _, n := range p.Needs().Needs {
		if n.Kind == need.Create && n.Line == lines[0].Line && n.FromText() && n.Certainty == need.Certain {
			made[n.Any[0]] = lines[0].Assignment
		}
	}
	return made
}

func madeLate(a *unit.Assignment, path value.Path, by *unit.Assignment) finding.Finding {
	return finding.Finding{
		Severity: finding.Warning, Confidence: finding.Likely, Directive: a.Key, Range: a.Span(path.Start, path.End),
		Message: fmt.Sprintf("'%s=' needs %s before '%s=' runs, which is to make it.", a.Key, path.Path, by.Key),
		Symptom: "The service fails to start (226/NAMESPACE) until somebody makes the path.",
		Related: []finding.Related{{Range: by.Range(), Message: "runs in the mount namespace too, after it is set up"}},
		Advice: "Let systemd create the path with RuntimeDirectory=, StateDirectory=, CacheDirectory= or LogsDirectory=, or put '+' before the command, so " +
			"that it runs outside of the namespace.",
	}
}
