package breakage

import (
	"slices"
	"strings"

	"github.com/unitlint/unitlint/lint"
	"github.com/unitlint/unitlint/lint/finding"
	"github.com/unitlint/unitlint/lint/match"
	"github.com/unitlint/unitlint/lint/need"
	"github.com/unitlint/unitlint/lint/sandbox"
	"github.com/unitlint/unitlint/lint/source"
	"github.com/unitlint/unitlint/lint/unit"
)

// lineAfter is an edit that adds a line below an assignment.
func lineAfter(a *unit.Assignment, line string) finding.Edit {
	whole := a.Range()
	return finding.Edit{Range: source.Range{File: whole.File, Start: whole.End, End: whole.End}, NewText: "\n" + line}
}

// lineInEffect is an edit that adds a line to a list below an assignment, or below the
// empty one further down that would take the line back.
func lineInEffect(u *unit.Unit, a *unit.Assignment, line string) finding.Edit {
	key, _, _ := strings.Cut(line, "=")
	at := slices.Index(u.Assignments, a)
	for _, later := range u.Assignments[at+1:] {
		if at >= 0 && later.Key == key && later.Value == "" && later.Section.Name == a.Section.Name {
			a = later
		}
	}
	return lineAfter(a, line)
}

// linesInEffect is lineInEffect for lines of several lists; those that go below the
// same assignment are one edit.
func linesInEffect(u *unit.Unit, a *unit.Assignment, lines []string) []finding.Edit {
	var edits []finding.Edit
	for _, line := range lines {
		edit := lineInEffect(u, a, line)
		if at := slices.IndexFunc(edits, func(e finding.Edit) bool { return e.Range == edit.Range }); at >= 0 {
			edits[at].NewText += edit.NewText
			continue
		}
		edits = append(edits, edit)
	}
	return edits
}

// addsTo returns a mending that adds the refused arguments to a list, in a line
// of its own below the line that decides: systemd adds up such lists.
func addsTo(directive string) mending {
	return func(_ *lint.Pass, group []match.Refusal) *finding.Fix {
		by := group[0].Verdict.Cause()
		if by.Key != directive {
			return nil
		}
		var words []string
		for _, u := range group {
			for _, word := range strings.Split(u.Argument, ", ") {
				if !slices.Contains(words, word) {
					words = append(words, word)
				}
			}
		}
		line := directive + "=" + strings.Join(words, " ")
		return &finding.Fix{Title: "Add '" + line + "'", Edits: []finding.Edit{lineAfter(by, line)}}
	}
}

// writable makes the refused paths writable, as far as that grants the needs: what
// a setting lists itself no exception opens. A path that is probably misspelt is
// mended first.
func writable(p *lint.Pass, group []match.Refusal) *finding.Fix {
	var words []string
	for _, u := range group {
		if misspelt(u.Need.Evidence.Assignment) || ownsNothing(p, u.Need) {
			return nil
		}
		if word := match.Writable(p.Sandbox(), p.Host, u.Need, u.Argument); word != "" && !slices.Contains(words, word) {
			words = append(words, word)
		}
	}
	lines := match.WritableLines(words)
	if len(lines) == 0 {
		return nil
	}
	with := sandbox.New(p.Unit.With(lines...), p.Host)
	if slices.ContainsFunc(group, func(u match.Refusal) bool { return match.Refused(with, u.Need) }) {
		return nil
	}
	return &finding.Fix{
		Title: "Add '" + strings.Join(lines, "', '") + "'",
		Edits: linesInEffect(p.Unit, group[0].Verdict.Cause(), lines),
	}
}

// ownsNothing tells that a need is one of a user to whom no file belongs but in the
// directories that systemd makes for the unit: a writable mount opens none to it.
func ownsNothing(p *lint.Pass, n *need.Need) bool {
	process := p.Sandbox().Main()
	if n.Line != (unit.Line{}) {
		process = p.Sandbox().Process(n.Line)
	}
	id := process.Identity()
	return id.Dynamic || id.User == "nobody"
}

// misspelt tells whether a line names a PID file by a relative path, which
// systemd looks for below /run, that was probably meant to be an absolute one.
func misspelt(a *unit.Assignment) bool {
	if a == nil || a.Key != "PIDFile" || strings.HasPrefix(a.Value, "/") {
		return false
	}
	first, _, _ := strings.Cut(a.Value, "/")
	return strings.ContainsAny(first, "\"'") || first == "run" || first == "var"
}

// namesToo returns a mending that adds the refused arguments at the end of the
// line that decides.
func namesToo(directive string) mending {
	return func(_ *lint.Pass, group []match.Refusal) *finding.Fix {
		by := group[0].Verdict.Cause()
		if by.Key != directive {
			return nil
		}
		end := by.ValueRange().End
		return &finding.Fix{Title: "Add '" + group[0].Argument + "'", Safe: true, Edits: []finding.Edit{
			{Range: source.Range{File: by.ValueRange().File, Start: end, End: end}, NewText: " " + group[0].Argument},
		}}
	}
}

// changes returns a mending that gives the deciding directive another value.
func changes(directive, to string) mending {
	return func(_ *lint.Pass, group []match.Refusal) *finding.Fix {
		by := group[0].Verdict.Cause()
		if by.Key != directive {
			return nil
		}
		return &finding.Fix{
			Title: "Set '" + directive + "=" + to + "'",
			Edits: []finding.Edit{{Range: by.ValueRange(), NewText: to}},
		}
	}
}

// sets is changes, but for a directive that need not be there: then the line is added below
// the one that decides.
func sets(directive, to string) mending {
	return func(p *lint.Pass, group []match.Refusal) *finding.Fix {
		if fix := changes(directive, to)(p, group); fix != nil {
			return fix
		}
		line := directive + "=" + to
		return &finding.Fix{Title: "Add '" + line + "'", Edits: []finding.Edit{lineInEffect(p.Unit, group[0].Verdict.Cause(), line)}}
	}
}

// showsHome makes the home directories visible, and writable for a service that
// writes below them.
func showsHome(p *lint.Pass, group []match.Refusal) *finding.Fix {
	to := "read-only"
	if slices.ContainsFunc(group, func(u match.Refusal) bool { return u.Need.Kind == need.Write || u.Need.Kind == need.Create }) {
		to = "no"
	}
	return changes("ProtectHome", to)(p, group)
}

// bindable grants the capability for low ports.
func bindable(p *lint.Pass, group []match.Refusal) *finding.Fix {
	by := group[0].Verdict.Cause()
	lines := map[string]string{
		"CapabilityBoundingSet": "CapabilityBoundingSet=CAP_NET_BIND_SERVICE",
		"AmbientCapabilities":   "AmbientCapabilities=CAP_NET_BIND_SERVICE",
		"User":                  "AmbientCapabilities=CAP_NET_BIND_SERVICE",
	}
	line, known := lines[by.Key]
	if !known {
		return nil
	}
	return &finding.Fix{Title: "Add '" + line + "'", Edits: []finding.Edit{lineInEffect(p.Unit, by, line)}}
}

// joinsGroup makes the service's user a member of the refused groups. They have
// other names on some distributions, and a group that does not exist ends the
// start.
func joinsGroup(p *lint.Pass, group []match.Refusal) *finding.Fix {
	var words []string
	for _, u := range group {
		if !slices.Contains(words, u.Argument) {
			words = append(words, u.Argument)
		}
	}
	line := "SupplementaryGroups=" + strings.Join(words, " ")
	return &finding.Fix{Title: "Add '" + line + "'", Safe: false, Edits: []finding.Edit{lineInEffect(p.Unit, group[0].Verdict.Cause(), line)}}
}
