package unitfile

import (
	"bytes"
	"strings"

	"github.com/unitlint/unitlint/internal/late/regexp"
)

// generatorLine finds lines that are wholly for the generator of a template:
// tags, a lone placeholder, and the macros of m4.
var generatorLine = regexp.MustCompile(`^(?:(?:` + tags + `)\s*)+$` +
	`|^(?:@[A-Za-z_][A-Za-z0-9_.-]*@|%%[A-Za-z_][A-Za-z0-9_]*%%|__[A-Z][A-Z0-9_]*__|\$\{[A-Za-z_][A-Za-z0-9_]*\})$` +
	"|^['`)]*(?:m4_)?(?:dnl|ifdef|ifelse|define|include|divert)\\b" +
	"|^[')]+,?$")

// openings are the marks that start a tag, with those that end it. A tag can
// reach over several lines.
var openings = []struct{ start, end string }{{"{%", "%}"}, {"{{", "}}"}, {"{#", "#}"}, {"<%", "%>"}}

// generator tells which physical lines of a template are the generator's own.
type generator struct {
	end string // ends the tag that the line before left open, or empty
}

// takes tells whether a line without blanks around it is the generator's.
func (g *generator) takes(line string) bool {
	if g.end != "" {
		if strings.Contains(line, g.end) {
			g.end = ""
		}
		return true
	}
	for _, o := range openings {
		if strings.HasPrefix(line, o.start) && !strings.Contains(line, o.end) {
			g.end = o.end
			return true
		}
	}
	return generatorLine.MatchString(line)
}

// leftToGenerator tells whether a line of a template cannot be judged, because
// it is not the line that will be read: it has a placeholder and no '=', or it
// follows a generator's line and has no directive's name. Such are the branches
// that continue a command.
func (f *File) leftToGenerator(text string, equals int, follows bool) bool {
	if !f.Options.Template {
		return false
	}
	if equals < 0 {
		return follows || len(f.Placeholders(text)) > 0
	}
	key := text[:equals]
	return follows && !directiveName.MatchString(key) && len(f.Placeholders(key)) == 0
}

var directiveName = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9-]*\s*$`)

// LooksTemplate tells whether a text is the input of a generator although its
// file's name does not say so: a line of its own is a tag such as {% if x %}.
func LooksTemplate(text []byte) bool {
	for _, mark := range []string{"{%", "<%", "{{"} {
		if bytes.Contains(text, []byte(mark)) {
			return tagLine.Match(text)
		}
	}
	return false
}

var tagLine = regexp.MustCompile(`(?m)^[ \t]*(?:\{%-?[ \t].*%\}|<%[-#]?[ \t].*%>|\{\{-?[ \t]*(?:if|range|end|else|with)\b.*\}\})[ \t]*$`)

// equalsOf returns the place of the '=' that ends the key of a line, or -1. In a
// template, one within a tag is none.
func (f *File) equalsOf(text string) int { return equalsOf(text, f.Options.Template) }

func equalsOf(text string, template bool) int {
	if template && strings.IndexByte(text, '=') >= 0 {
		text = tag.ReplaceAllStringFunc(text, func(tag string) string { return strings.Repeat(" ", len(tag)) })
	}
	return strings.IndexByte(text, '=')
}

var tag = regexp.MustCompile(tags)
