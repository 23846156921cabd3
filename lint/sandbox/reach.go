package sandbox

import (
	"path"
	"slices"
	"strings"

	"github.com/unitlint/unitlint/lint/host"
	"github.com/unitlint/unitlint/lint/locate"
	"github.com/unitlint/unitlint/lint/unit"
	"github.com/unitlint/unitlint/lint/value"
)

// Clients are those who connect to a socket of a service.
type Clients struct {
	// Users are accounts one of which they are; none for any other than the service's own.
	Users []string
	// Groups are those that the users are in besides their own, GroupsKnown tells that these are all.
	Groups      []string
	GroupsKnown bool
}

// Search bits of a directory's mode.
const (
	groupSearches = 0o010
	othersSearch  = 0o001
)

// EnteredBy tells whether clients of other users come to a socket in a directory that systemd
// makes for the unit: its mode has to let them search it (path_resolution(7)). What else makes a
// directory is not known.
func (p *Process) EnteredBy(socket string, by Clients) Verdict {
	d, found := p.sandbox.directoryOf(socket)
	if !found || p.sandbox.unit.Scope == locate.User { // a user's are below that user's home and runtime directory
		return unknown("The directory is not one that systemd makes for the unit.")
	}
	id := p.Identity()
	if slices.Contains(by.Users, "root") || id.User != "" && slices.Contains(by.Users, id.User) {
		return allow("The clients are the same user's.", id.Because...)
	}
	set := p.sandbox.settings
	if set.isPrivate(d) {
		return deny(ByIdentity, "EACCES", path.Join(d.kind.Base, "private")+" is open to root alone.", set.dynamicUser.by)
	}
	setting := set.reader.last(d.kind.Directive + "Mode")
	if setting == nil {
		return allow("Everybody may enter the directory.")
	}
	mode, known := value.Mode(setting.Value)
	switch {
	case !known || p.sandbox.changesModes(d.relative):
		return unknown("The mode cannot be known from the text.", setting)
	case mode&othersSearch != 0:
		return allow("Everybody may enter the directory.", setting)
	case mode&groupSearches == 0:
		return deny(ByFileMode, "EACCES", "Nobody but the unit's user may enter "+d.path()+".", setting)
	}
	return enteredByGroup(by, id, setting)
}

// enteredByGroup is [Process.EnteredBy] for a directory that is open to the unit's group.
func enteredByGroup(by Clients, id Identity, setting *unit.Assignment) Verdict {
	group := id.Group
	if group == "" {
		group = id.User // most accounts have a group of their name
	}
	switch {
	case slices.Contains(by.Users, group) || slices.Contains(by.Groups, group):
		return allow("The clients are in the group "+group+".", setting)
	case !by.GroupsKnown || group == "":
		return unknown("The clients may be in the group of the directory.", setting)
	}
	return deny(ByFileMode, "EACCES", "The clients are not in the group "+group+".", setting)
}

// directoryOf returns the innermost directory that systemd makes for the unit's user and that
// holds a path.
func (s *Sandbox) directoryOf(name string) (inner directory, found bool) {
	name = unit.BelowRun(name)
	for _, d := range s.settings.directories {
		if d.known && d.kind.Owned && d.path() != name && host.Below(name, d.path()) && (!found || len(d.path()) > len(inner.path())) {
			inner, found = d, true
		}
	}
	return inner, found
}

// modeChangers are commands that open a directory to others.
var modeChangers = []string{"chmod", "setfacl", "chgrp", "chown", "install"}

// changesModes tells that a line of the unit may change the mode or the owner of a directory.
func (s *Sandbox) changesModes(directory string) bool {
	return slices.ContainsFunc(s.lines, func(p *Process) bool {
		return p.Assignment != nil && strings.Contains(p.Assignment.Value, path.Base(directory)) &&
			slices.ContainsFunc(modeChangers, func(name string) bool { return strings.Contains(p.Assignment.Value, name) })
	})
}
