package breakage

import (
	"fmt"
	"path"
	"slices"
	"strings"

	"github.com/unitlint/unitlint/lint"
	"github.com/unitlint/unitlint/lint/evidence/profile"
	"github.com/unitlint/unitlint/lint/finding"
	"github.com/unitlint/unitlint/lint/host"
	"github.com/unitlint/unitlint/lint/locate"
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

// checkEmptyRun reports paths below /run that are called like the service and have to exist when
// its mount namespace is set up: /run is empty when the system starts (file-hierarchy(7)), and
// neither the unit nor anything else of what is at hand makes them. Of a unit that comes with a
// package, or a program that does, its tmpfiles.d may not be at hand.
func checkEmptyRun(p *lint.Pass) {
	main := p.Sandbox().Main()
	program := main.Executable()
	if !locate.OfAdministrator(p.Unit.Identity.Fragment) || p.Unit.Scope == locate.User || !slices.ContainsFunc(ownPlaces, func(place string) bool {
		return strings.HasPrefix(program, place)
	}) {
		return
	}
	for _, list := range mountedPaths {
		for _, a := range p.Unit.All(p.Unit.ExecSection(), list) {
			for _, one := range a.Verdict.Paths() {
				name := unit.BelowRun(one.Path)
				if one.Known && !one.IgnoreMissing && isNamedLike(p, name) && stays(p, name) && !isMadeBefore(p, name) {
					p.Report(emptyRun(a, one))
					return
				}
			}
		}
	}
}

// ownPlaces are where administrators put programs that no package brings (file-hierarchy(7), the FHS).
var ownPlaces = []string{"/usr/local/", "/opt/", "/srv/", "/home/", "/root/"}

// isNamedLike tells that a path below /run belongs to the service by its name: that of the unit, of
// its program or of its user, or what these begin with.
func isNamedLike(p *lint.Pass, name string) bool {
	below, found := strings.CutPrefix(name, "/run/")
	first, _, _ := strings.Cut(below, "/")
	const least = 3
	if !found || len(first) < least {
		return false
	}
	own := []string{locate.ParseName(p.Unit.Name).Prefix, path.Base(p.Sandbox().Main().Executable()), p.Unit.Value("Service", "User")}
	return slices.ContainsFunc(own, func(one string) bool { return one == first || strings.HasPrefix(one, first+"-") })
}

// isMadeBefore tells that another unit of the same name makes a path, or may do so where it is
// not at hand.
func isMadeBefore(p *lint.Pass, name string) bool {
	first, _, _ := strings.Cut(strings.TrimPrefix(name, "/run/"), "/")
	for _, list := range []string{"After", "Requires", "Wants", "BindsTo", "PartOf"} {
		for _, a := range p.Unit.All("Unit", list) {
			if slices.ContainsFunc(p.Unit.UnitNames(a), func(w value.Word) bool { return strings.HasPrefix(w.Text, first) }) {
				return true
			}
		}
	}
	return slices.ContainsFunc(p.System.Units(), func(u *unit.Unit) bool {
		return u != p.Unit && (u.Leads(name) || strings.HasPrefix(u.Name, first) && u.Type == "socket")
	})
}

func emptyRun(a *unit.Assignment, path value.Path) finding.Finding {
	return finding.Finding{
		Severity: finding.Warning, Confidence: finding.Likely, Directive: a.Key, Range: a.Span(path.Start, path.End),
		Message: fmt.Sprintf("'%s=' needs %s, and nothing makes it after the system was started anew, when /run is empty.", a.Key, path.Path),
		Symptom: "The service fails to start (226/NAMESPACE) after each start of the system.",
		Advice: "Let systemd create it with RuntimeDirectory=, which makes it writable, too. It does not hold where a file of tmpfiles.d or another unit makes " +
			"the directory.",
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
