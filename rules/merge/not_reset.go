package merge

import (
	"fmt"
	"path"
	"slices"
	"strings"

	"github.com/unitlint/unitlint/lint"
	"github.com/unitlint/unitlint/lint/catalog"
	"github.com/unitlint/unitlint/lint/finding"
	"github.com/unitlint/unitlint/lint/unit"
	"github.com/unitlint/unitlint/rules/comment"
)

// TriggerNotReset flags drop-ins that add a time, a socket or a path to those
// of the unit.
var TriggerNotReset = rule(lint.Rule{
	ID:         "trigger-not-reset",
	Summary:    "Drop-in that adds a time, socket or path where it looks like a replacement",
	Confidence: finding.Likely,
	Fixes:      finding.UnsafeFixes("What the unit says is gone then."),
	Doc: lint.Doc{
		Text: `The times of a timer, the addresses of a socket unit and the paths of a path unit are
lists: a drop-in adds to them. With ListenStream=2222 in a drop-in the socket listens on
the old port as well, with OnCalendar= the timer elapses at the old time too. An empty
assignment in front of the line clears the list.

Where a comment stands above the line, it is taken for the reason, and nothing is
reported.`,
		Symptom: "The old time, socket or path stays in effect.",
		Bad: `-- usr/lib/systemd/system/example.timer --
[Timer]
OnCalendar=daily
-- usr/lib/systemd/system/example.service --
[Service]
Type=oneshot
ExecStart=/usr/bin/example
-- etc/systemd/system/example.timer.d/override.conf --
[Timer]
OnCalendar=weekly
`,
		Good: `-- usr/lib/systemd/system/example.timer --
[Timer]
OnCalendar=daily
-- usr/lib/systemd/system/example.service --
[Service]
Type=oneshot
ExecStart=/usr/bin/example
-- etc/systemd/system/example.timer.d/override.conf --
[Timer]
OnCalendar=
OnCalendar=weekly
`,
		Unit:       "example.timer",
		Fix:        "Put an empty assignment in the line before.",
		References: []string{"systemd.timer(5)", "systemd.socket(5)", "systemd.path(5)"},
	},
	Check: func(p *lint.Pass) {
		for _, store := range [][2]string{{"Timer", catalog.ListTimers}, {"Socket", catalog.ListListen}, {"Path", catalog.ListPaths}} {
			eachAddition(p.Unit.All(store[0], store[1]), func(added, before *unit.Assignment) bool {
				if added.Key != before.Key || added.Value == before.Value {
					return false
				}
				reportAddition(p, added, before, fmt.Sprintf("This line adds to '%s=%s', which stays in effect.", before.Key, before.Value))
				return true
			})
		}
	},
})

// eachAddition calls report for the lines that a drop-in adds to those of
// other files, with each of these, until it says that it has reported.
func eachAddition(values []*unit.Assignment, report func(added, before *unit.Assignment) bool) {
	for i, added := range values {
		if !added.DropIn || added.Value == "" || i > 0 && values[i-1].File == added.File || comment.Explains(added) {
			continue
		}
		for _, before := range values[:i] {
			if before.File != added.File && before.Value != "" && report(added, before) {
				break
			}
		}
	}
}

func reportAddition(p *lint.Pass, added, before *unit.Assignment, message string) {
	p.Report(finding.Finding{
		Directive: added.Key, Range: added.Range(), Message: message,
		Symptom: "What the unit says stays in effect beside what the drop-in says.",
		Related: []finding.Related{{Range: before.Range(), Message: "this stays in effect"}},
		Fix: &finding.Fix{
			Title: fmt.Sprintf("Empty '%s=' first", added.Key),
			Edits: []finding.Edit{{Range: added.File.Source.Range(added.KeyRange.Start, added.KeyRange.Start), NewText: added.Key + "=\n"}},
		},
	})
}

