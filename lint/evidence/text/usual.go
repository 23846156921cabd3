package text

import (
	"path"
	"slices"
	"strings"

	"github.com/unitlint/unitlint/lint/evidence"
	"github.com/unitlint/unitlint/lint/evidence/invocation"
	"github.com/unitlint/unitlint/lint/locate"
	"github.com/unitlint/unitlint/lint/need"
	"github.com/unitlint/unitlint/lint/unit"
	"github.com/unitlint/unitlint/lint/unitfile"
	"github.com/unitlint/unitlint/lint/value"
)

// Usual is the source of what the services of distributions have in common, most
// of it for programs of which nothing more is known. Who wrote the unit knew the
// program: such a need counts against settings of other files alone, which is
// where a drop-in hardens a packaged unit.
type Usual struct{}

// Collect implements [evidence.Source].
func (Usual) Collect(c *evidence.Context) []need.Need {
	r := newCollector(c)
	if c.Unit.Fragment != nil && c.Unit.Scope == locate.System {
		r.packagedNeeds()
	}
	r.delegation()
	r.completesCards()
	return r.Collection.Needs
}

func (r *collector) packagedNeeds() {
	if main := r.Main(); main != nil {
		r.usesDevices(main)
	}
	i := r.packagedInvocation()
	if i == nil {
		return
	}
	r.ownsBusName(i)
	r.followsNetwork(i)
	if r.isKnown(func(m *invocation.Means) bool { return m.Whole }) {
		return
	}
	r.readsConfiguration(i)
	r.startsAsRoot(i)
	r.servesAsRoot(i)
	r.keepsData(i)
	r.holdsAmbient(i)
}

// isKnown tells whether something is known of a program of the main line that is
// no mere tool, of the sort that is asked for.
func (r *collector) isKnown(enough func(*invocation.Means) bool) bool {
	is := func(i *invocation.Invocation) bool {
		return i.Line.Phase == unit.Start && !i.IsTool() && i.Means != nil && enough(i.Means)
	}
	return slices.ContainsFunc(r.Invocations, is) || slices.ContainsFunc(r.Further, is)
}

// known tells whether a need is known already, from whatever source.
func (r *collector) known(kinds ...need.Kind) bool {
	is := func(n need.Need) bool { return slices.Contains(kinds, n.Kind) }
	return slices.ContainsFunc(r.Context.Needs, is) || slices.ContainsFunc(r.Collection.Needs, is)
}

// packagedInvocation returns the first of the main line's programs that a
// package installed for the service, be it behind a shell or a wrapper, or nil.
func (r *collector) packagedInvocation() *invocation.Invocation {
	at := slices.IndexFunc(r.Invocations, func(i *invocation.Invocation) bool {
		return i.Line.Phase == unit.Start && isPackagedProgram(i)
	})
	if at < 0 {
		return nil
	}
	return r.Invocations[at]
}

// systemPrograms are the directories of programs that packages install
// (file-hierarchy(7)); administrators' own ones lie below /usr/local, /opt, /srv
// and /home.
var systemPrograms = []string{"/usr/bin/", "/usr/sbin/", "/usr/lib/", "/usr/libexec/", "/usr/share/", "/bin/", "/sbin/", "/lib/"}

// isPackagedProgram tells whether an invocation runs a program of the
// distribution that is neither a tool nor there to run something else.
func isPackagedProgram(i *invocation.Invocation) bool {
	file := path.Clean(i.Program.Text)
	return !i.IsTool() && !i.Wraps() && !i.Interprets() && !i.IsShell() &&
		slices.ContainsFunc(systemPrograms, func(dir string) bool { return strings.HasPrefix(file, dir) })
}

// nameService is what the C library reads to look up users, groups and hosts
// (nsswitch.conf(5)). It stands for what lies in /etc.
const nameService = "/etc/nsswitch.conf"

// readsConfiguration records that a daemon which starts as root does not do
// without all of /etc. Measured with 44 services of Debian 12: 42 failed without
// it. Services of the bus and jobs that run once may do without, as do some that
// have a user from the start.
func (r *collector) readsConfiguration(i *invocation.Invocation) {
	if r.last("BusName") == nil && !r.isOneshot() && !r.fragmentSets("User") {
		r.shared(i, need.Need{Kind: need.Read, Any: []string{nameService}, Why: "looks up users and hosts, and finds its configuration in /etc"})
	}
}

// startsAsRoot records that a service whose packaged unit has it start as root
// cannot do with a user who owns nothing: it drops privileges itself, opens what
// is root's, or changes the system. Measured with 53 services of Debian 12: 52
// failed as nobody. A drop-in that gives capabilities or directories along has
// thought of that.
func (r *collector) startsAsRoot(i *invocation.Invocation) {
	if r.fragmentSets("User") || r.fragmentSets("DynamicUser") {
		return
	}
	r.shared(i, need.Need{Kind: need.Owner, Any: []string{"root"}, Why: "is packaged to start as root", Conditions: need.Conditions{
		Starts: need.AsStranger,
		Unless: []string{"AmbientCapabilities", "StateDirectory", "RuntimeDirectory", "CacheDirectory", "LogsDirectory"},
	}})
}

