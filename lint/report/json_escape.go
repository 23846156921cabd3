package report

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/unitlint/unitlint/lint/source"
)

// NewJSONEncoder returns an encoder for JSON that a terminal may show: what
// Clean escapes in text for people is written as \u escapes, so that a decoder
// still gets each character. encoding/json alone does so for the characters
// below the blank only.
func NewJSONEncoder(w io.Writer) *json.Encoder { return newPlainEncoder(jsonEscaper{w}) }

// newPlainEncoder is NewJSONEncoder without these escapes.
func newPlainEncoder(w io.Writer) *json.Encoder {
	encoder := json.NewEncoder(w)
	encoder.SetEscapeHTML(false)
	return encoder
}

// escapeBuffer escapes what was written to a buffer: to look at many values at once takes less
// than to look at each as it is written.
func escapeBuffer(text *bytes.Buffer) {
	if plain := text.Bytes(); !isHarmlessJSON(plain) {
		escaped := escapeJSON(plain)
		text.Reset()
		text.Write(escaped)
	}
}

// jsonEscaper escapes what is not harmless in the JSON written through it. Such
// characters stand in nothing but strings, so no more of the syntax needs to be
// known. Each Write has whole characters, as encoding/json hands over.
type jsonEscaper struct{ out io.Writer }

func (e jsonEscaper) Write(text []byte) (int, error) {
	if _, err := e.out.Write(escapeJSON(text)); err != nil {
		return 0, err
	}
	return len(text), nil
}

// isHarmlessJSON tells that all of a text is printable ASCII, as most is, and nothing in it
// begins a command of the system that runs the program.
func isHarmlessJSON(text []byte) bool {
	return source.IsASCII(text) && bytes.IndexByte(text, deleteCharacter) < 0 && !bytes.Contains(text, beginsMark)
}

// escapeJSON returns JSON with \u escapes for what is not harmless and for what
// begins a command of the system that runs the program; the very
// slice where there is neither.
func escapeJSON(text []byte) []byte {
	if isHarmlessJSON(text) {
		return text
	}
	out := make([]byte, 0, len(text)+len(text)/8)
	for line := range bytes.Lines(text) { // of many values hardly one has to be escaped
		if isHarmlessJSON(line) {
			out = append(out, line...)
		} else {
			out = appendEscaped(out, line)
		}
	}
	return out
}

func appendEscaped(out, text []byte) []byte {
	for len(text) > 0 {
		r, size := utf8.DecodeRune(text)
		if escapedInJSON(r) || bytes.HasPrefix(text, beginsMark) {
			for _, unit := range utf16.AppendRune(nil, r) {
				out = fmt.Appendf(out, `\u%04x`, unit)
			}
		} else {
			out = append(out, text[:size]...)
		}
		text = text[size:]
	}
	return out
}

// beginsMark begins the marks that withoutMarks breaks. JSON has it in strings
// alone.
var beginsMark = []byte("##")

// deleteCharacter is the only character of ASCII that is not harmless and that
// encoding/json does not escape.
const deleteCharacter = 0x7f

// escapedInJSON leaves the layout between the values as it is: line ends and
// tabs inside of strings are escaped by the encoder already.
func escapedInJSON(r rune) bool {
	return r > '~' && !harmless(r)
}
