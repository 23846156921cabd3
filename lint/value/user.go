package value

import (
	"errors"
	"math"
	"strings"
	"unicode/utf8"

	"github.com/unitlint/unitlint/lint/catalog"
)

// longestStrictName is the limit of a user's name by the strict rules
// (systemd 239 to 242).
const longestStrictName = 31

// user judges User=, Group=, SocketUser= and SocketGroup=.
func (v *verdict) user() { v.userName(v.whole()) }

// groups judges SupplementaryGroups=.
func (v *verdict) groups() {
	words, err := Split(v.text, catalog.Words)
	if fault, bad := errors.AsType[*SplitError](err); bad {
		v.report(fault.Start, fault.End, UnitRefused, splitCode(fault), capitalised(fault.Reason)+" in the list of groups.")
	}
	for _, word := range words {
		v.userName(word)
	}
}

func (v *verdict) userName(word Word) {
	expansion, ok := v.expand(word, UnitRefused)
	if !ok {
		return
	}
	name := expansion.Text
	if fault := v.userFault(name); fault != "" {
		problem := v.report(word.Start, word.End, UnitRefused, CodeBadUser, quoted(name)+" is no user or group: "+fault+".")
		if bare := strings.Trim(name, `"'`); bare != name && v.userFault(bare) == "" {
			problem.suggestion = func() string { return bare }
		}
		return
	}
	v.userNotices(name, word)
}

// userFault tells why the release does not take a name, or "".
func (v *verdict) userFault(name string) string {
	if isNumeric(name) {
		return v.userNumberFault(name)
	}
	if !v.since(243) && !strictName(name, false) || !v.since(246) && !strictName(name, true) {
		return "expected letters, digits, '_' and '-', with a letter or '_' first"
	}
	switch {
	case name == "":
		return "the name is empty"
	case !utf8.ValidString(name) || strings.ContainsFunc(name, func(r rune) bool { return r < ' ' || r == 0x7f }):
		return "it contains control characters"
	case strings.ContainsAny(name, ":/"):
		return "':' and '/' are not allowed"
	case name == "." || name == "..":
		return "it is a directory's name"
	case strings.Trim(name, blanks) != name:
		return "it begins or ends with a blank"
	case strings.Trim(name[1:], "0123456789") == "" && name[0] == '-':
		return "it is a negative number, or nothing but its sign"
	}
	return ""
}

// userNumberFault tells why the release does not take a number for a user, or
// "". Before 246 a leading 0 means octal digits, as everywhere else; from then on
// numbers are decimal and do not begin with it (systemd's NEWS for 246).
func (v *verdict) userNumberFault(text string) string {
	leadingZero := len(text) > 1 && text[0] == '0'
	if leadingZero && v.since(246) {
		return "numbers do not begin with 0"
	}
	number, err := parseDigits(text, 32)
	if err != nil || number == math.MaxUint32 || number == math.MaxUint16 {
		return "the number is none that a user can have"
	}
	return ""
}

func isNumeric(text string) bool {
	for i := range len(text) {
		if !isDigit(text[i]) {
			return false
		}
	}
	return text != ""
}

// strictName is the pattern of systemd 239 to 242; with dots, which 243 to 245
// take after the first character.
func strictName(name string, dots bool) bool {
	if name == "" || len(name) > longestStrictName || !isLetter(name[0]) && name[0] != '_' {
		return false
	}
	for i := 1; i < len(name); i++ {
		if !isAlphanumeric(name[i]) && name[i] != '_' && name[i] != '-' && !(dots && name[i] == '.') {
			return false
		}
	}
	return true
}

// userNotices remarks on what systemd takes, but not gladly. The notice on
// quotes is ours: systemd starts the service with status 217/USER.
func (v *verdict) userNotices(name string, word Word) {
	if name == "nobody" && (v.name() == "User" || v.name() == "SocketUser") && v.since(246) {
		v.notice(word.Start, word.End, CodeSharedUser, "The user 'nobody' is shared by whatever cannot be mapped: services must not own anything as it.")
	}
	if bare := strings.Trim(name, `"'`); bare != name {
		problem := v.notice(word.Start, word.End, CodeQuoted, "The quotes are part of the name %s.", quotation(name))
		problem.Silent = true
		problem.suggestion = func() string { return bare }
	}
}
