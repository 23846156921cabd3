package main

import (
	"context"
	"maps"
	"os"
	"path/filepath"
	"testing"

	"github.com/unitlint/unitlint/lint"
	"github.com/unitlint/unitlint/lint/fix"
	"github.com/unitlint/unitlint/lint/locate"
	"github.com/unitlint/unitlint/lint/target"
	"github.com/unitlint/unitlint/rules"
)

// lintOver lints a directory with every rule, and some texts in place of files.
func lintOver(dir string, isRoot bool, base map[string][]byte) fix.Linter {
	return func(overlay map[string][]byte) (*lint.Result, error) {
		request := locate.Request{Dir: dir, Overlay: maps.Clone(base)}
		if isRoot {
			request.Root = "."
		}
		if request.Overlay == nil {
			request.Overlay = map[string][]byte{}
		}
		maps.Copy(request.Overlay, overlay)
		selection, err := locate.Select(request)
		if err != nil {
			return nil, err
		}
		defer selection.Close()
		return lint.Run(context.Background(), lint.Options{
			Rules: rules.All(), Identities: selection.Identities, Targets: []target.Target{target.Newest()},
			Processors: []lint.Processor{lint.Dedupe, lint.Sort},
		})
	}
}

// Fixing every fixture of every rule comes to an end, and fixing the result
// again changes nothing.
func TestFixingIsIdempotent(t *testing.T) {
	fixtures, err := filepath.Glob(filepath.Join(root, "testdata", "rules", "*"))
	if err != nil || len(fixtures) == 0 {
		t.Fatalf("found %d fixtures, %v", len(fixtures), err)
	}
	changed := 0
	for _, unsafe := range []bool{false, true} {
		for _, fixture := range append(fixtures, filepath.Join(root, "testdata", "demo")) {
			dir := absolute(t, fixture)
			isRoot := false
			if _, err := os.Stat(filepath.Join(dir, "usr")); err == nil {
				isRoot = true
			}
			first, err := fix.Run(lintOver(dir, isRoot, nil), unsafe)
			if err != nil {
				t.Errorf("%s: %v", fixture, err)
				continue
			}
			changed += len(first.Changes)
			fixed := map[string][]byte{}
			for _, c := range first.Changes {
				fixed[c.File.Path] = c.Text
			}
			second, err := fix.Run(lintOver(dir, isRoot, fixed), unsafe)
			if err != nil {
				t.Errorf("%s: %v", fixture, err)
				continue
			}
			for _, c := range second.Changes {
				t.Errorf("%s (unsafe fixes: %t): fixing again changes it:\n%s", fixture, unsafe, fix.Diff(c))
			}
		}
	}
	t.Logf("%d files were changed", changed)
	if changed == 0 {
		t.Error("no fixture was changed by any fix")
	}
}
