package profile

import (
	"maps"
	"slices"
	"strconv"
	"strings"
	"sync"

	"github.com/unitlint/unitlint/lint/evidence"
	"github.com/unitlint/unitlint/lint/evidence/invocation"
)

// shelf holds the profiles that come with the program, each as [writeProfile] puts it, in the
// order of their names with an empty line between them. One is read when it is first asked for.
type shelf struct {
	written string
	lock    sync.Mutex
	read    map[string]*Profile
}

// profile returns the profile of a name, or nil.
func (s *shelf) profile(name string) *Profile {
	s.lock.Lock()
	defer s.lock.Unlock()
	p, known := s.read[name]
	if !known {
		if lines := evidence.Entry(s.written, "\n\n", name); lines != "" {
			p = readProfile(lines)
		}
		s.read[name] = p
	}
	return p
}

// names returns the names of all profiles.
func (s *shelf) names() []string {
	var names []string
	for lines := range strings.SplitSeq(s.written, "\n\n") {
		name, _, _ := strings.Cut(lines, "\t")
		names = append(names, name)
	}
	return names
}

// field is a part of a profile, an absence or a fact, and the key that stands before each of its
// words, with tabs between all of them.
type field[T any] struct {
	key string
	of  func(*T) any
}

var profileFields = []field[Profile]{
	{"title", func(p *Profile) any { return &p.Title }},
	{"programs", func(p *Profile) any { return &p.Programs }},
	{"paths", func(p *Profile) any { return &p.Paths }},
	{"accounts", func(p *Profile) any { return &p.Accounts }},
	{"includes", func(p *Profile) any { return &p.Includes }},
	{"run-time-of", func(p *Profile) any { return &p.RunTimeOf }},
	{"common-words", func(p *Profile) any { return &p.CommonWords }},
	{"packaged-by-makers", func(p *Profile) any { return &p.PackagedByMakers }},
	{"options", func(p *Profile) any { return &p.Options }},
	{"operands", func(p *Profile) any { return (*string)(&p.Operands) }},
	{"present", func(p *Profile) any { return &p.Present }},
	{"partial", func(p *Profile) any { return &p.Partial }},
	{"of-systemd", func(p *Profile) any { return &p.OfSystemd }},
	{"measured", func(p *Profile) any { return &p.Measured }},
	{"seen-on", func(p *Profile) any { return &p.SeenOn }},
	{"runs-others", func(p *Profile) any { return &p.RunsOthers }},
	{"keeps-ipc", func(p *Profile) any { return &p.KeepsIPC }},
	{"as-owner", func(p *Profile) any { return &p.AsOwner }},
	{"prefixed", func(p *Profile) any { return &p.Prefixed }},
	{"at-once", func(p *Profile) any { return &p.AtOnce }},
	{"source", func(p *Profile) any { return &p.Source }},
}

var absenceFields = []field[Absence]{
	{"absent", func(a *Absence) any { return &a.Path }},
	{"without", func(a *Absence) any { return &a.Without }},
}

var factFields = []field[Fact]{
	{"need", func(f *Fact) any { return (*string)(&f.Kind) }},
	{"term", func(f *Fact) any { return &f.Terms }},
	{"of", func(f *Fact) any { return &f.Of }},
	{"when", func(f *Fact) any { return &f.When }},
	{"with", func(f *Fact) any { return &f.With }},
	{"without", func(f *Fact) any { return &f.Without }},
	{"given-group", func(f *Fact) any { return &f.GivenGroup }},
	{"bounding", func(f *Fact) any { return &f.Bounding }},
	{"soft-limits", func(f *Fact) any { return &f.SoftLimits }},
	{"since", func(f *Fact) any { return &f.Since }},
	{"until", func(f *Fact) any { return &f.Until }},
	{"shipped-by", func(f *Fact) any { return &f.Families }},
	{"asked-by", func(f *Fact) any { return &f.Asked }},
	{"told-by", func(f *Fact) any { return &f.Told }},
	{"denied-by", func(f *Fact) any { return &f.Denied }},
	{"then", func(f *Fact) any { return (*string)(&f.Then) }},
	{"copes", func(f *Fact) any { return &f.Copes }},
	{"gained", func(f *Fact) any { return &f.Gained }},
	{"within", func(f *Fact) any { return &f.Within }},
	{"drops-root", func(f *Fact) any { return &f.DropsRoot }},
	{"reached-by", func(f *Fact) any { return &f.ReachedBy }},
	{"sure", func(f *Fact) any { return &f.Sure }},
	{"owners", func(f *Fact) any { return &f.Owners }},
	{"why", func(f *Fact) any { return &f.Why }},
	{"source", func(f *Fact) any { return &f.Source }},
}

