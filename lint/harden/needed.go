package harden

import (
	"cmp"
	"slices"
	"strings"

	"github.com/unitlint/unitlint/lint/exposure"
	"github.com/unitlint/unitlint/lint/sandbox"
)

// ladderOf are the protections that pass a check of the exposure which is called
// by another directive (systemd-analyze(1), "security").
var ladderOf = map[string]string{"DeviceAllow": "PrivateDevices"}

// Needed returns, by the IDs of checks, what keeps a unit from passing them: the
// loosest value that would pass the check by itself, and a need that it would leave
// unmet. Checks that the advice passes are not among them, nor those of which no
// need is known.
func (r Request) Needed(score *exposure.Score) map[string]Omission {
	run := r.advised()
	lines := run.assemble()
	after, err := exposure.Of(sandbox.New(run.unit().With(lines...), nil), nil)
	if err != nil {
		return nil // this release has no such score
	}
	needed := map[string]Omission{}
	for i := range score.Checks {
		c := &score.Checks[i]
		if c.Set == nil || *c.Set || after.Passes(c.ID) {
			continue
		}
		if o, kept := run.keeps(c); kept {
			needed[c.ID] = o
		}
	}
	return needed
}

// keeps tells whether a need keeps the unit from passing a check, and which.
func (s *search) keeps(check *exposure.Check) (Omission, bool) {
	for _, lines := range s.passing(check) {
		if check.Takes == "" && !s.passes(check.ID, lines) {
			continue
		}
		newest := len(s.Editions) - 1
		refused := s.refusedAt(newest, contribution{s.readLines(newest, lines), slices.Repeat([]*choice{{}}, len(lines))})
		refused = slices.DeleteFunc(refused, func(b blamed) bool { return b.unmet.Need.Kind == "" }) // systemd itself refuses to start it
		if len(refused) == 0 {
			return Omission{}, false
		}
		surest := slices.MaxFunc(refused, func(a, b blamed) int { return cmp.Compare(a.unmet.Need.Certainty, b.unmet.Need.Certainty) })
		name, text, _ := strings.Cut(lines[0], "=")
		return Omission{Name: name, Value: text, Need: surest.unmet.Need, Argument: surest.unmet.Argument}, true
	}
	return Omission{}, false
}

// passing returns what may pass a check, the loosest first.
func (s *search) passing(check *exposure.Check) [][]string {
	if check.Takes != "" {
		return [][]string{{check.Takes}}
	}
	name, _, _ := strings.Cut(check.Setting, "=")
	name = cmp.Or(ladderOf[name], name)
	var all [][]string
	for _, l := range s.Vocabulary.adviceLadders() {
		if l.Name != name {
			continue
		}
		for _, step := range slices.Backward(l.Steps) {
			lines := step.Lines
			if step.List != nil {
				lines = step.List.Lines(s.Subject, nil)
			}
			all = append(all, lines)
		}
	}
	return all
}

// passes tells whether the unit with some lines passes a check.
func (s *search) passes(id string, lines []string) bool {
	if len(lines) == 0 {
		return false
	}
	score, err := exposure.Of(sandbox.New(s.unit().With(lines...), nil), nil)
	return err == nil && score.Passes(id)
}
