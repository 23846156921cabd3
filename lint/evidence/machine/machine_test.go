package machine_test

import (
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/unitlint/unitlint/internal/systemdtest"
	"github.com/unitlint/unitlint/lint/assess"
	"github.com/unitlint/unitlint/lint/catalog"
	"github.com/unitlint/unitlint/lint/evidence/machine"
	"github.com/unitlint/unitlint/lint/evidence/profile"
	"github.com/unitlint/unitlint/lint/locate"
	"github.com/unitlint/unitlint/lint/need"
	"github.com/unitlint/unitlint/lint/unit"
)

func treeOf(t testing.TB, files systemdtest.Tree) *locate.Tree {
	t.Helper()
	tree, err := locate.OpenRoot(systemdtest.Write(t, files), "")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = tree.Close() })
	return tree
}

// system has one service of a package: a script starts a daemon that becomes
// another user, with a configuration.
var system = map[string]string{
	"usr/lib/systemd/system/unseen.service": "[Service]\nExecStart=/usr/sbin/unseen-start\n",
	"usr/sbin/unseen-start":                 "#!/bin/sh\n. /etc/default/unseen\nexec /usr/sbin/squid -f /etc/squid/squid.conf\n",
	"usr/sbin/squid":                        "#!/usr/bin/python3\nimport os\nfrom unseen.drop import become\nserver.listen(1)\n",
	"usr/lib/python3/unseen/drop.py":        "import os\ndef become(u):\n  os.setgroups([])\n  os.setuid(u)\n",
	"etc/squid/squid.conf":                  "http_port 8081\ncache_log /srv/log/cache.log\n",
	"var/lib/dpkg/status":                   "Package: unseen\n\n",
	"var/lib/dpkg/info/unseen.list":         "/usr/sbin/unseen-start\n/usr/sbin/squid\n/usr/lib/python3/unseen/drop.py\n",
	"var/lib/dpkg/info/unseen.postinst":     "adduser --system _unseen\n",
}

func knowledge(t testing.TB, files map[string]string, sources machine.Sources, profiles *profile.Library) (*machine.Knowledge, *assess.Assessment) {
	t.Helper()
	tree := treeOf(t, files)
	u, err := unit.Load(tree.Unit("unseen.service", locate.System), catalog.Release{Version: catalog.Newest})
	if err != nil {
		t.Fatal(err)
	}
	assessment := assess.Of(u, assess.Sources{Library: profiles})
	return machine.New(tree, sources, nil).Of(u, assessment.Programs), assessment
}

// claims returns needs as "KIND ARGUMENTS: SIGNS", the likely ones or the
// possible ones.
func claims(k *machine.Knowledge, certainty need.Certainty) []string {
	var all []string
	for _, n := range k.Needs {
		if n.Certainty == certainty {
			all = append(all, fmt.Sprintf("%s %s: %s", n.Kind, n.Arguments(), n.Evidence.Source))
		}
	}
	return all
}

func has(all []string, beginning string) bool {
	return slices.ContainsFunc(all, func(one string) bool { return strings.HasPrefix(one, beginning) })
}

func TestOf(t *testing.T) {
	k, _ := knowledge(t, system, machine.Everything(), nil)
	likely := claims(k, need.Likely)
	for _, want := range []string{
		"capability CAP_SETUID: imports setuid; its package has files of the account _unseen",
		"capability CAP_SETGID: imports setgroups; its package has files of the account _unseen",
		"serve 8081: 'http_port 8081'", "create /srv/log/cache.log: 'cache_log /srv/log/cache.log'", "read /etc/squid/squid.conf: ",
	} {
		if !has(likely, want) {
			t.Errorf("no %q in\n%s", want, strings.Join(likely, "\n"))
		}
	}
	if has(likely, "serve 3128") {
		t.Error("the configuration names another port than the usual one")
	}
	for _, n := range k.Needs {
		if n.Kind == need.Capability && n.Conditions.Starts != need.AsRoot {
			t.Errorf("%s is needed by root alone", n.Arguments())
		}
		if len(n.Evidence.Shown) == 0 || n.Why == "" {
			t.Errorf("%s %s: nothing shows it", n.Kind, n.Arguments())
		}
	}
}

