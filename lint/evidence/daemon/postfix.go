package daemon

import (
	"path"
	"strings"

	"github.com/unitlint/unitlint/lint/source"
)

// readPostfix reads what configures Postfix: the parameters of main.cf, of master.cf the
// commands of its services (pipe(8), spawn(8)), and of aliases those that mail is handed to.
// A line that begins with a blank continues the one before it (postconf(5)).
func readPostfix(file *source.File) []Setting {
	var settings []Setting
	read := parameterOf
	switch path.Base(file.Path) {
	case "master.cf":
		read = commandOf
	case "aliases":
		read = aliasOf
	}
	logical, first := "", 1
	for number := 1; number <= file.Lines()+1 && len(settings) < mostSettings; number++ {
		text := ""
		if number <= file.Lines() {
			text = file.LineText(number)
		}
		isBlank := strings.TrimSpace(text) == "" || strings.HasPrefix(strings.TrimSpace(text), "#")
		switch {
		case isBlank && number <= file.Lines():
			continue
		case !isBlank && (text[0] == ' ' || text[0] == '\t'):
			if len(logical)+len(text) < longestLine {
				logical += " " + strings.TrimSpace(text)
			}
			continue
		}
		if key, value := read(logical); value != "" {
			settings = append(settings, Setting{Key: key, Value: value, Place: file.LineRange(first)})
		}
		logical, first = strings.TrimSpace(text), number
	}
	return settings
}

func parameterOf(line string) (key, value string) {
	key, value, _ = strings.Cut(line, "=")
	return strings.TrimSpace(key), strings.TrimSpace(value)
}

// commandOf returns the command of a service, which ends the line.
func commandOf(line string) (key, value string) {
	_, command, _ := strings.Cut(line, " argv=")
	return "argv", strings.TrimSpace(command)
}

// aliasOf returns the command that an alias hands mail to: name: "|command".
func aliasOf(line string) (key, value string) {
	_, command, isCommand := strings.Cut(line, "|")
	if !isCommand {
		return "", ""
	}
	command, _, _ = strings.Cut(command, `"`)
	return "argv", strings.TrimSpace(command)
}
