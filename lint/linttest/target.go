package linttest

import (
	"testing"

	"github.com/unitlint/unitlint/lint/target"
)

// targetNamed is the target of a name; the newest systemd for an empty one.
func targetNamed(t *testing.T, name string) target.Target {
	t.Helper()
	if name == "" {
		return target.Newest()
	}
	named, err := target.Named(name)
	if err != nil {
		t.Fatal(err)
	}
	return named
}
