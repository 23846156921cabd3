// Package roomtest holds the project's packages to the direction in which they
// may import each other.
package roomtest

import (
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

const module = "github.com/unitlint/unitlint/"

// rooms lists the packages from the top down. Those of one row do not know each
// other; each may import those of the rows below it. What is below lint thereby
// never learns of rules, reports or the command.
var rooms = [][]string{
	{"cmd/unitlint"},
	{"rules"},
	{
		"rules/syntax", "rules/value", "rules/version", "rules/merge", "rules/reference", "rules/consistency", "rules/weakness",
		"rules/breakage", "rules/hardening",
	},
	{"rules/comment", "rules/confinement", "rules/fault", "rules/neighbour", "rules/percent", "rules/syscallfilter", "rules/wording"},
	{"lint/why", "lint/compare", "lint/harden"},
	{"lint/report", "lint/fix", "lint/config", "lint/linttest"},
	{"lint/filter"},
	{"lint"},
	{"lint/assess"},
	{"lint/match"},
	{"lint/evidence/cache", "lint/evidence/machine"},
	{
		"lint/evidence/text", "lint/evidence/profile", "lint/evidence/declared",
		"lint/evidence/binary", "lint/evidence/daemon", "lint/evidence/packaged",
		"lint/evidence/distribution",
	},
	{"lint/evidence"},
	{"lint/evidence/invocation"},
	{"lint/need"},
	{"lint/exposure"},
	{"lint/sandbox"},
	{"lint/host", "lint/target"},
	{"lint/system"},
	{"lint/unit"},
	{"lint/locate"},
	{"lint/files"},
	{"lint/value", "lint/strictyaml", "lint/rpm"},
	{"lint/catalog", "lint/unitfile"},
	{"lint/finding"},
	{"lint/source"},
	{"internal/late/regexp", "internal/tar"},
}

func TestImportsPointDown(t *testing.T) {
	level := map[string]int{}
	for i, row := range rooms {
		for _, room := range row {
			level[room] = i
		}
	}
	root := os.DirFS(filepath.Join("..", ".."))
	read := 0
	for _, top := range []string{"cmd", "rules", "lint"} {
		err := fs.WalkDir(root, top, func(name string, entry fs.DirEntry, err error) error {
			if err != nil || entry.IsDir() || !strings.HasSuffix(name, ".go") || strings.HasSuffix(name, "_test.go") {
				return err
			}
			text, err := fs.ReadFile(root, name)
			if err != nil {
				return err
			}
			if strings.HasPrefix(string(text), "//go:build ignore") || strings.Contains(name, "/internal/") {
				return nil // generators and what they alone import
			}
			read++
			checkImports(t, name, text, level)
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	if read == 0 {
		t.Fatal("no Go files were found")
	}
}

func checkImports(t *testing.T, name string, text []byte, level map[string]int) {
	t.Helper()
	from, known := level[path.Dir(name)]
	if !known {
		t.Errorf("%s: the package has no place in the list of rooms", name)
		return
	}
	file, err := parser.ParseFile(token.NewFileSet(), name, text, parser.ImportsOnly)
	if err != nil {
		t.Fatal(err)
	}
	for _, spec := range file.Imports {
		imported, err := strconv.Unquote(spec.Path.Value)
		if err != nil {
			t.Fatal(err)
		}
		room, own := strings.CutPrefix(imported, module)
		if !own {
			continue
		}
		to, known := level[room]
		switch {
		case !known:
			t.Errorf("%s imports %s, which has no place in the list of rooms", name, room)
		case to <= from:
			t.Errorf("%s imports %s, which does not stand below it", name, room)
		}
	}
}

// TestNeedsKnowNoGrants holds that what is known of needs does not depend on what is
// granted: else it could not be held against another sandbox.
func TestNeedsKnowNoGrants(t *testing.T) {
	root := os.DirFS(filepath.Join("..", ".."))
	for _, top := range []string{"lint/need", "lint/evidence"} {
		err := fs.WalkDir(root, top, func(name string, entry fs.DirEntry, err error) error {
			if err != nil || entry.IsDir() || !strings.HasSuffix(name, ".go") || strings.HasSuffix(name, "_test.go") {
				return err
			}
			file, err := parser.ParseFile(token.NewFileSet(), filepath.Join("..", "..", filepath.FromSlash(name)), nil, parser.ImportsOnly)
			if err != nil {
				return err
			}
			for _, spec := range file.Imports {
				if slices.Contains([]string{`"` + module + `lint/sandbox"`, `"` + module + `lint/exposure"`}, spec.Path.Value) {
					t.Errorf("%s imports %s: needs know nothing of grants", name, spec.Path.Value)
				}
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
}

func TestContributorsAreToldOfEveryRoom(t *testing.T) {
	text, err := os.ReadFile(filepath.Join("..", "..", "CONTRIBUTING.md"))
	if err != nil {
		t.Fatal(err)
	}
	rest := string(text)
	for _, row := range rooms {
		for _, room := range row {
			_, after, found := strings.Cut(rest, "`"+room+"`")
			if !found {
				t.Errorf("CONTRIBUTING.md does not name %s below the rooms that stand above it", room)
				continue
			}
			rest = after
		}
	}
}
