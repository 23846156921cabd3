package catalog

// Assign says what a further assignment does to what was there before.
type Assign uint8

// The ways of assigning.
const (
	Replace       Assign = iota // the last assignment wins
	Append                      // assignments add up, an empty one resets (see Empty)
	AppendNoReset               // assignments add up and nothing resets them
	AppendByKey                 // as Append, an entry of the same key (path, id, name) overwrites
	MergeSet                    // a set: '~' lines take away
	FirstWins                   // a second assignment is ignored with a warning
	Ignored                     // known, without effect
)

// Empty says what an empty value does.
type Empty uint8

// The effects of an empty value.
const (
	EmptyInvalid Empty = iota // a warning, the old value stays
	EmptyResets               // the list (with all that share it) is emptied
	EmptyUnsets               // back to unset or to the default
	EmptyNoOp                 // nothing happens
	EmptySet                  // the set becomes the empty set
	EmptyOther                // as the directive's Note says
)

// Tokenizer says how a value is cut into words.
type Tokenizer uint8

// The tokenizers of systemd's parsers.
const (
	Raw                      Tokenizer = iota
	Words                              // blanks separate, quotes are literal, backslash removed
	WordsRetainEscape                  // as Words, backslash kept
	WordsUnquote                       // quotes removed
	WordsUnquoteCUnescape              // quotes removed, C escapes
	WordsUnquoteRetainEscape           // quotes removed, backslashes kept
	ExecWords                          // exec lines
	FirstWordRest                      // a first word and the rest as it is
	FirstWordUnquotedRest              // as FirstWordRest, the first word unquoted
	CommaList
	ColonFields // fields separated by colons
	ColonList   // a list separated by colons
	RawCUnescape
)

// OnInvalid says what systemd does with a bad value.
type OnInvalid uint8

// The consequences of a bad value.
const (
	IgnoreAssignment        OnInvalid = iota
	SkipItem                          // the word is dropped, the others stay
	RefuseUnit                        // the unit is not loaded (bad-setting)
	RefuseUnitUnlessDash              // as RefuseUnit, unless prefixed with "-"
	RefuseOnSpecifier                 // only a specifier error refuses the unit, unless "-"
	RefuseWhenNotNormalised           // PIDFile=
	AlwaysIgnored                     // not supported for this unit type
	SilentlyDropped                   // capability sets
)

// Directive is one key of one section.
type Directive struct {
	Section string
	Name    string
	Kind    Kind   // grammar of its value
	Param   string // what the kind leaves open: name of the enum, a range, …
	Assign  Assign
	// List is the name of the store that the directive writes, and ListSection
	// the section that owns the store. Several directives can share one:
	// Condition*=, Listen*=, BindPaths= and BindReadOnlyPaths=, and every old
	// spelling with its new one (ReadWriteDirectories= writes ReadWritePaths,
	// [Service] StartLimitInterval= writes [Unit] StartLimitIntervalSec).
	List, ListSection string
	Empty             Empty
	// EmptySince is the first release in which an empty value does that; it is
	// invalid before. 0: all along.
	EmptySince int
	Tokenizer  Tokenizer
	Specifiers SpecifierSet
	// SpecifiersSince is the first release that expands specifiers here, 0 for
	// all along.
	SpecifiersSince int
	OnInvalid       OnInvalid
	// Since is the first release that has it (Oldest: there all along).
	// DeprecatedSince, IgnoredSince and GoneSince are 0 where that never came.
	Since, DeprecatedSince, IgnoredSince, GoneSince int
	// Backports are the trees older than Since that honour it all the same:
	// "rhel8", "rhel9", or "252" for the stable branch of that version.
	Backports   []string
	Replacement string // what the manual says to use instead
	Note        string
}

// The stores that several directives share, where no directive has the
// store's name.
const (
	ListConditions = "Condition" // every Condition*=
	ListAsserts    = "Assert"    // every Assert*=
	ListListen     = "Listen"    // every Listen*= of a socket
	ListTimers     = "Timer"     // On*Sec= and OnCalendar=
	ListPaths      = "Path"      // the five paths that a path unit watches
)

