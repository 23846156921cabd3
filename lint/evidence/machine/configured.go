package machine

import (
	"fmt"
	"path"
	"slices"
	"strings"

	"github.com/unitlint/unitlint/lint/evidence"
	"github.com/unitlint/unitlint/lint/evidence/binary"
	"github.com/unitlint/unitlint/lint/evidence/daemon"
	"github.com/unitlint/unitlint/lint/evidence/packaged"
	"github.com/unitlint/unitlint/lint/locate"
	"github.com/unitlint/unitlint/lint/need"
	"github.com/unitlint/unitlint/lint/system"
	"github.com/unitlint/unitlint/lint/unit"
)

// stated is the sign that a statement of the configuration says something.
func (c *collector) stated(f daemon.Fact) []need.Sign {
	if f.Default {
		return []need.Sign{{Message: "nothing in its configuration says otherwise (" + c.program.Configuration.Source + ")"}}
	}
	text := fmt.Sprintf("'%s %s'", f.Setting.Key, strings.Join(f.Values, " "))
	return []need.Sign{{Message: text, Path: f.Setting.Place.File.Path, Place: f.Setting.Place}}
}

// said is the sign that a statement of the configuration says something, whatever it means.
func said(s daemon.Setting) []need.Sign {
	return []need.Sign{{Message: "'" + s.Key + " " + s.Value + "'", Path: s.Place.File.Path, Place: s.Place}}
}

// configured records the paths and users that the configuration names.
func (c *collector) configured() {
	for _, f := range c.program.Configuration.Facts {
		count := len(c.needs)
		c.does(f, c.sureOf(&f))
		for i := range c.needs[count:] {
			c.needs[count+i].Rooted = f.Rooted
		}
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
	if f.Meaning == daemon.Owner {
		c.givesSocket(&f, certainty)
		return
	}
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
		case daemon.Compiled:
			c.compiles(value, certainty, shown)
		case daemon.Rotated:
			c.claim(need.Write, certainty, "rotates logs in "+value, shown, value).Consequence = need.JobFails
		case daemon.Zone:
			c.claim(need.Create, certainty, "writes the zone that it fetches to "+value, shown, value).Consequence = need.JobFails
		case daemon.User:
			c.becomes(value, f, certainty, "CAP_SETUID", "CAP_SETGID")
		case daemon.UserID:
			c.becomes(value, f, certainty, "CAP_SETUID")
		case daemon.Group:
			c.gives("the group "+value, certainty, shown).Consequence = need.JobFails
		case daemon.Data:
			c.claim(need.Write, certainty, "keeps data in "+value, shown, value)
			c.keeps(value, certainty, "keeps data in "+value, f.Setting, shown)
		case daemon.Served:
			c.claim(need.Write, certainty, "takes files of its clients in "+value, shown, value).Consequence = need.JobFails
		case daemon.Input:
			c.reads(value, f.Setting.Key, certainty, shown)
		case daemon.Firewall:
			c.bans(f.Setting.Section, certainty, shown)
		case daemon.Device:
			c.opens(value, certainty, shown)
		case daemon.Chroot:
			c.changesRoot(f, certainty, shown)
		}
	}
}

// opens records a device that the program opens, which a group may beside root. Of a disk many ask
// for its figures alone.
func (c *collector) opens(name string, certainty need.Certainty, shown []need.Sign) {
	c.claim(need.Device, certainty, "opens "+name, shown, name)
	if groups := evidence.GuardedDevices().Groups(name); groups != nil && groups[0] != "disk" {
		c.claim(need.Membership, certainty, "opens "+name+", which is for root and a group", shown, groups...).Consequence = need.JobFails
	}
}

// bans records that the program works on the packet filter for a section of its configuration.
func (c *collector) bans(section string, certainty need.Certainty, shown []need.Sign) {
	why := "bans hosts in the packet filter for " + section
	c.claim(need.Capability, certainty, why, shown, "CAP_NET_ADMIN")
	c.claim(need.AddressFamily, certainty, why, shown, "AF_NETLINK")
	c.claim(need.HostNetwork, certainty, why, shown)
}

// compiles records that the program saves the compiled form of a script beside that.
func (c *collector) compiles(script string, certainty need.Certainty, shown []need.Sign) {
	compiled := daemon.CompiledSieve(script)
	c.claim(need.Create, certainty, "compiles "+script+" for each mail and saves that as "+compiled, shown, compiled).Consequence = need.Missing
}

