package sandbox

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/unitlint/unitlint/lint/locate"
)

// asked are the questions of the table that take no argument.
var asked = map[string]func(*Process) Verdict{
	"nnp": (*Process).NoNewPrivileges, "suid": (*Process).GainPrivileges,
	"changeuser": (*Process).ChangeUser, "chown": (*Process).ChangeOwner,
	"network": (*Process).Network, "wx": (*Process).WriteExecuteMemory,
	"realtime": (*Process).Realtime, "setsuid": (*Process).SetSUID, "mounts": (*Process).HostMounts,
	"modules": (*Process).Modules, "ipc": (*Process).IPC, "keyring": (*Process).Keyring, "keepipc": (*Process).KeepIPC,
	"kill": (*Process).Kill, "trace": (*Process).Trace, "clock": (*Process).Clock, "hostname": (*Process).Hostname,
	"personality": (*Process).Personality, "othersread": (*Process).OthersRead, "groupreads": (*Process).GroupReads,
	"kernellog": (*Process).KernelLog, "clientusers": (*Process).ClientUsers, "mountproc": (*Process).MountProc, "start": (*Process).Start,
	"outlive": (*Process).ChildrenOutlive, "spared": (*Process).ChildrenSpared, "lockmemory": (*Process).LockMemory, "cgroup": (*Process).Cgroup,
	"root":   func(p *Process) Verdict { return Verdict{Answer: p.Identity().Root} },
	"group0": func(p *Process) Verdict { return Verdict{Answer: p.Identity().RootGroup} },
}

// askedAbout are those that take one.
var askedAbout = map[string]func(*Process, string) Verdict{
	"capability": (*Process).Capability, "call": (*Process).Call, "namespace": (*Process).Namespace,
	"socket": (*Process).AddressFamily, "ip": (*Process).IPTraffic, "sysctl": (*Process).Sysctl,
	"architecture": (*Process).Architecture, "device": (*Process).Device,
	"limit": func(p *Process, need string) Verdict {
		name, least, _ := strings.Cut(need, "=")
		return p.Limit(name, least)
	},
	"bind": func(p *Process, port string) Verdict {
		var number int
		if _, err := fmt.Sscan(port, &number); err != nil {
			return Verdict{}
		}
		return p.Bind(number, false)
	},
}

func TestGrants(t *testing.T) {
	text, err := os.ReadFile("testdata/grants.txt")
	if err != nil {
		t.Fatal(err)
	}
	for number, line := range strings.Split(string(text), "\n") {
		if line == "" || line[0] == '#' {
			continue
		}
		fields := strings.Split(strings.Replace(line, " | | ", " |  | ", 1), " | ")
		var version int
		if _, err := fmt.Sscan(fields[0], &version); err != nil || len(fields) != 5 {
			t.Fatalf("grants.txt:%d: not a row: %s", number+1, line)
		}
		p := newSandbox(t, version, strings.Split(fields[1], "; ")...).Main()
		question, argument, _ := strings.Cut(fields[2], " ")
		var v Verdict
		switch {
		case asked[question] != nil:
			v = asked[question](p)
		case askedAbout[question] != nil:
			v = askedAbout[question](p, argument)
		default:
			t.Fatalf("grants.txt:%d: %q is no question", number+1, question)
		}
		if told(v) != fields[3] {
			t.Errorf("grants.txt:%d: %s: %s: got %s (%s), want %s: %s", number+1, fields[1], fields[2], told(v), v.Reason, fields[3], fields[4])
		}
	}
}

