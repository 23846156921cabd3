package sandbox

import "github.com/unitlint/unitlint/lint/unit"

// mountNamespaceBy returns an assignment that gives the unit a mount namespace,
// or nil where it shares the host's. ProtectHostname= and IPC settings of old
// releases do not; directories do only together with RootDirectory= or
// DynamicUser=.
func (s *Sandbox) mountNamespaceBy() *unit.Assignment {
	for by := range s.mountNamespacing {
		return by
	}
	return nil
}

// mountNamespacing yields the assignments each of which gives the unit a mount
// namespace by itself, for lists their first.
func (s *Sandbox) mountNamespacing(yield func(*unit.Assignment) bool) {
	set := s.settings
	for _, paths := range [][]accessPath{set.readWrite, set.readOnly, set.inaccessible, set.exec, set.noExec} {
		if len(paths) > 0 && !yield(paths[0].by) {
			return
		}
	}
	switch {
	case len(set.binds) > 0 && !yield(set.binds[0].by),
		len(set.temporary) > 0 && !yield(set.temporary[0].by),
		len(set.images) > 0 && !yield(set.images[0].by),
		len(set.extensions) > 0 && !yield(set.extensions[0]),
		set.mountFlags.is("slave", "private") && !yield(set.mountFlags.by):
		return
	}
	for _, t := range []toggle{set.privateDevices, set.tunables, set.modules, set.logs} {
		if t.on && !yield(t.by) {
			return
		}
	}
	for _, c := range []choice{
		set.privateTmp, set.privateMounts, set.protectSystem, set.protectHome, set.controlGroups, set.privatePIDs, set.privateBPF,
		set.rootImage, set.rootMStack, set.logNamespace,
	} {
		if c.enabled() && !yield(c.by) {
			return
		}
	}
	s.implicitMountNamespacing(yield)
}

// Rearranges returns the assignment that shows the process other files, and does not
// only close or hide some: without a mount namespace systemd then refuses to start it,
// where it passes over protections without a word (insist_on_sandboxing() of systemd;
// measured with a user's manager of systemd 252).
func (p *Process) Rearranges() *unit.Assignment {
	set := p.sandbox.settings
	switch {
	case len(set.temporary) > 0:
		return set.temporary[0].by
	case len(set.images) > 0:
		return set.images[0].by
	case len(set.extensions) > 0:
		return set.extensions[0]
	}
	for _, c := range []choice{set.rootDirectory, set.rootImage, set.rootMStack, set.logNamespace} {
		if c.enabled() {
			return c.by
		}
	}
	for _, bind := range set.binds {
		if bind.Known && bind.Source != bind.Destination {
			return bind.by
		}
	}
	return nil
}

// privateNetworkMounts is the first release in which a network namespace
// brings a mount namespace with it, for /sys to fit it.
const privateNetworkMounts = 254

// implicitMountNamespacing yields the assignments that give the unit a mount
// namespace only by their value, their release or their company.
func (s *Sandbox) implicitMountNamespacing(yield func(*unit.Assignment) bool) {
	set := s.settings
	ipc := s.privateIPCBy()
	switch {
	case set.protectProc.enabled() && !set.protectProc.is("default") && !yield(set.protectProc.by),
		set.procSubset.is("pid") && !yield(set.procSubset.by),
		set.bindLogSockets.is("yes") && !yield(set.bindLogSockets.by),
		ipc != nil && s.release.Version >= 249 && !yield(ipc),
		set.privateNetwork.on && !set.privateMounts.is("no") && s.release.Version >= privateNetworkMounts && !yield(set.privateNetwork.by),
		set.rootDirectory.word != "" && s.mountsAPI() && !yield(set.rootDirectory.by):
		return
	}
	for _, d := range set.directories {
		if set.rootDirectory.word != "" || d.readOnly || set.dynamicUser.on && d.kind.Directive != "RuntimeDirectory" && d.kind.Owned {
			yield(d.by)
			return
		}
	}
}

func (s *Sandbox) privateIPCBy() *unit.Assignment {
	if s.settings.privateIPC.on {
		return s.settings.privateIPC.by
	}
	return s.settings.ipcNamespacePath.by
}

// apiByDefault is the first release in which RootDirectory= and RootImage= bring
// /proc, /sys and /dev with them.
const apiByDefault = 247

// mountsAPI tells whether /proc, /sys, /dev (and /run since 248) are mounted as
// MountAPIVFS= says, or by its default.
func (s *Sandbox) mountsAPI() bool {
	switch {
	case s.settings.mountAPIVFS.is("yes"):
		return true
	case s.settings.mountAPIVFS.is("no"):
		return false
	}
	return s.hasRoot() && s.release.Version >= apiByDefault
}

// hasRoot tells that the unit has a root directory of its own.
func (s *Sandbox) hasRoot() bool {
	set := s.settings
	return set.rootDirectory.word != "" || set.rootImage.word != "" || set.rootMStack.word != ""
}
