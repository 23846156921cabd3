package machine

import (
	"strings"
	"testing"

	"github.com/unitlint/unitlint/lint/source"
)

// TestPermissionsAreBounded holds that an alias for many which is named many times permits no more
// than a bounded number of things, and that rules of any length are passed over.
func TestPermissionsAreBounded(t *testing.T) {
	const many = 4000
	alias := "User_Alias MANY = " + strings.Repeat("a,", many) + "a\n"
	for title, c := range map[string]struct {
		text string
		want int
	}{
		"one":         {"a ALL=(root) NOPASSWD: /usr/bin/mount, \\\n/usr/bin/umount\n", 1},
		"many":        {alias + strings.Repeat("MANY,", many/2) + "MANY ALL=(root) NOPASSWD: /usr/bin/mount\n", mostPermissions},
		"a long rule": {strings.Repeat("\\\n", 1<<20) + "a ALL=(root) NOPASSWD: /usr/bin/mount\n", 0},
	} {
		if got := permissionsIn(source.New("etc/sudoers", []byte(c.text)), map[string]string{}); len(got) != c.want {
			t.Errorf("%s: %d permissions, want %d", title, len(got), c.want)
		}
	}
}
