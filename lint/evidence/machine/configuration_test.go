package machine_test

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/unitlint/unitlint/lint/assess"
	"github.com/unitlint/unitlint/lint/catalog"
	"github.com/unitlint/unitlint/lint/evidence/machine"
	"github.com/unitlint/unitlint/lint/evidence/profile"
	"github.com/unitlint/unitlint/lint/locate"
	"github.com/unitlint/unitlint/lint/need"
	"github.com/unitlint/unitlint/lint/unit"
)

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

// TestDenied holds that a program does nothing that its configuration says otherwise of,
// although a word of it asks.
func TestDenied(t *testing.T) {
	tree := treeOf(t, map[string]string{
		"usr/lib/systemd/system/unseen.service": "[Service]\nExecStart=/usr/sbin/exampled\n",
		"etc/exampled.conf":                     "spool = home\nusers = virtual\n",
	})
	u, err := unit.Load(tree.Unit("unseen.service", locate.System), catalog.Release{Version: catalog.Newest})
	if err != nil {
		t.Fatal(err)
	}
	for denial, want := range map[string]bool{"": true, ", denied-by: ['users.*virtual']": false, ", denied-by: ['users.*local']": true} {
		fact := "- {write: /home, why: spools, told-by: ['spool.*home']" + denial + "}\n"
		library, err := profile.Builtin().With([]profile.File{{Name: "example", Path: "p.yaml", Text: []byte(
			"title: exampled\nprograms: [exampled]\nsource: measured\nneeds:\n" + fact)}})
		if err != nil {
			t.Fatal(err)
		}
		got := slices.ContainsFunc(assess.Of(u, assess.Sources{Library: library, Machine: machine.New(tree, machine.Everything(), nil)}).Needs,
			func(n need.Need) bool {
				return n.Kind == need.Write && slices.Contains(n.Any, "/home") && n.Certainty == need.Likely
			})
		if got != want {
			t.Errorf("%q: spools in home directories: %t, want %t", denial, got, want)
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
	"etc/default/unseen":                "OPTIONS=\"--config /etc/services/main.conf\"\n",
	"etc/services/main.conf":            "root_directory /var/lib/unseen/data\nlog_file /srv/log/unseen.log\npidfile /run/unseen.pid\n",
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
	dataAsRoot["etc/services/main.conf"] = "data_directory /var/lib/unseen/data\n"
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
		files["etc/services/main.conf"] = text
		k, _ := knowledge(t, files, machine.Everything(), nil)
		if got := has(claims(k, need.Possible), "capability CAP_NET_BIND_SERVICE: "); got != want {
			t.Errorf("%q: %t, want %t", text, got, want)
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
			"srv/unseen/web.yaml":                   "bind-address: 0.0.0.0\nport: 443\nother-port: 25\ndata-dir: /srv/data\nsocket: /run/other.sock\n",
		}, machine.Everything(), nil)
		likely := claims(k, need.Likely)
		for _, one := range []string{"serve 443: ", "write /srv/data: "} {
			if has(likely, one) != want {
				t.Errorf("%s: %s is %t in %q", place, one, !want, likely)
			}
		}
		if has(likely, "serve 25") || has(likely, "create /run/other.sock") {
			t.Errorf("%s: %q", place, likely)
		}
		for _, n := range k.Needs {
			if local := n.Kind == need.Serve || n.Kind == need.Write || n.Kind == need.AddressFamily; local != n.Evidence.Local {
				t.Errorf("%s %s is of this system: %t", n.Kind, n.Arguments(), n.Evidence.Local)
			}
		}
	}
}
