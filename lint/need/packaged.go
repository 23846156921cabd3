package need

import (
	"path"
	"slices"
	"strings"

	"github.com/unitlint/unitlint/lint/locate"
	"github.com/unitlint/unitlint/lint/unit"
	"github.com/unitlint/unitlint/lint/unitfile"
)

// packagedNeeds records what the services of distributions have in common, most
// of it for programs of which no profile knows more. Who wrote the unit knew the
// program: such a need counts against settings of other files alone, which is
// where a drop-in hardens a packaged unit.
func (r *reader) packagedNeeds() {
	if r.unit.Fragment == nil || r.unit.Scope != locate.System {
		return
	}
	if main := r.mainInvocation(); main != nil {
		r.usesDevices(main)
	}
	i := r.packagedInvocation()
	if i == nil {
		return
	}
	r.ownsBusName(i)
	r.followsNetwork(i)
	if slices.ContainsFunc(r.profiles[:r.mains], func(p *Profile) bool { return !p.Partial }) {
		return
	}
	r.readsConfiguration(i)
	r.startsAsRoot(i)
	r.servesAsRoot(i)
	r.keepsData(i)
	r.holdsAmbient(i)
}

// packagedInvocation returns the first of the main line's programs that a
// package installed for the service, be it behind a shell or a wrapper, or nil.
func (r *reader) packagedInvocation() *invocation {
	at := slices.IndexFunc(r.invocations, func(i *invocation) bool {
		return i.line.Phase == unit.Start && isPackagedProgram(i)
	})
	if at < 0 {
		return nil
	}
	return r.invocations[at]
}

// systemPrograms are the directories of programs that packages install
// (file-hierarchy(7)); administrators' own ones lie below /usr/local, /opt, /srv
// and /home.
var systemPrograms = []string{"/usr/bin", "/usr/sbin", "/usr/lib", "/usr/libexec", "/usr/share", "/bin", "/sbin", "/lib"}

// isPackagedProgram tells whether an invocation runs a program of the
// distribution that is neither a tool nor there to run something else.
func isPackagedProgram(i *invocation) bool {
	_, plain := commands[i.name()]
	_, wraps := wrappers[i.name()]
	_, interprets := interpreters[unversioned(i.name())]
	file := path.Clean(i.program.text)
	return !plain && !wraps && !interprets && !shells[i.name()] &&
		slices.ContainsFunc(systemPrograms, func(dir string) bool { return strings.HasPrefix(file, dir+"/") })
}

// nameService is what the C library reads to look up users, groups and hosts
// (nsswitch.conf(5)). It stands for what lies in /etc.
const nameService = "/etc/nsswitch.conf"

// readsConfiguration records that a daemon which starts as root does not do
// without all of /etc. Measured with 44 services of Debian 12: 42 failed without
// it. Services of the bus and jobs that run once may do without, as do some that
// have a user from the start.
func (r *reader) readsConfiguration(i *invocation) {
	if r.last("BusName") == nil && !r.isOneshot() && !r.fragmentSets("User") {
		r.shared(i, Need{Kind: Read, Any: []string{nameService}, Why: "looks up users and hosts, and finds its configuration in /etc"})
	}
}

// startsAsRoot records that a service whose packaged unit has it start as root
// cannot do with a user who owns nothing: it drops privileges itself, opens what
// is root's, or changes the system. Measured with 53 services of Debian 12: 52
// failed as nobody. A drop-in that gives capabilities or directories along has
// thought of that.
func (r *reader) startsAsRoot(i *invocation) {
	if r.fragmentSets("User") || r.fragmentSets("DynamicUser") {
		return
	}
	r.shared(i, Need{Kind: Owner, Any: []string{"root"}, Why: "is packaged to start as root", Conditions: Conditions{
		Starts: AsStranger,
		Unless: []string{"AmbientCapabilities", "StateDirectory", "RuntimeDirectory", "CacheDirectory", "LogsDirectory"},
	}})
}

