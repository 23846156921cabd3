package exposure

import (
	"strconv"
	"strings"

	"github.com/unitlint/unitlint/lint/catalog"
	"github.com/unitlint/unitlint/lint/locate"
	"github.com/unitlint/unitlint/lint/sandbox"
	"github.com/unitlint/unitlint/lint/unit"
	"github.com/unitlint/unitlint/lint/value"
)

// firstOffline is the first release with --offline=; those before rate the
// loaded unit, as its bus properties show it.
const firstOffline = 250

// reader collects the facts of one unit.
type reader struct {
	unit    *unit.Unit
	sandbox *sandbox.Sandbox
	// section is the unit's own, "" for types without settings of processes or
	// of control groups.
	section string
	// executes tells that the unit has settings of processes.
	service, executes bool
	live              bool
}

// resourceSections are the sections with settings of control groups, by unit
// type (systemd.resource-control(5)).
var resourceSections = map[catalog.UnitType]string{
	"service": "Service", "socket": "Socket", "mount": "Mount", "swap": "Swap", "slice": "Slice", "scope": "Scope",
}

func readFacts(s *sandbox.Sandbox) *facts {
	u := s.Unit()
	r := reader{
		unit: u, sandbox: s, section: resourceSections[u.Type],
		service: u.Type == "service", executes: u.ExecSection() != "",
		live: u.Release.Version < firstOffline,
	}
	f := &facts{
		release: u.Release, defaultDependencies: true,
		neverPrivileged: u.Scope == locate.User && u.Release.Version >= 262,
	}
	if a := u.Last("Unit", "DefaultDependencies"); a != nil {
		f.defaultDependencies, _ = value.Boolean(a.Value)
		f.defaultDependenciesOrigin = a
	}
	r.readIdentity(f)
	r.readSwitches(f)
	r.readWords(f)
	r.readCapabilities(f)
	r.readNamespaces(f)
	r.readFamilies(f)
	r.readSystemCalls(f)
	r.readIP(f)
	r.readDevices(f)
	return f
}

// word is the effective value of a setting of one word, "" at the default.
func (r reader) word(name string) rated[string] {
	word, origin := r.sandbox.Setting(name)
	return rated[string]{word, origin}
}

// bool is a setting that is off at the default and on with every word but "no".
func (r reader) bool(name string) rated[bool] {
	word, origin := r.sandbox.Setting(name)
	return rated[bool]{word != "" && word != "no", origin}
}

// any tells that a list is not empty, and names its last assignment.
func (r reader) any(name string) rated[bool] {
	list := r.unit.All(r.section, name)
	if len(list) == 0 {
		return rated[bool]{}
	}
	last := list[len(list)-1]
	return rated[bool]{last.Value != "", last}
}

func (r reader) readIdentity(f *facts) {
	f.user = r.word("User")
	f.dynamicUser = r.bool("DynamicUser")
	f.supplementaryGroups = r.any("SupplementaryGroups")
	if f.user.value == "" && f.dynamicUser.value {
		f.user = rated[string]{dynamicName(r.unit.ID), f.dynamicUser.origin}
	}
}

// dynamicName is the user that DynamicUser= makes up: the unit's name, unless
// that is a number, for which a hash stands.
func dynamicName(name string) string {
	prefix, _, _ := strings.Cut(strings.TrimSuffix(name, ".service"), "@")
	if _, err := strconv.Atoi(prefix); err == nil {
		return "_du" + prefix
	}
	return prefix
}

func (r reader) readSwitches(f *facts) {
	f.toggle = r.bool
	f.delegate = r.delegate()
	f.privateMounts = r.privateMounts()
	if r.live {
		f.privateMounts = r.derivedPrivateMounts(f)
	}
	f.protectHome, f.protectSystem = r.word("ProtectHome"), r.word("ProtectSystem")
	for _, name := range []string{"RootDirectory", "RootImage"} {
		if root := r.word(name); root.value != "" {
			f.ownRoot = rated[bool]{true, root.origin}
		}
	}
}

// privateMounts is PrivateMounts= as the offline mode reads it: a tristate
// since 254, whose "unset" counts as on.
func (r reader) privateMounts() rated[bool] {
	mounts := r.word("PrivateMounts")
	if mounts.value == "" && r.executes && r.unit.Release.Version >= 254 {
		return rated[bool]{true, mounts.origin}
	}
	return rated[bool]{mounts.value == "yes", mounts.origin}
}

// derivedPrivateMounts is what the live mode makes of it: settings that need a
// mount namespace turn it on.
func (r reader) derivedPrivateMounts(f *facts) rated[bool] {
	if f.privateMounts.value {
		return f.privateMounts
	}
	for _, name := range []string{
		"PrivateDevices", "PrivateTmp", "ProtectControlGroups", "ProtectKernelTunables", "ProtectKernelModules",
		"ProtectHome", "ProtectSystem", "RootImage",
	} {
		if on := r.bool(name); on.value {
			return on
		}
	}
	return f.privateMounts
}

// delegate: an empty value turns delegation on, as a list of controllers does.
func (r reader) delegate() rated[bool] {
	last := r.unit.Last(r.section, "Delegate")
	if last == nil {
		return rated[bool]{}
	}
	on := r.bool("Delegate")
	return rated[bool]{on.value || last.Value == "", last}
}

func (r reader) readWords(f *facts) {
	f.umask = rated[uint32]{value: 0o022}
	if mask := r.word("UMask"); mask.origin != nil {
		number, _ := strconv.ParseUint(mask.value, 8, 32)
		f.umask = rated[uint32]{uint32(number), mask.origin}
	}
	f.keyringMode = r.word("KeyringMode")
	if f.keyringMode.value == "" && r.service && r.unit.Scope == locate.System {
		f.keyringMode.value = "private"
	}
	f.protectProc, f.procSubset = r.word("ProtectProc"), r.word("ProcSubset")
	if r.service {
		f.notifyAccess = r.word("NotifyAccess")
	}
}
