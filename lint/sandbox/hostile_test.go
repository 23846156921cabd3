package sandbox

import (
	"fmt"
	"strings"
	"testing"
	"time"

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

// TestHostileLists checks that no list makes the model slow: the time must not
// grow with the square of its length.
func TestHostileLists(t *testing.T) {
	for directive, entry := range hostileLists {
		var line strings.Builder
		line.WriteString(directive + "=")
		for i := 0; line.Len() < 500_000; i++ {
			line.WriteString(entry(i) + " ")
		}
		u := loadService(t, 252, "hostile.service", locate.System, line.String(), line.String())
		begun := time.Now()
		s := New(u, host.OfUnits(nil, host.Facts{})[nil])
		p := s.Main()
		p.Start()
		for range 100 {
			p.Path(Create, "/a/77/b/x")
			p.Syscall("mount")
		}
		if took := time.Since(begun); took > 5*time.Second {
			t.Errorf("%s: %v", directive, took)
		} else {
			t.Logf("%s: %v", directive, took)
		}
	}
}
