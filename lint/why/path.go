package why

import (
	"cmp"
	"path"
	"strings"

	"github.com/unitlint/unitlint/internal/late/regexp"
)

// absolute finds absolute paths: between quotes of any kind, or as a word.
var absolute = regexp.MustCompile("(?:'(/[^']+)'|\"(/[^\"]+)\"|‘(/[^’]+)’|“(/[^”]+)”|`(/[^`']+)['`]|" +
	"(?:^|[\\s(\\[=:,>{])(/[^\\s'\"(),;:\\]\\[}<>`]+)(:\\d+)?)")

// pathsIn returns the paths in a text, in their order. Places in source files
// (/etc/foo.conf:36) are none that an error speaks of, nor are addresses of the
// web.
func pathsIn(text string) []string {
	var found []string
	for _, m := range absolute.FindAllStringSubmatch(text, -1) {
		if m[len(m)-1] != "" {
			continue
		}
		name := ""
		for _, group := range m[1 : len(m)-1] {
			if group != "" {
				name = group
			}
		}
		name = strings.TrimRight(name, ".,:;!")
		if len(name) > 1 && !strings.HasPrefix(name, "//") && len(name) < longestPath {
			found = append(found, path.Clean(name))
		}
	}
	return found
}

// longestPath is PATH_MAX of linux/limits.h.
const longestPath = 4096

// pathOf is the path that an error is about: Python and Node write it behind the
// error, most others before it.
func pathOf(e seen) string {
	before, after := pathsIn(e.before), pathsIn(e.after)
	behind := strings.HasPrefix(strings.TrimLeft(e.after, "]):. "), "'/") || strings.HasPrefix(e.after, ": \"/") ||
		calledBehind.MatchString(e.after) || strings.Contains(e.before, "[Errno")
	switch {
	case behind && len(after) > 0:
		return after[0]
	case len(before) > 0:
		return withBlanks(before[len(before)-1], e.before)
	case len(after) > 0:
		return after[0]
	}
	return cmp.Or(tunableIn(e.before), tunableIn(e.after))
}

// continued is what follows a path that has blanks in it and no quotes around it, up
// to the colon before the error: further words, of which the last names a file below.
var continued = regexp.MustCompile(`^(?: [^\s/:'"()]+)+/[^\s:'"()]*: ?$`)

// withBlanks returns a path with what belongs to it behind a blank, where the text
// ends with that.
func withBlanks(name, text string) string {
	at := strings.LastIndex(text, name)
	if at < 0 {
		return name
	}
	rest := text[at+len(name):]
	if !continued.MatchString(rest) {
		return name
	}
	return path.Clean(name + strings.TrimRight(rest, ": "))
}

// tunable is how sysctl(8) and systemd-sysctl(8) name a file below /proc/sys.
var tunable = regexp.MustCompile(`(?:setting|on) key ["']([a-z][\w.*/-]+)["']|Couldn't write '[^']*' to '([a-z][\w.*/-]+)'`)

// tunableIn is the path of the kernel's setting that a text names, empty where it
// names none.
func tunableIn(text string) string {
	m := tunable.FindStringSubmatch(text)
	if m == nil {
		return ""
	}
	name := m[1] + m[2]
	if !strings.Contains(name, "/") {
		name = strings.ReplaceAll(name, ".", "/")
	}
	return path.Join("/proc/sys", name)
}

// calledBehind is how Node tells the call and its path: ", open '/x'".
var calledBehind = regexp.MustCompile(`^, [a-z]+ '/`)
