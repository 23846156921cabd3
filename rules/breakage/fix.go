package breakage

import (
	"path"
	"slices"
	"strings"

	"github.com/unitlint/unitlint/lint/finding"
	"github.com/unitlint/unitlint/lint/match"
	"github.com/unitlint/unitlint/lint/need"
	"github.com/unitlint/unitlint/lint/source"
	"github.com/unitlint/unitlint/lint/unit"
)

// lineAfter is an edit that adds a line below an assignment.
func lineAfter(a *unit.Assignment, line string) finding.Edit {
	whole := a.Range()
	return finding.Edit{Range: source.Range{File: whole.File, Start: whole.End, End: whole.End}, NewText: "\n" + line}
}

// addsTo returns a mending that adds the refused arguments to a list, in a line
// of its own below the line that decides: systemd adds up such lists.
func addsTo(directive string) func([]match.Refusal) *finding.Fix {
	return func(group []match.Refusal) *finding.Fix {
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

// protectedItself are the directories that a setting lists itself. An entry of
// ReadWritePaths= for the very same path loses to it (systemd.exec(5)).
var protectedItself = map[string][]string{
	"ProtectSystem": {"/usr", "/boot", "/efi", "/etc"},
	"ProtectHome":   {"/home", "/root", "/run/user"},
}

// listedItself tells whether ReadWritePaths= cannot open a directory because the
// setting that closes it lists the same path.
func listedItself(by *unit.Assignment, directory string) bool {
	if by.Key == "ProtectSystem" && by.Value == "strict" {
		return false
	}
	for word := range strings.FieldsSeq(by.Value) {
		if strings.HasPrefix(by.Key, "ReadOnly") && path.Clean(strings.TrimLeft(word, "-+")) == directory {
			return true
		}
	}
	return slices.Contains(protectedItself[by.Key], directory)
}

// writable makes the refused paths writable; "-" keeps the service starting
// where one does not exist. A path that is probably misspelt is mended first.
func writable(group []match.Refusal) *finding.Fix {
	by := group[0].Verdict.Cause()
	var words []string
	for _, u := range group {
		if misspelt(u.Need.Evidence.Assignment) {
			return nil
		}
		directory := u.Argument
		if !u.Need.Below || u.Need.Kind == need.Create {
			directory = path.Dir(u.Argument)
		}
		if directory == "/var/run" || strings.HasPrefix(directory, "/var/run/") {
			directory = strings.TrimPrefix(directory, "/var") // an old name of /run
		}
		if listedItself(by, directory) {
			return nil
		}
		if word := "-" + directory; directory != "/" && !slices.Contains(words, word) {
			words = append(words, word)
		}
	}
	if len(words) == 0 {
		return nil
	}
	line := "ReadWritePaths=" + strings.Join(words, " ")
	return &finding.Fix{Title: "Add '" + line + "'", Edits: []finding.Edit{lineAfter(by, line)}}
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
func namesToo(directive string) func([]match.Refusal) *finding.Fix {
	return func(group []match.Refusal) *finding.Fix {
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
func changes(directive, to string) func([]match.Refusal) *finding.Fix {
	return func(group []match.Refusal) *finding.Fix {
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

// showsHome makes the home directories visible, and writable for a service that
// writes below them.
func showsHome(group []match.Refusal) *finding.Fix {
	to := "read-only"
	if slices.ContainsFunc(group, func(u match.Refusal) bool { return u.Need.Kind == need.Write || u.Need.Kind == need.Create }) {
		to = "no"
	}
	return changes("ProtectHome", to)(group)
}

// bindable grants the capability for low ports.
func bindable(group []match.Refusal) *finding.Fix {
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
	return &finding.Fix{Title: "Add '" + line + "'", Edits: []finding.Edit{lineAfter(by, line)}}
}

// joinsGroup makes the service's user a member of the refused groups. They have
// other names on some distributions, and a group that does not exist ends the
// start.
func joinsGroup(group []match.Refusal) *finding.Fix {
	var words []string
	for _, u := range group {
		if !slices.Contains(words, u.Argument) {
			words = append(words, u.Argument)
		}
	}
	line := "SupplementaryGroups=" + strings.Join(words, " ")
	return &finding.Fix{Title: "Add '" + line + "'", Safe: false, Edits: []finding.Edit{lineAfter(group[0].Verdict.Cause(), line)}}
}
