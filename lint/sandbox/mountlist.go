package sandbox

import (
	"path"
	"slices"

	"github.com/unitlint/unitlint/lint/host"
	"github.com/unitlint/unitlint/lint/locate"
	"github.com/unitlint/unitlint/lint/unit"
)

// mountList is the mount namespace that systemd makes for a process.
type mountList struct {
	sandbox *Sandbox
	// by gives the process a mount namespace; nil where it shares the host's.
	by *unit.Assignment
	// entries are sorted by their paths, which differ, what lies below one right after it.
	entries []*mountEntry
	// outer are, by the place of an entry, the place of the next one above it, or -1.
	outer []int
	// failure is why the namespace cannot be set up, or nil; doubt is why it may
	// not.
	failure, doubt *Verdict
	// unknown are the paths that cannot be known.
	unknown []unknownPath
	// emptyRoot tells that "/" is an empty directory at first.
	emptyRoot bool
}

// newMountList applies normalised entries in their order.
func newMountList(s *Sandbox, by *unit.Assignment, entries []*mountEntry) *mountList {
	l := &mountList{sandbox: s, by: by, entries: make([]*mountEntry, 0, len(entries)), outer: make([]int, 0, len(entries))}
	l.emptyRoot = len(entries) > 0 && entries[0].path == "/" && entries[0].mode.isFresh()
	above := make([]*mountEntry, 0, usualDepth) // those that decide what is seen where the next one lies
	for _, e := range entries {
		for len(above) > 0 && !host.Below(e.path, above[len(above)-1].path) {
			above = above[:len(above)-1]
		}
		var content *mountEntry
		if len(above) > 0 {
			content = above[len(above)-1]
		}
		if l.apply(e, content) && l.decides(e) {
			above = append(above, e)
		}
	}
	return l
}

// inaccessibleNodes holds the nodes that systemd mounts over what is made inaccessible.
// Measured with 252 and 257: where it is told to put one over a directory above them,
// the name space cannot be set up, unless that directory is missing and may be.
const inaccessibleNodes = "/run/systemd/inaccessible"

// coversNodes tells that an entry needs a node which lies in the place that it covers. A
// user's manager has its nodes in the user's runtime directory.
func (l *mountList) coversNodes(e *mountEntry) bool {
	return e.mode == inaccessible && e.path != inaccessibleNodes && host.Below(inaccessibleNodes, e.path) &&
		!l.sandbox.hasRoot() && l.sandbox.unit.Scope == locate.System
}

// apply adds an entry, or skips it, or notes that it makes the start fail. It is told
// which entry decides what is seen at the place.
func (l *mountList) apply(e, content *mountEntry) (added bool) {
	presence, known := l.needed(e, content)
	if known && presence.Presence == host.Missing {
		if e.optional {
			return false
		}
		if l.failure == nil {
			v := deny(BySetup, "226/NAMESPACE", e.path+" does not exist where it is needed.", whyMissing(e, content)...)
			l.failure = &v
		}
		return false
	}
	if l.coversNodes(e) && l.failure == nil {
		v := deny(BySetup, "226/NAMESPACE", "To make "+e.path+" inaccessible, systemd needs "+inaccessibleNodes+", which lies in it.", e.because()...)
		l.failure = &v
	}
	if known && presence.Presence == host.Maybe && !e.optional && e.by != nil && l.doubt == nil {
		v := unknown("If "+e.path+" does not exist, the start fails with 226/NAMESPACE.", e.because()...)
		l.doubt = &v
	}
	l.outer = append(l.outer, l.ancestor(len(l.entries)-1, e.path))
	l.entries = append(l.entries, e)
	return true
}

// ancestor is the place of the first entry from one on upwards that a path lies below,
// or -1.
func (l *mountList) ancestor(from int, name string) int {
	for from >= 0 && !host.Below(name, l.entries[from].path) {
		from = l.outer[from]
	}
	return from
}

// whyMissing are the assignments behind an entry whose path is missing: its own,
// and the one that put something else in the place of the host's files.
func whyMissing(e, content *mountEntry) []*unit.Assignment {
	because := e.because()
	if content != nil {
		because = slices.Concat(because, content.because())
	}
	return because
}

// modesOfExisting are the modes for paths that have to exist.
const modesOfExisting = modeSet(1<<inaccessible | 1<<readOnly | 1<<readWrite | 1<<readWriteImplicit | 1<<noExec | 1<<exec)

// needed tells what is known of the file that an entry needs. Known is false
// where systemd makes what is missing.
func (l *mountList) needed(e, content *mountEntry) (p host.Path, known bool) {
	switch {
	case e.mode == bindMount || e.mode == bindRecursive:
		if e.owned {
			return host.Path{}, false
		}
		return l.sandbox.onHost(e.source), true
	case modesOfExisting.has(e.mode):
		return l.presenceIn(content, e.path), true
	}
	return host.Path{}, false
}

// onHost looks a path of the host up, with what systemd makes for the unit.
func (s *Sandbox) onHost(name string) host.Path {
	if directive := s.settings.made[name]; directive != "" {
		return host.Path{Presence: host.Exists, Kind: host.Directory, Source: directive + "="}
	}
	return s.host.Lookup(name)
}

