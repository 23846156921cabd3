package packaged_test

import (
	"strings"
	"testing"

	"github.com/unitlint/unitlint/internal/systemdtest"
	"github.com/unitlint/unitlint/lint/evidence/packaged"
)

// module is in the words of compiled modules, in which what has to be there for a
// part lies in lists around it.
const module = `(boolean example_binds true)
(boolean example_jit false)
(typeattribute exampledomain)
(typeattributeset exampledomain (exampled_t other_t ))
(type exampled_t)
(type exampled_exec_t)
(type exampled_log_t)
(type exampled_var_lib_t)
(type other_t)
(type other_exec_t)
(typeattributeset cil_gen_require init_t)
(typetransition initrc_t exampled_exec_t process exampled_t)
(typetransition someone_t other_exec_t process other_t)
(allow exampled_t self (capability (chown setgid setuid sys_tty_config made_up)))
(dontaudit exampled_t self (capability (net_admin)))
(allow other_t self (capability (net_admin)))
(allow exampledomain self (capability2 (syslog)))
(allow exampled_t self (netlink_route_socket (create getattr)))
(allow exampled_t self (packet_socket (getattr)))
(allow exampled_t exampled_log_t (file (append create open)))
(allow exampled_t exampled_var_lib_t (dir (add_name write)))
(allow exampled_t var_lib_t (dir (add_name write)))
(booleanif (example_binds)
    (true
        (allow exampled_t self (capability (net_bind_service)))
    )
    (false
        (allow exampled_t self (capability (sys_boot)))
    )
)
(booleanif example_jit (true (allow exampled_t self (process (execmem)))))
(booleanif (not example_elsewhere) (true (allow exampled_t self (capability (net_raw)))))
(optional example_optional_2
    (typeattributeset cil_gen_require unit_t)
    (optional example_optional_3
        (allow exampled_t self (capability (sys_time))) ; a comment (
    )
)
(filecon "/usr/sbin/exampled" file (system_u object_r exampled_exec_t ((s0) (s0))))
(filecon "/var/log/exampled(/.*)?" any (system_u object_r exampled_log_t ((s0) (s0))))
`

const places = `# comment
/.*	system_u:object_r:default_t:s0
/usr/.*	system_u:object_r:usr_t:s0
/usr/sbin/example.*	--	system_u:object_r:exampled_exec_t:s0
/usr/sbin/exampled-helper	--	system_u:object_r:bin_t:s0
/usr/sbin/exampled	-d	system_u:object_r:other_exec_t:s0
/var/log/exampled(/.*)?	system_u:object_r:exampled_log_t:s0
/var/lib/exampled(-files|-keys)?(/.*)?	system_u:object_r:exampled_var_lib_t:s0
/var/lib/exampled-.*	system_u:object_r:exampled_var_lib_t:s0
/var/lib/foreign	-d	system_u:object_r:exampled_var_lib_t:s0
/run/exampled	<<none>>
`

func policyTree(files systemdtest.Tree) systemdtest.Tree {
	tree := systemdtest.Tree{
		"etc/selinux/config": "# policies\nSELINUX=enforcing\nSELINUXTYPE=targeted\n",
		"etc/selinux/targeted/contexts/files/file_contexts":        places,
		"etc/selinux/targeted/contexts/files/file_contexts.subs":   "/usr/bin /usr/sbin\n",
		"var/lib/selinux/targeted/active/modules/100/exampled/cil": module,
		"var/log/exampled/log":                                     "",
		"var/lib/exampled/state":                                   "",
		"var/lib/foreign/state":                                    "",
		"var/lib/dpkg/status":                                      "Package: exampled-server\nSource: exampled\n\nPackage: foreign\n\n",
		"var/lib/dpkg/info/foreign.list":                           "/var/lib/foreign\n",
		"var/lib/dpkg/info/exampled-server.list":                   "/usr/sbin/exampled\n",
	}
	for name, text := range files {
		tree[name] = text
	}
	return tree
}

func said(policies []packaged.Policy) string {
	var all []string
	for _, p := range policies {
		for _, named := range [][]packaged.Named{p.Capabilities, p.Families, p.WritesCode, p.Writes} {
			for _, n := range named {
				all = append(all, n.Name)
			}
		}
	}
	return strings.Join(all, " ")
}

