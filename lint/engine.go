// Package lint is the engine: rules, what they may look at, and the chain of
// small processors that findings pass on their way out.
package lint

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"runtime/debug"
	"slices"
	"sync"
	"sync/atomic"

	"golang.org/x/sync/errgroup"

	"github.com/unitlint/unitlint/lint/assess"
	"github.com/unitlint/unitlint/lint/evidence/declared"
	"github.com/unitlint/unitlint/lint/evidence/distribution"
	"github.com/unitlint/unitlint/lint/evidence/machine"
	"github.com/unitlint/unitlint/lint/evidence/profile"
	"github.com/unitlint/unitlint/lint/exposure"
	"github.com/unitlint/unitlint/lint/finding"
	"github.com/unitlint/unitlint/lint/host"
	"github.com/unitlint/unitlint/lint/locate"
	"github.com/unitlint/unitlint/lint/system"
	"github.com/unitlint/unitlint/lint/target"
	"github.com/unitlint/unitlint/lint/unit"
)

// Loader merges the unit of an identity as a target would. It is called from
// several goroutines at once.
type Loader func(locate.Identity, target.Target) (*unit.Unit, error)

// Options say what a run looks at.
type Options struct {
	// Rules are run on every unit, in this order.
	Rules []*Rule
	// Known are the rules that suppressions may name; nil means Rules.
	Known []*Rule
	// Identities are the units to lint.
	Identities []locate.Identity
	// Beside are units that rules see as far as they concern others. They are
	// not linted themselves.
	Beside []locate.Identity
	// Targets are the systems to judge for, oldest first. At least one.
	Targets []target.Target
	// Load merges units; unit.Load where it is nil.
	Load Loader
	// Facts are what the user declares about the host, and Declared returns what
	// is declared of the needs of a unit; it may be nil.
	Facts    host.Facts
	Declared func(unit string) declared.Facts
	// Library holds what is known of programs; the built-in profiles where it is nil.
	Library *profile.Library
	// Machine returns what the tree of a unit tells of the programs in it, or nil;
	// it may be nil itself: then programs are known by profiles alone. See
	// [machine.PerTree].
	Machine func(*locate.Tree) *machine.Machine
	// Distribution is what packages of a distribution show of programs that nothing
	// else is known of; nil where they are not asked.
	Distribution *distribution.Table
	// Jobs bounds how many units are looked at together; 0 means two for each
	// processor.
	Jobs int
	// Progress, where it is not nil, is called after each unit that was checked
	// for a target, from several goroutines at once.
	Progress func()
	// Omit, where it is not nil, tells of findings that nobody wants to see as a
	// whole; the run does not keep them, but for a Gain in the unit's summary at the
	// newest target. It is called from several goroutines at once.
	Omit func(*finding.Finding) bool
	// Processors are applied to the findings of the whole run, in this order,
	// after those that differ only in their target were folded into one.
	Processors []Processor
}

// Result is what a run found.
type Result struct {
	Findings []finding.Finding
	// Units are the units that were looked at, in the order of Options.Identities.
	Units []Summary
	// Notices are sentences about the run as a whole, such as that findings have
	// gone from the baseline.
	Notices []string
	// Hidden counts findings that settings kept out of Findings.
	Hidden int
	// Errors tell what could not be looked at: unreadable files and rules that
	// failed. The rest of the run is complete all the same.
	Errors []error
}

// fail adds the errors that are none yet: every target meets the same
// unreadable file.
func (r *Result) fail(errs ...error) {
	for _, err := range errs {
		if err == nil {
			continue
		}
		known := slices.ContainsFunc(r.Errors, func(e error) bool { return e.Error() == err.Error() })
		if !known {
			r.Errors = append(r.Errors, err)
		}
	}
}

// HideOmitted counts what Options.Omit kept out as hidden, and forgets it.
func (r *Result) HideOmitted() {
	for i := range r.Units {
		r.Hidden += len(r.Units[i].Omitted)
		r.Units[i].Omitted = nil
	}
}

// Add adds the result of a run over other units. What both say is said once.
func (r *Result) Add(other *Result) {
	r.Findings = append(r.Findings, other.Findings...)
	r.Units = append(r.Units, other.Units...)
	r.Hidden += other.Hidden
	r.fail(other.Errors...)
	for _, notice := range other.Notices {
		if !slices.Contains(r.Notices, notice) {
			r.Notices = append(r.Notices, notice)
		}
	}
}

