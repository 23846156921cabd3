package host

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/unitlint/unitlint/lint/locate"
)

// TestSharedDirectories: the scripts of a directory that many packages share are read once.
func TestSharedDirectories(t *testing.T) {
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "a.postinst"), []byte("adduser --system example\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	tree, err := locate.OpenRoot(dir, "")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { tree.Close() })
	h := New(nil, Facts{})
	for range 3 {
		h.readScripts(tree, ".", "absent")
	}
	if found := h.scripts(); len(found) != 1 {
		t.Errorf("%d scripts", len(found))
	}
	if of := h.GroupsOf("example"); of.Source != "a.postinst" {
		t.Errorf("made by %q", of.Source)
	}
}
