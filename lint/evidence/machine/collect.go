package machine

import (
	"fmt"
	"path"
	"slices"
	"strings"

	"github.com/unitlint/unitlint/lint/evidence/binary"
	"github.com/unitlint/unitlint/lint/evidence/daemon"
	"github.com/unitlint/unitlint/lint/evidence/packaged"
	"github.com/unitlint/unitlint/lint/need"
	"github.com/unitlint/unitlint/lint/system"
	"github.com/unitlint/unitlint/lint/unit"
)

// collector weighs what is known of one program.
type collector struct {
	unit    *unit.Unit
	program Program
	// packages tells whose files are in the tree; nil where nobody asks.
	packages *packaged.Database
	placed   *places // once somebody asked
	// host returns the architecture of the tree, or "".
	host  func() string
	needs []need.Need
}

func (c *collector) collect() []need.Need {
	c.identity()
	c.sessions()
	c.offered()
	c.privileges()
	c.network()
	c.compiled()
	c.foreign()
	c.configured()
	c.atHome()
	c.localSockets()
	c.temporary()
	c.raising()
	c.steps()
	c.given()
	c.raised()
	c.policy()
	c.named()
	return c.needs
}

// mostNeeds bounds the needs of one program.
const mostNeeds = 512

// claim records a need of the program, and returns it for what else there is to say
// of it: one that does not count is returned, too, and recorded nowhere.
func (c *collector) claim(kind need.Kind, certainty need.Certainty, why string, shown []need.Sign, arguments ...string) *need.Need {
	if len(c.needs) >= mostNeeds || kind == need.Write && certainty == need.Possible && c.refusedByMode(arguments) {
		return &need.Need{}
	}
	n := need.Need{
		Kind: kind, Any: arguments, Line: c.program.Line, Certainty: certainty, Consequence: need.StartFails, Why: why,
		Evidence: need.Evidence{
			Assignment: c.program.Assignment, Range: c.program.Place, Profile: c.program.title(), Source: sources(shown), Shown: shown,
		},
	}
	if kind == need.Write {
		n.Below = true
	}
	if kind == need.Capability {
		n.Conditions.Starts = need.AsRoot // another user has what its unit raises for it
	}
	c.needs = append(c.needs, n)
	return &c.needs[len(c.needs)-1]
}

// refusedByMode tells that the user of the packaged unit may write none of the paths
// anyway, whatever the sandbox says.
func (c *collector) refusedByMode(paths []string) bool {
	user := c.unit.PackagedUser()
	return user != "" && user != "root" && c.packages != nil && !slices.ContainsFunc(paths, func(name string) bool { return !c.packages.RootAlone(name) })
}

// sources joins what shows a need to one text.
func sources(shown []need.Sign) string {
	var texts []string
	for _, s := range shown {
		texts = append(texts, s.Message)
	}
	return strings.Join(texts, "; ")
}

// imports is the sign that the program imports functions.
func (c *collector) imports(row binary.Call) need.Sign {
	verb := "imports "
	if c.program.Binary.Go != nil {
		verb = "is linked with "
	}
	return need.Sign{Message: verb + strings.Join(row.Functions[:min(len(row.Functions), 3)], ", "), Path: c.program.Path}
}

// account is the sign that somebody else than root is meant to do the work: an
// account that the package makes or gives files to, or that the configuration or
// the program itself names.
func (c *collector) account() (need.Sign, string) {
	for _, f := range c.program.Configuration.Facts {
		if isAccount(f) && !f.Default {
			return need.Sign{Message: "'" + f.Setting.Key + " " + f.Values[0] + "'", Path: f.Setting.Place.File.Path, Place: f.Setting.Place}, f.Values[0]
		}
	}
	if sign, name := c.packagedAccount(); name != "" {
		return sign, name
	}
	if accounts := c.program.Binary.Accounts; len(accounts) > 0 && c.program.Binary.Has("getpwnam") {
		return need.Sign{Message: "names the account " + accounts[0], Path: c.program.Path}, accounts[0]
	}
	return need.Sign{}, ""
}

// isAccount tells that a statement names the account that the program becomes.
func isAccount(f daemon.Fact) bool { return f.Meaning == daemon.User || f.Meaning == daemon.UserID }

// packagedAccount is the sign that the package makes an account or gives files to
// one.
func (c *collector) packagedAccount() (need.Sign, string) {
	if c.program.Package == nil {
		return need.Sign{}, ""
	}
	for _, a := range c.program.Package.Accounts {
		if c.program.Binary.Has("pam_open_session") && strings.Trim(a.Name, "_") != path.Base(c.program.Path) {
			continue // it becomes whoever signs in
		}
		// Programs of one source are often for different users.
		if a.Member == "" || a.Member == c.program.Member {
			return toldSign("its package has files of the account "+a.Name, a.Told), a.Name
		}
	}
	return need.Sign{}, ""
}

