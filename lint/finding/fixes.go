package finding

// Safety says whether the fixes of a rule are applied without being asked for
// twice. A safe fix leaves what the unit means as it is, or gives it what its
// text plainly says; it takes away no protection and puts none into effect that
// the service has not run with.
type Safety uint8

// The safeties.
const (
	NoFix   Safety = iota // the rule proposes no edits
	Safe                  // each of its fixes is safe
	Unsafe                // none is
	Depends               // the rule says of each
)

// Fixes declares what the fixes of a rule may change. The zero value is that of
// a rule that has none.
type Fixes struct {
	Safety Safety
	// Reason says why, in sentences for the rule's page.
	Reason string
}

// SafeFixes declares that each fix of a rule is safe.
func SafeFixes(reason string) Fixes { return Fixes{Safe, reason} }

// UnsafeFixes declares that no fix of a rule is safe.
func UnsafeFixes(reason string) Fixes { return Fixes{Unsafe, reason} }

// SomeSafeFixes declares that the rule says of each fix whether it is safe.
func SomeSafeFixes(reason string) Fixes { return Fixes{Depends, reason} }

// String returns the word of the machine formats.
func (s Safety) String() string {
	return [...]string{"none", "safe", "unsafe", "depends"}[s]
}

// Settle gives a fix, which may be nil, the safety that its rule declares.
func (f *Fix) Settle(declared Fixes) {
	switch {
	case f == nil:
	case declared.Safety == Safe:
		f.Safe = true
	case declared.Safety != Depends:
		f.Safe = false
	}
}
