package system_test

import (
	"slices"
	"testing"

	"github.com/unitlint/unitlint/lint/system"
)

func TestTemporaryNamesPlainPathsOnly(t *testing.T) {
	_, named := load(t, map[string]string{
		"a.service": "[Service]\nExecStart=/bin/a --in=/tmp/in -o '/var/tmp/out/' /tmp/../etc/x /srv/tmp/y $HOME/tmp/z /tmp/%n /tmp/w-XXXXXX /tmp/*.log /tmp\nPIDFile=/tmp/a.pid\n",
	})
	var paths []string
	for _, m := range system.Temporary(named["a.service"]) {
		paths = append(paths, m.Path)
	}
	slices.Sort(paths)
	if want := []string{"/tmp/a.pid", "/tmp/in", "/var/tmp/out"}; !slices.Equal(paths, want) {
		t.Errorf("Temporary = %q, want %q", paths, want)
	}
}

func TestSharingHoldsOneMentionOfEachUnit(t *testing.T) {
	all, named := load(t, map[string]string{
		"a.service": "[Service]\nExecStart=/bin/a /tmp/x /tmp/x\n",
		"b.service": "[Unit]\nJoinsNamespaceOf=a.service\n[Service]\nExecStart=/bin/b /tmp/x\n",
		"c.service": "[Service]\nExecStart=/bin/c /tmp/x/y\n",
	})
	a, b, c := named["a.service"], named["b.service"], named["c.service"]
	if got := len(all.Sharing(a, "/tmp/x")); got != 2 {
		t.Errorf("%d units share /tmp/x, want 2", got)
	}
	if !system.Joins(a, b) || !system.Joins(b, a) || system.Joins(a, c) {
		t.Error("JoinsNamespaceOf= holds in both directions, and for the units that it names alone")
	}
}

func TestMayBeLost(t *testing.T) {
	for _, c := range []struct {
		name, words string
		want        bool
	}{
		{"/tmp/a.state", "--state-file", false},
		{"/tmp/a", "--state-file", true},
		{"/tmp/a.json", "CACHE_FILE", true},
		{"/var/tmp/a", "--state-dir", false},
		{"/var/tmp/a-cache.json", "file", false},
		{"/var/tmp/a", "CACHE_DIR", true},
	} {
		if got := system.MayBeLost(c.name, c.words); got != c.want {
			t.Errorf("MayBeLost(%q, %q) = %t", c.name, c.words, got)
		}
	}
}
