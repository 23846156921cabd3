package packaged

import (
	"path"
	"strings"

	"github.com/unitlint/unitlint/lint/source"
)

// eachLine calls do for the words of each line of a file that is no comment.
func (d *Database) eachLine(name string, do func(words []string, place source.Range)) {
	file := d.source(name)
	if file == nil {
		return
	}
	for number := 1; number <= file.Lines(); number++ {
		words := strings.Fields(file.LineText(number))
		if len(words) > 0 && !strings.HasPrefix(words[0], "#") {
			do(words, file.LineRange(number))
		}
	}
}

// readUsers reads the accounts that systemd-sysusers makes (sysusers.d(5)).
func (d *Database) readUsers(p *Package, name string) {
	d.eachLine(name, func(words []string, place source.Range) {
		if strings.HasPrefix(words[0], "u") && len(words) > 1 {
			p.account(unquoted(words[1]), place)
		}
	})
}

// readTemporary reads what systemd-tmpfiles gives to accounts (tmpfiles.d(5)).
func (d *Database) readTemporary(p *Package, name string) {
	const user, group = 3, 4
	d.eachLine(name, func(words []string, place source.Range) {
		if len(words) > group && words[user] != "-" && words[user] != "root" {
			p.gift(unquoted(words[1]), words[user], words[group], place)
		}
	})
}

// readRotation reads which logs logrotate rotates, and for whom it makes them
// anew (logrotate(8)).
func (d *Database) readRotation(p *Package, name string) {
	const user = 2
	inside := false
	d.eachLine(name, func(words []string, place source.Range) {
		for _, word := range words {
			if file := unquoted(strings.TrimSuffix(word, "{")); !inside && path.IsAbs(file) && len(p.Logs) < mostGifts {
				p.Logs = append(p.Logs, Named{path.Clean(file), place})
			}
		}
		switch last := words[len(words)-1]; {
		case strings.HasSuffix(last, "{"):
			inside = true
		case last == "}":
			inside = false
		case words[0] == "create" && len(words) > user:
			p.account(words[user], place)
		case words[0] == "su" && len(words) > 1:
			p.account(words[1], place)
		}
	})
}
