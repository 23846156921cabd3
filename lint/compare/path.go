package compare

import (
	"path"
	"strings"

	"github.com/unitlint/unitlint/lint/catalog"
	"github.com/unitlint/unitlint/lint/unit"
)

// namedPath is a path of the host that a line names.
type namedPath struct {
	name string
	// shown is where the process finds it, which is another place for a bind mount.
	shown string
	// optional tells that it may be missing.
	optional bool
}

// pathsOf returns the paths that a line names, as far as they are known from the
// text.
func pathsOf(u *unit.Unit, a *unit.Assignment) []namedPath {
	if a.Directive == nil || a.Value == "" {
		return nil
	}
	var named []namedPath
	switch a.Directive.Kind {
	case catalog.KindPathList:
		for _, p := range a.Verdict.Paths() {
			if p.Known {
				named = append(named, namedPath{p.Path, p.Path, p.IgnoreMissing})
			}
		}
	case catalog.KindBindPaths:
		for _, b := range a.Verdict.Binds() {
			if b.Known {
				named = append(named, namedPath{b.Source, b.Destination, b.IgnoreMissing})
			}
		}
	case catalog.KindTemporaryFilesystems:
		for _, t := range a.Verdict.Temporaries() {
			if t.Known {
				named = append(named, namedPath{t.Path, t.Path, true}) // it is made where it is missing
			}
		}
	case catalog.KindPath, catalog.KindWorkingDirectory, catalog.KindEnvironmentFile:
		name, optional := strings.CutPrefix(a.Value, "-")
		if strings.HasPrefix(name, "/") && !strings.ContainsAny(name, "%*?[") {
			named = append(named, namedPath{name, name, optional})
		}
	case catalog.KindExec:
		for _, line := range u.Lines() {
			if name := line.Executable(); line.Assignment == a && strings.HasPrefix(name, "/") {
				named = append(named, namedPath{name, name, line.Command.IgnoreFailure})
			}
		}
	}
	return named
}

// DirectoryBelow returns the directory of a file below a side, both of which are whole
// paths; "." is the side itself.
func DirectoryBelow(side, file string) string {
	below := strings.TrimPrefix(path.Dir(file)+"/", path.Clean(side)+"/")
	return path.Clean(below)
}
