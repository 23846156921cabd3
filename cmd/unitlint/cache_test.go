package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// treeVariable names the environment variable that holds the tree of a system with
// its programs, such as .ci/tree makes.
const treeVariable = "UNITLINT_TREE"

func treeOfSystem(t testing.TB) string {
	t.Helper()
	tree := os.Getenv(treeVariable)
	if tree == "" {
		t.Skip("there is no tree of a system with its programs (set " + treeVariable + ", see .ci/tree)")
	}
	return tree
}

// cached runs a check of a tree with a directory for caches, and returns the report.
func cached(t testing.TB, tree, dir string, arguments ...string) string {
	t.Helper()
	var out bytes.Buffer
	p := program{
		stdin: strings.NewReader(""), stdout: &out, stderr: &out, dir: t.TempDir(),
		getenv: func(name string) string { return map[string]string{"XDG_CACHE_HOME": dir}[name] },
	}
	if status := run(append([]string{"check", "--format", "json", "--root", tree}, arguments...), p); status > exitFindings {
		t.Fatalf("exit status %d: %s", status, out.String())
	}
	return out.String()
}

// TestCacheChangesNothing holds that a report is the same without a cache, when the
// cache is filled and when it is full.
func TestCacheChangesNothing(t *testing.T) {
	tree := treeOfSystem(t)
	dir := t.TempDir()
	want := cached(t, tree, dir, "--no-cache")
	if made, err := filepath.Glob(filepath.Join(dir, "*")); err != nil || len(made) > 0 {
		t.Errorf("%v was made, %v", made, err)
	}
	for _, title := range []string{"filled", "full"} {
		if got := cached(t, tree, dir); got != want {
			t.Errorf("the report is another one where the cache is %s", title)
		}
	}
}

// BenchmarkTree checks all services of a tree with their programs: without a cache,
// and with one that is full.
func BenchmarkTree(b *testing.B) {
	tree := treeOfSystem(b)
	dir := b.TempDir()
	b.Run("without-cache", func(b *testing.B) {
		for b.Loop() {
			cached(b, tree, dir, "--no-cache")
		}
	})
	cached(b, tree, dir)
	b.Run("with-cache", func(b *testing.B) {
		for b.Loop() {
			cached(b, tree, dir)
		}
	})
}

func TestCacheDirectory(t *testing.T) {
	for _, c := range []struct{ cache, home, want string }{
		{"/c", "/h", "/c/unitlint"}, {"", "/h", "/h/.cache/unitlint"}, {"relative", "/h", "/h/.cache/unitlint"}, {"", "", ""}, {"", "relative", ""},
	} {
		p := program{getenv: func(name string) string { return map[string]string{"XDG_CACHE_HOME": c.cache, "HOME": c.home}[name] }}
		if got := filepath.ToSlash(p.cacheDirectory()); got != c.want {
			t.Errorf("%q, %q: %q, want %q", c.cache, c.home, got, c.want)
		}
	}
}
