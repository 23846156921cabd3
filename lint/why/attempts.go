package why

import (
	"path"
	"slices"
	"strconv"
	"strings"

	"github.com/unitlint/unitlint/lint/locate"
)

// mostAttempts is how many different attempts of a log are kept.
const mostAttempts = 2000

// collector gathers what lines tell was refused, each attempt once, in the order of
// the lines.
type collector struct {
	found []Attempt
	units []string
	// given are the keys of what was found, read the lines that were read: a service
	// that fails again and again says the same each time.
	given, read map[string]bool
	traces      tracer
	dumped      dump
	spoken      speakers
}

// mostUnits is how many units of a log are known by name.
const mostUnits = 1000

// mostRead is how many lines are known again.
const mostRead = 4096

func newCollector() *collector {
	return &collector{given: map[string]bool{}, read: map[string]bool{}, spoken: newSpeakers()}
}

func (c *collector) add(line Line) {
	if line.Unit != "" && len(c.units) < mostUnits && !slices.Contains(c.units, line.Unit) {
		c.units = append(c.units, strings.Clone(line.Unit))
	}
	if len(c.found) == mostAttempts {
		return
	}
	if line.hints&(hintsTrace|hintsDump) == 0 {
		key := strings.Join([]string{line.Unit, strconv.FormatBool(line.Manager), line.Event, line.Text}, "\x00")
		if c.read[key] {
			return
		}
		if len(c.read) < mostRead {
			c.read[key] = true
		}
	}
	attempts := attemptsOf(line, &c.traces, &c.dumped)
	if !slices.ContainsFunc(attempts, mayTell) && !line.Manager && line.Record == nil && line.Event == "" {
		c.spoken.tell(&line)
	}
	for _, a := range attempts {
		if key := a.key(); len(c.found) < mostAttempts && !c.given[key] {
			c.given[key] = true
			c.found = append(c.found, a)
		}
	}
}

// mayTell tells that an attempt may be why a service ended that says no more: a host
// that does not answer is a reason by itself.
func mayTell(a Attempt) bool { return a.Error != "ETIMEDOUT" && a.Error != "EADDRNOTAVAIL" }

// log returns what was found with what lines tell about each other: where one line
// tells the system call for which a process was killed, systemd's own line about that
// process is left out.
func (c *collector) log() Log {
	settleDumps(c.found)
	found := withoutEndings(withoutRepeated(c.found), func(unit string) bool { return c.spoken.ofUnit(unit, c.units) })
	markModules(found)
	return Log{Attempts: found, Units: c.units}
}

// markModules marks what a security module refused, as its own record in the same
// log tells: a step of systemd, whose processes have names in brackets before they
// become the program, and files of the name in the record.
func markModules(attempts []Attempt) {
	for i := range attempts {
		record := attempts[i].Line.Record
		if attempts[i].Foreign != SecurityModule || record == nil {
			continue
		}
		for j := range attempts {
			if a := &attempts[j]; a.Foreign == "" && a.refusedBy(record, attempts[i].Argument) {
				a.Foreign = SecurityModule
			}
		}
	}
}

// refusedBy tells whether a record of a security module is about the attempt.
func (a *Attempt) refusedBy(record map[string]string, name string) bool {
	refused := []string{"EACCES", "EPERM"}
	if a.Line.Manager && slices.Contains(refused, a.Errno) {
		return strings.HasPrefix(record["comm"], "(") || record["comm"] == "systemd"
	}
	return slices.Contains(refused, a.Error) && a.Argument != "" && name != "" && path.Base(a.Argument) == path.Base(name)
}

func (a *Attempt) key() string {
	return strings.Join([]string{
		a.Line.Unit, string(a.Kind), a.Argument, a.Call, a.Error, string(a.Foreign), a.Architecture, a.Errno, strings.Join(a.Directives, " "),
	}, "\x00")
}

func attemptsOf(line Line, traces *tracer, dumped *dump) []Attempt {
	if line.Record != nil {
		if a, ok := attemptOfRecord(line); ok {
			return []Attempt{a}
		}
		return nil
	}
	if line.Event != "" {
		attempts, _ := attemptsOfManager(line)
		return attempts
	}
	if attempts, known := traces.attempts(line); known {
		return attempts
	}
	if line.hints&hintsDump != 0 {
		if attempts, known := dumped.attempts(line); known {
			return attempts
		}
	}
	if line.hints&(hintsManager|hintsEnding) != 0 {
		if attempts, known := attemptsOfManager(line); known {
			return attempts
		}
	}
	if line.Manager {
		return nil // what systemd says of its own work was not refused to the program
	}
	return attemptsOfMessage(line)
}

// withoutRepeated leaves out what another line tells in more detail: the exit
// status of a step whose failure is described, a signal whose system call is
// known, and a crash whose reason is.
func withoutRepeated(attempts []Attempt) []Attempt {
	detailed := func(a Attempt) bool {
		return slices.ContainsFunc(attempts, func(b Attempt) bool {
			program := a.Error == "203/EXEC" && b.Line.Manager && b.Argument != ""
			return (b.Error == a.Error || program) && sameUnit(a.Line, b.Line) && b.detail() > a.detail()
		})
	}
	return slices.DeleteFunc(slices.Clone(attempts), func(a Attempt) bool {
		if a.Guess {
			return slices.ContainsFunc(attempts, func(b Attempt) bool { return b.Kind == a.Kind && !b.Guess && sameUnit(a.Line, b.Line) })
		}
		_, isStep := stepOfStatus(a.Error)
		bare := a.Argument == "" && (a.Error == "SIGSYS" || a.Line.Manager || isStep)
		return bare && a.Error != "" && detailed(a)
	})
}

func sameUnit(a, b Line) bool { return a.Unit == "" || b.Unit == "" || a.Unit == b.Unit }

// detail is how much the line tells, to be compared with lines about the same.
func (a *Attempt) detail() int {
	switch {
	case a.Argument != "":
		return 3
	case len(a.Directives) > 0:
		return 2
	case a.Errno != "":
		return 1
	}
	return 0
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

// Instances returns the instances of a template that the log names.
func (l Log) Instances(template string) []string {
	return slices.DeleteFunc(slices.Clone(l.Units), func(name string) bool {
		parsed := locate.ParseName(name)
		return parsed.Form != locate.Instance || parsed.Template().String() != template
	})
}

// Of returns the attempts of one unit, by any of its names, with those of lines
// that name no unit where it is alone. Those of its instances are a template's too.
func Of(attempts []Attempt, names []string, alone bool) []Attempt {
	var of []Attempt
	for i := range attempts {
		if name := attempts[i].Line.Unit; name == "" && alone || slices.Contains(names, name) || slices.Contains(names, locate.ParseName(name).Template().String()) {
			of = append(of, attempts[i])
		}
	}
	return of
}
