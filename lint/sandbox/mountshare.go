package sandbox

import (
	"cmp"
	"slices"
	"sync"

	"github.com/unitlint/unitlint/lint/catalog"
	"github.com/unitlint/unitlint/lint/host"
	"github.com/unitlint/unitlint/lint/locate"
	"github.com/unitlint/unitlint/lint/unit"
)

// Mounts remembers mount namespaces: the units of a run that the same protections
// are added to have the same, where they name no paths themselves. To build one
// takes most of the time that a sandbox is asked for otherwise (BenchmarkAdvise of
// package harden has both). It may be used by several goroutines at once; nil
// remembers nothing.
type Mounts struct{ known sync.Map }

// New is [New] for a sandbox that shares its mount namespaces.
func (m *Mounts) New(u *unit.Unit, h *host.Host) *Sandbox {
	s := New(u, h)
	s.shared = m
	return s
}

// Next is Mounts.New for a unit to which other lines were added than to that of an
// earlier sandbox, at the same release and on the same host: it shares the mount
// namespaces and the filter of that one where the other lines change nothing about
// them.
func (m *Mounts) Next(earlier *Sandbox, u *unit.Unit, h *host.Host) *Sandbox {
	s := m.New(u, h)
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
