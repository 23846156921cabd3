package machine

import (
	"bufio"
	"io"
	"path"
	"slices"
	"strings"

	"github.com/unitlint/unitlint/lint/evidence/binary"
	"github.com/unitlint/unitlint/lint/evidence/packaged"
	"github.com/unitlint/unitlint/lint/locate"
)

// entryLoaders are the modules by which the scripts that setuptools writes find
// what they run: they name it by its distribution, not by its module.
var entryLoaders = []string{"pkg_resources", "importlib.metadata", "importlib_metadata"}

// entryPoint returns the module that such a script runs, or "": its package has a
// list of them by the names of their scripts (packaging.python.org, "Entry points
// specification").
func entryPoint(tree *locate.Tree, p *binary.Program, executable string, of *packaged.Package) string {
	if !slices.ContainsFunc(p.Modules, func(m binary.Module) bool { return slices.Contains(entryLoaders, m.Name) }) {
		return ""
	}
	for _, file := range of.Files {
		if path.Base(file) != "entry_points.txt" {
			continue
		}
		if module := entryIn(tree, file, path.Base(executable)); module != "" {
			return module
		}
	}
	return ""
}

// entryIn returns the module of a script that a list of entry points names, or "".
func entryIn(tree *locate.Tree, list, script string) string {
	const mostList = 64 << 10
	file, err := tree.Open(inTree(list))
	if err != nil {
		return ""
	}
	defer func() { _ = file.Close() }() // it is read from alone
	lines := bufio.NewScanner(io.LimitReader(file, mostList))
	for lines.Scan() {
		name, place, found := strings.Cut(lines.Text(), "=")
		if found && strings.TrimSpace(name) == script {
			module, _, _ := strings.Cut(strings.TrimSpace(place), ":")
			return strings.TrimSpace(module)
		}
	}
	return ""
}
