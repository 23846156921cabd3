package packaged

import (
	"bytes"
	"compress/bzip2"
	"io"
	"path"
	"slices"
	"strings"
	"sync"

	"github.com/unitlint/unitlint/lint/catalog"
	"github.com/unitlint/unitlint/lint/source"
)

// domains are the SELinux policy of a system: the type of an executable says which
// domain a service gets that runs it, the module of that domain what it may do.
type domains struct {
	database *Database
	// name is that of the policy: "targeted".
	name     string
	contexts *contexts
	// modules are the files of modules, by name.
	modules map[string]string
	// booleans are those that somebody set.
	booleans map[string]bool

	mu   sync.Mutex
	read map[string]*module
	// left is how many bytes of modules may still be read.
	left int64
}

const (
	// mostPolicy bounds a module, mostPolicies all that are read of a system: a
	// policy of Fedora has some 40 MiB in 400 modules, of which few are asked for.
	mostPolicy   = 8 << 20
	mostPolicies = 64 << 20
	// mostModules bounds the modules of a system, mostNames the policies that it may
	// have: Fedora has three.
	mostModules = 1 << 12
	mostNames   = 1 << 4
	// mostPlaces bounds the paths that are looked for in the tree for one program.
	mostPlaces = 1 << 10
)

// modulesOf are the modules that declare the domains of executables, where they are
// called otherwise than the type of those without its end, in the policies of Debian
// and Fedora (github.com/SELinuxProject/refpolicy, github.com/fedora-selinux/selinux-policy).
var modulesOf = []struct {
	module string
	types  []string
}{
	{"antivirus", []string{"clamd", "freshclam", "clamscan"}},
	{"apache", []string{"httpd"}},
	{"bind", []string{"named"}},
	{"cgroup", []string{"cgconfig", "cgred"}},
	{"clamav", []string{"clamd", "freshclam", "clamscan"}},
	{"cron", []string{"crond", "anacron"}},
	{"cups", []string{"hplip"}},
	{"dbus", []string{"dbusd"}},
	{"dhcp", []string{"dhcpd"}},
	{"ftp", []string{"ftpd"}},
	{"glusterfs", []string{"glusterd"}},
	{"ipsec", []string{"racoon"}},
	{"kerberos", []string{"kadmind", "kpropd", "krb5kdc"}},
	{"ldap", []string{"slapd"}},
	{"logging", []string{"auditd", "syslogd"}},
	{"milter", []string{"greylist_milter", "regex_milter", "spamass_milter"}},
	{"mongodb", []string{"mongod"}},
	{"nagios", []string{"nrpe"}},
	{"networkmanager", []string{"NetworkManager"}},
	{"nis", []string{"ypbind", "ypserv", "yppasswdd"}},
	{"postfixpolicyd", []string{"postfix_policyd"}},
	{"puppet", []string{"puppetmaster"}},
	{"raid", []string{"mdadm"}},
	{"rpc", []string{"blkmapd", "gssd", "nfsd", "rpcd"}},
	{"samba", []string{"nmbd", "smbd", "winbind"}},
	{"sasl", []string{"saslauthd"}},
	{"smartmon", []string{"fsdaemon"}},
	{"smstools", []string{"smsd"}},
	{"spamassassin", []string{"spamd"}},
	{"systemtap", []string{"stapserver"}},
	{"uwimap", []string{"imapd"}},
	{"varnishd", []string{"varnishlog"}},
	{"virt", []string{"virtd", "virtlockd", "virtlogd"}},
	{"vpn", []string{"vpnc"}},
	{"xen", []string{"evtchnd", "xenconsoled", "xenstored"}},
	{"xserver", []string{"xdm"}},
}

// executables is how the types of executables end that have a domain of their own.
const executables = "_exec_t"

