package match

import (
	"path"
	"slices"
	"strings"

	"github.com/unitlint/unitlint/lint/host"
	"github.com/unitlint/unitlint/lint/need"
	"github.com/unitlint/unitlint/lint/sandbox"
	"github.com/unitlint/unitlint/lint/unit"
	"github.com/unitlint/unitlint/lint/value"
)

// Writable returns what to make writable for a refused path: the directory that
// systemd makes for the unit's user, as the line that asks for it, where it is
// missing and belongs to that user; else the path, if it is a directory that
// exists; else the nearest directory above that does, for a path that is missing
// when the service starts would keep it from starting, and with "-" before it would
// stay read-only. It is "" where there is none.
func Writable(box *sandbox.Sandbox, h *host.Host, n *need.Need, name string) string {
	name = h.Resolve(path.Clean(name))
	if n.Kind == need.Create && !isDirectory(h, name) {
		name = path.Dir(name)
	}
	if line := managedDirectory(box, h, n, name); line != "" {
		return line
	}
	for name != "/" && !isDirectory(h, name) {
		name = path.Dir(name)
	}
	if name == "/" || !value.Plain(name) {
		return ""
	}
	return name
}

// isDirectory tells whether something is known to be a directory, or to be there
// and not known to be something else.
func isDirectory(h *host.Host, name string) bool {
	p := h.Lookup(name)
	return p.Presence == host.Exists && h.Lasts(name) && (p.Kind == host.Directory || p.Kind == host.AnyKind)
}

// managedDirectory returns the line that makes a missing directory for the unit's
// user, or "".
func managedDirectory(box *sandbox.Sandbox, h *host.Host, n *need.Need, name string) string {
	id := box.Main().Identity()
	if id.Root != sandbox.No || id.Dynamic || !slices.Contains(n.Owners, id.User) || h.Lookup(name).Presence != host.Missing {
		return ""
	}
	u := box.Unit()
	for kind := range unit.DirectoryKinds() {
		below, ok := strings.CutPrefix(name, kind.Base+"/")
		if ok && kind.Owned && value.Plain(below) && u.Last(u.ExecSection(), kind.Directive) == nil {
			return kind.Directive + "=" + below
		}
	}
	return ""
}

// WritableLines returns the lines that make writable what [Writable] returned.
func WritableLines(words []string) []string {
	var lines, paths []string
	for _, w := range words {
		if path.IsAbs(w) {
			paths = append(paths, w)
		} else if !slices.Contains(lines, w) {
			lines = append(lines, w)
		}
	}
	if paths = topmost(paths); len(paths) > 0 {
		lines = append(lines, "ReadWritePaths="+strings.Join(paths, " "))
	}
	return lines
}

// topmost leaves out paths that lie below others, and sorts the rest.
func topmost(paths []string) []string {
	slices.Sort(paths)
	var kept []string
	for _, p := range paths {
		if !slices.ContainsFunc(kept, func(k string) bool { return host.Below(p, k) }) {
			kept = append(kept, p)
		}
	}
	return kept
}