// writeProfile returns a profile as a line with its name and its fields, and one each for its
// absences and facts.
func writeProfile(p *Profile) string {
	lines := []string{p.Name + "\t" + writeFields(p, profileFields)}
	for i := range p.Absent {
		lines = append(lines, writeFields(&p.Absent[i], absenceFields))
	}
	for i := range p.Needs {
		lines = append(lines, writeFields(&p.Needs[i], factFields))
	}
	return strings.Join(lines, "\n")
}

// readProfile reads what writeProfile has written.
func readProfile(lines string) *Profile {
	head, lines, _ := strings.Cut(lines, "\n")
	name, fields, _ := strings.Cut(head, "\t")
	p := &Profile{Name: name}
	readFields(fields, p, profileFields)
	p.Needs = make([]Fact, 0, strings.Count(lines, "\n")+1)
	for line := range strings.SplitSeq(lines, "\n") {
		if strings.HasPrefix(line, absenceFields[0].key+"\t") {
			p.Absent = append(p.Absent, Absence{})
			readFields(line, &p.Absent[len(p.Absent)-1], absenceFields)
			continue
		}
		p.Needs = append(p.Needs, Fact{})
		readFields(line, &p.Needs[len(p.Needs)-1], factFields)
	}
	p.setPart()
	return p
}

func writeFields[T any](from *T, fields []field[T]) string {
	var words []string
	for i := range fields {
		for _, word := range wordsOf(fields[i].of(from)) {
			words = append(words, fields[i].key, word)
		}
	}
	return strings.Join(words, "\t")
}

// readFields reads the fields of a line, which stand in the order of the table.
func readFields[T any](line string, to *T, fields []field[T]) {
	for at := 0; line != ""; {
		var key, word string
		key, line, _ = strings.Cut(line, "\t")
		word, line, _ = strings.Cut(line, "\t")
		for at < len(fields) && fields[at].key != key {
			at++
		}
		if at == len(fields) {
			return
		}
		add(fields[at].of(to), word)
	}
}

// yes is the word of a field that is true.
const yes = "yes"

// wordsOf returns what is written of a field, nothing where it has its zero value.
func wordsOf(at any) []string {
	var words []string
	switch at := at.(type) {
	case *[]string:
		return *at
	case *map[string]invocation.Meaning:
		for _, option := range slices.Sorted(maps.Keys(*at)) {
			words = append(words, string((*at)[option])+" "+option)
		}
	case *string:
		if *at != "" {
			words = []string{*at}
		}
	case *int:
		if *at != 0 {
			words = []string{strconv.Itoa(*at)}
		}
	case *bool:
		if *at {
			words = []string{yes}
		}
	}
	return words
}

// add adds a word to a field.
func add(at any, word string) {
	switch at := at.(type) {
	case *[]string:
		*at = append(*at, word)
	case *map[string]invocation.Meaning:
		if *at == nil {
			*at = map[string]invocation.Meaning{}
		}
		meaning, option, _ := strings.Cut(word, " ")
		(*at)[option] = invocation.Meaning(meaning)
	case *string:
		*at = word
	case *int:
		*at, _ = strconv.Atoi(word)
	case *bool:
		*at = word == yes
	}
}
