package harden

import (
	"fmt"
	"path"
	"slices"
	"strings"

	"github.com/unitlint/unitlint/lint/assess"
	"github.com/unitlint/unitlint/lint/evidence/declared"
	"github.com/unitlint/unitlint/lint/evidence/distribution"
	"github.com/unitlint/unitlint/lint/evidence/machine"
	"github.com/unitlint/unitlint/lint/evidence/profile"
	"github.com/unitlint/unitlint/lint/host"
	"github.com/unitlint/unitlint/lint/match"
	"github.com/unitlint/unitlint/lint/need"
	"github.com/unitlint/unitlint/lint/sandbox"
	"github.com/unitlint/unitlint/lint/target"
	"github.com/unitlint/unitlint/lint/unit"
)

// Level is how far a drop-in goes.
type Level string

// The levels.
const (
	// Careful keeps what stays right although something about the program is
	// unknown.
	Careful Level = "careful"
	// Full is the tightest that the known needs allow.
	Full Level = "full"
	// advised is full but for lists of all that a program needs, where not all of
	// it is known.
	advised Level = "advised"
)

// Edition is the unit as one target would load it.
type Edition struct {
	Target target.Target
	Unit   *unit.Unit
}

// Subject is one unit to be hardened, at the targets that the drop-in is for.
type Subject struct {
	// Editions has one entry a target, the oldest systemd first; never empty.
	Editions []Edition
	Host     *host.Host
	// Library holds what is known of programs; nil knows none.
	Library  *profile.Library
	Declared declared.Facts
	// Machine returns what some sources tell of the programs in the unit's tree; nil
	// where nothing is to be read.
	Machine func(machine.Sources) *machine.Machine
	// Distribution is what packages of a distribution show of programs that nothing
	// else is known of; nil where they are not asked.
	Distribution *distribution.Table
	// Vocabulary remembers which lines a release knows; subjects may share one. Nil
	// begins one.
	Vocabulary *Vocabulary
	// Level is "" for the one that the knowledge of the program allows.
	Level Level

	assessment *assess.Assessment
	box        *sandbox.Sandbox
	known      Grade
	// boxes, needs, baselines and dialects are, by edition, what the unit grants, what
	// is needed, which of it the unit itself refuses, nil where nobody asked yet, and
	// what lines mean to the unit.
	boxes     []*sandbox.Sandbox
	needs     [][]need.Need
	baselines []map[string]bool
	dialects  []*dialect
	// meant holds needs whose conditions were settled.
	meant []need.Need
}

// prepare works out what the searches of a subject share.
func (s *Subject) prepare() {
	if s.Vocabulary == nil {
		s.Vocabulary = &Vocabulary{}
	}
	for _, e := range s.Editions {
		box, assessment := s.box, s.assessment
		if box == nil || box.Unit() != e.Unit {
			box, assessment = sandbox.New(e.Unit, s.Host), s.assess(e.Unit)
		}
		s.boxes, s.needs = append(s.boxes, box), append(s.needs, s.asMeant(box, assessment.Needs))
		s.dialects = append(s.dialects, s.Vocabulary.dialectOf(e.Unit))
		s.box, s.assessment = box, assessment
	}
	s.baselines = make([]map[string]bool, len(s.Editions))
	s.known = s.knowledge()
	if s.Level == "" {
		s.Level = Careful
		if s.known == Whole {
			s.Level = Full
		}
	}
}

// refusesItself tells whether the unit itself has a refusal at an edition.
func (s *Subject) refusesItself(edition int, key string) bool {
	if s.baselines[edition] == nil {
		s.baselines[edition] = map[string]bool{}
		for _, r := range refusalsOf(s.boxes[edition], s.needs[edition]) {
			s.baselines[edition][r.key()] = true
		}
	}
	return s.baselines[edition][key]
}

// assess returns what is known of the needs of a unit.
func (s *Subject) assess(u *unit.Unit) *assess.Assessment {
	from := assess.Sources{Library: s.Library, Declared: s.Declared, Host: s.Host, Distribution: s.Distribution}
	if s.Machine != nil {
		from.Machine = s.Machine(machine.Everything())
		from.Configuration = func() *machine.Machine { return s.Machine(machine.Sources{Configuration: true}) }
	}
	return assess.Of(u, from)
}

