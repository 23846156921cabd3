package machine

import (
	"errors"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/unitlint/unitlint/lint/evidence/binary"
)

func TestMetered(t *testing.T) {
	var left atomic.Int64
	left.Store(5)
	one, other := metered{strings.NewReader("abc"), &left}, metered{strings.NewReader("def"), &left}
	if _, err := one.ReadAt(make([]byte, 3), 0); err != nil {
		t.Fatal(err)
	}
	if _, err := other.ReadAt(make([]byte, 3), 0); !errors.Is(err, binary.ErrTooMuch) {
		t.Errorf("%v, want %v", err, binary.ErrTooMuch)
	}
}
