package value

import "strings"

// streams are the forms of StandardInput= and StandardOutput= that take a path,
// with the release that brought them.
var streams = []struct {
	prefix string
	since  int
	output bool
}{{"file:", 0, true}, {"append:", 240, true}, {"truncate:", 248, true}}

// standardStream judges StandardInput=, StandardOutput= and StandardError=.
func (v *verdict) standardStream(output bool) {
	if name, found := strings.CutPrefix(v.text, "fd:"); found {
		v.descriptorName(Word{Text: name, Start: len("fd:"), End: len(v.text)})
		return
	}
	for _, stream := range streams {
		path, found := strings.CutPrefix(v.text, stream.prefix)
		if !found || !v.since(stream.since) || !output && stream.prefix != "file:" {
			continue
		}
		word := Word{Text: path, Start: len(stream.prefix), End: len(v.text)}
		if expansion, ok := v.expand(word, Ignored); ok {
			v.checkPath(expansion.Text, word.Start, word.End, Ignored, pathRules{absolute: true})
		}
		return
	}
	if output && v.obsoleteStream() {
		return
	}
	v.enum()
}

// obsoleteStream remarks on the words that 246 and later take for others.
func (v *verdict) obsoleteStream() bool {
	replacement := map[string]string{"syslog": "journal", "syslog+console": "journal+console"}[v.text]
	if replacement == "" || !v.since(246) {
		return false
	}
	start, end := v.all()
	v.notice(start, end, CodeObsolete, "%s is obsolete: systemd takes it "+
		"for '%s'.", quotation(v.text), replacement).suggestion = func() string { return replacement }
	return true
}

// longestDescriptorName is the limit of a file descriptor's name.
const longestDescriptorName = 255

// descriptorName judges the name of a file descriptor.
func (v *verdict) descriptorName(word Word) {
	expansion, ok := v.expand(word, Ignored)
	if !ok || expansion.Text == "" {
		return
	}
	if !validDescriptorName(expansion.Text) {
		v.ignore(word.Start, word.End, CodeBadName, "%s is no name for a file descriptor: expected at most 255 printable ASCII characters other "+
			"than ':'.", quotation(expansion.Text))
	}
}

func validDescriptorName(name string) bool {
	if len(name) > longestDescriptorName || name == "" {
		return false
	}
	for i := range len(name) {
		if name[i] < ' ' || name[i] >= 0x7f || name[i] == ':' {
			return false
		}
	}
	return true
}
