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
// place, or one that cannot be resolved for this unit. systemd then drops the
// assignment, the word, or the unit.
type SpecifierError struct {
	// Start and End are the bytes of the specifier.
	Start, End int
	Specifier  string
	// Unresolved is what of the unit's name is not escaped as the specifier needs
	// it, or empty where it is no specifier here.
	Unresolved string
}

// Error names the specifier.
func (e *SpecifierError) Error() string {
	if e.Unresolved != "" {
		return fmt.Sprintf("'%s' cannot be resolved: '%s' in the unit's name is no escaped path or text", e.Specifier, e.Unresolved)
	}
	return fmt.Sprintf("'%s' is no specifier here", e.Specifier)
}

// replacement is what one specifier becomes.
type replacement struct {
	system  string // of the system manager; empty if the machine decides
	standIn string // something of its kind, where it is not known
	// others differ from it in all that a grammar could look at. What is wrong with
	// each of them is wrong whatever the machine says. Where there are none, it could
	// be anything.
	others []string
}

// assumptions is how many stand-ins of a specifier are tried.
const assumptions = 3

// holdsMachine tells whether a text has a specifier that the machine decides and
// that has several stand-ins.
func holdsMachine(text string, ctx Context) bool {
	for i := 0; i+1 < len(text); i++ {
		if text[i] != '%' {
			continue
		}
		entry := replacements[text[i+1]&127]
		if len(entry.others) > 0 && (ctx.User || entry.system == "") {
			return true
		}
		i++
	}
	return false
}

// replacements tells what specifiers become (systemd.unit(5), "SPECIFIERS",
// and the directories of file-hierarchy(7)). What stands in os-release(5) is empty
// where the file does not have the field.
var replacements = [128]replacement{
	'A': {standIn: "1", others: []string{"22.04", ""}},
	'a': {standIn: "x86-64", others: []string{"arm64"}},
	'B': {standIn: "1", others: []string{"22.04-a", ""}},
	'b': {standIn: "0123456789abcdef0123456789abcdef", others: []string{"fedcba9876543210fedcba9876543210"}},
	'C': {system: "/var/cache", standIn: "/home/user/.cache", others: []string{"/x"}},
	'c': {standIn: "/system.slice/unit"},
	'D': {system: "/usr/share", standIn: "/home/user/.local/share", others: []string{"/x"}},
	'd': {standIn: "/run/credentials/unit"},
	'E': {system: "/etc", standIn: "/home/user/.config", others: []string{"/x"}},
	'f': {standIn: "/instance"},
	'G': {system: "0", standIn: "1000", others: []string{"4294967294"}},
	'g': {system: "root", standIn: "user", others: []string{"_u-1", "adm"}},
	'H': {standIn: "host", others: []string{"1", "a-1.example.org"}},
	'h': {system: "/root", standIn: "/home/user", others: []string{"/x"}},
	'I': {standIn: "instance"},
	'i': {standIn: "instance"},
	'J': {standIn: "name"},
	'j': {standIn: "name"},
	'L': {system: "/var/log", standIn: "/home/user/.local/state/log", others: []string{"/x"}},
	'l': {standIn: "host", others: []string{"1", "a-1"}},
	'M': {standIn: "image", others: []string{"a-1", ""}},
	'm': {standIn: "0123456789abcdef0123456789abcdef", others: []string{"fedcba9876543210fedcba9876543210"}},
	'N': {standIn: "name"},
	'n': {standIn: "name.service"},
	'o': {standIn: "linux", others: []string{"debian"}},
	'P': {standIn: "name"},
	'p': {standIn: "name"},
	'q': {standIn: "host", others: []string{"1", "a-1.example.org"}},
	'R': {standIn: "/"},
	'r': {standIn: "/system.slice"},
	'S': {system: "/var/lib", standIn: "/home/user/.local/state", others: []string{"/x"}},
	's': {standIn: "/bin/sh", others: []string{"/usr/sbin/nologin"}},
	'T': {system: "/tmp", standIn: "/tmp", others: []string{"/x"}},
	't': {system: "/run", standIn: "/run/user/1000", others: []string{"/x"}},
	'U': {system: "0", standIn: "1000", others: []string{"4294967294"}},
	'u': {system: "root", standIn: "user", others: []string{"_u-1", "adm"}},
	'V': {system: "/var/tmp", standIn: "/var/tmp", others: []string{"/x"}},
	'v': {standIn: "6.1.0", others: []string{"6.12.3-1-amd64+deb13"}},
	'W': {standIn: "server", others: []string{"a-1", ""}},
	'w': {standIn: "1", others: []string{"22.04", ""}},
	'Y': {standIn: "/etc/systemd/system", others: []string{"/x"}},
	'y': {standIn: "/etc/systemd/system/name.service", others: []string{"/x/a.service"}},
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
			replacement, known, err := expandOne(letter, ctx)
			if err != nil {
				err.Start, err.End, err.Specifier = i, i+2, text[i:i+2]
				return expansion, err
			}
			built.WriteString(replacement)
			expansion.Known = expansion.Known && known
			i++
		}
	}
	expansion.Text = built.String()
	return expansion, nil
}

