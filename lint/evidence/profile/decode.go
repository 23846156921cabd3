package profile

import (
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"

	"go.yaml.in/yaml/v3"

	"github.com/unitlint/unitlint/lint/evidence/invocation"
	"github.com/unitlint/unitlint/lint/need"
	"github.com/unitlint/unitlint/lint/strictyaml"
	"github.com/unitlint/unitlint/lint/target"
)

// part is one key of a profile or of a fact, and how it is decoded.
type part struct {
	key    string
	decode func(d *decoder, node *yaml.Node)
}

// decoder takes a profile apart.
type decoder struct {
	strictyaml.Decoder
	profile *Profile
	fact    *Fact // the one that is taken apart
	// exists tells whether there is a profile of a name.
	exists func(name string) bool
}

// decode reads a profile strictly; the error tells of every fault with its place
// and what was expected there.
func decode(f File, exists func(name string) bool) (*Profile, error) {
	d := &decoder{Decoder: strictyaml.Decoder{Path: f.Path}, profile: &Profile{Name: f.Name}, exists: exists}
	top, err := d.Parse(f.Text)
	if err != nil {
		return nil, err
	}
	if top == nil {
		top = &yaml.Node{Kind: yaml.MappingNode, Line: 1, Column: 1}
	}
	d.mapping(top, profileParts)
	d.queues()
	d.complete(top)
	if err := d.Err(); err != nil {
		return nil, err
	}
	d.profile.setPart()
	return d.profile, nil
}

// complete faults what a profile cannot do without.
func (d *decoder) complete(top *yaml.Node) {
	p := d.profile
	switch {
	case p.Title == "":
		d.Fault(top, "the profile has no title: expected what messages call the program")
	case len(p.Programs)+len(p.Paths)+len(p.RunTimeOf) == 0:
		d.Fault(top, "the profile has neither programs nor paths: expected names of executables")
	case len(p.Needs) == 0:
		d.Fault(top, "the profile has no needs")
	}
	for i := range p.Needs {
		for _, name := range p.Needs[i].Of {
			if !slices.Contains(p.Programs, name) && !slices.Contains(p.RunTimeOf, name) && !slices.ContainsFunc(p.Paths, isCalled(name)) {
				d.Fault(top, "a fact is of %q: expected one of the profile's programs", strictyaml.Brief(name))
			}
		}
		if p.Source == "" && p.Needs[i].Source == "" {
			d.Fault(top, "the profile has no source, and not each of its needs has one: expected where the facts come from")
			return
		}
	}
}

func (d *decoder) mapping(node *yaml.Node, parts []part) {
	d.Pairs(node, func(key, value *yaml.Node) {
		at := slices.IndexFunc(parts, func(p part) bool { return p.key == key.Value })
		if at < 0 {
			known := make([]string, len(parts))
			for i := range parts {
				known[i] = parts[i].key
			}
			d.Fault(key, "unknown key %q%s", strictyaml.Brief(key.Value), d.Meant(key.Value, known))
			return
		}
		parts[at].decode(d, value)
	})
}

// isCalled tells of paths that they are those of a program of a name.
func isCalled(name string) func(string) bool {
	return func(file string) bool { return path.Base(file) == name }
}

// meanings are those that options can have, operandMeanings those of the arguments
// without an option.
var (
	meanings = []string{
		string(invocation.MeansNothing), string(invocation.MeansRead), string(invocation.MeansWrite), string(invocation.MeansData),
		string(invocation.MeansSocket), string(invocation.MeansPort), string(invocation.MeansUDPPort), string(invocation.MeansListen),
		string(invocation.MeansUser), string(invocation.MeansChroot), string(invocation.MeansCommand), string(invocation.MeansDirectives),
		string(invocation.MeansServer),
	}
	operandMeanings = []string{string(invocation.MeansPort), string(invocation.MeansData)}
)

