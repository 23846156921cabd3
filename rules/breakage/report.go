package breakage

import (
	"fmt"
	"slices"
	"strings"

	"github.com/unitlint/unitlint/lint"
	"github.com/unitlint/unitlint/lint/finding"
	"github.com/unitlint/unitlint/lint/match"
	"github.com/unitlint/unitlint/lint/need"
	"github.com/unitlint/unitlint/lint/sandbox"
	"github.com/unitlint/unitlint/rules/percent"
	"github.com/unitlint/unitlint/rules/wording"
)

// check reports the unmet needs of one aspect, those that one setting decides
// as one finding.
func (b *breakage) check(p *lint.Pass) {
	refused, _ := p.Keep(refusedKey{}, func() any { return refusedByLines(p) }).([]match.Refusal)
	for _, group := range grouped(refused, b.aspect) {
		p.Report(b.finding(p, group))
	}
}

// refusedKey is under what a pass keeps what refusedByLines returns: each rule asks for one aspect.
type refusedKey struct{}

// refusedByLines returns the unmet needs that settings of the unit decide. What nothing in it
// decides would fail without any sandbox.
func refusedByLines(p *lint.Pass) []match.Refusal {
	return slices.DeleteFunc(slices.Clone(released(p)), func(u match.Refusal) bool { return u.Verdict.Cause() == nil || namesManagersHome(u) })
}

// released returns the unmet needs, those of some releases of systemd's own programs as no more
// than possible where the release is assumed.
func released(p *lint.Pass) []match.Refusal {
	unmet := p.Refusals()
	if !p.Target.Assumed || !slices.ContainsFunc(unmet, isOfSomeReleases) {
		return unmet
	}
	unmet = slices.Clone(unmet)
	for i := range unmet {
		if isOfSomeReleases(unmet[i]) {
			unsure := *unmet[i].Need
			unsure.Certainty = min(unsure.Certainty, need.Possible)
			unmet[i].Need = &unsure
		}
	}
	return unmet
}

func isOfSomeReleases(u match.Refusal) bool {
	c := &u.Need.Conditions
	return c.OfSystemd && (c.Since > 0 || c.Until > 0)
}

// grouped collects the unmet needs of an aspect by the setting that decides and
// by how sure they are. Where a setting breaks something for sure, what it
// might break beside it is not said.
func grouped(unmet []match.Refusal, aspect match.Aspect) [][]match.Refusal {
	var groups [][]match.Refusal
	for i := range unmet {
		u := &unmet[i]
		if u.Aspect != aspect {
			continue
		}
		at := slices.IndexFunc(groups, func(group []match.Refusal) bool {
			return group[0].Verdict.Cause() == u.Verdict.Cause() && group[0].Need.Certainty == u.Need.Certainty
		})
		if at < 0 {
			at, groups = len(groups), append(groups, nil)
		}
		groups[at] = append(groups[at], *u)
	}
	var found [][]match.Refusal
	for _, group := range groups {
		by, certainty := group[0].Verdict.Cause(), group[0].Need.Certainty
		surer := func(other []match.Refusal) bool {
			return other[0].Verdict.Cause() == by && other[0].Need.Certainty > certainty
		}
		if certainty == need.Likely || !slices.ContainsFunc(groups, surer) {
			found = append(found, group)
		}
	}
	return found
}

// namesManagersHome tells that a user is refused what a specifier of the manager's user
// names, which is the fault of that line and a finding of its own.
func namesManagersHome(u match.Refusal) bool {
	shown := u.Need.Evidence.Assignment
	return u.Verdict.Mechanism == sandbox.ByIdentity && u.Need.FromText() && shown != nil && percent.OfManager(shown.Value) >= 0
}

// severities grade an outage by how sure it is.
var severities = map[need.Certainty]struct {
	severity   finding.Severity
	confidence finding.Confidence
}{
	need.Certain:  {finding.Error, finding.Certain},
	need.Likely:   {finding.Warning, finding.Likely},
	need.Possible: {finding.Note, finding.Possible},
}

// symptoms say what an operator sees.
var symptoms = map[need.Consequence]string{
	need.StartFails:  "The service fails to start",
	need.JobFails:    "The service is active, but does not do its job",
	need.StaysRoot:   "The service seems to work, but its workers keep root's privileges",
	need.ReloadFails: "The service does not reload",
	need.StopFails:   "What is to be done when the service stops is not done",
	need.Missing:     "The service runs, but a part of its work is silently missing",
}

