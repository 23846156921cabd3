package daemon

import (
	"slices"
	"strings"

	"github.com/unitlint/unitlint/internal/late/regexp"
)

// anyPort matches what looks like a port where nobody knows the keys: what follows an
// address, or a word that ends in port, listens or binds.
var anyPort = regexp.MustCompile(`[:@]([1-9][0-9]{1,4})\b|` +
	`\b(?:[a-z_.-]*ports?|dns|[a-z_.-]*(?:listen|bind)[a-z_-]*)["']?\s*(?:[:=]|\s)\s*["']?([1-9][0-9]{1,4})\b`)

// listens tells that the row of a program says what its ports are.
func (p *program) listens() bool {
	isPort := func(m Meaning) bool { return kindOf(m) == Port }
	return slices.ContainsFunc(p.keys, func(k key) bool { return isPort(k.meaning) }) ||
		slices.ContainsFunc(p.defaults, func(d standard) bool { return isPort(d.meaning) })
}

// Ports are the numbers that look like ports in a configuration whose keys nobody knows,
// each once. They say nothing of who listens there, but that the usual one is not among
// them says that the program was told of another.
func (c *Configuration) Ports() []string {
	if c.known != nil && c.known.listens() {
		return nil
	}
	var found []string
	for _, file := range c.texts {
		for number := 1; number <= file.Lines() && len(found) < mostSettings; number++ {
			line := file.LineText(number)
			if len(line) > longestLine {
				continue
			}
			for _, match := range anyPort.FindAllStringSubmatch(strings.ToLower(withoutComment(strings.TrimSpace(line))), -1) {
				if port := match[1] + match[2]; !slices.Contains(found, port) {
					found = append(found, port)
				}
			}
		}
	}
	return found
}
