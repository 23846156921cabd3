package harden_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/unitlint/unitlint/lint/evidence/profile"
	"github.com/unitlint/unitlint/lint/harden"
	"github.com/unitlint/unitlint/lint/host"
	"github.com/unitlint/unitlint/lint/locate"
	"github.com/unitlint/unitlint/lint/target"
	"github.com/unitlint/unitlint/lint/unit"
)

// subject loads a service from the text of its fragment, for some targets.
func subject(t testing.TB, name, fragment, targets string) *harden.Subject {
	t.Helper()
	tree, err := locate.OpenRoot(t.TempDir(), "")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = tree.Close() })
	tree.SetText("usr/lib/systemd/system/"+name, []byte(fragment))
	parsed, err := target.Parse(targets)
	if err != nil {
		t.Fatal(err)
	}
	s := &harden.Subject{Library: profile.Builtin()}
	for _, one := range parsed {
		u, err := unit.Load(tree.Unit(name, locate.System), one.Release)
		if err != nil {
			t.Fatal(err)
		}
		s.Editions = append(s.Editions, harden.Edition{Target: one, Unit: u})
		s.Host = host.OfUnits([]*unit.Unit{u}, host.Facts{})[u.Tree]
	}
	return s
}

// linesOf are the assignments of a drop-in that count.
func linesOf(r *harden.Result) []string {
	var lines []string
	for _, g := range r.Groups {
		for _, s := range g.Settings {
			if s.Live {
				lines = append(lines, s.Name+"="+s.Value)
			}
		}
	}
	return lines
}

func hardened(t testing.TB, s *harden.Subject) *harden.Result {
	t.Helper()
	r, err := harden.Of(s)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func TestNeedsShapeTheDropIn(t *testing.T) {
	tests := []struct {
		name, service, fragment string
		want                    []string
		without                 []string
	}{
		{
			"a server with a profile", "redis-server.service", "[Unit]\nAfter=network.target\n[Service]\nExecStart=/usr/bin/redis-server /etc/redis/redis.conf\nUser=redis\nGroup=redis\n",
			[]string{"CapabilityBoundingSet=", "ProtectSystem=strict", "RestrictAddressFamilies=AF_UNIX AF_INET AF_INET6", "SystemCallErrorNumber=EPERM"},
			[]string{"PrivateNetwork=yes", "IPAddressDeny=any", "AmbientCapabilities="},
		},
		{
			"a low port as an ordinary user", "a.service", "[Service]\nExecStart=/usr/bin/redis-server --port 80\nUser=redis\nAmbientCapabilities=CAP_NET_BIND_SERVICE\n",
			[]string{"CapabilityBoundingSet=CAP_NET_BIND_SERVICE", "PrivateTmp=yes"}, []string{"PrivateUsers=yes", "CapabilityBoundingSet="},
		},
		{
			"a shell that writes", "a.service", "[Service]\nType=oneshot\nExecStart=/bin/sh -c 'date > /var/spool/example/stamp'\n",
			[]string{"ProtectSystem=yes", "NoNewPrivileges=yes"}, []string{"ProtectSystem=strict"},
		},
		{
			"a device that is named", "a.service", "[Service]\nExecStart=/usr/sbin/smartd -n /dev/sda\n",
			nil, []string{"PrivateDevices=yes"},
		},
		{
			"a unit without the internet", "redis-server.service", "[Service]\nExecStart=/usr/bin/redis-server --port 0\nUser=redis\nRestrictAddressFamilies=AF_UNIX\n",
			nil, []string{"RestrictAddressFamilies=AF_UNIX AF_INET AF_INET6"},
		},
		{
			"a program that becomes its user itself", "chrony.service",
			"[Service]\nUser=_chrony\nExecStart=!/usr/sbin/chronyd\nDeviceAllow=char-pps rw\nDevicePolicy=closed\n",
			[]string{"RemoveIPC=yes", "DevicePolicy=closed"}, []string{"PrivateDevices=yes"},
		},
		{
			"a program that becomes the owner of files", "postgresql@15-main.service",
			"[Service]\nType=forking\nExecStart=-/usr/bin/pg_ctlcluster --skip-systemctl-redirect %i start\nPIDFile=/run/postgresql/%i.pid\n",
			[]string{"CapabilityBoundingSet=CAP_SETGID CAP_SETUID"}, nil,
		},
		{
			"a file system whose module is loaded before", "containerd.service",
			"[Service]\nExecStartPre=-/sbin/modprobe overlay\nExecStart=/usr/bin/containerd\n", []string{"ProtectKernelModules=yes"}, nil,
		},
		{
			"a module that is loaded before", "containerd.service",
			"[Service]\nExecStartPre=-/sbin/modprobe br_netfilter\nExecStart=/usr/bin/containerd\n", nil, []string{"ProtectKernelModules=yes"},
		},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			lines := linesOf(hardened(t, subject(t, test.service, test.fragment, "debian-12")))
			for _, l := range test.want {
				if !slices.Contains(lines, l) {
					t.Errorf("%s is missing in\n%s", l, strings.Join(lines, "\n"))
				}
			}
			for _, l := range test.without {
				if slices.Contains(lines, l) {
					t.Errorf("%s is too much", l)
				}
			}
		})
	}
}

