package machine

import (
	"cmp"
	"iter"
	"path"
	"slices"
	"strings"

	"github.com/unitlint/unitlint/internal/late/regexp"
	"github.com/unitlint/unitlint/lint/evidence/invocation"
	"github.com/unitlint/unitlint/lint/need"
	"github.com/unitlint/unitlint/lint/source"
	"github.com/unitlint/unitlint/lint/unit"
)

// permission is a command that sudo runs for an account which gives no password: no person does so.
type permission struct {
	account, command string
	// all is what the rule permits, from the users on as whom.
	all   string
	shown need.Sign
}

var (
	// permissionRule matches a rule of sudoers(5) with its users, and with what stands behind the hosts.
	permissionRule = regexp.MustCompile(`^([A-Za-z_][\w.-]*(?:\s*,\s*[A-Za-z_][\w.-]*)*)\s+[^\s=]+\s*=\s*(.*)$`)
	// withoutPassword matches the first command behind the tag, and the tags that may follow it.
	withoutPassword = regexp.MustCompile(`\bNOPASSWD\s*:\s*(?:[A-Z]+\s*:\s*)*([^\s,]+)`)
	// userAlias matches the names of users that stand for others.
	userAlias = regexp.MustCompile(`^User_Alias\s+([A-Z][A-Z0-9_]*)\s*=\s*(.*)$`)
)

// permissions returns what sudo's configuration permits accounts by their names, read once.
func (m *Machine) permissions() []permission {
	m.permit.Do(func() {
		names := []string{"etc/sudoers"}
		if entries, err := m.tree.ReadDir("etc/sudoers.d"); err == nil {
			for _, entry := range entries {
				if name := entry.Name(); !strings.ContainsAny(name, ".~") { // sudo passes over others (sudoers(5), "@includedir")
					names = append(names, path.Join("etc/sudoers.d", name))
				}
			}
		}
		aliases := map[string]string{}
		for _, name := range names {
			if file, err := m.tree.Source(name); err == nil {
				m.permitted = append(m.permitted, permissionsIn(file, aliases)...)
			}
		}
	})
	return m.permitted
}

// mostPermissions bounds what one file permits, longestRule the length of a rule: an alias may
// stand for many users, and be named many times.
const (
	mostPermissions = 256
	longestRule     = 1 << 14
)

func permissionsIn(file *source.File, aliases map[string]string) []permission {
	var found []permission
	for first, line := range rulesOf(file) {
		if match := userAlias.FindStringSubmatch(line); match != nil {
			aliases[match[1]] = match[2]
			continue
		}
		rule := permissionRule.FindStringSubmatch(line)
		if rule == nil {
			continue
		}
		command := withoutPassword.FindStringSubmatch(rule[2])
		if command == nil || command[1] == "ALL" {
			continue
		}
		for name := range accountsIn(rule[1], aliases) {
			if len(found) == mostPermissions {
				return found
			}
			shown := need.Sign{Message: "sudo may run " + command[1] + " for " + name, Path: file.Path, Place: file.LineRange(first)}
			found = append(found, permission{name, command[1], rule[2], shown})
		}
	}
	return found
}

