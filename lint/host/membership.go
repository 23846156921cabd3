package host

import (
	"path"
	"slices"
	"strconv"
	"strings"

	"github.com/unitlint/unitlint/lint/locate"
)

// Membership is what is known of the groups of a user.
type Membership struct {
	// Groups are those that it is in.
	Groups []string
	// Source says who tells, a path in the tree; it is empty where nothing does, and
	// then the user may be in any group.
	Source string
	// Settled tells that these are the accounts of a system, not what a package makes.
	Settled bool
	// Known are the groups of that system.
	Known []string
}

// accounts are what a tree has of the accounts of a system (passwd(5), group(5)).
type accounts struct {
	users  []account
	groups []group
	// elsewhere tells that users may be in groups that these files do not name.
	elsewhere bool
	// names are those of the groups.
	names []string
	// memberships are what was found of users, who are asked for once a unit and protection.
	memberships answers[Membership]
}

// account is one of a file in a directory of the tree.
type account struct{ directory, name, number, group, home string }

type group struct {
	name, number string
	members      []string
}

const (
	usersFile  = "passwd"
	groupsFile = "group"
)

// GroupsOf tells what is known of the groups of a user, by name or number: what the accounts of
// the system say where the tree has them, and else what makes the very user, a file of
// sysusers.d or a script of a package.
func (h *Host) GroupsOf(user string) Membership {
	var found Membership
	if h.accounts != nil {
		found = h.accounts().groupsOf(user)
	}
	if found.Settled {
		found.Groups = append(found.Groups, h.joined[user]...)
		return found
	}
	if made := h.users[user]; made.Presence == Exists && user != "root" {
		found.Source, found.Groups = made.Source, append([]string{made.Group}, h.joined[user]...)
	}
	if h.scripts != nil {
		h.scripts().enrol(user, &found)
	}
	if found.Source == "" {
		return Membership{}
	}
	return found
}

// NoUser tells that a whole system has no user of a name, nor anything in it that makes one.
func (h *Host) NoUser(name string) bool {
	return h.isAmongAccounts(name) && h.User(name).Presence != Exists && len(h.joined[name]) == 0 && !h.isInScripts(name)
}

// NoGroup tells the same of a group.
func (h *Host) NoGroup(name string) bool {
	return h.isAmongAccounts(name) && !h.HasGroup(name) && !h.isInScripts(name)
}

// isInScripts tells that a script of a package which makes accounts has a name among its words.
func (h *Host) isInScripts(name string) bool {
	return h.scripts != nil && slices.ContainsFunc(h.scripts(), func(one script) bool { return one.words[name] })
}

// HasGroup tells that the tree has a group of a name, or something that makes one.
func (h *Host) HasGroup(name string) bool {
	return h.groups[name] != "" || h.users[name].Group == name || len(h.joined[name]) > 0 ||
		h.accounts != nil && slices.ContainsFunc(h.accounts().groups, func(one group) bool { return one.name == name })
}

// isAmongAccounts tells that the files of a whole system would have an account of a name, or a group.
// Those that are there while units run are not in them, and people's may be kept elsewhere (systemd-homed(8), userdbctl(1)).
func (h *Host) isAmongAccounts(name string) bool {
	if name == "" || h.made[name] || strings.ContainsAny(name, "%$@") || strings.Trim(name, "0123456789") == "" || !h.complete || h.accounts == nil {
		return false
	}
	a := h.accounts()
	isRoot := func(one account) bool { return one.name == "root" }
	return !a.elsewhere && len(a.groups) > 0 && slices.ContainsFunc(a.users, isRoot) && !slices.ContainsFunc(recordDirectories, func(directory string) bool {
		kind, found := h.stat(directory)
		return found && kind == Directory
	})
}

// recordDirectories hold records of users beside the files of accounts (nss-systemd(8)).
var recordDirectories = []string{"/etc/userdb", "/run/userdb", "/var/lib/systemd/home", "/usr/lib/userdb"}

