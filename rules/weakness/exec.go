package weakness

import (
	"fmt"
	"path"
	"slices"
	"strings"

	"github.com/unitlint/unitlint/lint"
	"github.com/unitlint/unitlint/lint/finding"
	"github.com/unitlint/unitlint/lint/sandbox"
	"github.com/unitlint/unitlint/lint/unit"
	"github.com/unitlint/unitlint/lint/value"
	"github.com/unitlint/unitlint/rules/wording"
)

// ExecOutsideSandbox flags commands with the prefix "+".
var ExecOutsideSandbox = rule(lint.Rule{
	ID:       "exec-outside-sandbox",
	Summary:  "A command runs as root and outside of the sandbox",
	Severity: finding.Note,
	Doc: lint.Doc{
		Text: "A command with the prefix `+` runs as root, with all capabilities and without the unit's file system protections and filters. That is what " +
			"the prefix is " +
			"for, and a short preparation is better done so than by giving the whole service more rights. But what such a command reads or executes must not " +
			"belong to the service: a script or a directory that the service can write is a way out of the sandbox.",
		Bad:  "[Service]\nUser=exampled\nProtectSystem=strict\nExecStartPre=+/usr/bin/example-prepare\nExecStart=/usr/bin/exampled\n",
		Good: "[Service]\nUser=exampled\nProtectSystem=strict\nStateDirectory=exampled\nExecStart=/usr/bin/exampled\n",
		Fix: "Let `RuntimeDirectory=`, `StateDirectory=`, tmpfiles.d or a unit of its own do what needs root; `!` keeps the sandbox and only leaves " +
			"the user aside.",
		References: []string{"systemd.service(5)"},
	},
	Check: ofUnit(func(p *lint.Pass, section string) {
		lines := p.Sandbox().Lines()
		if !slices.ContainsFunc(lines, leavesSandbox) || withoutSandbox(lines) || len(protectionsOf(p.Unit, section)) == 0 {
			return
		}
		for _, line := range lines {
			if !leavesSandbox(line) {
				continue
			}
			p.Report(finding.Finding{
				Directive: line.Assignment.Key, Range: line.Assignment.Span(line.Command.Start, line.Command.End),
				Message: "The prefix '+' runs this command as root and outside of the sandbox.",
			})
		}
	}),
})

// leavesSandbox tells that a line runs outside of the sandbox, as hardly any does.
func leavesSandbox(line *sandbox.Process) bool {
	return line.Command != nil && line.Command.FullPrivileges
}

// withoutSandbox tells that every command leaves the sandbox.
func withoutSandbox(lines []*sandbox.Process) bool {
	return len(lines) > 0 && !slices.ContainsFunc(lines, func(line *sandbox.Process) bool { return !leavesSandbox(line) })
}

// SandboxWithoutEffect flags protections of units whose commands all leave the
// sandbox.
var SandboxWithoutEffect = rule(lint.Rule{
	ID:       "sandbox-without-effect",
	Summary:  "Every command leaves the sandbox that the unit sets up",
	Severity: finding.Warning,
	Doc: lint.Doc{
		Text: "The prefix `+` exempts a command from the user, the file system protections, the capability bounding set and the filters of its unit. Where " +
			"every command " +
			"has it, the protections stand in the unit, count in its exposure score, and protect nothing.",
		Symptom:    "None: `systemd-analyze security` rates the unit as protected.",
		Bad:        "[Service]\nProtectSystem=strict\nNoNewPrivileges=yes\nExecStart=+/usr/bin/exampled\n",
		Good:       "[Service]\nProtectSystem=strict\nNoNewPrivileges=yes\nExecStart=/usr/bin/exampled\n",
		Fix:        "Remove the prefix from the main command and loosen the one protection that it does not bear.",
		References: []string{"systemd.service(5)"},
	},
	Check: ofUnit(func(p *lint.Pass, section string) {
		if !withoutSandbox(p.Sandbox().Lines()) {
			return
		}
		void := protectionsOf(p.Unit, section)
		if len(void) == 0 {
			return
		}
		main := p.Sandbox().Main()
		p.Report(finding.Finding{
			Directive: void[0].Key, Range: void[0].Range(),
			Message: fmt.Sprintf("The prefix '+' exempts every command from the unit's %s.", counted(len(void), "protection")),
			Symptom: "The score says that the unit is protected, but it is not.",
			Related: wording.Because(main.Assignment, "this command runs as root and outside of the sandbox"),
			Advice:  "Remove the prefix and loosen the one protection that the command does not bear.",
		})
	}),
})

// counted is "1 protection", "2 protections".
func counted(n int, word string) string {
	if n == 1 {
		return "1 " + word
	}
	return fmt.Sprintf("%d %ss", n, word)
}

