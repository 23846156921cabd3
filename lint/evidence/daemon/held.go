package daemon

import (
	"path"
	"slices"
	"strings"

	"github.com/unitlint/unitlint/lint/system"
)

var (
	// otherSections are the last parts of sections about what is read, or about the addresses of pages.
	otherSections = []string{"source", "sources", "input", "inputs", "routes"}
	// sureWords are the last words of keys of places in the file system: others name parts of the addresses of
	// pages as well.
	sureWords = []string{"dir", "dirs", "directory", "directories", "folder"}
)

// namesOthers tells of the values of a statement about data, of a program of which nothing is known, that
// they are the addresses of pages, or what others keep there.
func namesOthers(s *Setting, values []string) bool {
	inner := s.Section[strings.LastIndexByte(s.Section, '.')+1:]
	if slices.Contains(otherSections, inner) {
		return true
	}
	isSure := endsLike(s.Key, sureWords)
	return slices.ContainsFunc(values, func(value string) bool {
		return path.IsAbs(value) && (system.IsOfOthers(value) || !isSure && !system.IsPlaceOfData(value))
	})
}

// valuesOf returns what a statement's value means, or none where it is no value of that meaning, or of others.
func (r *reader) valuesOf(meaning Meaning, s *Setting) (Meaning, []string) {
	is, values := valuesOf(meaning, s.Value, s.Whole)
	if is == Data && r.known == nil && namesOthers(s, values) {
		return Nothing, nil
	}
	return is, values
}
