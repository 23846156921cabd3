package weakness

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/unitlint/unitlint/lint"
	"github.com/unitlint/unitlint/lint/finding"
	"github.com/unitlint/unitlint/lint/sandbox"
	"github.com/unitlint/unitlint/lint/source"
	"github.com/unitlint/unitlint/lint/unit"
	"github.com/unitlint/unitlint/lint/value"
	"github.com/unitlint/unitlint/rules/wording"
)

// ReadWriteRoot flags ReadWritePaths=/.
var ReadWriteRoot = rule(lint.Rule{
	ID:       "read-write-root",
	Summary:  "ReadWritePaths=/ makes nothing writable",
	Severity: finding.Warning,
	Doc: lint.Doc{
		Text: "Where two settings name the same path, the stricter one wins: under `ProtectSystem=strict` or `ReadOnlyPaths=/` the root stays read-only, whatever " +
			"`ReadWritePaths=/` says, and below `/usr` and `/etc` the protections of `ProtectSystem=full` are nearer than it. It neither opens what " +
			"its author wanted nor says which directories the service really writes.",
		Symptom:    "Writes fail with \"Read-only file system\" (EROFS) in spite of the setting.",
		Bad:        "[Service]\nExecStart=/usr/bin/exampled\nProtectSystem=strict\nReadWritePaths=/\n",
		Good:       "[Service]\nExecStart=/usr/bin/exampled\nProtectSystem=strict\nReadWritePaths=/srv/example\n",
		Fix:        "Name the directories that the service writes, or better let `StateDirectory=`, `CacheDirectory=` and `LogsDirectory=` make them.",
		References: []string{"systemd.exec(5)"},
	},
	Check: ofLine(func(p *lint.Pass, section string) {
		for _, entry := range pathEntries(p, section, "ReadWritePaths") {
			if entry.Path.Path != "/" {
				continue
			}
			p.Report(finding.Finding{
				Directive: "ReadWritePaths", Range: entry.by.Span(entry.Start, entry.End),
				Message: "'ReadWritePaths=/' makes nothing writable: of two settings with the same path the stricter one wins.",
				Advice:  "Name the directories that the service writes.",
			})
		}
	}),
})

// PathExceptionHidden flags paths that are opened in a directory which is closed as a
// whole.
var PathExceptionHidden = rule(lint.Rule{
	ID:       "path-exception-hidden",
	Summary:  "A path is opened below a directory that is made inaccessible",
	Severity: finding.Warning,
	Doc: lint.Doc{
		Text: "`ProtectHome=yes` and `InaccessiblePaths=` close a directory with all that is below it, and systemd leaves out whatever other settings mount there. " +
			"So `ReadWritePaths=/home/example` opens nothing under `ProtectHome=yes`, and `BindPaths=` brings nothing back either.",
		Symptom: "The service does not see the path (EACCES, or ENOENT as root) in spite of the setting.",
		Bad:     "[Service]\nExecStart=/usr/bin/exampled\nProtectHome=yes\nReadWritePaths=/home/example\n",
		Good:    "[Service]\nExecStart=/usr/bin/exampled\nProtectHome=tmpfs\nBindPaths=/home/example\n",
		Fix: "Hide the directory in a way that leaves room for exceptions: `ProtectHome=tmpfs` or `TemporaryFileSystem=` with `BindPaths=`, or " +
			"`ProtectHome=read-only` with `ReadWritePaths=`.",
		References: []string{"systemd.exec(5)"},
	},
	Check: ofUnit(func(p *lint.Pass, section string) {
		main := p.Sandbox().Main()
		for _, list := range []string{"ReadWritePaths", "ExecPaths"} {
			for _, entry := range pathEntries(p, section, list) {
				reportHidden(p, main, entry.by, entry.Path.Path, entry.by.Span(entry.Start, entry.End))
			}
		}
		for _, a := range p.Unit.All(section, "BindPaths") {
			for _, bind := range a.Verdict.Binds() {
				if bind.Known {
					reportHidden(p, main, a, bind.Destination, a.Span(bind.Start, bind.End))
				}
			}
		}
	}),
})

// reportHidden reports an assignment that opens a path of a closed directory.
func reportHidden(p *lint.Pass, main *sandbox.Process, by *unit.Assignment, name string, at source.Range) {
	directory, because := main.HiddenBelow(name)
	if directory == "" || len(because) == 0 || because[0] == nil {
		return
	}
	p.Report(finding.Finding{
		Directive: by.Key, Range: at,
		Message: fmt.Sprintf("'%s=' does not open '%s': '%s=%s' makes all of '%s' inaccessible.",
			by.Key, name, because[0].Key, finding.Beginning(because[0].Value, longestValue), directory),
		Related: wording.Because(because[0], "here '"+directory+"' is closed"),
		Advice:  "Hide the directory with an empty file system and bind the path into it.",
	})
}

// longestValue is how many bytes of a value a message repeats.
const longestValue = 60

// pathEntry is an entry of a list of paths with the assignment that holds it.
type pathEntry struct {
	value.Path
	by *unit.Assignment
}

// pathEntries are the entries of a list of paths that are known.
func pathEntries(p *lint.Pass, section, list string) []pathEntry {
	var entries []pathEntry
	for _, a := range p.Unit.All(section, list) {
		for _, path := range a.Verdict.Paths() {
			if path.Known {
				entries = append(entries, pathEntry{path, a})
			}
		}
	}
	return entries
}

