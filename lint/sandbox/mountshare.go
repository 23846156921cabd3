package sandbox

import (
	"cmp"
	"slices"
	"sync"
	"sync/atomic"

	"github.com/unitlint/unitlint/lint/catalog"
	"github.com/unitlint/unitlint/lint/host"
	"github.com/unitlint/unitlint/lint/locate"
	"github.com/unitlint/unitlint/lint/unit"
)

// Mounts remembers mount namespaces: the units of a run that the same protections
// are added to have the same, where they name no paths themselves. To build one
// takes most of the time that a sandbox is asked for otherwise (BenchmarkAdvise of
// package harden has both). Filters of system calls it remembers as well. It may be
// used by several goroutines at once; nil remembers nothing.
type Mounts struct {
	// known are the mount namespaces by mountKey, tables what resolved returns by tableKey,
	// filters those of system calls by filterKey.
	known, tables, filters sync.Map
	// kept counts the filters.
	kept atomic.Int64
}

// With is [New] for a unit with lines that were added to the one of a sandbox, on the same
// host. It shares its mount namespaces with others, and is made in the memory of a spare
// sandbox that it returned before, or nil.
func (m *Mounts) With(own *Sandbox, u *unit.Unit, spare *Sandbox) *Sandbox {
	if spare == nil {
		spare = &Sandbox{settings: &settings{}}
	}
	s := sandboxOf(spare, u, own.host, settingsWith(own.settings, u, spare.settings))
	s.shared = m
	return s
}

// Next is Mounts.With where other lines were added to the same unit before, for an earlier
// sandbox: it shares the mount namespaces and the filter of that one where the other lines
// change nothing about them.
func (m *Mounts) Next(own, earlier *Sandbox, u *unit.Unit, spare *Sandbox) *Sandbox {
	s := m.With(own, u, spare)
	if earlier == nil {
		return s
	}
	if s.settings.mountsAs(earlier.settings) && s.emptyRoot() == earlier.emptyRoot() {
		s.mountsAs = cmp.Or(earlier.mountsAs, earlier)
	}
	if s.settings.filtersAs(earlier.settings) {
		s.filtersAs = cmp.Or(earlier.filtersAs, earlier)
	}
	return s
}

// mountKey is all that the mount namespace of a unit without paths depends on. The
// lines stand for what they say: those of different units are different ones, but
// for those that were added to both.
type mountKey struct {
	by         [mountLines]*unit.Assignment
	privileged bool
	scope      locate.Scope
	release    catalog.Release
	host       *host.Host
}

func (m *Mounts) mounts(s *Sandbox, privileged bool) *mountList {
	if s.mountsAs != nil {
		return s.mountsAs.mounts(privileged)
	}
	if m == nil || s.settings.namePaths() || s.settings.credentials != nil {
		return s.buildMounts(privileged)
	}
	key := mountKey{s.settings.origins(), privileged, s.unit.Scope, s.release, s.host}
	found, known := m.known.Load(key)
	if !known {
		list := s.buildMounts(privileged)
		list.sandbox = s.withoutUnit()
		found, _ = m.known.LoadOrStore(key, list)
	}
	list, _ := found.(*mountList)
	return list
}

// tableKey is a table of this package, by its first row, as a host resolves it.
type tableKey struct {
	table *staticEntry
	host  *host.Host
}

// resolved returns the rows of a table of this package with the paths that theirs lead
// to on a host, in the order of mount entries.
func (m *Mounts) resolved(table []staticEntry, h *host.Host) []staticEntry {
	key := tableKey{&table[0], h}
	if m != nil {
		if found, known := m.tables.Load(key); known {
			rows, _ := found.([]staticEntry)
			return rows
		}
	}
	rows := slices.Clone(table)
	for i := range rows {
		rows[i].path = h.Resolve(rows[i].path)
	}
	slices.SortStableFunc(rows, func(a, b staticEntry) int { return compareEntries(a.path, a.mode, b.path, b.mode) })
	if m != nil {
		m.tables.Store(key, rows)
	}
	return rows
}

// filterKey is all that a filter of system calls depends on, where few lines make it.
type filterKey struct {
	lines   [filterLines]*unit.Assignment
	number  *unit.Assignment
	release catalog.Release
}