// asMeant settles conditions of needs by the unit as it is: that it starts as
// root, and its own bounding set, show what it is there for, whatever a drop-in
// makes of them.
func (s *Subject) asMeant(box *sandbox.Sandbox, needs []need.Need) []need.Need {
	from := len(s.meant)
	var shown *need.Need // nil as long as they are the same
	for i := range needs {
		n := &needs[i]
		conditional := n.Conditions.Starts == need.AsRoot || len(n.Conditions.Bounding) > 0
		if conditional && shown == nil {
			shown = &need.Need{}
			s.meant = append(slices.Grow(s.meant, len(needs)), needs[:i]...)
		}
		switch {
		case !conditional && shown != nil:
			s.meant = append(s.meant, *n)
		case conditional && match.Arises(box, shownBy(n, shown)):
			s.meant = append(s.meant, *n)
			still := &s.meant[len(s.meant)-1].Conditions
			still.Bounding = nil
			if still.Starts == need.AsRoot {
				still.Starts = need.AsAnyone
			}
		}
	}
	if shown == nil {
		return needs
	}
	return s.meant[from:]
}

// shownBy makes of a need one with those of its conditions alone that the unit as it is
// settles.
func shownBy(n, shown *need.Need) *need.Need {
	*shown = *n
	shown.Conditions = need.Conditions{Bounding: n.Conditions.Bounding}
	if n.Conditions.Starts == need.AsRoot {
		shown.Conditions.Starts = need.AsRoot
	}
	return shown
}

// unit is the unit at the newest target.
func (s *Subject) unit() *unit.Unit { return s.Editions[len(s.Editions)-1].Unit }

// knowledge is what is known of the main program: all that it does where its profile
// says so; where another profile is about it, or its file was read, enough for
// what the files of a program tell.
func (s *Subject) knowledge() Grade {
	executable := s.box.Main().Executable()
	best := UnitAlone
	if s.assessment.Machine != nil && s.assessment.Machine.Read() {
		best = ProgramRead
	}
	for _, p := range s.assessment.Profiles {
		switch {
		case p.Partial:
		case p == s.assessment.Main && len(p.Measured) > 0: // also behind a shell or a wrapper
			return Whole
		case isOf(p, executable):
			best = ProgramRead
		}
	}
	return best
}

// runsOthers says what the main program starts that is not its own, or "".
func (s *Subject) runsOthers() string {
	executable := s.box.Main().Executable()
	for _, p := range s.assessment.Profiles {
		if p.RunsOthers != "" && (p == s.assessment.Main || isOf(p, executable)) {
			return p.RunsOthers
		}
	}
	return ""
}

// isOf tells whether a profile is about a program itself, not about something that
// it runs.
func isOf(p *profile.Profile, executable string) bool {
	base := strings.TrimRight(path.Base(executable), "0123456789.-")
	return slices.ContainsFunc(p.Programs, func(pattern string) bool {
		for _, name := range []string{path.Base(executable), base} {
			if matched, err := path.Match(strings.TrimRight(pattern, "0123456789.-"), name); matched && err == nil {
				return true
			}
			if matched, err := path.Match(pattern, name); matched && err == nil {
				return true
			}
		}
		return false
	}) || slices.ContainsFunc(p.Paths, func(pattern string) bool {
		matched, err := path.Match(pattern, executable)
		return matched && err == nil
	})
}

// allows tells whether the level lets a step be used.
func (s *Subject) allows(step *Step) bool {
	switch {
	case s.Level == Careful && step.Takes > min(s.known, ProgramRead),
		s.Level == advised && step.List != nil && step.Takes == Whole && s.known != Whole:
		return false
	}
	if s.Level == Careful && step.Alone && s.runsOthers() != "" {
		return false
	}
	return step.Fits == nil || step.Fits(s)
}

// last returns the unit's own assignment that decides a setting, or nil.
func (s *Subject) last(name string) *unit.Assignment {
	u := s.unit()
	return u.Last(u.ExecSection(), name)
}

// knownToAll tells whether every target honours all of the lines.
func (s *Subject) knownToAll(lines []string) bool {
	for edition := range s.Editions {
		for _, line := range lines {
			if !s.knows(edition, line) {
				return false
			}
		}
	}
	return true
}

func (e Edition) knows(lines []string) bool {
	ctx := e.Unit.CandidateContext()
	return !slices.ContainsFunc(lines, func(line string) bool { return !knownTo(e.Unit.ExecSection(), line, ctx) })
}

