package value

import (
	"fmt"
	"slices"
	"strings"

	"github.com/unitlint/unitlint/lint"
	"github.com/unitlint/unitlint/lint/catalog"
	"github.com/unitlint/unitlint/lint/finding"
	"github.com/unitlint/unitlint/lint/host"
	"github.com/unitlint/unitlint/lint/unit"
	"github.com/unitlint/unitlint/lint/value"
	"github.com/unitlint/unitlint/rules/wording"
)

func checkPathNotAbsolute(p *lint.Pass) {
	eachProblem(p, "path-not-absolute", func(a *unit.Assignment, problem value.Problem) {
		f := problemFinding(a, problem)
		switch {
		case problem.Code == value.CodeAbsolute && a.Directive.Kind == catalog.KindDirectories:
			directoryNotMade(p.Unit, a, problem, &f)
		case problem.Code == value.CodeNotAbsolute && mountLists[a.Directive.Kind]:
			partedByBlank(a, problem, &f)
		}
		p.Report(f)
	})
}

// mountLists are the kinds of lists whose paths have to exist when the mount
// namespace is set up.
var mountLists = map[catalog.Kind]bool{catalog.KindPathList: true, catalog.KindBindPaths: true}

// partedByBlank tells what becomes of a path with a blank in it: what stands before
// the blank is a path of its own.
func partedByBlank(a *unit.Assignment, problem value.Problem, f *finding.Finding) {
	if sign := a.Value[problem.Start:problem.End]; sign == "," || sign == ";" {
		f.Message = fmt.Sprintf("'%s=': systemd ignores '%s', which is no path: only blanks part paths.", a.Key, sign)
		f.Severity, f.Symptom, f.Advice = finding.Note, "", "Leave it out."
		return
	}
	before := strings.Fields(a.Value[:problem.Start])
	if len(before) == 0 || !strings.HasSuffix(a.Value[:problem.Start], " ") || !strings.HasPrefix(before[len(before)-1], "/") {
		return
	}
	first, rest := before[len(before)-1], a.Value[problem.Start:problem.End]
	if strings.Contains(rest, "/") {
		f.Symptom = fmt.Sprintf("The service fails to start (226/NAMESPACE) where %s does not exist, and runs without '%s' where it does.", first, rest)
		f.Advice = "A blank parts the path. If it belongs to the path, quote the whole; else begin the second path with '/'."
		return
	}
	f.Message = fmt.Sprintf("A blank parts the path '%s %s': systemd ignores '%s', and takes '%s' for the whole.", first, rest, rest, first)
	f.Symptom = fmt.Sprintf("The service fails to start (226/NAMESPACE) where %s does not exist.", first)
	f.Advice = "Quote the path."
}

// directoryNotMade tells what an absolute path leaves undone, and what needs the
// directory.
func directoryNotMade(u *unit.Unit, a *unit.Assignment, problem value.Problem, f *finding.Finding) {
	base, written := "", a.Value[problem.Start:problem.End]
	for kind := range unit.DirectoryKinds() {
		if kind.Directive == a.Key {
			base = kind.Base
		}
	}
	name := strings.Trim(strings.TrimPrefix(written+"/", base+"/"), "/")
	if base == "" || name == "" || strings.ContainsAny(written, " \\\"'%:") || u.Scope != "system" {
		return
	}
	made := base + "/" + name
	f.Symptom = fmt.Sprintf("systemd does not make %s.", made)
	f.Fix = &finding.Fix{Title: fmt.Sprintf("Write '%s'", name), Edits: []finding.Edit{{Range: a.Span(problem.Start, problem.End), NewText: name}}}
	needs := needsDirectory(u, made)
	if needs == nil {
		return
	}
	f.Related = append(f.Related, wording.Because(needs, "needs the directory before the program starts")...)
	f.Symptom = fmt.Sprintf("systemd does not make %s, and the service fails to start where it is missing.", made)
	if base == "/run" { // empty after each boot
		f.Severity = finding.Error
	}
}

// needsDirectory returns the line that keeps the service from starting where a
// directory is missing, or nil.
func needsDirectory(u *unit.Unit, directory string) *unit.Assignment {
	inside := func(one value.Path) bool { return one.Known && !one.IgnoreMissing && host.Below(one.Path, directory) }
	for a := range effective(u) {
		if a.Directive.Kind != catalog.KindPathList || a.Directive.Param != "prefixes" {
			continue
		}
		if slices.ContainsFunc(a.Verdict.Paths(), inside) {
			return a
		}
	}
	if a := u.Last(u.ExecSection(), "WorkingDirectory"); a != nil && host.Below(a.Value, directory) {
		return a
	}
	return nil
}