// changesRoot records that the program changes its root directory. The statement and the call bear each
// other out; of a program that cannot be read its documentation tells.
func (c *collector) changesRoot(f daemon.Fact, certainty need.Certainty, shown []need.Sign) {
	if c.program.Binary.Has("chroot") || f.Known && c.program.Binary.Format == binary.Unknown {
		c.claim(need.Capability, certainty, "changes its root directory", shown, "CAP_SYS_CHROOT")
		c.claim(need.Syscall, certainty, "changes its root directory", shown, "chroot")
	}
}

// reads records a file that is read, which its owner and group alone may read where it is a key.
func (c *collector) reads(name, key string, certainty need.Certainty, shown []need.Sign) {
	c.claim(need.Read, certainty, "reads "+name, shown, name)
	if namesPrivateKey(key) {
		c.claim(need.PrivateFile, need.Likely, "reads the key "+name, shown, name)
	}
}

// publicWords are words of keys whose files are for everybody, although keys are in them.
var publicWords = []string{"public", "pub", "trusted", "authorized", "known"}

// namesPrivateKey tells that a key of a configuration names a file with a private key, or with a
// certificate and its key, as "crt" and "pemfile" do for HAProxy and lighttpd.
func namesPrivateKey(key string) bool {
	has := func(words ...string) bool {
		return slices.ContainsFunc(words, func(word string) bool { return strings.Contains(key, word) })
	}
	return (has("key") || key == "crt" || key == "ssl.pemfile") && !has(publicWords...) && !has("store", "tab", "ring")
}

// socketsIn records that the program makes sockets in a directory.
func (c *collector) socketsIn(place string, certainty need.Certainty, shown []need.Sign) {
	c.claim(need.Write, certainty, "makes its sockets in "+place, shown, place)
	c.claim(need.AddressFamily, certainty, "makes its sockets in "+place, shown, "AF_UNIX")
	if name := path.Join(place, "socket"); system.IsTemporary(name) {
		c.claim(need.SharedTmp, certainty, "makes its sockets for clients in "+place, shown, name).Consequence = need.JobFails
	}
}

// gives records that the program gives its socket to somebody.
func (c *collector) gives(whom string, certainty need.Certainty, shown []need.Sign) *need.Need {
	return c.claim(need.Syscall, certainty, "gives its socket to "+whom, shown, "chown", "fchownat", "lchown")
}

// givesSocket records that the program gives its socket to an account, which needs a capability unless
// that is the one that it runs as: to give what is one's own to oneself changes nothing (chown(2)).
func (c *collector) givesSocket(f *daemon.Fact, certainty need.Certainty) {
	user, owner, shown := c.unit.Value("Service", "User"), f.Values[0], c.stated(*f)
	if user == "" && c.unit.Enabled("Service", "DynamicUser") != nil {
		user = locate.ParseName(c.unit.Name).Prefix // systemd.exec(5), "DynamicUser="
	}
	if user == owner || user == "" && owner == "root" || strings.Contains(user, "%") {
		return
	}
	isSocket := func(f daemon.Fact) bool { return f.Meaning == daemon.Socket }
	if !f.Known && len(c.program.Configuration.Sockets) == 0 && !slices.ContainsFunc(c.program.Configuration.Facts, isSocket) {
		return
	}
	c.claim(need.Capability, certainty, "gives its socket to the user "+owner, shown, "CAP_CHOWN").Conditions.Starts = need.AsAnyone
	c.gives("the user "+owner, certainty, shown)
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

// homes are the directories that ProtectHome= hides (systemd.exec(5)).
var homes = []string{"/home/", "/root/", "/run/user/"}

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
		shown := said(s)
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
		shown, name := said(s), system.LocalSocket(s.Value)
		why := "uses the socket " + name + " as its configuration says"
		used := c.claim(need.AddressFamily, certainty, why, shown, "AF_UNIX")
		used.Consequence, used.Evidence.Local = need.JobFails, c.isLocal(s)
		if groups := evidence.GuardedSockets().Groups(unit.BelowRun(name)); groups != nil {
			guarded := c.claim(need.Membership, certainty, "uses the socket "+name+", which is for root and a group", shown, groups...)
			guarded.Consequence, guarded.Evidence.Local = need.JobFails, c.isLocal(s)
		}
		if system.IsTemporary(name) {
			shared := c.claim(need.SharedTmp, certainty, "uses the socket "+name+", whose other end is another program's, as its configuration says", shown, name)
			shared.Consequence, shared.Evidence.Local = need.JobFails, c.isLocal(s)
		}
	}
}

