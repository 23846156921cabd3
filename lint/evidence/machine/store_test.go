package machine_test

import (
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/unitlint/unitlint/internal/systemdtest"
	"github.com/unitlint/unitlint/lint/assess"
	"github.com/unitlint/unitlint/lint/catalog"
	"github.com/unitlint/unitlint/lint/evidence/binary"
	"github.com/unitlint/unitlint/lint/evidence/machine"
	"github.com/unitlint/unitlint/lint/locate"
	"github.com/unitlint/unitlint/lint/need"
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

// described is a store in which programs are described by their paths.
type described map[string]*binary.Program

func (d described) Get(key string) (*binary.Program, bool) {
	name, _, _ := strings.Cut(key, "\x00")
	p, found := d[name]
	return p, found
}

func (described) Put(string, *binary.Program) {}

// TestLibrariesThatServe holds that a library which could serve the network does not
// make each program serve it that is linked with it.
func TestLibrariesThatServe(t *testing.T) {
	if runtime.GOOS != "linux" {
		t.Skip("files have no identity here")
	}
	tree := treeOf(t, systemdtest.Tree{
		"usr/lib/systemd/system/unseen.service": "[Unit]\nAfter=network.target\n[Service]\nExecStart=/usr/sbin/unseen\n",
		"usr/sbin/unseen":                       "described",
		"usr/lib/libunseen.so":                  "described",
		"var/lib/dpkg/status":                   "Package: unseen\n\n",
		"var/lib/dpkg/info/unseen.list":         "/usr/sbin/unseen\n/usr/lib/libunseen.so\n",
	})
	time.Sleep(200 * time.Millisecond) // no store is asked about files that changed a moment ago
	u, err := unit.Load(tree.Unit("unseen.service", locate.System), catalog.Release{Version: catalog.Newest})
	if err != nil {
		t.Fatal(err)
	}
	for title, c := range map[string]struct {
		imports []string
		want    need.Certainty
	}{
		"the program": {[]string{"bind", "getaddrinfo"}, need.Likely},
		"its library": {[]string{"getaddrinfo"}, need.Possible},
	} {
		programs := described{
			"/usr/sbin/unseen":      {Format: binary.ELF, Imports: c.imports, Libraries: []string{"libunseen.so"}},
			"/usr/lib/libunseen.so": {Format: binary.ELF, Imports: []string{"accept", "bind", "getaddrinfo"}},
		}
		k := machine.New(tree, machine.Everything(), programs).Of(u, assess.Of(u, assess.Sources{}).Programs)
		at := slices.IndexFunc(k.Needs, func(n need.Need) bool { return n.Kind == need.Network })
		if at < 0 || k.Needs[at].Certainty != c.want {
			t.Errorf("%s: at %d of %d needs", title, at, len(k.Needs))
		}
	}
}