// rulesOf yields the lines of a file by their numbers, each with those that it goes on in.
func rulesOf(file *source.File) iter.Seq2[int, string] {
	return func(yield func(int, string) bool) {
		var rule strings.Builder
		first := 1
		for number := 1; number <= file.Lines(); number++ {
			part, goesOn := strings.CutSuffix(strings.TrimSpace(file.LineText(number)), `\`)
			rule.WriteString(part)
			if goesOn {
				rule.WriteByte(' ')
				continue
			}
			if rule.Len() <= longestRule && !yield(first, rule.String()) {
				return
			}
			rule.Reset()
			first = number + 1
		}
	}
}

// accountsIn yields the users of a list, and those that aliases in it stand for.
func accountsIn(users string, aliases map[string]string) iter.Seq[string] {
	return func(yield func(string) bool) {
		for user := range strings.SplitSeq(users, ",") {
			user = strings.TrimSpace(user)
			for name := range strings.SplitSeq(cmp.Or(aliases[user], user), ",") {
				if !yield(strings.TrimSpace(name)) {
					return
				}
			}
		}
	}
}

// applicationServers are programs that run the applications of others as accounts of their own,
// which packages name so.
var applicationServers = []struct {
	programs, accounts []string
}{
	{[]string{"apache2", "apache2ctl", "apachectl", "httpd"}, []string{"www-data", "apache", "http", "wwwrun"}},
	{[]string{"php-fpm*", "php[0-9]*"}, []string{"www-data", "apache", "http", "wwwrun", "nginx"}},
}

// accountsOf returns the accounts as which a service works, and whether it starts as another.
func accountsOf(u *unit.Unit, main *invocation.Program) (accounts []string, later bool) {
	if user := u.Value("Service", "User"); user != "" {
		return []string{user}, false
	}
	for _, server := range applicationServers {
		if slices.ContainsFunc(server.programs, func(pattern string) bool {
			matches, _ := path.Match(pattern, path.Base(main.Path))
			return matches
		}) {
			return server.accounts, true
		}
	}
	return nil, false
}

// sudoes returns what a service needs that is there to run commands with sudo: its account may
// run some without a password, and has no other service. Described tells that it is known what its
// program does by itself; what exports figures runs none.
func (m *Machine) sudoes(u *unit.Unit, programs []invocation.Program, described bool) []need.Need {
	at := slices.IndexFunc(programs, func(p invocation.Program) bool { return p.Line.Phase == unit.Start })
	if at < 0 || !m.sources.Configuration || u.Type != "service" {
		return nil
	}
	main := &programs[at]
	accounts, later := accountsOf(u, main)
	if len(accounts) == 0 {
		return nil
	}
	of := slices.IndexFunc(m.permissions(), func(p permission) bool { return slices.Contains(accounts, p.account) })
	if of < 0 {
		return nil
	}
	p := m.permitted[of]
	certainty := need.Likely
	described = described || strings.Contains(path.Base(main.Path), "exporter")
	if described && !later || p.isAboutItself(u) || m.hasOthersOf(u, p.account, main) {
		certainty = need.Possible
	}
	one := need.Need{
		Line: main.Line, Certainty: certainty, Consequence: need.JobFails, Why: "has sudo run " + p.command + ", as /" + p.shown.Path + " permits",
		Evidence: evidenceOf(main, p.shown, true),
	}
	if !strings.HasPrefix(p.command, "/") {
		one.Why = "has sudo run commands, as /" + p.shown.Path + " permits"
	}
	starts := need.AsUser
	if later {
		starts = need.AsAnyone
	}
	with := func(kind need.Kind, argument string, c need.Conditions) need.Need {
		n := one
		n.Kind, n.Any, n.Conditions = kind, []string{argument}, c
		return n
	}
	return []need.Need{
		with(need.GainPrivileges, "sudo", need.Conditions{Starts: starts}),
		with(need.Read, "/etc/sudoers", need.Conditions{Starts: starts}),
		with(need.Capability, "CAP_SETUID", need.Conditions{Starts: starts, Gained: true}),
		with(need.Capability, "CAP_SETGID", need.Conditions{Starts: starts, Gained: true}),
	}
}

// isAboutItself tells that nothing is permitted but commands about the service itself: those are for
// who logs in as its account from outside and brings a new version.
func (p *permission) isAboutItself(u *unit.Unit) bool {
	for command := range strings.SplitSeq(p.all, ",") {
		words := strings.Fields(command)
		manages := slices.ContainsFunc(words, func(word string) bool { return slices.Contains(managers, path.Base(word)) })
		if !manages || !slices.ContainsFunc(words, func(word string) bool {
			return slices.Contains(u.Names, word) || slices.Contains(u.Names, word+".service")
		}) {
			return false
		}
	}
	return true
}

// managers are the programs that start and stop services, whose arguments name these (systemctl(1), service(8)).
var managers = []string{"systemctl", "service"}

// hasOthersOf tells that other services of the tree work as an account, too.
func (m *Machine) hasOthersOf(u *unit.Unit, account string, main *invocation.Program) bool {
	if u.Value("Service", "User") == "" { // of an application server
		entries, err := m.tree.ReadDir("etc/php")
		return err == nil && len(entries) > 0 && !strings.HasPrefix(path.Base(main.Path), "php")
	}
	for _, directory := range []string{"etc/systemd/system", "usr/lib/systemd/system", "lib/systemd/system"} {
		entries, err := m.tree.ReadDir(directory)
		if err != nil {
			continue
		}
		for _, entry := range entries {
			if name := entry.Name(); !strings.HasSuffix(name, ".service") || slices.Contains(u.Names, name) {
				continue
			}
			file, err := m.tree.Source(path.Join(directory, entry.Name()))
			if err == nil && strings.Contains(file.Content()+"\n", "\nUser="+account+"\n") {
				return true
			}
		}
	}
	return false
}