// TestAccounts holds that the account of a sister of the program's package is not
// taken for the program's, nor that of a package for whom somebody signs in.
func TestAccounts(t *testing.T) {
	sister := maps.Clone(system)
	sister["var/lib/dpkg/status"] = "Package: unseen\n\nPackage: unseen-other\nSource: unseen\n\n"
	delete(sister, "var/lib/dpkg/info/unseen.postinst")
	sister["var/lib/dpkg/info/unseen-other.list"] = "/usr/bin/other\n"
	sister["var/lib/dpkg/info/unseen-other.postinst"] = "adduser --system _unseen\n"
	session := maps.Clone(system)
	session["usr/sbin/squid"] += "pam_open_session()\n"
	for title, files := range map[string]map[string]string{"a sister": sister, "sessions": session} {
		k, _ := knowledge(t, files, machine.Everything(), nil)
		if likely := claims(k, need.Likely); has(likely, "capability CAP_SETUID") {
			t.Errorf("%s: %q", title, likely)
		}
		if possible := claims(k, need.Possible); !has(possible, "capability CAP_SETUID") {
			t.Errorf("%s: it may become another user all the same: %q", title, possible)
		}
	}
}

func TestSources(t *testing.T) {
	for title, c := range map[string]struct {
		sources machine.Sources
		wanted  []string
		absent  []string
	}{
		"nothing but the program":       {machine.Sources{Binary: true}, nil, []string{"capability", "serve"}},
		"nothing but the configuration": {machine.Sources{Configuration: true}, nil, []string{"capability"}},
		"no configuration":              {machine.Sources{Binary: true, Package: true}, []string{"capability CAP_SETUID"}, []string{"serve"}},
	} {
		k, _ := knowledge(t, system, c.sources, nil)
		likely := claims(k, need.Likely)
		for _, want := range c.wanted {
			if !has(likely, want) {
				t.Errorf("%s: no %q in %q", title, want, likely)
			}
		}
		for _, absent := range c.absent {
			if has(likely, absent) {
				t.Errorf("%s: %q", title, likely)
			}
		}
	}
}

// TestEntryPoint follows a script that names its distribution alone to the module
// that it runs.
func TestEntryPoint(t *testing.T) {
	files := maps.Clone(server)
	files["usr/sbin/unseen"] = "#!/usr/bin/python3\nfrom importlib.metadata import distribution\n"
	files["usr/lib/python3/dist-packages/unseen/application/__init__.py"] = "import socket\nx = socket.AF_INET\n"
	files["usr/lib/python3/dist-packages/unseen-1.egg-info/entry_points.txt"] = "[console_scripts]\nother = other:main\nunseen = unseen.application:run\n"
	files["var/lib/dpkg/info/unseen.list"] += "/usr/lib/python3/dist-packages/unseen/application/__init__.py\n" +
		"/usr/lib/python3/dist-packages/unseen-1.egg-info/entry_points.txt\n"
	k, _ := knowledge(t, files, machine.Everything(), nil)
	if likely := claims(k, need.Likely); !has(likely, "network : uses AF_INET") {
		t.Errorf("%q", likely)
	}
}

// TestPlainName finds a program that its line names without a directory.
func TestPlainName(t *testing.T) {
	files := maps.Clone(server)
	files["usr/lib/systemd/system/unseen.service"] = "[Service]\nExecStart=unseen --start\nExecStartPost=other\n"
	k, _ := knowledge(t, files, machine.Everything(), nil)
	if len(k.Programs) != 1 || k.Programs[0].Path != "/usr/sbin/unseen" {
		t.Errorf("%+v", k.Programs)
	}
}

// TestNetworksOfScripts holds that a script which waits for the network works with
// it where it imports what is there for that, or runs in what daemons are written
// for.
func TestNetworksOfScripts(t *testing.T) {
	for _, c := range []struct {
		script, depends string
		likely          bool
	}{
		{"#!/usr/bin/python3\nfrom twisted.internet import reactor\n", "", true},
		{"#!/usr/bin/python3\nimport json\n", "", false},
		{"#!/bin/sh\nexec erl\n", "erlang-base", true},
		{"#!/bin/sh\nexec something\n", "libc6", false},
	} {
		files := maps.Clone(server)
		files["usr/sbin/unseen"] = c.script
		files["var/lib/dpkg/status"] = "Package: unseen\nDepends: " + c.depends + "\n\n"
		k, _ := knowledge(t, files, machine.Everything(), nil)
		if got := has(claims(k, need.Likely), "network : "); got != c.likely {
			t.Errorf("%s: %t, want %t", c.script, got, c.likely)
		}
	}
}

