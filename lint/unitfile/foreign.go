package unitfile

import (
	"bytes"
	"strings"
)

// LooksForeign tells whether a text that a file named like a unit holds is no
// unit at all, but an XML document (Avahi's .service files), JSON, a file of
// D-Bus ([D-BUS Service]) or of a desktop ([Desktop Entry]), a script, a patch, a
// binary file or the text of a symbolic link. What it is not sure of counts as a unit.
func LooksForeign(text []byte) bool {
	text = bytes.TrimPrefix(text, []byte(byteOrderMark))
	if bytes.HasPrefix(text, []byte("#!")) || bytes.HasPrefix(text, []byte("\x7fELF")) || isLinkText(text) || isPatch(text) {
		return true
	}
	line := firstLine(text)
	switch {
	case strings.HasPrefix(line, "<"):
		return !strings.HasPrefix(line, "<%")
	case strings.HasPrefix(line, "{"):
		return !tag().MatchString(line) && !strings.HasPrefix(line, "{%") && !strings.HasPrefix(line, "{#")
	case strings.HasPrefix(line, "[") && strings.HasSuffix(line, "]"):
		name := strings.Trim(line[1:len(line)-1], blanks)
		return strings.Contains(name, " ") && !unitHeader().Match(text)
	}
	return false
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
	if !bytes.Contains(text, []byte("\n+++ ")) {
		return false // without the expression, which looks at each line of each file
	}
	at := patchHead().FindIndex(text)
	return at != nil && !unitHeader().Match(text[:at[0]])
}

var patchHead = pattern(`(?m)^--- .*\r?\n\+\+\+ .*\r?\n@@ -`)

// unitHeader finds a section that every unit has or can have. The names of
// systemd's sections are single words.
var unitHeader = pattern(`(?m)^[ \t]*\[(?:Unit|Install|Service|Socket|Timer|Path|Mount|Automount|Swap|Slice|Scope|Target)\]`)

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
