package unitfile

import (
	"bytes"
	"strings"

	"github.com/unitlint/unitlint/internal/late/regexp"
)

// Foreign is what a text is that a file with the name of a unit holds, where it is
// no unit at all.
type Foreign struct {
	// What says what it is, with its article: "an XML document".
	What string
	// Namesake tells that files of this sort are called as units rightly, so that
	// nothing is wrong with one: others use the suffixes, too.
	Namesake bool
}

// The sorts of foreign files. Avahi's services and Eclipse's targets are XML, patches
// are called after what they change.
var (
	foreignScript   = Foreign{"a script", false}
	foreignBinary   = Foreign{"a binary program", false}
	foreignLink     = Foreign{"the text of a link", true}
	foreignPatch    = Foreign{"a patch", true}
	foreignHTML     = Foreign{"an HTML document", false}
	foreignXML      = Foreign{"an XML document", true}
	foreignJSON     = Foreign{"a JSON document", false}
	foreignSections = Foreign{"a file of another program, such as a service of D-Bus or a desktop entry", true}
)

// ForeignTo tells what a text is that a file named like a unit holds, where it is no
// unit; nil where it is one. What it is not sure of counts as a unit.
func ForeignTo(text []byte) *Foreign {
	text = bytes.TrimPrefix(text, []byte(byteOrderMark))
	switch {
	case bytes.HasPrefix(text, []byte("#!")):
		return &foreignScript
	case bytes.HasPrefix(text, []byte("\x7fELF")):
		return &foreignBinary
	case isLinkText(text):
		return &foreignLink
	case isPatch(text):
		return &foreignPatch
	}
	return foreignBy(firstLine(text), text)
}

// foreignBy tells by the first line that says something.
func foreignBy(line string, text []byte) *Foreign {
	switch {
	case strings.HasPrefix(line, "<<<<<<<"): // the mark of a conflict in a unit
		return nil
	case strings.HasPrefix(line, "<"):
		lower := strings.ToLower(line)
		switch {
		case strings.HasPrefix(line, "<%"):
			return nil
		case strings.HasPrefix(lower, "<!doctype html"), strings.HasPrefix(lower, "<html"):
			return &foreignHTML
		}
		return &foreignXML
	case strings.HasPrefix(line, "{"):
		if tag.MatchString(line) || strings.HasPrefix(line, "{%") || strings.HasPrefix(line, "{#") {
			return nil
		}
		return &foreignJSON
	case strings.HasPrefix(line, "[") && strings.HasSuffix(line, "]"):
		if name := strings.Trim(line[1:len(line)-1], blanks); strings.Contains(name, " ") && !unitHeader.Match(text) {
			return &foreignSections
		}
	}
	return nil
}

// isLinkText tells whether a text is nothing but the relative path of another
// file: what a checkout of git without symbolic links (core.symlinks=false)
// writes in place of a link.
func isLinkText(text []byte) bool {
	const longest = 4096
	if len(text) == 0 || len(text) > longest || bytes.ContainsAny(text, "\n\r =[") {
		return false
	}
	return bytes.HasPrefix(text, []byte("../")) || bytes.HasPrefix(text, []byte("./"))
}

// isPatch tells whether a text changes other files: quilt and git name a patch
// after the file that it changes.
func isPatch(text []byte) bool {
	if len(text) > 0 && text[0] >= '0' && text[0] <= '9' {
		return normalDiff.Match(text)
	}
	// Few texts hold such a line, and looking for it takes far less time than the
	// expression.
	if !bytes.HasPrefix(text, []byte("--- ")) && !bytes.Contains(text, []byte("\n--- ")) {
		return false
	}
	at := patchHead.FindIndex(text)
	return at != nil && !unitHeader.Match(text[:at[0]])
}

// patchHead is the head of a unified or a context diff, normalDiff the first
// change of a diff without a head (diff(1)).
var (
	patchHead  = regexp.MustCompile(`(?m)^--- .*\r?\n\+\+\+ .*\r?\n@@ -|^\*\*\* .*\r?\n--- .*\r?\n\*{15}`)
	normalDiff = regexp.MustCompile(`^\d+(?:,\d+)?(?:[cd]\d+(?:,\d+)?\r?\n< |a\d+(?:,\d+)?\r?\n> )`)
)

// unitHeader finds a section that every unit has or can have. The names of
// systemd's sections are single words.
var unitHeader = regexp.MustCompile(`(?m)^[ \t]*\[(?:Unit|Install|Service|Socket|Timer|Path|Mount|Automount|Swap|Slice|Scope|Target)\]`)

// firstLine returns the first line that is neither blank nor a comment, without
// the blanks around it.
func firstLine(text []byte) string {
	for line := range bytes.FieldsFuncSeq(text, func(r rune) bool { return r == '\n' || r == '\r' }) {
		if s := strings.Trim(string(line), blanks); s != "" && !isComment(s) {
			return s
		}
	}
	return ""
}