// ownsBusName records that a service with a name on the system bus is the user
// to whom its package's policy gives the name (dbus-daemon(1), "own").
func (r *reader) ownsBusName(i *invocation) {
	a, user := r.last("BusName"), r.unit.PackagedUser()
	if a == nil || user == "" || a.File != r.unit.Fragment {
		return
	}
	r.shared(i, Need{
		Kind: Owner, Any: []string{user}, Why: "owns the name " + a.Value + " on the system bus, whose policy names its user",
		Evidence: Evidence{Assignment: a, Range: a.ValueRange()},
	})
}

// holdsAmbient records that a service needs the capabilities which its packaged
// unit gives to its user (systemd.exec(5), "AmbientCapabilities="): it does not
// start without that for its port; others serve what may not be in use, such as
// MariaDB's to lock memory, measured.
func (r *reader) holdsAmbient(i *invocation) {
	for _, a := range r.assignmentsOfFragment("AmbientCapabilities") {
		for _, name := range strings.Fields(a.Value) {
			if !strings.HasPrefix(name, "CAP_") {
				continue
			}
			n := Need{Kind: Capability, Any: []string{name}, Why: "is given " + name + " by its packaged unit"}
			if name != "CAP_NET_BIND_SERVICE" {
				n.Certainty = Possible
			}
			r.shared(i, n)
		}
	}
}

// usesDevices records that a service opens the device nodes which its packaged
// unit allows by name (systemd.resource-control(5), "DeviceAllow=").
func (r *reader) usesDevices(i *invocation) {
	allowed := r.unit.All(r.unit.ExecSection(), "DeviceAllow")
	for _, a := range allowed[:min(len(allowed), mostNeeds)] {
		name, access, limited := strings.Cut(a.Value, " ")
		writes := !limited || strings.Contains(access, "w")
		if a.File == r.unit.Fragment && isDevice(name) && writes {
			r.shared(i, Need{
				Kind: Device, Any: []string{path.Clean(name)}, Why: "is allowed the device " + name + " by its packaged unit",
				Evidence: Evidence{Assignment: a, Range: a.ValueRange()},
			})
		}
	}
}

// fragmentSets tells whether the unit's own file sets a directive, be it
// overridden or not.
func (r *reader) fragmentSets(directive string) bool {
	return len(r.assignmentsOfFragment(directive)) > 0
}

// assignmentsOfFragment returns what the unit's own file assigns to a directive,
// be it overridden or not.
func (r *reader) assignmentsOfFragment(directive string) []*unitfile.Assignment {
	var found []*unitfile.Assignment
	for _, section := range r.unit.Fragment.Sections {
		for _, a := range section.Assignments {
			if a.Key == directive && a.Value != "" {
				found = append(found, a)
			}
		}
	}
	return found
}

// keepsData records that a service which waits until a directory for variable
// data is mounted works with what is in it (systemd.unit(5),
// "RequiresMountsFor=").
func (r *reader) keepsData(i *invocation) {
	for _, a := range r.unit.All("Unit", "RequiresMountsFor") {
		for _, name := range strings.Fields(a.Value) {
			name = path.Clean(name)
			variable := slices.ContainsFunc(variableData, func(dir string) bool { return strings.HasPrefix(name, dir) })
			if variable && !strings.Contains(name, "%") && a.File == r.unit.Fragment {
				r.shared(i, Need{
					Kind: Write, Below: true, Any: []string{name}, Why: "waits until its data directory " + name + " is mounted",
					Evidence: Evidence{Assignment: a, Range: a.ValueRange()},
				})
			}
		}
	}
}

func (r *reader) isOneshot() bool {
	kind := r.last("Type")
	return kind != nil && kind.Value == "oneshot"
}

// shared records a need that many services share: it is likely, no more, and
// counts against other files than the packaged unit's own.
func (r *reader) shared(i *invocation, n Need) {
	n.Conditions.Elsewhere = true
	if n.Certainty == 0 {
		n.Certainty = Likely
	}
	if n.Consequence == "" {
		n.Consequence = StartFails
	}
	r.add(i, n)
}
