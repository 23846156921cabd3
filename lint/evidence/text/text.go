package text

import (
	"fmt"
	"path"
	"slices"
	"strings"

	"github.com/unitlint/unitlint/lint/evidence/invocation"
	"github.com/unitlint/unitlint/lint/need"
	"github.com/unitlint/unitlint/lint/system"
	"github.com/unitlint/unitlint/lint/unit"
	"github.com/unitlint/unitlint/lint/value"
)

// unitNeeds records what the unit's own directives show.
func (r *collector) unitNeeds() {
	r.pidFile()
	r.workingDirectory()
	r.notification()
	r.terminal()
	r.tracing()
	r.sharedMounts()
	r.variableNeeds()
	r.guardedArguments()
	r.devicesOfGroups()
	r.devicesOfRoot()
	r.granted()
	r.accompanied()
	r.opened()
	r.commented()
	r.searched()
	r.masked()
	r.libraries()
}

func (r *collector) last(directive string) *unit.Assignment {
	section := "Service"
	if slices.Contains([]string{"WorkingDirectory", "Environment"}, directive) {
		section = r.Unit.ExecSection()
	}
	a := r.Unit.Last(section, directive)
	if a == nil || a.Value == "" {
		return nil
	}
	return a
}

// pidFile records that a forking service writes its PID file: systemd waits for
// it (systemd.service(5), "PIDFile="). For other types it may be a remainder, unless a second process of the
// program stops the first one, which it finds by that file.
func (r *collector) pidFile() {
	a, kind := r.last("PIDFile"), r.last("Type")
	if a == nil {
		return
	}
	if kind == nil || kind.Value != "forking" {
		r.findsItself(a)
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
		r.Put(need.Need{
			Kind: need.SharedTmp, Any: []string{path.Clean(file)}, Line: r.main, Certainty: need.Certain, Consequence: need.StartFails,
			Why: "writes its PID file " + file + " for systemd", Evidence: need.Evidence{Assignment: a, Range: a.ValueRange()},
		})
	}
	r.Put(need.Need{
		Kind: need.Create, Any: []string{path.Clean(file)}, Line: r.main, Certainty: need.Certain, Consequence: need.StartFails,
		Why: "writes its PID file " + file, Evidence: need.Evidence{Assignment: a, Range: a.ValueRange()},
	})
}

// findsItself records that a program writes the file by which the command that stops it finds it: the same
// words as those that start it, but for "stop" in place of "start".
func (r *collector) findsItself(a *unit.Assignment) {
	main := r.Main()
	file, known := r.expanded(a)
	if main == nil || !known || !strings.HasPrefix(file, "/") || !main.Mentions([]string{"start"}) {
		return
	}
	for _, i := range r.Invocations {
		if i.Line.Phase != unit.Stop || i.Program.Text != main.Program.Text || len(i.Arguments) != len(main.Arguments) {
			continue
		}
		other := slices.IndexFunc(main.Arguments, func(w invocation.Word) bool { return w.Text == "start" })
		for at := range i.Arguments {
			if i.Arguments[at].Text != main.Arguments[at].Text && (at != other || i.Arguments[at].Text != "stop") {
				return
			}
		}
		r.Put(need.Need{
			Kind: need.Create, Any: []string{path.Clean(file)}, Line: r.main, Certainty: need.Likely, Consequence: need.JobFails,
			Why: "writes " + file + ", by which its stop command finds it", Evidence: need.Evidence{Assignment: a, Range: a.ValueRange()},
		})
		return
	}
}

// expanded returns the value of a path directive with its specifiers replaced.
func (r *collector) expanded(a *unit.Assignment) (string, bool) {
	expansion, fault := value.Expand(a.Value, a.Directive.Specifiers, r.Unit.Context(a))
	if fault != nil || !expansion.Known {
		return "", false
	}
	return expansion.Text, true
}

