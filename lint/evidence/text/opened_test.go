package text

import (
	"path"
	"strings"
	"testing"
)

// TestTold holds what a unit tells of programs that its lines do not name: by the places that it opens, by its
// comments, by the search path and by the names of interfaces.
func TestTold(t *testing.T) {
	const start = "User=app\nExecStart=/usr/bin/app\n"
	for name, c := range map[string]struct{ lines, want string }{
		"agents": {start + "ReadWritePaths=-/home/joe/.claude /srv/x", "create /home/joe/.claude.json; wx-memory"},
		"an agent that is told elsewhere": {start + "ReadWritePaths=/home/joe/.claude\nEnvironment=CLAUDE_CONFIG_DIR=/home/joe/.claude",
			"read /home/joe/.claude; wx-memory"},
		"another agent":      {start + "ReadWritePaths=/srv/joe/.gemini /srv/joe/.codex", "wx-memory"},
		"a file of agents":   {start + "ReadWritePaths=/srv/joe/.claude/projects /srv/.claude.json", ""},
		"failed logins":      {start + "ReadWritePaths=/var/run/faillock", "gain-privileges unix_chkpwd"},
		"other logins":       {start + "ReadWritePaths=/run/faillocks /srv/run/faillock", ""},
		"sudo":               {start + "ReadWritePaths=/run/sudo/ts /var/log", "gain-privileges sudo"},
		"a queue":            {start + "ReadWritePaths=/var/spool/postfix/maildrop", "gain-privileges sendmail"},
		"queues of a mailer": {start + "ReadWritePaths=/var/spool/postfix", ""},
		"containers":         {start + "ReadWritePaths=/home/app/.local/share/containers", "gain-privileges newuidmap"},
		"containers, made":   {start + "ExecStartPre=+/bin/mkdir -p /run/user/1000/libpod", "create /run/user/1000/libpod!; gain-privileges newuidmap"},
		"a socket of another": {
			start + "Environment=CONTAINER_HOST=unix:///run/user/1000/podman/podman.sock",
			"address-family AF_UNIX; read /run/user/1000/podman/podman.sock",
		},
		"containers of root": {start + "ReadWritePaths=/var/lib/containers", ""},
		// Comments.
		"a packet filter":               {"# needs root to manage iptables rules\n" + start, "runs iptables"},
		"another filter":                {start + ";   It adds its sets\n;   with nftables.\nPrivateTmp=yes", "runs nft"},
		"a filter that is not":          {"# It no longer changes iptables.\n" + start, ""},
		"a filter perhaps":              {"# changes iptables rules if asked to\n" + start, ""},
		"a filter elsewhere":            {start + "PrivateTmp=yes\n# blocks hosts with iptables", ""},
		"a line that is switched off":   {"#ExecStartPre=/sbin/flush the iptables\n" + start, ""},
		"podman":                        {start + "# Rootless podman needs HOME\nEnvironment=HOME=/srv/app", "gain-privileges newuidmap"},
		"podman of others":              {"# podman is started by another unit\n" + start, ""},
		"addresses":                     {"# Takes its addresses from the veth pair.\n" + start, "address-family AF_NETLINK"},
		"interfaces":                    {"# lists network interfaces\n" + start, "address-family AF_NETLINK"},
		"addresses of something else":   {"# Takes the addresses of users from the data base.\n" + start, ""},
		"addresses that nobody asks of": {"# Takes its addresses from a file, never from an interface.\n" + start, ""},
		// The search path.
		"packages": {
			start + "Environment=PATH=/nix/store/0abc1-cdrkit-1.1.11/bin:/nix/store/9x-iptables-1.8.11/sbin:/usr/bin",
			"runs genisoimage; runs iptables",
		},
		"a package in /opt": {start + "Environment=PATH=/opt/cdrtools/bin:/bin", "runs mkisofs"},
		"usual places":      {start + "Environment=PATH=/usr/local/bin:/opt/app/bin:/opt/cdrkit", ""},
		// Names in place of addresses.
		"an interface":         {"User=app\nExecStart=/usr/bin/app --listen wg0:51", "address-family AF_NETLINK; serve 51!"},
		"a card":               {start + "Environment=APP_BIND=enp3s0", "address-family AF_NETLINK"},
		"a tailnet":            {"User=app\nEnvironment=WHERE_LISTEN=tailnet\nExecStart=/usr/bin/app -listen ${WHERE_LISTEN}", "address-family AF_NETLINK"},
		"hosts and interfaces": {"User=app\nExecStart=/usr/bin/app --interface eth0 --host server1 --bind 192.0.2.1", ""},
		// Cookies, priorities, PID files.
		"cookies": {
			"[Unit]\nDescription=Fetches videos with yt-dlp\n[Service]\n" + start + "Environment=BOT_COOKIES=/srv/c/cookies.txt",
			"write /srv/c/cookies.txt",
		},
		"cookies of something else": {"[Unit]\nDescription=Web shop\n[Service]\n" + start + "Environment=SHOP_COOKIES=/srv/c/cookies.txt", ""},
		"read by others":            {"[Unit]\nDescription=Fetches videos\n[Service]\n" + start + "Environment=BOT_COOKIES=/srv/c/cookies.txt", ""},
		"no file of cookies":        {"[Unit]\nDescription=Fetches videos with yt-dlp\n[Service]\n" + start + "Environment=COOKIES=/srv/c COOKIES_PATH=/login", ""},
		"a priority":                {start + "LimitRTPRIO=20", "syscall sched_setscheduler|sched_setattr"},
		"no priority":               {start + "LimitRTPRIO=0", ""},
		"sound":                     {"[Unit]\nWants=pipewire.service\n[Service]\n" + start, "syscall sched_setscheduler"},
		"sound before it":           {"[Unit]\nAfter=pipewire.service\n[Service]\n" + start, ""},
		"stops itself": {
			"User=app\nExecStart=/usr/bin/app run start\nExecStop=/usr/bin/app run stop\nPIDFile=/run/app/a.pid",
			"create /run/app/a.pid",
		},
		"stopped by another":   {"User=app\nExecStart=/usr/bin/app start\nExecStop=/usr/bin/other stop\nPIDFile=/run/app/a.pid", ""},
		"stops something else": {"User=app\nExecStart=/usr/bin/app start a\nExecStop=/usr/bin/app stop b\nPIDFile=/run/app/a.pid", ""},
	} {
		context := contextOf(t, c.lines)
		got := told(Shown{}.Collect(context))
		for _, i := range context.Further {
			got = strings.TrimPrefix(got+"; runs "+path.Base(i.Program.Text), "; ")
		}
		if got != c.want {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
}

// TestUnpacksBeneath holds for which distributions tar opens what it unpacks with openat2.
func TestUnpacksBeneath(t *testing.T) {
	for _, c := range []struct {
		command, family string
		calls           bool
	}{
		{"/bin/tar -xzf /srv/a.tgz -C /srv/b", "ubuntu", true}, {"/usr/bin/tar --extract --file=/srv/a.tar", "fedora", true},
		{"/bin/tar -czf /srv/a.tgz -C /srv b", "ubuntu", false}, {"/bin/tar xf /srv/a.tgz", "debian", false}, {"/bin/tar xf /srv/a.tgz", "", false},
	} {
		context := contextOf(t, "ExecStart="+c.command)
		context.Family = c.family
		if got := strings.Contains(told(Shown{}.Collect(context)), "syscall openat2"); got != c.calls {
			t.Errorf("%s on %q: %t, want %t", c.command, c.family, got, c.calls)
		}
	}
}