// TestPrefixes checks what the prefixes of exec lines leave aside.
func TestPrefixes(t *testing.T) {
	s := newSandbox(t, 252,
		"ExecStart=", "User=alice", "ProtectSystem=strict", "ReadWritePaths=/var/lib/foo", "SystemCallFilter=@basic-io", "CapabilityBoundingSet=CAP_CHOWN",
		"ExecStartPre=+/usr/bin/full", "ExecStartPre=!/usr/bin/root", "ExecStartPre=!!/usr/bin/ambient", "ExecStart=/usr/bin/main")
	for _, c := range []struct {
		executable             string
		root                   Answer
		create, call, capacity string
	}{
		{"/usr/bin/full", Yes, "yes", "yes", "yes"},
		{"/usr/bin/root", Yes, "EROFS", "SIGSYS", "EPERM"},
		{"/usr/bin/ambient", No, "EROFS", "SIGSYS", "EPERM"},
		{"/usr/bin/main", No, "EROFS", "SIGSYS", "EPERM"},
	} {
		found := false
		for _, p := range s.Lines() {
			if p.Executable() != c.executable {
				continue
			}
			found = true
			if got := p.Identity().Root; got != c.root {
				t.Errorf("%s: root is %s, want %s", c.executable, got, c.root)
			}
			for what, v := range map[string]struct {
				got  Verdict
				want string
			}{
				"create":     {p.Path(Create, "/etc/x"), c.create},
				"call":       {p.Call("mount"), c.call},
				"capability": {p.Capability("CAP_SYS_ADMIN"), c.capacity},
			} {
				if told(v.got) != v.want {
					t.Errorf("%s: %s: got %s (%s), want %s", c.executable, what, told(v.got), v.got.Reason, v.want)
				}
			}
		}
		if !found {
			t.Errorf("there is no process for %s", c.executable)
		}
	}
	if got := s.Main().Executable(); got != "/usr/bin/main" {
		t.Errorf("the main process executes %s", got)
	}
}

// TestUserManager checks what a user's manager can do of it.
func TestUserManager(t *testing.T) {
	for _, c := range []struct {
		version   int
		directive string
		ask       func(*Process) Verdict
		want      string
	}{
		{252, "CapabilityBoundingSet=CAP_CHOWN", (*Process).Start, "218/CAPABILITIES"},
		{252, "ProtectSystem=strict", func(p *Process) Verdict { return p.Path(Create, "/tmp/x") }, "yes"},
		{254, "ProtectSystem=strict", func(p *Process) Verdict { return p.Path(Create, "/tmp/x") }, "EROFS"},
		{252, "PrivateUsers=yes\nProtectSystem=strict", func(p *Process) Verdict { return p.Path(Create, "/tmp/x") }, "EROFS"},
		{252, "SystemCallFilter=@system-service", (*Process).NoNewPrivileges, "yes"},
		{252, "Nice=0", func(p *Process) Verdict { return p.Bind(80, false) }, "EACCES"},
		{252, "Nice=0", (*Process).Keyring, "yes"},
		{252, "PrivateUsers=yes", (*Process).ClientUsers, "yes"},
		{257, "InaccessiblePaths=/run/systemd", (*Process).Start, "yes"},
	} {
		u := loadService(t, c.version, "test.service", locate.User, c.directive)
		if v := c.ask(New(u, nil).Main()); told(v) != c.want {
			t.Errorf("%d: %s: got %s (%s), want %s", c.version, c.directive, told(v), v.Reason, c.want)
		}
	}
}

