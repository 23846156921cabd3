package unitfile

import (
	"bytes"
	"strings"

	"github.com/unitlint/unitlint/lint/source"
)

// longLine is the limit of systemd's LONG_LINE_MAX: a physical or joined line
// of that many bytes makes the reading of the file fail.
const longLine = 1 << 20

// blanks are the bytes that systemd strips and skips; form feed, vertical tab
// and the blanks of Unicode are ordinary characters.
const blanks = " \t\n\r"

const byteOrderMark = "\xef\xbb\xbf"

// logicalLine is one or more physical lines joined by backslashes, without the
// blanks at both ends. Its pieces are valid until the next one is read.
type logicalLine struct {
	text   string
	pieces []piece // of the joined text, blanks included
	blanks int     // bytes of the joined text before text
	line   int     // the number that systemd gives in messages
	long   bool    // reading fails here: the line, or what was joined, is over-long
	plain  bool    // see isPlain
}

// at returns the source offset of byte n of the text.
func (l *logicalLine) at(n int) int { return sourceOffset(l.pieces, l.blanks+n) }

// span returns the source range of the bytes [start, end) of the text.
func (l *logicalLine) span(src *source.File, start, end int) source.Range {
	from := l.at(start)
	if start == end {
		return src.Range(from, from)
	}
	return src.Range(from, l.at(end-1)+1)
}

// lineReader cuts a file into logical lines, as one release of systemd does.
type lineReader struct {
	file      *File
	src       *source.File
	text      string
	version   int
	next      int // number of the physical line to read, or offset before 240
	line      int // count of the lines that messages number
	bomSeen   bool
	generator generator
	join      joiner // of the line at hand, the room of whose pieces is used again
}

func newLineReader(file *File, version int) *lineReader {
	return &lineReader{file: file, src: file.Source, text: file.Source.Content(), version: version}
}

// physical returns the bounds of the next physical line.
func (r *lineReader) physical() (start, end int, ok bool) {
	if r.version < 240 {
		return r.physicalBefore240()
	}
	if r.next >= r.src.Lines() {
		return 0, 0, false
	}
	r.next++
	l := r.src.LineRange(r.next)
	return l.Start, l.End, true
}

// physicalBefore240 ends lines at line feed and NUL only.
func (r *lineReader) physicalBefore240() (start, end int, ok bool) {
	start = r.next
	if start >= len(r.text) {
		return 0, 0, false
	}
	length := bytes.IndexAny(r.src.Text[start:], "\n\x00")
	if length < 0 {
		r.next = len(r.text)
		return start, r.next, true
	}
	r.next = start + length + 1
	return start, start + length, true
}

// read returns the next logical line; ok is false at the end of the file.
func (r *lineReader) read() (logical logicalLine, ok bool) {
	join := &r.join
	*join = joiner{text: r.text, pieces: join.pieces[:0]}
	for {
		start, end, more := r.physical()
		if !more {
			if !join.open {
				return logicalLine{}, false
			}
			return join.finish(r.line + 1), true
		}
		if r.version >= 245 {
			r.line++
		}
		if r.drops(start, end) {
			continue
		}
		start = r.skipByteOrderMark(start, end)
		if !join.add(start, end) {
			join.fail(r.number())
		}
		if join.open {
			continue
		}
		if r.version < 245 {
			r.line++
		}
		return join.finish(r.line), true
	}
}

// number is what a message about the physical line read last would give.
func (r *lineReader) number() int {
	if r.version < 245 {
		return r.line + 1
	}
	return r.line
}

// drops tells whether the physical line is dropped before lines are joined: a
// comment, or a line of a template that its generator does not put out. An
// over-long line fails before it is looked at.
func (r *lineReader) drops(start, end int) bool {
	if end-start >= longLine {
		return false
	}
	line := r.text[start:end]
	comment := r.version >= 240 && isComment(line)
	if !comment && !r.file.Options.Template {
		return false
	}
	first, last := trim(line)
	whole := r.src.Range(start+first, start+last)
	switch {
	case r.file.Options.Template && first < last && r.generator.takes(line[first:last]):
		r.file.GeneratorLines = append(r.file.GeneratorLines, whole)
		return true
	case comment:
		r.file.Comments = append(r.file.Comments, whole)
		return true
	}
	return false
}

// skipByteOrderMark steps over the first mark of the file that starts a line.
func (r *lineReader) skipByteOrderMark(start, end int) int {
	if !r.bomSeen && strings.HasPrefix(r.text[start:end], byteOrderMark) {
		r.bomSeen = true
		return start + len(byteOrderMark)
	}
	return start
}

func isComment(line string) bool {
	for i := range len(line) {
		if !isBlank(line[i]) {
			return line[i] == '#' || line[i] == ';'
		}
	}
	return false
}

// joiner collects the physical lines of one logical line.
type joiner struct {
	text   string
	pieces []piece
	length int
	open   bool // the last line ended in a backslash that is left over
	failed int  // number of the line at which reading failed, or 0
}

// add joins a physical line and tells whether it fits. What follows a line that
// did not fit is read over and not kept.
func (j *joiner) add(start, end int) (fits bool) {
	length := end - start
	fits = length < longLine && (len(j.pieces) == 0 || j.length+length <= longLine)
	j.open = endsInOpenBackslash(j.text[start:end])
	if len(j.pieces) == 0 || (fits && j.failed == 0) {
		j.pieces = append(j.pieces, piece{joined: j.length, source: start, length: length})
		j.length += length
	}
	return fits
}

func (j *joiner) fail(number int) {
	if j.failed == 0 {
		j.failed = number
	}
}

func (j *joiner) finish(number int) logicalLine {
	if j.failed > 0 {
		number = j.failed
	}
	joined := j.joined()
	start, end := trim(joined)
	text := joined[start:end]
	return logicalLine{text: text, pieces: j.pieces, blanks: start, line: number, long: j.failed > 0, plain: isPlain(text)}
}

// joined returns the text of all pieces, one space for each open backslash.
func (j *joiner) joined() string {
	if len(j.pieces) == 1 {
		p := j.pieces[0]
		if line := j.text[p.source : p.source+p.length]; !endsInOpenBackslash(line) {
			return line
		}
	}
	var b strings.Builder
	b.Grow(j.length)
	for _, p := range j.pieces {
		line := j.text[p.source : p.source+p.length]
		if endsInOpenBackslash(line) {
			b.WriteString(line[:len(line)-1])
			b.WriteByte(' ')
			continue
		}
		b.WriteString(line)
	}
	return b.String()
}

// endsInOpenBackslash counts backslashes in pairs and tells whether one is left
// over at the end. The pairs of a joined text do not reach over its lines,
// since the backslash that joins them has become a space.
func endsInOpenBackslash(line string) bool {
	trailing := 0
	for trailing < len(line) && line[len(line)-1-trailing] == '\\' {
		trailing++
	}
	return trailing%2 == 1
}

// trim returns the bounds of text without the blanks at both ends; blank text
// gives an empty span at its end.
func trim(text string) (start, end int) {
	end = len(text)
	for start < end && isBlank(text[start]) {
		start++
	}
	for start < end && isBlank(text[end-1]) {
		end--
	}
	return start, end
}

// afterBlanks returns what follows the blanks that a text begins with.
func afterBlanks(text string) string {
	for text != "" && isBlank(text[0]) {
		text = text[1:]
	}
	return text
}

// isBlank tells whether a byte is one of the blanks.
func isBlank(c byte) bool { return c == ' ' || c == '\t' || c == '\n' || c == '\r' }
