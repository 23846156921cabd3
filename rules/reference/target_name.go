package reference

import (
	"fmt"
	"slices"
	"strings"

	"github.com/unitlint/unitlint/lint"
	"github.com/unitlint/unitlint/lint/catalog"
	"github.com/unitlint/unitlint/lint/finding"
	"github.com/unitlint/unitlint/lint/locate"
	"github.com/unitlint/unitlint/lint/unit"
	"github.com/unitlint/unitlint/lint/value"
	"github.com/unitlint/unitlint/rules/neighbour"
)

// specialTargets are the stems of the targets that systemd brings
// (systemd.special(7)).
var specialTargets = strings.Fields(`
	basic bluetooth boot-complete cryptsetup cryptsetup-pre ctrl-alt-del default emergency exit factory-reset final first-boot-complete
	getty getty-pre graphical graphical-session graphical-session-pre halt hibernate hybrid-sleep initrd initrd-fs initrd-root-device
	initrd-root-fs initrd-switch-root initrd-usr-fs integritysetup integritysetup-pre kbrequest kexec local-fs local-fs-pre machines
	multi-user network network-online network-pre nss-lookup nss-user-lookup paths poweroff printer reboot remote-cryptsetup remote-fs
	remote-fs-pre remote-veritysetup rescue rpcbind runlevel0 runlevel1 runlevel2 runlevel3 runlevel4 runlevel5 runlevel6 shutdown
	sigpwr sleep slices smartcard sockets soft-reboot sound storage-target-mode suspend suspend-then-hibernate swap sysinit
	system-update system-update-pre time-set time-sync timers umount usb-gadget veritysetup veritysetup-pre xdg-desktop-autostart`)

// targetLists are the lists of a section that name targets.
var targetLists = []struct {
	section string
	lists   []string
}{
	{"Install", []string{"WantedBy", "RequiredBy", "UpheldBy"}},
	{"Unit", []string{"After", "Before", "Wants", "Requires", "Requisite", "BindsTo", "PartOf", "Upholds", "OnFailure"}},
}

// TargetMisspelt flags targets that do not exist and have nearly the name of one
// that systemd brings.
var TargetMisspelt = rule(lint.Rule{
	ID:         "target-misspelt",
	Summary:    "Target whose name is nearly one of systemd's",
	Severity:   finding.Warning,
	Confidence: finding.Likely,
	Fixes:      finding.UnsafeFixes("The unit is started, or ordered, from then on."),
	Doc: lint.Doc{
		Text: `systemd takes any name for a target. A unit that is WantedBy=multi-users.target can be enabled, and nothing ever starts it; After= a target
that does not exist orders nothing. Neither says a word.`,
		Symptom:    `"systemctl enable" makes a link, and the unit is not running after the next boot.`,
		Bad:        "[Service]\nExecStart=/usr/bin/example\n\n[Install]\nWantedBy=multi-users.target\n",
		Good:       "[Service]\nExecStart=/usr/bin/example\n\n[Install]\nWantedBy=multi-user.target\n",
		Fix:        "Writes the name of systemd's target.",
		References: []string{"systemd.special(7)", "systemd.unit(5)"},
	},
	Check: func(p *lint.Pass) {
		if p.Unit.State != locate.Loaded {
			return
		}
		for _, of := range targetLists {
			eachName(p.Unit, of.section, of.lists, func(a *unit.Assignment, word value.Word) { checkTargetName(p, a, word, of.section) })
		}
	},
})

// shortestStem is the length below which a name is near to others by chance.
const shortestStem = 6

func checkTargetName(p *lint.Pass, a *unit.Assignment, word value.Word, section string) {
	stem, isTarget := strings.CutSuffix(word.Text, ".target")
	if !isTarget || slices.Contains(specialTargets, stem) || strings.Contains(stem, "@") {
		return
	}
	singular := slices.Contains(specialTargets, stem+"s")
	if len(stem) < shortestStem && !singular || p.System.Beside(p.Unit, word.Text) != nil {
		return
	}
	if id, known := neighbour.Of(p, word.Text); known && id.State != locate.NotFound {
		return
	}
	meant := catalog.Suggest(stem, specialTargets)
	if singular {
		meant = stem + "s"
	}
	if meant == "" || strings.HasPrefix(meant, "runlevel") {
		return
	}
	meant += ".target"
	f := finding.Finding{
		Directive: a.Key, Range: a.Span(word.Start, word.End),
		Message: fmt.Sprintf("There is no target '%s': '%s=' probably means '%s'.", word.Text, a.Key, meant),
		Symptom: "The other unit is not there, so the line has no effect.",
		Fix: &finding.Fix{
			Title: fmt.Sprintf("Use '%s'", meant),
			Edits: []finding.Edit{{Range: a.Span(word.Start, word.End), NewText: meant}},
		},
	}
	if section == "Install" {
		f.Symptom = "The unit can be enabled and is never started."
	}
	p.Report(f)
}

// retired are units that systemd once had, with the reason that nobody needs them
// any more.
var retired = []struct{ name, reason, source string }{
	{"syslog.target", "the sockets of logging are there before any service with default dependencies starts", "NEWS of systemd 35"},
}

// RetiredUnit notes dependencies on units that systemd gave up long ago.
var RetiredUnit = rule(lint.Rule{
	ID:       "retired-unit",
	Summary:  "Dependency on a unit that systemd gave up",
	Severity: finding.Note,
	Doc: lint.Doc{
		Text: `syslog.target has been gone since systemd 35: the socket for logging is listening before services start. A line that still orders
against it does nothing.`,
		Symptom:    "None: the line has no effect.",
		Bad:        "[Unit]\nAfter=syslog.target network.target\n\n[Service]\nExecStart=/usr/bin/example\n",
		Good:       "[Unit]\nAfter=network.target\n\n[Service]\nExecStart=/usr/bin/example\n",
		Fix:        "Remove the name.",
		References: []string{"systemd.special(7)"},
	},
	Check: func(p *lint.Pass) {
		if p.Unit.State != locate.Loaded {
			return
		}
		eachName(p.Unit, "Unit", []string{"After", "Requires", "Wants"}, func(a *unit.Assignment, word value.Word) {
			for _, gone := range retired {
				if word.Text != gone.name {
					continue
				}
				if id, known := neighbour.Of(p, word.Text); known && id.State != locate.NotFound {
					continue
				}
				p.Report(finding.Finding{
					Directive: a.Key, Range: a.Span(word.Start, word.End),
					Message: fmt.Sprintf("'%s' does not exist any more: %s.", gone.name, gone.reason),
					Symptom: "None: the line has no effect.",
					Advice:  "Remove the name. Known from: " + gone.source + ".",
				})
			}
		})
	},
})
