package value

import (
	"encoding/base64"
	"fmt"
	"slices"
	"strings"

	"github.com/unitlint/unitlint/lint/catalog"
)

// longestRebootArgument is the limit of RebootArgument=.
const longestRebootArgument = longestName

// textKind judges any text: only its specifiers can be wrong. Arguments of a
// reboot are ASCII.
func (v *verdict) textKind() {
	expansion, ok := v.expand(v.whole(), Ignored)
	if !ok || v.directive.Param != "reboot" {
		return
	}
	nonASCII := strings.ContainsFunc(expansion.Text, func(r rune) bool { return r >= 0x80 })
	if nonASCII || len(expansion.Text) > longestRebootArgument {
		start, end := v.all()
		v.ignore(start, end, CodeBadName, "%s is no argument of a reboot: expected at most 255 ASCII characters.", quotation(expansion.Text))
	}
}

// mountNode judges What=: any text, and up to 255 a path for swap units.
func (v *verdict) mountNode() {
	if v.directive.Section == "Swap" && !v.since(256) {
		v.path()
		return
	}
	v.textKind()
}

// securityLabel judges AppArmorProfile=, SELinuxContext= and
// SmackProcessLabel=: only a bad specifier is a fault, and a grave one.
func (v *verdict) securityLabel() {
	word, dash := dashed(v.text)
	if dash {
		v.expand(word, Ignored)
		return
	}
	v.expand(word, UnitRefused)
}

// environmentNames judges PassEnvironment=.
func (v *verdict) environmentNames() {
	for _, word := range v.words(catalog.WordsUnquote) {
		expansion, ok := v.expand(word, PartDropped)
		if ok && !environmentName(expansion.Text) {
			v.drop(word.Start, word.End, CodeBadName, "%s is no variable's name: it is skipped.", quotation(expansion.Text))
		}
	}
}

// unsetEnvironment judges UnsetEnvironment=: names or assignments.
func (v *verdict) unsetEnvironment() {
	for _, word := range v.words(catalog.WordsUnquoteCUnescape) {
		expansion, ok := v.expand(word, PartDropped)
		if !ok {
			continue
		}
		name, content, _ := strings.Cut(expansion.Text, "=")
		if !environmentName(name) || !environmentValue(content) {
			v.drop(word.Start, word.End, CodeBadName, "%s is neither a variable's name nor an assignment: it is skipped.", quotation(expansion.Text))
		}
	}
}

// longestFieldName is the limit of a journal field's name.
const longestFieldName = 64

func (v *verdict) journalFields() {
	for _, word := range v.words(catalog.WordsUnquoteCUnescape) {
		expansion, ok := v.expand(word, PartDropped)
		if !ok {
			continue
		}
		name, _, assigned := strings.Cut(expansion.Text, "=")
		if !assigned || !validFieldName(name) {
			v.drop(word.Start, word.End, CodeBadAssignment, "%s is no journal field: expected 'NAME=value' in upper case.", quotation(expansion.Text))
		}
	}
}

func validFieldName(name string) bool {
	if name == "" || len(name) > longestFieldName || name[0] == '_' || isDigit(name[0]) {
		return false
	}
	for i := range len(name) {
		if c := name[i]; !(c >= 'A' && c <= 'Z') && !isDigit(c) && c != '_' {
			return false
		}
	}
	return true
}

// longestNamespace leaves room for a directory's name with the machine ID.
const longestNamespace = longestName - len("0123456789abcdef0123456789abcdef.")

