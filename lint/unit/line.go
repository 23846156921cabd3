package unit

import (
	"github.com/unitlint/unitlint/lint/catalog"
	"github.com/unitlint/unitlint/lint/value"
)

// Phase is when systemd runs an exec line.
type Phase string

// The phases, in the order in which they come.
const (
	Condition Phase = "condition"
	StartPre  Phase = "start-pre"
	Start     Phase = "start"
	StartPost Phase = "start-post"
	Reload    Phase = "reload"
	Stop      Phase = "stop"
	StopPost  Phase = "stop-post"
)

// Line is one command of an exec line. Lines of the same unit are the same where
// they are equal.
type Line struct {
	Phase Phase
	// Assignment and Command are where the line comes from; nil for the main line
	// of a unit that has none.
	Assignment *Assignment
	Command    *value.Command
}

// Executable returns the absolute path or plain name of what is executed, empty
// where it cannot be known from the text.
func (l Line) Executable() string {
	if l.Command == nil || l.Command.PathUndecidable {
		return ""
	}
	return l.Command.PathExpanded.Text
}

// Matches tells that a line of another merge of the unit is the same command at
// the same place of the same file.
func (l Line) Matches(other Line) bool {
	if l.Phase != other.Phase || l.Command == nil || other.Command == nil {
		return l == other
	}
	return l.Assignment.Assignment == other.Assignment.Assignment && l.Command.Path == other.Command.Path
}

// phases are the exec directives of each unit type, in the order of running
// (systemd.service(5), systemd.socket(5)).
var phases = []struct {
	directive string
	phase     Phase
}{
	{"ExecCondition", Condition},
	{"ExecStartPre", StartPre},
	{"ExecStart", Start},
	{"ExecMount", Start},
	{"ExecActivate", Start},
	{"ExecStartPost", StartPost},
	{"ExecReload", Reload},
	{"ExecReloadPost", Reload},
	{"ExecStop", Stop},
	{"ExecStopPre", Stop},
	{"ExecStopPost", StopPost},
}

// Lines returns every command of the unit's exec lines in the order in which
// systemd runs them. The list is shared and must not be changed.
func (u *Unit) Lines() []Line { return u.lines }

func (u *Unit) readLines() []Line {
	var lines []Line
	for _, entry := range phases {
		for _, a := range u.All(u.ExecSection(), entry.directive) {
			if a.Value == "" || a.Directive.Support(u.Release) != catalog.Honoured {
				continue
			}
			for i := range a.Verdict.Commands() {
				lines = append(lines, Line{entry.phase, a, &a.Verdict.Commands()[i]})
			}
		}
	}
	return lines
}

// Main returns the line of the main command: the first ExecStart= line (for
// sockets, mounts and swaps their first exec line). A unit without any has a main
// line without a command, so that its settings can be asked about all the same.
func (u *Unit) Main() Line {
	lines := u.Lines()
	for _, l := range lines {
		if l.Phase == Start {
			return l
		}
	}
	if len(lines) > 0 {
		return lines[0]
	}
	return Line{Phase: Start}
}