// filterLines is how many lines a filter has that is remembered, at most, and mostFilters
// how many are: units that have lines of their own have filters of their own.
const (
	filterLines = 4
	mostFilters = 64
)

// filter reads the filter of a sandbox, unless another one has it.
func (m *Mounts) filter(s *Sandbox) SyscallFilter {
	lines := s.settings.reader.list("SystemCallFilter")
	if m == nil || len(lines) == 0 || len(lines) > filterLines {
		return s.readFilter()
	}
	key := filterKey{number: s.settings.reader.last("SystemCallErrorNumber"), release: s.release}
	copy(key.lines[:], lines)
	if found, known := m.filters.Load(key); known {
		f, _ := found.(*SyscallFilter)
		return *f
	}
	f := s.readFilter()
	f.Because = slices.Clip(f.Because) // whoever adds to them does so for an answer of their own
	if m.kept.Add(1) <= mostFilters {
		m.filters.Store(key, &f)
	}
	return f
}

// withoutUnit is what the mount namespace asks of a sandbox, which keeps no unit in
// memory.
func (s *Sandbox) withoutUnit() *Sandbox {
	return &Sandbox{host: s.host, release: s.release, settings: &settings{mountSettings: s.settings.mountSettings}}
}

// mountLines is how many settings there are of which a mount namespace is made.
const mountLines = 30

// origins are the lines that decide about them.
func (m *mountSettings) origins() [mountLines]*unit.Assignment {
	return [mountLines]*unit.Assignment{
		m.dynamicUser.by, m.protectSystem.by, m.protectHome.by, m.privateTmp.by,
		m.privateDevices.by, m.tunables.by, m.modules.by, m.logs.by, m.controlGroups.by, m.hostname.by,
		m.protectProc.by, m.procSubset.by, m.mountAPIVFS.by, m.privateMounts.by, m.mountFlags.by, m.privateUsers.by,
		m.privateNetwork.by, m.privateIPC.by, m.networkNamespacePath.by, m.ipcNamespacePath.by, m.privatePIDs.by, m.privateBPF.by,
		m.rootDirectory.by, m.rootImage.by, m.rootMStack.by, m.logNamespace.by, m.bindLogSockets.by, m.runtimePreserve.by,
		m.credentials, m.joinsNamespaceOf,
	}
}

// namePaths tells that lists name paths that are mounted or directories that are
// made.
func (s *settings) namePaths() bool {
	return len(s.readWrite)+len(s.readOnly)+len(s.inaccessible)+len(s.exec)+len(s.noExec)+len(s.binds)+len(s.temporary)+
		len(s.images)+len(s.extensions)+len(s.directories) > 0
}

// mountsAs tells that the mount namespace is made of the same lines as that of other
// settings.
func (s *settings) mountsAs(other *settings) bool {
	samePath := func(a, b accessPath) bool { return a.by == b.by }
	return s.origins() == other.origins() &&
		slices.EqualFunc(s.readWrite, other.readWrite, samePath) && slices.EqualFunc(s.readOnly, other.readOnly, samePath) &&
		slices.EqualFunc(s.inaccessible, other.inaccessible, samePath) &&
		slices.EqualFunc(s.exec, other.exec, samePath) && slices.EqualFunc(s.noExec, other.noExec, samePath) &&
		slices.EqualFunc(s.binds, other.binds, func(a, b bind) bool { return a.by == b.by }) &&
		slices.EqualFunc(s.temporary, other.temporary, func(a, b temporary) bool { return a.by == b.by }) &&
		slices.EqualFunc(s.images, other.images, func(a, b image) bool { return a.by == b.by }) &&
		slices.EqualFunc(s.directories, other.directories, func(a, b directory) bool { return a.by == b.by }) &&
		slices.Equal(s.extensions, other.extensions)
}

// filtersAs tells that the system call filter is made of the same lines as that of
// other settings.
func (s *settings) filtersAs(other *settings) bool {
	return s.reader.last("SystemCallErrorNumber") == other.reader.last("SystemCallErrorNumber") &&
		slices.Equal(s.reader.list("SystemCallFilter"), other.reader.list("SystemCallFilter"))
}
