package unit

import (
	"maps"
	"path"
	"slices"
	"strings"
	"sync"

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
	file := u.candidate(text)
	return u.with(file, u.judged(file, true))
}

// candidate reads the text of a drop-in.
func (u *Unit) candidate(text string) *unitfile.File {
	name := u.CandidatePath()
	if u.Tree != nil {
		name = u.Tree.Display(name)
	}
	return unitfile.Parse(source.New(name, []byte(text)), unitfile.Options{
		Version: u.Release.Version, DropIn: true, Sections: catalog.Sections(u.Type),
	})
}

// with merges one more drop-in, whose assignments the new unit then keeps.
func (u *Unit) with(file *unitfile.File, judged []Assignment) *Unit {
	with := *u
	with.Assignments = slices.Clip(u.Assignments)
	with.DropIns = append(slices.Clip(u.DropIns), file)
	with.Settings = slices.Clone(u.Settings)
	with.settings = maps.Clone(u.settings)
	mentioned := make(map[settingKey]bool, len(judged))
	for i := range judged {
		if d := judged[i].Directive; d != nil {
			mentioned[settingKey{d.ListSection, d.List}] = true
		}
	}
	for i, s := range with.Settings {
		if key := (settingKey{s.Section, s.List}); mentioned[key] {
			with.Settings[i] = s.reopen(&with)
			with.settings[key] = with.Settings[i]
		}
	}
	with.mergeJudged(judged, true)
	for _, s := range with.Settings {
		if s.held != nil {
			s.settle()
		}
	}
	return &with
}

// Candidates remembers the drop-ins that were merged in memory, which are mostly
// the same for the units of a run. It may be used by several goroutines at once;
// nil remembers nothing.
type Candidates struct{ read sync.Map }

// candidateKey is what the meaning of a drop-in without specifiers depends on.
type candidateKey struct {
	text    string
	release catalog.Release
	of      catalog.UnitType
	scope   locate.Scope
}

type candidate struct {
	file   *unitfile.File
	judged []Assignment
}

// With is [Unit.With], but that the drop-in's file may have been made for another
// unit: its path says nothing.
func (c *Candidates) With(u *Unit, lines ...string) *Unit {
	if u.State == locate.Masked || u.State == locate.Error {
		return u
	}
	text := u.candidateText(lines)
	if c == nil || strings.Contains(text, "%") {
		return u.WithText(text)
	}
	key := candidateKey{text, u.Release, u.Type, u.Scope}
	found, known := c.read.Load(key)
	if !known {
		file := u.candidate(text)
		found, _ = c.read.LoadOrStore(key, &candidate{file, u.judged(file, true)})
	}
	read, _ := found.(*candidate)
	return u.with(read.file, slices.Clone(read.judged))
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