// toldSign is the sign that something which is told of the package says.
func toldSign(message string, by packaged.Told) need.Sign {
	switch {
	case by.Place.File != nil:
		return need.Sign{Message: message, Path: by.Place.File.Path, Place: by.Place}
	case by.Entry != "":
		message += ", says its " + by.Entry
	}
	return need.Sign{Message: message, Path: by.Database}
}

// identity records what a program of root needs to become another user: it can,
// and there is one. Of a shell script it is not told which of its commands run.
func (c *collector) identity() {
	sign, name := c.account()
	if name == "" {
		return
	}
	certainty := need.Likely
	if isShell(c.program.Binary.Language()) {
		certainty = need.Possible
	}
	for _, row := range c.program.Binary.Calls() {
		if row.Capability == "CAP_SETUID" || row.Capability == "CAP_SETGID" {
			if slices.Contains(row.Calls, "setgroups") || row.Capability == "CAP_SETUID" && slices.Contains(row.Calls, "setuid|setresuid|setreuid") {
				c.claim(need.Capability, certainty, "becomes the user "+name, []need.Sign{c.imports(row), sign}, row.Capability)
			}
		}
	}
}

// privileges records what the functions of the program may ask of the kernel.
func (c *collector) privileges() {
	containers := c.runsContainers()
	for _, row := range c.program.Binary.Calls() {
		shown, certainty := []need.Sign{c.imports(row)}, need.Possible
		if containers.Message != "" && isOfContainers(row) {
			shown, certainty = append(shown, containers), need.Likely
		}
		if row.Capability != "" {
			c.claim(need.Capability, certainty, row.Why, shown, row.Capability)
		}
		for _, call := range row.Calls {
			c.claim(need.Syscall, certainty, row.Why, shown, strings.Split(call, "|")...)
		}
		if slices.Contains(row.Calls, "pivot_root") {
			// Who gives processes another root runs containers, whose mounts others join
			// (pivot_root(2)); in a mount namespace of its own nobody sees them.
			c.claim(need.HostMounts, certainty, "makes mounts that others work in", shown)
		}
		for _, family := range row.Families {
			c.claim(need.AddressFamily, need.Possible, row.Why, shown, family)
		}
	}
	if c.program.Captures {
		c.captures()
	}
	if g := c.program.Binary.Go; g != nil && g.RaisesLimit() {
		shown := []need.Sign{{Message: "was built with " + g.Version, Path: c.program.Path}}
		raised := c.claim(need.Syscall, need.Likely, "raises the limit of open files when it starts", shown, "setrlimit")
		raised.Copes, raised.Conditions.SoftLimits = true, []string{"LimitNOFILE"}
	}
}

// sessions records that what signs users in needs their home directories.
func (c *collector) sessions() {
	if c.program.Binary.Has("pam_open_session") {
		shown := []need.Sign{{Message: "imports pam_open_session", Path: c.program.Path}}
		c.claim(need.Home, need.Likely, "opens sessions for users, who work in their home directories", shown).Consequence = need.JobFails
	}
}

// offered records that clients of the program find it at a path below /tmp.
func (c *collector) offered() {
	if !slices.ContainsFunc([]string{"bind", "mkfifo", "mknod"}, c.program.Binary.Has) {
		return
	}
	for _, name := range c.program.Binary.Offered {
		shown := []need.Sign{{Message: "names " + name + " as the place where it is reached", Path: c.program.Path}}
		c.claim(need.SharedTmp, need.Possible, "makes "+name+" for its clients", shown, name).Consequence = need.JobFails
	}
}

// stated is the sign that a statement of the configuration says something.
func (c *collector) stated(f daemon.Fact) []need.Sign {
	if f.Default {
		return []need.Sign{{Message: "nothing in its configuration says otherwise (" + c.program.Configuration.Source + ")"}}
	}
	return []need.Sign{{Message: fmt.Sprintf("'%s %s'", f.Setting.Key, strings.Join(f.Values,
		" ")), Path: f.Setting.Place.File.Path, Place: f.Setting.Place}}
}

// runtimes returns the run-times of the program.
func (c *collector) runtimes() []binary.Runtime {
	var depends []string
	if c.program.Package != nil {
		depends = c.program.Package.Depends
	}
	return c.program.Binary.Runtimes(c.program.Path, depends)
}

