package assess_test

import (
	"testing"

	"github.com/unitlint/unitlint/internal/systemdtest"
	"github.com/unitlint/unitlint/lint/catalog"
	"github.com/unitlint/unitlint/lint/locate"
	"github.com/unitlint/unitlint/lint/unit"
)

// load merges a fragment and one drop-in.
func load(t testing.TB, fragment, dropIn string) *unit.Unit {
	t.Helper()
	return loadFrom(t, treeOf(t, systemdtest.Tree{
		"usr/lib/systemd/system/example.service":            fragment,
		"etc/systemd/system/example.service.d/example.conf": dropIn,
	}))
}

// treeOf opens a tree of files.
func treeOf(t testing.TB, files systemdtest.Tree) *locate.Tree {
	t.Helper()
	tree, err := locate.OpenRoot(systemdtest.Write(t, files), "")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = tree.Close() })
	return tree
}

// loadFrom loads example.service of a tree.
func loadFrom(t testing.TB, tree *locate.Tree) *unit.Unit {
	t.Helper()
	u, err := unit.Load(tree.Unit("example.service", locate.System), catalog.Release{Version: catalog.Newest})
	if err != nil {
		t.Fatal(err)
	}
	return u
}
