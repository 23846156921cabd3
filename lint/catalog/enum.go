package catalog

import "sort"

// Enum is a set of words that a value is chosen from.
type Enum struct {
	Name string
	// True is the word that a true boolean stands for; empty where booleans
	// are not taken. A false one stands for "no", of BindIPv6Only= for "both",
	// and of Timestamping= for "off".
	True string
	// Numbers tells that Low to High are taken as well.
	Numbers   bool
	Low, High int
	Values    []EnumValue
}

// EnumValue is one word with the releases that take it.
type EnumValue struct {
	Word  string
	Since int
	// Dropped is the first release that does not take it, or takes it for
	// another word with a notice (StandardOutput=syslog); 0 for none.
	Dropped   int
	Backports []string // trees older than Since that take it
}

// KnownTo tells whether a release takes the word.
func (v EnumValue) KnownTo(r Release) bool {
	return r.has(v.Since, v.Backports) && (v.Dropped == 0 || r.Version < v.Dropped)
}

// EnumOf returns the enum of a name, the Param of a directive, or nil. The
// result is shared and must not be changed.
func EnumOf(name string) *Enum {
	i := sort.Search(len(enums), func(i int) bool { return enums[i].Name >= name })
	if i < len(enums) && enums[i].Name == name {
		return &enums[i]
	}
	return nil
}

// EnumValues returns the words of an enum by its name, or nil.
func EnumValues(name string) []EnumValue {
	if e := EnumOf(name); e != nil {
		return e.Values
	}
	return nil
}
