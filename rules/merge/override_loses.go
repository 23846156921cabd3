package merge

import (
	"fmt"
	"path"
	"strings"

	"github.com/unitlint/unitlint/lint"
	"github.com/unitlint/unitlint/lint/finding"
	"github.com/unitlint/unitlint/lint/locate"
	"github.com/unitlint/unitlint/lint/unit"
)

// OverrideLoses flags settings of the administrator's drop-ins that a vendor's
// drop-in replaces, because its name comes later.
var OverrideLoses = rule(lint.Rule{
	ID:      "override-loses",
	Summary: "Setting of a local drop-in that a vendor's drop-in with a later name replaces",
	Doc: lint.Doc{
		Text: `The drop-ins of a unit are read in the order of their file names, whichever directory they
are in: that one lies in /etc counts only against a file of the same name. A vendor's
drop-in called zz-vendor.conf therefore has the last word against override.conf, as
"systemctl edit" calls its file.`,
		Symptom: "The setting has no effect, and nothing says so.",
		Bad: `-- usr/lib/systemd/system/example.service --
[Service]
ExecStart=/usr/bin/example
-- usr/lib/systemd/system/example.service.d/zz-vendor.conf --
[Service]
TimeoutStopSec=10
-- etc/systemd/system/example.service.d/override.conf --
[Service]
TimeoutStopSec=300
`,
		Good: `-- usr/lib/systemd/system/example.service --
[Service]
ExecStart=/usr/bin/example
-- usr/lib/systemd/system/example.service.d/10-vendor.conf --
[Service]
TimeoutStopSec=10
-- etc/systemd/system/example.service.d/override.conf --
[Service]
TimeoutStopSec=300
`,
		Fix: "Give the local drop-in a name that comes later, or the vendor's.",
	},
	Check: func(p *lint.Pass) {
		for _, setting := range p.Unit.Settings {
			for _, o := range setting.Overruled {
				if o.By != nil && loses(p.Unit, o.Assignment, o.By) {
					reportLost(p, o.Assignment, o.By)
				}
			}
		}
	},
})

// loses tells whether a line of the administrator's drop-in for this very unit is
// replaced by one of a vendor's drop-in that says something else. Those for all units
// of a type or a prefix are there to be replaced.
func loses(u *unit.Unit, own, by *unit.Assignment) bool {
	if !own.DropIn || !by.DropIn || own.File == by.File || own.Key == by.Key && own.Value == by.Value {
		return false
	}
	name := locate.ParseName(u.Name)
	directory := path.Base(path.Dir(own.File.Source.Path))
	return locate.OfAdministrator(searched(own)) && strings.HasSuffix(path.Dir(searched(by)), "lib/systemd") &&
		(directory == u.Name+".d" || directory == u.ID+".d" || name.Form == locate.Instance && directory == name.Template().String()+".d")
}

// searched is the directory of the search path that an assignment's file lies below.
func searched(a *unit.Assignment) string {
	_, directory, _, _, _ := locate.SplitSearchPath(a.File.Source.Path)
	return directory
}

func reportLost(p *lint.Pass, own, by *unit.Assignment) {
	p.Report(finding.Finding{
		Directive: own.Key, Range: own.Range(),
		Message: fmt.Sprintf("'%s=%s' is replaced by '%s', which comes later by its name: that a drop-in lies in /etc gives it no precedence.",
			own.Key, own.Value, path.Base(by.File.Source.Path)),
		Symptom: "The setting has no effect, and nothing says so.",
		Related: []finding.Related{{Range: by.Range(), Message: "this has the last word"}},
		Advice:  fmt.Sprintf("Rename the local drop-in, to 'zz-%s' for instance.", path.Base(own.File.Source.Path)),
	})
}