// reaches records the servers on other hosts that the configuration has the program connect to.
func (c *collector) reaches() {
	for _, s := range c.program.Configuration.Servers {
		why := fmt.Sprintf("connects to the server %s (%s)", s.Value, strings.TrimPrefix(s.Section+"."+s.Key, "."))
		reached := c.claim(need.Connect, need.Likely, why, said(s), s.Value)
		reached.Consequence, reached.Evidence.Local = need.JobFails, c.isLocal(s)
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

// filters records what the program needs to work on the packet filter with the tool that its configuration names:
// ufw takes root, so that another user runs it by sudo.
func (c *collector) filters() {
	for _, s := range c.program.Configuration.FilterTools() {
		why, count := "works on the packet filter with "+s.Value+", as its configuration says", len(c.needs)
		shown := []need.Sign{{Message: "'" + s.Key + "' names " + s.Value, Path: s.Place.File.Path, Place: s.Place}}
		if s.Value == "ufw" {
			c.claim(need.GainPrivileges, need.Likely, why+", for which another user than root runs it by sudo", shown, "sudo").Conditions.Starts = need.AsUser
			c.claim(need.Write, need.Likely, why+", which keeps its rules there", shown, "/etc/ufw").Conditions.Starts = need.AsRoot
		}
		c.claim(need.Capability, need.Likely, why, shown, "CAP_NET_ADMIN")
		c.claim(need.AddressFamily, need.Likely, why+", over netlink", shown, "AF_NETLINK").Conditions.Since = newerFilter
		c.claim(need.HostNetwork, need.Likely, why, shown)
		for i := range c.needs[count:] {
			c.needs[count+i].Consequence, c.needs[count+i].Evidence.Local = need.JobFails, c.isLocal(s)
		}
	}
}

// newerFilter is the release of systemd beside which distributions have the iptables that works over netlink, and no
// longer the one of raw sockets (xtables-nft(8)).
const newerFilter = 247

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
func isLocal(packages *packaged.Database, of *Program, s daemon.Setting) bool {
	if packages == nil || !packages.Known() {
		return of.Binary.Format == binary.Unknown
	}
	return !packages.Ships(s.File, s.Place.File.Text)
}

func (c *collector) isLocal(s daemon.Setting) bool { return isLocal(c.packages, &c.program, s) }

// isHandedSockets tells that systemd may hand sockets over to the service: a socket unit does so, or
// the service requires one, which may lie outside of the tree.
func (c *collector) isHandedSockets() bool {
	requires := slices.Concat(c.unit.All("Unit", "Requires"), c.unit.All("Unit", "BindsTo"), c.unit.All("Service", "Sockets"))
	return len(system.Sockets(c.unit)) > 0 || slices.ContainsFunc(requires, func(a *unit.Assignment) bool {
		return slices.ContainsFunc(strings.Fields(a.Value), func(name string) bool { return strings.HasSuffix(name, ".socket") })
	})
}

// sureOf tells how sure it is that the program does what a statement says by its
// words alone: what keys are called for a log or a place for data was right
// wherever it was measured; a PID file is written where the unit waits for one. Users
// and roots count where the program's calls bear them out.
func (c *collector) sureOf(f *daemon.Fact) need.Certainty {
	switch {
	case f.Known, f.Plain && f.Meaning == daemon.Device, f.Plain && f.Meaning == daemon.Socket && !c.isHandedSockets(),
		f.Meaning == daemon.Log, f.Meaning == daemon.State, f.Meaning == daemon.Data, f.Meaning == daemon.Owner, f.Meaning == daemon.User, f.Meaning == daemon.Chroot,
		f.Meaning == daemon.PIDFile && (c.unit.Value("Service", "PIDFile") != "" || c.unit.Value("Service", "Type") == "forking"):
		return need.Likely
	}
	return need.Possible
}
