package value_test

import (
	"runtime"
	"strings"
	"testing"

	"github.com/unitlint/unitlint/lint/catalog"
	"github.com/unitlint/unitlint/lint/value"
)

// TestLongValues checks that what a value costs does not grow faster than its
// length: words, quotes and specifiers for each kind, once and twice as many. It
// counts allocated bytes; the length is such that whatever looks at each word
// for each other word would not end within the time that tests have.
func TestLongValues(t *testing.T) {
	const length, fixed = 1 << 15, 1 << 16
	shapes := []string{"a ", `"a" `, "%n", "%Z ", "~", "1,", "a:", "@x@ ", `\x41`, "/a/../", "Mon,", "CAP_X ", ";"}
	seen := map[catalog.Kind]bool{}
	for section := range frames {
		for _, d := range catalog.Directives(section) {
			if seen[d.Kind] {
				continue
			}
			seen[d.Kind] = true
			for _, shape := range shapes {
				once := allocated(func() { value.Check(d, strings.Repeat(shape, length/len(shape)), at252) })
				twice := allocated(func() { value.Check(d, strings.Repeat(shape, 2*length/len(shape)), at252) })
				if twice > 3*once+fixed {
					t.Errorf("%s with %q: twice the length takes %d bytes instead of %d", d.Name, shape, twice, once)
				}
			}
		}
	}
}

// allocated counts the bytes that a function allocates.
func allocated(do func()) uint64 {
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	do()
	runtime.ReadMemStats(&after)
	return after.TotalAlloc - before.TotalAlloc
}

func BenchmarkCheck(b *testing.B) {
	d := catalog.Lookup("Service", "ExecStart")
	for b.Loop() {
		value.Check(d, "-/usr/sbin/example --config /etc/example.conf $OPTIONS", at252)
	}
}
