package consistency

import (
	"fmt"
	"path"
	"slices"
	"strings"

	"github.com/unitlint/unitlint/lint"
	"github.com/unitlint/unitlint/lint/evidence/daemon"
	"github.com/unitlint/unitlint/lint/finding"
	"github.com/unitlint/unitlint/lint/unit"
	"github.com/unitlint/unitlint/lint/value"
	"github.com/unitlint/unitlint/rules/wording"
)

// PIDFileElsewhere flags PIDFile= of a service whose program writes another one.
var PIDFileElsewhere = rule(lint.Rule{
	ID:       "pid-file-elsewhere",
	Summary:  "PIDFile= that is not the file which the program writes",
	Severity: finding.Warning,
	Doc: lint.Doc{
		Text: `With Type=forking systemd waits for the file that PIDFile= names when the process that it started has ended. A program that is told to write its
PID file elsewhere, by an option or by its configuration, never makes that one: the start times out, and the running service is killed.`,
		Symptom:    `"Can't open PID file (yet?) after start", then "start operation timed out. Terminating."`,
		Bad:        "[Service]\nType=forking\nPIDFile=/run/example.pid\nExecStart=/usr/sbin/example --pidfile /run/example/example.pid\n",
		Good:       "[Service]\nType=forking\nPIDFile=/run/example/example.pid\nExecStart=/usr/sbin/example --pidfile /run/example/example.pid\n",
		Fix:        "Name the same file in both places.",
		References: []string{"systemd.service(5)", "daemon(7)"},
	},
	Check: ofService(checkPIDFileElsewhere),
})

func checkPIDFileElsewhere(p *lint.Pass, s *service) {
	file := s.Last("Service", "PIDFile")
	if s.kind != "forking" || file == nil || file.Value == "" || file.Verdict.Undecided || len(s.start) != 1 || strings.Contains(file.Value, "%") {
		return
	}
	waited := file.Value
	if !path.IsAbs(waited) {
		waited = path.Join("/run", waited) // systemd.service(5), "PIDFile="
	}
	commands := s.start[0].Verdict.Commands()
	if len(commands) != 1 || commands[0].ThroughShell || strings.Contains(s.start[0].Value, waited) {
		return
	}
	written, said := toldPIDFile(commands[0])
	if written == "" {
		written, said = configuredPIDFile(p, waited)
	}
	if written == "" || isSameFile(written, waited) || isInChroot(written, waited) {
		return
	}
	p.Report(finding.Finding{
		Directive: "PIDFile", Range: file.ValueRange(), Confidence: finding.Likely,
		Message: fmt.Sprintf("systemd waits for this PID file, but the program writes %s (%s).", written, said),
		Symptom: "The start times out, and systemd kills the service.",
		Related: wording.Because(s.kindLine, "the type is set here"),
		Advice:  "Name the same file in both places.",
	})
}

func isSameFile(a, b string) bool {
	return unit.BelowRun(path.Clean(a)) == unit.BelowRun(path.Clean(b))
}

// isInChroot tells that the file that is waited for is the written one, as seen from outside of the root directory that
// the program changes to: RHEL's named-chroot.service has it like that. Such a directory has places for PID files as
// the host has them (hier(7)).
func isInChroot(written, waited string) bool {
	if below := unit.BelowRun(path.Clean(written)); !strings.HasPrefix(below, "/run/") && !strings.HasPrefix(below, "/var/") {
		return false
	}
	return strings.HasSuffix(path.Clean(waited), path.Clean(written)) || strings.HasSuffix(path.Clean(waited), unit.BelowRun(path.Clean(written)))
}

// furtherPIDFiles are keys that name a PID file beside the one which the program writes anyway
// (PostgreSQL's documentation, external_pid_file).
var furtherPIDFiles = []string{"external_pid_file"}

// toldPIDFile returns the file that a command line has its program write its PID to, and the
// option that says so: the only path of it that is called like one.
func toldPIDFile(command value.Command) (file, option string) {
	if path.Base(command.PathExpanded.Text) == "start-stop-daemon" {
		return "", "" // it looks there for what runs already, and what it starts may write another one
	}
	before := ""
	for _, argument := range command.Arguments {
		name, text := before, argument.Text
		before = text
		if strings.HasPrefix(text, "-") {
			name, text, _ = strings.Cut(text, "=")
		}
		switch {
		case strings.Contains(argument.Text, "$"):
			return "", ""
		case !path.IsAbs(text) || path.Ext(text) != ".pid":
		case file != "" || !strings.HasPrefix(name, "-") || strings.ContainsAny(text, "%{"):
			return "", ""
		default:
			file, option = text, name
		}
	}
	return file, option
}

// pidFilesBeside are PID files that lie in the directory for data, by the key that names that.
var pidFilesBeside = []struct{ program, key, file, source string }{
	{"proxysql", "datadir", "proxysql.pid", "ProxySQL's documentation (configuration file, pidfile)"},
}

// configuredPIDFile returns the file to which the program that is started writes its PID as its
// configuration says, unless a statement names the one that is waited for.
func configuredPIDFile(p *lint.Pass, waited string) (file, said string) {
	known := p.Needs().Machine
	if known == nil {
		return "", ""
	}
	for _, program := range known.Programs {
		if program.Line.Phase != unit.Start {
			continue
		}
		for _, f := range program.Configuration.Facts {
			written := ""
			if f.Meaning == daemon.PIDFile && f.Known && !f.Default && len(f.Values) == 1 && !slices.Contains(furtherPIDFiles, f.Setting.Key) {
				written = f.Values[0]
			}
			for _, beside := range pidFilesBeside {
				if f.Meaning == daemon.Data && beside.program == path.Base(program.Path) && f.Setting.Key == beside.key && len(f.Values) == 1 {
					written = path.Join(f.Values[0], beside.file)
				}
			}
			if !path.IsAbs(written) || strings.ContainsAny(written, "%${*") {
				continue
			}
			if isSameFile(written, waited) || file != "" && file != written {
				return "", ""
			}
			file, said = written, "'"+f.Setting.Key+"' in "+f.Setting.Place.File.Path
		}
	}
	return file, said
}
