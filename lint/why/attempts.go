package why

import (
	"cmp"
	"slices"
)

// mostAttempts is how many different attempts of a log are kept.
const mostAttempts = 2000

// Attempts returns what the lines tell was refused, each once, in the order of the
// lines. Where one line tells the system call for which a process was killed,
// systemd's own line about that process is left out.
func Attempts(lines []Line) []Attempt {
	var found []Attempt
	given := map[string]bool{}
	traces := tracer{}
	for _, line := range lines {
		for _, a := range attemptsOf(line, &traces) {
			if key := a.key(); !given[key] && len(found) < mostAttempts {
				given[key] = true
				found = append(found, a)
			}
		}
	}
	return withoutRepeated(found)
}

func (a *Attempt) key() string {
	return a.Line.Unit + "\x00" + string(a.Kind) + "\x00" + a.Argument + "\x00" + a.Call + "\x00" + a.Error + "\x00" + string(a.Foreign) + "\x00" + a.Architecture
}

func attemptsOf(line Line, traces *tracer) []Attempt {
	if line.Record != nil {
		if a, ok := attemptOfRecord(line); ok {
			return []Attempt{a}
		}
		return nil
	}
	if attempts, known := traces.attempts(line); known {
		return attempts
	}
	if attempts, known := attemptsOfManager(line); known {
		return attempts
	}
	return attemptsOfMessage(line)
}

// withoutRepeated leaves out what another line tells in more detail: the exit
// status of a step whose failure is described, and a signal whose system call is
// known.
func withoutRepeated(attempts []Attempt) []Attempt {
	detailed := func(a Attempt) bool {
		return slices.ContainsFunc(attempts, func(b Attempt) bool {
			program := a.Error == "203/EXEC" && b.Line.Manager && b.Argument != ""
			return (b.Error == a.Error || program) && (a.Line.Unit == "" || b.Line.Unit == "" || a.Line.Unit == b.Line.Unit) &&
				cmp.Compare(len(b.Argument), len(a.Argument)) > 0
		})
	}
	return slices.DeleteFunc(slices.Clone(attempts), func(a Attempt) bool {
		bare := a.Argument == "" && (a.Error == "SIGSYS" || a.Line.Manager)
		return bare && a.Error != "" && detailed(a)
	})
}

// Units returns the names of the units that attempts are about, in the order of
// the log.
func Units(attempts []Attempt) []string {
	var names []string
	for i := range attempts {
		if name := attempts[i].Line.Unit; name != "" && !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	return names
}

// Of returns the attempts of one unit, by any of its names, with those of lines
// that name no unit where it is alone.
func Of(attempts []Attempt, names []string, alone bool) []Attempt {
	var of []Attempt
	for i := range attempts {
		if name := attempts[i].Line.Unit; name == "" && alone || slices.Contains(names, name) {
			of = append(of, attempts[i])
		}
	}
	return of
}
