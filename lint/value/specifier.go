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

// replacement is what one specifier becomes.
type replacement struct {
	system  string // of the system manager; empty if the machine decides
	standIn string // something of its kind, where it is not known
}

// replacements tells what specifiers become (systemd.unit(5), "SPECIFIERS",
// and the directories of file-hierarchy(7)).
var replacements = [128]replacement{
	'A': {standIn: "1"},
	'a': {standIn: "x86-64"},
	'B': {standIn: "1"},
	'b': {standIn: "0123456789abcdef0123456789abcdef"},
	'C': {system: "/var/cache", standIn: "/home/user/.cache"},
	'c': {standIn: "/system.slice/unit"},
	'D': {system: "/usr/share", standIn: "/home/user/.local/share"},
	'd': {standIn: "/run/credentials/unit"},
	'E': {system: "/etc", standIn: "/home/user/.config"},
	'f': {standIn: "/instance"},
	'G': {system: "0", standIn: "1000"},
	'g': {system: "root", standIn: "user"},
	'H': {standIn: "host"},
	'h': {system: "/root", standIn: "/home/user"},
	'I': {standIn: "instance"},
	'i': {standIn: "instance"},
	'J': {standIn: "name"},
	'j': {standIn: "name"},
	'L': {system: "/var/log", standIn: "/home/user/.local/state/log"},
	'l': {standIn: "host"},
	'M': {standIn: "image"},
	'm': {standIn: "0123456789abcdef0123456789abcdef"},
	'N': {standIn: "name"},
	'n': {standIn: "name.service"},
	'o': {standIn: "linux"},
	'P': {standIn: "name"},
	'p': {standIn: "name"},
	'q': {standIn: "host"},
	'R': {standIn: "/"},
	'r': {standIn: "/system.slice"},
	'S': {system: "/var/lib", standIn: "/home/user/.local/state"},
	's': {standIn: "/bin/sh"},
	'T': {system: "/tmp", standIn: "/tmp"},
	't': {system: "/run", standIn: "/run/user/1000"},
	'U': {system: "0", standIn: "1000"},
	'u': {system: "root", standIn: "user"},
	'V': {system: "/var/tmp", standIn: "/var/tmp"},
	'v': {standIn: "6.1.0"},
	'W': {standIn: "server"},
	'w': {standIn: "1"},
	'Y': {standIn: "/etc/systemd/system"},
	'y': {standIn: "/etc/systemd/system/name.service"},
}

// expands tells whether a release expands %letter in a set.
func expands(letter byte, set catalog.SpecifierSet, release catalog.Release) bool {
	known, ok := catalog.SpecifierOf(letter)
	return ok && known.KnownTo(set, release)
}

// Expand replaces the specifiers of a text as the release does in a value of
// the given set. A '%' before anything but a letter or a digit, and one at the
// end, stay as they are. The error, if any, is a *SpecifierError for the first
// bad one.
func Expand(text string, set catalog.SpecifierSet, ctx Context) (Expansion, error) {
	if set == catalog.SpecifiersNone || strings.IndexByte(text, '%') < 0 {
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
	entry := replacements[letter&127]
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
		instance = replacements['i'].standIn
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
