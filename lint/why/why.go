// Package why goes from the lines of a journal, an audit log or a trace to the
// setting of a unit that refused. Readers turn lines into attempts, each with the
// error that was seen; the unit's sandbox is asked about every attempt, and only
// where it refuses just that with just that error, a setting is blamed. What no
// setting refuses is told apart: file permissions, a missing file, a security
// module, a filter of the program's own.
package why

import (
	"github.com/unitlint/unitlint/lint/need"
	"github.com/unitlint/unitlint/lint/sandbox"
)

// Line is one line of a log.
type Line struct {
	// Number counts from 1.
	Number int
	// Text is the message without what the log puts in front of it.
	Text string
	// Unit is the unit that the line is about, empty where it does not tell.
	Unit string
	// Manager tells that systemd itself wrote it.
	Manager bool
	// Event is what the fields of an entry of systemd tell of how a process or a unit
	// ended, in the words of its messages; empty for other lines.
	Event string
	// writer is the name of the program that wrote a line of text.
	writer string
	// hints are the readers that the line may be for.
	hints hint
	// Record holds the fields of an audit record, nil for other lines.
	Record map[string]string
}

// Attempt is something that a log says was refused.
type Attempt struct {
	Line Line
	// Kind and Argument are what was refused in the words of needs; both are empty
	// where the line tells an error alone.
	Kind     need.Kind
	Argument string
	// Others are what may be meant in the place of the argument.
	Others []string
	// Operations are what may have been tried on a path.
	Operations []sandbox.Op
	// Call is the system call, where the line tells.
	Call string
	// Architecture is that of the call where it is not the machine's own, in the
	// words of SystemCallArchitectures=.
	Architecture string
	// Error is what was seen: the name of an errno, "SIGSYS", or an exit status of
	// systemd such as "226/NAMESPACE". Empty where the line names no reason.
	Error string
	// Errno is the error that systemd names for a step that failed; empty where it
	// names none.
	Errno string
	// Directives are the settings that systemd was carrying out as it failed, where
	// the line tells more than the step.
	Directives []string
	// Guess tells that the line only may come of what it is taken for: settings are
	// named as possible.
	Guess bool
	// Foreign tells that something other than the unit refused, as the line itself
	// says; it is the cause then.
	Foreign Cause
	// Faint tells that the line may be of no consequence: it counts only where a
	// setting is found that refuses.
	Faint bool
}

// Cause says what refused where no setting of the unit did.
type Cause string

// The causes, as the machine format writes them.
const (
	OwnFilter      Cause = "own-filter"   // a filter that the program installed itself
	Permission     Cause = "permission"   // ordinary permissions, of files and ports
	MissingFile    Cause = "missing-file" // there is no such file
	SecurityModule Cause = "lsm"          // SELinux, AppArmor or the like
	UnknownCause   Cause = "unknown"
)