func (b *breakage) finding(p *lint.Pass, group []match.Refusal) finding.Finding {
	first := group[0]
	by := first.Verdict.Cause()
	grade := severities[first.Need.Certainty]
	return finding.Finding{
		Severity: grade.severity, Confidence: grade.confidence,
		Directive: by.Key, Range: by.Range(),
		Message: b.message(group), Symptom: symptom(group),
		Related: chain(group), Evidence: evidence(group), Fix: b.fix(p, group), Advice: b.advised(first),
	}
}

func (b *breakage) fix(p *lint.Pass, group []match.Refusal) *finding.Fix {
	if b.mend == nil {
		return nil
	}
	return b.mend(p, group)
}

// message is one sentence: who needs what, and which setting refuses it.
func (b *breakage) message(group []match.Refusal) string {
	by := group[0].Verdict.Cause()
	denial := b.denial
	if other, found := b.denials[by.Key]; found {
		denial = other
	}
	if b.closed != "" && group[0].Verdict.Mechanism == sandbox.ByIdentity {
		denial = b.closed
	}
	if b.unnamed != "" && !slices.ContainsFunc(group, namesPath) {
		return fmt.Sprintf("%s %s, but %s.", subject(group[0].Need), reasons(group), fmt.Sprintf(b.unnamed, wording.Setting(by)))
	}
	if strings.Contains(denial, "%") {
		named, whose := arguments(group), "its"
		if strings.Contains(named, " and ") {
			whose = "their"
		}
		denial = fmt.Sprintf(denial, wording.Setting(by), named, whose)
	}
	return fmt.Sprintf("%s %s, but %s.", subject(group[0].Need), reasons(group), denial)
}

// namesPath tells whether what is refused is a path.
func namesPath(u match.Refusal) bool { return strings.HasPrefix(u.Argument, "/") }

// subject names who has the need.
func subject(n *need.Need) string {
	if n.FromText() {
		return "The service"
	}
	title := n.Evidence.Profile
	return strings.ToUpper(title[:1]) + title[1:]
}

// reasons lists what the needs are for, each once, and none that another one says in more
// words. The first one's subject stands before them: where that is a program, the next one is
// named.
func reasons(group []match.Refusal) string {
	var list []string
	named := group[0].Need.Evidence.Profile
	for at, u := range group {
		if saidBefore(group[:at], u.Need) || toldAlone(u.Need.Why) && saidOtherwise(group, u) {
			continue
		}
		why, program := u.Need.Why, u.Need.Evidence.Profile
		if named != "" && program != "" && !strings.EqualFold(program, named) {
			named, why = program, program+" "+why
		}
		list = append(list, why)
	}
	return enumerated(list)
}

// saidBefore tells that one of some refusals has the reason of a need, or one of the same line
// that begins as it does and goes on otherwise.
func saidBefore(group []match.Refusal, n *need.Need) bool {
	return slices.ContainsFunc(group, func(u match.Refusal) bool {
		return u.Need.Why == n.Why ||
			u.Need.Evidence.Assignment == n.Evidence.Assignment && deed(u.Need.Why) == deed(n.Why)
	})
}

// deed is a reason without what it says of its circumstances.
func deed(why string) string {
	for _, circumstance := range []string{",", " (", " where ", " as its configuration "} {
		why, _, _ = strings.Cut(why, circumstance)
	}
	return why
}

// toldAlone tells that a reason says no more of a path than that it is named.
func toldAlone(why string) bool { return strings.HasPrefix(why, "is told of ") }

// saidOtherwise tells that one of some refusals says what a path is for.
func saidOtherwise(group []match.Refusal, u match.Refusal) bool {
	return strings.HasPrefix(u.Argument, "/") && slices.ContainsFunc(group, func(other match.Refusal) bool {
		return !toldAlone(other.Need.Why) && slices.Contains(strings.Fields(other.Need.Why), u.Argument)
	})
}

// enumerated joins a list in words; of a long one the beginning.
func enumerated(list []string) string {
	const most = 4
	switch {
	case len(list) == 1:
		return list[0]
	case len(list) > most:
		return strings.Join(list[:most], ", ") + fmt.Sprintf(" and %d more", len(list)-most)
	}
	return strings.Join(list[:len(list)-1], ", ") + " and " + list[len(list)-1]
}

