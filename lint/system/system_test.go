package system_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/unitlint/unitlint/lint/catalog"
	"github.com/unitlint/unitlint/lint/locate"
	"github.com/unitlint/unitlint/lint/system"
	"github.com/unitlint/unitlint/lint/unit"
)

// load merges the units of a root with the given files.
func load(t *testing.T, files map[string]string) (*system.System, map[string]*unit.Unit) {
	t.Helper()
	dir := t.TempDir()
	place := filepath.Join(dir, "etc", "systemd", "system")
	if err := os.MkdirAll(place, 0o755); err != nil {
		t.Fatal(err)
	}
	for name, text := range files {
		if err := os.WriteFile(filepath.Join(place, name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	root, err := locate.OpenRoot(dir, "")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = root.Close() })
	var units []*unit.Unit
	named := map[string]*unit.Unit{}
	for _, id := range root.Units(locate.System) {
		u, err := unit.Load(id, catalog.Release{Version: catalog.Newest})
		if err != nil {
			t.Fatal(err)
		}
		units = append(units, u)
		named[u.Name] = u
	}
	return system.New(units), named
}

func TestCyclesBelongToTheLineThatClosesThem(t *testing.T) {
	all, named := load(t, map[string]string{
		"a.service": "[Unit]\nDefaultDependencies=no\nAfter=b.service\n[Service]\nExecStart=/bin/true\n",
		"b.service": "[Unit]\nDefaultDependencies=no\n[Service]\nExecStart=/bin/true\n",
		"c.service": "[Unit]\nDefaultDependencies=no\nBefore=b.service\nAfter=a.service\n[Service]\nExecStart=/bin/true\n",
		"d.service": "[Unit]\nAfter=a.service b.service c.service\n[Service]\nExecStart=/bin/true\n",
	})
	for name, want := range map[string]string{
		"a.service": "a.service b.service c.service",
		"b.service": "",
		"c.service": "b.service c.service a.service / c.service a.service b.service",
		"d.service": "",
	} {
		var rings []string
		for _, cycle := range all.Cycles(named[name]) {
			var ring []string
			for _, w := range cycle {
				ring = append(ring, w.Unit.Name)
			}
			rings = append(rings, strings.Join(ring, " "))
		}
		if got := strings.Join(rings, " / "); got != want {
			t.Errorf("%s closes %q, want %q", name, got, want)
		}
	}
}

func TestALongRingIsToldALimitedNumberOfTimes(t *testing.T) {
	const length, most = 300, 100
	files := map[string]string{}
	for i := range length {
		files[fmt.Sprintf("u%d.service", i)] = fmt.Sprintf("[Unit]\nAfter=u%d.service\n[Service]\nExecStart=/bin/true\n", (i+1)%length)
	}
	all, named := load(t, files)
	told := 0
	for _, u := range named {
		told += len(all.Cycles(u))
	}
	if told == 0 || told > most {
		t.Errorf("a ring of %d units is told %d times, want 1 to %d", length, told, most)
	}
}
