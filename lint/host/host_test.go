package host

import (
	"maps"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/unitlint/unitlint/lint/catalog"
	"github.com/unitlint/unitlint/lint/locate"
	"github.com/unitlint/unitlint/lint/unit"
)

// write makes a tree; a text that begins with "-> " is a link.
func write(t testing.TB, files map[string]string) *locate.Tree {
	t.Helper()
	dir := t.TempDir()
	for name, text := range files {
		file := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			t.Fatal(err)
		}
		if target, isLink := strings.CutPrefix(text, "-> "); isLink {
			if err := os.Symlink(target, file); err != nil {
				t.Skipf("links cannot be made here: %v", err)
			}
			continue
		}
		if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	tree, err := locate.OpenRoot(dir, "")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { tree.Close() })
	return tree
}

func TestLookup(t *testing.T) {
	tree := write(t, map[string]string{
		"etc/foo.conf":                "",
		"srv/data":                    "-> /var/data",
		"var/data/x":                  "",
		"usr/lib/tmpfiles.d/b.conf":   "d /run/b 0750 other - -\nL /run/link - - - - /srv\nr /run/removed\ne /run/adjusted\n# d /run/comment\nd /run/%i\nd %S/b 0700 b adm\n",
		"etc/tmpfiles.d/a.conf":       "d /run/b 0755 first adm\n",
		"usr/lib/tmpfiles.d/c.conf":   "d /run/masked\n",
		"etc/tmpfiles.d/c.conf":       "",
		"usr/lib/tmpfiles.d/no.txt":   "d /run/text\n",
		"usr/lib/sysusers.d/foo.conf": "u foo 77 \"Foo daemon\" /var/lib/foo\nu! bar -:adm\nm foo adm\ng grp 5\nu %i 3\n",
	})
	h := FromTree(tree, Facts{Missing: []string{"/opt/gone"}, Existing: []string{"/opt/there/deep"}})
	for _, c := range []struct {
		path     string
		presence Presence
		owner    string
	}{
		{"/etc/foo.conf", Exists, ""},
		{"/etc/bar.conf", Maybe, ""},
		{"/srv/data/x", Exists, ""},
		{"/opt/gone", Missing, ""},
		{"/opt/gone/below", Missing, ""},
		{"/opt/there", Exists, ""},
		{"/opt/there/deep", Exists, ""},
		{"/opt/there/other", Maybe, ""},
		{"/run/b", Exists, "first"},
		{"/var/run/b", Exists, "first"},
		{"/run/link", Exists, ""},
		{"/run/removed", Maybe, ""},
		{"/run/adjusted", Maybe, ""},
		{"/run/comment", Maybe, ""},
		{"/run/masked", Maybe, ""},
		{"/run/text", Maybe, ""},
		{"/var/lib/b", Exists, "b"},
		{"/tmp", Exists, "root"},
		{"/", Exists, "root"},
	} {
		got := h.Lookup(c.path)
		if got.Presence != c.presence || got.Owner != c.owner {
			t.Errorf("%s: presence %d, owner %q (%s); want %d, %q", c.path, got.Presence, got.Owner, got.Source, c.presence, c.owner)
		}
	}
	if u := h.User("foo"); u.Presence != Exists || u.UID != 77 || u.Home != "/var/lib/foo" {
		t.Errorf("foo: %+v", u)
	}
	if u := h.User("bar"); u.Presence != Exists || u.UID != -1 || u.Group != "adm" {
		t.Errorf("bar: %+v", u)
	}
	if u := h.User("grp"); u.Presence != Maybe {
		t.Errorf("grp is a group, not a user: %+v", u)
	}
}

// TestWholeSystem holds that a tree is complete where it is an installed system.
func TestWholeSystem(t *testing.T) {
	whole := map[string]string{"usr/lib/systemd/systemd": "", "usr/bin/sh": "", "etc/passwd": "", "var/lib/dpkg/status": ""}
	if h := FromTree(write(t, whole), Facts{}); !h.Complete() || h.Lookup("/var/lib/gone").Presence != Missing {
		t.Error("an installed system is not complete")
	}
	for name := range whole {
		part := maps.Clone(whole)
		delete(part, name)
		if FromTree(write(t, part), Facts{}).Complete() {
			t.Errorf("a tree without %s is complete", name)
		}
	}
}

