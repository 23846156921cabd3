package packaged

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/unitlint/unitlint/internal/systemdtest"
	"github.com/unitlint/unitlint/lint/locate"
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

var example = map[string]string{
	"var/lib/dpkg/status": `Package: example-server
Source: example (1.0)
Depends: libc6 (>= 2.36), adduser | sysuser, default-jre-headless:any

Package: example-common
Source: example

Package: other
`,
	"var/lib/dpkg/info/example-server.list": "/.\n/usr\n/sbin/exampled\n/usr/lib/example/helper\n/usr/lib/tmpfiles.d/example.conf\n/etc/logrotate.d/example\n",
	"var/lib/dpkg/info/example-common.list": "/usr/lib/sysusers.d/example.conf\n/etc/example.conf\n/var/lib/example\n",
	"var/lib/dpkg/info/other:amd64.list":    "/usr/bin/other\n",
	"var/lib/dpkg/info/example-server.postinst": "#!/bin/sh\n# adduser commented\nHOME_DIR=/var/lib/example\n" +
		"if true; then adduser --system --home \"$HOME_DIR\" \\\n  --gecos 'An example' _example >/dev/null; fi\nchown -R _example:adm $HOME_DIR ${UNKNOWN}/x\n",
	"var/lib/dpkg/info/example-common.postinst": "install -d -o keeper -g keeper -m 0750 /var/spool/example\n" +
		"dpkg-statoverride --update --add keeper root 0640 /etc/example.conf\n",
	"usr/lib/sysusers.d/example.conf": "# comment\nu! runner - \"Example runner\" /nonexistent\nm runner adm\n",
	"usr/lib/tmpfiles.d/example.conf": "d /run/example 0755 runner adm -\nd /run/plain 0755 root root -\n",
	"etc/logrotate.d/example": "/var/log/example/*.log /var/log/example.err {\n" +
		"  daily\n  create 0640 logger adm\n  postrotate\n    kill /var/run/x.pid\n  endscript\n}\n",
	"usr/bin/other": "",
}

func TestOf(t *testing.T) {
	p := Open(treeOf(t, example)).Of("/usr/sbin/exampled")
	if p == nil {
		t.Fatal("the merged directory is not looked through")
	}
	if p.Name != "example-server" || !slices.Equal(p.Members, []string{"example-common", "example-server"}) {
		t.Errorf("%s with %v", p.Name, p.Members)
	}
	if !p.Owns("/var/lib/example") || p.Owns("/usr/bin/other") {
		t.Errorf("files: %v", p.Files)
	}
	var accounts []string
	for _, a := range p.Accounts {
		accounts = append(accounts, fmt.Sprintf("%s %s:%d", a.Name, a.Place.File.Path, a.Place.StartPosition().Line))
	}
	for _, want := range []string{
		"_example var/lib/dpkg/info/example-server.postinst:4", "keeper var/lib/dpkg/info/example-common.postinst:1",
		"runner usr/lib/sysusers.d/example.conf:2", "logger etc/logrotate.d/example:3",
	} {
		if !slices.Contains(accounts, want) {
			t.Errorf("no account %q in %q", want, accounts)
		}
	}
	if len(accounts) != 4 {
		t.Errorf("accounts: %q", accounts)
	}
	var gifts []string
	for _, g := range p.Gifts {
		gifts = append(gifts, strings.Join([]string{g.Path, g.User, g.Group}, " "))
	}
	slices.Sort(gifts)
	if want := []string{"/etc/example.conf keeper root", "/run/example runner adm", "/var/lib/example _example adm",
		"/var/spool/example keeper keeper"}; !slices.Equal(gifts, want) {
		t.Errorf("gifts: %q", gifts)
	}
	if len(p.Logs) != 2 || p.Logs[0].Name != "/var/log/example/*.log" || p.Logs[1].Name != "/var/log/example.err" {
		t.Errorf("logs: %v", p.Logs)
	}
	if !slices.Contains(p.Depends, "default-jre-headless") || !slices.Contains(p.Depends, "sysuser") {
		t.Errorf("depends: %v", p.Depends)
	}
}

func TestOfNobody(t *testing.T) {
	for title, tree := range map[string]*locate.Tree{"without a database": treeOf(t, map[string]string{"usr/bin/x": ""}),
		"with one": treeOf(t, example)} {
		if p := Open(tree).Of("/usr/bin/x"); p != nil {
			t.Errorf("%s: %+v", title, p)
		}
	}
	if p := Open(treeOf(t, example)).Of("/usr/bin/other"); p == nil || len(p.Members) != 1 || len(p.Accounts) != 0 {
		t.Errorf("%+v", p)
	}
}

func FuzzMaintainerScript(f *testing.F) {
	f.Add(example["var/lib/dpkg/info/example-server.postinst"])
	f.Add("adduser --home 'a b\nchown\ninstall -o\n")
	f.Add("long=" + strings.Repeat("a", 120_000) + "\nchown " + strings.Repeat("$long", 20_000) + " /x\n") // 2 GiB, if it were put in
	f.Fuzz(func(t *testing.T, script string) {
		files := map[string]string{"var/lib/dpkg/info/x.list": "/usr/bin/x\n", "var/lib/dpkg/info/x.postinst": script}
		p := Open(treeOf(t, files)).Of("/usr/bin/x")
		if p == nil {
			t.Fatal("no package")
		}
		for _, a := range p.Accounts {
			if !accountName.MatchString(a.Name) || a.Place.File == nil {
				t.Errorf("account %q", a.Name)
			}
		}
		for _, g := range p.Gifts {
			if !strings.HasPrefix(g.Path, "/") {
				t.Errorf("gift %q", g.Path)
			}
		}
	})
}
