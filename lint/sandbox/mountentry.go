package sandbox

import (
	"slices"

	"github.com/unitlint/unitlint/lint/host"
	"github.com/unitlint/unitlint/lint/unit"
)

// mountEntry is one entry of the list from which systemd builds the mount
// namespace. Paths are as the process will see them.
type mountEntry struct {
	path   string
	source string // of binds, on the host
	by     *unit.Assignment
	// lost is what entries for the same path have left that lost to it, or nil.
	lost *lostEntries
	mode mountMode
	// hides is the mechanism that takes the host's file away, where it is a more
	// telling one than ByHiddenMount.
	hides Mechanism
	// optional entries are skipped where the path (of a bind: its source) does
	// not exist; others then end the start with 226/NAMESPACE.
	optional bool
	// setReadOnly, setNoExec and setExec are flags that come on top of the mode.
	setReadOnly, setNoExec, setExec bool
	// owned tells that the directory belongs to the unit's user.
	owned bool
	// overrules tells that an entry that lost would have had another effect.
	overrules bool
}

// lostEntries are the assignments of entries that lost to another one for the same
// path, which few do.
type lostEntries struct {
	by []*unit.Assignment
	// frozenBy are those that make a mount read-only which is not by itself, stuckBy
	// those that let nothing be executed from one which does by itself.
	frozenBy, stuckBy []*unit.Assignment
}

func (e *mountEntry) isReadOnly() bool {
	return e.setReadOnly || e.mode == readOnly || e.mode == inaccessible || e.mode == privateDev
}

// modesWithoutExec are the modes that let nothing be executed.
const modesWithoutExec = modeSet(1<<noExec | 1<<inaccessible | 1<<bindSys | 1<<privateSys | 1<<procFS | 1<<privateCgroup)

func (e *mountEntry) isNoExec() bool {
	return e.setNoExec || modesWithoutExec.has(e.mode)
}

func (e *mountEntry) isExec() bool { return e.setExec || e.mode == exec }

// hiding is the mechanism by which the entry hides what is below it.
func (e *mountEntry) hiding() Mechanism {
	if e.hides == ByNothing {
		return ByHiddenMount
	}
	return e.hides
}

// because are the assignments behind the entry.
func (e *mountEntry) because() []*unit.Assignment {
	if e.lost == nil {
		return []*unit.Assignment{e.by}
	}
	return append([]*unit.Assignment{e.by}, e.lost.by...)
}

// whyReadOnly are the assignments that make the entry read-only.
func (e *mountEntry) whyReadOnly() []*unit.Assignment {
	if e.lost != nil && len(e.lost.frozenBy) > 0 {
		return e.lost.frozenBy
	}
	return e.because()
}

// whyNoExec are the assignments that let nothing be executed from the entry.
func (e *mountEntry) whyNoExec() []*unit.Assignment {
	if e.lost != nil && len(e.lost.stuckBy) > 0 {
		return e.lost.stuckBy
	}
	return e.because()
}

// normalize orders the entries, in place, and drops those without effect, as
// systemd does it: parents before children, equal paths by mode; of equal paths the first
// stays and takes the flags of the others; whatever lies below an inaccessible
// path goes, and so does what only repeats the entry above it.
func normalize(entries []*mountEntry) []*mountEntry {
	slices.SortStableFunc(entries, func(a, b *mountEntry) int { return compareEntries(a.path, a.mode, b.path, b.mode) })
	return dropRepeated(dropObstructed(dropDuplicates(entries)))
}

func compareEntries(a string, modeOfA mountMode, b string, modeOfB mountMode) int {
	if order := comparePaths(a, b); order != 0 {
		return order
	}
	return int(modeOfA) - int(modeOfB)
}

// comparePaths compares clean absolute paths component by component, so that a
// directory comes right before what is below it: the slash counts less than any
// other character.
func comparePaths(a, b string) int {
	for i := range min(len(a), len(b)) {
		switch {
		case a[i] == b[i]:
			continue
		case a[i] == '/':
			return -1
		case b[i] == '/':
			return 1
		}
		return int(a[i]) - int(b[i])
	}
	return len(a) - len(b)
}

// mostEvidence bounds the assignments that are kept as evidence for one path, so
// that many lines for the same one stay cheap.
const mostEvidence = 16

func dropDuplicates(entries []*mountEntry) []*mountEntry {
	kept := entries[:0]
	for _, e := range entries {
		if len(kept) == 0 || kept[len(kept)-1].path != e.path {
			kept = append(kept, e)
			continue
		}
		kept[len(kept)-1].takeOver(e)
	}
	return kept
}

// takeOver adds the flags of another entry for the same path that loses to this one.
func (e *mountEntry) takeOver(lost *mountEntry) {
	if e.lost == nil {
		e.lost = &lostEntries{}
	}
	e.overrules = e.overrules || lost.mode != e.mode
	if lost.isReadOnly() && lost.mode != privateDev {
		e.lost.frozenBy = withCause(e.lost.frozenBy, lost.by, e.isReadOnly())
		e.setReadOnly = true
	}
	if lost.isNoExec() {
		e.lost.stuckBy = withCause(e.lost.stuckBy, lost.by, e.isNoExec())
		e.setNoExec = true
	}
	e.setExec = e.setExec || lost.isExec()
	if lost.mode == readWriteImplicit && e.mode != readWriteImplicit {
		return // an exception that gives way to anything has no part in what that does
	}
	if lost.by != nil && len(e.lost.by) < mostEvidence && lost.by != e.by && !slices.Contains(e.lost.by, lost.by) {
		e.lost.by = append(e.lost.by, lost.by)
	}
}

// withCause adds an assignment to those that make an entry what it is not by itself.
func withCause(causes []*unit.Assignment, by *unit.Assignment, already bool) []*unit.Assignment {
	if by == nil || already && len(causes) == 0 || len(causes) == mostEvidence || slices.Contains(causes, by) {
		return causes
	}
	return append(causes, by)
}

// dropObstructed drops what lies below an inaccessible path.
func dropObstructed(entries []*mountEntry) []*mountEntry {
	kept := entries[:0]
	for _, e := range entries {
		if len(kept) > 0 {
			if above := kept[len(kept)-1]; above.mode == inaccessible && host.Below(e.path, above.path) {
				continue
			}
		}
		kept = append(kept, e)
	}
	return kept
}

// usualDepth is how many entries lie above one another at most, but for strange
// units.
const usualDepth = 8

// dropRepeated drops an entry whose nearest entry above has the same mode. One
// that overrules another of its path stays, to be named as what decides: where
// the path is missing it changes nothing.
func dropRepeated(entries []*mountEntry) []*mountEntry {
	kept, above := entries[:0], make([]*mountEntry, 0, usualDepth)
	for _, e := range entries {
		for len(above) > 0 && !host.Below(e.path, above[len(above)-1].path) {
			above = above[:len(above)-1]
		}
		if len(above) > 0 && e.mode.redundantBelowItself() && above[len(above)-1].mode == e.mode {
			if !e.overrules {
				continue
			}
			e.optional = true
		}
		above = append(above, e)
		kept = append(kept, e)
	}
	return kept
}
