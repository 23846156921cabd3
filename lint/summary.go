package lint

import (
	"context"

	"github.com/unitlint/unitlint/lint/locate"
)

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

// summarizeAll makes the summary of each unit.
func summarizeAll(ctx context.Context, options Options, passes []*Pass) ([]Summary, error) {
	summaries := make([]Summary, len(passes))
	err := each(ctx, options.Jobs, len(passes), func(i int) {
		summaries[i] = Summary{Name: passes[i].Unit.Name, Scope: passes[i].Unit.Scope}
		for _, f := range passes[i].Unit.Files() {
			summaries[i].Files = append(summaries[i].Files, f.Source.Path)
		}
		summaries[i].rate(passes[i])
	})
	return summaries, err
}

// rate adds the profile and the exposure. A model that fails on a unit fails
// under the rules that ask it, and they tell; the summary goes without.
func (s *Summary) rate(p *Pass) {
	defer func() { _ = recover() }()
	s.Profile = p.Needs().Profile()
	if score := p.Exposure(); score != nil {
		overall := float64(score.Tenths) / 10
		s.Exposure = &overall
	}
}