// openDomains finds the policy of a tree; nil where there is none.
func (d *Database) openDomains() *domains {
	for _, name := range d.policyNames() {
		p := &domains{
			database: d, name: name, contexts: newContexts(newEffort()), modules: map[string]string{}, booleans: map[string]bool{},
			read: map[string]*module{}, left: mostPolicies,
		}
		for _, store := range []string{"var/lib/selinux/" + name, "etc/selinux/" + name} {
			p.findModules(store + "/active/modules")
			p.readBooleans(store + "/active/booleans.local")
		}
		p.findTexts("usr/share/selinux/" + name)
		p.findTexts("usr/share/selinux/packages")
		if len(p.modules) == 0 {
			continue
		}
		places := "etc/selinux/" + name + "/contexts/files/file_contexts"
		for _, end := range []string{"", ".local"} {
			p.contexts.read(string(d.text(places+end, mostList)))
		}
		for _, end := range []string{".subs", ".subs_dist"} {
			p.contexts.readAliases(string(d.text(places+end, mostScript)))
		}
		return p
	}
	return nil
}

// policyNames returns the names of the policies of the tree, that in use first.
func (d *Database) policyNames() []string {
	var names []string
	for line := range bytes.Lines(d.text("etc/selinux/config", mostScript)) {
		if name, found := strings.CutPrefix(strings.TrimSpace(string(line)), "SELINUXTYPE="); found && isFileName(name) {
			names = append(names, name)
		}
	}
	for _, place := range []string{"var/lib/selinux", "etc/selinux", "usr/share/selinux"} {
		for _, name := range d.namesIn(place) {
			if !slices.Contains(names, name) {
				names = append(names, name)
			}
		}
	}
	return names[:min(len(names), mostNames)]
}

func isFileName(name string) bool {
	return name != "" && name != "." && name != ".." && !strings.Contains(name, "/")
}

// namesIn returns what lies in a directory, sorted.
func (d *Database) namesIn(directory string) []string {
	entries, err := d.tree.ReadDir(directory)
	if err != nil {
		return nil
	}
	var names []string
	for _, entry := range entries[:min(len(entries), mostModules)] {
		names = append(names, entry.Name())
	}
	return names
}

// findModules finds the modules that are installed: in a directory for each priority,
// of which the highest counts, less those that somebody disabled (semodule(8)).
func (p *domains) findModules(store string) {
	disabled := map[string]bool{}
	for _, name := range p.database.namesIn(path.Join(store, "disabled")) {
		disabled[name] = true
	}
	for _, priority := range p.database.namesIn(store) { // "100", "200", "400": sorted
		if priority == "disabled" {
			continue
		}
		for _, name := range p.database.namesIn(path.Join(store, priority)) {
			if !disabled[name] {
				p.modules[name] = path.Join(store, priority, name, "cil")
			}
		}
	}
}

// findTexts finds modules that packages hold as text, where none of that name is
// installed.
func (p *domains) findTexts(directory string) {
	for _, file := range p.database.namesIn(directory) {
		name, found := strings.CutSuffix(strings.TrimSuffix(file, ".bz2"), ".cil")
		if found && p.modules[name] == "" {
			p.modules[name] = path.Join(directory, file)
		}
	}
}

// readBooleans reads which booleans somebody set (semanage-boolean(8)).
func (p *domains) readBooleans(name string) {
	for line := range bytes.Lines(p.database.text(name, mostScript)) {
		if boolean, value, found := strings.Cut(strings.TrimSpace(string(line)), "="); found && !strings.HasPrefix(boolean, "#") {
			p.booleans[strings.TrimSpace(boolean)] = slices.Contains([]string{"1", "true", "on"}, strings.TrimSpace(value))
		}
	}
}

// module reads a module once; nil where there is none, or one that is not read.
func (p *domains) module(name string) *module {
	file := p.modules[name]
	if file == "" {
		return nil
	}
	if known, found := p.read[name]; found {
		return known
	}
	p.read[name] = nil
	text, packed := p.database.moduleText(file, min(mostPolicy, p.left))
	if text == nil {
		return nil
	}
	p.left -= int64(len(text))
	m := readModule(text, p.contexts.effort)
	m.rules = slices.DeleteFunc(m.rules, func(r rule) bool { return !p.holds(m, r.when) })
	if !packed {
		m.text = source.New(p.database.tree.Display(file), text)
	}
	p.read[name] = m
	return m
}

