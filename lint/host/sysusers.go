package host

import (
	"cmp"
	"strconv"
	"strings"
)

// AddSystemUsers records the users and groups that the lines of a sysusers.d(5)
// file create; source names the file. Names with specifiers tell nothing.
func (h *Host) AddSystemUsers(text, source string) {
	for line := range strings.Lines(text) {
		fields := splitQuoted(line)
		if len(fields) < 2 || strings.Contains(fields[1], "%") {
			continue
		}
		name := fields[1]
		if fields[0] == "g" {
			h.groups[name] = source
		}
		if fields[0] == "m" && len(fields) > 2 {
			h.joined[name] = append(h.joined[name], fields[2])
			h.groups[fields[2]] = cmp.Or(h.groups[fields[2]], source) // it makes both that are not there
		}
		if !strings.HasPrefix(fields[0], "u") {
			continue
		}
		if _, known := h.users[name]; known {
			continue
		}
		account := Account{Presence: Exists, UID: -1, Group: name, Source: source}
		if len(fields) > 2 {
			account.setID(fields[2])
		}
		if len(fields) > 4 && fields[4] != "-" {
			account.Home = fields[4]
		}
		h.addUser(name, account)
	}
}

// setID reads UID, UID:GID or UID:GROUP; a path or "-" leaves the number to the
// system.
func (a *Account) setID(field string) {
	id, group, named := strings.Cut(field, ":")
	if number, err := strconv.Atoi(id); err == nil {
		a.UID = number
	}
	if named {
		a.Group = group
	}
}

// splitQuoted cuts a line into words; double quotes keep blanks together.
func splitQuoted(line string) []string {
	var words []string
	var word strings.Builder
	quoted, begun := false, false
	for _, r := range line {
		switch {
		case r == '#' && len(words) == 0 && !begun:
			return nil
		case r == '"':
			quoted, begun = !quoted, true
		case !quoted && strings.ContainsRune(" \t\n\r", r):
			if begun {
				words = append(words, word.String())
				word.Reset()
				begun = false
			}
		default:
			word.WriteRune(r)
			begun = true
		}
	}
	if begun {
		words = append(words, word.String())
	}
	return words
}
