package match_test

import (
	"slices"
	"testing"

	"github.com/unitlint/unitlint/lint/assess"
	"github.com/unitlint/unitlint/lint/evidence/profile"
	"github.com/unitlint/unitlint/lint/match"
	"github.com/unitlint/unitlint/lint/sandbox"
)

// server is a packaged network service of a program that no profile knows.
const server = "[Unit]\nAfter=network.target\n[Service]\nExecStart=/usr/sbin/exampled\n"

// TestPackagedPrograms compares packaged units of unknown programs with drop-ins
// that take from them what their kind of service needs.
func TestPackagedPrograms(t *testing.T) {
	for _, c := range []struct {
		name, fragment, dropIn string
		want                   []match.Aspect
	}{
		{"no configuration", server, "InaccessiblePaths=/etc", []match.Aspect{match.Hidden}},
		{"configuration of its own", server, "InaccessiblePaths=/etc/ssh", nil},
		{"nobody instead of root", server, "User=nobody", []match.Aspect{match.WrongUser}},
		{"dynamic user instead of root", server, "DynamicUser=yes", []match.Aspect{match.WrongUser}},
		{"user who was thought of", server, "DynamicUser=yes\nStateDirectory=exampled", nil},
		{"user who is given capabilities", server, "User=nobody\nAmbientCapabilities=CAP_NET_BIND_SERVICE", nil},
		{"some account", server, "User=exampled", nil},
		{"packaged user", server + "User=exampled\n", "User=nobody", nil},
		{
			"packaged user who is dynamic", "[Service]\nDynamicUser=yes\nExecStart=/usr/bin/lxcfs\n",
			"DynamicUser=no\nUser=exampled\nAmbientCapabilities=CAP_SYS_ADMIN", nil,
		},
		{"no network", server, "PrivateNetwork=yes", []match.Aspect{match.NetworkIsolated}},
		{"no internet sockets", server, "RestrictAddressFamilies=AF_UNIX", []match.Aspect{match.NetworkIsolated}},
		{"no packets", server, "IPAddressDeny=any", nil},
		{
			"no packets for one that speaks", "[Unit]\nWants=network-online.target\n[Service]\nExecStart=/usr/sbin/exampled\n", "IPAddressDeny=any",
			[]match.Aspect{match.NetworkIsolated},
		},
		{"packets of some", "[Unit]\nWants=network-online.target\n[Service]\nExecStart=/usr/sbin/exampled\n", "IPAddressDeny=any\nIPAddressAllow=localhost", nil},
		{"no order", "[Service]\nExecStart=/usr/sbin/exampled\n", "PrivateNetwork=yes", nil},
		{"as packaged", server + "PrivateNetwork=yes\n", "UMask=0077", nil},
		{"no capability", server, "CapabilityBoundingSet=", []match.Aspect{match.CapabilityMissing}},
		{"low ports alone", server, "CapabilityBoundingSet=CAP_NET_BIND_SERVICE", []match.Aspect{match.CapabilityMissing}},
		{"capabilities that were thought of", server, "CapabilityBoundingSet=CAP_NET_BIND_SERVICE CAP_NET_ADMIN", nil},
		{"another user namespace", server, "PrivateUsers=yes", []match.Aspect{match.CapabilityMissing}},
		{"oneshot", server + "Type=oneshot\n", "CapabilityBoundingSet=", nil},
		{"own program", "[Unit]\nAfter=network.target\n[Service]\nExecStart=/opt/example/exampled\n", "PrivateNetwork=yes\nInaccessiblePaths=/etc\nUser=nobody", nil},
		{"behind a shell", "[Service]\nExecStart=/bin/sh -c 'exec /usr/sbin/exampled ${OPTIONS} -u $$(id -u)'\n", "User=nobody", []match.Aspect{match.WrongUser}},
		{"interpreter", "[Service]\nExecStart=/usr/bin/python3 /srv/example.py\n", "User=nobody", nil},
		{"known program", "[Unit]\nAfter=network.target\n[Service]\nExecStart=/usr/bin/memcached\n", "CapabilityBoundingSet=", nil},
		{
			"program of which little is known", "[Unit]\nAfter=network.target\n[Service]\nExecStart=/usr/bin/telegraf\n", "InaccessiblePaths=/etc",
			[]match.Aspect{match.Hidden},
		},
		{
			"known program that waits for the network", "[Unit]\nAfter=network-online.target\n[Service]\nExecStart=/usr/bin/uwsgi\n",
			"IPAddressDeny=any", []match.Aspect{match.NetworkIsolated},
		},
		{
			"data directory", "[Unit]\nRequiresMountsFor=/var/lib/exampled\n[Service]\nExecStart=/usr/sbin/exampled\nUser=exampled\n",
			"ProtectSystem=strict", []match.Aspect{match.NotWritable},
		},
		{
			"data directory that is writable",
			"[Unit]\nRequiresMountsFor=/var/lib/exampled\n[Service]\nExecStart=/usr/sbin/exampled\nUser=exampled\n",
			"ProtectSystem=strict\nReadWritePaths=/var/lib/exampled", nil,
		},
		{
			"device that is allowed", "[Service]\nDeviceAllow=/dev/net/tun rw\nExecStart=/usr/sbin/exampled\n", "PrivateDevices=yes",
			[]match.Aspect{match.DeviceHidden},
		},
		{"device that everybody has", "[Service]\nDeviceAllow=/dev/null rw\nExecStart=/usr/sbin/exampled\n", "PrivateDevices=yes", nil},
		{
			"capability that is given", "[Service]\nUser=exampled\nAmbientCapabilities=CAP_NET_BIND_SERVICE\nExecStart=/usr/sbin/exampled\n",
			"AmbientCapabilities=", []match.Aspect{match.CapabilityMissing},
		},
		{
			"runtime directory by its old name",
			"[Service]\nUser=exampled\nRuntimeDirectory=kamailio\nExecStart=/usr/sbin/kamailio -f /etc/kamailio/kamailio.cfg\n", "User=nobody", nil,
		},
		{"user without the name", "[Service]\nBusName=org.example\nUser=exampled\nExecStart=/usr/libexec/exampled\n", "User=other", []match.Aspect{match.WrongUser}},
	} {
		t.Run(c.name, func(t *testing.T) {
			box := sandbox.New(load(t, c.fragment, "[Service]\n"+c.dropIn+"\n"), nil)
			var got []match.Aspect
			for _, u := range match.Refusals(box, assess.Of(box.Unit(), assess.Sources{Library: profile.Builtin()}).Needs) {
				got = append(got, u.Aspect)
			}
			if !slices.Equal(got, c.want) {
				t.Errorf("%q does %q, want %q", c.dropIn, got, c.want)
			}
		})
	}
}