// moduleText returns the text of a module, which may be compressed (semanage.conf(5),
// "bzip-blocksize"), and whether it is; nil where it is longer than is read.
func (d *Database) moduleText(name string, most int64) (text []byte, packed bool) {
	file, err := d.tree.Open(name)
	if err != nil {
		return nil, false
	}
	defer func() { _ = file.Close() }() // it is read from alone
	var head [3]byte
	count, _ := io.ReadFull(file, head[:]) // an empty file is an empty text
	whole := io.MultiReader(bytes.NewReader(head[:count]), file)
	if packed = string(head[:count]) == "BZh"; packed {
		whole = bzip2.NewReader(whole)
	}
	if text, err = io.ReadAll(io.LimitReader(whole, most+1)); err != nil || int64(len(text)) > most {
		return nil, packed
	}
	return text, packed
}

// of returns the module that declares the domain which a service gets that runs
// a program, the name of the module's file, and the domain.
func (p *domains) of(program, member string) (of *module, file, domain string) {
	label := p.contexts.label(program)
	if label != "" && !strings.HasSuffix(label, executables) {
		return nil, "", ""
	}
	for _, name := range p.candidates(program, member, label) {
		m := p.module(name)
		if m == nil {
			continue
		}
		own := label
		if own == "" { // a policy that was not built: the module itself says
			own = m.contexts.label(program)
		}
		if domain := m.domain(own); domain != "" {
			return m, p.modules[name], domain
		}
	}
	return nil, "", ""
}

// candidates returns the names of modules that may declare the domain: policies have
// no list of that, and to read all takes a second.
func (p *domains) candidates(program, member, label string) []string {
	base := strings.TrimSuffix(label, executables)
	first, _, _ := strings.Cut(base, "_")
	var wanted, names []string
	for _, row := range modulesOf {
		if slices.Contains(row.types, base) {
			wanted = append(wanted, row.module)
		}
	}
	for _, name := range append(wanted, base, first, path.Base(program), member) {
		for _, one := range []string{name, strings.TrimSuffix(name, "d"), name + "d", strings.ReplaceAll(name, "-", "_")} {
			if p.modules[one] != "" && !slices.Contains(names, one) {
				names = append(names, one)
			}
		}
	}
	return names
}

// starters are the domains of who starts services (init.te of the reference policy).
var starters = []string{"init_t", "initrc_t"}

// domain returns the domain that a service gets from a type of executables, or "".
func (m *module) domain(label string) string {
	for _, t := range m.transitions {
		if label != "" && t.target == label && slices.Contains(starters, t.source) && m.types[t.result] {
			return t.result
		}
	}
	return ""
}

// habitual are the capabilities that policies give out by habit, for what programs try
// and do without: of 14 daemons of Debian whose needs were measured, those that were
// given them needed sys_resource 1 time of 9, sys_nice 1 of 6, kill 1 of 5, the others
// never (dac_read_search of 5, sys_tty_config of 6, the rest of 2 or 3); beside that
// setuid and setgid 9 of 10, chown 5 of 9, dac_override 6 of 12.
var habitual = []string{
	"dac_read_search", "fowner", "fsetid", "ipc_lock", "kill", "sys_admin", "sys_nice", "sys_resource", "sys_tty_config", "audit_control", "audit_read",
	"sys_ptrace",
}

// familyOf returns the address family of a class of sockets that only some services
// have, or "" (socket.te and the security classes of the reference policy).
func familyOf(class string) string {
	if strings.HasPrefix(class, "netlink_") {
		return "AF_NETLINK"
	}
	return map[string]string{
		"packet_socket": "AF_PACKET", "key_socket": "AF_KEY", "can_socket": "AF_CAN", "bluetooth_socket": "AF_BLUETOOTH", "alg_socket": "AF_ALG",
		"vsock_socket": "AF_VSOCK", "tipc_socket": "AF_TIPC",
	}[class]
}

