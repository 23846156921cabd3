package binary

import (
	"bytes"
	"debug/elf"
	"slices"
)

// stringSections are where compilers put the texts of a program.
var stringSections = []string{".rodata", ".rodata.str", ".rodata.str1.1", ".rodata.str1.8", ".data.rel.ro.local", ".data"}

// mostText bounds how much of a section is searched for paths.
const mostText = 24 << 20

// readStrings keeps the absolute paths among the program's strings. A section
// that cannot be read has none.
func (p *Program) readStrings(f *elf.File) {
	for _, name := range stringSections {
		section := f.Section(name)
		if section == nil || section.Size > mostText {
			continue
		}
		content, err := contentOf(section, mostText)
		if err != nil {
			continue
		}
		p.Strings = appendPaths(p.Strings, content, p.Go != nil || p.Rust)
		p.Accounts = appendAccounts(p.Accounts, content)
		if p.Go == nil && !p.Rust { // their texts stand side by side, without an end
			p.Offered = appendOffered(p.Offered, content)
		}
	}
	p.Strings, p.Accounts, p.Offered = sorted(p.Strings), sorted(p.Accounts), sorted(p.Offered)
}

// commonAccounts are those that daemons become which were told of none
// (systemd.exec(5), "User=").
var commonAccounts = []string{"nobody"}

// appendAccounts appends the common accounts that are whole strings of a text.
func appendAccounts(accounts []string, text []byte) []string {
	for _, name := range commonAccounts {
		if bytes.Contains(text, []byte("\x00"+name+"\x00")) {
			accounts = append(accounts, name)
		}
	}
	return accounts
}

// roots are the directories below which programs find what is not theirs alone
// (hier(7)).
var roots = []string{"/dev/", "/etc/", "/home/", "/opt/", "/proc/", "/root/", "/run/", "/srv/", "/sys/", "/tmp/", "/usr/", "/var/"}

// appendPaths appends the paths in a text. Strings of C end with a zero byte;
// those of Go and Rust stand side by side, so that what follows a path may look
// as if it belonged to it.
func appendPaths(paths []string, text []byte, joined bool) []string {
	for at := 0; at < len(text) && len(paths) < mostFacts; {
		next := bytes.IndexByte(text[at:], '/')
		if next < 0 {
			break
		}
		at += next
		length := pathLength(text[at:])
		if length > 1 && (joined || at == 0 || text[at-1] == 0) && (joined || at+length == len(text) || text[at+length] == 0) &&
			beginsAtRoot(text[at:at+length]) {
			paths = append(paths, string(text[at:at+length]))
		}
		if joined {
			paths = appendInner(paths, text[at:at+length])
		}
		at += max(length, 1)
	}
	return paths
}

// appendInner appends the paths that begin within a text which looks like one: what
// stands before them may be the end of another string.
func appendInner(paths []string, text []byte) []string {
	for at := 1; at < len(text) && len(paths) < mostFacts; at++ {
		next := bytes.IndexByte(text[at:], '/')
		if next < 0 {
			break
		}
		at += next
		if beginsAtRoot(text[at:]) {
			paths = append(paths, string(text[at:]))
		}
	}
	return paths
}

func beginsAtRoot(name []byte) bool {
	return slices.ContainsFunc(roots, func(root string) bool {
		return len(name) > len(root) && bytes.HasPrefix(name, []byte(root))
	})
}

// pathLength returns how many of the characters at the beginning may be those of
// a path.
func pathLength(text []byte) int {
	length := 0
	for length < len(text) && length < longestName && isOfPath(text[length]) {
		length++
	}
	return length
}

func isOfPath(c byte) bool {
	return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || bytes.IndexByte([]byte("/._-+@"), c) >= 0
}
