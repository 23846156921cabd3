package lint

import (
	"slices"

	"github.com/unitlint/unitlint/lint/assess"
	"github.com/unitlint/unitlint/lint/evidence/declared"
	"github.com/unitlint/unitlint/lint/evidence/machine"
	"github.com/unitlint/unitlint/lint/evidence/profile"
	"github.com/unitlint/unitlint/lint/exposure"
	"github.com/unitlint/unitlint/lint/finding"
	"github.com/unitlint/unitlint/lint/host"
	"github.com/unitlint/unitlint/lint/locate"
	"github.com/unitlint/unitlint/lint/match"
	"github.com/unitlint/unitlint/lint/sandbox"
	"github.com/unitlint/unitlint/lint/source"
	"github.com/unitlint/unitlint/lint/system"
	"github.com/unitlint/unitlint/lint/target"
	"github.com/unitlint/unitlint/lint/unit"
)

// Pass is all that a rule may look at: one effective unit at one target, and
// what the models below say of it. The rules of a unit share a pass one after
// the other, so that each model is made once and only where a rule asks.
type Pass struct {
	Unit   *unit.Unit
	Target target.Target
	// Host is what is known of the machine; never nil.
	Host *host.Host
	// System is all units of the run at the same target; never nil.
	System *system.System

	// keepers is shared by the passes of a run at one target.
	keepers *keepers
	options *Options
	// targets holds the target's name for the findings, which share it.
	targets  []string
	declared declared.Facts
	machine  *machine.Machine
	sandbox  *sandbox.Sandbox
	needs    *assess.Assessment
	refusals []match.Refusal
	// kept are models of rooms above the engine.
	kept []kept
	// exposure is valid once rated is set: not every unit has one.
	exposure *exposure.Score
	rated    bool
	// rule is the one that runs, findings what it and those before it reported.
	rule     *Rule
	findings []finding.Finding
	// room is the worker's, for as long as the unit is looked at.
	room *room
	// omitted are those that Options.Omit tells of.
	omitted []Gain
	// quotas bound what the rule finds in each file, counted lists those of the
	// files that it came to, in that order.
	quotas  map[*source.File]*quota
	counted []*quota
}

// passesFor makes the pass of each unit at one target. The units beside them
// are known to the hosts and the system alone.
func passesFor(units, beside []*unit.Unit, hosts host.Hosts, t target.Target, options Options) []*Pass {
	known := slices.Concat(units, beside)
	hosts.AddUnits(known)
	all := system.New(known)
	targets, shared := []string{t.Name}, &keepers{}
	passes := make([]*Pass, 0, len(units))
	for _, u := range units {
		pass := &Pass{Unit: u, Target: t, Host: hosts[u.Tree], System: all, options: &options, targets: targets, keepers: shared}
		if options.Machine != nil {
			pass.machine = options.Machine(u.Tree)
		}
		if options.Declared != nil {
			pass.declared = options.Declared(u.Name)
		}
		passes = append(passes, pass)
	}
	return passes
}

// Report hands a finding to the engine, which keeps MostFindings of a rule in a
// file, and as many related places of each.
func (p *Pass) Report(f finding.Finding) {
	p.findings = append(p.findings, f)
	if !p.keeps(&p.findings[len(p.findings)-1]) {
		p.findings = p.findings[:len(p.findings)-1]
	}
}

// keeps completes a finding and tells whether it is one of those that are kept.
func (p *Pass) keeps(f *finding.Finding) bool {
	p.complete(f)
	f.Related = f.Related[:min(len(f.Related), MostFindings)]
	q := p.quotaOf(f.Range.File)
	if q.omit(f.Range, f.Severity) {
		return false
	}
	if p.options.Omit != nil && p.options.Omit(f) {
		p.omitted = append(p.omitted, Gain{f.Directive, f.Gain})
		return false
	}
	f.Cut()
	if len(p.options.Identities) > ManyUnits {
		share(f)
	}
	q.found++
	return true
}

// Sandbox is what the unit grants its processes.
func (p *Pass) Sandbox() *sandbox.Sandbox {
	if p.sandbox == nil {
		p.sandbox = sandbox.New(p.Unit, p.Host)
	}
	return p.sandbox
}

// Exposure is the score of systemd-analyze security at the pass's release, or
// nil where systemd computes none: for units that are no services, that are
// masked or refused, or of which a part is not there, and before systemd 240.
func (p *Pass) Exposure() *exposure.Score {
	if !p.rated {
		p.rated = true
		p.exposure = p.rate()
	}
	return p.exposure
}

func (p *Pass) rate() *exposure.Score {
	u := p.Unit
	if u.Type != "service" || u.State != locate.Loaded || u.FragmentUnknown {
		return nil
	}
	score := &p.room.score
	if err := score.Rate(p.Sandbox(), nil); err != nil {
		return nil // this release has no such score
	}
	return score
}

// Needs is what is known of what the unit's processes will try to do. It is
// empty for units that run nothing; of one of which drop-ins alone are there, it is
// what its name stands for.
func (p *Pass) Needs() *assess.Assessment {
	if p.needs == nil {
		p.needs = &assess.Assessment{}
		from := assess.Sources{
			Library: p.Library(), Declared: p.declared, Family: p.Target.Family, Machine: p.machine, Host: p.Host,
			Distribution: p.options.Distribution, Room: &p.room.needs,
		}
		if p.Unit.State == locate.Loaded && !p.Unit.FragmentUnknown && p.Unit.ExecSection() != "" {
			p.needs = assess.Of(p.Unit, from)
			p.refusals = match.Refusals(p.Sandbox(), p.needs.Needs)
		}
		if p.Unit.FragmentUnknown && p.Unit.Type == "service" {
			p.needs = assess.OfName(p.Unit, from)
			p.refusals = match.Alone(match.Refusals(p.Sandbox(), p.needs.Needs))
		}
	}
	return p.needs
}

// Library holds what is known of programs in this run.
func (p *Pass) Library() *profile.Library { return p.options.Library }

// Keep returns what build makes for a key, built once for the pass: a model of a
// room above the engine that several rules ask.
func (p *Pass) Keep(key any, build func() any) any {
	for i := range p.kept { // there are few
		if p.kept[i].key == key {
			return p.kept[i].made
		}
	}
	made := build()
	if p.kept == nil {
		p.kept = make([]kept, 0, usuallyKept)
	}
	p.kept = append(p.kept, kept{key, made})
	return made
}

// kept is a model of a room above the engine.
type kept struct{ key, made any }

// usuallyKept is how many models are kept for most units at most.
const usuallyKept = 8

// KeepForRun is Keep for what all units of a run share at a target. It may be used
// by several goroutines at once.
func (p *Pass) KeepForRun(key any, build func() any) any {
	made, known := p.keepers.kept.Load(key)
	if !known {
		made, _ = p.keepers.kept.LoadOrStore(key, build())
	}
	return made
}

// Refusals are the needs that the sandbox certainly does not grant.
func (p *Pass) Refusals() []match.Refusal {
	p.Needs()
	return p.refusals
}
