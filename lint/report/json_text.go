package report

import (
	"fmt"
	"strconv"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// jsonText is JSON that grows by its parts. Findings are most of a long report, and
// reflection takes more than twice as long for them as this (BenchmarkJSON).
type jsonText []byte

// key begins the next member of an object.
func (t jsonText) key(name string) jsonText {
	if len(t) > 0 && t[len(t)-1] != '{' {
		t = append(t, ',')
	}
	t = append(t, '"')
	t = append(t, name...)
	return append(t, '"', ':')
}

// member adds a text.
func (t jsonText) member(name, value string) jsonText { return t.key(name).text(value) }

// given adds a text that may be left out where it is empty.
func (t jsonText) given(name, value string) jsonText {
	if value == "" {
		return t
	}
	return t.member(name, value)
}

func (t jsonText) number(name string, value int) jsonText {
	return strconv.AppendInt(t.key(name), int64(value), 10)
}

func (t jsonText) truth(name string, value bool) jsonText {
	return strconv.AppendBool(t.key(name), value)
}

func (t jsonText) null(name string) jsonText { return append(t.key(name), "null"...) }

// texts adds a list.
func (t jsonText) texts(texts []string) jsonText {
	t = append(t, '[')
	for i, text := range texts {
		t = t.next(i).text(text)
	}
	return append(t, ']')
}

// next begins the next value of a list, given how many there are.
func (t jsonText) next(before int) jsonText {
	if before > 0 {
		return append(t, ',')
	}
	return t
}

// plainInJSON are the bytes that stand in a string as they are, whatever follows.
var plainInJSON = func() (plain [256]bool) {
	for c := byte(' '); c <= '~'; c++ {
		plain[c] = c != '"' && c != '\\' && c != beginsMark[0]
	}
	return plain
}()

// text adds a string as an encoder of [NewJSONEncoder] writes it.
func (t jsonText) text(text string) jsonText {
	t = append(t, '"')
	for {
		plain := 0
		for plain < len(text) && plainInJSON[text[plain]] {
			plain++
		}
		t = append(t, text[:plain]...)
		if plain == len(text) {
			return append(t, '"')
		}
		text = text[plain:]
		r, size := utf8.DecodeRuneInString(text)
		t = t.special(r, text[:size], text)
		text = text[size:]
	}
}

// special adds a character that may have to be escaped, given the text that it
// begins.
func (t jsonText) special(r rune, character, text string) jsonText {
	const ofControls = "\b\f\n\r\t"
	switch at := strings.IndexByte(ofControls, character[0]); {
	case at >= 0:
		return append(t, '\\', "bfnrt"[at])
	case r == '"' || r == '\\':
		return append(t, '\\', character[0])
	case r == utf8.RuneError && len(character) == 1:
		return append(t, `\ufffd`...)
	case r < ' ' || escapedInJSON(r) || strings.HasPrefix(text, beginsMark):
		return t.escaped(r)
	}
	return append(t, character...)
}

// escaped adds \u escapes for a character.
func (t jsonText) escaped(r rune) jsonText {
	for _, unit := range utf16.AppendRune(nil, r) {
		t = fmt.Appendf(t, `\u%04x`, unit)
	}
	return t
}