// resolvedOnHost is onHost for a path in which no link of the host is left.
func (s *Sandbox) resolvedOnHost(name string) host.Path {
	if s.settings.made[name] != "" {
		return s.onHost(name)
	}
	return s.host.LookupResolved(name)
}

// above returns the deepest entry at or above a path, or nil, and the one of content.
func (l *mountList) above(name string) (nearest, content *mountEntry) {
	at := l.place(name)
	if at < 0 {
		return nil, nil
	}
	nearest = l.entries[at]
	for ; at >= 0; at = l.outer[at] {
		if l.decides(l.entries[at]) {
			return nearest, l.entries[at]
		}
	}
	return nearest, nil
}

// content returns the deepest entry at or above a path that changes what is
// seen there, or nil where it is the host's.
func (l *mountList) content(name string) *mountEntry {
	_, content := l.above(name)
	return content
}

// decides tells that an entry changes what is seen at its place.
func (l *mountList) decides(e *mountEntry) bool {
	return e.mode.changesContent() || l.emptyRoot && (modesOfAPI.has(e.mode) || e.mode == runFS)
}

// nearest returns the deepest entry at or above a path, or nil.
func (l *mountList) nearest(name string) *mountEntry {
	nearest, _ := l.above(name)
	return nearest
}

// at returns the entry of a path, or nil.
func (l *mountList) at(name string) *mountEntry {
	if i, found := l.search(name); found {
		return l.entries[i]
	}
	return nil
}

// place is where the deepest entry at or above a path is, or -1.
func (l *mountList) place(name string) int {
	at, found := l.search(name)
	if found {
		return at
	}
	return l.ancestor(at-1, name)
}

// search returns where the entry of a path is, or would be.
func (l *mountList) search(name string) (at int, found bool) {
	return slices.BinarySearchFunc(l.entries, name, func(e *mountEntry, name string) int { return comparePaths(e.path, name) })
}

// holds tells that something is mounted at a path or below it.
func (l *mountList) holds(name string) bool {
	i, found := l.search(name)
	return found || i < len(l.entries) && host.Below(l.entries[i].path, name)
}

// systemdRuntime is systemd's own directory below /run. In a root directory or an empty
// root, /run is an empty file system at first (systemd.exec(5), MountAPIVFS=).
const systemdRuntime = "/run/systemd"

// presence tells what is known of a path as the process sees it.
func (l *mountList) presence(name string) host.Path { return l.presenceIn(l.content(name), name) }

// presenceIn is presence, given the entry that decides what is seen there.
func (l *mountList) presenceIn(e *mountEntry, name string) host.Path {
	switch {
	case e == nil:
		return l.sandbox.below(name)
	case e.path == name || (e.mode.isFresh() || e.mode == runFS) && l.holds(name):
		return host.Path{Presence: host.Exists}
	case e.mode == runFS && host.Below(name, systemdRuntime):
		return host.Path{} // it is given what systemd itself needs there
	case e.mode == runFS:
		return host.Path{Presence: host.Missing}
	case e.mode.isPrivateTmp() && l.sandbox.settings.joinsNamespaceOf != nil:
		// Another unit may have been there before.
		return host.Path{}
	case e.mode == inaccessible || e.mode.isFresh():
		return host.Path{Presence: host.Missing}
	case e.mode == privateDev:
		return privateDevice(name)
	case e.mode == procFS && l.sandbox.settings.procSubset.is("pid") && !isProcess(name):
		return host.Path{Presence: host.Missing}
	case e.source != "":
		return l.sandbox.onHost(path.Join(e.source, name[len(e.path):]))
	case e.mode == procFS || modesOfAPI.has(e.mode):
		return l.sandbox.host.Lookup(name)
	}
	return host.Path{}
}

// below looks up a path of the root directory that the process gets.
func (s *Sandbox) below(name string) host.Path {
	set := s.settings
	switch {
	case set.rootImage.word != "" || set.rootMStack.word != "":
		return host.Path{}
	case set.rootDirectory.word != "":
		return s.host.Lookup(path.Join(set.rootDirectory.word, name))
	}
	return s.resolvedOnHost(name)
}

// resolve follows the links in a path as the process sees it.
func (l *mountList) resolve(name string) string {
	if l.sandbox.hasRoot() {
		return path.Clean(name)
	}
	resolved, links := l.sandbox.host.ResolveBy(name)
	if !slices.ContainsFunc(links, func(link string) bool { return l.content(link) != nil }) {
		return resolved
	}
	name = path.Clean(name)
	for range longestChain {
		next, ok := l.followOne(name)
		if !ok {
			break
		}
		name = next
	}
	return name
}

// longestChain bounds the links that one path may lead through.
const longestChain = 40

// followOne replaces the first link of the host in a path that no mount hides.
func (l *mountList) followOne(name string) (string, bool) {
	return host.FollowFirst(name, func(link string) (string, bool) {
		target, ok := l.sandbox.host.Link(link)
		return target, ok && l.content(link) == nil
	})
}

// unknownPath is a path of an assignment that cannot be known, but that it lies
// below a directory.
type unknownPath struct {
	below string
	by    *unit.Assignment
}

// mayCover returns the assignments with an unknown path that may be the given one
// or lie above it.
func (l *mountList) mayCover(name string) []*unit.Assignment {
	var found []*unit.Assignment
	for _, u := range l.unknown {
		if host.Below(name, u.below) {
			found = append(found, u.by)
		}
	}
	return found
}