// changing are the permissions that change a file or what is in a directory.
var changing = []string{"write", "append", "create", "add_name"}

// domain returns what the SELinux policy of the tree lets a program do of which a package
// of a name is the owner; the zero value where it says nothing of it.
func (d *Database) domain(program, member string) Policy {
	p := d.domains()
	if p == nil {
		return Policy{}
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	m, file, domain := p.of(program, member)
	if m == nil {
		return Policy{}
	}
	found := Policy{Name: "SELinux domain " + domain, File: "/" + file}
	sources, written := m.namesOf(domain), map[string]rule{}
	for _, r := range m.rules {
		switch {
		case !sources[r.source]:
		case r.target == "self" || r.target == domain:
			found.allow(r, m.told(file, r))
		case m.types[r.target] && slices.ContainsFunc(r.permissions, func(one string) bool { return slices.Contains(changing, one) }):
			if _, known := written[r.target]; !known {
				written[r.target] = r
			}
		}
	}
	p.eachPlace(m, written, member, func(name string, r rule) { found.Writes = added(found.Writes, name, m.told(file, r)) })
	return found
}

// told is where a rule stands.
func (m *module) told(file string, r rule) Told {
	if m.text == nil {
		return Told{Database: "/" + file}
	}
	return Told{Place: m.text.LineRange(m.text.Line(r.offset))}
}

// namesOf returns the names by which rules are about a domain: its own, and those of its
// attributes.
func (m *module) namesOf(domain string) map[string]bool {
	names := map[string]bool{domain: true}
	for attribute, members := range m.attributes {
		if slices.Contains(members, domain) {
			names[attribute] = true
		}
	}
	return names
}

// holds tells whether all conditions of a rule do.
func (p *domains) holds(m *module, when []choice) bool {
	return !slices.ContainsFunc(when, func(c choice) bool {
		return !c.holds(func(name string) (bool, bool) {
			if value, set := p.booleans[name]; set {
				return value, true
			}
			value, known := m.booleans[name]
			return value, known
		})
	})
}

// allow records what a domain may do to itself.
func (p *Policy) allow(r rule, told Told) {
	for _, permission := range r.permissions {
		switch {
		case r.class == "capability" || r.class == "capability2":
			name := "CAP_" + strings.ToUpper(permission)
			if _, known := catalog.CapabilityNamed(name); known && !slices.Contains(habitual, permission) {
				p.Capabilities = added(p.Capabilities, name, told)
			}
		case r.class == "process" && permission == "execmem":
			p.WritesCode = added(p.WritesCode, permission, told)
		case permission == "create" && familyOf(r.class) != "":
			p.Families = added(p.Families, familyOf(r.class), told)
		}
	}
}

// added adds a word once.
func added(all []Named, name string, told Told) []Named {
	if len(all) >= mostRules || slices.ContainsFunc(all, func(n Named) bool { return n.Name == name }) {
		return all
	}
	return append(all, Named{name, told})
}

// eachPlace calls do for the paths of the tree that types are those of, with the rule
// for their type, among those that services change: several programs may share
// a domain, and what the package of another one ships is not theirs.
func (p *domains) eachPlace(m *module, rules map[string]rule, member string, do func(string, rule)) {
	looked := map[string]bool{}
	for _, all := range [][]context{p.contexts.all, m.contexts.all} {
		for i := range all {
			r, wanted := rules[all[i].label]
			if !wanted {
				continue
			}
			name := all[i].place()
			if !strings.HasPrefix(name, "/var/") && !strings.HasPrefix(name, "/srv/") && !strings.HasPrefix(name, "/run/") || looked[name] {
				continue
			}
			if looked[name] = true; len(looked) > mostPlaces {
				return
			}
			if _, err := p.database.tree.Lstat(strings.TrimPrefix(name, "/")); err == nil && !p.database.areApart(p.database.Member(name), member) {
				do(name, r)
			}
		}
	}
}
