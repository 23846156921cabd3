package catalog

// SpecifierSet names the set of % specifiers that a value expands.
type SpecifierSet string

// The sets. All but the first, the names and [Install] expand every specifier;
// they differ in what the result must be.
const (
	SpecifiersNone        SpecifierSet = "none"        // % is an ordinary character
	SpecifiersFull        SpecifierSet = "full"        // text
	SpecifiersPath        SpecifierSet = "path"        // a path
	SpecifiersExec        SpecifierSet = "exec"        // a command line
	SpecifiersEnvironment SpecifierSet = "environment" // an assignment
	SpecifiersCredential  SpecifierSet = "credential"  // a credential's name or path
	SpecifiersName        SpecifierSet = "name"        // a unit's name, few specifiers
	SpecifiersInstall     SpecifierSet = "install"     // [Install], few specifiers
)

// Specifier is one % specifier.
type Specifier struct {
	Letter byte
	Since  int
	// Name and Install are the first releases that expand it in unit names and
	// in [Install], 0 for never.
	Name, Install int
	Meaning       string
}

// KnownTo tells whether a release expands the specifier in a set.
func (s Specifier) KnownTo(set SpecifierSet, r Release) bool {
	since := s.Since
	switch set {
	case SpecifiersNone:
		return false
	case SpecifiersName:
		since = s.Name
	case SpecifiersInstall:
		since = s.Install
	}
	return since != 0 && r.Version >= since
}

// SpecifierOf returns the specifier of a letter, whatever the release and the
// set; ok is false where none has it.
func SpecifierOf(letter byte) (s Specifier, ok bool) {
	for i := range specifiers {
		if specifiers[i].Letter == letter {
			return specifiers[i], true
		}
	}
	return Specifier{}, false
}
