// Package catalog holds what is known of systemd's directives, names and
// versions, as generated tables. It is data with look-ups: no grammar, no
// opinion.
package catalog

// Release is one systemd that units are judged for: an upstream version, or a
// distribution's tree with back-ports.
type Release struct {
	// Version is the upstream release number, 239 to Newest.
	Version int
	// Tree is empty for upstream, or "rhel8" or "rhel9" for the trees that
	// carry back-ported directives.
	Tree string
}

// Newest is the newest systemd release that the tables know.
const Newest = 262

// Oldest is the oldest systemd release that the tables know.
const Oldest = 239

// UnitType is the suffix of a unit name without the dot.
type UnitType string

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
	ColonFields
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
	// List is the name of the store that the directive writes; several
	// directives can share one (Condition*=, Listen*=, BindPaths= and
	// BindReadOnlyPaths=, ReadWriteDirectories= and ReadWritePaths=).
	List       string
	Empty      Empty
	Tokenizer  Tokenizer
	Specifiers SpecifierSet
	OnInvalid  OnInvalid
	// Since is the first release that has it (Oldest: there all along);
	// IgnoredSince and GoneSince are 0 where it never ended.
	Since, IgnoredSince, GoneSince int
	// Backports are the trees older than Since that honour it all the same.
	Backports   []string
	Replacement string // what the manual says to use instead
	Note        string
}

// Kind names the grammar of a value; package value implements one for each.
type Kind string

// SpecifierSet names the set of % specifiers that a value expands.
type SpecifierSet string

// Support says what a release makes of a directive.
type Support uint8

// The three answers.
const (
	Unknown  Support = iota // an unknown key: dropped with a warning
	NoEffect                // a known key without effect any more
	Honoured
)
