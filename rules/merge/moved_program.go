package merge

import (
	"fmt"
	"path"
	"slices"

	"github.com/unitlint/unitlint/lint"
	"github.com/unitlint/unitlint/lint/finding"
	"github.com/unitlint/unitlint/lint/host"
	"github.com/unitlint/unitlint/lint/locate"
	"github.com/unitlint/unitlint/lint/unit"
	"github.com/unitlint/unitlint/lint/unitfile"
	"github.com/unitlint/unitlint/lint/value"
	"github.com/unitlint/unitlint/rules/wording"
)

// ProgramMoved flags overrides that start a program where it is no longer.
var ProgramMoved = rule(lint.Rule{
	ID:         "program-moved",
	Summary:    "An override starts a program at a path that this system does not have",
	Severity:   finding.Error,
	Confidence: finding.Likely,
	Doc: lint.Doc{
		Text: `A copy of the vendor's unit in /etc, or a drop-in with an ExecStart= of its own, keeps the program's path as it
was when it was written. An upgrade that moves or renames the program changes the vendor's unit, and not the copy.

Judged are whole systems, where the program is there at another path or the vendor's own line names another one that
is there; of other trees, those that hold the vendor's program and the directory in which the override looks for it.`,
		Symptom: "The service fails to start after an upgrade (203/EXEC).",
		Bad: `-- usr/lib/systemd/system/example.service --
# host: complete
[Service]
ExecStart=/usr/libexec/exampled
-- etc/systemd/system/example.service.d/verbose.conf --
[Service]
ExecStart=
ExecStart=/usr/sbin/exampled --verbose
-- usr/libexec/exampled --
`,
		Good: `-- usr/lib/systemd/system/example.service --
# host: complete
[Service]
ExecStart=/usr/libexec/exampled
-- etc/systemd/system/example.service.d/verbose.conf --
[Service]
ExecStart=
ExecStart=/usr/libexec/exampled --verbose
-- usr/libexec/exampled --
`,
		Fix:        "None is mechanical: name the program at its present path, or leave the command to the vendor's unit.",
		References: []string{"systemd.service(5)", "systemd.exec(5)"},
	},
	Check: func(p *lint.Pass) {
		if p.Unit.State != locate.Loaded || p.Unit.ExecSection() != "Service" || startsElsewhere(p.Unit) {
			return
		}
		for _, line := range p.Unit.Lines() {
			if line.Phase == unit.Start && line.Command != nil && ofOverride(p.Unit, line.Assignment) {
				checkMovedProgram(p, line)
			}
		}
	},
})

// startsElsewhere tells whether the programs of the unit are not those of the
// system's own tree.
func startsElsewhere(u *unit.Unit) bool {
	return slices.ContainsFunc([]string{"RootDirectory", "RootImage", "RootMStack", "ExtensionImages", "ExtensionDirectories"}, func(name string) bool {
		return u.Value("Service", name) != ""
	})
}

// ofOverride tells whether an assignment stands in a file of the administrator
// that changes a unit of the vendor's.
func ofOverride(u *unit.Unit, a *unit.Assignment) bool {
	if a == nil || u.Fragment == nil {
		return false
	}
	if a.DropIn {
		return !locate.OfAdministrator(u.Fragment.Source.Path) && slices.ContainsFunc(u.DropIns, func(f *unitfile.File) bool {
			return f == a.File && locate.OfAdministrator(f.Source.Path)
		})
	}
	return vendorsCopy(u) != ""
}

// vendorsCopy is the vendor's fragment that a copy of the administrator's hides,
// or empty.
func vendorsCopy(u *unit.Unit) string {
	for _, hidden := range u.Shadowed {
		if !inDropIns(hidden.Path) && locate.OfAdministrator(hidden.By) && !locate.OfAdministrator(hidden.Path) {
			return hidden.Path
		}
	}
	return ""
}

func checkMovedProgram(p *lint.Pass, line unit.Line) {
	c := line.Command
	program := line.Executable()
	if c.IgnoreFailure || !c.PathExpanded.Known || !path.IsAbs(program) {
		return
	}
	for _, at := range places(p, program) {
		renamed := path.Base(at) != path.Base(program)
		if p.Host.Lookup(at).Presence != host.Exists || renamed && !shipped(program) {
			continue
		}
		p.Report(finding.Finding{
			Directive: line.Assignment.Key, Range: line.Assignment.Span(c.Path.Start, c.Path.End),
			Message: fmt.Sprintf("%s does not exist here, which this override starts: %s does.", program, at),
			Symptom: "The service fails to start (203/EXEC).",
			Related: wording.Because(vendorsLine(p.Unit), "what the vendor's unit starts"),
			Advice:  "Name the program at its present path, or leave the command to the vendor's unit.",
		})
		return
	}
}

// places are where a program may be that is not at its path; none where that is not
// known. A tree that is no whole system shows it by holding the vendor's program of
// the same name beside a directory without it.
func places(p *lint.Pass, program string) []string {
	vendors := vendorsPrograms(p)
	switch {
	case p.Host.Complete() && p.Host.Lookup(program).Presence == host.Missing:
		return append(vendors, usualPlaces(program)...)
	case !p.Host.Complete() && shipped(program) && p.Host.Lacks(program):
		return slices.DeleteFunc(vendors, func(at string) bool { return path.Base(at) != path.Base(program) })
	}
	return nil
}

// shipped tells whether a path lies where packages put their programs: what is
// missing elsewhere may be on another file system.
func shipped(program string) bool {
	return slices.ContainsFunc([]string{"/usr", "/bin", "/sbin", "/lib"}, func(dir string) bool { return host.Below(program, dir) }) &&
		!host.Below(program, "/usr/local")
}

// vendorsPrograms are the absolute paths that the vendor's own ExecStart= lines
// name.
func vendorsPrograms(p *lint.Pass) []string {
	var lines []*unitfile.Assignment
	if hidden := vendorsCopy(p.Unit); hidden != "" {
		lines, _ = settingsIn(p, hidden, p.Unit.ID)
	} else {
		lines = p.Unit.Fragment.Assignments()
	}
	var programs []string
	for _, a := range lines {
		if a.Key != "ExecStart" || a.Value == "" {
			continue
		}
		commands, _ := value.Exec(a.Value, p.Unit.Context(nil))
		for _, c := range commands {
			if c.PathExpanded.Known && path.IsAbs(c.PathExpanded.Text) {
				programs = append(programs, c.PathExpanded.Text)
			}
		}
	}
	return programs
}

// usualPlaces are where a program of that name would be looked for
// (file-hierarchy(7)).
func usualPlaces(program string) []string {
	var places []string
	for _, dir := range []string{"/usr/sbin", "/usr/bin", "/usr/libexec", "/usr/local/sbin", "/usr/local/bin", "/sbin", "/bin"} {
		places = append(places, path.Join(dir, path.Base(program)))
	}
	return places
}

// vendorsLine is the ExecStart= of the unit's own file that a drop-in replaced, or
// nil.
func vendorsLine(u *unit.Unit) *unit.Assignment {
	for _, setting := range u.Settings {
		if setting.List != "ExecStart" {
			continue
		}
		for _, o := range setting.Overruled {
			if !o.DropIn && o.Value != "" {
				return o.Assignment
			}
		}
	}
	return nil
}
