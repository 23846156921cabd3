package value_test

import (
	"strings"
	"testing"
	"time"

	"github.com/unitlint/unitlint/lint/catalog"
	"github.com/unitlint/unitlint/lint/value"
)

// TestLongValues checks that the time does not grow faster than the length of a
// value: 16 KiB of words, quotes and specifiers for each kind.
// What is quadratic takes minutes.
func TestLongValues(t *testing.T) {
	const (
		length = 1 << 14
		limit  = 2 * time.Second
	)
	shapes := []string{"a ", `"a" `, "%n", "%Z ", "~", "1,", "a:", "@x@ ", `\x41`, "/a/../", "Mon,", "CAP_X ", ";"}
	seen := map[catalog.Kind]bool{}
	for section := range frames {
		for _, d := range catalog.Directives(section) {
			if seen[d.Kind] {
				continue
			}
			seen[d.Kind] = true
			for _, shape := range shapes {
				text := strings.Repeat(shape, length/len(shape))
				start := time.Now()
				value.Check(d, text, at252)
				if took := time.Since(start); took > limit {
					t.Errorf("%s with %d bytes of %q took %v", d.Name, length, shape, took)
				}
			}
		}
	}
}

func BenchmarkCheck(b *testing.B) {
	d := catalog.Lookup("Service", "ExecStart")
	for b.Loop() {
		value.Check(d, "-/usr/sbin/example --config /etc/example.conf $OPTIONS", at252)
	}
}
