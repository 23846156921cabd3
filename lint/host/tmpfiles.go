package host

import (
	"path"
	"strconv"
	"strings"
)

// temporaryKinds are the line types of tmpfiles.d(5) that create something, and
// what they create. Others, such as e and w, adjust what exists.
var temporaryKinds = map[byte]Kind{
	'd': Directory, 'D': Directory, 'v': Directory, 'q': Directory, 'Q': Directory,
	'f': RegularFile, 'F': RegularFile, 'C': AnyKind,
	'L': SymbolicLink, 'p': Special, 'c': Special, 'b': Special,
}

// AddTemporaryFiles records what the lines of a tmpfiles.d file create; source
// names the file. Lines with a path that is not fixed tell nothing.
func (h *Host) AddTemporaryFiles(text, source string) {
	for line := range strings.Lines(text) {
		if strings.HasPrefix(line, "#") {
			continue // as most lines are
		}
		fields := strings.Fields(line)
		if len(fields) < 2 || fields[0][0] == '#' {
			continue
		}
		kind, creates := temporaryKinds[fields[0][0]]
		if !creates {
			continue
		}
		if name := temporaryPath(fields[1]); path.IsAbs(name) && !strings.ContainsAny(name, "%*?[") {
			h.addTemporary(name, temporaryFile(kind, fields, source))
		}
	}
}

// temporaryPlaces are the specifiers for places with their paths, see
// tmpfiles.d(5).
var temporaryPlaces = strings.NewReplacer("%t", "/run", "%S", "/var/lib", "%C", "/var/cache", "%L", "/var/log", "%T", "/tmp", "%V", "/var/tmp")

// temporaryPath replaces the specifiers for places that are fixed for the
// system manager.
func temporaryPath(name string) string {
	name = strings.Trim(name, `"'`)
	if !strings.Contains(name, "%") {
		return name // as nearly all are; the replacer is made when it is first asked
	}
	return temporaryPlaces.Replace(name)
}

func temporaryFile(kind Kind, fields []string, source string) Path {
	field := func(i int) string {
		if i < len(fields) && fields[i] != "-" {
			return strings.TrimLeft(fields[i], ":~")
		}
		return ""
	}
	p := Path{Presence: Exists, Kind: kind, Owner: field(3), Group: field(4), Source: source}
	if p.Owner == "" && kind != SymbolicLink {
		p.Owner, p.Group = "root", "root"
	}
	if mode, err := strconv.ParseUint(field(2), 8, 12); err == nil {
		p.Mode, p.ModeKnown = uint32(mode), true
	}
	return p
}

func (h *Host) addTemporary(name string, p Path) {
	if earlier, known := h.facts[path.Clean(name)]; known && earlier.Owner != "" {
		return
	}
	if p.Kind == SymbolicLink {
		// The link itself is made, not what it leads to: /var/run leads to /run.
		h.Add(path.Join(h.Resolve(path.Dir(name)), path.Base(name)), p)
		return
	}
	h.Add(h.Resolve(name), p)
}
