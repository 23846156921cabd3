package daemon

import (
	"bytes"
	"strings"

	"github.com/unitlint/unitlint/internal/late/regexp"
)

// looseStart matches the beginning of an object of HJSON or JSON5, whose keys need no quotes, behind
// comments (hjson.github.io, json5.org).
var looseStart = regexp.MustCompile(`^(?:\s+|//[^\n]*|#[^\n]*|/\*(?s:.*?)\*/)*\{(?:\s+|//[^\n]*|#[^\n]*|/\*(?s:.*?)\*/)*(?:[A-Za-z_$][\w$-]*|'[^'\n]*')\s*:`)

// isLooseObject tells that a text is an object of HJSON or JSON5.
func isLooseObject(text []byte) bool {
	bare := bytes.TrimLeft(text[:min(len(text), longestLine)], " \t\r\n")
	if len(bare) == 0 || bare[0] != '{' && (bare[0] != '#' && bare[0] != '/' || bytes.IndexByte(bare, '{') < 0) {
		return false
	}
	return looseStart.Match(bare)
}

// tightened returns an object of HJSON or JSON5 as one of YAML, each line in its place: without
// comments and tabs, and with the commas that ends of lines stand for.
func tightened(text []byte) []byte {
	lines := strings.Split(strings.ReplaceAll(string(text), "\t", " "), "\n")
	inBlock := false
	for i := range lines {
		lines[i], inBlock = bared(lines[i], inBlock)
	}
	last := -1
	for i, line := range lines {
		line = strings.TrimSpace(line)
		if line == "" {
			continue
		}
		if last >= 0 && !strings.ContainsRune("{[,:", rune(lines[last][len(lines[last])-1])) && !strings.ContainsRune("}],", rune(line[0])) {
			lines[last] += ","
		}
		lines[i], last = strings.TrimRight(lines[i], " \r"), i
	}
	var all bytes.Buffer
	for _, line := range lines {
		all.WriteString(line)
		all.WriteByte('\n')
	}
	return all.Bytes()
}

// bared blanks what is a comment of a line: one begins behind a blank or where no string
// is open, so that the slashes of addresses are none.
func bared(line string, inBlock bool) (rest string, stillInBlock bool) {
	bare := []byte(line)
	var quote byte
	for at := 0; at < len(bare); at++ {
		behind := string(bare[at:])
		begins := at == 0 || strings.IndexByte(" ,{}[]:", bare[at-1]) >= 0
		switch {
		case inBlock && strings.HasPrefix(behind, "*/"):
			bare[at], bare[at+1], inBlock = ' ', ' ', false
			at++
		case inBlock:
			bare[at] = ' '
		case quote != 0 && bare[at] == '\\':
			at++
		case quote != 0:
			if bare[at] == quote {
				quote = 0
			}
		case begins && (bare[at] == '"' || bare[at] == '\''):
			quote = bare[at]
		case begins && strings.HasPrefix(behind, "/*"):
			bare[at], inBlock = ' ', true
			at--
		case begins && bare[at] == '#', (at == 0 || strings.IndexByte(" ,{}[]", bare[at-1]) >= 0) && strings.HasPrefix(behind, "//"):
			return string(bare[:at]), false
		}
	}
	return string(bare), inBlock
}