// profileParts are the keys of a profile.
var profileParts = []part{
	{"name", (*decoder).name},
	{"title", func(d *decoder, n *yaml.Node) { d.profile.Title = d.Text(n) }},
	{"programs", func(d *decoder, n *yaml.Node) { d.profile.Programs = d.Strings(n) }},
	{"paths", func(d *decoder, n *yaml.Node) { d.profile.Paths = d.arguments(n, need.Paths) }},
	{"accounts", func(d *decoder, n *yaml.Node) { d.profile.Accounts = d.Strings(n) }},
	{"includes", (*decoder).includes},
	{"run-time-of", func(d *decoder, n *yaml.Node) { d.profile.RunTimeOf = d.Strings(n) }},
	{"common-words", func(d *decoder, n *yaml.Node) { d.profile.CommonWords = d.Strings(n) }},
	{"packaged-by-makers", func(d *decoder, n *yaml.Node) { d.profile.PackagedByMakers = d.Strings(n) }},
	{"options", (*decoder).options},
	{"operands", func(d *decoder, n *yaml.Node) {
		d.profile.Operands = invocation.Meaning(d.OneOf(n, "a meaning of operands", operandMeanings))
	}},
	{"absent", func(d *decoder, n *yaml.Node) { d.Items(n, d.absence) }},
	{"present", func(d *decoder, n *yaml.Node) { d.profile.Present = d.arguments(n, need.Paths) }},
	{"partial", func(d *decoder, n *yaml.Node) { d.profile.Partial = d.Boolean(n) }},
	{"of-systemd", func(d *decoder, n *yaml.Node) { d.profile.OfSystemd = d.Boolean(n) }},
	{"measured", func(d *decoder, n *yaml.Node) { d.profile.Measured = d.Strings(n) }},
	{"seen-on", func(d *decoder, n *yaml.Node) { d.profile.SeenOn = d.Strings(n) }},
	{"runs-others", func(d *decoder, n *yaml.Node) { d.profile.RunsOthers = d.Text(n) }},
	{"keeps-ipc", func(d *decoder, n *yaml.Node) { d.profile.KeepsIPC = d.Strings(n) }},
	{"as-owner", func(d *decoder, n *yaml.Node) { d.profile.AsOwner = d.Boolean(n) }},
	{"prefixed", func(d *decoder, n *yaml.Node) { d.profile.Prefixed = d.Boolean(n) }},
	{"at-once", func(d *decoder, n *yaml.Node) { d.profile.AtOnce = d.Boolean(n) }},
	{"source", func(d *decoder, n *yaml.Node) { d.profile.Source = d.Text(n) }},
	{"needs", func(d *decoder, n *yaml.Node) { d.Items(n, d.need) }},
}

// name checks that a profile is called as its file: others include it by that.
func (d *decoder) name(node *yaml.Node) {
	if name := d.Text(node); name != d.profile.Name {
		d.Fault(node, "the profile is called %q: expected %q, as its file is called", strictyaml.Brief(name), d.profile.Name)
	}
}

func (d *decoder) includes(node *yaml.Node) {
	d.profile.Includes = d.Strings(node)
	for _, name := range d.profile.Includes {
		if !d.exists(name) {
			d.Fault(node, "there is no profile %q to include", strictyaml.Brief(name))
		}
	}
}

func (d *decoder) options(node *yaml.Node) {
	d.profile.Options = map[string]invocation.Meaning{}
	d.Pairs(node, func(key, value *yaml.Node) {
		d.profile.Options[key.Value] = invocation.Meaning(d.OneOf(value, "a meaning of an option", meanings))
	})
}

// absence decodes a path, or one with the condition under which nobody makes it.
func (d *decoder) absence(node *yaml.Node) {
	var paths, without []string
	if strictyaml.Resolve(node).Kind == yaml.MappingNode {
		d.mapping(node, []part{
			{"path", func(d *decoder, n *yaml.Node) { paths = d.arguments(n, need.Paths) }},
			{"without", func(d *decoder, n *yaml.Node) { without = d.Strings(n) }},
		})
	} else {
		paths = d.arguments(node, need.Paths)
	}
	for _, path := range paths {
		d.profile.Absent = append(d.profile.Absent, Absence{Path: path, Without: without})
	}
}