func TestCompleteRoot(t *testing.T) {
	tree := write(t, map[string]string{"usr/bin/env": "", "lib/x": "", "bin": "-> usr/bin"})
	h := FromTree(tree, Facts{Complete: true})
	for name, want := range map[string]Presence{
		"/usr/bin/env":                      Exists,
		"/bin/env":                          Exists,
		"/bin/other":                        Missing,
		"/lib/x":                            Exists,
		"/etc/foo":                          Missing,
		"/run/foo":                          Maybe,
		"/dev/sda":                          Maybe,
		"/var/lib":                          Exists,
		"/etc" + strings.Repeat("/a", 1000): Maybe, // which is deeper than anybody looks
	} {
		if got := h.Lookup(name).Presence; got != want {
			t.Errorf("%s: presence %d, want %d", name, got, want)
		}
	}
	if got := h.Resolve("/lib/x"); got != "/lib/x" {
		t.Errorf("a complete root denies the usual link: got %s", got)
	}
	if got := Unknown().Resolve("/lib/x"); got != "/usr/lib/x" {
		t.Errorf("the usual link is taken for granted: got %s", got)
	}
}

func TestLinksInALoopEnd(t *testing.T) {
	tree := write(t, map[string]string{"a": "-> b", "b": "-> /a/c"})
	if got := FromTree(tree, Facts{}).Lookup("/a/x").Presence; got == Exists {
		t.Error("a loop of links leads nowhere")
	}
}

func TestPackagesAndUnits(t *testing.T) {
	tree := write(t, map[string]string{
		"debian/foo.service":  "[Service]\nExecStart=/usr/bin/foo\nStateDirectory=foo foo/sub\nRuntimeDirectory=foo\nUser=foo\n",
		"debian/foo.tmpfiles": "d /var/log/foo 0750 foo adm\n",
		"debian/foo.sysusers": "u foo - - /var/lib/foo\n",
	})
	dir := locate.Request{Dir: tree.Dir(), Arguments: []string{"debian/foo.service"}}
	found, err := locate.Named(dir)
	if err != nil || len(found.Identities) != 1 {
		t.Fatalf("finding the unit: %v, %v", err, found.Problems)
	}
	t.Cleanup(func() { found.Close() })
	u, err := unit.Load(found.Identities[0], catalog.Release{Version: 252})
	if err != nil {
		t.Fatal(err)
	}
	h := OfUnits([]*unit.Unit{u}, Facts{})[u.Tree]
	for name, want := range map[string]string{"/var/log/foo": "foo", "/var/lib/foo": "foo", "/var/lib/foo/sub": "foo", "/run/foo": ""} {
		if got := h.Lookup(name).Owner; got != want {
			t.Errorf("%s belongs to %q, want %q", name, got, want)
		}
	}
	if h.User("foo").Presence != Exists {
		t.Error("the package's sysusers.d file makes the user")
	}
}

// The shortest line that makes a user has two words.
func TestSystemUsersOfShortLines(t *testing.T) {
	h := Unknown()
	h.AddSystemUsers("u\nu short\nu long - \"A comment\" /srv\nu with%b\ng group\n", "test")
	for name, want := range map[string]bool{"short": true, "long": true, "with%b": false, "": false} {
		if got := h.User(name).Presence == Exists; got != want {
			t.Errorf("the lines make a user %q: %v, want %v", name, got, want)
		}
	}
}

// A link that is made leaves what it leads to as it is.
func TestTemporaryLinks(t *testing.T) {
	h := Unknown()
	h.AddTemporaryFiles("L /var/run - - - - ../run\nL /run/lock/here - - - - /srv/there\n", "test")
	for name, want := range map[string]Kind{"/run": Directory, "/var/run": Directory, "/run/lock/here": SymbolicLink} {
		if got := h.Lookup(name).Kind; got != want {
			t.Errorf("%s is of kind %v, want %v", name, got, want)
		}
	}
}

func FuzzTemporaryFiles(f *testing.F) {
	f.Add("d /run/x 0755 root adm -\nL+ /a - - - - b\n", "u a 1:2 \"x y\" /\n")
	f.Add("d\x00 \"/a b\" 99999999999 %%", "u \"")
	f.Fuzz(func(_ *testing.T, lines, users string) {
		h := Unknown()
		h.AddTemporaryFiles(lines, "test")
		h.AddSystemUsers(users, "test")
		h.Lookup("/run/x/y")
		h.User("a")
	})
}

// What a system left behind in /run when its tree was copied is not there when
// it starts.
func TestLasts(t *testing.T) {
	h := FromTree(write(t, map[string]string{
		"run/left/pid": "", "run/made/pid": "", "var/lib/data/x": "", "usr/lib/tmpfiles.d/a.conf": "d /run/made\n",
	}), Facts{})
	for name, want := range map[string]bool{"/run": true, "/run/lock": true, "/run/left": false, "/run/made": true, "/var/lib/data": true, "/tmp": true} {
		if got := h.Lasts(name); got != want {
			t.Errorf("%s lasts: %v, expected %v", name, got, want)
		}
	}
}