// CommandNotReset flags commands in a drop-in that run a program which the unit
// runs already.
var CommandNotReset = rule(lint.Rule{
	ID:         "command-not-reset",
	Summary:    "Command in a drop-in that runs beside the unit's own call of the same program",
	Confidence: finding.Likely,
	Fixes:      finding.UnsafeFixes("What the unit runs is gone then."),
	Doc: lint.Doc{
		Text: `Lists of commands add up: ExecStartPre=, ExecReload= or, with Type=oneshot, ExecStart=
in a drop-in runs after the unit's own commands. Where it calls the same program with
other arguments, it was most likely meant to replace the call. An empty assignment in
front of the line clears the list.`,
		Symptom: "The program runs twice, first with the old arguments.",
		Bad: `-- usr/lib/systemd/system/example.service --
[Service]
Type=oneshot
ExecStart=/usr/bin/example --all
-- etc/systemd/system/example.service.d/override.conf --
[Service]
ExecStart=/usr/bin/example --new
`,
		Good: `-- usr/lib/systemd/system/example.service --
[Service]
Type=oneshot
ExecStart=/usr/bin/example --all
-- etc/systemd/system/example.service.d/override.conf --
[Service]
ExecStart=
ExecStart=/usr/bin/example --new
`,
		Fix:        "Put an empty assignment in the line before.",
		References: []string{"systemd.service(5)"},
	},
	Check: func(p *lint.Pass) {
		for _, s := range p.Unit.Settings {
			if !strings.HasPrefix(s.List, "Exec") || len(s.Values) == 0 || s.Values[0].Directive.Kind != catalog.KindExec {
				continue
			}
			if s.List == "ExecStart" && p.Unit.Value("Service", "Type") != "oneshot" {
				continue // systemd refuses several
			}
			eachAddition(s.Values, func(added, before *unit.Assignment) bool {
				program := added.Executable()
				if program == "" || slices.Contains(generalPrograms, path.Base(program)) || program != before.Executable() {
					return false
				}
				reportAddition(p, added, before, fmt.Sprintf("This command runs beside the unit's own call of '%s'.", program))
				return true
			})
		}
	},
})

// generalPrograms are called for many purposes: two calls need not be the same.
var generalPrograms = []string{
	"sh", "bash", "dash", "env", "python3", "perl", "install", "mkdir", "chown", "chmod", "rm",
	"test", "systemctl", "kill", "sleep", "touch", "ln", "cp", "mv",
}

// DependencyNotReset flags empty assignments of dependencies.
var DependencyNotReset = rule(lint.Rule{
	ID:      "dependency-not-reset",
	Summary: "Empty assignment of a dependency, which removes nothing",
	Doc: lint.Doc{
		Text: `Dependencies such as After=, Requires= or Wants= add up, and an empty assignment does
not clear them, as it does most other lists. A dependency of the vendor's unit can only be
removed by a copy of the whole unit.`,
		Symptom: "The dependency stays, and nothing says so.",
		Bad: `-- usr/lib/systemd/system/example.service --
[Unit]
After=other.service
[Service]
ExecStart=/usr/bin/example
-- etc/systemd/system/example.service.d/override.conf --
[Unit]
After=
`,
		Good: `-- etc/systemd/system/example.service --
[Service]
ExecStart=/usr/bin/example
`,
		Fix: "Copy the unit to /etc/systemd/system and remove the dependency there.",
	},
	Check: func(p *lint.Pass) {
		for _, a := range p.Unit.Assignments {
			if a.Value != "" || a.Reach != unit.Counts || a.Directive == nil || a.Directive.Assign != catalog.AppendNoReset {
				continue
			}
			kept := p.Unit.All(a.Directive.ListSection, a.Directive.List)
			if len(kept) == 0 || kept[0].KeyRange.Start > a.KeyRange.Start && kept[0].File == a.File {
				continue // there was nothing to clear
			}
			p.Report(finding.Finding{
				Directive: a.Key, Range: a.Range(),
				Message: fmt.Sprintf("An empty '%s=' removes nothing: dependencies cannot be cleared.", a.Key),
				Symptom: "The dependency stays, and nothing says so.",
				Related: []finding.Related{{Range: kept[0].Range(), Message: "this stays in effect"}},
				Advice:  "Copy the whole unit to /etc/systemd/system and remove the dependency there.",
			})
		}
	},
})
