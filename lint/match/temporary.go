package match

import (
	"cmp"
	"path"

	"github.com/unitlint/unitlint/lint/need"
	"github.com/unitlint/unitlint/lint/sandbox"
)

// askTemporaryFiles asks whether there is any directory for temporary files.
func askTemporaryFiles(a attempt, argument string) []Refusal {
	directories, known := need.TemporaryDirectories(a.box.Unit())
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
