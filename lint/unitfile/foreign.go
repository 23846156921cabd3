package unitfile

import (
	"bytes"
	"strings"
)

// foreignSections are the first headers of files that share a suffix with
// units: D-Bus activation files and desktop entries.
var foreignSections = []string{"D-BUS Service", "Desktop Entry", "Nemo Action", "Thumbnailer Entry", "KDE Service"}

// LooksForeign tells whether a text that a file named like a unit holds is no
// unit at all, but an XML document (Avahi's .service files), a D-Bus activation
// file, a desktop entry, an init script, a binary file or the text of a symbolic
// link. What it is not sure of counts as a unit.
func LooksForeign(text []byte) bool {
	text = bytes.TrimPrefix(text, []byte(byteOrderMark))
	if bytes.HasPrefix(text, []byte("#!")) || bytes.HasPrefix(text, []byte("\x7fELF")) {
		return true
	}
	if isLinkText(text) {
		return true
	}
	line := firstLine(text)
	if strings.HasPrefix(line, "<") {
		return !strings.HasPrefix(line, "<%")
	}
	for _, name := range foreignSections {
		if line == "["+name+"]" {
			return true
		}
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
