package sandbox

import (
	"strconv"

	"github.com/unitlint/unitlint/lint/locate"
	"github.com/unitlint/unitlint/lint/unit"
)

// Identity is whom a process runs as.
type Identity struct {
	// User is the name or number, "root" where the system manager changes
	// nothing, empty where it is not known (a user manager's user, a specifier).
	User string
	// Group is the primary group's name or number, empty for the user's own.
	Group string
	// Supplementary are the groups of SupplementaryGroups=.
	Supplementary []string
	// Root tells whether the user id is 0, RootGroup whether the group id or one
	// of the supplementary ones is.
	Root, RootGroup Answer
	// Dynamic tells that the user exists only while the service runs.
	Dynamic bool
	// Because are the assignments that decided.
	Because []*unit.Assignment
}

// Cause returns the assignment that decided before all others, or nil where a
// default did.
func (id Identity) Cause() *unit.Assignment { return first(id.Because) }

// stranger tells that nobody can have let the user in anywhere: it exists only
// while the service runs, and the unit gives it no group.
func (id Identity) stranger() bool {
	return id.Dynamic && id.Group == "" && len(id.Supplementary) == 0
}

// Identity returns whom the process runs as after systemd is done; a program
// may still change its user itself. Its lists are shared and must not be
// changed.
func (p *Process) Identity() Identity { return *p.identity.of(p.readIdentity) }

func (p *Process) readIdentity() Identity {
	s := p.sandbox.settings
	if p.sandbox.unit.Scope == locate.User {
		return Identity{Root: No, RootGroup: Unknown}
	}
	if p.keepsUser() {
		return Identity{User: "root", Root: Yes, RootGroup: Yes, Because: present([]*unit.Assignment{p.whyExempt()})}
	}
	id := Identity{
		User: s.user.word, Group: s.group.word, Dynamic: s.dynamicUser.on,
		Because: present([]*unit.Assignment{s.user.by, s.dynamicUser.by, s.group.by}),
	}
	for _, g := range s.supplementaryGroups {
		id.Supplementary = append(id.Supplementary, g.word)
	}
	id.Root = s.rootUser()
	if id.User == "" && id.Root == Yes {
		id.User = "root"
	}
	id.RootGroup = s.rootGroup(id)
	return id
}

func (s *settings) rootUser() Answer {
	switch {
	case !s.userKnown:
		return Unknown
	case s.user.word == "":
		return answer(!s.dynamicUser.on)
	default:
		return answer(isRootID(s.user.word))
	}
}

// rootGroup tells whether one of the group ids is 0. Root alone brings its own
// group with it; the group data base is not read for it.
func (s *settings) rootGroup(id Identity) Answer {
	for _, g := range id.Supplementary {
		if isRootID(g) {
			return Yes
		}
	}
	switch {
	case !s.groupKnown:
		return Unknown
	case s.group.word != "":
		return answer(isRootID(s.group.word))
	}
	return id.Root
}

// isRootID tells that a user or group name or number means id 0.
func isRootID(name string) bool {
	if name == "root" {
		return true
	}
	number, err := strconv.ParseUint(name, 10, 32)
	return err == nil && number == 0
}

func answer(yes bool) Answer {
	if yes {
		return Yes
	}
	return No
}
