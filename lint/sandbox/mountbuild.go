package sandbox

import (
	"path"
	"slices"
	"strings"

	"github.com/unitlint/unitlint/lint/host"
	"github.com/unitlint/unitlint/lint/locate"
	"github.com/unitlint/unitlint/lint/unit"
)

// builder collects the entries of one mount namespace.
type builder struct {
	sandbox *Sandbox
	entries []*mountEntry
	// room is where the next entries are put.
	room    []mountEntry
	unknown []unknownPath
}

// mounts returns the mount namespace of a process with or without the sandbox.
func (s *Sandbox) mounts(privileged bool) *mountList {
	if privileged {
		return *s.privileged.of(func() *mountList { return s.shared.mounts(s, true) })
	}
	return *s.sandboxed.of(func() *mountList { return s.shared.mounts(s, false) })
}

// UserNamespacesImplied is the first release in which a user's manager makes a
// user namespace for settings that need a mount namespace. Older ones ignore
// such settings without PrivateUsers=.
const UserNamespacesImplied = 254

// lacksNamespaces tells that a user's manager may make no namespaces for the unit, and
// starts it without them.
func (s *Sandbox) lacksNamespaces() bool {
	return s.unit.Scope == locate.User && !s.settings.privateUsers.enabled() && s.release.Version < UserNamespacesImplied
}

func (s *Sandbox) buildMounts(privileged bool) *mountList {
	by := s.mountNamespaceBy()
	if s.lacksNamespaces() {
		by = nil
	}
	if by == nil {
		return newMountList(s, nil, nil)
	}
	b := &builder{sandbox: s, entries: make([]*mountEntry, 0, usualEntries)}
	if s.emptyRoot() {
		b.add(mountEntry{path: "/", mode: emptyDir, owned: true, by: s.settings.rootDirectory.by})
	}
	b.paths(s.settings.readWrite, readWrite)
	b.binds()
	b.temporary()
	b.directories()
	b.images()
	if !privileged {
		b.protections()
	}
	b.api(privileged)
	b.credentials()
	list := newMountList(s, by, normalize(b.entries))
	list.unknown = b.unknown
	return list
}

func (b *builder) add(e mountEntry) {
	if host.TooDeep(e.path) {
		if !slices.ContainsFunc(b.unknown, func(u unknownPath) bool { return u.below == "/" }) {
			b.unknown = append(b.unknown, unknownPath{"/", e.by})
		}
		return
	}
	if b.sandbox.hasRoot() {
		e.path = path.Clean(e.path)
	} else {
		e.path = b.sandbox.host.Resolve(e.path)
	}
	b.put(e)
}

// put adds an entry whose path is the one that it leads to.
func (b *builder) put(e mountEntry) {
	if len(b.room) == cap(b.room) {
		b.room = make([]mountEntry, 0, usualEntries)
	}
	b.room = append(b.room, e)
	b.entries = append(b.entries, &b.room[len(b.room)-1])
}

// usualEntries is how many entries the protections make together, at most but for some
// units.
const usualEntries = 54

// emptyRoot tells that systemd makes the root directory anew at each start, as the unit's
// own runtime directory: nothing is in it but what is mounted there, unless a line before
// the main one puts something into it.
func (s *Sandbox) emptyRoot() bool {
	set := s.settings
	root := set.rootDirectory.word
	if root == "" || set.rootImage.word != "" || set.rootMStack.word != "" {
		return false // an image comes before a directory
	}
	if set.owned[path.Clean(root)] != "RuntimeDirectory" || set.runtimePreserve.enabled() {
		return false
	}
	return !slices.ContainsFunc(s.lines, func(p *Process) bool {
		before := p.Phase == unit.StartPre || p.Phase == unit.Condition
		return before && (set.rootStartOnly.on || p.Assignment == nil || strings.Contains(p.Assignment.Value, path.Base(root)))
	})
}

// paths adds the entries of ReadWritePaths= and its kin. With RootDirectory=
// only paths below it count, unless "+" makes them relative to it.
func (b *builder) paths(paths []accessPath, mode mountMode) {
	root := b.sandbox.settings.rootDirectory.word
	for _, p := range paths {
		if !p.Known {
			b.unknown = append(b.unknown, unknownPath{"/", p.by})
			continue
		}
		name := p.Path.Path
		if root != "" && !p.RootRelative {
			if !host.Below(name, root) {
				continue
			}
			name = "/" + strings.TrimPrefix(name, root)
		}
		b.add(mountEntry{path: name, mode: mode, optional: p.IgnoreMissing, by: p.by})
	}
}

func (b *builder) binds() {
	for _, bind := range b.sandbox.settings.binds {
		if !bind.Known {
			b.unknown = append(b.unknown, unknownPath{"/", bind.by})
			continue
		}
		mode := bindMount
		if bind.Recursive {
			mode = bindRecursive
		}
		b.add(mountEntry{
			path: bind.Destination, source: bind.Source, mode: mode,
			optional: bind.IgnoreMissing, setReadOnly: bind.readOnly, by: bind.by,
		})
	}
}

