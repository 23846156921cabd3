package consistency

import (
	"fmt"

	"github.com/unitlint/unitlint/lint"
	"github.com/unitlint/unitlint/lint/finding"
	"github.com/unitlint/unitlint/lint/unit"
	"github.com/unitlint/unitlint/rules/wording"
)

// trigger says what a unit of a type needs to have a reason to start another.
type trigger struct {
	section, list string
	// switches are further settings that are enough when switched on.
	switches []string
	words    string
}

// triggers are what socket_verify(), timer_verify() and path_verify() ask for.
var triggers = map[string]trigger{
	"socket": {"Socket", "Listen", nil, "a Listen directive, such as ListenStream="},
	"timer":  {"Timer", "Timer", []string{"OnClockChange", "OnTimezoneChange"}, "a time, such as OnCalendar= or OnBootSec="},
	"path":   {"Path", "Path", nil, "a path, such as PathExists= or PathChanged="},
}

// UnitWithoutTrigger flags sockets, timers and path units that wait for
// nothing.
var UnitWithoutTrigger = rule(lint.Rule{
	ID:      "unit-without-trigger",
	Summary: "Socket, timer or path unit that waits for nothing",
	Doc: lint.Doc{
		Text: `A socket unit needs an address, a timer a time and a path unit a path; systemd
refuses one without. An empty assignment to any of the directives empties the
list that all of them share: OnCalendar= without a value in a drop-in also takes
OnBootSec= away.`,
		Bad:        "[Timer]\nPersistent=yes\n",
		Good:       "[Timer]\nOnCalendar=daily\nPersistent=yes\n",
		Unit:       "example.timer",
		Fix:        "Say what the unit waits for.",
		References: []string{"systemd.socket(5)", "systemd.timer(5)", "systemd.path(5)"},
	},
	Check: checkUnitWithoutTrigger,
})

func checkUnitWithoutTrigger(p *lint.Pass) {
	t, ok := triggers[string(p.Unit.Type)]
	if !ok || !p.Unit.JudgedAsWhole() || hasValue(p.Unit.All(t.section, t.list)) || p.Unit.Undecided(t.section, t.list) {
		return
	}
	for _, name := range t.switches {
		if p.Unit.Truth(t.section, name, false) {
			return
		}
	}
	at := p.Unit.Header(t.section)
	related := overruledLinks(p.Unit, t.section, t.list)
	if all := p.Unit.All(t.section, t.list); len(all) > 0 {
		at = all[0].Range()
	} else if len(related) > 0 {
		at = related[0].Range
	}
	p.Report(finding.Finding{
		Range: at, Symptom: refusedSymptom, Related: related,
		Message: fmt.Sprintf("The %s unit needs %s.", p.Unit.Type, t.words),
	})
}

func hasValue(all []*unit.Assignment) bool {
	for _, a := range all {
		if a.Value != "" {
			return true
		}
	}
	return false
}

// notAccepting are the sockets that cannot accept connections.
var notAccepting = map[string]bool{
	"ListenDatagram": true, "ListenFIFO": true, "ListenMessageQueue": true,
	"ListenSpecial": true, "ListenUSBFunction": true, "ListenNetlink": true,
}

// SocketAccept flags what socket units with Accept=yes cannot have.
var SocketAccept = rule(lint.Rule{
	ID:      "socket-accept",
	Summary: "Setting that a socket unit with Accept=yes cannot have",
	Doc: lint.Doc{
		Text: `With Accept=yes systemd accepts each connection itself and starts an instance of
a template for it. That needs sockets with connections, room for at least one of
them, and the service of its own name: systemd refuses the unit otherwise.`,
		Bad:        "[Socket]\nListenDatagram=514\nAccept=yes\n",
		Good:       "[Socket]\nListenStream=514\nAccept=yes\n",
		Unit:       "example.socket",
		Fix:        "Use Accept=no, or a socket with connections.",
		References: []string{"systemd.socket(5)"},
	},
	Check: checkSocketAccept,
})

func checkSocketAccept(p *lint.Pass) {
	u := p.Unit
	if u.Type != "socket" || !u.JudgedAsWhole() || !u.Truth("Socket", "Accept", false) {
		return
	}
	accept := wording.Because(u.Last("Socket", "Accept"), "Accept= is set here")
	for _, a := range u.All("Socket", "Listen") {
		if notAccepting[a.Key] && a.Value != "" {
			refuse(p, a, fmt.Sprintf("'%s=' cannot accept connections: 'Accept=yes' is refused.", a.Key), accept...)
			return
		}
	}
	if most := u.Last("Socket", "MaxConnections"); most != nil && most.Value == "0" {
		refuse(p, most, "'MaxConnections=0' is not allowed together with Accept=yes.", accept...)
	}
	if other := u.Last("Socket", "Service"); other != nil && other.Value != "" {
		refuse(p, other, "'Service=' is not allowed together with Accept=yes.", accept...)
	}
	if deferred := u.Enabled("Socket", "DeferTrigger"); deferred != nil && from(u, 258) {
		refuse(p, deferred, "'DeferTrigger=' is not allowed together with Accept=yes.", accept...)
	}
}

// SocketSymlinks flags Symlinks= of socket units without exactly one place in
// the file system.
var SocketSymlinks = rule(lint.Rule{
	ID:      "socket-symlinks",
	Summary: "Symlinks= without exactly one socket or FIFO in the file system",
	Doc: lint.Doc{
		Text: `Symlinks= makes links to the socket or FIFO of the unit. systemd refuses the unit
where it has none in the file system, or several.`,
		Bad:        "[Socket]\nListenStream=80\nSymlinks=/run/example.link\n",
		Good:       "[Socket]\nListenStream=/run/example.socket\nSymlinks=/run/example.link\n",
		Unit:       "example.socket",
		Fix:        "Keep one socket in the file system, and others in a unit of their own.",
		References: []string{"systemd.socket(5)"},
	},
	Check: checkSocketSymlinks,
})

func checkSocketSymlinks(p *lint.Pass) {
	u := p.Unit
	links := u.Last("Socket", "Symlinks")
	if u.Type != "socket" || !u.JudgedAsWhole() || links == nil || links.Value == "" || u.Undecided("Socket", "Listen") {
		return
	}
	nodes := 0
	for _, a := range u.All("Socket", "Listen") {
		if a.Key != "ListenUSBFunction" && a.Key != "ListenSpecial" && a.Key != "ListenNetlink" && a.Key != "ListenMessageQueue" &&
			len(a.Value) > 0 && (a.Value[0] == '/' || a.Value[0] == '%') {
			nodes++
		}
	}
	if nodes != 1 && hasValue(u.All("Socket", "Listen")) {
		refuse(p, links, fmt.Sprintf("'Symlinks=' needs exactly one socket or FIFO in the file system; there are %d.", nodes))
	}
}
