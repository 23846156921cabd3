package match

import (
	"github.com/unitlint/unitlint/lint/sandbox"
	"github.com/unitlint/unitlint/lint/unit"
)

// askLastingChildren asks whether what a service has started outlives it.
func askLastingChildren(a attempt, argument string) []Refusal {
	return a.ofMain(ChildrenEnded, argument, a.process.ChildrenOutlive())
}

// askChildrenInOrder asks whether a service is signalled before what it has started.
func askChildrenInOrder(a attempt, argument string) []Refusal {
	return a.ofMain(ChildrenSignalled, argument, a.process.ChildrenSpared())
}

// askChildrenEnd asks whether what a service has started ends with it.
func askChildrenEnd(a attempt, argument string) []Refusal {
	return a.ofMain(ChildrenLeft, argument, a.process.ChildrenEnd())
}

// ofMain is the refusal of what matters to the main process alone, which is the one that
// is signalled.
func (a attempt) ofMain(aspect Aspect, argument string, v sandbox.Verdict) []Refusal {
	if a.process.Phase != unit.Start {
		return nil
	}
	return a.refusedBy(aspect, argument, v)
}

// askLockedMemory asks whether a process may lock all of its memory.
func askLockedMemory(a attempt, argument string) []Refusal {
	return a.refusedBy(MemoryNotLocked, argument, a.process.LockMemory())
}
