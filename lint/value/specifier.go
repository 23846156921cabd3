package value

import (
	"fmt"
	"strings"

	"github.com/unitlint/unitlint/lint/catalog"
)

// Expansion is a text with its specifiers replaced.
type Expansion struct {
	Text string
	// Known tells that Text is what systemd would see. Otherwise it holds
	// stand-ins for what only the machine or the instance can tell.
	Known bool
}

// SpecifierError is a '%' with a letter or digit that is no specifier in this
// place. systemd then drops the assignment, the word, or the unit.
type SpecifierError struct {
	// Start and End are the bytes of the specifier.
	Start, End int
	Specifier  string
}

// Error names the specifier.
func (e *SpecifierError) Error() string {
	return fmt.Sprintf("'%s' is no specifier here", e.Specifier)
}

// specifier is one % specifier (systemd.unit(5), "SPECIFIERS").
type specifier struct {
	since int // first release that has it; 0 is none of them
	// nameSince and installSince are the first releases that expand it in unit
	// names and in [Install]; 0 is never.
	nameSince, installSince int
	system                  string // what the system manager expands it to; empty if the machine decides
	standIn                 string // something of its kind, where it is not known
}

// specifiers is the table of systemd.unit(5); what the system manager expands
// them to is from file-hierarchy(7) and the same page.
var specifiers = [128]specifier{
	'a': {since: 246, nameSince: 246, installSince: 246, standIn: "x86-64"},
	'A': {since: 249, nameSince: 249, installSince: 249, standIn: "1"},
	'b': {since: 239, nameSince: 239, installSince: 239, standIn: "0123456789abcdef0123456789abcdef"},
	'B': {since: 246, nameSince: 246, installSince: 246, standIn: "1"},
	'c': {since: 239, standIn: "/system.slice/unit"},
	'C': {since: 239, system: "/var/cache", standIn: "/home/user/.cache"},
	'd': {since: 251, standIn: "/run/credentials/unit"},
	'D': {since: 256, system: "/usr/share", standIn: "/home/user/.local/share"},
	'E': {since: 239, system: "/etc", standIn: "/home/user/.config"},
	'f': {since: 239, standIn: "/instance"},
	'g': {since: 240, nameSince: 240, installSince: 240, system: "root", standIn: "user"},
	'G': {since: 240, nameSince: 240, installSince: 240, system: "0", standIn: "1000"},
	'h': {since: 239, system: "/root", standIn: "/home/user"},
	'H': {since: 239, nameSince: 239, installSince: 239, standIn: "host"},
	'i': {since: 239, nameSince: 239, installSince: 239, standIn: "instance"},
	'I': {since: 239, standIn: "instance"},
	'j': {since: 239, nameSince: 240, installSince: 239, standIn: "name"},
	'J': {since: 239, standIn: "name"},
	'l': {since: 246, nameSince: 246, installSince: 246, standIn: "host"},
	'L': {since: 239, system: "/var/log", standIn: "/home/user/.local/state/log"},
	'm': {since: 239, nameSince: 239, installSince: 239, standIn: "0123456789abcdef0123456789abcdef"},
	'M': {since: 249, nameSince: 249, installSince: 249, standIn: "image"},
	'n': {since: 239, nameSince: 239, installSince: 239, standIn: "name.service"},
	'N': {since: 239, nameSince: 239, installSince: 239, standIn: "name"},
	'o': {since: 246, nameSince: 246, installSince: 246, standIn: "linux"},
	'p': {since: 239, nameSince: 239, installSince: 239, standIn: "name"},
	'P': {since: 239, standIn: "name"},
	'q': {since: 251, nameSince: 251, installSince: 251, standIn: "host"},
	'r': {since: 239, standIn: "/system.slice"},
	'R': {since: 239, standIn: "/"},
	's': {since: 239, standIn: "/bin/sh"},
	'S': {since: 239, system: "/var/lib", standIn: "/home/user/.local/state"},
	't': {since: 239, system: "/run", standIn: "/run/user/1000"},
	'T': {since: 239, system: "/tmp", standIn: "/tmp"},
	'u': {since: 239, nameSince: 239, installSince: 239, system: "root", standIn: "user"},
	'U': {since: 239, nameSince: 239, installSince: 239, system: "0", standIn: "1000"},
	'v': {since: 239, nameSince: 240, installSince: 239, standIn: "6.1.0"},
	'V': {since: 239, system: "/var/tmp", standIn: "/var/tmp"},
	'w': {since: 246, nameSince: 246, installSince: 246, standIn: "1"},
	'W': {since: 246, nameSince: 246, installSince: 246, standIn: "server"},
	'y': {since: 251, standIn: "/etc/systemd/system/name.service"},
	'Y': {since: 251, standIn: "/etc/systemd/system"},
}

