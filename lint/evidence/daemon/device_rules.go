package daemon

import (
	"strings"

	"github.com/unitlint/unitlint/internal/late/regexp"
	"github.com/unitlint/unitlint/lint/source"
)

// deviceProgram matches what a rule of udev has a program run for: RUN, PROGRAM and
// IMPORT{program}, but not what is built into udev (udev(7)).
var deviceProgram = regexp.MustCompile(`(?:^|[\s,])(RUN(?:\{program\})?|PROGRAM|IMPORT\{program\})\s*(?:\+=|:=|==|=)\s*e?"((?:[^"\\]|\\.)*)"`)

// readDeviceRules reads the administrator's rules of udev, and calls the programs that they
// run "run", "program" and "import". Those of packages are for devices that may not be there.
func readDeviceRules(file *source.File) []Setting {
	if strings.Contains(file.Path, "lib/udev/rules.d/") {
		return nil
	}
	var found []Setting
	rule, first, number := "", 0, 0
	for line := range strings.Lines(file.Content()) {
		number++
		line = strings.TrimSpace(line)
		if rule == "" {
			first = number
		}
		part, continues := strings.CutSuffix(line, `\`)
		if rule += part; continues && len(rule) < longestLine {
			continue
		}
		found = appendPrograms(found, file, rule, first)
		if rule = ""; len(found) >= mostSettings {
			break
		}
	}
	return appendPrograms(found, file, rule, first)
}

func appendPrograms(found []Setting, file *source.File, rule string, number int) []Setting {
	if strings.HasPrefix(rule, "#") || len(rule) > longestLine {
		return found
	}
	for _, match := range deviceProgram.FindAllStringSubmatch(rule, -1) {
		key, _, _ := strings.Cut(strings.ToLower(match[1]), "{")
		found = append(found, Setting{Key: key, Value: strings.ReplaceAll(match[2], `\"`, `"`), Place: file.LineRange(number)})
	}
	return found
}
