package need

import (
	"path"
	"slices"
	"strings"

	"github.com/unitlint/unitlint/lint/unit"
)

// Assessment is what is known of the needs of one unit.
type Assessment struct {
	Needs []Need
	// Profiles are the profiles of the programs that the unit runs, the main
	// program's first. Empty where only the unit's own text was judged.
	Profiles []*Profile
	// Programs are the programs that starting the unit runs, in the order of its
	// lines.
	Programs []Program
}

// Profile returns the name of the main program's profile, or "".
func (a *Assessment) Profile() string {
	if len(a.Profiles) == 0 {
		return ""
	}
	return a.Profiles[0].Name
}

// Of returns the needs of a unit: those that its own text shows, those that the
// library knows of its programs, and those that the user declares for it. A nil
// library knows no program. Needs say nothing about what is granted, so that they
// are those of the unit with any further drop-in, too.
func Of(u *unit.Unit, library *Library, declared ...*Profile) *Assessment {
	r := &reader{unit: u, main: u.Main(), library: library}
	r.variables = u.Environment()
	r.commandVariables = commandVariables(r.unit, r.variables)
	r.readInvocations()
	r.executed()
	r.unitNeeds()
	// What options and variables name is looked at like the lines themselves; it
	// names nothing further.
	r.judge(r.invocations)
	further := r.pending
	r.pending = nil
	r.judge(further)
	r.packagedNeeds()
	r.delegation()
	for _, p := range declared {
		main := r.mainInvocation()
		if main != nil {
			r.profiles = slices.Insert(r.profiles, r.mains, p)
			r.profileNeeds(main, p)
		}
	}
	return &Assessment{Needs: r.needs, Profiles: r.profiles, Programs: r.programs()}
}

// judge records what each invocation shows by itself and what its profile knows.
func (r *reader) judge(invocations []*invocation) {
	for _, i := range invocations {
		var p *Profile
		if r.library != nil {
			p = r.library.of(i)
		}
		r.calls(i)
		r.interpreted(i)
		r.commandNeeds(i)
		r.toolNeeds(i)
		r.clientNeeds(i)
		r.destinationNeeds(i)
		r.alterationNeeds(i)
		r.fileCapabilities(i)
		if _, plain := commands[i.name()]; plain {
			continue
		}
		if !starts(i.line) {
			continue
		}
		r.optionNeeds(i, p)
		r.operandNeeds(i, p)
		r.amountNeeds(i)
		r.hardwareNeeds(i)
		if p != nil && !r.judged(i, p) {
			r.profileNeeds(i, p)
		}
	}
}

// starts tells whether a line is part of starting the service; of the others
// only what their text shows is looked at.
func starts(line unit.Line) bool {
	switch line.Phase {
	case unit.Reload, unit.Stop, unit.StopPost:
		return false
	}
	return true
}

// judged tells whether the profile's needs were recorded for a line that starts
// the same program, and notes that they are now. The main line's count for all
// lines that run the same program.
func (r *reader) judged(i *invocation, p *Profile) bool {
	if i.line.Phase != unit.Start && r.mainRuns(p) {
		return true
	}
	if slices.Contains(r.profiles, p) {
		return true
	}
	if i.line.Phase == unit.Start {
		r.profiles = slices.Insert(r.profiles, r.mains, p)
		r.mains++
		return false
	}
	r.profiles = append(r.profiles, p)
	return false
}

func (r *reader) mainRuns(p *Profile) bool {
	for _, i := range r.invocations {
		if i.line.Phase == unit.Start && r.library.of(i) == p {
			return true
		}
	}
	return false
}

func (r *reader) mainInvocation() *invocation {
	for _, i := range r.invocations {
		if i.line.Phase == unit.Start {
			return i
		}
	}
	return nil
}

// deepestInclusion bounds how profiles may include each other.
const deepestInclusion = 4

// profileNeeds records the facts of a profile that hold for an invocation.
func (r *reader) profileNeeds(i *invocation, p *Profile) {
	r.facts(i, p, p, deepestInclusion)
}

func (r *reader) facts(i *invocation, top, p *Profile, depth int) {
	for index := range p.Needs {
		fact := &p.Needs[index]
		if fact.holds(i) {
			r.fact(i, top, p, fact)
		}
	}
	if depth == 0 || r.library == nil {
		return
	}
	for _, name := range p.Includes {
		if included := r.library.Lookup(name); included != nil {
			r.facts(i, top, included, depth-1)
		}
	}
}

// holds tells whether a fact's conditions are met by how the program is started.
func (f *Fact) holds(i *invocation) bool {
	return (len(f.With) == 0 || mentions(i, f.With)) && !mentions(i, f.Without)
}

// mentions tells whether a command line holds one of the words: an option, an
// option's beginning with "=", or an operand; "*" as in path.Match.
func mentions(i *invocation, words []string) bool {
	for _, argument := range i.arguments {
		name, _, _ := strings.Cut(argument.text, "=")
		for _, w := range words {
			if argument.text == w || name == w {
				return true
			}
			if strings.Contains(w, "*") {
				if matched, _ := path.Match(w, argument.text); matched {
					return true
				}
			}
		}
	}
	return false
}

// startWords are the words of profiles for how a process starts.
var startWords = map[string]Start{"": AsAnyone, "root": AsRoot, "user": AsUser}

func (r *reader) fact(i *invocation, top, p *Profile, f *Fact) {
	n := Need{
		Kind: f.Kind, Certainty: Likely, Consequence: f.Then, Why: f.Why, Owners: f.Owners, Below: true, Copes: f.Copes,
		Conditions: Conditions{Starts: startWords[f.When], Bounding: f.Bounding, SoftLimits: f.SoftLimits},
		Evidence:   Evidence{Assignment: i.assignment, Range: i.program.place, Profile: top.Title, Source: f.Source, Declared: top.Declared},
	}
	if n.Consequence == "" {
		n.Consequence = StartFails
	}
	if f.Sure == "possible" {
		n.Certainty = Possible
	}
	if n.Evidence.Source == "" {
		n.Evidence.Source = p.Source
	}
	if len(n.Owners) == 0 {
		n.Owners = p.Accounts
	}
	if len(f.Terms) == 0 {
		r.add(i, n)
		return
	}
	for _, term := range f.Terms {
		n.Any = strings.Split(term, "|")
		r.add(i, n)
	}
}
