package host

// standardPaths exist on every Linux system that runs systemd, owned by root
// (file-hierarchy(7) and systemd's own tmpfiles.d).
var standardPaths = map[string]Path{
	"/":            rootDirectory(0o755),
	"/usr":         rootDirectory(0o755),
	"/usr/bin":     rootDirectory(0o755),
	"/usr/sbin":    rootDirectory(0o755),
	"/usr/lib":     rootDirectory(0o755),
	"/usr/share":   rootDirectory(0o755),
	"/etc":         rootDirectory(0o755),
	"/var":         rootDirectory(0o755),
	"/var/lib":     rootDirectory(0o755),
	"/var/cache":   rootDirectory(0o755),
	"/var/log":     {Presence: Exists, Kind: Directory, Owner: "root", Source: "file-hierarchy(7)"},
	"/var/spool":   rootDirectory(0o755),
	"/var/tmp":     rootDirectory(0o1777),
	"/tmp":         rootDirectory(0o1777),
	"/run":         rootDirectory(0o755),
	"/run/systemd": rootDirectory(0o755),
	"/run/lock":    rootDirectory(0o1777),
	"/dev":         rootDirectory(0o755),
	"/dev/shm":     rootDirectory(0o1777),
	"/dev/mqueue":  rootDirectory(0o1777),
	"/proc":        rootDirectory(0o555),
	"/proc/sys":    rootDirectory(0o555),
	"/sys":         rootDirectory(0o555),
}

func rootDirectory(mode uint32) Path {
	return Path{
		Presence: Exists, Kind: Directory,
		Owner: "root", Group: "root", Mode: mode, ModeKnown: true,
		Source: "file-hierarchy(7)",
	}
}

// Account is what is known of a user.
type Account struct {
	Presence Presence
	// UID is the number, or -1 where the system assigns one.
	UID int
	// Group is the primary group, empty if unknown.
	Group  string
	Home   string
	Source string
}

// standardAccounts exist on every system (nss-systemd(8) synthesises them).
var standardAccounts = map[string]Account{
	"root":   {Presence: Exists, UID: 0, Group: "root", Home: "/root", Source: "nss-systemd(8)"},
	"nobody": {Presence: Exists, UID: 65534, Source: "nss-systemd(8)"},
}

// addUser records a user that something creates before services start.
func (h *Host) addUser(name string, a Account) { h.users[name] = a }

// GroupAlone tells whether something creates a group by the name before services
// start, and nothing a user.
func (h *Host) GroupAlone(name string) bool {
	return h.groups[name] != "" && len(h.joined[name]) == 0 && h.User(name).Presence != Exists
}

// User tells what is known of a user by name. Where nothing is known the user
// may exist.
func (h *Host) User(name string) Account {
	if a, known := h.users[name]; known {
		return a
	}
	if h.accounts != nil {
		return h.accounts().user(name)
	}
	return Account{UID: -1}
}
