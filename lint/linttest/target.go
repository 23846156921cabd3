package linttest

import (
	"strconv"
	"strings"
	"testing"

	"github.com/unitlint/unitlint/lint/catalog"
	"github.com/unitlint/unitlint/lint/target"
)

// targetNamed is the target of a name; the newest systemd for an empty one.
func targetNamed(t *testing.T, name string) target.Target {
	t.Helper()
	if name == "" {
		name = "systemd-" + strconv.Itoa(catalog.Newest)
	}
	version, err := strconv.Atoi(strings.TrimPrefix(name, "systemd-"))
	if err != nil {
		t.Fatalf("target %s: %v", name, err)
	}
	return target.Target{Name: name, Release: catalog.Release{Version: version}}
}