func TestDomain(t *testing.T) {
	const plain = "CAP_CHOWN CAP_SETGID CAP_SETUID CAP_SYSLOG CAP_NET_BIND_SERVICE CAP_SYS_TIME AF_NETLINK /var/log/exampled /var/lib/exampled"
	const store = "var/lib/selinux/targeted/active/"
	for title, c := range map[string]struct {
		files   systemdtest.Tree
		program string
		want    string
	}{
		"its module":           {nil, "/usr/sbin/exampled", plain},
		"an alias":             {nil, "/usr/bin/exampled", plain},
		"no domain of its own": {nil, "/usr/sbin/exampled-helper", ""},
		"another program":      {nil, "/usr/sbin/other", ""},
		"booleans that are set": {
			systemdtest.Tree{store + "booleans.local": "# by hand\nexample_binds=0\nexample_jit = on\n"}, "/usr/sbin/exampled",
			"CAP_CHOWN CAP_SETGID CAP_SETUID CAP_SYSLOG CAP_SYS_BOOT CAP_SYS_TIME AF_NETLINK execmem /var/log/exampled /var/lib/exampled",
		},
		"a module of higher priority": {systemdtest.Tree{store + "modules/400/exampled/cil": "(type nothing_t)\n"}, "/usr/sbin/exampled", ""},
		"a disabled module":           {systemdtest.Tree{store + "modules/disabled/exampled": ""}, "/usr/sbin/exampled", ""},
		"a module that is no text":    {systemdtest.Tree{store + "modules/100/exampled/cil": "BZh9 and no more"}, "/usr/sbin/exampled", ""},
	} {
		d := opened(t, systemdtest.Write(t, policyTree(c.files)))
		if got := said(d.Policies(c.program, "exampled-server")); got != c.want {
			t.Errorf("%s:\n got %s\nwant %s", title, got, c.want)
		}
	}
}

// TestDomainOfText holds that a policy which is only there as text is read by what its
// own modules say of files, and that findings may point into it.
func TestDomainOfText(t *testing.T) {
	d := opened(t, systemdtest.Write(t, systemdtest.Tree{"usr/share/selinux/packages/exampled.cil": module, "etc/selinux/targeted/semanage.conf": ""}))
	policies := d.Policies("/usr/sbin/exampled", "")
	if len(policies) != 1 || policies[0].Name != "SELinux domain exampled_t" || policies[0].File != "/usr/share/selinux/packages/exampled.cil" {
		t.Fatalf("%+v", policies)
	}
	first := policies[0].Capabilities[0]
	if first.Name != "CAP_CHOWN" || first.Place.File == nil || first.Place.StartPosition().Line != 14 {
		t.Errorf("%s is told at %+v", first.Name, first.Place)
	}
}

// TestHostilePolicies holds that policies cost as much as they are long, not their rules
// times their words: none of these would end while a test may run.
func TestHostilePolicies(t *testing.T) {
	const head = "(type x_t) (type x_exec_t) (typetransition init_t x_exec_t process x_t) (boolean b true) (allow x_t self (capability (setuid)))\n"
	const own = "/usr/sbin/exampled u:r:x_exec_t:s0\n"
	condition := "b"
	for range 16 {
		condition = "(or " + condition + " " + condition + ")"
	}
	rules := strings.Repeat("(allow x_t self (capability (setgid)))", 60_000)
	attribute := "(typeattribute a) (typeattributeset a (x_t " + strings.Repeat("y ", 1<<19) + "))" + strings.ReplaceAll(rules, "x_t", "z")
	manyTypes, manyPlaces := strings.Repeat("(type v) (allow x_t v (file (write)))", 20_000), strings.Repeat("/var/x u:r:v:s0\n", 60_000)
	for title, c := range map[string]struct{ module, places, want string }{
		"a long condition":   {head + "(booleanif " + condition + " (true " + rules + "))", own, "CAP_SETUID"},
		"nested conditions":  {head + strings.Repeat("(booleanif b (true ", 40) + rules + strings.Repeat("))", 40), own, "CAP_SETUID"},
		"a large attribute":  {head + attribute, own, "CAP_SETUID"},
		"very many types":    {head + manyTypes, own + manyPlaces, "CAP_SETUID"},
		"repeated patterns":  {head, own + strings.Repeat("("+strings.Repeat(".{1000}", 60)+") u:r:y_exec_t:s0\n", 2000), "CAP_SETUID"},
		"very many patterns": {head, own + strings.Repeat("(.*a)|.*b u:r:y_exec_t:s0\n", 60_000), "CAP_SETUID"},
	} {
		d := opened(t, systemdtest.Write(t, policyTree(systemdtest.Tree{
			"etc/selinux/targeted/contexts/files/file_contexts": c.places, "var/lib/selinux/targeted/active/modules/100/exampled/cil": c.module,
		})))
		if got := said(d.Policies("/usr/sbin/exampled", "exampled-server")); got != c.want {
			t.Errorf("%s: %s", title, got)
		}
	}
}

func FuzzDomain(f *testing.F) {
	f.Add(module, places)
	f.Add(strings.Repeat("(optional x ", 10_000), "(((((((\n")
	f.Add("(booleanif (and (or a (not b)) (xor c d)) (true (allow exampled_t self (capability (setuid)))))"+strings.Repeat("(", 10_000), "/a{1000}{1000} x:y:z")
	f.Fuzz(func(t *testing.T, module, places string) {
		d := opened(t, systemdtest.Write(t, policyTree(systemdtest.Tree{
			"etc/selinux/targeted/contexts/files/file_contexts":        places,
			"var/lib/selinux/targeted/active/modules/100/exampled/cil": module,
		})))
		for _, p := range d.Policies("/usr/sbin/exampled", "exampled") {
			for _, n := range p.Writes {
				if !strings.HasPrefix(n.Name, "/") {
					t.Errorf("%q is no path", n.Name)
				}
			}
		}
	})
}
