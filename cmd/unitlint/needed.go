package main

import (
	"cmp"

	"github.com/unitlint/unitlint/lint/assess"
	"github.com/unitlint/unitlint/lint/config"
	"github.com/unitlint/unitlint/lint/evidence/distribution"
	"github.com/unitlint/unitlint/lint/evidence/machine"
	"github.com/unitlint/unitlint/lint/exposure"
	"github.com/unitlint/unitlint/lint/harden"
	"github.com/unitlint/unitlint/lint/host"
	"github.com/unitlint/unitlint/lint/locate"
	"github.com/unitlint/unitlint/lint/report"
	"github.com/unitlint/unitlint/lint/sandbox"
	"github.com/unitlint/unitlint/lint/unit"
)

// explainScores adds to units the needs that keep their points from being taken,
// by what the advice of check would leave them.
func (p program) explainScores(f scoreFlags, loaded *loadedUnits, scored []report.ScoredUnit) error {
	search, err := p.search(f.root, f.config)
	if err != nil {
		return err
	}
	store, done := p.openStore(f.noCache || f.root == "" || f.noEvidence)
	defer done()
	machines := map[machine.Sources]func(*locate.Tree) *machine.Machine{}
	library := p.libraries()
	vocabulary := &harden.Vocabulary{}
	all := make([]*unit.Unit, len(loaded.units))
	for i, u := range loaded.units {
		all[i] = u.unit
	}
	hosts := map[*config.Config]host.Hosts{}
	for i, u := range loaded.units {
		if scored[i].Score == nil || u.unit.Type != "service" || u.unit.FragmentUnknown {
			continue
		}
		settings, _, err := search.For(u.unit.Place())
		if err != nil {
			return err
		}
		known, err := library(settings)
		if err != nil {
			return err
		}
		from := assess.Sources{Library: known, Declared: settings.Declared(u.unit.Name)}
		if hosts[settings] == nil {
			hosts[settings] = host.OfUnits(all, host.Facts(settings.Host))
		}
		from.Host = hosts[settings][u.unit.Tree]
		if !f.noEvidence && settings.Asked().Distribution {
			from.Distribution = distribution.Builtin()
		}
		if asked := settings.Asked().Machine; f.root != "" && !f.noEvidence && asked != (machine.Sources{}) {
			if machines[asked] == nil {
				machines[asked] = machine.PerTree(asked, store)
			}
			from.Machine = machines[asked](u.unit.Tree)
		}
		request := harden.Request{
			Box: sandbox.New(u.unit, from.Host), Host: from.Host, Target: loaded.target, Library: known, Assessment: assess.Of(u.unit, from),
			Vocabulary: vocabulary,
		}
		scored[i].Needed = neededBy(request, scored[i].Score)
	}
	return nil
}

func neededBy(request harden.Request, score *exposure.Score) map[string]report.Needed {
	needed := map[string]report.Needed{}
	for id, o := range request.Needed(score) {
		needed[id] = report.Needed{
			Kind: string(o.Need.Kind), Argument: cmp.Or(o.Argument, o.Need.Arguments()), Why: o.Need.Why, Evidence: o.Evidence(),
		}
	}
	return needed
}

// scoreUnits rates units.
func scoreUnits(units []namedUnit, policy exposure.Policy) ([]report.ScoredUnit, error) {
	scored := make([]report.ScoredUnit, 0, len(units))
	for _, u := range units {
		s := report.ScoredUnit{Name: u.name, Scope: u.unit.Scope, State: u.unit.State, Release: u.unit.Release}
		if u.unit.State == locate.Loaded {
			score, err := exposure.Of(sandbox.New(u.unit, nil), policy)
			if err != nil {
				return nil, err
			}
			s.Score = score
		}
		scored = append(scored, s)
	}
	return scored, nil
}
