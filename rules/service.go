package rules

import (
	"slices"

	"github.com/unitlint/unitlint/lint/locate"
	"github.com/unitlint/unitlint/lint/source"
	"github.com/unitlint/unitlint/lint/unit"
	"github.com/unitlint/unitlint/lint/value"
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

// serviceOf reads a service. ok is false where systemd does not get as far as
// judging it as a whole, or where the files do not tell enough: the unit is
// none, is refused already, is a drop-in without its unit, or a placeholder
// stands where it matters.
func serviceOf(u *unit.Unit) (s *service, ok bool) {
	if u.Type != "service" || !judgedAsWhole(u) {
		return nil, false
	}
	s = &service{Unit: u, kindLine: u.Last("Service", "Type")}
	if s.kindLine != nil && s.kindLine.Verdict.Undecided {
		return nil, false
	}
	s.start, s.stop = commands(u, "Service", "ExecStart"), commands(u, "Service", "ExecStop")
	s.kind = s.deriveKind()
	return s, true
}

// judgedAsWhole tells whether systemd reads all of the unit's files and then
// judges their sum.
func judgedAsWhole(u *unit.Unit) bool {
	if u.State != locate.Loaded || u.Fragment == nil || u.FragmentUnknown {
		return false
	}
	// Without a single section a file of a packaging tree is no unit: a link
	// that was checked out as text, or a fragment that is put together later.
	return !u.Packaging || len(u.Fragment.Sections) > 0
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
		if len(a.Verdict.Commands) == 0 && a.Value != "" && a.Verdict.Undecided {
			lines = append(lines, a)
		}
		for range a.Verdict.Commands {
			lines = append(lines, a)
		}
	}
	return lines
}

// truth is the value of a boolean, or otherwise where it is not set.
func truth(u *unit.Unit, section, name string, otherwise bool) bool {
	if v, ok := value.Boolean(u.Value(section, name)); ok {
		return v
	}
	return otherwise
}

// header is the place for what a section lacks: its first header, or the start
// of the unit.
func header(u *unit.Unit, section string) source.Range {
	for _, file := range u.Files() {
		for _, s := range file.Sections {
			if s.Name == section {
				return s.Header
			}
		}
	}
	return u.Start()
}

// undecided tells whether a placeholder or specifier keeps one of the settings
// from being known.
func undecided(u *unit.Unit, section string, lists ...string) bool {
	return slices.ContainsFunc(lists, func(list string) bool {
		return slices.ContainsFunc(u.All(section, list), func(a *unit.Assignment) bool { return a.Verdict.Undecided })
	})
}

// setsNothing tells whether an action of [Unit] is unset or "none".
func setsNothing(u *unit.Unit, list string) bool {
	action := u.Value("Unit", list)
	return action == "" || action == "none"
}

// from tells whether the unit's release is the given version or newer.
func from(u *unit.Unit, version int) bool { return u.Release.Version >= version }
