package unit

import (
	"slices"

	"github.com/unitlint/unitlint/lint/catalog"
	"github.com/unitlint/unitlint/lint/value"
)

// assign adds an assignment to its setting, the way its directive is merged.
func (u *Unit) assign(a *Assignment) {
	if a.Directive == nil || a.Reach == UnknownDirective {
		return
	}
	s := u.setting(a.Directive)
	if a.Reach != Counts {
		s.Overruled = append(s.Overruled, Overruled{Assignment: a})
		return
	}
	if a.Value == "" {
		s.empty(a, a.Directive.EmptyAt(u.Release))
		return
	}
	switch a.Directive.Assign {
	case catalog.Replace:
		s.replace(a)
	case catalog.FirstWins:
		s.keepFirst(a)
	case catalog.AppendByKey:
		s.overwrite(a)
	case catalog.MergeSet:
		if replacesSet(a) {
			s.replace(a)
			return
		}
		s.append(a)
	case catalog.Append, catalog.AppendNoReset:
		s.append(a)
	case catalog.Ignored:
	}
}

func (u *Unit) setting(d *catalog.Directive) *Setting {
	key := keyOf(d)
	s := u.own(key)
	if s == nil {
		u.room = append(u.room, Setting{Section: key.section, List: key.list})
		s = &u.room[len(u.room)-1]
		u.keep(u.sectionOf(key.section), s)
		u.Settings = append(u.Settings, s)
	}
	return s
}

// put keeps a setting of a name, in place of the one that was kept before.
func (u *Unit) put(s *Setting) {
	kept := u.sectionOf(s.Section)
	if same := slices.IndexFunc(kept.settings, func(k *Setting) bool { return k.List == s.List }); same >= 0 {
		kept.settings[same] = s
		return
	}
	u.keep(kept, s)
}

// keep adds a setting to those of a section.
func (u *Unit) keep(kept *section, s *Setting) {
	kept.settings = append(kept.settings, s)
	u.lists.add(s.List)
}

// usualSections and usualSettings, of a section, are what there is room for at first.
const (
	usualSections = 3
	usualSettings = 8
)

// sectionOf is where settings of a section are kept.
func (u *Unit) sectionOf(name string) *section {
	at := slices.IndexFunc(u.sections, func(kept section) bool { return kept.name == name })
	if at < 0 {
		at = len(u.sections)
		if u.sections == nil {
			u.sections = make([]section, 0, usualSections)
		}
		u.sections = append(u.sections, section{name, make([]*Setting, 0, usualSettings)})
	}
	return &u.sections[at]
}

// empty applies an assignment without a value.
func (s *Setting) empty(a *Assignment, effect catalog.Empty) {
	switch effect {
	case catalog.EmptyInvalid, catalog.EmptyNoOp:
		s.Overruled = append(s.Overruled, Overruled{Assignment: a})
	case catalog.EmptyResets, catalog.EmptyUnsets, catalog.EmptySet, catalog.EmptyOther:
		s.replace(a)
	}
}

func (s *Setting) replace(a *Assignment) {
	s.settle()
	for _, old := range s.Values {
		s.Overruled = append(s.Overruled, Overruled{Assignment: old, By: a})
	}
	s.setOnly(a)
}

// setOnly makes an assignment the only one that survives.
func (s *Setting) setOnly(a *Assignment) {
	s.one[0] = a
	s.Values = s.one[:]
}

func (s *Setting) keepFirst(a *Assignment) {
	if len(s.Values) > 0 {
		s.Overruled = append(s.Overruled, Overruled{Assignment: a, By: s.Values[0]})
		return
	}
	s.setOnly(a)
}

// append adds to a list. An empty value that only emptied the list has done
// its work then; one that made a set the empty set still counts.
func (s *Setting) append(a *Assignment) {
	if len(s.Values) == 0 || len(s.Values) == 1 && s.Values[0].Value == "" && s.Values[0].Directive.Empty != catalog.EmptySet {
		s.setOnly(a)
		return
	}
	s.Values = append(s.Values, a)
}

// overwrite adds to a list whose entries have keys: an older assignment all of
// whose keys are set again has no effect any more.
func (s *Setting) overwrite(a *Assignment) {
	s.append(a)
	if s.keys == nil {
		s.keys = newKeys()
	}
	for _, key := range entryKeys(a) {
		old := s.keys.holders[key]
		if old == a {
			continue
		}
		s.keys.holders[key] = a
		s.keys.held[a]++
		if old == nil {
			continue
		}
		s.keys.held[old]--
		if s.keys.held[old] == 0 {
			s.Overruled = append(s.Overruled, Overruled{Assignment: old, By: a})
		}
	}
}

// settle drops the values whose entries were all overwritten.
func (s *Setting) settle() {
	if s.keys == nil {
		return
	}
	s.Values = slices.DeleteFunc(s.Values, func(a *Assignment) bool {
		held, keyed := s.keys.held[a]
		return keyed && held == 0
	})
	s.keys = nil
}

// entryKeys returns the keys under which the entries of an assignment are
// kept: names of variables, of credentials, paths of devices.
func entryKeys(a *Assignment) []string {
	if key := a.Verdict.Key(); key != "" {
		return []string{key}
	}
	variables := a.Verdict.Variables()
	keys := make([]string, 0, len(variables))
	for _, v := range variables {
		keys = append(keys, v.Name)
	}
	return keys
}

// replacesSet tells whether a value stands for a whole set, whatever was there
// before: a boolean for namespaces and delegation, "none" for address families.
func replacesSet(a *Assignment) bool {
	switch a.Directive.Kind {
	case "namespace-flags", "delegate":
		_, ok := value.Boolean(a.Value)
		return ok
	case "address-families":
		return a.Value == "none"
	default:
		return false
	}
}
