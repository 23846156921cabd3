package harden_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/unitlint/unitlint/internal/systemdtest"
	"github.com/unitlint/unitlint/lint/evidence/machine"
	"github.com/unitlint/unitlint/lint/harden"
	"github.com/unitlint/unitlint/lint/locate"
)

// TestPackets holds that packets are refused where nothing is lost with them: where
// the drop-in leaves no internet sockets, or the configuration has the program on the
// loopback device alone.
func TestPackets(t *testing.T) {
	const (
		redis     = "[Service]\nExecStart=/usr/bin/redis-server /etc/redis/redis.conf\nUser=redis\n"
		memcached = "[Unit]\nAfter=network.target\n[Service]\nExecStart=/usr/share/memcached/scripts/systemd-memcached-wrapper /etc/memcached.conf\n"
		rsyslog   = "[Service]\nExecStart=/usr/sbin/rsyslogd -n -iNONE\n"
		local     = "bind 127.0.0.1 -::1\nport 6379\n"
	)
	for title, c := range map[string]struct {
		unit, fragment, file, text string
		want                       []string
	}{
		"listens at home": {"redis.service", redis, "etc/redis/redis.conf", local, []string{"IPAddressDeny=any", "IPAddressAllow=localhost"}},
		"a wrapper's options": {
			"memcached.service", memcached, "etc/memcached.conf", "-l 127.0.0.1\n-l ::1\n",
			[]string{"IPAddressDeny=any", "IPAddressAllow=localhost"},
		},
		"listens everywhere":     {"redis.service", redis, "etc/redis/redis.conf", "port 6379\n", nil},
		"listens elsewhere too":  {"redis.service", redis, "etc/redis/redis.conf", local + "bind 192.0.2.1\n", nil},
		"follows another server": {"redis.service", redis, "etc/redis/redis.conf", local + "replicaof 192.0.2.1 6379\n", nil},
		"follows nobody": {
			"redis.service", redis, "etc/redis/redis.conf", local + "replicaof no one\n", []string{"IPAddressDeny=any", "IPAddressAllow=localhost"},
		},
		"a file that is missing":   {"redis.service", redis, "etc/redis/redis.conf", local + "include /etc/redis/local.conf\n", nil},
		"a file that nobody names": {"redis.service", strings.Replace(redis, " /etc/redis/redis.conf", "", 1), "etc/redis/redis.conf", local, nil},
		"the command line says it": {"redis.service", strings.Replace(redis, ".conf", ".conf --bind 192.0.2.1", 1), "etc/redis/redis.conf", local, nil},
		"a variable may say it":    {"redis.service", strings.Replace(redis, ".conf", ".conf $OPTIONS", 1), "etc/redis/redis.conf", local, nil},
		"runs something else too":  {"redis.service", redis + "ExecStartPost=/opt/example/notify\n", "etc/redis/redis.conf", local, nil},
		"logs of this host": {
			"rsyslog.service", rsyslog, "etc/rsyslog.conf", "module(load=\"imuxsock\")\n*.* /var/log/syslog\n", []string{"IPAddressDeny=any"},
		},
		"logs go elsewhere": {"rsyslog.service", rsyslog, "etc/rsyslog.conf", "*.* @192.0.2.1\n", nil},
		"a clock":           {"chrony.service", "[Service]\nExecStart=/usr/sbin/chronyd\n", "etc/chrony/chrony.conf", "pool example.org iburst\n", nil},
		"families that are listed": {
			"rsyslog.service", rsyslog + "RestrictAddressFamilies=AF_UNIX AF_INET\n", "etc/rsyslog.conf", "*.* /var/log/syslog\n",
			[]string{"IPAddressDeny=any"},
		},
		"families that are used": {"rsyslog.service", rsyslog + "RestrictAddressFamilies=AF_UNIX AF_INET\n", "etc/rsyslog.conf", "*.* @@192.0.2.1\n", nil},
	} {
		t.Run(title, func(t *testing.T) {
			s := subject(t, c.unit, c.fragment, "debian-12")
			tree, err := locate.OpenRoot(systemdtest.Write(t, systemdtest.Tree{c.file: c.text}), "")
			if err != nil {
				t.Fatal(err)
			}
			t.Cleanup(func() { _ = tree.Close() })
			read := machine.New(tree, machine.Everything(), nil)
			s.Machine, s.Level = func(machine.Sources) *machine.Machine { return read }, harden.Full
			got := slices.DeleteFunc(linesOf(hardened(t, s)), func(line string) bool { return !strings.HasPrefix(line, "IPAddress") })
			if !slices.Equal(got, c.want) {
				t.Errorf("packets: %q, want %q", got, c.want)
			}
		})
	}
}