// Support says what a release makes of a directive.
type Support uint8

// The three answers.
const (
	Unknown  Support = iota // an unknown key: dropped with a warning
	NoEffect                // a known key without effect any more
	Honoured
)

// Support says what a release makes of the directive.
func (d *Directive) Support(r Release) Support {
	switch {
	case d.GoneSince != 0 && r.Version >= d.GoneSince:
		return Unknown
	case !r.has(d.Since, d.Backports):
		return Unknown
	case d.IgnoredSince != 0 && r.Version >= d.IgnoredSince:
		return NoEffect
	}
	return Honoured
}

// EmptyAt says what an empty value does at a release.
func (d *Directive) EmptyAt(r Release) Empty {
	if r.Version < d.EmptySince {
		return EmptyInvalid
	}
	return d.Empty
}

// SpecifiersAt returns the set of specifiers that the value expands at a
// release.
func (d *Directive) SpecifiersAt(r Release) SpecifierSet {
	if r.Version < d.SpecifiersSince {
		return SpecifiersNone
	}
	return d.Specifiers
}

// sectionSpan tells where the directives of a section lie in the table.
type sectionSpan struct {
	section    string
	start, end int
}

// unitTypeFacts is one row of sections.tsv.
type unitTypeFacts struct {
	unitType UnitType
	sections []string
	alias    bool
	template bool
}

// sectionTable returns the part of the table that holds a section's
// directives, sorted by name.
func sectionTable(section string) []Directive {
	for _, s := range sectionSpans {
		if s.section == section {
			return directives[s.start:s.end]
		}
	}
	return nil
}

// Lookup returns the directive of a section by its exact name, or nil where no
// release knows it. The result is shared and must not be changed.
func Lookup(section, name string) *Directive {
	for i := range sectionSpans {
		if sectionSpans[i].section != section {
			continue
		}
		if place, found := directivePlaces[i](name); found {
			return &directives[sectionSpans[i].start+place]
		}
	}
	return nil
}

// directivePlaces find the directives of each section in its part of the table.
var directivePlaces = func() (find [len(sectionSpans)]func(name string) (place int, found bool)) {
	for i, s := range sectionSpans {
		find[i] = byName(directives[s.start:s.end], func(d *Directive) string { return d.Name })
	}
	return find
}()

// Directives returns all directives of a section, sorted by name; nil for a
// section without keys.
func Directives(section string) []*Directive {
	table := sectionTable(section)
	found := make([]*Directive, len(table))
	for i := range table {
		found[i] = &table[i]
	}
	return found
}

// SectionsWith returns the sections that have a directive of this name.
func SectionsWith(name string) []string {
	var found []string
	for _, s := range sectionSpans {
		if Lookup(s.section, name) != nil {
			found = append(found, s.section)
		}
	}
	return found
}

// Sections returns the sections that units of a type take, [Unit] first. It is
// nil for a word that is no unit type.
func Sections(t UnitType) []string {
	for i := range unitTypes {
		if unitTypes[i].unitType == t {
			return unitTypes[i].sections
		}
	}
	return nil
}

// KnownSections returns the sections of all unit types, in the order of the
// types.
func KnownSections() []string {
	var all []string
	seen := map[string]bool{}
	for i := range unitTypes {
		for _, s := range unitTypes[i].sections {
			if !seen[s] {
				seen[s] = true
				all = append(all, s)
			}
		}
	}
	return all
}

// IsUnitType tells whether unit names end with a suffix, which is without its dot.
func IsUnitType(suffix string) bool { return Sections(UnitType(suffix)) != nil }

// MayHaveAliases tells whether units of a type may be reached through a link of
// another name; links of the other types are ignored.
func (t UnitType) MayHaveAliases() bool {
	for i := range unitTypes {
		if unitTypes[i].unitType == t {
			return unitTypes[i].alias
		}
	}
	return false
}

// UnitTypes returns the suffixes of unit names.
func UnitTypes() []UnitType {
	all := make([]UnitType, len(unitTypes))
	for i := range unitTypes {
		all[i] = unitTypes[i].unitType
	}
	return all
}