// workingDirectory records that every line changes into the directory, after
// the mount namespace is set up.
func (r *collector) workingDirectory() {
	a := r.last("WorkingDirectory")
	if a == nil || strings.HasPrefix(a.Value, "-") || strings.HasPrefix(a.Value, "~") {
		return
	}
	directory, known := r.expanded(a)
	if !known || !strings.HasPrefix(directory, "/") || directory == "/" {
		return
	}
	r.Put(need.Need{
		Kind: need.Read, Any: []string{path.Clean(directory)}, Line: r.Unit.Main(), Certainty: need.Certain, Consequence: need.StartFails,
		Why: "starts in the directory " + directory, Evidence: need.Evidence{Assignment: a, Range: a.ValueRange()},
	})
	r.worksInState(a, path.Clean(directory))
}

// worksInState records that a service which starts below /var/lib, where programs keep what
// they change (file-hierarchy(7)), changes it, unless all is known of its program. A job
// that runs once may work on what another service keeps, and a unit that makes a part of it
// writable says which part changes. One that makes other places writable may have been
// written with all in mind that changes.
func (r *collector) worksInState(a *unit.Assignment, directory string) {
	if r.isOneshot() || r.Unit.Leads(directory) || r.opensBelow(directory) {
		return
	}
	if !strings.HasPrefix(directory, "/var/lib/") {
		r.mayWorkIn(a, directory)
		return
	}
	if r.isKnown(func(m *invocation.Means) bool { return m.Whole }) {
		return
	}
	certainty := need.Likely
	others := []string{"ReadWritePaths", "StateDirectory", "LogsDirectory", "CacheDirectory"}
	if slices.ContainsFunc(others, func(name string) bool { return r.last(name) != nil }) {
		certainty = need.Possible
	}
	r.Put(need.Need{
		Kind: need.Write, Below: true, Any: []string{directory}, Line: r.Unit.Main(), Certainty: certainty, Consequence: need.JobFails,
		Why: "works in " + directory + ", which is for data that changes", Evidence: need.Evidence{Assignment: a, Range: a.ValueRange()},
	})
}

// ownPlacesOfPrograms are the directories in which administrators put programs of their own together with
// what these keep (file-hierarchy(7), the FHS on /opt and /srv).
var ownPlacesOfPrograms = []string{"/srv/", "/opt/", "/home/", "/var/opt/", "/var/games/"}

// mayWorkIn records that a program may write to the directory in which it starts, where the unit
// names no other place for it to write.
func (r *collector) mayWorkIn(a *unit.Assignment, directory string) {
	main := r.Main()
	if main == nil || main.IsShell() || main.Wraps() || main.IsTool() || elsewhere[main.Name()] || main.Has(movingOptions) {
		return // it works in another directory, or on another host
	}
	if !slices.ContainsFunc(ownPlacesOfPrograms, func(place string) bool { return strings.HasPrefix(directory, place) }) ||
		slices.ContainsFunc([]string{"ReadWritePaths", "StateDirectory", "LogsDirectory", "CacheDirectory"}, func(name string) bool { return r.last(name) != nil }) ||
		r.isKnown(func(m *invocation.Means) bool { return m.Whole }) {
		return
	}
	r.Put(need.Need{
		Kind: need.Write, Below: true, Any: []string{directory}, Line: r.Unit.Main(), Certainty: need.Possible, Consequence: need.JobFails,
		Why: "may write to " + directory + ", where it starts", Evidence: need.Evidence{Assignment: a, Range: a.ValueRange()},
	})
}

// opensBelow tells whether the unit makes something below a directory writable.
func (r *collector) opensBelow(directory string) bool {
	return slices.ContainsFunc(r.Unit.All(r.Unit.ExecSection(), "ReadWritePaths"), func(a *unit.Assignment) bool {
		return slices.ContainsFunc(a.Verdict.Paths(), func(p value.Path) bool { return strings.HasPrefix(p.Path, directory+"/") })
	})
}

