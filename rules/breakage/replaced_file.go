package breakage

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

// replacement says of a kind of files how programs change them: by more than the
// file itself.
type replacement struct {
	// names are ends of file names, with their dot, or whole paths; one that ends in
	// a slash is that of a directory.
	names []string
	does  string
	// source says from where it is known.
	source string
}

// replacements are the kinds of files that nobody writes in place.
var replacements = []replacement{
	{[]string{".sqlite", ".sqlite3"}, "a database has its journal beside it", "https://www.sqlite.org/tempfiles.html"},
	{[]string{".json", ".yaml", ".yml", ".toml"}, "programs that keep such a file write a new one beside it and " +
		"rename it", "rename(2); https://github.com/jahwag/clem/pull/136"},
	{[]string{"/etc/passwd", "/etc/shadow", "/etc/group", "/etc/gshadow"}, "accounts are changed in a new file that is renamed, under a lock " +
		"beside it", "lckpwdf(3), useradd(8)"},
	{[]string{"/etc/subuid", "/etc/subgid"}, "accounts are changed in a new file that is renamed, under a lock beside it", "usermod(8), subuid(5)"},
	{[]string{"/etc/hostname", "/etc/machine-info", "/etc/localtime", "/etc/locale.conf", "/etc/vconsole.conf"},
		"systemd's services write a new file beside it and rename it", "hostnamectl(1), timedatectl(1), localectl(1); systemd's write_env_file()"},
	{[]string{"/etc/resolv.conf"}, "the programs that keep it write a new file beside it and rename it", "dhclient-script(8), resolvconf(8)"},
	{[]string{"/var/spool/cron/crontabs/", "/var/spool/cron/"}, "crontab writes a new file beside it and renames it", "crontab(1)"},
	{[]string{"/var/lib/ntp/ntp.drift", "/var/lib/ntpsec/ntp.drift", "/var/lib/chrony/chrony.drift", "/var/lib/chrony/drift"},
		"the time servers write a new file beside it and rename it", "ntp.conf(5), driftfile; chrony.conf(5), driftfile"},
	{[]string{"/var/lib/dhcp/dhcpd.leases", "/var/lib/dhcp/dhcpd6.leases", "/var/lib/dhcpd/dhcpd.leases", "/var/lib/dhcpd/dhcpd6.leases"},
		"dhcpd writes a new file beside it and renames it", "dhcpd.leases(5)"},
	{[]string{"/var/lib/logrotate/status", "/var/lib/logrotate/logrotate.status"}, "logrotate writes a new file beside it and renames it", "logrotate(8)"},
	{[]string{"/etc/ld.so.cache"}, "ldconfig writes a new file beside it and renames it", "ldconfig(8)"},
}

// inPlace are names of files that the program which calls its own so is known to
// write in place.
var inPlace = []string{
	"acme.json", // Traefik's sources, pkg/provider/acme/local_store.go (os.WriteFile)
}

// FileCannotBeReplaced flags files that are writable without the directory in which
// their successors are made.
var FileCannotBeReplaced = rule(lint.Rule{
	ID: "file-cannot-be-replaced", Summary: "A single file is writable, but not the directory in which its successor is made",
	Severity: finding.Warning, Confidence: finding.Likely,
	Doc: lint.Doc{
		Text: `An entry of ReadWritePaths= for a single file makes a mount of that file. Most programs do not write their state in place: they make a new file
in the same directory and rename it over the old one. The directory is still read-only, so that the new file cannot be made,
and a file that is a mount cannot be
renamed over (EBUSY).`,
		Symptom:    "'Read-only file system' or 'Device or resource busy' when the program saves.",
		Bad:        "[Service]\nExecStart=/usr/bin/example\nProtectSystem=strict\nReadWritePaths=/var/lib/example/state.json\n",
		Good:       "[Service]\nExecStart=/usr/bin/example\nProtectSystem=strict\nReadWritePaths=/var/lib/example\n",
		Fix:        "None is mechanical: make the directory writable, or give the file one of its own.",
		References: []string{"systemd.exec(5)", "rename(2)", "https://www.sqlite.org/tempfiles.html"},
	},
	Check: checkReplacedFiles,
})

func checkReplacedFiles(p *lint.Pass) {
	if !runnable(p) {
		return
	}
	for _, a := range p.Unit.All(p.Unit.ExecSection(), "ReadWritePaths") {
		for _, one := range a.Verdict.Paths() {
			row := replacementOf(one.Path)
			if row == nil || !one.Known || strings.Contains(one.Path, "*") {
				continue
			}
			successor := p.Sandbox().Main().Path(sandbox.Create, one.Path+".new")
			if successor.Denies() && successor.Mechanism == sandbox.ByReadOnlyMount && successor.Cause() != nil {
				reportReplaced(p, a, one, row, successor.Cause())
			}
		}
	}
}

// replacementOf returns how a file of this name is changed, or nil where it may be
// written in place.
func replacementOf(file string) *replacement {
	if slices.Contains(inPlace, path.Base(file)) {
		return nil
	}
	at := slices.IndexFunc(replacements, func(r replacement) bool {
		return slices.Contains(r.names, file) || slices.Contains(r.names, path.Ext(file)) || slices.Contains(r.names, path.Dir(file)+"/")
	})
	if at < 0 {
		return nil
	}
	return &replacements[at]
}

func reportReplaced(p *lint.Pass, a *unit.Assignment, one value.Path, row *replacement, by *unit.Assignment) {
	p.Report(finding.Finding{
		Directive: a.Key, Range: a.Span(one.Start, one.End),
		Message: fmt.Sprintf("'%s=' opens the file %s alone: %s, and %s leaves %s read-only.", a.Key, one.Path, row.does, wording.Setting(by), path.Dir(one.Path)),
		Symptom: "The service cannot save (EROFS for the new file, EBUSY for the rename).",
		Related: []finding.Related{{Range: by.Range(), Message: "makes the directory read-only"}},
		Advice: "Name the directory in place of the file, or move the file to a directory of its own. It does not hold where the program writes the file in " +
			"place. Known from: " + row.source,
	})
}