// compiled records what the program's run-times need.
func (c *collector) compiled() {
	for _, r := range c.runtimes() {
		shown := []need.Sign{{Message: r.Why, Path: c.program.Path}}
		certainty := need.Possible
		if r.Surely {
			certainty = need.Likely
		}
		if r.Compiles {
			c.claim(need.WriteExecute, certainty, r.Why, shown)
		}
		if r.Call != "" {
			called := c.claim(need.Syscall, need.Likely, r.Why, shown, r.Call)
			called.Copes, called.Conditions.Since, called.Conditions.Until = true, r.Since, r.Until
		}
		if r.Netlink {
			c.claim(need.AddressFamily, need.Possible, "lists the network interfaces", shown, "AF_NETLINK")
		}
	}
	if p := c.program.Binary.Packed; p != "" {
		c.claim(need.WriteExecute, need.Likely, "unpacks itself into memory when it starts",
			[]need.Sign{{Message: "is packed with " + p, Path: c.program.Path}})
	}
}

// configured records the paths and users that the configuration names.
func (c *collector) configured() {
	for _, f := range c.program.Configuration.Facts {
		count := len(c.needs)
		c.does(f, c.sureOf(&f))
		c.local(c.needs[count:], f)
	}
	for _, f := range c.program.Configuration.Guessed {
		c.does(f, need.Possible)
	}
	for _, file := range c.program.Configuration.Files[:min(len(c.program.Configuration.Files), 1)] {
		c.claim(need.Read, need.Likely, "reads its configuration "+file, []need.Sign{{Message: "its configuration " + file, Path: file}}, file)
	}
}

// does records what the program does with a value of its configuration.
func (c *collector) does(f daemon.Fact, certainty need.Certainty) {
	shown := c.stated(f)
	for _, value := range f.Values {
		switch f.Meaning {
		case daemon.PIDFile:
			c.claim(need.Create, certainty, "writes its PID file "+value, shown, value)
		case daemon.Socket:
			c.claim(need.Create, certainty, "makes the socket "+value, shown, value)
			if f.Known {
				c.claim(need.AddressFamily, certainty, "makes the socket "+value, shown, "AF_UNIX")
				if system.IsTemporary(value) {
					c.claim(need.SharedTmp, certainty, "makes the socket "+value+" for its clients", shown, value).Consequence = need.JobFails
				}
			}
		case daemon.Sockets:
			c.socketsIn(value, certainty, shown)
		case daemon.Pipe:
			c.pipes(value, certainty, shown)
		case daemon.Log:
			c.claim(need.Create, certainty, "writes its log "+value, shown, value)
			c.shares(value, certainty, "writes its log "+value, shown)
		case daemon.State:
			c.claim(need.Create, certainty, "keeps its state in "+value, shown, value).Consequence = need.JobFails
			c.keeps(value, certainty, "keeps its state in "+value, f.Setting, shown)
		case daemon.Rotated:
			c.claim(need.Write, certainty, "rotates logs in "+value, shown, value).Consequence = need.JobFails
		case daemon.Zone:
			c.claim(need.Create, certainty, "writes the zone that it fetches to "+value, shown, value).Consequence = need.JobFails
		case daemon.User:
			c.becomes(value, f, certainty, "CAP_SETUID", "CAP_SETGID")
		case daemon.UserID:
			c.becomes(value, f, certainty, "CAP_SETUID")
		case daemon.Group:
			c.claim(need.Syscall, certainty, "gives its socket to the group "+value, shown, "chown", "fchownat", "lchown").Consequence = need.JobFails
		case daemon.Data:
			c.claim(need.Write, certainty, "keeps data in "+value, shown, value)
			c.keeps(value, certainty, "keeps data in "+value, f.Setting, shown)
		case daemon.Served:
			c.claim(need.Write, certainty, "takes files of its clients in "+value, shown, value).Consequence = need.JobFails
		case daemon.Input:
			c.claim(need.Read, certainty, "reads "+value, shown, value)
		case daemon.Firewall:
			why := "bans hosts in the packet filter for " + f.Setting.Section
			c.claim(need.Capability, certainty, why, shown, "CAP_NET_ADMIN")
			c.claim(need.AddressFamily, certainty, why, shown, "AF_NETLINK")
			c.claim(need.HostNetwork, certainty, why, shown)
		case daemon.Device:
			c.claim(need.Device, certainty, "opens "+value, shown, value)
		case daemon.Chroot:
			// The statement and the call bear each other out; of a program that cannot be
			// read its documentation tells.
			if c.program.Binary.Has("chroot") || f.Known && c.program.Binary.Format == binary.Unknown {
				c.claim(need.Capability, certainty, "changes its root directory", shown, "CAP_SYS_CHROOT")
				c.claim(need.Syscall, certainty, "changes its root directory", shown, "chroot")
			}
		}
	}
}

