package unit_test

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/unitlint/unitlint/internal/systemdtest"
	"github.com/unitlint/unitlint/lint/catalog"
	"github.com/unitlint/unitlint/lint/unit"
)

const service = "[Service]\nExecStart=/bin/true\n"

// aliasTrees are trees with links of which the target is no file of that name.
var aliasTrees = []struct {
	what, asked string
	tree        systemdtest.Tree
}{
	{"an instance that links to an instance of another template", "test-b@inst.service", systemdtest.Tree{
		"etc/systemd/system/test-b@inst.service": systemdtest.Link("test-a@inst.service"),
		"etc/systemd/system/test-a@.service":     service,
	}},
	{"the same, with a template of its own name", "bar@3.service", systemdtest.Tree{
		"etc/systemd/system/bar@3.service":         systemdtest.Link("yup@3.service"),
		"etc/systemd/system/bar@.service":          service,
		"usr/lib/systemd/system/yup@.service":      service,
		"etc/systemd/system/yup@.service.d/a.conf": "[Service]\n",
	}},
	{"a directory of the search path that the tree does not have", "x.service", systemdtest.Tree{
		"etc/systemd/system/a.service":     systemdtest.Link("../../../lib/systemd/system/x.service"),
		"usr/lib/systemd/system/x.service": service,
	}},
	{"its alias", "a.service", systemdtest.Tree{
		"etc/systemd/system/a.service":     systemdtest.Link("../../../lib/systemd/system/x.service"),
		"usr/lib/systemd/system/x.service": service,
	}},
	{"the same name there", "x.service", systemdtest.Tree{
		"etc/systemd/system/x.service":     systemdtest.Link("../../../lib/systemd/system/x.service"),
		"usr/lib/systemd/system/x.service": service,
	}},
	{"an alias of nothing", "a.service", systemdtest.Tree{
		"etc/systemd/system/a.service": systemdtest.Link("b.service"),
	}},
}

// aliasPath is the search path of a system that does not have merged /usr.
var aliasPath = append([]string{"lib/systemd/system"}, systemdtest.SystemPath...)

func TestAliasesAreFollowedByName(t *testing.T) {
	systemd := systemdtest.Require(t)
	for _, test := range aliasTrees {
		t.Run(test.what, func(t *testing.T) { compareAlias(t, systemd, test.tree, test.asked) })
	}
}

// TestRandomAliases asks for one unit of each of many small trees of links, so
// that what systemd says does not depend on which unit it meets first.
func TestRandomAliases(t *testing.T) {
	systemd := systemdtest.Require(t)
	links := []string{"a@1.service", "b@1.service", "c@1.service", "a@2.service", "a@.service", "b@.service", "c@.service", "p.service", "q.service"}
	trees := 40
	if testing.Short() {
		trees = 10
	}
	for seed := range uint64(trees) {
		r := &treeMaker{Rand: rand.New(rand.NewPCG(seed, 3)), tree: systemdtest.Tree{}}
		for range 2 + r.IntN(6) {
			file := pick(r, systemdtest.SystemPath) + "/" + pick(r, links)
			switch r.IntN(5) {
			case 0:
				r.tree[file] = service
			case 1:
				r.tree[file] = systemdtest.Link("../../../lib/systemd/system/" + pick(r, links))
			default:
				r.tree[file] = systemdtest.Link(pick(r, links))
			}
		}
		for range 2 {
			r.tree["etc/systemd/system/"+pick(r, links)+".d/"+fmt.Sprint(r.IntN(9))+".conf"] = "[Service]\n"
		}
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			for _, asked := range []string{"a@1.service", "b@1.service", "p.service"} {
				compareAlias(t, systemd, r.tree, asked)
			}
			if t.Failed() {
				t.Logf("%q", r.tree)
			}
		})
	}
}

func compareAlias(t *testing.T, systemd *systemdtest.Systemd, laid systemdtest.Tree, asked string) {
	t.Helper()
	dir := systemdtest.Write(t, laid)
	answer := systemd.Load(t, systemdtest.Query{Dir: dir, Path: aliasPath, Units: []string{asked}})
	said := find(answer, asked)
	if said == nil {
		t.Fatalf("systemd says nothing of %s", asked)
	}
	u, err := unit.Load(openRoot(t, dir).Unit(asked, "system"), catalog.Release{Version: systemd.Version})
	if err != nil {
		t.Fatal(err)
	}
	want, got := theirs(said), ours(u)
	if want.State == "not-found" {
		want.DropIns, got.DropIns = nil, nil // a unit without fragment reads none
	}
	if want.State == "error" { // it ends the loading before names and drop-ins
		want.DropIns, want.Aliases, want.ID = got.DropIns, got.Aliases, got.ID
	}
	want.Settings, got.Settings = nil, nil
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("%s: (-systemd +ours)\n%s", asked, diff)
	}
}
