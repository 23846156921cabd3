package sandbox

import (
	"path"
	"slices"

	"github.com/unitlint/unitlint/lint/host"
	"github.com/unitlint/unitlint/lint/unit"
)

// mountList is the mount namespace that systemd makes for a process.
type mountList struct {
	sandbox *Sandbox
	// by gives the process a mount namespace; nil where it shares the host's.
	by      *unit.Assignment
	entries map[string]*mountEntry
	// below are the paths of entries and of what lies above them, once there is a
	// fresh file system: nothing else asks for them.
	below map[string]bool
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
	l := &mountList{sandbox: s, by: by, entries: make(map[string]*mountEntry, len(entries))}
	l.emptyRoot = len(entries) > 0 && entries[0].path == "/" && entries[0].mode.isFresh()
	for _, e := range entries {
		l.apply(e)
	}
	return l
}

// inaccessibleNodes holds the nodes that systemd mounts over what is made inaccessible.
// Measured with 252 and 257: where it is told to put one over a directory above them,
// the name space cannot be set up, whether the path may be missing or not.
const inaccessibleNodes = "/run/systemd/inaccessible"

// apply adds an entry, or skips it, or notes that it makes the start fail.
func (l *mountList) apply(e *mountEntry) {
	if e.mode == inaccessible && e.path != inaccessibleNodes && host.Below(inaccessibleNodes, e.path) && !l.sandbox.hasRoot() && l.failure == nil {
		v := deny(BySetup, "226/NAMESPACE", "To make "+e.path+" inaccessible, systemd needs "+inaccessibleNodes+", which lies in it.", e.because()...)
		l.failure = &v
	}
	presence, known := l.needed(e)
	if known && presence.Presence == host.Missing {
		if e.optional {
			return
		}
		if l.failure == nil {
			v := deny(BySetup, "226/NAMESPACE", e.path+" does not exist where it is needed.", l.whyMissing(e)...)
			l.failure = &v
		}
		return
	}
	if known && presence.Presence == host.Maybe && !e.optional && e.by != nil && l.doubt == nil {
		v := unknown("If "+e.path+" does not exist, the start fails with 226/NAMESPACE.", e.because()...)
		l.doubt = &v
	}
	l.entries[e.path] = e
	switch {
	case l.below != nil:
		l.reach(e.path)
	case e.mode.isFresh():
		l.below = make(map[string]bool, len(l.entries))
		for name := range l.entries {
			l.reach(name)
		}
	}
}

// reach notes that something is mounted at a path, and so below all above it.
func (l *mountList) reach(name string) {
	for ; !l.below[name]; name = host.Parent(name) {
		l.below[name] = true
		if name == "/" {
			return
		}
	}
}

// whyMissing are the assignments behind an entry whose path is missing: its own,
// and the one that put something else in the place of the host's files.
func (l *mountList) whyMissing(e *mountEntry) []*unit.Assignment {
	because := e.because()
	if over := l.content(e.path); over != nil {
		because = slices.Concat(because, over.because())
	}
	return because
}

// modesOfExisting are the modes for paths that have to exist.
const modesOfExisting = modeSet(1<<inaccessible | 1<<readOnly | 1<<readWrite | 1<<readWriteImplicit | 1<<noExec | 1<<exec)

// needed tells what is known of the file that an entry needs. Known is false
// where systemd makes what is missing.
func (l *mountList) needed(e *mountEntry) (p host.Path, known bool) {
	switch {
	case e.mode == bindMount || e.mode == bindRecursive:
		if e.owned {
			return host.Path{}, false
		}
		return l.sandbox.onHost(e.source), true
	case modesOfExisting.has(e.mode):
		return l.presence(e.path), true
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

// content returns the deepest entry at or above a path that changes what is
// seen there, or nil where it is the host's.
func (l *mountList) content(name string) *mountEntry {
	return l.find(name, func(e *mountEntry) bool {
		return e.mode.changesContent() || l.emptyRoot && modesOfAPI.has(e.mode)
	})
}

// nearest returns the deepest entry at or above a path, or nil.
func (l *mountList) nearest(name string) *mountEntry {
	return l.find(name, func(*mountEntry) bool { return true })
}

func (l *mountList) find(name string, accept func(*mountEntry) bool) *mountEntry {
	for {
		if e := l.entries[name]; e != nil && accept(e) {
			return e
		}
		if name == "/" {
			return nil
		}
		name = host.Parent(name)
	}
}

// presence tells what is known of a path as the process sees it.
func (l *mountList) presence(name string) host.Path {
	e := l.content(name)
	switch {
	case e == nil:
		return l.sandbox.below(name)
	case e.path == name || l.below[name] && e.mode.isFresh():
		return host.Path{Presence: host.Exists}
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
	return s.onHost(name)
}

// resolve follows the links in a path as the process sees it.
func (l *mountList) resolve(name string) string {
	name = path.Clean(name)
	if l.sandbox.hasRoot() {
		return name
	}
	resolved, links := l.sandbox.host.ResolveBy(name)
	if !slices.ContainsFunc(links, func(link string) bool { return l.content(link) != nil }) {
		return resolved
	}
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
