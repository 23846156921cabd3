package packaged_test

import (
	"testing"

	"github.com/unitlint/unitlint/internal/systemdtest"
	"github.com/unitlint/unitlint/lint/evidence/packaged"
	"github.com/unitlint/unitlint/lint/locate"
)

// TestShips holds that a file is told by its text also where it is read by a link.
func TestShips(t *testing.T) {
	const text = "$PrivDropToUser syslog\n"
	tree, err := locate.OpenRoot(systemdtest.Write(t, systemdtest.Tree{
		"var/lib/dpkg/info/example.list": "/usr/share/example/example.conf\n",
		"var/lib/dpkg/status":            "Package: example\nStatus: install ok installed\nConffiles:\n /etc/example.conf d6e981494f31ecb42d99aeb10ae48637\n",
	}), "")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = tree.Close() }()
	packages := packaged.Open(tree)
	for _, c := range []struct {
		name, text string
		want       bool
	}{
		{"/etc/example.conf", text, true},
		{"/etc/example.conf", "other\n", false},
		{"/etc/enabled/example.conf", text, true},
		{"/etc/enabled/example.conf", "other\n", false},
		{"/usr/share/example/example.conf", "other\n", true},
		{"/usr/share/example/other.conf", "other\n", false},
	} {
		if got := packages.Ships(c.name, []byte(c.text)); got != c.want {
			t.Errorf("%s with %q: got %t, want %t", c.name, c.text, got, c.want)
		}
	}
}