// startsUnprivileged tells that the program is run as a user who is not root and
// to whom the unit gives no capabilities.
func startsUnprivileged(s *Subject) bool {
	for _, p := range s.box.Lines() {
		if p.Phase == unit.Start && p.Identity().Root != sandbox.No {
			return false
		}
	}
	return s.box.AmbientSet().Set == 0
}

// internetFamilies are those that reach other hosts.
var internetFamilies = []string{"AF_INET", "AF_INET6"}

// withoutInternet tells that the unit itself refuses internet sockets already:
// what nobody knows to be needed may be needed all the same, and a network that
// is missing is noticed late.
func withoutInternet(s *Subject) bool {
	main := s.box.Main()
	return !slices.ContainsFunc(internetFamilies, func(name string) bool { return !main.AddressFamily(name).Denies() })
}

// withoutPackets tells that internet sockets are refused anyway: by the unit itself,
// or by the drop-in, because nothing that is known of a program of which all is known
// needs one. To refuse packets then costs nothing. What families a unit lists, its
// author knew to be needed.
func withoutPackets(s *Subject) bool {
	if withoutInternet(s) {
		return true
	}
	return s.known == Whole && runsItsOwn(s) && !s.onNetwork() && !s.listsFamilies() &&
		!slices.ContainsFunc(s.assessment.Needs, func(n need.Need) bool {
			return n.Kind == need.AddressFamily && slices.ContainsFunc(internetFamilies, func(name string) bool { return slices.Contains(n.Any, name) })
		})
}

// onLoopback tells that all that the program does is known, and that by its
// configuration it takes connections on the loopback device alone and connects to
// nobody.
func onLoopback(s *Subject) bool { return listensOn(s) != "" }

// listensOn names the statement by which the program is on the loopback device alone,
// or is "".
func listensOn(s *Subject) string {
	if s.assessment.Machine == nil || s.known != Whole || !runsItsOwn(s) {
		return ""
	}
	said, ok := s.assessment.Machine.OnlyLoopback(s.box.Main().Line, s.assessment.Programs)
	if !ok {
		return ""
	}
	return fmt.Sprintf("its configuration has it listen on the loopback device alone (%s %s, %s:%d)",
		said.Key, said.Value, said.File, said.Place.StartPosition().Line)
}

// aloneAsUser tells that the unit has a user of its own whose IPC objects can be
// removed when it stops: one that is called like the unit, or that exists only
// while it runs. It is the unit's user that counts, also where "!" before a command
// has the program itself become that user.
func aloneAsUser(s *Subject) bool {
	id := s.box.Main().Identity()
	if id.Dynamic {
		return true
	}
	name, _, instance := strings.Cut(strings.TrimSuffix(s.unit().ID, ".service"), "@")
	user := s.last("User")
	if instance || user == nil || user.Value == "root" {
		return false
	}
	own := strings.Trim(user.Value, "_0123456789")
	return own != "" && strings.Contains(name, own)
}

// namesNoDevice tells that the unit itself allows no device, be it by its node or
// by its class: in the private /dev it would be missing. Where it is known which
// devices the program opens, and when, that counts.
func namesNoDevice(s *Subject) bool {
	u := s.unit()
	if s.Level != Careful && s.known == Whole && slices.ContainsFunc(s.assessment.Main.Needs, func(f profile.Fact) bool { return f.Kind == need.Device }) {
		return true
	}
	return !slices.ContainsFunc(u.All(u.ExecSection(), "DeviceAllow"), func(a *unit.Assignment) bool { return a.Value != "" })
}

// runsItsOwn tells that nothing is known of the program to start what is not its
// own: which calls others make, no list of needs can tell.
func runsItsOwn(s *Subject) bool { return s.runsOthers() == "" }

// servesNoUsers tells that the program does not become whoever logs in, as servers
// of mail and files do, which then work in their users' homes. Of a program that
// starts as root, a profile alone tells: what it starts in the end is not seen. The
// careful level alone asks.
func servesNoUsers(s *Subject) bool {
	return s.Level != Careful || startsUnprivileged(s) || slices.ContainsFunc(s.assessment.Profiles, func(p *profile.Profile) bool {
		return !p.Partial && (len(p.Measured) > 0 || isOf(p, s.box.Main().Executable()))
	})
}