// TestCaptures holds that who can capture packets does where nothing else is to be
// listened to, or where somebody says on which interface.
func TestCaptures(t *testing.T) {
	for _, c := range []struct {
		script, options string
		likely          bool
	}{
		{"pcap_open_live(1)\n", "", true},
		{"pcap_open_live(1)\ns.bind(2)\n", "", false},
		{"pcap_open_live(1)\ns.bind(2)\n", "-i eth0", true},
	} {
		k, _ := knowledge(t, map[string]string{
			"usr/lib/systemd/system/unseen.service": "[Service]\nExecStart=/usr/sbin/unseen " + c.options + "\n",
			"usr/sbin/unseen":                       "#!/usr/bin/python3\n" + c.script,
		}, machine.Everything(), nil)
		if got := has(claims(k, need.Likely), "capability CAP_NET_RAW: imports pcap"); got != c.likely {
			t.Errorf("%q %q: likely %t, want %t", c.script, c.options, got, c.likely)
		}
	}
}

// TestContainers holds that a program which is delegated control groups and can make
// namespaces needs what containers are made with.
func TestContainers(t *testing.T) {
	files := map[string]string{
		"usr/lib/systemd/system/unseen.service": "[Service]\nDelegate=yes\nExecStart=/usr/sbin/unseen\n",
		"usr/sbin/unseen":                       "#!/usr/bin/python3\nlibc.mount(1)\nlibc.unshare(2)\nlibc.pivot_root(3)\nlibc.chroot(4)\n",
	}
	k, _ := knowledge(t, files, machine.Everything(), nil)
	likely := claims(k, need.Likely)
	for _, want := range []string{"capability CAP_SYS_ADMIN: imports mount; 'Delegate=yes'", "syscall unshare: ", "host-mounts : "} {
		if !has(likely, want) {
			t.Errorf("no %q in %q", want, likely)
		}
	}
	if has(likely, "syscall chroot") {
		t.Errorf("%q", likely)
	}
	files["usr/lib/systemd/system/unseen.service"] = "[Service]\nExecStart=/usr/sbin/unseen\n"
	k, _ = knowledge(t, files, machine.Everything(), nil)
	if likely := claims(k, need.Likely); len(likely) > 0 {
		t.Errorf("%q without control groups of its own", likely)
	}
}

// TestHostileTree reads programs that are none, that lead out of the tree, and
// scripts that start each other.
func TestHostileTree(t *testing.T) {
	files := map[string]string{
		"usr/lib/systemd/system/unseen.service": "[Service]\nExecStartPre=/dev/zero\nExecStartPre=/usr/bin/out\nExecStartPre=/usr/bin\nExecStart=/usr/bin/a\n",
		"usr/bin/a":                             "#!/bin/sh\n/usr/bin/b\n", "usr/bin/b": "#!/bin/sh\n/usr/bin/a\n/usr/bin/b\n",
		"var/lib/dpkg/info/unseen.list": "/usr/bin/a\n/usr/bin/b\n",
	}
	tree := treeOf(t, files)
	if err := os.Symlink("../../../../../../etc/passwd", filepath.Join(tree.Dir(), "usr/bin/out")); err != nil {
		t.Skipf("links cannot be made here: %v", err)
	}
	u, err := unit.Load(tree.Unit("unseen.service", locate.System), catalog.Release{Version: catalog.Newest})
	if err != nil {
		t.Fatal(err)
	}
	k := machine.New(tree, machine.Everything(), nil).Of(u, assess.Of(u, assess.Sources{}).Programs)
	if len(k.Programs) > 8 {
		t.Errorf("%d programs", len(k.Programs))
	}
	for _, p := range k.Programs {
		if p.Path != "/usr/bin/a" && p.Path != "/usr/bin/b" {
			t.Errorf("%s was read", p.Path)
		}
	}
}
