package match

import (
	"cmp"
	"path"
	"slices"
	"strings"

	"github.com/unitlint/unitlint/lint/sandbox"
	"github.com/unitlint/unitlint/lint/unit"
)

// askTemporaryFiles asks whether there is any directory for temporary files.
func askTemporaryFiles(a attempt, argument string) []Refusal {
	directories, known := temporaryDirectories(a.box.Unit())
	if !known {
		return nil
	}
	var first sandbox.Verdict
	for at, directory := range directories {
		v := a.process.Path(sandbox.Create, path.Join(directory, "x"))
		if v.Answer != sandbox.No || v.Mechanism != sandbox.ByReadOnlyMount && !v.Mechanism.Hides() {
			return nil
		}
		if at == 0 {
			first = v
		}
	}
	return a.refusedBy(NotWritable, cmp.Or(argument, directories[0]), first)
}

// usualTemporary are where programs look for one to put temporary files
// into, after what the variable TMPDIR says (tempnam(3), Python's tempfile).
var usualTemporary = []string{"/tmp", "/var/tmp"}

// temporaryDirectories returns the directories one of which a program takes for
// temporary files: the usual ones, the one that a variable of the unit names, and
// the working directory, which some libraries fall back on. Known is false where
// one of them cannot be known from the text.
func temporaryDirectories(u *unit.Unit) (directories []string, known bool) {
	directories = slices.Clone(usualTemporary)
	variables := u.Environment()
	for _, name := range []string{"TMPDIR", "TMP", "TEMP"} {
		if v, set := variables[name]; set {
			if !v.Known || !strings.HasPrefix(v.Text, "/") {
				return nil, false
			}
			directories = append(directories, v.Text)
		}
	}
	working := u.Value(u.ExecSection(), "WorkingDirectory")
	if strings.HasPrefix(working, "~") {
		return nil, false
	}
	if working = strings.TrimPrefix(working, "-"); strings.HasPrefix(working, "/") {
		directories = append(directories, working)
	}
	return directories, true
}
