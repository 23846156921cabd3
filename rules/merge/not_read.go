package merge

import (
	"fmt"
	"path"

	"github.com/unitlint/unitlint/lint"
	"github.com/unitlint/unitlint/lint/finding"
	"github.com/unitlint/unitlint/lint/locate"
)

// FileNeverRead flags files with settings of a unit that systemd passes over
// because of where they lie or what they are called.
var FileNeverRead = rule(lint.Rule{
	ID:      "file-never-read",
	Summary: "Unit file or drop-in that systemd passes over because of its name or place",
	Doc: lint.Doc{
		Text: `systemd reads units from the directories of its search path only, and drop-ins only
from a directory called after the whole name of the unit, with its type, and only
files whose name ends in ".conf". Everything else is passed over without a message:
foo.service.d/override, foo.d/override.conf, /etc/systemd/foo.service,
/etc/systemd/system/override.conf.

Files that are visibly put aside, such as *.bak or *.dpkg-old, are not reported.`,
		Symptom: "The settings have no effect, and nothing says so.",
		Bad: `-- usr/lib/systemd/system/example.service --
[Service]
ExecStart=/usr/bin/example
-- etc/systemd/system/example.service.d/override --
[Service]
Nice=5
`,
		Good: `-- usr/lib/systemd/system/example.service --
[Service]
ExecStart=/usr/bin/example
-- etc/systemd/system/example.service.d/override.conf --
[Service]
Nice=5
`,
		Fix: "Rename or move the file.",
	},
	Check: func(p *lint.Pass) {
		for _, stray := range p.Unit.Strays {
			reportStray(p, stray)
		}
	},
})

// strayReasons say why systemd does not read a file, by kind; %s is its path.
var strayReasons = map[locate.StrayKind]string{
	locate.StraySuffix:    "'%s' is never read: systemd reads only files that end in '.conf' from a directory of drop-ins",
	locate.StrayDirectory: "'%s' is never read: a directory of drop-ins is called after the whole name of its unit, with its type",
	locate.StrayDropIn:    "'%s' is never read: a drop-in must lie in a directory of its unit, such as 'example.service.d'",
	locate.StrayNested:    "'%s' is never read: systemd does not look for units in directories below those of its search path",
	locate.StrayAbove:     "'%s' is never read: the directory is not on systemd's search path",
}

func reportStray(p *lint.Pass, stray locate.Stray) {
	unit := stray.Unit
	if unit == "" {
		unit = path.Base(stray.File)
	}
	settings, first := settingsIn(p, stray.File, unit)
	if len(settings) == 0 {
		return
	}
	found := finding.Finding{
		Range:   first,
		Message: fmt.Sprintf(strayReasons[stray.Kind], p.Unit.Tree.Display(stray.Path)) + ", so " + lost(settings) + ".",
		Symptom: "The settings have no effect, and nothing says so.",
		Advice:  "Move the file to where systemd reads it, or remove it.",
	}
	if stray.Want != "" {
		found.Advice = fmt.Sprintf("Rename it to '%s', or remove it.", p.Unit.Tree.Display(stray.Want))
	}
	p.Report(found)
}
