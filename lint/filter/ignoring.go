package filter

import (
	"bytes"
	"fmt"
	"strings"

	"github.com/unitlint/unitlint/lint/finding"
	"github.com/unitlint/unitlint/lint/source"
	"github.com/unitlint/unitlint/lint/unitfile"
)

// ignoring is a comment "unitlint: ignore=RULE[,RULE] reason".
type ignoring struct {
	comment source.Range
	// covers is the logical line below the comment, its paragraph or the whole file.
	covers source.Range
	rules  []string
	reason string
	used   map[string]bool
}

// addressee is how a comment to unitlint starts.
const addressee = "unitlint:"

// ButAddressed is a step for [Options.Omit]: a finding in a file with comments for
// unitlint is kept, so that they are seen to have an effect.
func ButAddressed(omit func(*finding.Finding) bool) func(*finding.Finding) bool {
	return func(f *finding.Finding) bool {
		return omit(f) && !bytes.Contains(f.Range.File.Text, []byte(addressee))
	}
}

// isOrdinary tells that a comment is not addressed to unitlint.
func isOrdinary(comment source.Range) bool {
	_, addressed := addressedText(comment)
	return !addressed
}

// addressedText is what a comment says to unitlint, if it does.
func addressedText(comment source.Range) (text string, addressed bool) {
	text = strings.TrimLeft(comment.Text(), " \t#;")
	text, addressed = strings.CutPrefix(text, addressee)
	return strings.TrimSpace(text), addressed
}

// What is repeated of a comment at most, in bytes: in a message about it, and as
// the reason of each finding that it suppresses.
const (
	mostQuoted = 100
	mostReason = 1000
)

// parseIgnoring reads "ignore=RULE[,RULE] reason", or says what is wrong.
func parseIgnoring(text string) (ig *ignoring, fault string) {
	list, isIgnore := strings.CutPrefix(text, "ignore=")
	if !isIgnore {
		return nil, fmt.Sprintf("The comment is addressed to unitlint and not understood: expected 'ignore=RULE reason', "+
			"found '%s'.", finding.Beginning(text, mostQuoted))
	}
	list, reason, _ := strings.Cut(list, " ")
	list, reason = strings.TrimRight(list, ":"), strings.TrimSpace(strings.TrimLeft(reason, " \t:-"))
	ig = &ignoring{reason: finding.Beginning(reason, mostReason), used: map[string]bool{}}
	for name := range strings.SplitSeq(list, ",") {
		if name == "" {
			return nil, "The suppression has an empty rule name: expected 'ignore=RULE[,RULE] reason'."
		}
		ig.rules = append(ig.rules, name)
	}
	if reason == "" {
		return nil, fmt.Sprintf("The suppression of '%s' gives no reason: write one after the name.", finding.Beginning(list, mostQuoted))
	}
	return ig, ""
}

// cover finds what each of the comments of a file covers: the logical line below
// it, its paragraph where it stands at the head of one, after a blank line, or
// the whole file where nothing but comments and blank lines stands above it. The
// last comment comes first, so that of comments below each other each
// line is looked at once.
func cover(file *unitfile.File, all []*ignoring) {
	text := file.Source.Text
	paragraphs := headed(text, all)
	head := skipComments(text, 0, len(text))
	line := source.Range{File: file.Source, Start: len(text) + 1} // the nearest that is known
	below := len(text) + 1                                        // where the comment above that line starts
	for i := len(all) - 1; i >= 0; i-- {
		ig := all[i]
		if ig.comment.Start < head {
			ig.covers = file.Source.Range(0, len(text))
			continue
		}
		if end, heads := paragraphs[ig]; heads {
			ig.covers = file.Source.Range(ig.comment.End, end)
			continue
		}
		if begin := skipComments(text, ig.comment.End, below); begin < below {
			line = logicalLine(file, begin, line)
		}
		ig.covers, below = line, ig.comment.Start
	}
}

// headed returns where the paragraphs end, at a blank line or the header of a
// section, that comments stand at the head of. A comment with a blank line below
// it heads nothing.
func headed(text []byte, all []*ignoring) map[*ignoring]int {
	ends := map[*ignoring]int{}
	var open []*ignoring
	afterBlank, next := false, 0
	for at := 0; at < len(text); {
		end := lineEnd(text, at)
		line := bytes.TrimSpace(text[at:end])
		switch {
		case len(line) == 0, line[0] == '[':
			if !afterBlank {
				for _, ig := range open {
					ends[ig] = at
				}
			}
			open, afterBlank = nil, len(line) == 0
		case !isComment(line):
			afterBlank = false
		}
		for ; next < len(all) && all[next].comment.Start < end; next++ {
			if afterBlank {
				open = append(open, all[next])
			}
		}
		at = end
	}
	if !afterBlank {
		for _, ig := range open {
			ends[ig] = len(text)
		}
	}
	return ends
}

// skipComments returns where the first line from an offset on starts that is
// neither blank nor a comment, or the first offset after the limit that it comes
// to.
func skipComments(text []byte, at, limit int) int {
	for at < len(text) && at < limit {
		end := lineEnd(text, at)
		if !blankOrComment(text[at:end]) {
			return at
		}
		at = end
	}
	return at
}

// logicalLine is the line that begins at an offset, with its continuations and
// the comments between them. One of the continuations may be known already, as the
// line below a comment further down.
func logicalLine(file *unitfile.File, begin int, known source.Range) source.Range {
	text := file.Source.Text
	end := begin
	for end < len(text) {
		if end == known.Start {
			return file.Source.Range(begin, known.End)
		}
		next := lineEnd(text, end)
		line := bytes.TrimRight(text[end:next], "\r\n")
		end = next
		if !bytes.HasSuffix(line, []byte(`\`)) && !isComment(line) {
			break
		}
	}
	return file.Source.Range(begin, end-1)
}

func lineEnd(text []byte, at int) int {
	if i := bytes.IndexByte(text[at:], '\n'); i >= 0 {
		return at + i + 1
	}
	return len(text)
}

func blankOrComment(line []byte) bool {
	trimmed := bytes.TrimSpace(line)
	return len(trimmed) == 0 || isComment(trimmed)
}

func isComment(line []byte) bool {
	line = bytes.TrimLeft(line, " \t")
	return len(line) > 0 && (line[0] == '#' || line[0] == ';')
}