// socketsIn records that the program makes sockets in a directory.
func (c *collector) socketsIn(place string, certainty need.Certainty, shown []need.Sign) {
	c.claim(need.Write, certainty, "makes its sockets in "+place, shown, place)
	c.claim(need.AddressFamily, certainty, "makes its sockets in "+place, shown, "AF_UNIX")
	if name := path.Join(place, "socket"); system.IsTemporary(name) {
		c.claim(need.SharedTmp, certainty, "makes its sockets for clients in "+place, shown, name).Consequence = need.JobFails
	}
}

// pipes records that the program makes a named pipe, which others read from or write to.
func (c *collector) pipes(name string, certainty need.Certainty, shown []need.Sign) {
	c.claim(need.Create, certainty, "makes the named pipe "+name, shown, name).Consequence = need.JobFails
	if system.IsTemporary(name) {
		c.claim(need.SharedTmp, certainty, "makes the named pipe "+name+" for others", shown, name).Consequence = need.JobFails
	}
}

// becomes records that the configuration of a program which cannot be read names the
// user that it becomes; of others [collector.identity] tells.
func (c *collector) becomes(user string, f daemon.Fact, certainty need.Certainty, capabilities ...string) {
	if c.program.Binary.Format != binary.Unknown || f.Default {
		return
	}
	for _, capability := range capabilities {
		c.claim(need.Capability, certainty, "becomes the user "+user, c.stated(f), capability)
	}
}

// atHome records the paths in home directories that the configuration names,
// whatever for.
func (c *collector) atHome() {
	for _, s := range c.program.Configuration.Named {
		named, _, _ := strings.Cut(s.Value, " ")
		named = strings.Trim(named, `"'`)
		name := named
		if at := strings.IndexAny(name, "*?["); at >= 0 {
			name = path.Dir(name[:at] + "x") // what is looked for in a directory
		}
		if !slices.ContainsFunc(homes, func(home string) bool { return strings.HasPrefix(name+"/", home) }) || strings.ContainsAny(name, "%${|<>\t") {
			continue
		}
		shown := []need.Sign{{Message: "'" + s.Key + " " + s.Value + "'", Path: s.Place.File.Path, Place: s.Place}}
		told := c.claim(need.Read, need.Likely, "is told of "+named+" by its configuration", shown, path.Clean(name))
		told.Consequence, told.Evidence.Local = need.JobFails, c.isLocal(s)
	}
}

// localSockets records that the configuration names a socket in the file system, whether the
// program makes it or connects to it. What systemd hands over takes no socket of its own.
func (c *collector) localSockets() {
	certainty := need.Likely
	if len(system.Sockets(c.unit)) > 0 {
		certainty = need.Possible
	}
	for _, s := range c.program.Configuration.Sockets {
		shown := []need.Sign{{Message: "'" + s.Key + " " + s.Value + "'", Path: s.Place.File.Path, Place: s.Place}}
		why := "uses the socket " + system.LocalSocket(s.Value) + " as its configuration says"
		used := c.claim(need.AddressFamily, certainty, why, shown, "AF_UNIX")
		used.Consequence, used.Evidence.Local = need.JobFails, c.isLocal(s)
		if name := system.LocalSocket(s.Value); system.IsTemporary(name) {
			shared := c.claim(need.SharedTmp, certainty, "uses the socket "+name+", whose other end is another program's, as its configuration says", shown, name)
			shared.Consequence, shared.Evidence.Local = need.JobFails, c.isLocal(s)
		}
	}
}

// raising records the commands of its configuration that begin with a program such as
// sudo, for which another user than root gains privileges. A key that is called like the
// program may say no more than where that is.
func (c *collector) raising() {
	for _, s := range c.program.Configuration.Raising {
		command, arguments, _ := strings.Cut(s.Value, " ")
		name := path.Base(strings.Trim(command, `["',()]`))
		certainty := need.Likely
		if arguments == "" && strings.Contains(s.Key, name) {
			certainty = need.Possible
		}
		shown := []need.Sign{{Message: "'" + s.Key + "' runs " + name, Path: s.Place.File.Path, Place: s.Place}}
		run := c.claim(need.GainPrivileges, certainty, "runs commands with "+name+" as its configuration says", shown, name)
		run.Consequence, run.Conditions.Starts, run.Evidence.Local = need.JobFails, need.AsUser, c.isLocal(s)
	}
}

// homes are the directories that ProtectHome= hides (systemd.exec(5)).
var homes = []string{"/home/", "/root/", "/run/user/"}

