package machine

import (
	"slices"
	"strings"

	"github.com/unitlint/unitlint/lint/evidence/binary"
	"github.com/unitlint/unitlint/lint/evidence/packaged"
	"github.com/unitlint/unitlint/lint/need"
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
	c.reaches()
	c.temporary()
	c.raising()
	c.filters()
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