// RuleError tells that a rule failed on a unit. It is a fault of the rule.
type RuleError struct {
	Rule, Unit string
	Cause      any
	Stack      []byte
}

// Error names the rule, the unit and what went wrong.
func (e *RuleError) Error() string {
	return fmt.Sprintf("rule %s failed on %s: %v", e.Rule, e.Unit, e.Cause)
}

// Run loads every unit for every target, runs every rule on it and passes what
// they find through the processors. The result depends on the input alone, not
// on the number of jobs. An error is returned only where the context ended;
// what could not be read stands in Result.Errors.
func Run(ctx context.Context, options Options) (*Result, error) {
	if len(options.Targets) == 0 {
		return nil, errors.New("linting needs at least one target")
	}
	if options.Library == nil {
		options.Library = profile.Builtin()
	}
	if options.Load == nil {
		options.Load = func(id locate.Identity, t target.Target) (*unit.Unit, error) { return unit.Load(id, t.Release) }
	}
	state := &State{Rules: options.Rules, Known: options.Known, Result: &Result{}}
	if state.Known == nil {
		state.Known = options.Rules
	}
	perTarget := make([][]finding.Finding, len(options.Targets))
	for i, t := range options.Targets {
		hosts := sync.OnceValue(func() host.Hosts { return host.ReadTrees(options.Facts, options.Identities, options.Beside) })
		units, err := loadAll(ctx, options, options.Identities, t, state, func() { hosts() }, func() { options.lookAround(t) })
		if err != nil {
			return nil, err
		}
		beside, err := loadAll(ctx, options, options.Beside, t, state)
		if err != nil {
			return nil, err
		}
		passes := passesFor(units, beside, hosts(), t, options)
		if i == len(options.Targets)-1 { // the newest target is the last
			state.Units, state.Result.Units = units, make([]Summary, len(units))
		}
		if perTarget[i], err = checkAll(ctx, options, passes, state); err != nil {
			return nil, err
		}
	}
	findings := foldTargets(perTarget)
	for _, process := range options.Processors {
		findings = process(state, findings)
	}
	state.Result.Findings = findings
	return state.Result, nil
}

// lookAround looks at what lies around the services of the first search path: most rules
// for services ask for it.
func (o *Options) lookAround(t target.Target) {
	at := slices.IndexFunc(o.Identities, func(id locate.Identity) bool { return !id.Packaging && locate.TypeOf(id.ID) == "service" })
	if at >= 0 {
		system.LookAround(o.Identities[at], t.Release)
	}
}

// loadAll merges every unit as one target would; a unit that cannot be read is
// missing from the answer and stands in the errors. What is asked for besides is done
// side by side with that, and begins first: it takes longer than a unit does. What fails
// there fails again for who asks for its answer.
func loadAll(ctx context.Context, options Options, identities []locate.Identity, t target.Target, state *State, besides ...func()) ([]*unit.Unit, error) {
	units := make([]*unit.Unit, len(identities))
	failures := make([]error, len(identities))
	err := each(ctx, options.Jobs, len(besides)+len(units), func(i int) {
		if i < len(besides) {
			defer func() { _ = recover() }()
			besides[i]()
			return
		}
		i -= len(besides)
		identity := identities[i]
		defer func() {
			if cause := recover(); cause != nil {
				failures[i] = &RuleError{Rule: "loading", Unit: identity.Name, Cause: cause, Stack: debug.Stack()}
			}
		}()
		units[i], failures[i] = options.Load(identity, t)
	})
	if err != nil {
		return nil, err
	}
	state.Result.fail(failures...)
	return slices.DeleteFunc(units, func(u *unit.Unit) bool { return u == nil }), nil
}

// checkAll runs every rule on every unit and returns the findings in the order
// of units and rules. Where the run makes summaries, it makes them too: then no
// unit's models are kept longer than its rules run, however many units there are.
func checkAll(ctx context.Context, options Options, passes []*Pass, state *State) ([]finding.Finding, error) {
	findings := make([][]finding.Finding, len(passes))
	failures := make([][]error, len(passes))
	rooms := sync.Pool{New: func() any { return &room{} }}
	order := longestFirst(passes)
	err := each(ctx, options.Jobs, len(passes), func(next int) {
		i := order[next]
		with, _ := rooms.Get().(*room)
		findings[i], failures[i] = checkUnit(options.Rules, passes[i], with)
		if state.Result.Units != nil {
			state.Result.Units[i] = summarize(passes[i])
		}
		rooms.Put(with)
		passes[i] = nil
		if options.Progress != nil {
			options.Progress()
		}
	})
	if err != nil {
		return nil, err
	}
	state.Result.fail(slices.Concat(failures...)...)
	return joined(findings), nil
}

