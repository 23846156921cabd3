package unit

import (
	"slices"
	"strings"

	"github.com/unitlint/unitlint/lint/catalog"
	"github.com/unitlint/unitlint/lint/locate"
	"github.com/unitlint/unitlint/lint/unitfile"
)

// candidateName is the file name of a drop-in that exists in memory alone. It is
// also the name under which such a drop-in is meant to be put into place.
const candidateName = "50-hardening.conf"

// CandidatePath returns where, below the root of a system, a drop-in of
// [Unit.With] is meant to be put: in the directory of the administrator's
// drop-ins for the unit (systemd.unit(5), "Unit File Load Path").
func (u *Unit) CandidatePath() string {
	manager := "etc/systemd/system/"
	if u.Scope == locate.User {
		manager = "etc/systemd/user/"
	}
	return manager + u.ID + ".d/" + candidateName
}

// With returns the unit with one more drop-in, as systemd would merge a file that
// is read after all others. The lines stand in the unit's section for execution
// unless a header among them says otherwise. The drop-in has a file of its own,
// at [Unit.CandidatePath], so that findings can point into it; nothing is written
// and no file is read. The unit itself stays as it is. A unit that is not loaded
// is returned as it is: systemd reads no drop-in of a masked one.
func (u *Unit) With(lines ...string) *Unit {
	if u.State == locate.Error {
		return u
	}
	return u.WithText(u.candidateText(lines))
}

// candidateText is the text of a drop-in with these lines.
func (u *Unit) candidateText(lines []string) string {
	text := strings.Join(lines, "\n") + "\n"
	if section := u.ExecSection(); section != "" {
		text = "[" + section + "]\n" + text
	}
	return text
}

// WithText is [Unit.With] for the whole text of a drop-in.
func (u *Unit) WithText(text string) *Unit {
	if u.State == locate.Masked {
		return u
	}
	file, additions := u.read(text)
	return u.with(nil, additions, file)
}

// usualFiles is from how many files additions are, at most but for some units.
const usualFiles = 12

// WithAdditions is [Unit.With] for assignments that [Candidates.Read] returned. It is made in
// the memory of a spare unit that it returned before, or nil.
func (u *Unit) WithAdditions(additions []*Addition, spare *Unit) *Unit {
	if u.State == locate.Masked || u.State == locate.Error {
		return u
	}
	files := make([]*unitfile.File, 0, usualFiles)
	for _, a := range additions {
		if !slices.Contains(files, a.file) {
			files = append(files, a.file)
		}
	}
	return u.with(spare, additions, files...)
}

// with merges what drop-ins add. What they alone set is shared with all units that
// it is added to.
func (u *Unit) with(spare *Unit, additions []*Addition, files ...*unitfile.File) *Unit {
	with := &Unit{}
	own := section{name: u.ExecSection()}
	if spare != nil && spare.base != nil {
		with, own.settings = spare, spare.sections[0].settings[:0]
	}
	old := *with
	*with = *u
	with.base, own.settings = u, slices.Grow(own.settings, len(additions))
	with.sections = append(slices.Grow(old.sections[:0], 1), own)
	with.DropIns = append(append(slices.Grow(old.DropIns[:0], len(u.DropIns)+len(files)), u.DropIns...), files...)
	with.Assignments = append(slices.Grow(old.Assignments[:0], len(u.Assignments)+len(additions)), u.Assignments...)
	with.Settings = append(slices.Grow(old.Settings[:0], len(u.Settings)+len(additions)), u.Settings...)
	var reopened []*Setting
	for _, a := range additions {
		if a.assignment != nil {
			with.Assignments = append(with.Assignments, a.assignment)
		}
		if a.alone == nil {
			continue
		}
		s := with.settingOf(a.alone.key())
		if s == nil {
			with.keep(with.sectionOf(a.alone.Section), a.alone)
			with.Settings = append(with.Settings, a.alone)
			continue
		}
		if !slices.Contains(reopened, s) {
			s = with.reopen(s)
			reopened = append(reopened, s)
		}
		with.assign(a.assignment)
	}
	for _, s := range reopened {
		s.settle()
	}
	if slices.ContainsFunc(additions, (*Addition).runs) {
		with.lines = with.readLines()
	}
	return with
}

// Base returns the unit that lines were added to in memory, or nil.
func (u *Unit) Base() *Unit { return u.base }

// Added yields the settings of a unit in memory that those of its base do not stand for.
func (u *Unit) Added(yield func(*Setting) bool) {
	for i := range u.sections {
		for _, s := range u.sections[i].settings {
			if !yield(s) {
				return
			}
		}
	}
}

// reopen puts a copy of a setting, which can be merged further, in its place.
func (u *Unit) reopen(s *Setting) *Setting {
	again := s.reopen()
	u.Settings[slices.Index(u.Settings, s)] = again
	u.put(again)
	return again
}

// reopen returns a copy of a merged setting that can be merged further: for a
// list whose entries have keys, it is found out anew who holds which.
func (s *Setting) reopen() *Setting {
	again := &Setting{Section: s.Section, List: s.List, Values: slices.Clone(s.Values), Overruled: slices.Clip(s.Overruled)}
	for _, a := range s.Values {
		if a.Directive.Assign != catalog.AppendByKey || a.Value == "" {
			continue
		}
		if again.keys == nil {
			again.keys = newKeys()
		}
		for _, key := range entryKeys(a) {
			if old := again.keys.holders[key]; old != nil {
				again.keys.held[old]--
			}
			again.keys.holders[key] = a
			again.keys.held[a]++
		}
	}
	return again
}
