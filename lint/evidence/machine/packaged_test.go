package machine_test

import (
	"compress/gzip"
	"io"
	"os"
	"path/filepath"
	"testing"

	"github.com/unitlint/unitlint/lint/evidence/machine"
	"github.com/unitlint/unitlint/lint/need"
)

// TestPolicies holds that what policies allow is possible, no more.
func TestPolicies(t *testing.T) {
	files := map[string]string{
		"usr/lib/systemd/system/unseen.service":             "[Service]\nExecStart=/usr/sbin/unseen\n",
		"usr/sbin/unseen":                                   "#!/usr/bin/perl\n",
		"var/lib/unseen/state":                              "",
		"etc/apparmor.d/usr.sbin.unseen":                    "/usr/sbin/unseen {\n  capability setuid,\n}\n",
		"etc/selinux/targeted/contexts/files/file_contexts": "/usr/sbin/unseen -- u:r:unseen_exec_t:s0\n/var/lib/unseen(/.*)? u:r:unseen_var_t:s0\n",
		"var/lib/selinux/targeted/active/modules/100/unseen/cil": `(type unseen_t) (type unseen_exec_t) (type unseen_var_t)
(typetransition init_t unseen_exec_t process unseen_t)
(allow unseen_t self (capability (sys_time)))
(allow unseen_t self (process (execmem)))
(allow unseen_t self (packet_socket (create)))
(allow unseen_t unseen_var_t (file (write)))
`,
	}
	k, _ := knowledge(t, files, machine.Everything(), nil)
	for _, want := range []string{
		"capability CAP_SETUID: its AppArmor profile allows it CAP_SETUID", "capability CAP_SYS_TIME: its SELinux domain unseen_t allows it CAP_SYS_TIME",
		"address-family AF_PACKET: ", "wx-memory : ", "write /var/lib/unseen: its SELinux domain unseen_t allows it to write /var/lib/unseen",
	} {
		if !has(claims(k, need.Possible), want) {
			t.Errorf("no %q in %q", want, claims(k, need.Possible))
		}
	}
	if all := claims(k, need.Likely); len(all) > 0 {
		t.Errorf("%q by what policies allow", all)
	}
	k, _ = knowledge(t, files, machine.Sources{Binary: true, Configuration: true}, nil)
	if all := claims(k, need.Possible); has(all, "capability") {
		t.Errorf("%q though policies are not asked", all)
	}
}

// TestRPM holds that packages of RPM count as those of dpkg do.
func TestRPM(t *testing.T) {
	packed, err := os.Open(filepath.Join("..", "..", "rpm", "testdata", "rpmdb.sqlite.gz"))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = packed.Close() }()
	plain, err := gzip.NewReader(packed)
	if err != nil {
		t.Fatal(err)
	}
	database, err := io.ReadAll(plain)
	if err != nil {
		t.Fatal(err)
	}
	files := map[string]string{
		"usr/lib/systemd/system/unseen.service": "[Service]\nExecStart=/usr/sbin/exampled\nExecStartPre=/usr/bin/example-ping\n",
		"usr/sbin/exampled":                     "#!/usr/bin/python3\nimport os\nos.setgroups([])\nos.setuid(1)\n",
		"usr/bin/example-ping":                  "#!/usr/bin/python3\n",
		"usr/lib/sysimage/rpm/rpmdb.sqlite":     string(database),
	}
	k, _ := knowledge(t, files, machine.Everything(), nil)
	if want := "capability CAP_SETUID: imports setuid; its package has files of the account example, says its %pre"; !has(claims(k, need.Likely), want) {
		t.Errorf("no %q in %q", want, claims(k, need.Likely))
	}
	for _, want := range []string{
		"write /var/lib/exampled: its package gives /var/lib/exampled to example", "capability CAP_NET_RAW: its package gives it cap_net_raw=ep",
		"gain-privileges /usr/bin/example-ping: its package gives it cap_net_raw=ep",
	} {
		if !has(claims(k, need.Possible), want) {
			t.Errorf("no %q in %q", want, claims(k, need.Possible))
		}
	}
	k, _ = knowledge(t, files, machine.Sources{Binary: true, Configuration: true}, nil)
	if all := claims(k, need.Likely); has(all, "capability") || k.Shipped() {
		t.Errorf("%q though packages are not asked", all)
	}
}