// WritableExecutablePath flags directories from which the service may execute
// what it wrote, where the unit takes care to forbid it elsewhere.
var WritableExecutablePath = rule(lint.Rule{
	ID:       "writable-executable-path",
	Summary:  "A path is writable and executable at once",
	Severity: finding.Warning,
	Doc: lint.Doc{
		Text: "`NoExecPaths=` keeps a service from executing files, `ExecPaths=` names the exceptions. Where such an exception may also be written, an intruder " +
			"puts a program there and executes it, and the restriction is worth nothing.",
		Bad:        "[Service]\nExecStart=/opt/example/exampled\nNoExecPaths=/\nExecPaths=/opt/example /usr\nReadWritePaths=/opt/example/data\n",
		Good:       "[Service]\nExecStart=/opt/example/exampled\nNoExecPaths=/\nExecPaths=/opt/example /usr\nReadWritePaths=/srv/example\n",
		Fix:        "Keep programs and data apart, or put a `NoExecPaths=` below the path that is written.",
		Versions:   "`NoExecPaths=` and `ExecPaths=` exist since systemd 248.",
		References: []string{"systemd.exec(5)"},
	},
	Check: ofUnit(func(p *lint.Pass, section string) {
		if len(pathEntries(p, section, "NoExecPaths")) == 0 {
			return
		}
		main := p.Sandbox().Main()
		for _, written := range pathEntries(p, section, "ReadWritePaths") {
			for _, executed := range pathEntries(p, section, "ExecPaths") {
				inner, ok := innerPath(written.Path.Path, executed.Path.Path)
				if !ok || main.Path(sandbox.Create, inner+"/x").Answer == sandbox.No || main.Path(sandbox.Execute, inner+"/x").Answer == sandbox.No {
					continue
				}
				p.Report(finding.Finding{
					Directive: "ReadWritePaths", Range: written.by.Span(written.Start, written.End),
					Message: fmt.Sprintf("Below '%s' the service may execute what it writes.", inner),
					Related: []finding.Related{{Range: executed.by.Span(executed.Start, executed.End), Message: "here executing is allowed"}},
					Advice:  "Keep programs and data apart.",
				})
				break
			}
		}
	}),
})

// innerPath is the deeper of two paths, of which one has to lie in the other.
func innerPath(a, b string) (string, bool) {
	if len(a) < len(b) {
		a, b = b, a
	}
	return a, a == b || strings.HasPrefix(a, strings.TrimSuffix(b, "/")+"/")
}

// PrivateTmpUndone flags bind mounts that put the shared /tmp back.
var PrivateTmpUndone = rule(lint.Rule{
	ID:       "private-tmp-undone",
	Summary:  "A bind mount puts the shared /tmp back",
	Severity: finding.Warning,
	Doc: lint.Doc{
		Text: "`PrivateTmp=yes` gives the service a `/tmp` of its own; `BindPaths=/tmp` mounts the host's over it. The unit looks protected and is not: " +
			"names in `/tmp` are " +
			"shared with everybody again.",
		Bad:        "[Service]\nExecStart=/usr/bin/exampled\nPrivateTmp=yes\nBindPaths=/tmp\n",
		Good:       "[Service]\nExecStart=/usr/bin/exampled\nPrivateTmp=yes\nBindPaths=/tmp/example.sock\n",
		Fix:        "Bind only what is shared, or switch `PrivateTmp=` off and say why.",
		References: []string{"systemd.exec(5)"},
	},
	Check: ofUnit(func(p *lint.Pass, section string) {
		word, private := p.Sandbox().Setting("PrivateTmp")
		if word == "" || word == "no" {
			return
		}
		for _, a := range p.Unit.All(section, "BindPaths") {
			for _, bind := range a.Verdict.Binds() {
				if bind.Source != bind.Destination || !slices.Contains([]string{"/tmp", "/var/tmp"}, bind.Destination) {
					continue
				}
				p.Report(finding.Finding{
					Directive: a.Key, Range: a.Span(bind.Start, bind.End),
					Message: fmt.Sprintf("The host's '%s' is mounted over the private one: it is shared again.", bind.Source),
					Related: wording.Because(private, "here the service gets one of its own"),
					Advice:  "Bind only what is shared.",
				})
			}
		}
	}),
})

// UMaskWorldWritable flags masks that let everybody write new files.
var UMaskWorldWritable = rule(lint.Rule{
	ID:       "umask-world-writable",
	Summary:  "New files of the service can be written by everybody",
	Severity: finding.Warning,
	Doc: lint.Doc{
		Text: "A `UMask=` without the bit 0002 lets every user of the system write the files and directories that the service makes: its data, its logs, its " +
			"sockets. " +
			"Who can write a file that the service reads again can often make it do what he wants.",
		Bad:        "[Service]\nExecStart=/usr/bin/exampled\nUMask=0000\n",
		Good:       "[Service]\nExecStart=/usr/bin/exampled\nUMask=0007\n",
		Fix:        "Share through a group: `UMask=0007` and a common group, or give a single socket its mode with `SocketMode=`.",
		References: []string{"systemd.exec(5)", "umask(2)"},
	},
	Check: ofLine(func(p *lint.Pass, section string) {
		setting := p.Unit.Last(section, "UMask")
		if setting == nil {
			return
		}
		const othersWrite = 0o002
		mask, err := strconv.ParseUint(setting.Value, 8, 32)
		if err != nil || mask&othersWrite != 0 {
			return
		}
		p.Report(finding.Finding{
			Directive: "UMask", Range: setting.Range(),
			Message: fmt.Sprintf("With 'UMask=%s' everybody can write the files that the service makes.", setting.Value),
			Advice:  "Share through a group, with UMask=0007.",
		})
	}),
})
