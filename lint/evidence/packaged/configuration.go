package packaged

import (
	"path"
	"strings"

	"github.com/unitlint/unitlint/lint/catalog"
	"github.com/unitlint/unitlint/lint/value"
)

// eachLine calls do for the words of each line of a file that is no comment. Quotes hold
// blanks together (tmpfiles.d(5), sysusers.d(5), logrotate(8)).
func (d *Database) eachLine(name string, do func(words []string, by Told)) {
	file := d.source(name)
	if file == nil {
		return
	}
	for number := 1; number <= file.Lines(); number++ {
		line := strings.TrimSpace(file.LineText(number))
		if strings.HasPrefix(line, "#") {
			continue
		}
		if words := wordsOf(line, catalog.WordsUnquoteCUnescape); len(words) > 0 {
			do(words, Told{Place: file.LineRange(number)})
		}
	}
}

// wordsOf returns the words of a line up to one that cannot be read.
func wordsOf(line string, by catalog.Tokenizer) []string {
	cut, _ := value.Split(line, by)
	words := make([]string, 0, len(cut))
	for _, w := range cut {
		words = append(words, w.Text)
	}
	return words
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
		p.account(words[1], by)
	}
}

// readTemporary reads what systemd-tmpfiles gives to accounts (tmpfiles.d(5)).
func (d *Database) readTemporary(p *Package, name string) {
	const user, group = 3, 4
	d.eachLine(name, func(words []string, by Told) {
		if len(words) <= group {
			return
		}
		// What is given to them when it is made alone is theirs then.
		of, with := strings.TrimLeft(words[user], ":~"), strings.TrimLeft(words[group], ":~")
		if of != "-" && of != "root" {
			p.gift(words[1], of, with, by)
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
			if file := strings.TrimSuffix(word, "{"); !inside && path.IsAbs(file) && len(p.Logs) < mostGifts {
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
