package value

import "unicode/utf8"

// plainEscapes are the one-letter C escapes that systemd knows; \s is a blank.
var plainEscapes = [256]byte{
	'a': '\a', 'b': '\b', 'f': '\f', 'n': '\n', 'r': '\r', 't': '\t', 'v': '\v',
	'\\': '\\', '"': '"', '\'': '\'', 's': ' ',
}

// cunescape decodes the C escape that follows a backslash. It returns the bytes
// and how many bytes of the text were taken, 0 where it is not a known escape.
// NUL is refused unless allowed.
func cunescape(text string, allowNUL bool) (decoded []byte, length int) {
	if text == "" {
		return nil, 0
	}
	if plain := plainEscapes[text[0]]; plain != 0 {
		return []byte{plain}, 1
	}
	var digits int
	base, from := 16, 1
	switch text[0] {
	case 'x':
		digits = 2
	case 'u':
		digits = 4
	case 'U':
		digits = 8
	case '0', '1', '2', '3', '4', '5', '6', '7':
		digits, base, from = 3, 8, 0
	default:
		return nil, 0
	}
	if len(text) < from+digits {
		return nil, 0
	}
	code := 0
	for _, c := range []byte(text[from : from+digits]) {
		d := digitValue(c)
		if d < 0 || d >= base {
			return nil, 0
		}
		code = code*base + d
	}
	if code == 0 && !allowNUL {
		return nil, 0
	}
	if text[0] == 'u' || text[0] == 'U' {
		if code > utf8.MaxRune || !utf8.ValidRune(rune(code)) {
			return nil, 0
		}
		return utf8.AppendRune(nil, rune(code)), from + digits
	}
	if code > 255 {
		return nil, 0
	}
	return []byte{byte(code)}, from + digits
}

// digitValue returns the value of a hexadecimal digit, or -1.
func digitValue(c byte) int {
	switch {
	case c >= '0' && c <= '9':
		return int(c - '0')
	case c >= 'a' && c <= 'f':
		return int(c-'a') + 10
	case c >= 'A' && c <= 'F':
		return int(c-'A') + 10
	}
	return -1
}
