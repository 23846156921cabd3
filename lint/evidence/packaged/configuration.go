package packaged

import (
	"path"
	"strings"
)

// eachLine calls do for the words of each line of a file that is no comment.
func (d *Database) eachLine(name string, do func(words []string, by Told)) {
	file := d.source(name)
	if file == nil {
		return
	}
	for number := 1; number <= file.Lines(); number++ {
		words := strings.Fields(file.LineText(number))
		if len(words) > 0 && !strings.HasPrefix(words[0], "#") {
			do(words, Told{Place: file.LineRange(number)})
		}
	}
}

// readUsers reads the accounts that systemd-sysusers makes (sysusers.d(5)).
func (d *Database) readUsers(p *Package, name string) {
	d.eachLine(name, func(words []string, by Told) {
		p.user(words, by)
	})
}

// user reads the words of one line of such a file.
func (p *Package) user(words []string, by Told) {
	if len(words) > 1 && strings.HasPrefix(words[0], "u") {
		p.account(unquoted(words[1]), by)
	}
}

// readTemporary reads what systemd-tmpfiles gives to accounts (tmpfiles.d(5)).
func (d *Database) readTemporary(p *Package, name string) {
	const user, group = 3, 4
	d.eachLine(name, func(words []string, by Told) {
		if len(words) > group && words[user] != "-" && words[user] != "root" {
			p.gift(unquoted(words[1]), words[user], words[group], by)
		}
	})
}

// readRotation reads which logs logrotate rotates, and for whom it makes them
// anew (logrotate(8)).
func (d *Database) readRotation(p *Package, name string) {
	const user = 2
	inside := false
	d.eachLine(name, func(words []string, by Told) {
		for _, word := range words {
			if file := unquoted(strings.TrimSuffix(word, "{")); !inside && path.IsAbs(file) && len(p.Logs) < mostGifts {
				p.Logs = append(p.Logs, Named{path.Clean(file), by})
			}
		}
		switch last := words[len(words)-1]; {
		case strings.HasSuffix(last, "{"):
			inside = true
		case last == "}":
			inside = false
		case words[0] == "create" && len(words) > user:
			p.account(words[user], by)
		case words[0] == "su" && len(words) > 1:
			p.account(words[1], by)
		}
	})
}
