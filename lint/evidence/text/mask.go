package text

import (
	"github.com/unitlint/unitlint/lint/need"
	"github.com/unitlint/unitlint/lint/unit"
	"github.com/unitlint/unitlint/lint/value"
)

// masked records what a service opens again of what it has made, where its mask takes
// permissions of the owner: files, where they cannot be read or written, and directories that a line
// of it makes, where they cannot be searched. Whether the program makes any is not known elsewhere.
func (r *collector) masked() {
	a := r.last("UMask")
	if a == nil {
		return
	}
	mask, known := value.Mode(a.Value)
	const readsOrWrites, searches = 0o600, 0o100
	certainty, why := need.Possible, "may make directories and work in them"
	switch {
	case !known || mask&(readsOrWrites|searches) == 0:
		return
	case mask&readsOrWrites != 0 && r.keepsFiles():
		certainty, why = need.Likely, "is given directories for files that it opens again"
	case r.makesDirectories():
		certainty, why = need.Likely, "makes directories for itself"
	}
	r.Put(need.Need{Kind: need.OwnDirectories, Line: r.Unit.Main(), Certainty: certainty, Consequence: need.JobFails, Why: why,
		Evidence: need.Evidence{Assignment: a, Range: a.ValueRange()}})
}

// keepsFiles tells that the unit has a place made for files of its program.
func (r *collector) keepsFiles() bool {
	for _, name := range []string{"StateDirectory", "CacheDirectory", "LogsDirectory"} {
		if r.last(name) != nil {
			return true
		}
	}
	return false
}

// makesDirectories tells that a line before the main one makes a directory without a mode of its
// own.
func (r *collector) makesDirectories() bool {
	for _, i := range r.Invocations {
		if i.Line.Phase == unit.StartPre && i.Name() == "mkdir" && !i.Has([]string{"-m", "--mode"}) && !i.AsOther && len(i.Operands("m")) > 0 {
			return true
		}
	}
	return false
}
