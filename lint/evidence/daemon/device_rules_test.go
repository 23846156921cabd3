package daemon

import (
	"slices"
	"testing"

	"github.com/unitlint/unitlint/internal/systemdtest"
)

// TestDeviceRules holds which programs the rules of udev run: those of the administrator's
// files, over lines that go on, and none that is built in or a comment.
func TestDeviceRules(t *testing.T) {
	tree := treeOf(t, systemdtest.Tree{
		"etc/udev/rules.d/10-local.rules": "# RUN+=\"/usr/bin/no\"\nACTION==\"add\", \\\n  RUN+=\"/usr/bin/hciconfig %k up\"\n" +
			"PROGRAM==\"/bin/sh -c 'echo \\\"x\\\"'\", RUN{builtin}+=\"kmod load x\", IMPORT{program}=\"/usr/bin/import\"\n",
		"usr/lib/udev/rules.d/20-vendor.rules": "RUN+=\"/usr/bin/vendor\"\n",
	})
	var got []string
	for _, f := range Of(tree, Request{Program: "/usr/lib/systemd/systemd-udevd"}).Facts {
		got = append(got, f.Setting.Key+" "+f.Setting.Value)
	}
	want := []string{"run /usr/bin/hciconfig %k up", `program /bin/sh -c 'echo "x"'`, "import /usr/bin/import"}
	if !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}
