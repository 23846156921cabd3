package system

import (
	"bytes"
	"iter"
	"path"
	"slices"
	"strings"

	"github.com/unitlint/unitlint/lint/catalog"
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
	all := socketsAround(u)
	var at []int
	for _, name := range unitNames(u, u.All("Service", "Sockets")) {
		if i, found := slices.BinarySearchFunc(all.sockets, name, byName); found {
			at = append(at, i)
		}
	}
	for _, name := range u.Names {
		at = append(at, all.activating[name]...)
	}
	slices.Sort(at)
	var sockets []*unit.Unit
	for _, i := range at {
		socket := all.sockets[i]
		if !slices.ContainsFunc(sockets, func(s *unit.Unit) bool { return s.ID == socket.ID }) {
			sockets = append(sockets, socket)
		}
	}
	return sockets
}

func byName(u *unit.Unit, name string) int { return strings.Compare(u.Name, name) }

// sockets are the socket units of a search path, and the services that they
// start.
type sockets struct {
	sockets    []*unit.Unit // sorted by the name that each was found by
	activating map[string][]int
}

// socketsOf and joinsOf tell apart what is found once for a search path.
type (
	socketsOf struct{ release catalog.Release }
	joinsOf   struct {
		release catalog.Release
		kind    catalog.UnitType
	}
)

// socketsAround returns the socket units of the search path that a unit was
// found on. They are loaded once, however many services ask.
func socketsAround(u *unit.Unit) *sockets {
	find := func() any {
		all := &sockets{activating: map[string][]int{}}
		for _, name := range u.Identity.Neighbours() {
			if locate.TypeOf(name) != "socket" {
				continue
			}
			if socket := Neighbour(u, name); socket != nil {
				service := Activated(socket)
				all.activating[service] = append(all.activating[service], len(all.sockets))
				all.sockets = append(all.sockets, socket)
			}
		}
		return all
	}
	all, _ := u.Identity.Once(u.Release.Version, socketsOf{u.Release}, find).(*sockets)
	return all
}

// LookAround finds what is asked about the units around each service of a search
// path. Who asks first finds it otherwise, while others wait.
func LookAround(of locate.Identity, release catalog.Release) {
	u := &unit.Unit{Identity: of, Release: release, Type: "service"}
	socketsAround(u)
	joinsAround(u)
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

// Listening yields the lines by which a socket unit listens, with their addresses: a path is clean,
// and below /run where it is named by the old name of that.
func Listening(socket *unit.Unit) iter.Seq2[*unit.Assignment, value.SocketAddress] {
	return func(yield func(*unit.Assignment, value.SocketAddress) bool) {
		for _, a := range socket.All("Socket", "Listen") {
			what, listens := strings.CutPrefix(a.Key, "Listen")
			if !listens || a.Value == "" {
				continue
			}
			address, _ := value.Listen(what, a.Value, socket.Context(a))
			if strings.HasPrefix(address.Path, "/") {
				address.Path = unit.BelowRun(path.Clean(address.Path))
			}
			if !yield(a, address) {
				return
			}
		}
	}
}

// Passed returns the line of a socket unit that opens a port and passes it to
// the service, or nil where no known one does.
func Passed(u *unit.Unit, port int, udp bool) *unit.Assignment {
	for _, socket := range Sockets(u) {
		for a, address := range Listening(socket) {
			if (a.Key == "ListenDatagram") == udp && (address.Kind == value.IPSocket && int(address.Port) == port || !address.Known) {
				return a
			}
		}
	}
	return nil
}

// PassesSocket tells that a socket unit makes a socket or named pipe of the file system and passes
// it to the service, or may do so, as not all of its path is known.
func PassesSocket(u *unit.Unit, name string) bool {
	for _, socket := range Sockets(u) {
		for _, address := range Listening(socket) {
			if address.Kind != value.IPSocket && (!address.Known || address.Path == unit.BelowRun(name)) {
				return true
			}
		}
	}
	return false
}

// Joined returns the units whose namespaces a unit shares by
// JoinsNamespaceOf=, in either direction, as far as they are there
// (systemd.unit(5)).
func Joined(u *unit.Unit) []*unit.Unit {
	var names []string
	for _, name := range unitNames(u, u.All("Unit", "JoinsNamespaceOf")) {
		if other := Neighbour(u, name); other != nil {
			names = append(names, other.ID)
		}
	}
	joining := joinsAround(u)
	for _, name := range u.Names {
		names = append(names, joining[name]...)
	}
	slices.Sort(names)
	var joined []*unit.Unit
	for _, name := range slices.Compact(names) {
		if locate.TypeOf(name) != u.Type || slices.Contains(u.Names, name) {
			continue
		}
		if other := Neighbour(u, name); other != nil {
			joined = append(joined, other)
		}
	}
	return joined
}

// joinsAround returns, for each name that JoinsNamespaceOf= of a unit of the same
// type on the search path names, the units that do.
func joinsAround(u *unit.Unit) map[string][]string {
	find := func() any {
		joining := map[string][]string{}
		for _, name := range u.Identity.Neighbours() {
			if locate.TypeOf(name) != u.Type || !mentionsJoining(u, name) {
				continue
			}
			other := Neighbour(u, name)
			if other == nil || other.ID != name {
				continue
			}
			for _, joined := range unitNames(other, other.All("Unit", "JoinsNamespaceOf")) {
				joining[joined] = append(joining[joined], name)
			}
		}
		return joining
	}
	joining, _ := u.Identity.Once(u.Release.Version, joinsOf{u.Release, u.Type}, find).(map[string][]string)
	return joining
}

// mentionsJoining tells whether a file of another unit holds the directive's name:
// hardly one does, and merging all of them takes long.
func mentionsJoining(u *unit.Unit, name string) bool {
	id := u.Identity.Neighbour(name, u.Release.Version)
	if id.Tree == nil || id.Fragment == "" {
		return false
	}
	return slices.ContainsFunc(append([]string{id.Fragment}, id.DropIns...), func(file string) bool {
		text, err := id.Tree.Source(file)
		return err == nil && bytes.Contains(text.Text, []byte("JoinsNamespaceOf"))
	})
}

func overlap(a, b []string) bool {
	return slices.ContainsFunc(a, func(name string) bool { return slices.Contains(b, name) })
}

// unitNames returns the names that assignments list.
func unitNames(u *unit.Unit, assignments []*unit.Assignment) []string {
	var names []string
	for _, a := range assignments {
		for _, word := range u.UnitNames(a) {
			names = append(names, word.Text)
		}
	}
	return names
}
