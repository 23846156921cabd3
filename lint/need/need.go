// Package need is what a service will try to do: what a need is, and the table of
// the kinds of needs. Who knows of them are the sources of package evidence. A need
// says nothing about what is granted: that is package sandbox's part.
package need

import (
	"strings"

	"github.com/unitlint/unitlint/lint/source"
	"github.com/unitlint/unitlint/lint/unit"
)

// Certainty says how sure it is that the program will try.
type Certainty uint8

// The certainties.
const (
	Possible Certainty = iota + 1 // depends on a configuration that is not in the unit
	Likely                        // the program does so as it is packaged
	Certain                       // the unit's text proves it
)

// Consequence is what follows where the need is not met.
type Consequence string

// The consequences, as profiles write them.
const (
	StartFails Consequence = "start-fails" // the service does not start
	JobFails   Consequence = "job-fails"   // it is active and does not do its job
	StaysRoot  Consequence = "stays-root"  // its workers keep root's privileges
	Missing    Consequence = "missing"     // a part of its work is silently missing
)

// The consequences of what lines need that run later. No profile names them.
const (
	ReloadFails Consequence = "reload-fails" // it does not reload
	StopFails   Consequence = "stop-fails"   // what is to be done when it stops is not done
)

// Consequences are the words for consequences.
func Consequences() []string {
	return []string{string(StartFails), string(JobFails), string(StaysRoot), string(Missing)}
}

// Clients are those who connect to a socket.
type Clients struct {
	// Users are accounts one of which they are, none for any; Groups are those that these are in.
	Users, Groups []string
	// GroupsKnown tells that these are all of their groups.
	GroupsKnown bool
}

// Need is one thing that a process of the unit will try to do.
type Need struct {
	Kind Kind
	// Any are alternatives: one of them is enough. Empty for kinds without an
	// argument.
	Any []string
	// Line is the exec line that has the need; zero where it is the manager's or
	// every line's.
	Line unit.Line
	// Configured is the line of the program whose configuration decides over it, where that
	// is not the one that has it.
	Configured unit.Line
	// Conditions say under which grants the need arises; zero for any.
	Conditions Conditions
	// Clients are those who connect to the path, for sockets; nil where nobody knows.
	Clients *Clients
	// Owners are the accounts to which the path belongs as it is packaged.
	Owners      []string
	Consequence Consequence
	Certainty   Certainty
	// Below tells for paths that files below the path are meant, not the path
	// alone.
	Below bool
	// Absent tells of a path that neither the program's package nor anybody else makes before the
	// program does.
	Absent bool
	// Rooted tells of a path that it is relative, and lies in the root directory because the unit
	// names no working directory: nobody makes anything there for a service.
	Rooted bool
	// Copes tells that the program goes on where a system call returns an error:
	// only a filter that kills it matters. Of a path that is read it tells the same where
	// that is not there.
	Copes bool
	// AsOwner tells that the program becomes the owner of files before it touches
	// them.
	AsOwner bool
	// Why completes "the service …": "writes its access log".
	Why      string
	Evidence Evidence
}

// Evidence is where a need is known from.
type Evidence struct {
	// Assignment and Range are the place in the unit that shows it, or that
	// starts the program which is known to have it.
	Assignment *unit.Assignment
	Range      source.Range
	// Profile names the profile that knows it, and Source says from where; empty
	// where the unit's own text shows the need.
	Profile, Source string
	// Declared tells that the user says so of this very service.
	Declared bool
	// Local tells that a file of this very system says so, which no package ships like
	// that: who wrote the packaged unit could not know.
	Local bool
	// Shown are what shows the need beside the unit: functions that the program
	// imports, statements of its configuration, what its package does.
	Shown []Sign
}

// Sign is one link in the chain of what shows a need.
type Sign struct {
	// Message says what shows it: "imports initgroups".
	Message string
	// Path is the file that does, absolute below the root of the system, and Place
	// where in it; without a file where that is no text.
	Path  string
	Place source.Range
}

// FromText tells that the unit's own text shows the need.
func (n Need) FromText() bool { return n.Evidence.Profile == "" }

// Arguments returns the alternatives as one text: "A or B".
func (n Need) Arguments() string { return strings.Join(n.Any, " or ") }