// factParts are the keys of a fact: those that all have, and the kinds.
var factParts = sync.OnceValue(func() []part {
	parts := []part{
		{"need", func(d *decoder, n *yaml.Node) {
			d.kind(n, need.Kind(d.OneOf(n, "a need without an argument", need.PlainKinds())))
		}},
		{"of", func(d *decoder, n *yaml.Node) { d.fact.Of = d.Strings(n) }},
		{"when", func(d *decoder, n *yaml.Node) {
			d.fact.When = d.OneOf(n, "how a process starts", []string{"root", "user", "dynamic", "packaged-as-root"})
		}},
		{"with", func(d *decoder, n *yaml.Node) { d.fact.With = d.Strings(n) }},
		{"without", func(d *decoder, n *yaml.Node) { d.fact.Without = d.Strings(n) }},
		{"given-group", func(d *decoder, n *yaml.Node) { d.fact.GivenGroup = d.Strings(n) }},
		{"bounding", func(d *decoder, n *yaml.Node) { d.fact.Bounding = d.arguments(n, need.Capabilities) }},
		{"soft-limits", func(d *decoder, n *yaml.Node) { d.fact.SoftLimits = d.arguments(n, need.SoftLimits) }},
		{"since", func(d *decoder, n *yaml.Node) { d.fact.Since = d.release(n) }},
		{"until", func(d *decoder, n *yaml.Node) { d.fact.Until = d.release(n) }},
		{"shipped-by", func(d *decoder, n *yaml.Node) { d.fact.Families = d.families(n) }},
		{"asked-by", func(d *decoder, n *yaml.Node) { d.fact.Asked = d.patterns(n) }},
		{"told-by", func(d *decoder, n *yaml.Node) { d.fact.Told = d.patterns(n) }},
		{"denied-by", func(d *decoder, n *yaml.Node) { d.fact.Denied = d.patterns(n) }},
		{"then", func(d *decoder, n *yaml.Node) {
			d.fact.Then = need.Consequence(d.OneOf(n, "a consequence", need.Consequences()))
		}},
		{"copes", func(d *decoder, n *yaml.Node) { d.fact.Copes = d.Boolean(n) }},
		{"gained", func(d *decoder, n *yaml.Node) { d.fact.Gained = d.Boolean(n) }},
		{"within", func(d *decoder, n *yaml.Node) { d.fact.Within = d.Boolean(n) }},
		{"drops-root", func(d *decoder, n *yaml.Node) { d.fact.DropsRoot = d.Boolean(n) }},
		{"reached-by", func(d *decoder, n *yaml.Node) { d.fact.ReachedBy = d.Strings(n) }},
		{"sure", func(d *decoder, n *yaml.Node) {
			d.fact.Sure = d.OneOf(n, "a certainty", []string{"likely", "possible", "told"})
		}},
		{"owners", func(d *decoder, n *yaml.Node) { d.fact.Owners = d.Strings(n) }},
		{"why", func(d *decoder, n *yaml.Node) { d.fact.Why = d.Text(n) }},
		{"source", func(d *decoder, n *yaml.Node) { d.fact.Source = d.Text(n) }},
	}
	for _, k := range need.Kinds() {
		if k.Argument != nil {
			parts = append(parts, part{string(k.Kind), func(d *decoder, n *yaml.Node) {
				d.kind(n, k.Kind)
				d.fact.Terms = d.terms(n, k.Argument, slices.Contains(placed, k.Kind))
			}})
		}
	}
	return parts
})

// release decodes the number of a release of systemd.
func (d *decoder) release(node *yaml.Node) int {
	number, err := strconv.Atoi(d.Text(node))
	if err != nil || number < 1 {
		d.Fault(node, "%q is no release of systemd: expected a number, such as 252", strictyaml.Brief(node.Value))
	}
	return number
}

