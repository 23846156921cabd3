package packaged

import (
	"path"
	"strings"

	"github.com/unitlint/unitlint/internal/late/regexp"
	"github.com/unitlint/unitlint/lint/catalog"
	"github.com/unitlint/unitlint/lint/source"
)

// readScript reads what a maintainer script or a scriptlet makes and gives away. The
// reader looks at lines, not at shell syntax: whether a line is reached is not told,
// and a variable that is set twice has its last value.
func (p *Package) readScript(file *source.File, by Told) {
	values := map[string]string{}
	users := "" // what ends the lines for systemd-sysusers that stand in the script
	for number := 1; number <= file.Lines(); number++ {
		text, place := joinedLine(file, &number)
		if by.Database == "" {
			by.Place = place
		}
		switch line := strings.TrimSpace(text); {
		case users != "" && line == users:
			users = ""
			continue
		case users != "":
			p.user(wordsOf(line, catalog.WordsUnquoteCUnescape), by)
			continue
		case strings.HasPrefix(line, "#"):
			continue
		}
		if match := inlineUsers.FindStringSubmatch(text); match != nil {
			users = match[1]
			continue
		}
		if match := assignment.FindStringSubmatch(text); match != nil {
			values[match[1]] = strings.Trim(match[2], `"'`)
		}
		for _, command := range commandEnd.Split(text, -1) {
			p.readCommand(wordsOf(substituted(command, values), catalog.WordsUnquoteRetainEscape), by)
		}
	}
}

var (
	assignment = regexp.MustCompile(`^\s*(?:local\s+|export\s+|readonly\s+)?([A-Za-z_][A-Za-z0-9_]*)=("[^"$` + "`" + `]*"|'[^']*'|[^\s"'$` + "`" + `;]+)\s*;?\s*$`)
	commandEnd = regexp.MustCompile(`;|&&|\|\||\||\bthen\b|\bdo\b|\belse\b`)
	// inlineUsers is how packages of Fedora and SUSE hand lines to systemd-sysusers in a
	// here-document.
	inlineUsers = regexp.MustCompile(`\bsystemd-sysusers\b.*<<-?\s*["'\\]?([A-Za-z_][A-Za-z0-9_]*)`)
	variable    = regexp.MustCompile(`\$\{?([A-Za-z_][A-Za-z0-9_]*)\}?`)
)

// joinedLine returns a line with those that continue it, and its place; number
// becomes that of the last one.
func joinedLine(file *source.File, number *int) (string, source.Range) {
	const mostJoined = 32
	place := file.LineRange(*number)
	text := file.LineText(*number)
	for joined := 0; strings.HasSuffix(text, `\`) && *number < file.Lines() && joined < mostJoined; joined++ {
		*number++
		text = strings.TrimSuffix(text, `\`) + " " + file.LineText(*number)
	}
	return text, place
}

// substituted puts the values of variables in; what they take together is bounded, for
// one may be long and stand there very often.
func substituted(text string, values map[string]string) string {
	left := mostSubstituted
	return variable.ReplaceAllStringFunc(text, func(word string) string {
		if value, known := values[variable.FindStringSubmatch(word)[1]]; known && len(value) <= left {
			left -= len(value)
			return value
		}
		return word
	})
}

// mostSubstituted bounds the values that are put into one command: paths and names.
const mostSubstituted = 1 << 12

// readCommand reads one command of a maintainer script.
func (p *Package) readCommand(words []string, by Told) {
	for at, word := range words {
		arguments := words[at+1:]
		switch path.Base(word) {
		case "adduser", "useradd":
			p.adds(arguments, by)
		case "chown":
			p.givesAway(operands(arguments), by)
		case "dpkg-statoverride":
			p.overrides(operands(arguments), by)
		case "install":
			p.installs(arguments, by)
		case "setcap":
			p.raises(operands(arguments), by)
		default:
			continue
		}
		return
	}
}

// valued are the options of adduser, useradd and install that take a value as
// the next word.
var valued = map[string]bool{
	"--home": true, "--home-dir": true, "-d": true, "--gecos": true, "--comment": true, "-c": true, "--shell": true, "-s": true,
	"--uid": true, "-u": true, "--gid": true, "-g": true, "--ingroup": true, "--groups": true, "-G": true, "--firstuid": true, "--lastuid": true,
	"--conf": true, "--mode": true, "-m": true, "--owner": true, "-o": true, "--group-name": true,
}

// operands returns the words that are neither options nor their values.
func operands(words []string) []string {
	var found []string
	for at := 0; at < len(words); at++ {
		word := words[at]
		switch {
		case valued[word]:
			at++
		case strings.HasPrefix(word, "-"), strings.HasPrefix(word, ">"), strings.HasPrefix(word, "2>"):
		case word != "":
			found = append(found, word)
		}
	}
	return found
}

// adds records the account that adduser(8) or useradd(8) makes: its last or, with
// a group behind it, its first operand.
func (p *Package) adds(arguments []string, by Told) {
	names := operands(arguments)
	if len(names) > 0 {
		p.account(names[0], by)
	}
}

func (p *Package) account(name string, by Told) {
	if name == "root" || !accountName.MatchString(name) || len(p.Accounts) >= mostGifts {
		return
	}
	for _, known := range p.Accounts {
		if known.Name == name {
			return
		}
	}
	p.Accounts = append(p.Accounts, Account{name, by})
}

var accountName = regexp.MustCompile(`^[A-Za-z_][A-Za-z0-9_.-]*\$?$`)

// givesAway records what chown(1) gives to whom.
func (p *Package) givesAway(words []string, by Told) {
	if len(words) < 2 {
		return
	}
	user, group, _ := strings.Cut(strings.Replace(words[0], ".", ":", 1), ":")
	if strings.Contains(words[0], ":") {
		user, group, _ = strings.Cut(words[0], ":")
	}
	for _, name := range words[1:] {
		p.gift(name, user, group, by)
	}
}

// overrides records what dpkg-statoverride(1) gives to whom.
func (p *Package) overrides(words []string, by Told) {
	const user, group, mode, name = 0, 1, 2, 3
	if len(words) > name && words[mode] != "" {
		p.gift(words[name], words[user], words[group], by)
	}
}

// installs records the directory that install(1) makes for somebody.
func (p *Package) installs(arguments []string, by Told) {
	user, group := optionValue(arguments, "-o", "--owner"), optionValue(arguments, "-g", "--group")
	if user == "" {
		return
	}
	for _, name := range operands(arguments) {
		p.gift(name, user, group, by)
	}
}

// raises records the capabilities that setcap(8) gives to files.
func (p *Package) raises(words []string, by Told) {
	for ; len(words) > 1; words = words[2:] {
		p.privilege(words[1], words[0], by)
	}
}

func optionValue(words []string, short, long string) string {
	for at, word := range words {
		if value, found := strings.CutPrefix(word, long+"="); found {
			return value
		}
		if (word == short || word == long) && at+1 < len(words) {
			return words[at+1]
		}
	}
	return ""
}

func (p *Package) gift(name, user, group string, by Told) {
	if user != "" {
		p.account(user, by)
	}
	if path.IsAbs(name) && !strings.ContainsAny(name, "$`*") && accountName.MatchString(user) && len(p.Gifts) < mostGifts {
		p.Gifts = append(p.Gifts, Gift{path.Clean(name), user, group, by})
	}
}
