package lint

import (
	"github.com/unitlint/unitlint/lint/locate"
	"github.com/unitlint/unitlint/lint/target"
	"github.com/unitlint/unitlint/lint/unit"
)

// Load is the [Loader] of units that lie in files.
func Load(id locate.Identity, t target.Target) (*unit.Unit, error) {
	return unit.Load(id, t.Release)
}
