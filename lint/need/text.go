package need

import (
	"fmt"
	"path"
	"slices"
	"strings"

	"github.com/unitlint/unitlint/lint/system"
	"github.com/unitlint/unitlint/lint/unit"
	"github.com/unitlint/unitlint/lint/value"
)

// unitNeeds records what the unit's own directives show.
func (r *reader) unitNeeds() {
	r.pidFile()
	r.workingDirectory()
	r.notification()
	r.tracing()
	r.sharedMounts()
	r.variableNeeds()
	r.guardedArguments()
	r.devicesOfGroups()
}

func (r *reader) last(directive string) *unit.Assignment {
	section := "Service"
	if slices.Contains([]string{"WorkingDirectory", "Environment"}, directive) {
		section = r.unit.ExecSection()
	}
	a := r.unit.Last(section, directive)
	if a == nil || a.Value == "" {
		return nil
	}
	return a
}

// pidFile records that a forking service writes its PID file: systemd waits for
// it (systemd.service(5), "PIDFile="). For other types it may be a remainder.
func (r *reader) pidFile() {
	a, kind := r.last("PIDFile"), r.last("Type")
	if a == nil || kind == nil || kind.Value != "forking" {
		return
	}
	file, known := r.expanded(a)
	if !known {
		return
	}
	if !strings.HasPrefix(file, "/") {
		file = "/run/" + file
	}
	if system.IsTemporary(path.Clean(file)) {
		r.needs = append(r.needs, Need{
			Kind: SharedTmp, Any: []string{path.Clean(file)}, Line: r.main, Certainty: Certain, Consequence: StartFails,
			Why: "writes its PID file " + file + " for systemd", Evidence: Evidence{Assignment: a, Range: a.ValueRange()},
		})
	}
	r.needs = append(r.needs, Need{
		Kind: Create, Any: []string{path.Clean(file)}, Line: r.main, Certainty: Certain, Consequence: StartFails,
		Why: "writes its PID file " + file, Evidence: Evidence{Assignment: a, Range: a.ValueRange()},
	})
}

// expanded returns the value of a path directive with its specifiers replaced.
func (r *reader) expanded(a *unit.Assignment) (string, bool) {
	expansion, fault := value.Expand(a.Value, a.Directive.Specifiers, r.unit.Context(a))
	if fault != nil || !expansion.Known {
		return "", false
	}
	return expansion.Text, true
}

// workingDirectory records that every line changes into the directory, after
// the mount namespace is set up.
func (r *reader) workingDirectory() {
	a := r.last("WorkingDirectory")
	if a == nil || strings.HasPrefix(a.Value, "-") || strings.HasPrefix(a.Value, "~") {
		return
	}
	directory, known := r.expanded(a)
	if !known || !strings.HasPrefix(directory, "/") || directory == "/" {
		return
	}
	r.needs = append(r.needs, Need{
		Kind: Read, Any: []string{path.Clean(directory)}, Line: r.unit.Main(), Certainty: Certain, Consequence: StartFails,
		Why: "starts in the directory " + directory, Evidence: Evidence{Assignment: a, Range: a.ValueRange()},
	})
}

// notification records that the service talks to systemd over a Unix socket
// (sd_notify(3), systemd.service(5) "Type=").
func (r *reader) notification() {
	a := r.last("Type")
	if a == nil || !slices.Contains([]string{"notify", "notify-reload", "dbus"}, a.Value) {
		return
	}
	r.needs = append(r.needs, Need{
		Kind: AddressFamily, Any: []string{"AF_UNIX"}, Line: r.unit.Main(), Certainty: Certain, Consequence: StartFails,
		Why: fmt.Sprintf("tells that it is ready over a Unix socket (Type=%s)", a.Value), Evidence: Evidence{Assignment: a, Range: a.ValueRange()},
	})
	if a.Value == "dbus" {
		return
	}
	r.needs = append(r.needs, Need{
		Kind: Read, Any: []string{"/run/systemd/notify"}, Line: r.unit.Main(), Certainty: Likely, Consequence: StartFails,
		Why: fmt.Sprintf("tells that it is ready (Type=%s)", a.Value), Evidence: Evidence{Assignment: a, Range: a.ValueRange()},
	})
}

// tracing records that a service which is given CAP_SYSLOG beside CAP_BPF or
// CAP_PERFMON is there to trace the kernel: CAP_SYSLOG makes the addresses of
// kernel symbols readable (capabilities(7), proc(5) "/proc/kallsyms").
func (r *reader) tracing() {
	a := r.unit.Last(r.unit.ExecSection(), "CapabilityBoundingSet")
	if a == nil || strings.HasPrefix(a.Value, "~") {
		return
	}
	words := strings.Fields(a.Value)
	if !slices.Contains(words, "CAP_SYSLOG") || !slices.Contains(words, "CAP_BPF") && !slices.Contains(words, "CAP_PERFMON") {
		return
	}
	r.needs = append(r.needs, Need{
		Kind: Read, Any: []string{"/proc/kallsyms"}, Line: r.unit.Main(), Certainty: Likely, Consequence: Missing,
		Why:      "is given the capabilities to trace the kernel and to see its symbols, which it reads from /proc/kallsyms",
		Evidence: Evidence{Assignment: a, Range: a.ValueRange()},
	})
}

