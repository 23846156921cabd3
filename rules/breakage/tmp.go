package breakage

import (
	"fmt"
	"slices"
	"strings"

	"github.com/unitlint/unitlint/lint"
	"github.com/unitlint/unitlint/lint/finding"
	"github.com/unitlint/unitlint/lint/locate"
	"github.com/unitlint/unitlint/lint/match"
	"github.com/unitlint/unitlint/lint/sandbox"
	"github.com/unitlint/unitlint/lint/system"
	"github.com/unitlint/unitlint/lint/unit"
	"github.com/unitlint/unitlint/rules/wording"
)

// SharedTmpBetweenUnits flags files in /tmp that two units name and do not share.
var SharedTmpBetweenUnits = rule(lint.Rule{
	ID: "shared-tmp-between-units", Summary: "Two units name the same file in /tmp, and one has a /tmp of its own",
	Severity: finding.Warning, Confidence: finding.Likely,
	Doc: lint.Doc{
		Text: `PrivateTmp=, which DynamicUser= implies, gives a service a /tmp and a /var/tmp of its own. Where another unit
names the same file, each of them finds a different one. JoinsNamespaceOf= in one of the two lets them share
a private /tmp, if both have PrivateTmp=.

Units that conflict with each other are not judged. Two units that run the same program may be variants of one
service: that is a note.`,
		Symptom: "One unit waits for a file or socket that the other has made: 'No such file or directory'.",
		Bad: "-- usr/lib/systemd/system/example.service --\n[Service]\nPrivateTmp=yes\nExecStart=/usr/bin/example --spool /tmp/example-spool\n" +
			"-- usr/lib/systemd/system/reader.service --\n[Service]\nExecStart=/usr/bin/reader /tmp/example-spool\n",
		Good: "-- usr/lib/systemd/system/example.service --\n[Service]\nPrivateTmp=yes\nExecStart=/usr/bin/example --spool /tmp/example-spool\n" +
			"-- usr/lib/systemd/system/reader.service --\n[Unit]\nJoinsNamespaceOf=example.service\n[Service]\nPrivateTmp=yes\nExecStart=/usr/bin/reader " +
			"/tmp/example-spool\n",
		Fix:        "None is mechanical: use a directory below /run, or JoinsNamespaceOf= with PrivateTmp= in both units.",
		References: []string{"systemd.exec(5)", "systemd.unit(5)"},
	},
	Check: checkSharedTmp,
})

func checkSharedTmp(p *lint.Pass) {
	if !runnable(p) || !hasPrivateTmp(p.Unit) || slices.ContainsFunc(p.Refusals(), func(u match.Refusal) bool { return u.Aspect == match.TmpHidden }) {
		return
	}
	for _, m := range system.Temporary(p.Unit) {
		private := hiddenTmp(p, m)
		if private == nil {
			continue
		}
		for _, other := range p.System.Sharing(p.Unit, m.Path) {
			if other.Unit != p.Unit && exchanges(p.Unit, other.Unit) {
				reportSharedTmp(p, m, other, private)
				return
			}
		}
	}
}

func hasPrivateTmp(u *unit.Unit) bool {
	return !slices.Contains([]string{"", "no", "false", "off", "0"}, u.Value(u.ExecSection(), "PrivateTmp")) ||
		slices.Contains([]string{"yes", "true", "on", "1"}, u.Value(u.ExecSection(), "DynamicUser"))
}

// hiddenTmp returns the line that gives the process which names a file a /tmp
// of its own, or nil where systemd itself uses the file or the process finds
// the host's.
func hiddenTmp(p *lint.Pass, m system.Mention) *unit.Assignment {
	for _, process := range p.Sandbox().Lines() {
		if process.Assignment == nil || process.Assignment.Assignment != m.Line.Assignment {
			continue
		}
		v := process.SeesHost(m.Path)
		if v.Denies() && v.Mechanism == sandbox.ByPrivateTmp {
			return v.Cause()
		}
		return nil
	}
	return nil
}

// exchanges tells whether a file that two units name is meant to be the same:
// not where one replaces the other, joins it, or is the socket that systemd
// opens for it. Of two units with a /tmp of their own the first reports.
func exchanges(u, other *unit.Unit) bool {
	switch {
	case other.State != locate.Loaded, system.Joins(u, other), excludes(u, other), excludes(other, u):
		return false
	case other.Type == "socket" && slices.Contains(u.Names, system.Activated(other)):
		return false
	case other.ExecSection() != "" && hasPrivateTmp(other):
		return u.ID < other.ID
	}
	return true
}

func excludes(u, other *unit.Unit) bool {
	for _, a := range u.All("Unit", "Conflicts") {
		for _, name := range strings.Fields(a.Value) {
			if slices.Contains(other.Names, name) {
				return true
			}
		}
	}
	return false
}

func reportSharedTmp(p *lint.Pass, own, other system.Mention, private *unit.Assignment) {
	severity, confidence := finding.Warning, finding.Likely
	for _, a := range other.Unit.All("Service", "ExecStart") {
		if a.Executable() == p.Sandbox().Main().Executable() {
			severity, confidence = finding.Note, finding.Possible
		}
	}
	p.Report(finding.Finding{
		Severity: severity, Confidence: confidence, Directive: private.Key, Range: private.Range(),
		Message: fmt.Sprintf("%s gives the service a /tmp of its own, so that its %s is not the one that "+
			"%s names.", wording.Setting(private), own.Path, other.Unit.Name),
		Symptom: "Neither unit finds what the other puts there (ENOENT).",
		Related: []finding.Related{
			{Range: own.Line.Span(own.Start, own.End), Message: "the service's own file"},
			{Range: other.Line.Span(other.Start, other.End), Message: "another file of this name"},
		},
		Advice: "Use a directory below /run, or 'JoinsNamespaceOf=' with 'PrivateTmp=yes' in both units.",
	})
}
