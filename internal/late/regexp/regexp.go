// Package regexp is the part of the standard library's package of that name that
// tables of expressions need, but that an expression is compiled when it is first
// used: a program that starts with hundreds of them would spend a tenth of a short
// run on those that it never asks (BenchmarkCompile of this package has both).
package regexp

import (
	"regexp"
	"sync"
)

// Regexp is a regular expression.
type Regexp struct {
	text     string
	compiled sync.Once
	regexp   *regexp.Regexp
}

// MustCompile returns the expression of a text, which has to be right: a test of this
// package compiles all that the program has. It does no more than that, so that a table
// of them is laid out by the compiler, and costs a run nothing.
func MustCompile(text string) *Regexp {
	return &Regexp{text: text}
}

func (e *Regexp) now() *regexp.Regexp {
	e.compiled.Do(func() { e.regexp = regexp.MustCompile(e.text) })
	return e.regexp
}

// String returns the text of the expression.
func (e *Regexp) String() string { return e.text }

// The methods below are those of the standard library's.

// MatchString tells whether the text holds a match.
func (e *Regexp) MatchString(s string) bool { return e.now().MatchString(s) }

// FindStringSubmatch returns the first match and its groups.
func (e *Regexp) FindStringSubmatch(s string) []string { return e.now().FindStringSubmatch(s) }

// FindStringSubmatchIndex returns where the first match and its groups stand.
func (e *Regexp) FindStringSubmatchIndex(s string) []int { return e.now().FindStringSubmatchIndex(s) }

// FindAllStringSubmatch returns up to n matches with their groups.
func (e *Regexp) FindAllStringSubmatch(s string, n int) [][]string {
	return e.now().FindAllStringSubmatch(s, n)
}

// FindAllStringSubmatchIndex returns where up to n matches and their groups stand.
func (e *Regexp) FindAllStringSubmatchIndex(s string, n int) [][]int {
	return e.now().FindAllStringSubmatchIndex(s, n)
}

// FindStringIndex returns where the first match stands.
func (e *Regexp) FindStringIndex(s string) []int { return e.now().FindStringIndex(s) }

// FindString returns the first match, or nothing.
func (e *Regexp) FindString(s string) string { return e.now().FindString(s) }

// FindAllStringIndex returns where up to n matches stand.
func (e *Regexp) FindAllStringIndex(s string, n int) [][]int { return e.now().FindAllStringIndex(s, n) }

// ExpandString appends a template with the groups of a match in place of its
// variables.
func (e *Regexp) ExpandString(to []byte, template, s string, match []int) []byte {
	return e.now().ExpandString(to, template, s, match)
}

// Split cuts the text at up to n-1 matches.
func (e *Regexp) Split(s string, n int) []string { return e.now().Split(s, n) }

// Match is MatchString for bytes.
func (e *Regexp) Match(b []byte) bool { return e.now().Match(b) }

// FindIndex is FindStringIndex for bytes.
func (e *Regexp) FindIndex(b []byte) []int { return e.now().FindIndex(b) }

// FindSubmatch is FindStringSubmatch for bytes.
func (e *Regexp) FindSubmatch(b []byte) [][]byte { return e.now().FindSubmatch(b) }

// FindAllSubmatch is FindAllStringSubmatch for bytes.
func (e *Regexp) FindAllSubmatch(b []byte, n int) [][][]byte { return e.now().FindAllSubmatch(b, n) }

// ReplaceAllString replaces all matches.
func (e *Regexp) ReplaceAllString(s, with string) string { return e.now().ReplaceAllString(s, with) }

// ReplaceAllStringFunc replaces each match by what a function makes of it.
func (e *Regexp) ReplaceAllStringFunc(s string, with func(string) string) string {
	return e.now().ReplaceAllStringFunc(s, with)
}
