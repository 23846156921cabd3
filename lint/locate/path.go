package locate

import (
	"path"
	"slices"
	"strings"
)

// searchDirectories are the directories that a manager reads units from,
// highest priority first, relative to the root: systemd.unit(5), "Unit File
// Load Path". Only a running system has the ones below run/ other than
// run/systemd/{system,user}, but they may be in a copy of one.
var searchDirectories = map[Scope][]string{
	System: {
		"etc/systemd/system.control",
		"run/systemd/system.control",
		"run/systemd/transient",
		"run/systemd/generator.early",
		"etc/systemd/system",
		"etc/systemd/system.attached",
		"run/systemd/system",
		"run/systemd/system.attached",
		"run/systemd/generator",
		"usr/local/lib/systemd/system",
		// Builds for a split /usr read /lib first. Where /lib is a link to
		// usr/lib the two are one directory.
		"lib/systemd/system",
		"usr/lib/systemd/system",
		"run/systemd/generator.late",
	},
	User: {
		"etc/xdg/systemd/user",
		"etc/systemd/user",
		"run/systemd/user",
		"usr/local/share/systemd/user",
		"usr/share/systemd/user",
		"usr/local/lib/systemd/user",
		"lib/systemd/user",
		"usr/lib/systemd/user",
	},
}

// scopes in the order in which units are listed.
var scopes = []Scope{System, User}

// SplitSearchPath cuts a path with forward slashes after the root that its
// search directory lies below: "a/usr/lib/systemd/system/b.service" gives "a",
// "usr/lib/systemd/system" and "b.service". The innermost search directory
// counts. ok is false where no search directory is a part of the path.
func SplitSearchPath(name string) (root, directory, rest string, scope Scope, ok bool) {
	padded := "/" + strings.TrimPrefix(path.Clean(name), "/") + "/"
	end := len(padded) - 1
	for ; end > 0; end = strings.LastIndexByte(padded[:end], '/') {
		if directory, scope = searchDirectoryAtEnd(padded[:end]); directory != "" {
			break
		}
	}
	if directory == "" {
		return "", "", "", "", false
	}
	root = path.Clean(padded[:end-len(directory)])
	if !strings.HasPrefix(name, "/") {
		root = path.Clean("./" + root)
	}
	return root, directory, strings.Trim(padded[end:], "/"), scope, true
}

// searchedBy returns the manager that reads units from a directory of a root, or "".
func searchedBy(directory string) Scope {
	for _, s := range scopes {
		if slices.Contains(searchDirectories[s], directory) {
			return s
		}
	}
	return ""
}

// searchDirectoryAtEnd returns the search directory that a path ends in, or "".
// "usr/lib/…" ends in "lib/…" too: the longer one is meant.
func searchDirectoryAtEnd(name string) (directory string, scope Scope) {
	for _, s := range scopes {
		for _, d := range searchDirectories[s] {
			if len(d) >= len(directory) && strings.HasSuffix(name, d) && name[len(name)-len(d)-1] == '/' {
				directory, scope = d, s
			}
		}
	}
	return directory, scope
}

// clean is [path.Clean], which most paths need not be looked through for: those without
// names that begin with a dot are clean, if no slash stands beside another or at an end.
func clean(name string) string {
	if name == "" || name[0] == '/' || name[0] == '.' || name[len(name)-1] == '/' || strings.Contains(name, "/.") || strings.Contains(name, "//") {
		return path.Clean(name)
	}
	return name
}

// OfAdministrator tells whether a path below the root lies where administrators
// keep units and drop-ins.
func OfAdministrator(name string) bool { return strings.HasPrefix(name, "etc/") }
