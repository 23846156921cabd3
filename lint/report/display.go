package report

import (
	"fmt"
	"io"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/rivo/uniseg"
)

// Clean makes text safe and readable on a terminal: control characters,
// invisible and direction-changing ones and invalid bytes are written as
// escapes, and so is what a system that runs the program would take for a
// command. Nothing that stands in a unit file reaches a terminal unescaped.
func Clean(text string) string {
	if !needsCleaning(text) {
		return withoutMarks(text)
	}
	var b strings.Builder
	for i := 0; i < len(text); {
		r, size := utf8.DecodeRuneInString(text[i:])
		switch {
		case r == utf8.RuneError && size <= 1:
			fmt.Fprintf(&b, `\x%02x`, text[i])
		case harmless(r), r == zeroWidthJoiner && joinsEmoji(text, i, size):
			b.WriteRune(r)
		case r == '\n':
			b.WriteString(`\n`)
		case r == '\t':
			b.WriteString(`\t`)
		case r == '\r':
			b.WriteString(`\r`)
		case r < 0x100:
			fmt.Fprintf(&b, `\x%02x`, r)
		default:
			fmt.Fprintf(&b, `\u%04x`, r)
		}
		i += size
	}
	return withoutMarks(b.String())
}

// withoutMarks breaks the marks by which the runners of Azure, TeamCity and, in
// its older form, GitHub know a command, wherever in a line they stand.
func withoutMarks(text string) string {
	if !strings.Contains(text, "##") {
		return text
	}
	return strings.NewReplacer("##[", `\x23#[`, "##vso[", `\x23#vso[`, "##teamcity[", `\x23#teamcity[`).Replace(text)
}

// elsewhere points at a further file below a finding.
const elsewhere = ":::"

// withoutCommands breaks what a runner of GitHub would take for a command: two
// colons that begin a line, after blanks perhaps. There is no command of which
// the name begins with a third one.
func withoutCommands(lines string) string {
	if !strings.Contains(lines, "::") {
		return lines
	}
	var b strings.Builder
	for line := range strings.Lines(lines) {
		if text := strings.TrimLeft(line, " \t"); strings.HasPrefix(text, "::") && !strings.HasPrefix(text, elsewhere+" ") {
			line = line[:len(line)-len(text)] + `\x3a` + text[1:]
		}
		b.WriteString(line)
	}
	return b.String()
}

// WriteLines writes lines for people, of which none is a command to the system
// that runs the program.
func WriteLines(w io.Writer, lines string) error {
	_, err := io.WriteString(w, withoutCommands(lines))
	return err
}

func needsCleaning(text string) bool {
	for i := range len(text) {
		if c := text[i]; c < ' ' || c > '~' {
			return true
		}
	}
	return false
}

// harmless tells whether a terminal shows a character as a mark of its own or
// combines it with the one before it. Of the blanks the usual one is meant, and
// the wide one of East Asian texts; the others look like it and are not it.
func harmless(r rune) bool {
	const ideographicSpace = '\u3000'
	return r == ' ' || r == ideographicSpace || unicode.IsGraphic(r) && !unicode.Is(unicode.Z, r)
}

const zeroWidthJoiner = '\u200d'

// joinsEmoji tells whether the character at a place stands between two emoji,
// which a terminal then shows as one.
func joinsEmoji(text string, at, size int) bool {
	const emojiStyle = '\ufe0f'
	before, _ := utf8.DecodeLastRuneInString(text[:at])
	after, _ := utf8.DecodeRuneInString(text[at+size:])
	emoji := before == emojiStyle || unicode.Is(unicode.So, before) || unicode.Is(unicode.Sk, before)
	return before != utf8.RuneError && emoji && unicode.Is(unicode.So, after)
}

// width is the number of terminal cells of clean text.
func width(text string) int { return uniseg.StringWidth(text) }

// frameTab is how many cells a tab takes in a code frame.
const frameTab = 4

// frameText is clean text for a code frame, where a tab is a few blanks.
func frameText(text string) string {
	if strings.IndexByte(text, '\t') < 0 {
		return Clean(text)
	}
	parts := strings.Split(text, "\t")
	for i := range parts {
		parts[i] = Clean(parts[i])
	}
	return strings.Join(parts, strings.Repeat(" ", frameTab))
}

// wrap breaks text at blanks into lines of at most the given number of cells,
// the first of which has some less; a longer word has a line of its own.
func wrap(text string, cells, less int) []string {
	var lines []string
	line, used := "", less
	for _, word := range strings.Fields(text) {
		w := width(word)
		if line != "" && used+1+w > cells {
			lines = append(lines, line)
			line, used = "", 0
		}
		if line != "" {
			line += " "
			used++
		}
		line += word
		used += w
	}
	return append(lines, line)
}

// Plural is "1 error", "2 errors".
func Plural(n int, word string) string {
	if n == 1 {
		return "1 " + word
	}
	return fmt.Sprintf("%d %ss", n, word)
}

// sentence is a rule's summary with a capital and a full stop. A name that it
// starts with keeps its case.
func sentence(summary string) string {
	first, size := utf8.DecodeRuneInString(summary)
	return string(unicode.ToUpper(first)) + summary[size:] + "."
}