func (b *builder) temporary() {
	for _, t := range b.sandbox.settings.temporary {
		if !t.Known {
			b.unknown = append(b.unknown, unknownPath{"/", t.by})
			continue
		}
		options := strings.Split(t.Options, ",")
		b.add(mountEntry{
			path: t.Path, mode: tmpfs, by: t.by,
			setReadOnly: lastOption(options, "ro", "rw"),
			setNoExec:   lastOption(options, "noexec", "exec"),
		})
	}
}

// lastOption tells that of two opposite mount options the first one stands, and
// stands last.
func lastOption(options []string, on, off string) bool {
	result := false
	for _, option := range options {
		switch option {
		case on:
			result = true
		case off:
			result = false
		}
	}
	return result
}

// directories adds the directories that systemd makes for the unit. With
// DynamicUser= they lie below a "private" directory that only the service may
// enter; each of those is an empty directory with just the unit's own in it.
func (b *builder) directories() {
	if b.sandbox.unit.Scope == locate.User {
		return
	}
	for _, d := range b.sandbox.settings.directories {
		if !d.known {
			b.unknown = append(b.unknown, unknownPath{d.kind.Base, d.by})
			continue
		}
		own := mountEntry{path: d.path(), source: d.path(), mode: bindRecursive, owned: true, setReadOnly: d.readOnly, by: d.by}
		if b.sandbox.settings.isPrivate(d) {
			own.source = d.privatePath()
			if !b.sandbox.hasRoot() {
				b.add(mountEntry{path: path.Join(d.kind.Base, "private"), mode: emptyDir, setReadOnly: true, setNoExec: true, by: d.by})
				// The public name is a link to the private place.
				hidden := own
				hidden.path = d.privatePath()
				b.add(hidden)
			}
		}
		b.add(own)
	}
}

func (b *builder) images() {
	for _, i := range b.sandbox.settings.images {
		b.add(mountEntry{path: i.destination, mode: mountImage, optional: i.ignore, by: i.by})
	}
	for _, a := range b.sandbox.settings.extensions {
		for _, hierarchy := range []string{"/usr", "/opt"} {
			b.add(mountEntry{path: hierarchy, mode: overlay, optional: true, setReadOnly: true, by: a})
		}
	}
}

// protections adds what lines with full privileges do without.
func (b *builder) protections() {
	set := b.sandbox.settings
	b.paths(set.readOnly, readOnly)
	b.paths(set.inaccessible, inaccessible)
	b.paths(set.exec, exec)
	b.paths(set.noExec, noExec)
	if set.privateTmp.enabled() {
		mode := privateTmp
		if set.privateTmp.is("disconnected") {
			mode = disconnectedTmp
		}
		for _, dir := range []string{"/tmp", "/var/tmp"} {
			b.add(mountEntry{path: dir, mode: mode, hides: ByPrivateTmp, by: set.privateTmp.by})
		}
	}
	if set.privateDevices.on {
		b.add(mountEntry{path: "/dev", mode: privateDev, hides: ByPrivateDevices, by: set.privateDevices.by})
	}
	b.kernel()
	if mode, ok := protectHomeModes[set.protectHome.word]; ok {
		for _, dir := range homes {
			b.add(mountEntry{
				path: dir, mode: mode, hides: ByHiddenHome, optional: true, by: set.protectHome.by,
				setReadOnly: mode == tmpfs && b.sandbox.release.Version >= homeTmpfsReadOnly,
			})
		}
	}
	b.protectSystem()
}

// implicitWritableSince is the first release in which the exceptions of
// ProtectSystem=strict give way to every other entry for the same path.
const implicitWritableSince = 241

func (b *builder) protectSystem() {
	setting := b.sandbox.settings.protectSystem
	for _, row := range b.resolved(protectSystemTables[setting.word]) {
		if row.mode == readWriteImplicit && b.sandbox.release.Version < implicitWritableSince {
			row.mode = readWrite
		}
		b.put(mountEntry{path: row.path, mode: row.mode, hides: ByHiddenMount, optional: row.optional, by: setting.by})
	}
}

func (b *builder) table(rows []staticEntry, by *unit.Assignment, hides Mechanism, optional bool) {
	for _, row := range b.resolved(rows) {
		b.put(mountEntry{path: row.path, mode: row.mode, hides: hides, optional: row.optional || optional, by: by})
	}
}

// resolved returns the rows of a table with the paths that theirs lead to.
func (b *builder) resolved(table []staticEntry) []staticEntry {
	if len(table) == 0 || b.sandbox.hasRoot() {
		return table
	}
	return b.sandbox.shared.resolved(table, b.sandbox.host)
}