// notification records that the service talks to systemd over a Unix socket
// (sd_notify(3), systemd.service(5) "Type=").
func (r *collector) notification() {
	a := r.last("Type")
	if a == nil || !slices.Contains([]string{"notify", "notify-reload", "dbus"}, a.Value) {
		return
	}
	r.Put(need.Need{
		Kind: need.AddressFamily, Any: []string{"AF_UNIX"}, Line: r.Unit.Main(), Certainty: need.Certain, Consequence: need.StartFails,
		Why: fmt.Sprintf("tells that it is ready over a Unix socket (Type=%s)", a.Value), Evidence: need.Evidence{Assignment: a, Range: a.ValueRange()},
	})
	if a.Value == "dbus" {
		return
	}
	r.Put(need.Need{
		Kind: need.Read, Any: []string{"/run/systemd/notify"}, Line: r.Unit.Main(), Certainty: need.Likely, Consequence: need.StartFails,
		Why: fmt.Sprintf("tells that it is ready (Type=%s)", a.Value), Evidence: need.Evidence{Assignment: a, Range: a.ValueRange()},
	})
}

// gettys are the programs that ask for a login at the terminal of their unit.
var gettys = []string{"agetty", "getty", "mgetty", "login", "sulogin"}

// terminal records that a login at a terminal looks for its device in /dev: login(1) and its
// modules of PAM know it by that path. A login program of the administrator's may do without.
func (r *collector) terminal() {
	a, main := r.last("TTYPath"), r.Main()
	if a == nil || main == nil || !slices.Contains(gettys, main.Name()) || main.Mentions([]string{"-l", "--login-program"}) {
		return
	}
	device, known := r.expanded(a)
	certainty := need.Likely
	if !known {
		device, certainty = a.Value, need.Possible // a template's instance names it
	}
	if !isDevice(device) {
		return
	}
	r.Put(need.Need{
		Kind: need.Device, Any: []string{path.Clean(device)}, Line: r.Unit.Main(), Certainty: certainty, Consequence: need.JobFails,
		Why: "asks for logins at the terminal " + device + ", which login looks for in /dev", Evidence: need.Evidence{Assignment: a, Range: a.ValueRange()},
	})
}

// tracing records that a service which is given CAP_SYSLOG beside CAP_BPF or
// CAP_PERFMON is there to trace the kernel: CAP_SYSLOG makes the addresses of
// kernel symbols readable (capabilities(7), proc(5) "/proc/kallsyms").
func (r *collector) tracing() {
	a := r.Unit.Last(r.Unit.ExecSection(), "CapabilityBoundingSet")
	if a == nil || strings.HasPrefix(a.Value, "~") {
		return
	}
	words := strings.Fields(a.Value)
	if !slices.Contains(words, "CAP_SYSLOG") || !slices.Contains(words, "CAP_BPF") && !slices.Contains(words, "CAP_PERFMON") {
		return
	}
	r.Put(need.Need{
		Kind: need.Read, Any: []string{"/proc/kallsyms"}, Line: r.Unit.Main(), Certainty: need.Likely, Consequence: need.Missing,
		Why:      "is given the capabilities to trace the kernel and to see its symbols, which it reads from /proc/kallsyms",
		Evidence: need.Evidence{Assignment: a, Range: a.ValueRange()},
	})
}

// sharedMounts records the wish of MountFlags=shared, that mounts reach the host
// (systemd.exec(5)).
func (r *collector) sharedMounts() {
	a := r.Unit.Last(r.Unit.ExecSection(), "MountFlags")
	if a == nil || a.Value != "shared" {
		return
	}
	r.Put(need.Need{
		Kind: need.HostMounts, Line: r.Unit.Main(), Certainty: need.Likely, Consequence: need.JobFails,
		Why: "shares its mounts with the host, as MountFlags=shared says", Evidence: need.Evidence{Assignment: a, Range: a.ValueRange()},
	})
}

