package finding

import "strings"

// MostText bounds each text of a finding, in bytes: a key or a word of a value can
// be as long as a line.
const MostText = 4000

// Cut bounds the texts of a finding.
func (f *Finding) Cut() {
	for _, text := range []*string{&f.Directive, &f.Message, &f.Symptom, &f.Advice} {
		*text = Beginning(*text, MostText)
	}
	for i := range f.Related {
		f.Related[i].Message = Beginning(f.Related[i].Message, MostText)
	}
}

// Beginning is the part of a text that a message has room for.
func Beginning(text string, most int) string {
	if len(text) <= most {
		return text
	}
	return strings.ToValidUTF8(text[:most], "") + "…"
}
