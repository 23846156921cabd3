package consistency

import (
	"github.com/unitlint/unitlint/lint/unit"
)

// service is what systemd looks at when it has read a service and decides
// whether it can be loaded (service_verify() in service.c).
type service struct {
	*unit.Unit
	// kind is Type=, derived where it is not set; kindLine is nil then.
	kind     string
	kindLine *unit.Assignment
	// start holds one line for each command of ExecStart=.
	start []*unit.Assignment
	stop  []*unit.Assignment
}

// serviceOf reads a service. It is nil where systemd does not get as far as
// judging it as a whole, or where the files do not tell enough: the unit is
// none, is refused already, is a drop-in without its unit, or a placeholder
// stands where it matters.
func serviceOf(u *unit.Unit) *service {
	if u.Type != "service" || !u.JudgedAsWhole() {
		return nil
	}
	s := &service{Unit: u, kindLine: u.Last("Service", "Type")}
	if s.kindLine != nil && s.kindLine.Verdict.Undecided {
		return nil
	}
	s.start, s.stop = commands(u, "Service", "ExecStart"), commands(u, "Service", "ExecStop")
	s.kind = s.deriveKind()
	return s
}

// deriveKind is the type that systemd takes: the given one, else by what else
// is set. Services with credentials became exec in 257.
func (s *service) deriveKind() string {
	if s.kindLine != nil && s.kindLine.Value != "" {
		return s.kindLine.Value
	}
	s.kindLine = nil
	switch {
	case s.Value("Service", "BusName") != "":
		return "dbus"
	case len(s.start) == 0:
		return "oneshot"
	case s.Release.Version >= 257 && s.credentials() != nil:
		return "exec"
	}
	return "simple"
}

// credentials returns a line that gives the service a credential, or nil.
func (s *service) credentials() *unit.Assignment {
	for _, list := range []string{"LoadCredential", "SetCredential", "ImportCredential"} {
		for _, a := range s.All("Service", list) {
			if a.Value != "" {
				return a
			}
		}
	}
	return nil
}

// commands returns the line of each command of an Exec list; a line that holds
// several, with semicolons, stands there several times.
func commands(u *unit.Unit, section, list string) []*unit.Assignment {
	var lines []*unit.Assignment
	for _, a := range u.All(section, list) {
		if len(a.Verdict.Commands()) == 0 && a.Value != "" && a.Verdict.Undecided {
			lines = append(lines, a)
		}
		for range a.Verdict.Commands() {
			lines = append(lines, a)
		}
	}
	return lines
}

// setsNothing tells whether an action of [Unit] is unset or "none".
func setsNothing(u *unit.Unit, list string) bool {
	action := u.Value("Unit", list)
	return action == "" || action == "none"
}

// from tells whether the unit's release is the given version or newer.
func from(u *unit.Unit, version int) bool { return u.Release.Version >= version }
