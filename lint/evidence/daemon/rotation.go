package daemon

import (
	"slices"
	"strings"

	"github.com/unitlint/unitlint/lint/source"
)

// rotationScripts are the words that begin a script in logrotate's configuration,
// which the word "endscript" on a line of its own ends (logrotate(8)).
var rotationScripts = []string{"postrotate", "prerotate", "firstaction", "lastaction", "preremove"}

// readRotation reads the configuration of logrotate: the logs stand before the
// brace that opens what is said of them, which may be some lines further on.
func readRotation(file *source.File) []Setting {
	var settings []Setting
	inside, script := false, false
	var commands []string
	for number := 1; number <= file.Lines() && len(settings) < mostSettings; number++ {
		text := strings.TrimSpace(file.LineText(number))
		if len(text) > longestLine || strings.HasPrefix(text, "#") {
			continue
		}
		first, rest := text, ""
		if blank := strings.IndexAny(text, " \t"); blank >= 0 {
			first, rest = text[:blank], text[blank:]
		}
		switch {
		case script && first == "endscript":
			settings = append(settings, Setting{Key: "script", Value: strings.Join(commands, "\n"), Place: file.LineRange(number)})
			script, commands = false, nil
		case script:
			commands = append(commands, text)
		case first == "olddir":
			settings = append(settings, Setting{Key: first, Value: strings.TrimSpace(rest), Place: file.LineRange(number)})
		case inside:
			script = slices.Contains(rotationScripts, first)
			inside = script || !strings.HasPrefix(text, "}")
		case first == "include":
			settings = append(settings, Setting{Key: first, Value: strings.TrimSpace(rest), Place: file.LineRange(number)})
		case slices.Contains(rotationScripts, first):
			script = true
		default:
			before, after, opens := strings.Cut(text, "{")
			inside = opens && !strings.Contains(after, "}")
			logs := quotedWords(before)
			if len(logs) > 0 && !strings.HasPrefix(logs[0], "/") {
				continue // a directive for all logs
			}
			for _, word := range logs {
				settings = append(settings, Setting{Key: "log", Value: word, Place: file.LineRange(number)})
			}
		}
	}
	return settings
}

// quotedWords parts a text at blanks that are in no quotes, which it takes away.
func quotedWords(text string) []string {
	quote := rune(0)
	words := strings.FieldsFunc(text, func(c rune) bool {
		switch {
		case quote != 0 && c == quote:
			quote = 0
		case quote == 0 && (c == '"' || c == '\''):
			quote = c
		}
		return quote == 0 && (c == ' ' || c == '\t')
	})
	for i := range words {
		words[i] = strings.Trim(words[i], `"'`)
	}
	return words
}
