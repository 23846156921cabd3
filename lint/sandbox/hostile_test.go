package sandbox

import (
	"fmt"
	"strings"
	"testing"

	"github.com/unitlint/unitlint/lint/host"
	"github.com/unitlint/unitlint/lint/locate"
)

// hostileLists are values of a megabyte, as no unit has them.
var hostileLists = map[string]func(i int) string{
	"ReadWritePaths":        func(i int) string { return fmt.Sprintf("/a%d", i) },
	"ReadOnlyPaths":         func(i int) string { return fmt.Sprintf("-/a/%d/b", i) },
	"InaccessiblePaths":     func(i int) string { return strings.Repeat("/a", 1+i%50) },
	"BindPaths":             func(i int) string { return fmt.Sprintf("/s%d:/d%d", i, i) },
	"TemporaryFileSystem":   func(i int) string { return fmt.Sprintf("/t%d:ro", i) },
	"StateDirectory":        func(i int) string { return fmt.Sprintf("s%d", i) },
	"SystemCallFilter":      func(int) string { return "@system-service" },
	"RestrictNamespaces":    func(int) string { return "user" },
	"SupplementaryGroups":   func(i int) string { return fmt.Sprintf("g%d", i) },
	"CapabilityBoundingSet": func(int) string { return "CAP_CHOWN" },
}

// TestHostileLists checks that no list makes the model slow: twice the length may
// take twice the allocations, not four times.
func TestHostileLists(t *testing.T) {
	for directive, entry := range hostileLists {
		allocations := func(bytes int) float64 {
			var line strings.Builder
			line.WriteString(directive + "=")
			for i := 0; line.Len() < bytes; i++ {
				line.WriteString(entry(i) + " ")
			}
			u := loadService(t, 252, "hostile.service", locate.System, line.String(), line.String())
			return testing.AllocsPerRun(1, func() {
				p := New(u, host.OfUnits(nil, host.Facts{})[nil]).Main()
				p.Start()
				p.Path(Create, "/a/77/b/x")
				p.Syscall("mount")
			})
		}
		half, whole := allocations(100_000), allocations(200_000)
		if whole > 2.5*half+1000 {
			t.Errorf("%s: twice the length takes %.0f allocations instead of %.0f", directive, whole, half)
		}
	}
}

// TestDeepPaths checks that a path costs no more for being as deep as paths can
// be: nothing is known of it.
func TestDeepPaths(t *testing.T) {
	for _, directive := range []string{"ReadWritePaths", "TemporaryFileSystem", "BindPaths"} {
		deep := "/a" + strings.Repeat("/a", 2000)
		u := loadService(t, 252, "hostile.service", locate.System, "ProtectSystem=strict", directive+"="+deep)
		h := host.OfUnits(nil, host.Facts{})[nil]
		if got := testing.AllocsPerRun(1, func() { New(u, h).Main().Path(Create, "/srv/x") }); got > 1000 {
			t.Errorf("%s: a deep path takes %.0f allocations", directive, got)
		}
		if v := New(u, h).Main().Path(Create, deep+"/x"); v.Answer != Unknown {
			t.Errorf("%s: what is asked of a deep path is answered with %s", directive, v.Answer)
		}
	}
}
