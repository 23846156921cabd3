package report

import (
	"fmt"
	"io"
	"slices"

	"github.com/unitlint/unitlint/lint/catalog"
	"github.com/unitlint/unitlint/lint/locate"
	"github.com/unitlint/unitlint/lint/unit"
)

// catUnit is one unit of cat --json.
type catUnit struct {
	Unit     string       `json:"unit"`
	Scope    locate.Scope `json:"scope"`
	State    locate.State `json:"state"`
	ID       string       `json:"id"`
	Names    []string     `json:"names"`
	Fragment string       `json:"fragment,omitempty"`
	DropIns  []string     `json:"dropins"`
	// Error tells why a unit is not found, refused or in the state error.
	Error    string       `json:"error,omitempty"`
	Settings []catSetting `json:"settings"`
	// Ignored are assignments that have no effect whatever else is there.
	Ignored []catIgnored `json:"ignored"`
}

type catPlace struct {
	File string `json:"file"`
	Line int    `json:"line"`
}

type catValue struct {
	Value string `json:"value"`
	catPlace
}

type catOverridden struct {
	catValue
	// By is null where the assignment itself has no effect.
	By *catPlace `json:"by"`
}

type catSetting struct {
	Section    string          `json:"section"`
	Name       string          `json:"name"`
	Values     []catValue      `json:"values"`
	Overridden []catOverridden `json:"overridden"`
}

type catIgnored struct {
	Section string `json:"section"`
	Name    string `json:"name"`
	catValue
	Reason string `json:"reason"`
}

// WriteCatJSON writes effective units as an array with one object each, in the
// order in which they were asked for.
func WriteCatJSON(w io.Writer, units []CatUnit) error {
	all := make([]catUnit, 0, len(units))
	for _, u := range units {
		all = append(all, catUnitOf(u))
	}
	encoder := NewJSONEncoder(w)
	encoder.SetIndent("", " ")
	if err := encoder.Encode(all); err != nil {
		return fmt.Errorf("writing the units: %w", err)
	}
	return nil
}

func catUnitOf(u CatUnit) catUnit {
	c := catUnit{
		Unit: u.Name, Scope: u.Scope, State: u.state(), ID: u.ID, Names: u.Names, Error: u.Refusal,
		DropIns: []string{}, Settings: []catSetting{}, Ignored: []catIgnored{},
	}
	if u.endedEarly() {
		c.ID, c.Names = u.Name, []string{u.Name}
	}
	if u.Identity.Fragment != "" {
		c.Fragment = u.Tree.Display(u.Identity.Fragment)
	}
	for _, dropIn := range u.Identity.DropIns {
		c.DropIns = append(c.DropIns, u.Tree.Display(dropIn))
	}
	if u.Err != nil {
		c.Error = fmt.Sprintf("%s: %v", u.Tree.Display(u.ErrPath), u.Err)
	}
	for _, s := range u.Settings {
		c.Settings = append(c.Settings, catSettingsOf(s)...)
	}
	for _, a := range u.Assignments {
		if a.Reach == unit.UnknownDirective || a.Reach == unit.Unread {
			c.Ignored = append(c.Ignored, catIgnored{a.Section.Name, a.Key, valueOf(a), reasonOf(a)})
		}
	}
	return c
}

func catPlaceOf(a *unit.Assignment) catPlace {
	return catPlace{a.File.Source.Path, a.KeyRange.StartPosition().Line}
}

func valueOf(a *unit.Assignment) catValue { return catValue{a.Value, catPlaceOf(a)} }

// catSettingsOf returns a setting under the name of its directive. The stores
// that no directive is called after, such as all conditions, are taken apart.
func catSettingsOf(s *unit.Setting) []catSetting {
	var settings []catSetting
	at := func(a *unit.Assignment) *catSetting {
		name := s.List
		if catalog.Lookup(s.Section, s.List) == nil {
			name = a.Directive.Name
		}
		i := slices.IndexFunc(settings, func(c catSetting) bool { return c.Name == name })
		if i < 0 {
			i = len(settings)
			settings = append(settings, catSetting{s.Section, name, []catValue{}, []catOverridden{}})
		}
		return &settings[i]
	}
	for _, a := range s.Values {
		c := at(a)
		c.Values = append(c.Values, valueOf(a))
	}
	for _, o := range s.Overruled {
		c := at(o.Assignment)
		overridden := catOverridden{catValue: valueOf(o.Assignment)}
		if o.By != nil {
			by := catPlaceOf(o.By)
			overridden.By = &by
		}
		c.Overridden = append(c.Overridden, overridden)
	}
	return settings
}
