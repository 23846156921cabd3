// Package sharedtest finds the files that tests use: the project's root and
// the folder of recorded answers beside it, which is not part of the project.
package sharedtest

import (
	"os"
	"path/filepath"
	"testing"
)

// Variable names the environment variable that points to the folder of
// recorded answers where it does not lie beside the project.
const Variable = "UNITLINT_SHARED"

// Root returns the absolute path of the project's root, which holds go.mod.
// It fails the test where there is none above the working directory.
func Root(t testing.TB) string {
	t.Helper()
	dir, err := os.Getwd()
	if err != nil {
		t.Fatalf("finding the working directory: %v", err)
	}
	for {
		if _, err := os.Stat(filepath.Join(dir, "go.mod")); err == nil {
			return dir
		}
		parent := filepath.Dir(dir)
		if parent == dir {
			t.Fatal("there is no go.mod above the working directory")
		}
		dir = parent
	}
}

// Path returns the absolute path of a file or directory in the folder of
// recorded answers. It skips the test with a plain message where the folder or
// the file is absent.
func Path(t testing.TB, elements ...string) string {
	t.Helper()
	base := os.Getenv(Variable)
	if base == "" {
		base = filepath.Join(Root(t), "..", "shared")
	}
	path := filepath.Join(append([]string{base}, elements...)...)
	if _, err := os.Stat(path); err != nil {
		t.Skipf("the recorded answers are not here (%s does not exist; set %s)", path, Variable)
	}
	return path
}