// need decodes a fact.
func (d *decoder) need(node *yaml.Node) {
	f := Fact{}
	d.fact = &f
	d.mapping(node, factParts())
	switch {
	case f.Kind == "":
		d.Fault(node, "the fact has no kind of need: expected read, write, capability, need or another one")
	case f.Why == "":
		d.Fault(node, "the fact has no why: expected what completes 'the service ...'")
	case f.Sure == "told" && len(f.Told) == 0:
		d.Fault(node, "the fact is told by nothing: expected words of the configuration as told-by")
	case f.Kind == need.Owner && len(f.Terms) > 1:
		d.Fault(node, "files have one owner: expected alternatives, as a|b")
	}
	d.profile.Needs = append(d.profile.Needs, f)
}

// queues adds that who runs sendmail, with the privileges of its set-user-ID or set-group-ID bit, writes
// one of the queues of mail systems with these, where the profile does not say so itself. What is
// possible alone is told once.
func (d *decoder) queues() {
	facts := d.profile.Needs
	if slices.ContainsFunc(facts, func(f Fact) bool { return f.Kind == need.Write && slices.Contains(f.Terms, classes[mailQueues]) }) {
		return
	}
	for _, f := range facts {
		if f.Kind != need.GainPrivileges || f.Sure == "possible" || !slices.Equal(f.Terms, []string{"sendmail"}) {
			continue
		}
		does, _, _ := strings.Cut(f.Why, ", which ")
		f.Kind, f.Terms, f.Gained, f.When, f.Why = need.Write, []string{classes[mailQueues]}, true, "", does+", which queues it below /var/spool"
		d.profile.Needs = append(d.profile.Needs, f)
	}
}

// kind gives the fact its kind, of which it has one.
func (d *decoder) kind(node *yaml.Node, kind need.Kind) {
	if d.fact.Kind != "" {
		d.Fault(node, "the fact says %s and %s: expected one kind, and a fact for the other", d.fact.Kind, kind)
	}
	d.fact.Kind = kind
}

// patterns decodes what is looked for in the lines of a configuration.
func (d *decoder) patterns(node *yaml.Node) []string {
	patterns := d.Strings(node)
	for _, pattern := range patterns {
		if _, err := regexp.Compile(pattern); err != nil || pattern != strings.ToLower(pattern) {
			d.Fault(node, "%q is no pattern: expected a word of the configuration in lower case, or a regular expression", strictyaml.Brief(pattern))
		}
	}
	return patterns
}

// arguments decodes words that have to be arguments of a sort; "A|B" are
// alternatives.
func (d *decoder) arguments(node *yaml.Node, argument *need.Argument) []string {
	return d.terms(node, argument, false)
}

// families decodes families of distributions.
func (d *decoder) families(node *yaml.Node) []string {
	families, known := d.Strings(node), target.Families()
	for _, family := range families {
		if !slices.Contains(known, family) {
			d.Fault(node, "%q is none of %s", strictyaml.Brief(family), strings.Join(known, ", "))
		}
	}
	return families
}

const mailQueues = "mail-queues"

// classes are names in profiles for the places of a class of programs, each in its own: who hands
// something to one of them writes one of these.
var classes = map[string]string{
	// Where sendmail(1) of Postfix, Exim, nullmailer, Sendmail, dma and Courier puts mail.
	mailQueues: "/var/spool/postfix/maildrop|/var/spool/exim4|/var/spool/exim|/var/spool/nullmailer|/var/spool/mqueue|" +
		"/var/spool/clientmqueue|/var/spool/dma|/var/spool/courier",
}

// terms decodes arguments, of which paths may be relative to places.
func (d *decoder) terms(node *yaml.Node, argument *need.Argument, placed bool) []string {
	terms := d.Strings(node)
	for i, term := range terms {
		if places, named := classes[term]; named && placed {
			terms[i], term = places, places
		}
		for word := range strings.SplitSeq(term, "|") {
			if placed {
				word = unplaced(word)
			}
			if fault := argument.Fault(word); fault != "" {
				d.Fault(node, "%q %s", strictyaml.Brief(word), fault)
			}
		}
	}
	return terms
}
