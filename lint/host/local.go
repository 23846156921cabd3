package host

import (
	"slices"
	"strings"
)

// localTrees are the directories of /usr/local that hold what all programs installed there
// have (file-hierarchy(7), the FHS). Beside them lies one directory a program, as
// /usr/local/pgsql, in which its own user may own the data.
var localTrees = []string{"bin", "sbin", "lib", "lib32", "lib64", "libexec", "include", "share", "src", "man", "games", "etc"}

// OfOneProgram tells that a path lies in the directory of one program below /usr/local.
func OfOneProgram(name string) bool {
	below, found := strings.CutPrefix(name, "/usr/local/")
	first, _, inside := strings.Cut(below, "/")
	return found && inside && !slices.Contains(localTrees, first)
}