// ExecInWritableDirectory flags programs of root that other users can replace.
var ExecInWritableDirectory = rule(lint.Rule{
	ID:       "exec-in-writable-directory",
	Summary:  "A service of root executes a file that a user can replace",
	Severity: finding.Warning,
	Doc: lint.Doc{
		Text: "Files below `/tmp`, `/var/tmp` and `/dev/shm` belong to whoever made them first, files below `/home` to the user whose home it is. A service " +
			"that runs such a file " +
			"as root gives that user, and everybody who breaks into his account, root's rights at the next start.",
		Bad:        "[Service]\nExecStart=/home/alice/exampled\n",
		Good:       "[Service]\nUser=alice\nExecStart=/home/alice/exampled\n",
		Fix:        "Install the program below `/usr/local` or `/opt`, owned by root, or run it as the user to whom it belongs.",
		References: []string{"systemd.exec(5)", "file-hierarchy(7)"},
	},
	Check: ofUnit(func(p *lint.Pass, _ string) {
		for _, line := range p.Sandbox().Lines() {
			if line.Command == nil || line.Identity().Root != sandbox.Yes {
				continue
			}
			for _, file := range executed(line) {
				if !replaceable(file.path) {
					continue
				}
				p.Report(finding.Finding{
					Directive: line.Assignment.Key, Range: line.Assignment.Span(file.word.Start, file.word.End),
					Message: fmt.Sprintf("Root executes '%s', which a user can replace.", file.path),
					Advice:  "Install the program where root alone can write, or run it as its owner.",
				})
			}
		}
	}),
})

// executedFile is a file whose content a command runs.
type executedFile struct {
	path string
	word value.Word
}

// interpreters take a script as their first argument that is no option.
var interpreters = []string{"bash", "dash", "node", "nodejs", "perl", "php", "python", "python2", "python3", "ruby", "sh", "zsh"}

// executed are the command's program and, of an interpreter, the script.
func executed(line *sandbox.Process) []executedFile {
	program := line.Executable()
	files := []executedFile{{program, line.Command.Path}}
	if !slices.Contains(interpreters, path.Base(program)) {
		return files
	}
	arguments := line.Command.Arguments
	if line.Command.ArgvZero && len(arguments) > 0 {
		arguments = arguments[1:]
	}
	if len(arguments) > 0 && arguments[0].Expanded.Known && strings.HasPrefix(arguments[0].Expanded.Text, "/") {
		files = append(files, executedFile{arguments[0].Expanded.Text, arguments[0].Word})
	}
	return files
}

// usersDirectories are where users other than root own files (file-hierarchy(7)).
var usersDirectories = []string{"/tmp/", "/var/tmp/", "/dev/shm/", "/home/"}

func replaceable(file string) bool {
	file = path.Clean(file)
	return slices.ContainsFunc(usersDirectories, func(dir string) bool { return strings.HasPrefix(file, dir) })
}

// SecretInEnvironment flags passwords in Environment=.
var SecretInEnvironment = rule(lint.Rule{
	ID:       "secret-in-environment",
	Summary:  "A password stands in the unit file",
	Severity: finding.Warning,
	Doc: lint.Doc{
		Text: "Unit files are readable for everybody, `systemctl show` tells every user what `Environment=` holds, and every process that the service starts " +
			"inherits it. A " +
			"password, key or token in it is no secret.\n\nThe rule looks for variables whose names end in words such as PASSWORD, SECRET, TOKEN or API_KEY and " +
			"that have a value of their own, not a path, " +
			"a placeholder or another variable.",
		Bad: "[Service]\nEnvironment=DATABASE_PASSWORD=correct-horse\nExecStart=/usr/bin/exampled\n",
		Good: "[Service]\nLoadCredential=database-password:/etc/exampled/database-password\nEnvironment=DATABASE_PASSWORD_FILE=%d/database-password\n" +
			"ExecStart=/usr/bin/exampled\n",
		Fix:        "Use `LoadCredential=` (since systemd 247) or `LoadCredentialEncrypted=` (250), or an `EnvironmentFile=` that only root can read.",
		References: []string{"systemd.exec(5)", "systemd-creds(1)"},
	},
	Check: ofLine(func(p *lint.Pass, section string) {
		for _, a := range p.Unit.All(section, "Environment") {
			for _, variable := range a.Verdict.Variables() {
				if isSecret(variable) {
					reportSecret(p, a, variable)
				}
			}
		}
	}),
})

func reportSecret(p *lint.Pass, a *unit.Assignment, variable value.Variable) {
	p.Report(finding.Finding{
		Directive: "Environment", Range: a.Span(variable.Start, variable.End),
		Message: fmt.Sprintf("Every user of the system can read '%s'.", variable.Name),
		Advice:  "Use LoadCredential=, or an EnvironmentFile= that only root can read.",
	})
}

// secretNames end the names of variables that hold secrets.
var secretNames = []string{
	"ACCESSKEY", "ACCESS_KEY", "APIKEY", "API_KEY", "PASSPHRASE", "PASSWD", "PASSWORD", "PRIVATE_KEY", "SECRET", "SECRET_KEY", "TOKEN",
}

// harmlessValues are what stands where a secret is switched off or left open.
var harmlessValues = []string{"", "0", "1", "false", "no", "none", "null", "off", "on", "true", "yes"}

func isSecret(variable value.Variable) bool {
	name, content := strings.ToUpper(variable.Name), variable.Value.Text
	if !variable.Known || slices.Contains(harmlessValues, strings.ToLower(content)) || strings.HasPrefix(content, "/") || strings.ContainsAny(content, "$<{") {
		return false
	}
	return slices.ContainsFunc(secretNames, func(word string) bool {
		head, ends := strings.CutSuffix(name, word)
		return ends && (head == "" || strings.HasSuffix(head, "_"))
	})
}
