package sandbox

import (
	"github.com/unitlint/unitlint/lint/unit"
)

// Answer is what the files tell about a question.
type Answer uint8

// The three answers.
const (
	// Unknown: only the host or the program could tell.
	Unknown Answer = iota
	Yes
	No
)

// String returns "unknown", "yes" or "no".
func (a Answer) String() string {
	return [...]string{Unknown: "unknown", Yes: "yes", No: "no"}[a]
}

// Verdict is an answer with what decided it.
type Verdict struct {
	Answer Answer
	// Mechanism is what refuses, also where something might be refused because of
	// it: zero where nothing does.
	Mechanism Mechanism
	// Hidden tells that the access itself succeeds, but on an empty stand-in: a
	// process that may override file permissions opens a file that was made
	// inaccessible and reads nothing, or finds an empty directory. A need is not
	// met by it.
	Hidden bool
	// Error is what the process sees where Answer is No: an errno name
	// ("EROFS"), "SIGSYS" for a system call that kills, or a start status
	// ("226/NAMESPACE"). Empty otherwise.
	Error string
	// Because are the assignments that decided, the most specific first. Empty
	// where a default of systemd or the kernel decided.
	Because []*unit.Assignment
	// Reason is one sentence for people, with a full stop.
	Reason string
}

// Grants tells that the process gets what it asked for: the answer is Yes, and
// not on an empty stand-in.
func (v Verdict) Grants() bool { return v.Answer == Yes && !v.Hidden }

// Denies tells that the process certainly does not get what it asked for.
func (v Verdict) Denies() bool { return v.Answer == No || v.Hidden }

// Cause returns the assignment that decided before all others, or nil where a
// default did.
func (v Verdict) Cause() *unit.Assignment { return first(v.Because) }

// first returns the first of some assignments, or nil where there are none.
func first(assignments []*unit.Assignment) *unit.Assignment {
	if len(assignments) == 0 {
		return nil
	}
	return assignments[0]
}

func allow(reason string, because ...*unit.Assignment) Verdict {
	return Verdict{Answer: Yes, Reason: reason, Because: present(because)}
}

func deny(mechanism Mechanism, errno, reason string, because ...*unit.Assignment) Verdict {
	return Verdict{Answer: No, Mechanism: mechanism, Error: errno, Reason: reason, Because: present(because)}
}

func unknown(reason string, because ...*unit.Assignment) Verdict {
	return Verdict{Answer: Unknown, Reason: reason, Because: present(because)}
}

// present drops the nil assignments of settings that are at their default.
func present(assignments []*unit.Assignment) []*unit.Assignment {
	none := 0
	for _, a := range assignments {
		if a == nil {
			none++
		}
	}
	if none == len(assignments) {
		return nil
	}
	kept := make([]*unit.Assignment, 0, len(assignments)-none)
	for _, a := range assignments {
		if a != nil {
			kept = append(kept, a)
		}
	}
	return kept
}

// Op is what a process tries on a path.
type Op uint8

// The operations on paths.
const (
	Read    Op = iota // open for reading, or list a directory
	Write             // open an existing file for writing
	Create            // make a new entry in the parent directory
	Execute           // execve of the file
	Connect           // connect to a socket in the file system
)

// String returns the word for the operation.
func (o Op) String() string {
	return [...]string{"read", "write", "create", "execute", "connect"}[o]
}