// arguments lists what is refused, each once.
func arguments(group []match.Refusal) string {
	var list []string
	for _, u := range group {
		if u.Need.Kind == need.Owner || u.Need.Kind == need.Root {
			continue
		}
		for _, argument := range alternatives(u) {
			if argument != "" && !slices.Contains(list, argument) {
				list = append(list, argument)
			}
		}
	}
	if len(list) == 0 {
		return "it"
	}
	return enumerated(list)
}

// alternatives are the system calls that a refusal names together, one of which
// would do, or else its one argument.
func alternatives(u match.Refusal) []string {
	switch u.Aspect {
	case match.CallFiltered:
		return strings.Split(u.Argument, ", ")
	case match.PortDenied:
		return []string{"port " + u.Argument}
	}
	return []string{u.Argument}
}

// symptom says the gravest consequence, with what the process sees.
func symptom(group []match.Refusal) string {
	gravity := []need.Consequence{need.StartFails, need.StaysRoot, need.JobFails, need.ReloadFails, need.StopFails, need.Missing}
	worst := len(gravity) - 1
	for _, u := range group {
		if at := slices.Index(gravity, u.Need.Consequence); at >= 0 {
			worst = min(worst, at)
		}
	}
	text := symptoms[gravity[worst]]
	if code := group[0].Verdict.Error; code != "" {
		text += " (" + code + ")"
	}
	return text + "."
}

// longestChain bounds the links of evidence that a finding shows.
const longestChain = 16

// chain is the evidence in reading order: the settings that decide together
// with the first one, then where each need is known from.
func chain(group []match.Refusal) []finding.Related {
	var related []finding.Related
	seen := map[finding.Related]bool{}
	add := func(r finding.Related) {
		if r.Range.File != nil && !seen[r] && len(related) < longestChain {
			seen[r] = true
			related = append(related, r)
		}
	}
	for _, u := range group {
		for _, a := range u.Verdict.Because[1:] {
			add(finding.Related{Range: a.Range(), Message: "decides together with it"})
		}
	}
	for _, u := range group {
		for _, a := range u.Further {
			add(finding.Related{Range: a.Range(), Message: "refuses it as well"})
		}
	}
	for _, u := range group {
		e := u.Need.Evidence
		message := "here it " + u.Need.Why
		if !u.Need.FromText() {
			message = fmt.Sprintf("%s starts here; known from: %s", e.Profile, e.Source)
		}
		add(finding.Related{Range: e.Range, Message: message})
		for _, sign := range e.Shown {
			add(finding.Related{Range: sign.Place, Message: sign.Message})
		}
	}
	return related
}

// evidence is what the needs of a group rest on beside the unit's text, each once.
func evidence(group []match.Refusal) []finding.Evidence {
	var found []finding.Evidence
	for _, u := range group {
		for _, e := range evidenceOf(u.Need.Evidence) {
			if !slices.Contains(found, e) && len(found) < longestChain {
				found = append(found, e)
			}
		}
	}
	return found
}

func evidenceOf(e need.Evidence) []finding.Evidence {
	if e.Profile != "" && len(e.Shown) == 0 {
		return []finding.Evidence{{Message: fmt.Sprintf("known of %s: %s", e.Profile, e.Source)}}
	}
	found := make([]finding.Evidence, 0, len(e.Shown))
	for _, sign := range e.Shown {
		one := finding.Evidence{Message: sign.Message, File: sign.Path}
		if sign.Place.File != nil {
			one.File, one.Line = sign.Place.File.Path, sign.Place.StartPosition().Line
		}
		found = append(found, one)
	}
	return found
}

// advised adds to a rule's advice when the finding would not hold.
func (b *breakage) advised(first match.Refusal) string {
	if a := first.Need.Evidence.Assignment; misspelt(a) {
		return fmt.Sprintf("A relative PIDFile= counts from /run: '/%s' was probably meant.", strings.Trim(strings.Trim(a.Value, `"'`), "/"))
	}
	if b.closed != "" && first.Verdict.Mechanism == sandbox.ByIdentity {
		return "Use a place that the unit's user may enter, such as one that StateDirectory= makes; a single file LoadCredential= hands over."
	}
	if e := first.Need.Evidence; first.Need.FromText() || e.Declared || len(e.Shown) > 0 {
		return b.advice
	}
	return strings.TrimSpace(b.advice + " This is known of the program as it is packaged; it does not hold where its own configuration says otherwise.")
}
