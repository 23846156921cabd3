package lint

import "github.com/unitlint/unitlint/lint/locate"

// Summary is what a report says of a unit beside its findings.
type Summary struct {
	Name  string
	Scope locate.Scope
	// Files are the fragment, if there is one, and the drop-ins, in the order of
	// merging.
	Files []string
	// Exposure is the overall score of the newest target, 0.0 to 10.0, or nil
	// where systemd computes none for the unit.
	Exposure *float64
	// Profile names what is known about the program, or is empty: then the
	// unit's own text alone was judged.
	Profile string
}

func summarize(passes []*Pass) []Summary {
	summaries := make([]Summary, 0, len(passes))
	for _, p := range passes {
		s := Summary{Name: p.Unit.Name, Scope: p.Unit.Scope}
		for _, f := range p.Unit.Files() {
			s.Files = append(s.Files, f.Source.Path)
		}
		s.Profile = p.Needs().Profile()
		if score := p.Exposure(); score != nil {
			overall := float64(score.Tenths) / 10
			s.Exposure = &overall
		}
		summaries = append(summaries, s)
	}
	return summaries
}
