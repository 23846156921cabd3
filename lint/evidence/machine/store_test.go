package machine_test

import (
	"runtime"
	"testing"

	"github.com/unitlint/unitlint/lint/assess"
	"github.com/unitlint/unitlint/lint/catalog"
	"github.com/unitlint/unitlint/lint/evidence/binary"
	"github.com/unitlint/unitlint/lint/evidence/machine"
	"github.com/unitlint/unitlint/lint/locate"
	"github.com/unitlint/unitlint/lint/unit"
)

// shelf keeps programs in memory and counts.
type shelf struct {
	programs    map[string]*binary.Program
	asked, kept int
}

func (s *shelf) Get(key string) (*binary.Program, bool) {
	s.asked++
	p, found := s.programs[key]
	return p, found
}

func (s *shelf) Put(key string, p *binary.Program) {
	s.kept++
	s.programs[key] = p
}

// TestStore holds that a program is read once and then taken from the store. The
// tree is one of the project's own: what was changed a moment ago is not kept.
func TestStore(t *testing.T) {
	if runtime.GOOS != "linux" {
		t.Skip("files have no identity here")
	}
	const service = "[Service]\nExecStart=/machine.go\n"
	s := &shelf{programs: map[string]*binary.Program{}}
	for range 2 {
		tree, err := locate.OpenRoot(".", "")
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = tree.Close() }()
		tree.SetText("etc/systemd/system/unseen.service", []byte(service))
		u, err := unit.Load(tree.Unit("unseen.service", locate.System), catalog.Release{Version: catalog.Newest})
		if err != nil {
			t.Fatal(err)
		}
		machine.New(tree, machine.Everything(), s).Of(u, assess.Of(u, assess.Sources{}).Programs)
	}
	if s.asked != 2 || s.kept != 1 {
		t.Errorf("asked %d times, kept %d programs", s.asked, s.kept)
	}
}