// sharedMounts records the wish of MountFlags=shared, that mounts reach the host
// (systemd.exec(5)).
func (r *reader) sharedMounts() {
	a := r.unit.Last(r.unit.ExecSection(), "MountFlags")
	if a == nil || a.Value != "shared" {
		return
	}
	r.needs = append(r.needs, Need{
		Kind: HostMounts, Line: r.unit.Main(), Certainty: Likely, Consequence: JobFails,
		Why: "shares its mounts with the host, as MountFlags=shared says", Evidence: Evidence{Assignment: a, Range: a.ValueRange()},
	})
}

// delegation records that a service which has its control groups handed over
// manages them (systemd.resource-control(5), "Delegate="), where nothing more is
// known of it.
func (r *reader) delegation() {
	a := r.unit.Last("Service", "Delegate")
	if a == nil {
		return
	}
	if on, isBoolean := value.Boolean(a.Value); isBoolean && !on {
		return
	}
	if slices.ContainsFunc(r.needs, func(n Need) bool { return n.Kind == ControlGroups }) {
		return
	}
	r.needs = append(r.needs, Need{
		Kind: ControlGroups, Line: r.main, Certainty: Likely, Consequence: JobFails,
		Why: "manages control groups of its own, as Delegate= says", Evidence: Evidence{Assignment: a, Range: a.ValueRange()},
	})
}

// executed records that every exec line's program must be found and executed.
func (r *reader) executed() {
	for _, line := range r.unit.Lines() {
		if len(r.needs) >= mostNeeds {
			return
		}
		file := line.Executable()
		if !strings.HasPrefix(file, "/") || line.Phase != unit.Start && line.Command.IgnoreFailure {
			continue
		}
		place := line.Assignment.Span(line.Command.Path.Start, line.Command.Path.End)
		r.needs = append(r.needs, Need{
			Kind: Execute, Any: []string{path.Clean(file)}, Line: line, Certainty: Certain, Consequence: StartFails,
			Why: "runs " + file, Evidence: Evidence{Assignment: line.Assignment, Range: place},
		})
	}
}

// scriptInterpreters are the interpreters of scripts by the ends of their names,
// as packages install them.
var scriptInterpreters = map[string]string{".sh": "/usr/bin/sh", ".bash": "/usr/bin/bash", ".pl": "/usr/bin/perl", ".py": "/usr/bin/python3"}

// interpreted records that a script needs its interpreter to be executable, too
// (execve(2)).
func (r *reader) interpreted(i *invocation) {
	interpreter := scriptInterpreters[path.Ext(i.program.text)]
	if interpreter == "" || !strings.HasPrefix(i.program.text, "/") {
		return
	}
	r.add(i, Need{
		Kind: Execute, Any: []string{interpreter}, Certainty: Likely, Consequence: StartFails,
		Why: "runs a script, by its name one for " + interpreter, Evidence: Evidence{Assignment: i.assignment, Range: i.program.place},
	})
}

// calls records that a command of a script, or behind a wrapper, must be found
// and executed.
func (r *reader) calls(i *invocation) {
	if i.conditional || i.tolerated || !i.program.known || !strings.HasPrefix(i.program.text, "/") ||
		i.program.text == i.line.Executable() || !starts(i.line) {
		return
	}
	r.add(i, Need{
		Kind: Execute, Any: []string{path.Clean(i.program.text)}, Certainty: Likely, Consequence: StartFails,
		Why: "runs " + i.program.text, Evidence: Evidence{Assignment: i.assignment, Range: i.program.place},
	})
}

// explained tells whether a need was recorded that a word of the line shows.
func (r *reader) explained(i *invocation, w word) bool {
	for k := range r.needs {
		if n := &r.needs[k]; n.Evidence.Range == w.place && n.Line == i.line && n.FromText() {
			return true
		}
	}
	return false
}

// elsewhere are programs whose operands are commands and files of another host,
// container or root directory.
var elsewhere = map[string]bool{
	"ssh": true, "autossh": true, "mosh": true, "docker": true, "podman": true, "kubectl": true, "machinectl": true, "lxc": true,
	"incus": true, "lxc-attach": true, "systemd-nspawn": true, "nsenter": true, "chroot": true, "ansible": true,
}

// operandNeeds records files that a program is given by their whole path, but
// for those of which an option says what they are for.
func (r *reader) operandNeeds(i *invocation, p *Profile) {
	if _, plain := commands[i.name()]; plain || shells[i.name()] && len(i.arguments) > 0 && i.arguments[0].text == "-c" {
		return
	}
	if elsewhere[i.name()] {
		return
	}
	for _, w := range i.operands("") {
		if len(r.needs) >= mostNeeds {
			return
		}
		if r.explained(i, w) {
			continue
		}
		if p != nil && p.Operands == MeansPort && w.known {
			r.listens(i, MeansPort, w, "operand")
			continue
		}
		r.connects(i, "", w)
		if isDevice(w.text) && !strings.ContainsAny(w.text, " ;|&:=") {
			r.device(i, w, "is given the device "+path.Clean(w.text))
			continue
		}
		if !w.known || !strings.HasPrefix(w.text, "/") || strings.HasPrefix(w.text, "/dev/") || strings.HasPrefix(w.text, "/proc/") ||
			strings.ContainsAny(w.text, " ;|&:=") {
			continue
		}
		w.text = path.Clean(w.text)
		if p != nil && p.Operands == MeansData {
			r.shownBelow(i, w, Likely, "keeps data in "+w.text)
			continue
		}
		r.shown(i, Read, w, Likely, "is given the file "+w.text)
	}
}
