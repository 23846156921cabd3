package tree

import (
	"slices"
	"strings"

	"github.com/unitlint/unitlint/lint/locate"
	"github.com/unitlint/unitlint/lint/unit"
	"github.com/unitlint/unitlint/lint/value"
)

// Neighbour returns another unit of the same manager, merged at the same
// release, or nil where there is none that systemd could load.
func Neighbour(u *unit.Unit, name string) *unit.Unit {
	if !locate.ValidName(name) {
		return nil
	}
	other, err := unit.Load(u.Identity.Neighbour(name, u.Release.Version), u.Release)
	if err != nil || other.State != locate.Loaded {
		return nil
	}
	return other
}

// Sockets returns the socket units whose sockets systemd passes to a service:
// those that Sockets= names, those that name it with Service=, and the one of
// its own name (systemd.socket(5)).
func Sockets(u *unit.Unit) []*unit.Unit {
	if u.Type != "service" {
		return nil
	}
	var sockets []*unit.Unit
	named := unitNames(u, u.All("Service", "Sockets"))
	for _, name := range u.Identity.Neighbours() {
		if locate.TypeOf(name) != "socket" {
			continue
		}
		socket := Neighbour(u, name)
		if socket == nil || slices.ContainsFunc(sockets, func(s *unit.Unit) bool { return s.ID == socket.ID }) {
			continue
		}
		if slices.Contains(named, name) || slices.Contains(u.Names, Activated(socket)) {
			sockets = append(sockets, socket)
		}
	}
	return sockets
}

// Activated returns the name of the service that a socket unit starts: that of
// Service=, else its own; with Accept=yes the template of its own name.
func Activated(socket *unit.Unit) string {
	if service := socket.Value("Socket", "Service"); service != "" {
		return service
	}
	stem := strings.TrimSuffix(socket.ID, ".socket")
	if accept, _ := value.Boolean(socket.Value("Socket", "Accept")); accept {
		stem, _, _ = strings.Cut(stem, "@")
		return stem + "@.service"
	}
	return stem + ".service"
}

// Passed returns the line of a socket unit that opens a port and passes it to
// the service, or nil where no known one does.
func Passed(u *unit.Unit, port int, udp bool) *unit.Assignment {
	for _, socket := range Sockets(u) {
		for _, a := range socket.All("Socket", "Listen") {
			what, listens := strings.CutPrefix(a.Key, "Listen")
			if !listens || a.Value == "" || (what == "Datagram") != udp {
				continue
			}
			address, _ := value.Listen(what, a.Value, socket.Context(a))
			if address.Kind == value.IPSocket && int(address.Port) == port || !address.Known {
				return a
			}
		}
	}
	return nil
}

// Joined returns the units whose namespaces a unit shares by
// JoinsNamespaceOf=, in either direction, as far as they are there
// (systemd.unit(5)).
func Joined(u *unit.Unit) []*unit.Unit {
	var joined []*unit.Unit
	own := unitNames(u, u.All("Unit", "JoinsNamespaceOf"))
	for _, name := range u.Identity.Neighbours() {
		if locate.TypeOf(name) != u.Type || slices.Contains(u.Names, name) {
			continue
		}
		other := Neighbour(u, name)
		if other == nil || other.ID != name {
			continue
		}
		theirs := unitNames(other, other.All("Unit", "JoinsNamespaceOf"))
		if overlap(own, other.Names) || overlap(theirs, u.Names) {
			joined = append(joined, other)
		}
	}
	return joined
}

func overlap(a, b []string) bool {
	return slices.ContainsFunc(a, func(name string) bool { return slices.Contains(b, name) })
}

// unitNames returns the names that assignments list.
func unitNames(u *unit.Unit, assignments []*unit.Assignment) []string {
	var names []string
	for _, a := range assignments {
		words, _ := value.UnitNames(a.Value, u.Context(a))
		for _, word := range words {
			names = append(names, word.Text)
		}
	}
	return names
}
