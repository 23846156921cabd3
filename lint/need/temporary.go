package need

import (
	"cmp"
	"path"
	"slices"
	"strings"

	"github.com/unitlint/unitlint/lint/sandbox"
)

// temporaryDirectories are where programs look for one to put temporary files
// into, after what the variable TMPDIR says (tempnam(3), Python's tempfile).
var temporaryDirectories = []string{"/tmp", "/var/tmp"}

// askTemporaryFiles asks whether there is any directory for temporary files: the
// usual ones, the one that a variable of the unit names, and the working
// directory, which some libraries fall back on.
func askTemporaryFiles(box *sandbox.Sandbox, n Need, argument string) []Unmet {
	directories := slices.Clone(temporaryDirectories)
	u := box.Unit()
	variables := environmentOf(u, contextOf(u))
	for _, name := range []string{"TMPDIR", "TMP", "TEMP"} {
		if v, set := variables[name]; set {
			if !v.known || !strings.HasPrefix(v.text, "/") {
				return nil
			}
			directories = append(directories, v.text)
		}
	}
	if directory := u.Value(u.ExecSection(), "WorkingDirectory"); strings.HasPrefix(directory, "~") {
		return nil
	} else if strings.HasPrefix(strings.TrimPrefix(directory, "-"), "/") {
		directories = append(directories, strings.TrimPrefix(directory, "-"))
	}
	var first sandbox.Verdict
	for at, directory := range directories {
		v := n.Process.Path(sandbox.Create, path.Join(directory, "x"))
		if v.Answer != sandbox.No || v.Error != "EROFS" {
			return nil
		}
		if at == 0 {
			first = v
		}
	}
	return refusedBy(n, NotWritable, cmp.Or(argument, temporaryDirectories[0]), first)
}
