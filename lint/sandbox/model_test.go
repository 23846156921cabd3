package sandbox

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/unitlint/unitlint/lint/catalog"
	"github.com/unitlint/unitlint/lint/host"
	"github.com/unitlint/unitlint/lint/locate"
	"github.com/unitlint/unitlint/lint/unit"
)

// program is what the units of the tests execute.
const program = "/usr/bin/env"

// loadService merges a service with the given lines below [Service].
func loadService(t testing.TB, version int, name string, scope locate.Scope, directives ...string) *unit.Unit {
	t.Helper()
	text := "[Service]\nExecStart=" + program + "\n" + strings.Join(directives, "\n") + "\n"
	u, err := loadText(t, version, name, scope, text)
	if err != nil {
		t.Fatal(err)
	}
	if u.State != locate.Loaded {
		t.Fatalf("the unit is %s: %s", u.State, text)
	}
	return u
}

// loadText merges a unit of one file.
func loadText(t testing.TB, version int, name string, scope locate.Scope, text string) (*unit.Unit, error) {
	t.Helper()
	root := t.TempDir()
	dir := filepath.Join(root, "etc", "systemd", string(scope))
	if err := os.MkdirAll(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	tree, err := locate.OpenRoot(root, "")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { tree.Close() })
	return unit.Load(tree.Unit(name, scope), catalog.Release{Version: version})
}

// newSandbox models a service of the system manager on an unknown host.
func newSandbox(t testing.TB, version int, directives ...string) *Sandbox {
	t.Helper()
	return New(loadService(t, version, "test.service", locate.System, directives...), nil)
}

// told is a verdict as the tables of the tests write it.
func told(v Verdict) string {
	switch {
	case v.Hidden:
		return "hidden"
	case v.Answer == No && v.Error != "":
		return v.Error
	}
	return v.Answer.String()
}

var operations = map[string]Op{"read": Read, "write": Write, "create": Create, "exec": Execute, "connect": Connect}

// TestPaths asks about paths: each line of the table says why.
func TestPaths(t *testing.T) {
	text, err := os.ReadFile("testdata/paths.txt")
	if err != nil {
		t.Fatal(err)
	}
	rows := 0
	for number, line := range strings.Split(string(text), "\n") {
		if line == "" || line[0] == '#' {
			continue
		}
		fields := strings.Split(line, " | ")
		var version int
		if _, err := fmt.Sscan(fields[0], &version); err != nil || len(fields) != 5 {
			t.Fatalf("paths.txt:%d: not a row: %s", number+1, line)
		}
		rows++
		s := newSandbox(t, version, strings.Split(fields[1], "; ")...)
		operation, name, _ := strings.Cut(fields[2], " ")
		v := s.Start()
		if v.Answer != No {
			v = s.Main().Path(operations[operation], name)
		}
		if told(v) != fields[3] {
			t.Errorf("paths.txt:%d: %s: got %s (%s), want %s: %s", number+1, fields[2], told(v), v.Reason, fields[3], fields[4])
		}
		if v.Answer == No && v.Reason == "" {
			t.Errorf("paths.txt:%d: no reason is given", number+1)
		}
	}
	if rows < 150 {
		t.Errorf("only %d questions were asked", rows)
	}
}

// TestCompany checks what depends on other units and on which line asks.
func TestCompany(t *testing.T) {
	u, err := loadText(t, 252, "test.service", locate.System,
		"[Unit]\nJoinsNamespaceOf=other.service\n[Service]\nExecStart="+program+"\nPrivateTmp=yes\nReadWritePaths=/tmp/shared\n")
	if err != nil {
		t.Fatal(err)
	}
	if v := New(u, nil).Start(); v.Answer != Unknown {
		t.Errorf("another unit's /tmp may hold the path: got %s (%s)", told(v), v.Reason)
	}
	s := newSandbox(t, 252, "RootDirectory=/srv/root", "RootDirectoryStartOnly=yes", "InaccessiblePaths=+/etc", "ExecStartPre=/usr/bin/pre")
	for _, p := range s.Lines() {
		want := "ENOENT"
		if p.Phase != unit.Start {
			want = "unknown"
		}
		if v := p.Path(Read, "/etc/hosts"); told(v) != want {
			t.Errorf("%s: got %s (%s), want %s", p.Phase, told(v), v.Reason, want)
		}
	}
}

