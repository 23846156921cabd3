package sandbox

import (
	"testing"

	"github.com/unitlint/unitlint/internal/sharedtest"
	"github.com/unitlint/unitlint/lint/catalog"
	"github.com/unitlint/unitlint/lint/host"
	"github.com/unitlint/unitlint/lint/locate"
	"github.com/unitlint/unitlint/lint/unit"
)

// TestShippedUnitsStart checks that no unit that a distribution ships is said
// not to start: they all do.
func TestShippedUnitsStart(t *testing.T) {
	for name, version := range map[string]int{"debian12": 252, "debian13": 257} {
		tree, err := locate.OpenRoot(sharedtest.Tree(t, "corpus", name), "")
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { tree.Close() })
		for _, scope := range []locate.Scope{locate.System, locate.User} {
			for _, id := range tree.Units(scope) {
				u, err := unit.Load(id, catalog.Release{Version: version})
				if err != nil || u.State != locate.Loaded || execSections[u.Type] == "" {
					continue
				}
				s := New(u, host.OfUnits([]*unit.Unit{u}, host.Facts{})[u.Tree])
				for _, p := range s.Lines() {
					if v := p.Start(); v.Answer == No {
						t.Errorf("%s: %s: %s: %s %s", name, u.Name, p.Executable(), v.Error, v.Reason)
					}
				}
			}
		}
	}
}