// longestFirst is an order in which no long unit is left for the end, when all other
// processors would wait for it.
func longestFirst(passes []*Pass) []int {
	order := make([]int, len(passes))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return len(passes[b].Unit.Assignments) - len(passes[a].Unit.Assignments) })
	return order
}

// joined puts the findings of all units into one list and gives up the lists
// that they come from, unit by unit: there are hundreds of thousands.
func joined(lists [][]finding.Finding) []finding.Finding {
	total := 0
	for _, list := range lists {
		total += len(list)
	}
	all := make([]finding.Finding, 0, total)
	for i, list := range lists {
		all = append(all, list...)
		lists[i] = nil
	}
	return all
}

// Findings are put one after the other into rooms for many, of a little less than
// 64 KiB: usualFindings is how many most units have at most.
const (
	usualFindings = 32
	roomFindings  = 248
)

// room is memory that a worker uses for one unit after the other.
type room struct {
	// findings is what is left for those of further units.
	findings []finding.Finding
	// score and needs are those of the unit at hand.
	score exposure.Score
	needs assess.Room
}

// checkUnit runs every rule on one unit. A unit that has more findings than there is room
// for takes one of its own.
func checkUnit(rules []*Rule, pass *Pass, with *room) (findings []finding.Finding, failures []error) {
	if cap(with.findings) < usualFindings {
		with.findings = make([]finding.Finding, 0, roomFindings)
	}
	pass.findings, pass.room = with.findings, with
	for len(rules) > 0 {
		var err error
		if rules, err = checkRules(rules, pass); err != nil {
			failures = append(failures, err)
		}
	}
	used := len(pass.findings)
	findings, with.findings = pass.findings[:used:used], pass.findings[used:]
	return findings, failures
}

// checkRules runs rules up to one that panics and returns those that are left; the
// panic becomes an error that names the rule, and drops what the rule found.
func checkRules(rules []*Rule, pass *Pass) (left []*Rule, err error) {
	before := 0
	left = rules
	defer func() {
		if cause := recover(); cause != nil {
			pass.findings = pass.findings[:before]
			pass.resetQuotas()
			err = &RuleError{Rule: left[0].ID, Unit: pass.Unit.Name, Cause: cause, Stack: debug.Stack()}
			left = left[1:]
		}
	}()
	for ; len(left) > 0; left = left[1:] {
		if left[0].Check == nil {
			continue
		}
		before, pass.rule = len(pass.findings), left[0]
		left[0].Check(pass)
		if len(pass.counted) > 0 {
			pass.closeQuotas()
		}
	}
	return left, nil
}

// complete fills in what the rule and the unit say of every finding.
func (p *Pass) complete(f *finding.Finding) {
	rule := p.rule
	f.Rule, f.Category = rule.ID, rule.Category
	f.Unit, f.Scope = p.Unit.Name, string(p.Unit.Scope)
	f.Targets = p.targets
	if f.Severity == 0 {
		f.Severity = rule.Severity
	}
	if f.Confidence == 0 {
		f.Confidence = rule.Confidence
	}
	if f.Range.File == nil {
		f.Range = p.Unit.Start()
	}
	f.Fix.Settle(rule.Fixes)
}

// jobsPerProcessor is how many units are looked at together for each processor, unless
// somebody says otherwise: one that waits, for the parser of its file or for another
// unit's answer, leaves the processor to the next. With one each, the processors would
// stand still for a thirtieth of a run over a hundred units.
const jobsPerProcessor = 2

// each calls do for 0 to n-1, jobs at a time, until the context ends.
func each(ctx context.Context, jobs, n int, do func(int)) error {
	if jobs <= 0 {
		jobs = jobsPerProcessor * runtime.GOMAXPROCS(0)
	}
	var group errgroup.Group
	var next atomic.Int64
	for range min(jobs, n) {
		group.Go(func() error {
			for ctx.Err() == nil {
				i := int(next.Add(1)) - 1
				if i >= n {
					break
				}
				do(i)
			}
			return nil
		})
	}
	return errors.Join(group.Wait(), ctx.Err())
}
