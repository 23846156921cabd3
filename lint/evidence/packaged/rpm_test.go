package packaged_test

import (
	"compress/gzip"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/unitlint/unitlint/internal/systemdtest"
	"github.com/unitlint/unitlint/lint/evidence/packaged"
	"github.com/unitlint/unitlint/lint/locate"
)

// database returns one of the data bases of RPM.
func database(t testing.TB, name string) string {
	t.Helper()
	file, err := os.Open(filepath.Join("..", "..", "rpm", "testdata", name))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = file.Close() }()
	plain, err := gzip.NewReader(file)
	if err != nil {
		t.Fatal(err)
	}
	content, err := io.ReadAll(plain)
	if err != nil {
		t.Fatal(err)
	}
	return string(content)
}

func opened(t testing.TB, root string) *packaged.Database {
	t.Helper()
	tree, err := locate.OpenRoot(root, "")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = tree.Close() })
	return packaged.Open(tree)
}

func told(by packaged.Told) string { return by.Member + " " + by.Database + " " + by.Entry }

// TestRPM holds that the data bases of all releases, and a package that is not
// installed, tell what that of dpkg does.
func TestRPM(t *testing.T) {
	trees := map[string]string{
		"usr/lib/sysimage/rpm/Packages.db": filepath.Join("..", "..", "rpm", "testdata", "exampled.rpm"),
	}
	for name, from := range map[string]string{
		"usr/lib/sysimage/rpm/rpmdb.sqlite": "rpmdb.sqlite.gz", "var/lib/rpm/Packages": "Packages.1234.gz", "usr/share/rpm/Packages": "Packages.4321.gz",
	} {
		trees[name] = systemdtest.Write(t, systemdtest.Tree{name: database(t, from), "etc/exampled.conf": "listen 80\n"})
	}
	for name, root := range trees {
		d := opened(t, root)
		p := d.Of("/sbin/exampled")
		if p == nil {
			t.Errorf("%s: nobody owns the program", name)
			continue
		}
		var got []string
		for _, a := range p.Accounts {
			got = append(got, "account "+a.Name+" "+told(a.Told))
		}
		for _, g := range p.Gifts {
			got = append(got, strings.Join([]string{"gift", g.Path, g.User, g.Group, told(g.Told)}, " "))
		}
		want := []string{
			"account example exampled /" + name + " %pre", "account _runner exampled /" + name + " %pre", "account keeper exampled /" + name + " %post",
			"account _other exampled /" + name + " dependencies",
			"gift /var/spool/exampled keeper  exampled /" + name + " %post", "gift /var/lib/exampled example adm exampled /" + name + " ",
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
		if !p.Owns("/etc/exampled.conf") || !slices.Contains(p.Depends, "jre-headless") || slices.Contains(p.Depends, "config(exampled)") {
			t.Errorf("%s: %q depends on %q", name, p.Files, p.Depends)
		}
		if d.Member("/usr/sbin/exampled") != "exampled" || d.Of("/usr/sbin/other") != nil || !d.Known() {
			t.Errorf("%s: the owners are others", name)
		}
		for text, want := range map[string]bool{"listen 80\n": true, "listen 81\n": false} {
			if got := d.Ships("/etc/exampled.conf", []byte(text)); got != want {
				t.Errorf("%s: %q is as it was shipped: %t", name, text, got)
			}
		}
		if name == "usr/lib/sysimage/rpm/Packages.db" {
			continue // which holds one package
		}
		if len(p.Members) != 2 || len(p.Privileges) != 1 || p.Privileges[0].Path != "/usr/bin/example-ping" || p.Privileges[0].Capabilities != "cap_net_raw=ep" {
			t.Errorf("%s: %v with %v", name, p.Members, p.Privileges)
		}
		if small := d.Of("/opt/small7/run"); small == nil || small.Name != "small7" || len(small.Accounts) > 0 {
			t.Errorf("%s: %+v", name, small)
		}
	}
}

// TestRPMBeside holds that packages of both kinds are known in one tree, and that a
// data base which cannot be read is as none.
func TestRPMBeside(t *testing.T) {
	d := opened(t, systemdtest.Write(t, systemdtest.Tree{
		"usr/lib/sysimage/rpm/rpmdb.sqlite": "SQLite format 3\x00 and no more", "var/lib/rpm/Packages": database(t, "Packages.1234.gz"),
		"var/lib/dpkg/info/other.list": "/usr/bin/other\n", "var/lib/dpkg/info/other.postinst": "setcap cap_kill+ep /usr/bin/other\n",
	}))
	if p := d.Of("/usr/bin/example-ping"); p == nil || p.Name != "exampled-tools" {
		t.Errorf("%+v", p)
	}
	if p := d.Of("/usr/bin/other"); p == nil || len(p.Privileges) != 1 || p.Privileges[0].Capabilities != "cap_kill+ep" || p.Privileges[0].Place.File == nil {
		t.Errorf("%+v", p)
	}
}