// groupsOf returns the groups of a user that is among the accounts.
func (a *accounts) groupsOf(user string) Membership {
	found, known := a.memberships.of(user)
	if !known {
		found = a.findGroupsOf(user)
		a.memberships.keep(user, found)
	}
	return found
}

func (a *accounts) findGroupsOf(user string) Membership {
	at := slices.IndexFunc(a.users, func(one account) bool { return one.name == user || one.number == user })
	if at < 0 || len(a.groups) == 0 || a.elsewhere {
		return Membership{}
	}
	found := Membership{Source: path.Join("/", a.users[at].directory, groupsFile), Settled: true, Known: a.names}
	for _, one := range a.groups {
		if one.number == a.users[at].group || slices.Contains(one.members, a.users[at].name) {
			found.Groups = append(found.Groups, one.name)
		}
	}
	found.Groups = slices.Clip(found.Groups) // others add to it
	return found
}

// user returns what is known of a user by name.
func (a *accounts) user(name string) Account {
	at := slices.IndexFunc(a.users, func(one account) bool { return one.name == name })
	if at < 0 {
		return Account{UID: -1}
	}
	found := Account{Presence: Exists, UID: -1, Home: a.users[at].home, Source: path.Join("/", a.users[at].directory, usersFile)}
	if number, err := strconv.Atoi(a.users[at].number); err == nil {
		found.UID = number
	}
	for _, one := range a.groups {
		if one.number == a.users[at].group {
			found.Group = one.name
		}
	}
	return found
}

// readAccounts reads the accounts of a tree.
func readAccounts(tree *locate.Tree) *accounts {
	const name, number, members, primary, home = 0, 2, 3, 3, 5
	found := &accounts{elsewhere: namesOtherSources(tree)}
	for _, directory := range accountDirectories {
		for _, fields := range found.records(tree, path.Join(directory, usersFile)) {
			one := account{directory: directory, name: fields[name], number: fields[number], group: fields[primary]}
			if len(fields) > home {
				one.home = fields[home]
			}
			found.users = append(found.users, one)
		}
		for _, fields := range found.records(tree, path.Join(directory, groupsFile)) {
			found.groups = append(found.groups, group{fields[name], fields[number], strings.Split(fields[members], ",")})
			found.names = append(found.names, fields[name])
		}
	}
	return found
}

// accountDirectories hold files of accounts and groups: those of the system, and those of nss-altfiles and
// of libnss-extrausers, which are there where these are used.
var accountDirectories = []string{"etc", "usr/lib", "var/lib/extrausers"}

// records returns the fields of the lines of a file of accounts or groups, each of four at least. A line that
// begins with + stands for those that are kept elsewhere (nsswitch.conf(5), "compat").
func (a *accounts) records(tree *locate.Tree, name string) [][]string {
	const least, most = 4, 1 << 14
	file, err := tree.Source(name)
	if err != nil {
		return nil
	}
	var found [][]string
	for line := range strings.Lines(file.Content()) {
		a.elsewhere = a.elsewhere || strings.HasPrefix(line, "+")
		if fields := strings.Split(strings.TrimSpace(line), ":"); len(fields) >= least && len(found) < most {
			found = append(found, fields)
		}
	}
	return found
}

// localSources are where accounts come from that are files, or made by systemd for what is there
// in files (nsswitch.conf(5), nss-systemd(8), nss-mymachines(8)).
var localSources = []string{"files", "systemd", "compat", "altfiles", "extrausers", "mymachines"}

// namesOtherSources tells that users may be in groups that no file of the tree names.
func namesOtherSources(tree *locate.Tree) bool {
	file, err := tree.Source("etc/nsswitch.conf")
	if err != nil {
		return false
	}
	for line := range strings.Lines(file.Content()) {
		line, _, _ = strings.Cut(line, "#")
		database, sources, _ := strings.Cut(strings.TrimSpace(line), ":")
		if !slices.Contains([]string{"passwd", "group", "initgroups"}, database) {
			continue
		}
		if slices.ContainsFunc(strings.Fields(sources), func(word string) bool {
			return !strings.ContainsAny(word, "[]=") && !slices.Contains(localSources, word)
		}) {
			return true
		}
	}
	return false
}
