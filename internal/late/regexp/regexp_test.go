package regexp

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

const example = `(?i)\bset(?:res|re|e)?uid\b|set user id|change user id|switch to user|drop privileges`

func late() *Regexp { return &Regexp{text: example} }

func TestCompilesOnUse(t *testing.T) {
	e := late()
	if e.String() != example || e.regexp != nil {
		t.Errorf("%q is compiled before it is used", e)
	}
	if !e.MatchString("cannot setresuid") || e.regexp == nil {
		t.Error("the expression does not match once it is used")
	}
}

func BenchmarkCompile(b *testing.B) {
	b.Run("at once", func(b *testing.B) {
		for b.Loop() {
			regexp.MustCompile(example)
		}
	})
	b.Run("late", func(b *testing.B) {
		for b.Loop() {
			late()
		}
	})
}

// TestAll compiles what is given to MustCompile anywhere in the module, which is a sum of
// texts and constants of the package.
func TestAll(t *testing.T) {
	count := 0
	err := filepath.WalkDir("../../..", func(dir string, entry fs.DirEntry, err error) error {
		if err != nil || !entry.IsDir() {
			return err
		}
		p := parsed(t, dir)
		for _, file := range p.late {
			ast.Inspect(file, func(n ast.Node) bool {
				call, isCall := n.(*ast.CallExpr)
				if !isCall || !isMustCompile(call.Fun) {
					return true
				}
				text, known := p.text(call.Args[0])
				if !known {
					t.Errorf("%s: no text is known here", p.files.Position(call.Pos()))
				} else if _, err := regexp.Compile(text); err != nil {
					t.Errorf("%s: %v", p.files.Position(call.Pos()), err)
				}
				count++
				return true
			})
		}
		return nil
	})
	if err != nil || count < 100 {
		t.Errorf("%d expressions, %v", count, err)
	}
}

// sources is a package whose files use this one.
type sources struct {
	files     *token.FileSet
	late      []*ast.File
	constants map[string]ast.Expr
}

func parsed(t *testing.T, dir string) sources {
	t.Helper()
	p := sources{files: token.NewFileSet(), constants: map[string]ast.Expr{}}
	names, err := filepath.Glob(filepath.Join(dir, "*.go"))
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range names {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		file, err := parser.ParseFile(p.files, name, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		if slices.ContainsFunc(file.Imports, func(i *ast.ImportSpec) bool { return strings.Contains(i.Path.Value, "internal/late/regexp") }) {
			p.late = append(p.late, file)
		}
		ast.Inspect(file, func(n ast.Node) bool {
			if spec, isValue := n.(*ast.ValueSpec); isValue && len(spec.Names) == len(spec.Values) {
				for i := range spec.Names {
					p.constants[spec.Names[i].Name] = spec.Values[i]
				}
			}
			return true
		})
	}
	return p
}

func isMustCompile(fun ast.Expr) bool {
	selector, isSelector := fun.(*ast.SelectorExpr)
	return isSelector && selector.Sel.Name == "MustCompile"
}

// text is what a constant expression stands for.
func (p sources) text(e ast.Expr) (text string, known bool) {
	switch e := e.(type) {
	case *ast.BasicLit:
		text, err := strconv.Unquote(e.Value)
		return text, err == nil
	case *ast.ParenExpr:
		return p.text(e.X)
	case *ast.BinaryExpr:
		left, leftKnown := p.text(e.X)
		right, rightKnown := p.text(e.Y)
		return left + right, leftKnown && rightKnown && e.Op == token.ADD
	case *ast.Ident:
		if value := p.constants[e.Name]; value != nil {
			return p.text(value)
		}
	}
	return "", false
}