// executed records that every exec line's program must be found and executed.
func (r *collector) executed() {
	for _, line := range r.Unit.Lines() {
		if r.Full() {
			return
		}
		file := line.Executable()
		if !strings.HasPrefix(file, "/") || line.Phase != unit.Start && line.Command.IgnoreFailure {
			continue
		}
		place := line.Assignment.Span(line.Command.Path.Start, line.Command.Path.End)
		r.Put(need.Need{
			Kind: need.Execute, Any: []string{path.Clean(file)}, Line: line, Certainty: need.Certain, Consequence: need.StartFails,
			Why: "runs " + file, Evidence: need.Evidence{Assignment: line.Assignment, Range: place},
		})
	}
}

// scriptInterpreters are the interpreters of scripts by the ends of their names,
// as packages install them.
var scriptInterpreters = map[string]string{".sh": "/usr/bin/sh", ".bash": "/usr/bin/bash", ".pl": "/usr/bin/perl", ".py": "/usr/bin/python3"}

// interpreted records that a script needs its interpreter to be executable, too
// (execve(2)).
func (r *collector) interpreted(i *invocation.Invocation) {
	interpreter := scriptInterpreters[path.Ext(i.Program.Text)]
	if interpreter == "" || !strings.HasPrefix(i.Program.Text, "/") {
		return
	}
	r.Add(i, need.Need{
		Kind: need.Execute, Any: []string{interpreter}, Certainty: need.Likely, Consequence: need.StartFails,
		Why: "runs a script, by its name one for " + interpreter, Evidence: need.Evidence{Assignment: i.Assignment, Range: i.Program.Place},
	})
}

// calls records that a command of a script, or behind a wrapper, must be found
// and executed.
func (r *collector) calls(i *invocation.Invocation) {
	if i.Conditional || i.Tolerated || !i.Program.Known || !strings.HasPrefix(i.Program.Text, "/") ||
		i.Program.Text == i.Line.Executable() || !i.Starts() {
		return
	}
	r.Add(i, need.Need{
		Kind: need.Execute, Any: []string{path.Clean(i.Program.Text)}, Certainty: need.Likely, Consequence: need.StartFails,
		Why: "runs " + i.Program.Text, Evidence: need.Evidence{Assignment: i.Assignment, Range: i.Program.Place},
	})
}

// explained tells whether a need was recorded that a word of the line shows.
func (r *collector) explained(i *invocation.Invocation, w invocation.Word) bool {
	for k := range r.Collection.Needs {
		if n := &r.Collection.Needs[k]; n.Evidence.Range == w.Place && n.Line == i.Line && n.FromText() {
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
func (r *collector) operandNeeds(i *invocation.Invocation) {
	if i.IsTool() || i.IsShell() && len(i.Arguments) > 0 && i.Arguments[0].Text == "-c" {
		return
	}
	if elsewhere[i.Name()] {
		return
	}
	at := 0
	for _, w := range i.Operands("") {
		if r.Full() {
			return
		}
		for i.Arguments[at] != w { // operands are arguments, in their order
			at++
		}
		option := ""
		if at > 0 && strings.HasPrefix(i.Arguments[at-1].Text, "-") {
			option = i.Arguments[at-1].Text // the word may be its value
		}
		if r.explained(i, w) {
			continue
		}
		if i.Means != nil && i.Means.Operands == invocation.MeansPort && w.Known && !strings.HasPrefix(w.Text, "/") {
			r.listens(i, invocation.MeansPort, w, need.Certain, "operand")
			continue
		}
		r.connects(i, option, w)
		if isDevice(w.Text) && !strings.ContainsAny(w.Text, " ;|&:=") {
			r.device(i, w, "is given the device "+path.Clean(w.AsWritten()))
			continue
		}
		if !w.Known || !strings.HasPrefix(w.Text, "/") || strings.HasPrefix(w.Text, "/dev/") || strings.HasPrefix(w.Text, "/proc/") ||
			strings.ContainsAny(w.Text, " ;|&:=") {
			continue
		}
		w.Text = path.Clean(w.Text)
		if i.Means != nil && i.Means.Operands == invocation.MeansData {
			r.shownBelow(i, w, need.Likely, "keeps data in "+w.Text)
			continue
		}
		r.shown(i, need.Read, w, need.Likely, "is given the file "+w.Text)
	}
}
