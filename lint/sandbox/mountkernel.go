package sandbox

import (
	"path"

	"github.com/unitlint/unitlint/lint/locate"
	"github.com/unitlint/unitlint/lint/unit"
)

// kernel adds the ProtectKernel*= settings and their like. Where /proc shows
// processes only, the protection of other files in it is optional.
func (b *builder) kernel() {
	set := b.sandbox.settings
	subset := set.procSubset.is("pid")
	if set.tunables.on {
		b.table(tunablesProc, set.tunables.by, ByKernelProtection, subset)
		b.table(tunablesSys, set.tunables.by, ByKernelProtection, false)
	}
	if set.modules.on {
		b.table(modulesTable, set.modules.by, ByKernelProtection, false)
	}
	if set.logs.on {
		b.table(logsTable, set.logs.by, ByKernelProtection, subset)
	}
	if mode, ok := cgroupModes[set.controlGroups.word]; ok {
		b.add(mountEntry{path: "/sys/fs/cgroup", mode: mode, setReadOnly: set.controlGroups.is("strict"), by: set.controlGroups.by})
	}
	if set.hostname.is("yes") {
		optional := subset && b.sandbox.release.Version >= hostnameFilesOptional
		for _, file := range hostnameFiles {
			b.add(mountEntry{path: file, mode: readOnly, optional: optional, by: set.hostname.by})
		}
	}
	if by := b.sandbox.privateIPCBy(); by != nil {
		b.add(mountEntry{path: "/dev/mqueue", mode: queueFS, by: by})
	}
	if set.privateNetwork.on && b.sandbox.release.Version >= privateNetworkMounts {
		b.add(mountEntry{path: "/sys", mode: privateSys, by: set.privateNetwork.by})
	}
}

// api adds /proc, /sys, /dev and /run, for lines in the sandbox.
func (b *builder) api(privileged bool) {
	wanted, by := b.sandbox.wantsAPI()
	if !wanted || privileged {
		return
	}
	b.table(apiTable, by, ByHiddenMount, false)
	if b.sandbox.release.Version >= apiRunSince {
		b.add(mountEntry{path: "/run", mode: runFS, by: by})
	}
}

// wantsAPI tells whether /proc, /sys, /dev and /run are mounted, and because of
// which assignment: MountAPIVFS=, its default with a root directory, or any
// setting that protects or replaces a part of them.
func (s *Sandbox) wantsAPI() (bool, *unit.Assignment) {
	set := s.settings
	switch {
	case s.mountsAPI() && set.mountAPIVFS.by != nil:
		return true, set.mountAPIVFS.by
	case s.mountsAPI():
		return true, set.rootDirectory.by
	case set.controlGroups.enabled():
		return true, set.controlGroups.by
	case set.tunables.on:
		return true, set.tunables.by
	case set.protectProc.enabled() && !set.protectProc.is("default"):
		return true, set.protectProc.by
	case set.procSubset.is("pid"):
		return true, set.procSubset.by
	case set.privateBPF.enabled():
		return true, set.privateBPF.by
	}
	return set.privatePIDs.enabled(), set.privatePIDs.by
}

// credentialsHidden is the first release that hides the credentials of other
// units.
const credentialsHidden = 247

// credentials hides /run/credentials but for the unit's own. The journal's
// socket directory may be that of another name space.
func (b *builder) credentials() {
	s := b.sandbox
	if s.release.Version >= credentialsHidden && s.unit.Scope != locate.User {
		if by := s.settings.credentials; by != nil {
			own := path.Join("/run/credentials", s.unit.ID)
			b.add(mountEntry{path: "/run/credentials", mode: tmpfs, setReadOnly: true, by: by})
			b.add(mountEntry{path: own, mode: bindMount, source: own, owned: true, setReadOnly: true, by: by})
		} else {
			b.add(mountEntry{path: "/run/credentials", mode: inaccessible, optional: true})
		}
	}
	if n := s.settings.logNamespace; n.word != "" {
		b.add(mountEntry{path: "/run/systemd/journal", mode: bindRecursive, source: "/run/systemd/journal." + n.word, owned: true, setReadOnly: true, by: n.by})
	}
}
