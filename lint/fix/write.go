package fix

import (
	"path"
	"strconv"
	"strings"
	"unicode"

	"github.com/aymanbagabas/go-udiff"
)

// Diff is a unified difference as "git apply" takes it in the directory that
// the path of the changed file starts from. Below is the path from there to the
// root that the file lies in, or empty.
func Diff(below string, c Change) string {
	name := strings.TrimPrefix(path.Join(below, c.File.Path), "/")
	return udiff.Unified(header("a/"+name), header("b/"+name), string(c.File.Text), string(c.Text))
}

// header writes a name as git does: one that would end early is quoted, and one
// with blanks has a tab at its end.
func header(name string) string {
	switch {
	case strings.ContainsFunc(name, unicode.IsControl):
		return strconv.Quote(name)
	case strings.Contains(name, " "):
		return name + "\t"
	default:
		return name
	}
}
