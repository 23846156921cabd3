package reference

import (
	"fmt"
	"slices"

	"github.com/unitlint/unitlint/lint"
	"github.com/unitlint/unitlint/lint/finding"
	"github.com/unitlint/unitlint/lint/host"
	"github.com/unitlint/unitlint/lint/locate"
	"github.com/unitlint/unitlint/lint/system"
	"github.com/unitlint/unitlint/lint/unit"
	"github.com/unitlint/unitlint/lint/value"
)

// SocketRemoved flags runtime directories that go with the service although a socket
// unit keeps its socket in them.
var SocketRemoved = rule(lint.Rule{
	ID:       "socket-removed",
	Summary:  "The service takes the socket of its socket unit away when it stops",
	Severity: finding.Warning,
	Doc: lint.Doc{
		Text: `systemd removes the directories of RuntimeDirectory= with all that is in them when the service stops, unless
RuntimeDirectoryPreserve= says otherwise. Where a socket unit has made its socket there, that one goes on listening, but nobody finds it any more:
the service is not started again, and clients fail until the socket unit is restarted.`,
		Symptom: `After the service has stopped or failed once, clients get "No such file or directory" (ENOENT).`,
		Bad: "-- etc/systemd/system/example.socket --\n[Socket]\nListenStream=/run/example/api.socket\n[Install]\nWantedBy=sockets.target\n" +
			"-- etc/systemd/system/example.service --\n[Service]\nExecStart=/usr/bin/exampled\nRuntimeDirectory=example\n",
		Good: "-- etc/systemd/system/example.socket --\n[Socket]\nListenStream=/run/example/api.socket\n[Install]\nWantedBy=sockets.target\n" +
			"-- etc/systemd/system/example.service --\n[Service]\nExecStart=/usr/bin/exampled\nRuntimeDirectory=example\nRuntimeDirectoryPreserve=yes\n",
		Fix:        "Leave the directory to the socket unit, which makes it, give the service another one, or keep it with RuntimeDirectoryPreserve=yes.",
		Versions:   "RuntimeDirectoryPreserve= exists since systemd 235.",
		References: []string{"systemd.exec(5)", "systemd.socket(5)"},
	},
	Check: func(p *lint.Pass) {
		u := p.Unit
		directories := u.All("Service", "RuntimeDirectory")
		if u.Type != "service" || u.Scope == locate.User || len(directories) == 0 || !u.JudgedAsWhole() || keepsRuntime(u) {
			return
		}
		for _, socket := range system.Sockets(u) {
			if followsService(socket, u) {
				continue
			}
			for _, a := range directories {
				for _, d := range a.Verdict.Directories() {
					if listen := listensBelow(socket, "/run/"+d.Path); d.Known && listen != nil {
						p.Report(finding.Finding{
							Directive: a.Key, Range: a.Span(d.Start, d.End),
							Message: fmt.Sprintf("When the service stops, systemd removes '/run/%s' and with it the socket of '%s'.", d.Path, socket.Name),
							Symptom: "Clients do not find the socket any more, and nothing starts the service again.",
							Related: []finding.Related{{Range: listen.Range(), Message: "it lies in that directory"}},
							Advice:  "Leave the directory to the socket unit, or add RuntimeDirectoryPreserve=yes.",
						})
					}
				}
			}
		}
	},
})

// keepsRuntime tells that runtime directories outlive the service, not a restart alone.
func keepsRuntime(u *unit.Unit) bool {
	preserve := u.Value("Service", "RuntimeDirectoryPreserve")
	return preserve != "" && preserve != "restart" && value.SwitchesOn(preserve)
}

// followsService tells that a socket unit is stopped with a service, or left to it.
func followsService(socket, service *unit.Unit) bool {
	return slices.ContainsFunc([]string{"PartOf", "BindsTo"}, func(list string) bool {
		return slices.ContainsFunc(service.Names, func(name string) bool { return !firstNaming(socket, []string{list}, name).IsZero() })
	})
}

// listensBelow returns the line by which a socket unit makes a socket or a FIFO below a
// directory, or nil.
func listensBelow(socket *unit.Unit, directory string) *unit.Assignment {
	for a, address := range system.Listening(socket) {
		if address.Known && address.Path != directory && host.Below(address.Path, directory) {
			return a
		}
	}
	return nil
}
