package value

import (
	"strings"

	"github.com/unitlint/unitlint/lint/catalog"
)

// blanks are the characters that separate words: exactly those that systemd
// strips from values.
const blanks = " \t\n\r"

// SplitError tells why the rest of a value could not be cut into words. The
// words before it were read and count.
type SplitError struct {
	// Start is where the word began that could not be read, End is the end of
	// the value.
	Start, End int
	// Reason is "unbalanced quoting", "unknown escape sequence" or "backslash
	// at the end".
	Reason string
}

// Error says what is wrong with the word.
func (e *SplitError) Error() string { return e.Reason }

// splitting is the way one tokenizer reads words.
type splitting struct {
	separators string
	unquote    bool // quotes are removed and protect separators
	cunescape  bool // C escapes are decoded, unknown ones are an error
	retain     bool // backslashes stay as they are
	relax      bool // an unknown escape sequence stays as it is
	fields     bool // each separator ends a field: empty fields count
	// escapedSeparators stand for themselves behind a backslash, where C escapes are
	// decoded.
	escapedSeparators string
}

// splittings maps the tokenizers that cut a value into blank-separated words,
// or into fields, to their rules (systemd.syntax(7), "QUOTING").
var splittings = map[catalog.Tokenizer]splitting{
	catalog.Words:                    {separators: blanks},
	catalog.WordsRetainEscape:        {separators: blanks, retain: true},
	catalog.WordsUnquote:             {separators: blanks, unquote: true},
	catalog.WordsUnquoteCUnescape:    {separators: blanks, unquote: true, cunescape: true},
	catalog.WordsUnquoteRetainEscape: {separators: blanks, unquote: true, retain: true},
	catalog.ExecWords:                {separators: blanks, unquote: true, cunescape: true},
	catalog.CommaList:                {separators: ","},
	catalog.ColonFields:              {separators: ":", fields: true},
}

// Split cuts a value into words the way the tokenizer does. A value that the
// tokenizer does not cut is one word. The error, if any, is a *SplitError; the
// words before the fault are returned with it.
func Split(text string, tokenizer catalog.Tokenizer) ([]Word, error) {
	switch tokenizer {
	case catalog.Raw, catalog.RawCUnescape:
		return []Word{{Text: text, End: len(text)}}, nil
	case catalog.FirstWordRest, catalog.FirstWordUnquotedRest:
		return splitFirst(text, splitting{separators: blanks, unquote: tokenizer == catalog.FirstWordUnquotedRest})
	}
	return splitAll(text, splittings[tokenizer])
}

// splitAll reads words to the end of the value.
func splitAll(text string, rules splitting) ([]Word, error) {
	words := make([]Word, 0, 4)
	reader := wordReader{text: text, rules: rules}
	for {
		word, ok, err := reader.next()
		if err != nil {
			return words, err
		}
		if !ok {
			return words, nil
		}
		words = append(words, word)
	}
}

// splitFirst reads one word and takes what follows as it is.
func splitFirst(text string, rules splitting) ([]Word, error) {
	reader := wordReader{text: text, rules: rules}
	word, ok, err := reader.next()
	if err != nil || !ok {
		return nil, err
	}
	words := []Word{word}
	if rest := reader.pos; rest < len(text) {
		words = append(words, Word{Text: text[rest:], Start: rest, End: len(text)})
	}
	return words, nil
}

// wordReader reads words from a value, one at a time.
type wordReader struct {
	text  string
	pos   int
	rules splitting
	// ended tells, for fields, that the last field was not followed by a
	// separator.
	ended bool
}

// next returns the next word; ok is false at the end of the value.
func (r *wordReader) next() (word Word, ok bool, err error) {
	if r.rules.fields {
		return r.nextField()
	}
	for r.pos < len(r.text) && r.separates(r.text[r.pos]) {
		r.pos++
	}
	if r.pos >= len(r.text) {
		return Word{}, false, nil
	}
	word, err = r.read()
	if err != nil {
		return Word{}, false, err
	}
	for r.pos < len(r.text) && r.separates(r.text[r.pos]) {
		r.pos++
	}
	return word, true, nil
}

// nextField reads up to the next separator, which it takes.
func (r *wordReader) nextField() (word Word, ok bool, err error) {
	if r.ended || (r.pos == 0 && r.text == "") {
		return Word{}, false, nil
	}
	word, err = r.read()
	if err != nil {
		return Word{}, false, err
	}
	if r.pos < len(r.text) {
		r.pos++
	} else {
		r.ended = true
	}
	return word, true, nil
}

func (r *wordReader) separates(c byte) bool { return strings.IndexByte(r.rules.separators, c) >= 0 }

// read reads one word from the current place up to a separator or the end.
func (r *wordReader) read() (Word, error) {
	start := r.pos
	var built []byte // nil as long as the word stands in the value as it is
	var quote byte
	copyOf := func() {
		if built == nil {
			built = append(make([]byte, 0, len(r.text[start:r.pos])+16), r.text[start:r.pos]...)
		}
	}
	for r.pos < len(r.text) {
		c := r.text[r.pos]
		switch {
		case isAlphanumeric(c): // as most are, and no rule speaks of them
		case c == '\\' && !r.rules.retain:
			copyOf()
			decoded, length, err := r.unescape()
			if err != "" {
				return Word{}, &SplitError{Start: start, End: len(r.text), Reason: err}
			}
			built = append(built, decoded...)
			r.pos += length
			continue
		case quote != 0 && c == quote:
			copyOf()
			quote = 0
			r.pos++
			continue
		case quote == 0 && r.rules.unquote && (c == '"' || c == '\''):
			copyOf()
			quote = c
			r.pos++
			continue
		case quote == 0 && r.separates(c):
			return wordOf(r.text, start, r.pos, built), nil
		}
		if built != nil {
			built = append(built, c)
		}
		r.pos++
	}
	if quote != 0 {
		return Word{}, &SplitError{Start: start, End: len(r.text), Reason: reasonUnbalanced}
	}
	return wordOf(r.text, start, r.pos, built), nil
}

func wordOf(text string, start, end int, built []byte) Word {
	if built == nil {
		return Word{Text: text[start:end], Start: start, End: end}
	}
	return Word{Text: string(built), Start: start, End: end}
}

// The reasons of a SplitError.
const (
	reasonUnbalanced = "unbalanced quoting"
	reasonEscape     = "unknown escape sequence"
	reasonTrailing   = "backslash at the end"
)

// unescape decodes the backslash sequence at the current place. It returns the
// bytes that it stands for and its length, or a reason.
func (r *wordReader) unescape() (decoded []byte, length int, reason string) {
	rest := r.text[r.pos+1:]
	if rest == "" {
		if r.rules.relax {
			return []byte{'\\'}, 1, ""
		}
		return nil, 0, reasonTrailing
	}
	if !r.rules.cunescape || strings.IndexByte(r.rules.escapedSeparators, rest[0]) >= 0 {
		return []byte{rest[0]}, 2, ""
	}
	if bytes, n := cunescape(rest, false); n > 0 {
		return bytes, 1 + n, ""
	}
	if r.rules.relax {
		return []byte{'\\', rest[0]}, 2, ""
	}
	return nil, 0, reasonEscape
}

// Span returns the bytes of the value that the bytes [from, to) of the word's
// text came from; the whole word where quotes or escapes stand between.
func (w Word) Span(from, to int) (start, end int) {
	if w.End-w.Start != len(w.Text) {
		return w.Start, w.End
	}
	return w.Start + from, w.Start + to
}