// expandOne returns what %letter becomes, or a stand-in where that is unknown.
// The error lacks its place.
func expandOne(letter byte, ctx Context) (replacement string, known bool, err *SpecifierError) {
	if names, ok := nameSpecifiers[letter]; ok && ctx.UnitName != "" {
		parts := partsOf(ctx.UnitName)
		replacement, resolved := names(parts)
		if !resolved {
			return "", false, &SpecifierError{Unresolved: parts.escaped(letter)}
		}
		return replacement, parts.known || !parts.needsInstance(letter), nil
	}
	entry := replacements[letter&127]
	switch {
	case !ctx.User && entry.system != "":
		return entry.system, true, nil
	case ctx.assumed == 0 || len(entry.others) == 0:
		return entry.standIn, false, nil
	case ctx.assumed == 1:
		return entry.standIn, true, nil
	default:
		return entry.others[min(ctx.assumed-2, len(entry.others)-1)], true, nil
	}
}

// nameParts are the parts of a unit's name, escaped as they stand in it.
type nameParts struct {
	name, suffix     string // suffix with its dot
	prefix, instance string
	templated        bool // there is an "@"
	known            bool // the instance is not that of a template
}

func partsOf(unitName string) nameParts {
	p := nameParts{name: unitName, known: true}
	if dot := strings.LastIndexByte(unitName, '.'); dot >= 0 {
		p.name, p.suffix = unitName[:dot], unitName[dot:]
	}
	p.prefix, p.instance, p.templated = strings.Cut(p.name, "@")
	if p.templated && p.instance == "" {
		p.instance, p.known = replacements['i'].standIn, false
	}
	return p
}

// last is what follows the last dash of the prefix.
func (p nameParts) last() string { return p.prefix[strings.LastIndexByte(p.prefix, '-')+1:] }

// escaped is the part that a specifier undoes the escaping of.
func (p nameParts) escaped(letter byte) string {
	switch {
	case letter == 'P', letter == 'f' && !p.templated:
		return p.prefix
	case letter == 'J':
		return p.last()
	default:
		return p.instance
	}
}

// needsInstance tells whether the instance of a template decides what a specifier
// becomes.
func (p nameParts) needsInstance(letter byte) bool {
	return p.templated && strings.IndexByte("nNiIf", letter) >= 0
}

// nameSpecifiers are the specifiers that follow from the unit's name
// (systemd.unit(5), "SPECIFIERS"); ok is false where systemd cannot resolve them.
var nameSpecifiers = map[byte]func(p nameParts) (replacement string, ok bool){
	'n': func(p nameParts) (string, bool) { return p.name + p.suffix, true },
	'N': func(p nameParts) (string, bool) { return p.name, true },
	'p': func(p nameParts) (string, bool) { return p.prefix, true },
	'P': func(p nameParts) (string, bool) { return unescapeName(p.prefix) },
	'i': func(p nameParts) (string, bool) { return p.instance, true },
	'I': func(p nameParts) (string, bool) { return unescapeName(p.instance) },
	'j': func(p nameParts) (string, bool) { return p.last(), true },
	'J': func(p nameParts) (string, bool) { return unescapeName(p.last()) },
	'f': func(p nameParts) (string, bool) {
		if p.templated {
			return unescapePath(p.instance)
		}
		return unescapePath(p.prefix)
	},
}

// unescapePath undoes the escaping of a path: "-" alone is the root, and a dash at
// either end or a part such as ".." makes it none (unit_name_path_unescape()).
func unescapePath(name string) (path string, ok bool) {
	if name == "-" {
		return "/", true
	}
	text, ok := unescapeName(name)
	path = "/" + text
	if !ok || text == "" || strings.HasSuffix(text, "/") || simplified(path, true) != path || !normalised(path) {
		return "", false
	}
	return path, true
}

// unescapeName undoes the escaping of unit names (systemd-escape(1)): '-'
// stands for '/' and \xHH for a byte; no other backslash is allowed.
func unescapeName(name string) (text string, ok bool) {
	if strings.IndexByte(name, '-') < 0 && strings.IndexByte(name, '\\') < 0 {
		return name, true
	}
	built := make([]byte, 0, len(name))
	for i := 0; i < len(name); i++ {
		switch {
		case name[i] == '-':
			built = append(built, '/')
		case name[i] != '\\':
			built = append(built, name[i])
		case i+3 < len(name) && name[i+1] == 'x' && digitValue(name[i+2]) >= 0 && digitValue(name[i+3]) >= 0:
			built = append(built, byte(digitValue(name[i+2])<<4|digitValue(name[i+3])))
			i += 3
		default:
			return "", false
		}
	}
	return string(built), true
}

func isAlphanumeric(c byte) bool { return isLetter(c) || isDigit(c) }
func isLetter(c byte) bool       { return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' }
func isDigit(c byte) bool        { return c >= '0' && c <= '9' }
