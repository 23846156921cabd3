package match

import (
	"slices"
	"strings"

	"github.com/unitlint/unitlint/lint/need"
	"github.com/unitlint/unitlint/lint/sandbox"
	"github.com/unitlint/unitlint/lint/unit"
)

// holds tells whether the need arises under the grants at hand.
func (a attempt) holds() bool {
	c := &a.need.Conditions
	if !a.starts(c.Starts) || slices.ContainsFunc(c.Unless, a.setElsewhere) {
		return false
	}
	release := a.box.Release().Version
	if release < c.Since || c.Until > 0 && release > c.Until {
		return false
	}
	if len(c.SoftLimits) > 0 && !slices.ContainsFunc(c.SoftLimits, a.softLimit) {
		return false
	}
	return len(c.Bounding) == 0 || slices.ContainsFunc(c.Bounding, a.box.BoundingSet().Set.Has)
}

// starts tells whether the process certainly starts as a condition says.
func (a attempt) starts(as need.Start) bool {
	switch as {
	case need.AsAnyone:
		return true
	case need.PackagedAsRoot:
		return packagedAsRoot(a.box.Unit())
	}
	id := a.process.Identity()
	switch as {
	case need.AsRoot:
		return id.Root == sandbox.Yes
	case need.AsDynamic:
		return id.Dynamic
	case need.AsStranger:
		return id.Root == sandbox.No && (id.Dynamic || id.User == "nobody")
	default:
		return id.Root == sandbox.No
	}
}

// softLimit tells whether a limit starts lower than it may be raised to. One value
// sets both; the manager's own default of LimitNOFILE= has two (systemd.exec(5),
// systemd-system.conf(5)).
func (a attempt) softLimit(directive string) bool {
	u := a.box.Unit()
	last := u.Last(u.ExecSection(), directive)
	if last == nil || last.Value == "" {
		return true
	}
	soft, hard, two := strings.Cut(last.Value, ":")
	return two && soft != hard
}

// setElsewhere tells whether another file than the packaged unit's own gives a
// directive a value.
func (a attempt) setElsewhere(directive string) bool {
	u := a.box.Unit()
	last := u.Last(u.ExecSection(), directive)
	return last != nil && last.Value != "" && last.File != u.Fragment
}

// counts tells whether a refusal is one in the sense of the need's conditions.
func (a attempt) counts(v sandbox.Verdict) bool {
	c := &a.need.Conditions
	if c.Elsewhere && !slices.ContainsFunc(v.Because, a.isElsewhere) {
		return false
	}
	if a.need.Kind == need.GainPrivileges && c.Gained && v.Mechanism == sandbox.ByCapability {
		return false // it keeps its user
	}
	if v.Mechanism != sandbox.ByPacketFilter {
		return true
	}
	switch c.Packets {
	case need.NoPacketFilter:
		return false
	case need.WithoutExceptions:
		return len(a.box.Unit().All("Service", "IPAddressAllow")) == 0
	default:
		return true
	}
}

func (a attempt) isElsewhere(by *unit.Assignment) bool { return by.File != a.box.Unit().Fragment }
