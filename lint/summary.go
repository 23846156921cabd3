package lint

import (
	"slices"

	"github.com/unitlint/unitlint/lint/locate"
)

// Summary is what a report says of a unit beside its findings.
type Summary struct {
	Name  string
	Scope locate.Scope
	// Files are the fragment, if there is one, and the drop-ins, in the order of
	// merging; of a unit of which nothing is read, such as a masked one, the file
	// that says so.
	Files []string
	// Exposure is the overall score of the newest target, 0.0 to 10.0, or nil
	// where systemd computes none for the unit.
	Exposure *float64
	// WithoutUnit tells that drop-ins alone were found, and not the unit.
	WithoutUnit bool
	// Runs tells that the unit runs a program, and Profile names what is known
	// about it, or is empty: then the unit's own text alone was judged.
	Runs    bool
	Profile string
	// Binary tells that the program itself was read, Package that the package is
	// known that ships it; Configuration are the files that configure it, absolute
	// paths in its tree.
	Binary, Package bool
	Configuration   []string
	// Distribution names the package of a distribution from which the program is
	// known, or is empty.
	Distribution string
	// Omitted is what Options.Omit kept out of the findings, in the order of the
	// rules.
	Omitted []Gain
}

// Gain is what is kept of a finding that nobody reads as a whole: the setting
// that it is about, and how much of the unit's exposure that would take away, on
// the displayed scale.
type Gain struct {
	Directive string
	Exposure  float64
}

// Unprofiled tells that the unit runs a program that nothing is known about.
func (s *Summary) Unprofiled() bool {
	return s.Runs && s.Profile == "" && !s.Binary && !s.Package && len(s.Configuration) == 0 && s.Distribution == ""
}

// summarize makes the summary of a unit.
func summarize(p *Pass) Summary {
	s := Summary{Name: p.Unit.Name, Scope: p.Unit.Scope, WithoutUnit: p.Unit.FragmentUnknown, Omitted: slices.Clone(p.omitted)}
	for _, f := range p.Unit.Files() {
		s.Files = append(s.Files, f.Source.Path)
	}
	if place := p.Unit.Place(); len(s.Files) == 0 && place != "" {
		s.Files = []string{place}
	}
	s.rate(p)
	return s
}

// rate adds the profile and the exposure. A model that fails on a unit fails
// under the rules that ask it, and they tell; the summary goes without.
func (s *Summary) rate(p *Pass) {
	defer func() { _ = recover() }()
	s.Profile, s.Distribution = p.Needs().Profile(), p.Needs().Shipped()
	if known := p.Needs().Machine; known != nil {
		s.Binary, s.Package, s.Configuration = known.Read(), known.Shipped(), known.Configured()
	}
	if p.Unit.State == locate.Loaded && !p.Unit.FragmentUnknown && p.Unit.ExecSection() != "" {
		s.Runs = p.Sandbox().Main().Command != nil
	}
	if score := p.Exposure(); score != nil {
		overall := float64(score.Tenths) / 10
		s.Exposure = &overall
	}
}
