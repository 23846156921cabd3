package host

import (
	"path"
	"slices"
	"strings"
	"sync"

	"github.com/unitlint/unitlint/lint/locate"
)

// scripts are the maintainer scripts and scriptlets of packages, which make users and put them
// into groups.
type scripts []script

type script struct {
	name string
	// lines are those that make accounts or change them, each as its words; words are those of
	// the whole script.
	lines [][]string
	words map[string]bool
	// open tells that a line has a variable, so that it may be about any word of the script.
	open bool
}

const (
	// scriptDirectory is where dpkg keeps the scripts of packages.
	scriptDirectory = "var/lib/dpkg/info"
	mostScripts     = 1 << 13
	mostScriptLines = 256
)

// accountPrograms make users or put them into groups (adduser(8), useradd(8), usermod(8),
// groupadd(8), gpasswd(1), sysusers.d(5)).
var accountPrograms = []string{"adduser", "useradd", "usermod", "gpasswd", "addgroup", "groupadd", "groupmems", "systemd-sysusers", "u"}

// readScripts has the scripts of some directories read as well when they are asked for first. Many
// packages of a tree share the directory above: each is read once.
func (h *Host) readScripts(tree *locate.Tree, directories ...string) {
	if h.scriptDirectories == nil {
		h.scriptDirectories = map[string]bool{}
	}
	for _, directory := range directories {
		if h.scriptDirectories[directory] {
			continue
		}
		h.scriptDirectories[directory] = true
		earlier := h.scripts
		h.scripts = sync.OnceValue(func() (found scripts) {
			if earlier != nil {
				found = earlier()
			}
			return found.of(tree, directory)
		})
	}
}

// of adds the scripts of a directory.
func (s scripts) of(tree *locate.Tree, directory string) scripts {
	entries, err := tree.ReadDir(directory)
	if err != nil {
		return s
	}
	for _, entry := range entries {
		if isScript(entry.Name()) && len(s) < mostScripts {
			s = s.with(tree, path.Join(directory, entry.Name()))
		}
	}
	return s
}

// scriptNames are parts of the names of the scripts that packages run when they are installed
// (deb-postinst(5), nfpm, fpm, PKGBUILD(5), the specs of RPM).
var scriptNames = []string{"postinst", "preinst", "post-install", "pre-install", "after-install", "before-install", "after_install", "before_install"}

// isScript tells that a file is called like a script of a package.
func isScript(name string) bool {
	return slices.Contains([]string{".install", ".spec"}, path.Ext(name)) ||
		slices.ContainsFunc(scriptNames, func(part string) bool { return strings.Contains(name, part) })
}

// with adds a script, if it is about accounts.
func (s scripts) with(tree *locate.Tree, name string) scripts {
	file, err := tree.Source(name)
	if err != nil {
		return s
	}
	one := script{name: name, words: map[string]bool{}}
	for line := range strings.Lines(strings.ReplaceAll(file.Content(), "\\\n", " ")) {
		if strings.HasPrefix(strings.TrimSpace(line), "#") {
			continue
		}
		words := wordsIn(line)
		for _, word := range words {
			one.words[word] = true
		}
		if len(one.lines) < mostScriptLines && slices.ContainsFunc(words, func(word string) bool { return slices.Contains(accountPrograms, word) }) {
			one.lines = append(one.lines, words)
			one.open = one.open || strings.Contains(line, "$")
		}
	}
	if len(one.lines) == 0 {
		return s
	}
	return append(s, one)
}

// wordsIn cuts a line of a script into what may be names.
func wordsIn(line string) []string {
	return strings.FieldsFunc(line, func(r rune) bool {
		return r != '-' && r != '_' && r != '.' && (r < '0' || r > '9') && (r < 'A' || r > 'Z') && (r < 'a' || r > 'z')
	})
}

// enrol adds what the scripts say of a user. Which words of a line are groups is not told, so that
// every one is taken for one; and of a script with variables in such a line, every word of it.
func (s scripts) enrol(user string, found *Membership) {
	for i := range s {
		if !s[i].words[user] {
			continue
		}
		if s[i].open {
			for word := range s[i].words {
				found.Groups = append(found.Groups, word)
			}
		}
		for _, line := range s[i].lines {
			if s[i].open || slices.Contains(line, user) {
				found.Groups = append(found.Groups, line...)
				found.makes(s[i].name, line)
			}
		}
	}
}

// makes records who makes the user, where a line does.
func (m *Membership) makes(name string, line []string) {
	if m.Source == "" && slices.ContainsFunc([]string{"adduser", "useradd", "u"}, func(word string) bool { return slices.Contains(line, word) }) {
		m.Source = name
	}
}
