package unit

import (
	"maps"
	"path"
	"slices"
	"strings"

	"github.com/unitlint/unitlint/lint/catalog"
	"github.com/unitlint/unitlint/lint/locate"
	"github.com/unitlint/unitlint/lint/source"
	"github.com/unitlint/unitlint/lint/unitfile"
)

// candidateName is the file name of a drop-in that exists in memory alone. It is
// also the name under which such a drop-in is meant to be put into place.
const candidateName = "50-hardening.conf"

// CandidatePath returns where, below the root of a system, a drop-in of
// [Unit.With] is meant to be put: in the directory of the administrator's
// drop-ins for the unit (systemd.unit(5), "Unit File Load Path").
func (u *Unit) CandidatePath() string {
	manager := "etc/systemd/system"
	if u.Scope == locate.User {
		manager = "etc/systemd/user"
	}
	return path.Join(manager, u.ID+".d", candidateName)
}

// With returns the unit with one more drop-in, as systemd would merge a file that
// is read after all others. The lines stand in the unit's section for execution
// unless a header among them says otherwise. The drop-in has a file of its own,
// at [Unit.CandidatePath], so that findings can point into it; nothing is written
// and no file is read. The unit itself stays as it is. A unit that is not loaded
// is returned as it is: systemd reads no drop-in of a masked one.
func (u *Unit) With(lines ...string) *Unit {
	if u.State == locate.Masked || u.State == locate.Error {
		return u
	}
	text := strings.Join(lines, "\n") + "\n"
	if section := u.ExecSection(); section != "" {
		text = "[" + section + "]\n" + text
	}
	return u.WithText(text)
}

// WithText is [Unit.With] for the whole text of a drop-in.
func (u *Unit) WithText(text string) *Unit {
	name := u.CandidatePath()
	if u.Tree != nil {
		name = u.Tree.Display(name)
	}
	file := unitfile.Parse(source.New(name, []byte(text)), unitfile.Options{
		Version: u.Release.Version, DropIn: true, Sections: catalog.Sections(u.Type),
	})
	with := *u
	with.Assignments = slices.Clip(u.Assignments)
	with.DropIns = append(slices.Clip(u.DropIns), file)
	with.Settings = slices.Clone(u.Settings)
	with.settings = maps.Clone(u.settings)
	for i, s := range with.Settings {
		if mentions(file, s) {
			with.Settings[i] = s.reopen(&with)
			with.settings[settingKey{s.Section, s.List}] = with.Settings[i]
		}
	}
	with.merge(file, true)
	for _, s := range with.Settings {
		if s.held != nil {
			s.settle()
		}
	}
	return &with
}

// mentions tells whether a file assigns to a setting.
func mentions(file *unitfile.File, s *Setting) bool {
	for _, section := range file.Sections {
		for _, a := range section.Assignments {
			d := catalog.Lookup(section.Name, a.Key)
			if d != nil && d.ListSection == s.Section && d.List == s.List {
				return true
			}
		}
	}
	return false
}

// reopen returns a copy of a merged setting that can be merged further: for a
// list whose entries have keys, it is found out anew who holds which.
func (s *Setting) reopen(u *Unit) *Setting {
	again := &Setting{Section: s.Section, List: s.List, Values: slices.Clone(s.Values), Overruled: slices.Clip(s.Overruled)}
	for _, a := range s.Values {
		if a.Directive.Assign != catalog.AppendByKey || a.Value == "" {
			continue
		}
		if again.holders == nil {
			again.holders, again.held = map[string]*Assignment{}, map[*Assignment]int{}
		}
		for _, key := range entryKeys(a, u) {
			if old := again.holders[key]; old != nil {
				again.held[old]--
			}
			again.holders[key] = a
			again.held[a]++
		}
	}
	return again
}
