package reference

import (
	"fmt"
	"path"
	"strings"

	"github.com/unitlint/unitlint/lint"
	"github.com/unitlint/unitlint/lint/finding"
	"github.com/unitlint/unitlint/lint/locate"
	"github.com/unitlint/unitlint/lint/unit"
	"github.com/unitlint/unitlint/lint/value"
	"github.com/unitlint/unitlint/rules/neighbour"
)

// requirements are the dependencies whose failure keeps a unit from starting.
var requirements = []string{"Requires", "Requisite", "BindsTo"}

// mostRequirements bounds the units that are looked for on behalf of one unit.
const mostRequirements = 500

// eachRequirement calls do for every unit that the pass's unit requires.
func eachRequirement(p *lint.Pass, do func(*unit.Assignment, value.Word, locate.Identity)) {
	looked := 0
	for _, list := range requirements {
		for _, a := range p.Unit.All("Unit", list) {
			for _, word := range p.Unit.UnitNames(a) {
				if strings.ContainsRune(a.Value[word.Start:word.End], '%') {
					continue // what it names is decided elsewhere
				}
				if looked++; looked > mostRequirements {
					return
				}
				id, ok := neighbour.Of(p, word.Text)
				if p.Unit.Packaging && maskedBeside(p.Unit, word.Text) {
					id, ok = locate.Identity{Name: word.Text, State: locate.Masked}, true
				}
				if ok && word.Text != p.Unit.Name {
					do(a, word, id)
				}
			}
		}
	}
}

// maskedBeside tells whether a link to /dev/null in the unit's directory of a
// packaging tree masks another unit.
func maskedBeside(u *unit.Unit, name string) bool {
	if u.Fragment == nil || u.Identity.Fragment == "" || !locate.ValidName(name) {
		return false
	}
	return u.Tree.Masks(path.Join(path.Dir(u.Identity.Fragment), name))
}

// RequiredUnitMasked flags requirements on masked units.
var RequiredUnitMasked = rule(lint.Rule{
	ID:       "required-unit-masked",
	Summary:  "Unit that requires a masked one",
	Severity: finding.Error,
	Doc: lint.Doc{
		Text: `A masked unit cannot be started, and neither can a unit that requires it with
Requires=, Requisite= or BindsTo=. Wants= does without.`,
		Symptom: `"systemctl start" fails at once: "Unit other.service is masked."`,
		Bad: `-- etc/systemd/system/example.service --
[Unit]
Requires=other.service
[Service]
ExecStart=/usr/bin/example
-- etc/systemd/system/other.service --
-> /dev/null
`,
		Good: `-- etc/systemd/system/example.service --
[Unit]
Wants=other.service
[Service]
ExecStart=/usr/bin/example
-- etc/systemd/system/other.service --
-> /dev/null
`,
		Fix:        "Unmask the unit, or use Wants=.",
		References: []string{"systemd.unit(5)", "systemctl(1)"},
	},
	Check: func(p *lint.Pass) {
		if !p.Unit.JudgedAsWhole() {
			return
		}
		eachRequirement(p, func(a *unit.Assignment, word value.Word, id locate.Identity) {
			if id.State != locate.Masked {
				return
			}
			p.Report(finding.Finding{
				Directive: a.Key, Range: a.Span(word.Start, word.End),
				Message: fmt.Sprintf("'%s=' requires '%s', which is masked: the unit cannot be started.", a.Key, word.Text),
				Symptom: fmt.Sprintf("Starting fails with \"Unit %s is masked.\"", word.Text),
				Advice:  "Unmask the other unit, or use Wants=.",
			})
		})
	},
})

