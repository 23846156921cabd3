package text

import (
	"fmt"
	"path"
	"slices"
	"strings"

	"github.com/unitlint/unitlint/lint/evidence/invocation"
	"github.com/unitlint/unitlint/lint/need"
)

// The names of variables that have a program replace itself end in one of selfWords and one of
// updateWords.
var (
	selfWords   = []string{"AUTO", "SELF"}
	updateWords = []string{"UPDATE", "UPDATES", "UPDATE_ENABLED"}
)

// switchedOn are the words for yes.
var switchedOn = []string{"1", "yes", "on", "true", "enabled"}

// selfUpdates records that a program which is told to update itself writes where it
// lies: the directory of its script or, for one that is started in a directory above
// it, that one.
func selfUpdates(r *collector, i *invocation.Invocation, name string, w invocation.Word) {
	if !slices.Contains(switchedOn, strings.ToLower(w.Text)) || !endsInBoth(name, selfWords, updateWords) {
		return
	}
	file := i.Program.Text
	for _, argument := range i.Operands("") {
		if argument.Known && path.IsAbs(argument.Text) && isScript(argument.Text) {
			file = argument.Text
			break
		}
	}
	if !path.IsAbs(file) || ofVendor(file) {
		return
	}
	place := path.Dir(path.Clean(file))
	if directory := r.startsIn(); directory != "" && strings.HasPrefix(file, directory+"/") {
		place = directory
	}
	r.given(i, w, need.Need{Kind: need.Write, Below: true, Any: []string{place}, Consequence: need.Missing,
		Why: fmt.Sprintf("updates itself in %s (%s)", place, name)})
}

// scriptEnds are how the names of scripts end.
var scriptEnds = []string{".js", ".mjs", ".cjs", ".ts", ".py", ".rb", ".pl", ".php", ".sh", ".lua", ".jar"}

func isScript(name string) bool { return slices.Contains(scriptEnds, path.Ext(name)) }
