package need

import (
	"slices"
	"strings"

	"github.com/unitlint/unitlint/lint/unit"
)

// temporaryDirectories are where programs look for one to put temporary files
// into, after what the variable TMPDIR says (tempnam(3), Python's tempfile).
var temporaryDirectories = []string{"/tmp", "/var/tmp"}

// TemporaryDirectories returns the directories one of which a program takes for
// temporary files: the usual ones, the one that a variable of the unit names, and
// the working directory, which some libraries fall back on. Known is false where
// one of them cannot be known from the text.
func TemporaryDirectories(u *unit.Unit) (directories []string, known bool) {
	directories = slices.Clone(temporaryDirectories)
	variables := environmentOf(u)
	for _, name := range []string{"TMPDIR", "TMP", "TEMP"} {
		if v, set := variables[name]; set {
			if !v.known || !strings.HasPrefix(v.text, "/") {
				return nil, false
			}
			directories = append(directories, v.text)
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