// local marks needs that a statement of this very system shows.
func (c *collector) local(needs []need.Need, f daemon.Fact) {
	if isClear(f) && !f.Default && c.isLocal(f.Setting) {
		for i := range needs {
			needs[i].Evidence.Local = true
		}
	}
}

// isLocal tells that a statement is one of this system, not of a package. A tree
// without a data base of packages that has the program is taken for what one ships;
// one that has the configuration alone is what somebody wrote.
func (c *collector) isLocal(s daemon.Setting) bool {
	if c.packages == nil || !c.packages.Known() {
		return c.program.Binary.Format == binary.Unknown
	}
	return !c.packages.Ships(s.File, s.Place.File.Text)
}

// policy records what the policies of the system let the program do.
func (c *collector) policy() {
	for _, p := range c.program.Policies {
		each := func(all []packaged.Named, what string, claim func(shown []need.Sign, name string)) {
			for _, n := range all {
				claim([]need.Sign{toldSign("its "+p.Name+" allows it "+what+n.Name, n.Told)}, n.Name)
			}
		}
		each(p.Capabilities, "", func(shown []need.Sign, name string) {
			c.claim(need.Capability, need.Possible, "is allowed "+name+" by its "+p.Name, shown, name)
		})
		each(p.Writes, "to write ", func(shown []need.Sign, name string) {
			c.claim(need.Write, need.Possible, "may write "+name, shown, name)
		})
		each(p.Families, "sockets of ", func(shown []need.Sign, name string) {
			c.claim(need.AddressFamily, need.Possible, "may use sockets of "+name, shown, name)
		})
		each(p.WritesCode, "", func(shown []need.Sign, _ string) {
			c.claim(need.WriteExecute, need.Possible, "may execute memory that it writes", shown)
		})
	}
}

// sureOf tells how sure it is that the program does what a statement says by its
// words alone: what keys are called for a log or a place for data was right
// wherever it was measured; a PID file is written where the unit waits for one. Users
// and roots count where the program's calls bear them out.
func (c *collector) sureOf(f *daemon.Fact) need.Certainty {
	switch {
	case f.Known, f.Meaning == daemon.Log, f.Meaning == daemon.State, f.Meaning == daemon.Data, f.Meaning == daemon.User, f.Meaning == daemon.Chroot,
		f.Meaning == daemon.PIDFile && (c.unit.Value("Service", "PIDFile") != "" || c.unit.Value("Service", "Type") == "forking"):
		return need.Likely
	}
	return need.Possible
}

// named records the paths among the program's strings.
func (c *collector) named() {
	for _, name := range c.program.Binary.Strings {
		shown := []need.Sign{{Message: "names " + name, Path: c.program.Path}}
		switch {
		case strings.HasPrefix(name, "/proc/") || strings.HasPrefix(name, "/sys/"):
			c.claim(need.Read, need.Possible, "reads "+name, shown, name)
		case c.program.Package != nil && c.program.Package.Owns(name) && strings.HasPrefix(name, "/etc/"):
			c.claim(need.Read, need.Possible, "reads "+name, shown, name)
		case strings.HasPrefix(name, "/var/") || strings.HasPrefix(name, "/run/"):
			if place := c.program.placed(name); place != "" {
				shown[0].Message = "names " + place
				c.claim(need.Write, need.Possible, "writes "+place, shown, place)
			}
		}
	}
}

// placed returns what a program writes, of a path among its strings: one that its package
// has, or that lies in a directory of it; "" for none. Strings of Go and Rust stand side
// by side, so that what a path begins with is the surer place. The beginning of a name
// stands for names in its directory.
func (p *Program) placed(name string) string {
	of := p.Package
	switch {
	case of == nil:
		return ""
	case of.Owns(name):
		return name
	}
	if p.runsTogether() {
		if place := of.Holding(name); packaged.InVariableData(place) {
			return place
		}
	}
	if !of.Owns(path.Dir(name)) {
		return ""
	}
	plain := strings.TrimRight(strings.TrimSuffix(name, "XXXXXX"), "-_.@") // mkstemp(3), instances
	switch {
	case plain == name || strings.HasSuffix(plain, "/"):
		return name
	case packaged.InVariableData(path.Dir(name)):
		return path.Dir(name)
	}
	return plain
}

// runsTogether tells that the program's strings stand side by side.
func (p *Program) runsTogether() bool { return p.Binary.Go != nil || p.Binary.Rust }

// Shows tells whether one of the program's strings can be told from those beside it.
func (p *Program) Shows(name string) bool {
	return !p.runsTogether() || p.Package != nil && p.Package.Owns(name)
}