// The sets of specifiers, by the names that the catalogue gives them.
const (
	noSpecifiers      = catalog.SpecifierSet("none")
	unitSpecifiers    = catalog.SpecifierSet("full")
	nameSpecifiers    = catalog.SpecifierSet("name")
	installSpecifiers = catalog.SpecifierSet("install")
)

// expands tells whether a release expands %letter in a set.
func expands(letter byte, set catalog.SpecifierSet, release catalog.Release) bool {
	if letter >= 128 {
		return false
	}
	since := specifiers[letter].since
	switch set {
	case nameSpecifiers:
		since = specifiers[letter].nameSince
	case installSpecifiers:
		since = specifiers[letter].installSince
	}
	return since != 0 && since <= release.Version
}

// Expand replaces the specifiers of a text as the release does in a value of
// the given set. A '%' before anything but a letter or a digit, and one at the
// end, stay as they are. The error, if any, is a *SpecifierError for the first
// bad one.
func Expand(text string, set catalog.SpecifierSet, ctx Context) (Expansion, error) {
	if set == noSpecifiers || strings.IndexByte(text, '%') < 0 {
		return Expansion{Text: text, Known: true}, nil
	}
	expansion := Expansion{Known: true}
	var built strings.Builder
	for i := 0; i < len(text); i++ {
		if text[i] != '%' || i+1 == len(text) {
			built.WriteByte(text[i])
			continue
		}
		letter := text[i+1]
		switch {
		case letter == '%':
			built.WriteByte('%')
			i++
		case !isAlphanumeric(letter):
			built.WriteByte('%')
		case !expands(letter, set, ctx.Release):
			return expansion, &SpecifierError{Start: i, End: i + 2, Specifier: text[i : i+2]}
		default:
			replacement, known := expandOne(letter, ctx)
			built.WriteString(replacement)
			expansion.Known = expansion.Known && known
			i++
		}
	}
	expansion.Text = built.String()
	return expansion, nil
}

// expandOne returns what %letter becomes, or a stand-in where that is unknown.
func expandOne(letter byte, ctx Context) (replacement string, known bool) {
	if replacement, known, ok := expandName(letter, ctx.UnitName); ok {
		return replacement, known
	}
	entry := specifiers[letter]
	if !ctx.User && entry.system != "" {
		return entry.system, true
	}
	return entry.standIn, false
}

// expandName expands the specifiers that follow from the unit's name; ok is
// false for all others and where the name is unknown.
func expandName(letter byte, unitName string) (replacement string, known, ok bool) {
	if unitName == "" {
		return "", false, false
	}
	name, suffix := unitName, ""
	if dot := strings.LastIndexByte(unitName, '.'); dot >= 0 {
		name, suffix = unitName[:dot], unitName[dot:]
	}
	prefix, instance, templated := strings.Cut(name, "@")
	if templated && instance == "" {
		instance = specifiers['i'].standIn
		known = false
	} else {
		known = true
	}
	last := prefix[strings.LastIndexByte(prefix, '-')+1:]
	switch letter {
	case 'n':
		return name + suffix, known || !templated, true
	case 'N':
		return name, known || !templated, true
	case 'p':
		return prefix, true, true
	case 'P':
		return UnescapeName(prefix), true, true
	case 'i':
		return instance, known, true
	case 'I':
		return UnescapeName(instance), known, true
	case 'j':
		return last, true, true
	case 'J':
		return UnescapeName(last), true, true
	case 'f':
		if templated {
			return "/" + strings.TrimPrefix(UnescapeName(instance), "/"), known, true
		}
		return "/" + strings.TrimPrefix(UnescapeName(prefix), "/"), true, true
	}
	return "", false, false
}

// UnescapeName undoes the escaping of unit names (systemd-escape(1)): '-'
// stands for '/' and \xHH for a byte.
func UnescapeName(name string) string {
	if strings.IndexByte(name, '-') < 0 && strings.IndexByte(name, '\\') < 0 {
		return name
	}
	built := make([]byte, 0, len(name))
	for i := 0; i < len(name); i++ {
		switch {
		case name[i] == '-':
			built = append(built, '/')
		case name[i] == '\\' && i+3 < len(name) && name[i+1] == 'x' && digitValue(name[i+2]) >= 0 && digitValue(name[i+3]) >= 0:
			built = append(built, byte(digitValue(name[i+2])<<4|digitValue(name[i+3])))
			i += 3
		default:
			built = append(built, name[i])
		}
	}
	return string(built)
}

func isAlphanumeric(c byte) bool { return isLetter(c) || isDigit(c) }
func isLetter(c byte) bool       { return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' }
func isDigit(c byte) bool        { return c >= '0' && c <= '9' }
