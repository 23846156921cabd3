package sandbox

import (
	"strings"
	"testing"

	"github.com/unitlint/unitlint/lint/locate"
)

// FuzzSandbox asks everything of services with arbitrary lines: nothing may
// panic, and what is denied has to be explained.
func FuzzSandbox(f *testing.F) {
	for _, seed := range []string{
		"ProtectSystem=strict\nReadWritePaths=/a //b -+/c",
		"TemporaryFileSystem=/:ro\nBindPaths=/:/\nInaccessiblePaths=/",
		"SystemCallFilter=~@default\nSystemCallFilter=:\nRestrictAddressFamilies=none\nRestrictNamespaces=~",
		"CapabilityBoundingSet=~\nAmbientCapabilities=63\nUser=0\nDynamicUser=yes",
		"RootDirectory=/x\nReadWritePaths=/x\nRootImage=/y\nMountImages=:/\nDeviceAllow=char- r",
		"StateDirectory=a/b:c:ro private\nRuntimeDirectory=../x\nExecStart=\nExecStart=+/x ; -/y",
	} {
		f.Add(seed, uint8(252-239), "/var/lib/../x")
	}
	f.Fuzz(func(t *testing.T, text string, version uint8, name string) {
		if strings.ContainsAny(text, "\x00[\\") {
			t.Skip("section headers and continued lines are the parser's business")
		}
		u, err := loadText(t, 239+int(version)%24, "fuzz.service", locate.System, "[Service]\nExecStart=/bin/true\n"+text)
		if err != nil || u.State != locate.Loaded {
			t.Skip("the unit does not load")
		}
		askEverything(t, New(u, nil), name)
	})
}

func askEverything(t *testing.T, s *Sandbox, name string) {
	for _, p := range append(s.Lines(), s.Main()) {
		for _, op := range operations {
			explained(t, p.Path(op, name))
			explained(t, p.Path(op, "/dev/null"))
			explained(t, p.Path(op, "/proc/1/status"))
		}
		for _, v := range []Verdict{
			p.Start(), p.SeesHost(name), p.Syscall(name), p.Call("mount"), p.Capability(name), p.AddressFamily("AF_PACKET"),
			p.Bind(80, true), p.Network(), p.IPTraffic("::1"), p.Namespace("user"), p.Namespace("mnt"), p.Device("/dev/kvm"),
			p.WriteExecuteMemory(), p.GainPrivileges(), p.Realtime(), p.SetSUID(), p.SeeOtherProcesses(), p.Kill(), p.Trace(),
			p.ChangeUser(), p.ChangeOwner(), p.HostMounts(), p.Personality(), p.Hostname(), p.Clock(), p.KernelLog(), p.Modules(),
			p.Sysctl("net.ipv4.ip_forward"), p.Cgroup(), p.Keyring(), p.IPC(), p.KeepIPC(), p.OthersRead(), p.ClientUsers(),
			p.Architecture("x86"), p.Limit("TasksMax", "10"), p.ChildrenOutlive(), p.ChildrenSpared(), p.LockMemory(),
		} {
			explained(t, v)
		}
	}
}

func explained(t *testing.T, v Verdict) {
	t.Helper()
	if v.Answer != Yes && v.Reason == "" {
		t.Errorf("%s %s without a reason", v.Answer, v.Error)
	}
	for _, a := range v.Because {
		if a == nil {
			t.Error("a nil assignment is among the reasons")
		}
	}
}
