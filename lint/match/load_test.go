package match_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/unitlint/unitlint/lint/catalog"
	"github.com/unitlint/unitlint/lint/locate"
	"github.com/unitlint/unitlint/lint/unit"
)

// load returns a packaged unit with one drop-in.
func load(t *testing.T, fragment, dropIn string) *unit.Unit {
	t.Helper()
	root := t.TempDir()
	directory := filepath.Join(root, "usr/lib/systemd/system")
	if err := os.MkdirAll(directory, 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(directory, "example.service"), []byte(fragment), 0o600); err != nil {
		t.Fatal(err)
	}
	selection, err := locate.Select(locate.Request{Dir: root, Root: ".", Arguments: []string{"example.service"}})
	if err != nil {
		t.Fatalf("opening the tree: %v", err)
	}
	t.Cleanup(func() { _ = selection.Close() })
	u, err := unit.Load(selection.Identities[0], catalog.Release{Version: catalog.Newest})
	if err != nil {
		t.Fatalf("loading the unit: %v", err)
	}
	return u.WithText(dropIn)
}