func TestSecureBits(t *testing.T) {
	for _, c := range []struct {
		directives []string
		want       string
	}{
		{nil, "yes"},
		{[]string{"SecureBits=noroot"}, "EPERM"},
		{[]string{"SecureBits=keep-caps noroot-locked"}, "yes"}, // measured on Debian 12: the lock alone
		{[]string{"SecureBits=noroot noroot-locked"}, "EPERM"},
		{[]string{"SecureBits=noroot", "SecureBits="}, "yes"},
		{[]string{"SecureBits=keep-caps"}, "yes"},
		{[]string{"SecureBits=noroot", "AmbientCapabilities=CAP_SETUID"}, "yes"},
	} {
		v := New(loadService(t, 252, "test.service", locate.System, c.directives...), host.Unknown()).Main().Capability("CAP_SETUID")
		if told(v) != c.want || c.want != "yes" && (v.Cause() == nil || v.Cause().Key != "SecureBits") {
			t.Errorf("%v: %s because of %v, want %s", c.directives, told(v), v.Because, c.want)
		}
	}
}

func TestPathsOnAKnownHost(t *testing.T) {
	h := host.New(nil, host.Facts{Missing: []string{"/var/lib/gone"}, Existing: []string{"/var/lib/here"}})
	h.AddTemporaryFiles("d /var/log/app 0750 app adm -\nd /run/open 1777 root adm -\n", "usr/lib/tmpfiles.d/app.conf")
	for _, c := range []struct {
		directives []string
		op         Op
		path, want string
	}{
		{[]string{"ReadWritePaths=/var/lib/gone"}, Read, "/", "226/NAMESPACE"},
		{[]string{"ReadWritePaths=-/var/lib/gone"}, Create, "/var/lib/gone/x", "ENOENT"},
		{[]string{"BindPaths=/var/lib/gone:/x"}, Read, "/", "226/NAMESPACE"},
		{[]string{"BindPaths=-/var/lib/gone:/x"}, Read, "/", "yes"},
		{[]string{"WorkingDirectory=/var/lib/gone"}, Read, "/", "200/CHDIR"},
		{[]string{"WorkingDirectory=-/var/lib/gone"}, Read, "/", "yes"},
		{[]string{"StateDirectory=gone", "ReadWritePaths=/var/lib/gone"}, Create, "/var/lib/gone/x", "yes"},
		{[]string{"ReadWritePaths=/var/lib/here", "ProtectSystem=strict"}, Create, "/var/lib/here/x", "yes"},
		{[]string{"CapabilityBoundingSet=~CAP_DAC_OVERRIDE"}, Create, "/var/log/app/x", "EACCES"},
		{[]string{"User=app"}, Create, "/var/log/app/x", "yes"},
		{[]string{"User=other"}, Create, "/run/open/x", "yes"},
		{[]string{"User=other"}, Write, "/proc/sys/net/ipv4/ip_forward", "EACCES"},
		{[]string{"User=other", "AmbientCapabilities=CAP_NET_ADMIN"}, Write, "/proc/sys/net/ipv4/ip_forward", "yes"},
		{[]string{"User=other", "AmbientCapabilities=CAP_NET_ADMIN"}, Write, "/proc/sys/kernel/core_pattern", "EACCES"},
		{[]string{"User=other", "AmbientCapabilities=CAP_NET_ADMIN", "ProtectKernelTunables=yes"}, Write, "/proc/sys/net/ipv4/ip_forward", "EROFS"},
	} {
		s := New(loadService(t, 252, "test.service", locate.System, c.directives...), h)
		v := s.Start()
		if v.Answer != No {
			v = s.Main().Path(c.op, c.path)
		}
		if told(v) != c.want {
			t.Errorf("%v: %s %s: got %s (%s), want %s", c.directives, c.op, c.path, told(v), v.Reason, c.want)
		}
	}
}
