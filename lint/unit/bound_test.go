package unit_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/unitlint/unitlint/lint/catalog"
	"github.com/unitlint/unitlint/lint/locate"
	"github.com/unitlint/unitlint/lint/unit"
	"github.com/unitlint/unitlint/lint/unitfile"
)

func TestTooManyLinesAreAnError(t *testing.T) {
	tooMany := []byte("[Service]\n" + strings.Repeat("Nice=1\n", unitfile.MostLines))
	for _, name := range []string{"a.service", "a.service.d/x.conf"} {
		tree := openRoot(t, t.TempDir())
		tree.SetText("etc/systemd/system/a.service", []byte("[Service]\nExecStart=/bin/a\n"))
		tree.SetText("etc/systemd/system/"+name, tooMany)
		_, err := unit.Load(tree.Unit("a.service", locate.System), catalog.Release{Version: 252})
		if !errors.Is(err, locate.ErrTooManyLines) || !strings.Contains(err.Error(), name) {
			t.Errorf("%s: the error is %v", name, err)
		}
	}
}