// ownsBusName records that a service with a name on the system bus is the user
// to whom its package's policy gives the name (dbus-daemon(1), "own").
func (r *collector) ownsBusName(i *invocation.Invocation) {
	a := r.last("BusName")
	if a == nil || a.File != r.Unit.Fragment {
		return
	}
	user := r.Unit.PackagedUser()
	if user == "" {
		return
	}
	r.shared(i, need.Need{
		Kind: need.Owner, Any: []string{user}, Why: "owns the name " + a.Value + " on the system bus, whose policy names its user",
		Evidence: need.Evidence{Assignment: a, Range: a.ValueRange()},
	})
}

// holdsAmbient records that a service needs the capabilities which its packaged
// unit gives to its user (systemd.exec(5), "AmbientCapabilities="): it does not
// start without that for its port; others serve what may not be in use, such as
// MariaDB's to lock memory, measured.
func (r *collector) holdsAmbient(i *invocation.Invocation) {
	for _, a := range r.assignmentsOfFragment("AmbientCapabilities") {
		for _, name := range strings.Fields(a.Value) {
			if !strings.HasPrefix(name, "CAP_") {
				continue
			}
			n := need.Need{Kind: need.Capability, Any: []string{name}, Why: "is given " + name + " by its packaged unit"}
			if name != "CAP_NET_BIND_SERVICE" {
				n.Certainty = need.Possible
			}
			r.shared(i, n)
		}
	}
}

// usesDevices records that a service opens the device nodes which its packaged
// unit allows by name (systemd.resource-control(5), "DeviceAllow=").
func (r *collector) usesDevices(i *invocation.Invocation) {
	for _, a := range r.Unit.All(r.Unit.ExecSection(), "DeviceAllow") {
		name, access, limited := strings.Cut(a.Value, " ")
		writes := !limited || strings.Contains(access, "w")
		if a.File == r.Unit.Fragment && isDevice(name) && writes {
			r.shared(i, need.Need{
				Kind: need.Device, Any: []string{path.Clean(name)}, Why: "is allowed the device " + name + " by its packaged unit",
				Evidence: need.Evidence{Assignment: a, Range: a.ValueRange()},
			})
		}
	}
}

// fragmentSets tells whether the unit's own file sets a directive, be it
// overridden or not.
func (r *collector) fragmentSets(directive string) bool {
	return len(r.assignmentsOfFragment(directive)) > 0
}

// assignmentsOfFragment returns what the unit's own file assigns to a directive,
// be it overridden or not.
func (r *collector) assignmentsOfFragment(directive string) []*unitfile.Assignment {
	var found []*unitfile.Assignment
	for _, section := range r.Unit.Fragment.Sections {
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
func (r *collector) keepsData(i *invocation.Invocation) {
	for _, a := range r.Unit.All("Unit", "RequiresMountsFor") {
		for _, name := range strings.Fields(a.Value) {
			name = path.Clean(name)
			variable := slices.ContainsFunc(variableData, func(dir string) bool { return strings.HasPrefix(name, dir) })
			if variable && !strings.Contains(name, "%") && a.File == r.Unit.Fragment {
				r.shared(i, need.Need{
					Kind: need.Write, Below: true, Any: []string{name}, Why: "waits until its data directory " + name + " is mounted",
					Evidence: need.Evidence{Assignment: a, Range: a.ValueRange()},
				})
			}
		}
	}
}

func (r *collector) isOneshot() bool {
	kind := r.last("Type")
	return kind != nil && kind.Value == "oneshot"
}

// shared records a need that many services share: it is likely, no more, and
// counts against other files than the packaged unit's own.
func (r *collector) shared(i *invocation.Invocation, n need.Need) {
	n.Conditions.Elsewhere = true
	if n.Certainty == 0 {
		n.Certainty = need.Likely
	}
	if n.Consequence == "" {
		n.Consequence = need.StartFails
	}
	r.Add(i, n)
}

// delegation records that a service which has its control groups handed over
// manages them (systemd.resource-control(5), "Delegate="), where nothing more is
// known of it.
func (r *collector) delegation() {
	a := r.Unit.Last("Service", "Delegate")
	if a == nil {
		return
	}
	if on, isBoolean := value.Boolean(a.Value); isBoolean && !on {
		return
	}
	if r.known(need.ControlGroups) {
		return
	}
	r.Put(need.Need{
		Kind: need.ControlGroups, Line: r.main, Certainty: need.Likely, Consequence: need.JobFails,
		Why: "manages control groups of its own, as Delegate= says", Evidence: need.Evidence{Assignment: a, Range: a.ValueRange()},
	})
}
