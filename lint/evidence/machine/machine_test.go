package machine_test

import (
	"compress/gzip"
	"fmt"
	"io"
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

func TestOverrules(t *testing.T) {
	k, assessment := knowledge(t, system, machine.Everything(), nil)
	line := assessment.Programs[0].Line
	for _, c := range []struct {
		need need.Need
		want bool
	}{
		{need.Need{Kind: need.Serve, Any: []string{"3128"}}, true},
		{need.Need{Kind: need.Serve, Any: []string{"8081"}}, false},
		{need.Need{Kind: need.Serve, Any: []string{"3130"}}, false},
		{need.Need{Kind: need.Write, Any: []string{"/var/log/squid"}}, true},
		{need.Need{Kind: need.Write, Any: []string{"/var/spool/squid"}}, false},
		{need.Need{Kind: need.Capability, Any: []string{"CAP_SETUID"}}, false},
	} {
		c.need.Line, c.need.Evidence.Profile = line, "squid"
		if got := k.Overrules(c.need); got != c.want {
			t.Errorf("%s %v: %t, want %t", c.need.Kind, c.need.Any, got, c.want)
		}
		c.need.Evidence.Declared = true
		if k.Overrules(c.need) {
			t.Errorf("%s %v: the user's own word is overruled", c.need.Kind, c.need.Any)
		}
	}
}

// TestAccountsThatNothingNames reads configurations with and without a word of the
// account to become: where it is not named, none is needed for that.
func TestAccountsThatNothingNames(t *testing.T) {
	for _, c := range []struct {
		configuration string
		overruled     bool
	}{{"$FileOwner syslog\n*.* /var/log/syslog\n", true}, {"$FileOwner syslog\n$PrivDropToUser syslog\n", false}, {"", false}} {
		files := map[string]string{
			"usr/lib/systemd/system/unseen.service": "[Service]\nExecStart=/usr/sbin/rsyslogd -n\n",
			"usr/sbin/rsyslogd":                     "#!/bin/sh\n",
		}
		if c.configuration != "" {
			files["etc/rsyslog.conf"] = c.configuration
		}
		k, assessment := knowledge(t, files, machine.Everything(), profile.Builtin())
		possible := 0
		for _, n := range assessment.Needs {
			if n.Certainty != need.Possible || !slices.Contains(n.Any, "CAP_SETUID") && !slices.Contains(n.Any, "setuid") {
				continue
			}
			possible++
			if got := k.Overrules(n); got != c.overruled {
				t.Errorf("%q: %s %v is overruled: %t, want %t", c.configuration, n.Kind, n.Any, got, c.overruled)
			}
		}
		if possible != 4 { // two each for the releases before Debian 12's and after it
			t.Errorf("%q: the profile has %d needs to become another user, want 4", c.configuration, possible)
		}
	}
}

// TestAsked reads configurations that ask for something and that do not: where none
// was read, the program may be asked.
func TestAsked(t *testing.T) {
	for _, c := range []struct {
		configuration string
		overruled     bool
	}{{"server a\n", true}, {"mailonchange root@localhost 0.5\n", false}, {"", false}} {
		files := map[string]string{
			"usr/lib/systemd/system/unseen.service": "[Service]\nExecStart=/usr/sbin/chronyd\n",
			"usr/sbin/chronyd":                      "#!/bin/sh\n",
		}
		if c.configuration != "" {
			files["etc/chrony/chrony.conf"] = c.configuration
		}
		k, assessment := knowledge(t, files, machine.Everything(), profile.Builtin())
		at := slices.IndexFunc(assessment.Needs, func(n need.Need) bool { return n.Kind == need.GainPrivileges })
		if at < 0 {
			t.Fatal("chronyd is not known to send mail")
		}
		if got := k.Overrules(assessment.Needs[at]); got != c.overruled {
			t.Errorf("%q: to send mail is overruled: %t, want %t", c.configuration, got, c.overruled)
		}
	}
}

// TestRootOfConfiguration holds that a program which cannot be read changes its root
// where the configuration says so by a key that its documentation knows.
func TestRootOfConfiguration(t *testing.T) {
	for program, want := range map[string]bool{"pdns_server": true, "unknownd": false} {
		k, _ := knowledge(t, map[string]string{
			"usr/lib/systemd/system/unseen.service": "[Service]\nExecStart=/usr/sbin/" + program + "\n",
			"etc/powerdns/pdns.conf":                "chroot=/srv/pdns\n",
			"etc/unknownd/unknownd.conf":            "chroot=/srv/unknown\n",
		}, machine.Everything(), profile.Builtin())
		got := slices.ContainsFunc(k.Needs, func(n need.Need) bool { return slices.Contains(n.Any, "CAP_SYS_CHROOT") })
		if got != want {
			t.Errorf("%s: to change its root is needed: %t, want %t", program, got, want)
		}
	}
}

// server has a unit that waits for the network and whose program serves it; its
// package gives it directories.
var server = map[string]string{
	"usr/lib/systemd/system/unseen.service": "[Unit]\nAfter=network.target\n[Service]\nUser=unseen\nEnvironmentFile=-/etc/default/unseen\n" +
		"ExecStart=/usr/sbin/unseen $OPTIONS\n",
	"etc/default/unseen":                "OPTIONS=\"--config /etc/unseen/main.conf\"\n",
	"etc/unseen/main.conf":              "root_directory /var/lib/unseen/data\nlog_file /srv/log/unseen.log\npidfile /run/unseen.pid\n",
	"usr/sbin/unseen":                   "#!/usr/bin/python3\nimport socket\ns = socket.socket(socket.AF_INET)\n",
	"var/lib/dpkg/status":               "Package: unseen\n\n",
	"var/lib/dpkg/info/unseen.list":     "/usr/sbin/unseen\n",
	"var/lib/dpkg/info/unseen.postinst": "chown unseen /var/lib/unseen\nchown unseen /var/lib/unused\nchown unseen /var/log/unseen\n",
}

func TestServer(t *testing.T) {
	without := func(name string) map[string]string {
		files := maps.Clone(server)
		files["usr/lib/systemd/system/unseen.service"] = strings.Replace(files["usr/lib/systemd/system/unseen.service"], name, "", 1)
		return files
	}
	dataAsRoot := without("User=unseen")
	dataAsRoot["etc/unseen/main.conf"] = "data_directory /var/lib/unseen/data\n"
	for _, c := range []struct {
		title          string
		files          map[string]string
		likely, absent []string
	}{
		{"as packaged", server, []string{
			"network : uses AF_INET", "owner unseen: its package gives /var/lib/unseen to unseen; 'root_directory /var/lib/unseen/data'",
			"write /var/lib/unseen: ", "create /srv/log/unseen.log: ",
		}, []string{"write /var/lib/unused", "write /var/log/unseen", "create /run/unseen.pid"}},
		{"no order", without("After=network.target"), []string{"write /var/lib/unseen: "}, []string{"network"}},
		{"as root", without("User=unseen"), nil, []string{"owner", "write /var/lib/unseen", "capability"}},
		{"as root with data there", dataAsRoot, []string{
			"capability CAP_DAC_OVERRIDE: its package gives /var/lib/unseen to unseen; 'data_directory /var/lib/unseen/data'",
		}, nil},
		{"no environment file", without("EnvironmentFile=-/etc/default/unseen"), nil, []string{"owner", "write"}},
	} {
		k, _ := knowledge(t, c.files, machine.Everything(), nil)
		likely := claims(k, need.Likely)
		for _, want := range c.likely {
			if !has(likely, want) {
				t.Errorf("%s: no %q in\n%s", c.title, want, strings.Join(likely, "\n"))
			}
		}
		for _, absent := range c.absent {
			if has(likely, absent) {
				t.Errorf("%s: %q in\n%s", c.title, absent, strings.Join(likely, "\n"))
			}
		}
	}
}

// TestLowPorts holds that a server which starts as root may serve a low port, unless its
// configuration names high ones alone.
func TestLowPorts(t *testing.T) {
	for text, want := range map[string]bool{"": true, "port 547\n": true, "port 8547\n": false} {
		files := maps.Clone(server)
		files["usr/lib/systemd/system/unseen.service"] = strings.Replace(files["usr/lib/systemd/system/unseen.service"], "User=unseen", "", 1)
		files["etc/unseen/main.conf"] = text
		k, _ := knowledge(t, files, machine.Everything(), nil)
		if got := has(claims(k, need.Possible), "capability CAP_NET_BIND_SERVICE: "); got != want {
			t.Errorf("%q: %t, want %t", text, got, want)
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

// TestConfigurationAlone holds that a tree without the program tells what its
// configuration says beyond doubt, also where its arguments name that from the
// directory it runs in; and that it is what somebody wrote here.
func TestConfigurationAlone(t *testing.T) {
	for place, want := range map[string]bool{"/srv/unseen": true, "-/srv/unseen": true, "/srv/other": false, "/srv/%i": false} {
		k, _ := knowledge(t, map[string]string{
			"usr/lib/systemd/system/unseen.service": "[Service]\nWorkingDirectory=" + place + "\nExecStart=/usr/bin/unseen -l a:b --config=web.yaml serve\n",
			"srv/unseen/web.yaml":                   "bind-address: 0.0.0.0\nport: 443\nother-port: 25\ndata-dir: /srv/data\nsocket: /run/unseen.sock\n",
		}, machine.Everything(), nil)
		likely := claims(k, need.Likely)
		for _, one := range []string{"serve 443: ", "write /srv/data: "} {
			if has(likely, one) != want {
				t.Errorf("%s: %s is %t in %q", place, one, !want, likely)
			}
		}
		if has(likely, "serve 25") || has(likely, "create /run/unseen.sock") {
			t.Errorf("%s: %q", place, likely)
		}
		for _, n := range k.Needs {
			if local := n.Kind == need.Serve || n.Kind == need.Write || n.Kind == need.AddressFamily; local != n.Evidence.Local {
				t.Errorf("%s %s is of this system: %t", n.Kind, n.Arguments(), n.Evidence.Local)
			}
		}
	}
}

// TestPolicies holds that what policies allow is possible, no more.
func TestPolicies(t *testing.T) {
	files := map[string]string{
		"usr/lib/systemd/system/unseen.service":             "[Service]\nExecStart=/usr/sbin/unseen\n",
		"usr/sbin/unseen":                                   "#!/usr/bin/perl\n",
		"var/lib/unseen/state":                              "",
		"etc/apparmor.d/usr.sbin.unseen":                    "/usr/sbin/unseen {\n  capability setuid,\n}\n",
		"etc/selinux/targeted/contexts/files/file_contexts": "/usr/sbin/unseen -- u:r:unseen_exec_t:s0\n/var/lib/unseen(/.*)? u:r:unseen_var_t:s0\n",
		"var/lib/selinux/targeted/active/modules/100/unseen/cil": `(type unseen_t) (type unseen_exec_t) (type unseen_var_t)
(typetransition init_t unseen_exec_t process unseen_t)
(allow unseen_t self (capability (sys_time)))
(allow unseen_t self (process (execmem)))
(allow unseen_t self (packet_socket (create)))
(allow unseen_t unseen_var_t (file (write)))
`,
	}
	k, _ := knowledge(t, files, machine.Everything(), nil)
	for _, want := range []string{
		"capability CAP_SETUID: its AppArmor profile allows it CAP_SETUID", "capability CAP_SYS_TIME: its SELinux domain unseen_t allows it CAP_SYS_TIME",
		"address-family AF_PACKET: ", "wx-memory : ", "write /var/lib/unseen: its SELinux domain unseen_t allows it to write /var/lib/unseen",
	} {
		if !has(claims(k, need.Possible), want) {
			t.Errorf("no %q in %q", want, claims(k, need.Possible))
		}
	}
	if all := claims(k, need.Likely); len(all) > 0 {
		t.Errorf("%q by what policies allow", all)
	}
	k, _ = knowledge(t, files, machine.Sources{Binary: true, Configuration: true}, nil)
	if all := claims(k, need.Possible); has(all, "capability") {
		t.Errorf("%q though policies are not asked", all)
	}
}

// TestRPM holds that packages of RPM count as those of dpkg do.
func TestRPM(t *testing.T) {
	packed, err := os.Open(filepath.Join("..", "..", "rpm", "testdata", "rpmdb.sqlite.gz"))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = packed.Close() }()
	plain, err := gzip.NewReader(packed)
	if err != nil {
		t.Fatal(err)
	}
	database, err := io.ReadAll(plain)
	if err != nil {
		t.Fatal(err)
	}
	files := map[string]string{
		"usr/lib/systemd/system/unseen.service": "[Service]\nExecStart=/usr/sbin/exampled\nExecStartPre=/usr/bin/example-ping\n",
		"usr/sbin/exampled":                     "#!/usr/bin/python3\nimport os\nos.setgroups([])\nos.setuid(1)\n",
		"usr/bin/example-ping":                  "#!/usr/bin/python3\n",
		"usr/lib/sysimage/rpm/rpmdb.sqlite":     string(database),
	}
	k, _ := knowledge(t, files, machine.Everything(), nil)
	if want := "capability CAP_SETUID: imports setuid; its package has files of the account example, says its %pre"; !has(claims(k, need.Likely), want) {
		t.Errorf("no %q in %q", want, claims(k, need.Likely))
	}
	for _, want := range []string{
		"write /var/lib/exampled: its package gives /var/lib/exampled to example", "capability CAP_NET_RAW: its package gives it cap_net_raw=ep",
		"gain-privileges /usr/bin/example-ping: its package gives it cap_net_raw=ep",
	} {
		if !has(claims(k, need.Possible), want) {
			t.Errorf("no %q in %q", want, claims(k, need.Possible))
		}
	}
	k, _ = knowledge(t, files, machine.Sources{Binary: true, Configuration: true}, nil)
	if all := claims(k, need.Likely); has(all, "capability") || k.Shipped() {
		t.Errorf("%q though packages are not asked", all)
	}
}