// TestBecause checks that answers name the line that decided, not just any.
func TestBecause(t *testing.T) {
	for _, c := range []struct {
		directives []string
		ask        func(*Process) Verdict
		want       string
	}{
		{[]string{"ProtectSystem=strict", "ReadOnlyPaths=/var"}, func(p *Process) Verdict { return p.Path(Create, "/opt/x") }, "ProtectSystem=strict"},
		{[]string{"ReadWritePaths=/var", "ReadOnlyPaths=/var/lib"}, func(p *Process) Verdict { return p.Path(Create, "/var/lib/x") }, "ReadOnlyPaths=/var/lib"},
		{[]string{"SystemCallFilter=@system-service", "SystemCallFilter=~@chown"}, func(p *Process) Verdict { return p.Syscall("chown") }, "SystemCallFilter=~@chown"},
		{[]string{"SystemCallFilter=@system-service", "SystemCallFilter=~@chown"}, func(p *Process) Verdict { return p.Syscall("chroot") }, "SystemCallFilter=@system-service"},
		{[]string{"PrivateDevices=yes", "CapabilityBoundingSet=~CAP_CHOWN"}, func(p *Process) Verdict { return p.Capability("CAP_MKNOD") }, "PrivateDevices=yes"},
		{[]string{"PrivateDevices=yes", "CapabilityBoundingSet=~CAP_CHOWN"}, func(p *Process) Verdict { return p.Capability("CAP_CHOWN") }, "CapabilityBoundingSet=~CAP_CHOWN"},
		{[]string{"CapabilityBoundingSet=~CAP_KILL", "CapabilityBoundingSet=~CAP_CHOWN"}, func(p *Process) Verdict { return p.Capability("CAP_KILL") }, "CapabilityBoundingSet=~CAP_KILL"},
		{[]string{"RestrictAddressFamilies=AF_UNIX AF_INET", "RestrictAddressFamilies=~AF_INET"}, func(p *Process) Verdict { return p.AddressFamily("AF_INET") }, "RestrictAddressFamilies=~AF_INET"},
		{[]string{"RestrictNamespaces=~net", "RestrictNamespaces=~user"}, func(p *Process) Verdict { return p.Namespace("net") }, "RestrictNamespaces=~net"},
		{[]string{"DynamicUser=yes"}, func(p *Process) Verdict { return p.Path(Create, "/opt/x") }, "DynamicUser=yes"},
		{[]string{"ProtectSystem=strict", "NoExecPaths=/"}, func(p *Process) Verdict { return p.Path(Execute, "/opt/x") }, "NoExecPaths=/"},
		{[]string{"ReadOnlyPaths=/srv", "NoExecPaths=/srv"}, func(p *Process) Verdict { return p.Path(Execute, "/srv/x") }, "NoExecPaths=/srv"},
	} {
		v := c.ask(newSandbox(t, 252, c.directives...).Main())
		if v.Answer != No || len(v.Because) == 0 {
			t.Errorf("%v: got %s because of %d lines", c.directives, told(v), len(v.Because))
			continue
		}
		if got := v.Because[0].Key + "=" + v.Because[0].Value; got != c.want {
			t.Errorf("%v: blames %s, want %s", c.directives, got, c.want)
		}
	}
}

// TestBecauseOfAll checks that answers for a path that several lines name are because
// of those that made it what it is.
func TestBecauseOfAll(t *testing.T) {
	for _, c := range []struct {
		directives []string
		path       string
		want       []string
	}{
		{[]string{"ProtectSystem=strict", "ProtectHome=yes"}, "/home/a", []string{"ProtectHome"}},
		{[]string{"ProtectSystem=strict", "ProtectHome=read-only"}, "/root/a", []string{"ProtectHome"}},
		{[]string{"ProtectSystem=strict", "ProtectControlGroups=yes", "ProtectKernelTunables=yes"}, "/sys/class/a", []string{"ProtectKernelTunables"}},
		{[]string{"ProtectKernelTunables=yes", "ProtectControlGroups=yes"}, "/sys/fs/cgroup/a", []string{"ProtectControlGroups"}},
		{[]string{"ProtectHome=yes", "InaccessiblePaths=/home"}, "/home/a", []string{"InaccessiblePaths", "ProtectHome"}},
		{[]string{"ProtectHome=read-only", "ReadWritePaths=/home"}, "/home/a", []string{"ProtectHome", "ReadWritePaths"}},
	} {
		v := newSandbox(t, 252, c.directives...).Main().Path(Create, c.path)
		var got []string
		for _, a := range v.Because {
			got = append(got, a.Key)
		}
		if v.Answer != No || !slices.Equal(got, c.want) {
			t.Errorf("%v: %s because of %v, want %v", c.directives, told(v), got, c.want)
		}
	}
}
