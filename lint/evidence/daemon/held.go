package daemon

import (
	"path"
	"slices"

	"github.com/unitlint/unitlint/lint/system"
)

// namesOthers tells of the values of a statement about data, of a program of which nothing is known, that
// they are the addresses of pages, or what others keep there.
func namesOthers(s *Setting, values []string) bool {
	if hasWord(s.Section, readSections) {
		return true
	}
	return slices.ContainsFunc(values, func(value string) bool { return path.IsAbs(value) && system.NamesNoData(s.Key, value) })
}

// valuesOf returns what a statement's value means, or none where it is no value of that meaning, or of others.
func (r *reader) valuesOf(meaning Meaning, s *Setting) (Meaning, []string) {
	is, values := valuesOf(meaning, s.Value, s.Whole)
	if is == Data && r.known == nil && namesOthers(s, values) {
		return Nothing, nil
	}
	return is, values
}