func TestOldTargetsKnowEveryLine(t *testing.T) {
	fragment := "[Service]\nExecStart=/usr/bin/redis-server /etc/redis/redis.conf\nUser=redis\n"
	for _, name := range []string{"ubuntu-20.04", "debian-11", "rhel-8", "rhel-9", "fedora-38", "newest", "ubuntu-20.04,newest"} {
		r := hardened(t, subject(t, "redis.service", fragment, name))
		for _, e := range r.Subject.Editions {
			with := e.Unit.WithText(r.Text())
			for _, a := range with.Assignments {
				if a.DropIn && (a.Reach != unit.Counts || len(a.Verdict.Problems) > 0) {
					t.Errorf("%s: %s=%s does not count for %s: %+v", name, a.Key, a.Value, e.Target.Name, a.Verdict.Problems)
				}
			}
		}
	}
}

func TestTextIsTheLines(t *testing.T) {
	r := hardened(t, subject(t, "nginx.service", "[Service]\nExecStart=/usr/sbin/nginx\nPIDFile=/run/nginx.pid\n", "debian-12"))
	var lines []string
	for line := range strings.Lines(r.Text()) {
		if line = strings.TrimSpace(line); line != "" && line[0] != '#' && line[0] != '[' {
			lines = append(lines, line)
		}
	}
	if !slices.Equal(lines, linesOf(r)) {
		t.Errorf("the text holds\n%v\ninstead of\n%v", lines, linesOf(r))
	}
	if !strings.HasPrefix(r.Text(), harden.Mark) {
		t.Error("the text does not begin with the mark of its own drop-ins")
	}
}

// FuzzOf holds that whatever a unit says, no line of the drop-in comes from it by
// accident, the search ends, and nothing is refused that was not before.
func FuzzOf(f *testing.F) {
	f.Add("ExecStart=/usr/sbin/nginx\nPIDFile=/run/nginx.pid\n")
	f.Add("ExecStart=/bin/sh -c 'echo > /var/a b%i\"'\nUser=a\nCapabilityBoundingSet=\n")
	f.Add("ExecStart=/usr/bin/a\nSystemCallFilter=~@mount\nSystemCallFilter=@resources foo:EPERM\nRestrictNamespaces=user\n")
	f.Fuzz(func(t *testing.T, text string) {
		s := subject(t, "a.service", "[Service]\n"+text, "debian-12")
		r, err := harden.Of(s)
		if err != nil {
			return
		}
		with := s.Editions[0].Unit.WithText(r.Text())
		if n := len(with.Assignments) - len(s.Editions[0].Unit.Assignments); n != len(linesOf(r)) {
			t.Errorf("the text has %d assignments instead of %d:\n%s", n, len(linesOf(r)), r.Text())
		}
	})
}

func BenchmarkOf(b *testing.B) {
	s := subject(b, "nginx.service", "[Unit]\nAfter=network.target\n[Service]\nType=forking\nExecStart=/usr/sbin/nginx\nPIDFile=/run/nginx.pid\n", "debian-12")
	for b.Loop() {
		fresh := *s
		if _, err := harden.Of(&fresh); err != nil {
			b.Fatal(err)
		}
	}
}

// TestLevelIsThatOfTheMainProgram holds that what is known of a program which only
// prepares the start says nothing of the main one.
func TestLevelIsThatOfTheMainProgram(t *testing.T) {
	for lines, want := range map[string]harden.Level{
		"ExecStart=/usr/bin/redis-server /etc/redis/redis.conf\n":                            harden.Full,
		"ExecStartPre=/usr/bin/redis-server --version\nExecStart=/opt/example/exampled\n":    harden.Careful,
		"ExecStart=/opt/example/exampled\nExecStopPost=/usr/bin/redis-server --version\n":    harden.Careful,
		"ExecStart=/bin/sh -c 'exec /usr/bin/redis-server /etc/redis/redis.conf --port 1'\n": harden.Full,
	} {
		if got := hardened(t, subject(t, "a.service", "[Service]\nUser=redis\n"+lines, "debian-12")).Subject.Level; got != want {
			t.Errorf("%q is hardened %s, want %s", lines, got, want)
		}
	}
}