// RequiredUnitMissing flags requirements on units that a whole system does not
// have.
var RequiredUnitMissing = rule(lint.Rule{
	ID:       "required-unit-missing",
	Summary:  "Unit that requires one that does not exist",
	Severity: finding.Error,
	Doc: lint.Doc{
		Text: `A unit that requires another with Requires=, Requisite= or BindsTo= cannot be
started where the other does not exist. The rule speaks only where the
configuration says that the root is a whole system (host: complete): otherwise
the other unit may be installed later.`,
		Symptom: `"systemctl start" fails at once: "Unit other.service not found."`,
		Bad: `-- etc/systemd/system/example.service --
# host: complete
[Unit]
Requires=other.service
[Service]
ExecStart=/usr/bin/example
`,
		Good: `-- etc/systemd/system/example.service --
# host: complete
[Unit]
Wants=other.service
[Service]
ExecStart=/usr/bin/example
`,
		Fix:        "Mend the name, install the other unit, or use Wants=.",
		References: []string{"systemd.unit(5)"},
	},
	Check: func(p *lint.Pass) {
		if !p.Unit.JudgedAsWhole() {
			return
		}
		eachRequirement(p, func(a *unit.Assignment, word value.Word, id locate.Identity) {
			if !neighbour.Missing(p, id) {
				return
			}
			p.Report(finding.Finding{
				Directive: a.Key, Range: a.Span(word.Start, word.End),
				Message: fmt.Sprintf("'%s=' requires '%s', which does not exist: the unit cannot be started.", a.Key, word.Text),
				Symptom: fmt.Sprintf("Starting fails with \"Unit %s not found.\"", word.Text),
			})
		})
	},
})

// TriggeredUnitUnavailable flags sockets, timers and path units whose unit is
// masked or, in a whole system, missing.
var TriggeredUnitUnavailable = rule(lint.Rule{
	ID:       "triggered-unit-unavailable",
	Summary:  "Socket, timer or path unit without a unit to start",
	Severity: finding.Error,
	Doc: lint.Doc{
		Text: `A socket, timer or path unit starts the service of its own name, or the unit in
Service= or Unit=. Where that one is masked or does not exist, systemd refuses
to start the socket, timer or path unit. That a unit does not exist is claimed
only where the configuration says that the root is a whole system.`,
		Symptom: `Starting fails with "Refusing to start, unit example.service to trigger not loaded."`,
		Bad: `-- etc/systemd/system/example.timer --
[Timer]
OnCalendar=daily
-- etc/systemd/system/example.service --
-> /dev/null
`,
		Good: `-- etc/systemd/system/example.timer --
[Timer]
OnCalendar=daily
-- etc/systemd/system/example.service --
[Service]
Type=oneshot
ExecStart=/usr/bin/example
`,
		Fix:        "Add the unit, unmask it, or mask both.",
		References: []string{"systemd.socket(5)", "systemd.timer(5)", "systemd.path(5)"},
	},
	Check: checkTriggeredUnit,
})

// triggeredBy says which directive names the unit that is started.
var triggeredBy = map[string]struct{ section, directive string }{
	"socket": {"Socket", "Service"},
	"timer":  {"Timer", "Unit"},
	"path":   {"Path", "Unit"},
}

func checkTriggeredUnit(p *lint.Pass) {
	u := p.Unit
	by, ok := triggeredBy[string(u.Type)]
	if !ok || !u.JudgedAsWhole() {
		return
	}
	name, named := triggers(u), u.Last(by.section, by.directive)
	if strings.ContainsRune(name, '%') || value.UnitName(name) == value.InvalidName {
		return
	}
	id, ok := neighbour.Of(p, name)
	if u.Packaging && maskedBeside(u, name) {
		id, ok = locate.Identity{Name: name, State: locate.Masked}, true
	}
	if !ok || id.State != locate.Masked && !neighbour.Missing(p, id) {
		return
	}
	what := "is masked"
	if id.State == locate.NotFound {
		what = "does not exist"
	}
	f := finding.Finding{
		Range:   u.Header(by.section),
		Message: fmt.Sprintf("The %s unit starts '%s', which %s.", u.Type, name, what),
		Symptom: fmt.Sprintf("Starting fails with \"Refusing to start, unit %s to trigger not loaded.\"", name),
	}
	if named != nil && named.Value != "" {
		f.Range, f.Directive = named.ValueRange(), named.Key
	}
	p.Report(f)
}

// triggers is the unit that a socket, timer or path unit starts.
func triggers(u *unit.Unit) string {
	by := triggeredBy[string(u.Type)]
	if named := u.Value(by.section, by.directive); named != "" {
		return named
	}
	return defaultTrigger(u)
}

// defaultTrigger is the unit that a socket, timer or path unit starts when it
// names none. A socket that accepts connections starts instances.
func defaultTrigger(u *unit.Unit) string {
	stem := strings.TrimSuffix(u.ID, "."+string(u.Type))
	if u.Type == "socket" && u.Truth("Socket", "Accept", false) && !strings.Contains(stem, "@") {
		stem += "@x"
	}
	return stem + ".service"
}