func (v *verdict) journalNamespace() {
	expansion, ok := v.expand(v.whole(), Ignored)
	if ok && (len(expansion.Text) > longestNamespace || !validFileName(expansion.Text) || !validInstance(expansion.Text) ||
		strings.Contains(expansion.Text, `\`)) {
		start, end := v.all()
		v.ignore(start, end, CodeBadName, "%s is no name of a journal namespace.", quotation(expansion.Text))
	}
}

func validFileName(name string) bool {
	return name != "" && name != "." && name != ".." && len(name) <= longestName && strings.IndexByte(name, '/') < 0
}

// filterPattern judges LogFilterPatterns=; the expression itself is the
// business of pcre2(3).
func (v *verdict) filterPattern() {
	if v.text == "~" {
		start, end := v.all()
		v.ignore(start, end, CodeBadPattern, "There is no pattern after '~'.")
	}
}

func validBase64(text string) bool {
	stripped := strings.Map(func(r rune) rune {
		if strings.ContainsRune(blanks, r) {
			return -1
		}
		return r
	}, text)
	_, err := base64.StdEncoding.Strict().DecodeString(stripped)
	return err == nil
}

func (v *verdict) base64() {
	if !validBase64(v.text) {
		start, end := v.all()
		v.ignore(start, end, CodeBadEncoding, "%s is not Base64.", quotation(v.text))
	}
}

// escapedText judges StandardInputText=.
func (v *verdict) escapedText() {
	start, end := v.all()
	for i := 0; i < len(v.text); i++ {
		if v.text[i] != '\\' {
			continue
		}
		_, length := cunescape(v.text[i+1:], false)
		if length == 0 {
			v.ignore(start, end, CodeBadEscape, "Unknown escape sequence in %s.", quotation(v.text))
			return
		}
		i += length
	}
	v.expand(v.whole(), Ignored)
}

// validCredential tells whether a text can name a credential.
func validCredential(name string) bool { return validFileName(name) && validDescriptorName(name) }

// cutCredential separates the credential's name from what follows the colon.
func (v *verdict) cutCredential() (rest Word, given, ok bool) {
	reader := wordReader{text: v.text, rules: splittings[catalog.ColonFields]}
	word, ok, err := reader.next()
	if err != nil || !ok {
		v.splitFault(err, 0)
		return Word{}, false, false
	}
	given = !reader.ended
	expansion, ok := v.expand(word, Ignored)
	if !ok {
		return Word{}, given, false
	}
	if !validCredential(expansion.Text) {
		v.ignore(word.Start, word.End, CodeBadCredential, "%s is no credential's name.", quotation(expansion.Text))
		return Word{}, given, false
	}
	v.keep(word, expansion, expansion.Text)
	return Word{Text: v.text[reader.pos:], Start: reader.pos, End: len(v.text)}, given, true
}

func (v *verdict) setCredential() {
	rest, given, ok := v.cutCredential()
	start, end := v.all()
	switch {
	case !ok:
	case !given || rest.Text == "":
		v.ignore(start, end, CodeBadCredential, "%s gives the credential no value: expected 'name:value'.", quotation(v.text))
	case v.directive.Param == "encrypted":
		if !validBase64(rest.Text) {
			v.ignore(rest.Start, rest.End, CodeBadEncoding, "The encrypted credential is not Base64.")
		}
	default:
		for i := 0; i < len(rest.Text); i++ {
			if rest.Text[i] != '\\' {
				continue
			}
			_, length := cunescape(rest.Text[i+1:], true)
			if length == 0 {
				v.ignore(rest.Start, rest.End, CodeBadEscape, "Unknown escape sequence in the credential's value.")
				return
			}
			i += length
		}
	}
}

func (v *verdict) loadCredential() {
	rest, _, ok := v.cutCredential()
	if !ok || rest.Text == "" {
		return
	}
	expansion, ok := v.expand(rest, Ignored)
	if !ok {
		return
	}
	path := expansion.Text
	if strings.HasPrefix(path, "/") && normalised(path) && simplified(path, true) == path || !strings.HasPrefix(path, "/") && validCredential(path) {
		return
	}
	v.ignore(rest.Start, rest.End, CodeBadCredential, "%s is no source of a credential: expected an absolute path or a credential's name.", quotation(path))
}

func (v *verdict) importCredential() {
	name, _, renamed := strings.Cut(v.text, ":")
	expansion, ok := v.expand(Word{Text: name, End: len(name)}, Ignored)
	if !ok {
		return
	}
	pattern := strings.TrimSuffix(expansion.Text, "*")
	valid := !strings.ContainsAny(pattern, "*?[") && (pattern == "" || validCredential(pattern)) && expansion.Text != ""
	if !valid || renamed && !v.since(257) {
		start, end := v.all()
		v.ignore(start, end, CodeBadCredential, "%s is no credential's name; a '*' may stand at its end.", quotation(v.text))
	}
}

func (v *verdict) xattr() { v.expand(v.whole(), Ignored) }

// groupName judges DelegateSubgroup=.
func (v *verdict) groupName() {
	if !validFileName(v.text) || strings.HasPrefix(v.text, "_") || strings.HasPrefix(v.text, "cgroup.") {
		start, end := v.all()
		v.ignore(start, end, CodeBadName, "%s is no control group's name.", quotation(v.text))
	}
}

// bpfAttachTypes are the words of BPFProgram= (systemd.resource-control(5)).
var bpfAttachTypes = strings.Fields(`egress ingress sock_create sock_ops device bind4 bind6 connect4 connect6 post_bind4 post_bind6
	sendmsg4 sendmsg6 sysctl recvmsg4 recvmsg6 getsockopt setsockopt`)

func (v *verdict) bpfProgram() {
	attach, path, found := strings.Cut(v.text, ":")
	start, end := v.all()
	if !found {
		v.reportSplit(start, end, Ignored, CodeBadOption, fmt.Sprintf("%s is not complete: expected 'type:path'.", quoted(v.text)))
		return
	}
	if !slices.Contains(bpfAttachTypes, attach) {
		meant := func() string { return catalog.Suggest(attach, bpfAttachTypes) }
		v.ignore(0, len(attach), CodeUnknownName, "%s is no type of attachment.", quotation(attach)).suggestion = meant
		return
	}
	word := Word{Text: path, Start: len(attach) + 1, End: len(v.text)}
	if expansion, ok := v.expand(word, Ignored); ok {
		v.checkPath(expansion.Text, word.Start, word.End, Ignored, pathRules{absolute: true})
	}
}
