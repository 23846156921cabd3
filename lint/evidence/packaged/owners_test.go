package packaged

import "testing"

// TestOwnersAreBounded holds that no more paths are kept than there is room for.
func TestOwnersAreBounded(t *testing.T) {
	o := newOwners()
	o.left = 2*(len("/usr/bin/a")+ownerBytes) + 1
	for _, name := range []string{"/usr/bin/a", "/bin/b", "/usr/bin/c"} {
		if o.isFull() {
			t.Errorf("there is no room for %s", name)
		}
		o.add(name, "example")
	}
	if o.of("/bin/a") != "example" || o.of("/usr/bin/b") != "example" || o.of("/usr/bin/c") != "" || !o.isFull() {
		t.Errorf("%v, and %d bytes are left", o.members, o.left)
	}
}

// TestListsAreBounded holds that the lists of dpkg are read as far as a bound of all of
// them, whatever stands in them.
func TestListsAreBounded(t *testing.T) {
	d := Open(treeOf(t, map[string]string{
		"var/lib/dpkg/info/a.list": "/usr/share/doc/a\n/usr/share/doc/b\n/usr/bin/a\n", "var/lib/dpkg/info/b.list": "/usr/share/doc/c\n/usr/bin/b\n",
	}))
	d.left.Store(60)
	if d.Member("/usr/bin/a") != "a" || d.Member("/usr/bin/b") != "" || d.left.Load() != 0 {
		t.Errorf("%v, and %d bytes are left", d.owners().members, d.left.Load())
	}
}
