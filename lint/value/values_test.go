package value_test

import (
	"strings"

	"github.com/unitlint/unitlint/lint/catalog"
)

// anyValues are laid before every directive.
var anyValues = []string{"", "yes", "no", "maybe", "0", "1", "-1", "infinity", "foo", "/foo", "%i", "%Z", "100%", `"foo"`, "~", "-/foo", "a b"}

// kindValues are good and bad values of each kind.
var kindValues = map[catalog.Kind][]string{
	catalog.KindBoolean:  {"Yes", "TRUE", "on", "OFF", "t", "F", "y", "n", "2", "enabled", "yes no", "yes # on", "01"},
	catalog.KindTristate: {"true", "auto", "On", "nope"},
	catalog.KindMode:     {"0755", "755", "7777", "07777", "10000", "00022", "9", "0x1f", "+755", "-1", "u=rwx", "0 7"},
	catalog.KindInteger: {
		"5", "-5", "+5", "0x10", "010", "08", "99", "100", "-20", "19", "20", "-21", "255", "256", "7", "8", "1000", "-1000", "1001",
		"32767", "32768", "4294967296", "1.5", "5 6", "five", "9223372036854775807", "9223372036854775808", "0b11", "--5", "-", "+",
	},
	catalog.KindUnsigned: {"5", "+5", "-0", "0x10", "08", "4294967295", "4294967296", "1.5", "1k", "5 6"},
	catalog.KindTimespan: {
		"5", "5s", "1min 30s", "1.5h", ".5", "5.", "5 s", "2 bananas", "-5", "1w2d", "1y", "3 months", "100us", "100µs", "1M", "5ms",
		"5S", "5 Seconds", "1 5", "1.5.5", "+5", "infinitys", "0s", "99999999999999999999", "500000y", "1h,2min", "1h2", "5ns", "5nsec",
		"1d 1d", "infinity 5", "300msec",
	},
	catalog.KindBytes: {
		"1K", "1k", "1M", "1.5G", "1G 500M", "500M 1G", "1KB", "1 K", "16E", "1Ki", "10B", "1.K", "1..5", "5.5", "-5", "1K1", "1G500M",
		"0x10",
	},
	catalog.KindMemoryLimit: {
		"1K", "1G", "1.5G", "50%", "100%", "101%", "0%", "12.5%", "12.55%", "12.555%", "1MB", "512MiB", "1g", "16E",
		"18446744073709551615", "50 %", "500‰", "-1%", "1G 500M", "5k",
	},
	catalog.KindTasksMax:   {"50%", "101%", "0%", "4096", "18446744073709551615", "1K", "5.5%", "1.5"},
	catalog.KindPercentage: {"50%", "200%", "0%", "50", "12.5%", "12.55%", "12.555%", "500‰", "5000‱", "99999999999%", "-5%", "0.01%", "0.001%"},
	catalog.KindWeight:     {"10", "9", "100", "1000", "1001", "10000", "10001", "2", "262144", "262145", "idle", "5k", "0x64", "1.5"},
	catalog.KindResourceLimit: {
		"1: 2", "1 :2", " 1", `"1:2"`, `1\:2`, "1::2", "5", "5:10", "10:5", "infinity:infinity", "5:infinity", "infinity:5", "1K",
		"1K:2M", "5s", "5s:1min", "1min", "+5", "-5", "-20", "20", "19", "40", "41", ":5", "5:", "5:5:5", "unlimited", "1.5",
		"65536:524288", "100ms", "+5:-5", "5 10",
	},
	catalog.KindDeviceLimit: {
		"/dev/sda 5M", "/dev/sda", "/dev/sda infinity", "/dev/sda 5x", "sda 5M", "/dev/sda 5M 6M", `"/dev/s da" 5M`, "/dev/../sda 5M",
		"/dev/sda 0", "/dev/sda 1G 500M", "%Z 5M", "/dev/%i 5M",
	},
	catalog.KindDeviceWeight: {
		"/dev/sda 500", "/dev/sda", "/dev/sda 0", "/dev/sda 10001", "/dev/sda 1", "/dev/sda 10", "/dev/sda 1000", "/dev/sda 1001",
		"sda 500", "/dev/sda 5 5", "/dev/sda foo",
	},
	catalog.KindDeviceTimespan: {"/dev/sda 5ms", "/dev/sda", "/dev/sda foo", "/dev/sda 5", "sda 5ms", "/dev/sda infinity"},
	catalog.KindPath: {
		"%A", "/a/%A", "%W/x", "/a/b", "a/b", "/a/../b", "/a//b/", "/a/./b", "./a", "/", "/%t/x", "%t/x", "%h", "~/x", "$HOME/x", "/a b",
		`"/a b"`, "/" + strings.Repeat("a", 256), "/" + strings.Repeat("a/", 2100), "/..", "-/a", "+/a",
	},
	catalog.KindWatchedPath: {"/a/b", "a/b", "/a/../b", "/a*", "%t/x", "~/x", "/a b", "!/a"},
	catalog.KindPathList: {
		"/a /b", "/a b /c", "-/a", "+/a", "-+/a", "+-/a", "!/a", `"/a b" /c`, `"/a`, "/a/../b /c", "~/x", "$HOME", "%t/x", "/a:/b",
		"/a::/b", "a:/b", "/a,/b", `/a\`, `/a\ b`, "%Z /a", "/a %Z", "--/a", "- /a",
	},
	catalog.KindPIDFile: {
		"/run/a.pid", "a.pid", "../a", "/var/run/a.pid", "/proc/1", "/run/%n.pid", "/run/%Z", `"/run/a.pid"`, "a/b.pid", "/run/../a",
		"/var/run", "run/a b.pid",
	},
	catalog.KindWorkingDirectory: {"/a", "a", "-/a", "-a", "~", "-~", "~/x", "/a/..", "-/a/..", "%h", "%h/x", "-%Z", "/%Z", "-", "$HOME", `"/a"`},
	catalog.KindEnvironmentFile:  {"/a", "-/a", "a", "-a", "/a/../b", "/etc/default/*", "%E/x", "/%Z", "-%E/x", "-", `"/a"`, "~/.env"},
	catalog.KindDirectories: {
		"/abs/%H", "a/%H", "a", "a b", "/a", "../a", "a/b", "a/../b", "private", "private/x", "a:b", "a:b c:d", "a:b:c", "a::b", "a:/b",
		"a:..", "%i", "%Z", "a:%Z", `"a b"`, `"a`, `a\ b`, `a\x20b`, ".", "a/", "foo bar/../x", ":b", "a:",
	},
	catalog.KindBindPaths: {
		`"/a:/b"`, `"/a":"/b":rbind`, `/a\:/b`, `"/a:/b":/c`, "/a::rbind", "/a", "/a /b", "-/a", "/a:/b", "/a:/b:rbind", "/a:/b:norbind",
		"/a:/b:bogus", "/a:/b:rbind:x", "a:/b", "/a:b", "/a:", "/a::", ":/a", "/a:/b:", "-a", "/%Z /b", "/a:%t/x", "/a/..:/b",
		"/a:/../b", `"/a b":/c`, `"/a`, "+/a", "/a:/b /c:/d:bad /e:f", "-/a:-/b", "/a  /b", "/a:/b:rbind  /c", "/a:/b   /c",
	},
	catalog.KindTemporaryFilesystems: {
		"/a", "/a:ro", "/a:size=1M,mode=0755 /b", "a", "/a/..", "/a:", "/a:ro:x", ":ro", `"/a b"`, `"/a`, "/%Z", "%t/x:ro", "/a a:ro",
	},
	catalog.KindMountImages: {
		`"/a b":/c`, `/a\:b:/c`, `/a\x20b:/c`, `"/a:/b`, `""`, `/a:/b\q`, "/a:/b", "/a", "/a:/b:root:ro", "-/a:/b", "a:/b", "/a:b",
		"/a:", "/a:/b:ro", "/a:/b:bogus:ro", "/a:/b /c", `"/a`, "/%Z:/b", "/a:/b:home:nodev:root:ro",
	},
	catalog.KindExtensionImages: {
		`"/a b"`, `/a\x20b`, `""`, `/a\q`, "/a", "-/a", "a", "/a:ro", "/a:root:ro", "/a:bogus:ro", `"/a`, "/%Z", "/a /b", "/a:",
	},
	catalog.KindImageOptions: {
		`"root:ro"`, `root:"a b"`, `root\:ro`, `"root`, "a:b:c", "ro", "root:ro", "bogus:ro", "root:ro,dev home:nodev", "ro,dev",
		"root:", ":ro", "%Z", "root:%i", `"ro"`,
	},
	catalog.KindRootHash: {
		"/a", "a", strings.Repeat("ab", 16), strings.Repeat("ab", 15), strings.Repeat("ab", 32), strings.Repeat("a", 33), "/a/..",
		strings.Repeat("gh", 16),
	},
	catalog.KindRootHashSignature: {
		"/a/../b", "/a//b", "base64:YQ==", "base64:YR==", "base64:Y Q = =", "/a", "a", "base64:YWJj", "base64:YW", "base64:",
		"base64:$$",
	},
	catalog.KindExec: {
		"rel/%H", "/%H", "%H", "/bin/true", "true", "bin/true", "/bin/", "/bin/../bin/true", "-/bin/false", "-bin/true", "@/bin/true",
		"@/bin/true true", "+/bin/true", "!/bin/true", "!!/bin/true", "+!/bin/true", "!!!/bin/true", "-@:+/bin/true a", "--/bin/true",
		"@@/bin/true a", "|echo", "-", "@", "-@", "", `/bin/true "a`, `"/bin/true`, `/bin/true \q`, `/bin/true "a\qb"`, `"/bin/tr*ue"`,
		`"/bin/a b"`, `/bin/true 'a b'`, "/bin/true %Z", "-/bin/true %Z", "/bin/true %1", "/bin/true 100% ok", "/bin/true %%", "/%Z",
		"%t/x", "%i", "/bin/true $FOO ${BAR}", "/bin/true ; /bin/false", "/bin/true ;", "; /bin/true", `/bin/true \; a`,
		"/bin/true; /bin/false", "/bin/true ; bin/false", "-bin/true ; bin/false", `/bin/true a\`, "$FOO", "~/x", `/bin/tr\x20ue`,
		`/bin/tr"ue"`, `"" a`, `/bin/true "" ''`, "@/bin/true ''", ".", "..", "/", "/bin/true | cat", "/bin/true > /dev/null",
		"A=b /bin/true", `/bin/x\"y`, "/bin/true %n %N %p %i %I %u %U %h %t %% %v", "-/%Z", strings.Repeat("a", 256),
		"/" + strings.Repeat("a", 256), "true/", "/bin/true \\x41\\101\\u0041", `/bin/true \x0`, `/bin/true \u00`, `/bin/true \400`,
	},
	catalog.KindUser: {
		"-", "-7", "a:%H", "%H", "root", "a:b", "a/b", "65535", "65534", "4294967295", "4294967294", "4294967296", "99999999999",
		"nobody", "a.b", "1abc", "a b", ".", "..", "-1", "-a", "_x", "a@b", "ü", "a$", "%i", "%u", "%Z", `"root"`, "0123", "0x10", "+5",
		strings.Repeat("a", 40), "'root'", "root # x",
	},
	catalog.KindGroupList: {"a b", "ok a/b", "65535", "a,b", "adm %Z", `"a b"`, `a\ b`, "nogroup", "a:b", "1 2 3", "-1"},
	catalog.KindCapabilitySet: {
		`CAP_KILL "CAP_CHOWN`, "CAP_CHOWN", "cap_chown", "CAP_BOGUS", "~CAP_CHOWN", "~CAP_BOGUS", "CAP_CHOWN CAP_KILL", "CHOWN",
		"CAP_CHOWN,CAP_KILL", "12", "99", "~", `"CAP_CHOWN`, `"CAP_CHOWN CAP_KILL"`, "CAP_CHOWN ~CAP_KILL",
	},
	catalog.KindSyscallFilter: {
		"read", "read write", "~read", "bogus", "read bogus", "@system-service", "@bogus", "~@privileged @resources", "~read:EPERM",
		"read:EPERM", "~read:kill", "~read:bogus", "~read:1", "~read:0", "~read:4096", "~@clock:ENOSYS", "@system-service ~@privileged",
		"read,write", "~bogus", "~read:", "READ", "~read:eperm", `"read"`, "@known", "open64", "pread", "umount", "_sysctl",
	},
	catalog.KindAddressFamilies: {
		`AF_UNIX "AF_INET`, `~"AF_INET`, "AF_UNIX", "AF_UNIX AF_INET", "~AF_INET", "none", "AF_BOGUS", "AF_BOGUS AF_UNIX", "af_unix",
		"UNIX", "AF_UNIX,AF_INET", "none AF_UNIX", "~none", "AF_UNSPEC", "AF_LOCAL", "AF_FILE", `"AF_UNIX"`, `"AF_UNIX`,
		"AF_NETLINK AF_PACKET", "any",
	},
	catalog.KindNamespaceFlags: {
		"user", "~user", "user pid", "bogus", "bogus user", "mnt", "mount", "cgroup ipc net mnt pid user uts", "time", "user,pid", "~",
		"true", `"user"`,
	},
	catalog.KindArchitectureList: {
		"native", "x86-64", "x86_64", "native x86", "bogus", "native bogus", "arm64 riscv64", "amd64", `"native"`, "NATIVE",
		"native,x86",
	},
	catalog.KindErrno:         {"EPERM", "eperm", "1", "4095", "4096", "EBOGUS", "kill", "KILL", "-1", "log"},
	catalog.KindSecurebits:    {"noroot", "noroot noroot-locked", "bogus", "noroot bogus", "keep-caps", "NOROOT"},
	catalog.KindSecurityLabel: {"a", "-a", "%Z", "-%Z", "-%i", "a b", "-"},
	catalog.KindSignal: {
		"SIGTERM", "TERM", "term", "sigterm", "15", "64", "65", "SIGRTMIN", "RTMIN+1", "SIGRTMIN+31", "SIGRTMIN+30", "SIGRTMAX-1",
		"RTMAX-40", "SIGBOGUS", "SIGCLD", "SIGIO", "SIGPOLL", "SIGRTMIN-1", "0x0f", "SIG15", "RTMIN+", "SIGTERM SIGINT",
	},
	catalog.KindExitStatusList: {
		"0", "1 2", "255", "256", "SIGTERM", "1 SIGKILL", "bogus", "1 bogus", "SUCCESS", "CHDIR", "EXIT_SUCCESS", "USAGE", "EX_USAGE",
		"1,2", "TERM", "1-5", "BPF", "EXCEPTION", "sigterm", "NOTRUNNING", "1,", "999",
	},
	catalog.KindEnvironment: {
		"A-B=%H", "A=%H 1B=%H", "A=1", "A=1 B=2", `"A=1 2"`, "A", "A=1 B", "1A=b", "A-B=c", "=b", "A=", `A="b c"`, `A='b`, `A=\x41`,
		`A=\q`, "A=%i", "A=%Z", "A=100%", "a.b=c", "export A=b", "A=$B", `A=b\`, "A =b", "_A=1", "A=%Z B=1", `"A=1" 'B=2'`, `A=\t`,
		`A=\x01`, "Ä=1", "A=1;B=2", "A=a,B",
	},
	catalog.KindEnvironmentNames: {"A", "A B", "A=1", "1A", "A-B", "A %Z", "%i", `"A B"`, "A,B", "*"},
	catalog.KindUnsetEnvironment: {"A", "A=1", "A B=2", "1A", "A-B", "A %Z", `"A=b c"`, `A=\q`},
	catalog.KindJournalFields: {
		"A=1", "A", "a=1", "_A=1", "1A=1", "A=1 B=2", `"A=b c"`, "A=%i", "A=%Z", "A_B=x", "=1", strings.Repeat("A", 65) + "=1",
		"A=1 b=2",
	},
	catalog.KindJournalNamespace: {`a\x`, "a:b", "a", "a/b", "a b", "%i", "%Z", ".", "a.b", strings.Repeat("a", 250), "a@b", "ü"},
	catalog.KindStandardInput: {
		"null", "tty", "tty-force", "tty-fail", "socket", "fd", "fd:", "fd:foo", "fd:a:b", "data", "file:/a", "file:a", "file:",
		"file:/%Z", "fd:%Z", "fd:%i", "bogus", "file", "NULL", "tty-", "append:/a", "inherit",
	},
	catalog.KindStandardOutput: {
		"inherit", "null", "tty", "journal", "kmsg", "journal+console", "kmsg+console", "syslog", "syslog+console", "socket", "fd",
		"fd:foo", "fd:a:b", "file:/a", "file:a", "append:/a", "append:a", "truncate:/a", "truncate:a", "file:/%Z", "/var/log/a.log",
		"console", "file:/a/../b", "append:", "file: /a", `file:"/a"`, "journald", "file:~/x", "append:%L/x",
	},
	catalog.KindBase64: {
		"Y W J j", "YWJj YWJj", "YWJjYQ==YWJj", "YR==", "Y", "YWJj====", "YWJj==", "YW=", "YWJj", "YW Jj", "YW", "$$", "YWJj=", "YQ==",
		"YQ==",
	},
	catalog.KindEscapedText: {`a\nb`, `a\qb`, `a\`, "a b", "%Z", "100%", `\x41`, `\x0`, `\x00`},
	catalog.KindSetCredential: {
		"a:YQ==", "a:YR==", "a:b", "a", "a:", ":b", "a/b:c", "%i:b", "%Z:b", `a:b\n`, `a:b\q`, "a:b:c", "a:YWJj", "a:YW", "a b:c",
		"..:b", "ä:b", `a:\x00`,
	},
	catalog.KindLoadCredential: {
		"a:/x//y", "a:/x/", "a", "a:/b", "a:b", "a:b/c", "a:/b/../c", ":b", "a:", "%i:/b", "%Z:/b", "a:/%Z", "a/b", "a:/b c", "a:..",
		"a:%t/x", `%\x0i`, `a\b:/c`, `a\`,
	},
	catalog.KindUnit: {
		"%H", "a-%H.slice", "a.service", "a.socket", "a.slice", "a-b.slice", "a.target", "a@.service", "a@b.service", "%i.service",
		"%Z.service", "a b.service", "a", "a.bogus", `"a.service"`, "a.service b.service", "%p.service", "-.slice", "system-%i.slice",
		"a/b.service", "a@b.slice", "../a.slice", "system.slice", "%H.service", "a.slice.slice",
	},
	catalog.KindUnitList: {
		"a.service", "a.service b.service", "a", "a b.service", "a.service,b.service", "a.service, b.service", "a@.service",
		"a@b.service", "%i.service", "%Z.service", "a.bogus", `"a.service"`, "@a.service", "a.socket b.socket", "%p.socket",
		"a.service;", "a/b.service", "dev-sda.device", "a\\x2db.service", "%n", "a b.socket", ".service", "a.service #x", "%f.service",
		"%t.service", "a@%i.service", strings.Repeat("a", 250) + ".service", "ä.service", "%%.service", "a%.service",
	},
	catalog.KindCondition: {
		"x", "|x", "!x", "|!x", "!|x", "| x", "|", "!", "%Z", "|%Z", "%i", "100%", "true", "|true", ">=4", "| ! true", "kvm",
		"container", "x86-64", "CAP_CHOWN", "tpm2",
	},
	catalog.KindConditionPath: {
		"/a", "|/a", "!/a", "|!/a", "!|/a", "| /a", "! /a", "a", "!a", "|", "!", "/%Z", "%t/x", "/a/..", "/a*", "|!", "~/a", "!%t/x",
		`"/a"`, "/a b",
	},
	catalog.KindTimer: {
		"5", "5min", "1h 30m", "foo bar", "-5", "daily", "hourly", "Daily", "weekly", "biannually", "fortnightly", "*-*-* 10:00",
		"*-*-* 10:00:00", "10:00", "10", "Mon", "Mon 10:00", "Mon,Tue 10:00", "Mon..Fri 10:00", "Fri..Mon 10:00", "Mon-Fri 10:00",
		"Mon- 10:00", "Mon,", "Monday", "Mond", "Mon *-*-* 25:00", "2026-01-01", "2026-13-01", "2026-1-32", "2026-02-30", "12-25",
		"*-12-25", "*-*-1..7", "*-*-7..1", "*-*~1", "*-*~7/1", "*-*~1/5", "*:0/15", "*:0/0", "*:0/60", "*:0/61", "*:*:30.5", "*:*:0/0.5",
		"*-*-* *:*:00", "00:00:60", "00:60", "24:00", "10:00 UTC", "10:00 utc", "10:00 Europe/Berlin", "10:00 Foo/Bar", "10:00 CET",
		"10:00 XYZ", "@1234", "@", "@12 10:00", "0 5 * * *", "*/5 * * * *", "*-*-* 10:00,11:00", "*-*-* 10,11:00", "*-*-* 4,6..8/2:00",
		"1..5:00", "5..5:00", "5..6:00", "1/30:00", "2199-1-1", "2200-1-1", "1969-1-1", "69-1-1", "70-1-1", "99-1-1", "100-1-1",
		"Sat *-*-1..7 18:00:00", "Sun 2020-*-*", "*", "* *", "*-*", "*-*-*", "*:*", "10:0", "1:2:3", "1:2:3:4", "a:b", "*-*-*T10:00",
		"*-*-*  10:00", "Mon  10:00", "Mon.Tue", "Mon...Tue", "mon..tue,sat", "Mon Tue", "10:00:00 Mon", "*-*-01 00:00:00 UTC",
		"minutely", "anually", "@daily", "*-*-* 0/2:00:00", "*-1,4,7,10-01", "1.5:00", "00:00:59.999999", "00:00:0.1234567", "-*-*",
		"*-05~07/1", "*-05~31/1", "*-05~03", "2026-06-01..02", "%Z", "*:0/%i", "10:00 %Z", "infinity daily", "5 daily", "4294967296:00",
		"Wed, 10:00", "Wed,Wed 1:00", "Tue..Wed,Thu..Fri 1:00",
	},
	catalog.KindURLList: {
		`""`, `man:a(1) ""`, "%A", "%A man:a(1)", "http://x", "https://x y", "man:foo(1)", "info:foo", "file:/a", "file:///a", "file:a",
		"foo", "foo http://x", "http://", "www.x.org", "ftp://x", "man:", "https://x, https://y", "%Z", "http://%i", "http://ä",
		`"http://x`, "https://x/?a=%20b", "MAN:foo(1)", "man: foo", "<https://x>", "http://x#y",
	},
	catalog.KindDBusName: {
		"org.x.y", "bad", "org..x", ".org.x", "org.x.", "org.1x", "org.x-y", "org.%i.x", "org.x_y", "org.x y", ":1.5", "org.%Z", "org.ä",
		`"org.x"`, strings.Repeat("a.", 130) + "b",
	},
	catalog.KindFDName: {"a", "a:b", "a b", "%i", "%Z", strings.Repeat("a", 256), "ä", "a/b"},
	catalog.KindSocketAddress: {
		"80", "0", "65535", "65536", "1.2.3.4:80", "1.2.3.4", "[::1]:80", "::1:80", "[::1]", "*:80", ":80", "localhost:80",
		"/run/a.sock", "run/a.sock", "@abstract", "@", "vsock:1:2", "vsock::2", "vsock:1", "vsock:", "/run/../a", "/var/run/a.sock",
		"%t/a.sock", "%Z", "/run/%i", "route 0", "route", "bogus 1", "audit 1", "kobject-uevent", "80 81", "0.0.0.0:80", "[::]:80",
		"[1.2.3.4]:80", "/" + strings.Repeat("a", 107), "/" + strings.Repeat("a", 106), `"/run/a"`, "tcp:80", "1.2.3.4:0", "08", "0x50",
		"256.1.1.1:80", "/mqueue", "[::1%%lo]:80", "/run/a b", "1.2.3:80", "+80", "http",
	},
	catalog.KindSocketBindRule: {
		"80", "tcp:80", "udp:80-90", "ipv4:tcp:80", "ipv6:80", "any", "tcp", "ipv4", "ipv4:any", "90-80", "0", "65536", "bogus:80",
		"tcp:ipv4:80", "80-", "ipv4:tcp", "tcp:", "TCP:80", "80,81", "0-80",
	},
	catalog.KindIPPrefixes: {
		"localhost.localdomain", "localhost6", "a.localhost", "localhost.localdomain.", "any", "localhost", "1.2.3.4", "1.2.3.4/24",
		"1.2.3.4/33", "::1", "::1/128", "::1/129", "300.1.1.1", "10.0.0.0/8 any", "10.0.0.0/8, any", "link-local multicast", "bogus",
		"1.2.3", "1.2.3.4/", "fe80::1%eth0", "::ffff:1.2.3.4", "ANY", `"any"`, "1.2.3.4/24/5", "1.2.3.4/024", "01.2.3.4", "[::1]",
		"10/8", "all",
	},
	catalog.KindInterfaceName: {
		"0x10", "+5", "-1", "eth0", "*", "eth0:1", "%i", "%Z", "a b", "all", "1", strings.Repeat("a", 16), strings.Repeat("a", 128),
		"lo", ".", "a/b", "ä",
	},
	catalog.KindInterfaceNames: {
		"0x10 010 +5 0x0 -1 eth0", "eth0", "~eth0", "eth0 lo", "eth0:1", "eth0 a/b", "~", `"eth0 lo"`, strings.Repeat("a", 16), "1", "*",
		"eth*", "eth0,lo",
	},
	catalog.KindDeviceAllow: {
		"/dev/null", "/dev/null rw", "/dev/null rwm", "/dev/null x", "/dev/null r w", "/etc/passwd rw", "char-pts rw", "block-*",
		"char-", "dev/null", "/dev", "/dev/", "/dev/../etc", "%Z", "/dev/%i rw", `"/dev/n ull" rw`, `"/dev/null`, "/dev/null RW",
		"/run/systemd/inaccessible/chr", "/dev/disk/by-id/x r", "/dev/null, rw", "pts rw", "/dev/null rw # c",
	},
	catalog.KindCPUSet: {
		"0", "0-3", "0,2", "0 2", "3-0", "0-", "a", "8191", "8192", "9999", "0-8192", "0,a", "numa", "all", "%i", `"0 1"`, "0x1", "-5",
		"0--3", "1-2-3", "0,,2", ",",
	},
	catalog.KindControllers: {"cpu", "cpu memory", "bogus", "cpu bogus", "cpu,memory", "cpuset io pids", `"cpu"`, "CPU", "bpf-foreign"},
	catalog.KindDelegate:    {"cpu", "cpu memory", "bogus", "cpu bogus", "cpu,memory", "cpuset io pids", `"cpu memory"`, "true", `"cpu`, "Yes"},
	catalog.KindCoredumpFilter: {
		"default", "all", "private-anonymous", "bogus", "0x33", "33", "private-anonymous bogus", "xyz", "elf-headers shared-huge", "0xg",
		"private-anonymous,shared-huge",
	},
	catalog.KindBPFProgram: {
		"egress:/a", "bogus:/a", "egress", "egress:a", "egress:", ":/a", "egress:/%Z", "egress:/a/..", "bind4:/sys/fs/bpf/x",
		"egress:/a:b",
	},
	catalog.KindXattr:        {"user.a=b"},
	catalog.KindString:       {"a b c", "%n", "%k", "100%ok", "50 %", "ä", strings.Repeat("x", 3000)},
	catalog.KindMountNode:    {"/dev/sda", "UUID=x", "%Z", "a b", "LABEL=x", "/dev/%i"},
	catalog.KindInstanceName: {"a", "a/b", "a b", "%i", "%Z"},
	catalog.KindFilesystems:  {"ext4", "~ext4", "@basic-api", "@bogus", "bogus"},
}

// valuesOf returns the values that a directive is tried with: those of every
// kind, those of its own, and for enums each word with slips of it.
func valuesOf(d *catalog.Directive) []string {
	seen := map[string]bool{}
	var values []string
	add := func(more ...string) {
		for _, v := range more {
			v = strings.Trim(v, " \t")
			if !seen[v] && !strings.HasSuffix(v, `\`) { // a backslash would join the next line
				seen[v] = true
				values = append(values, v)
			}
		}
	}
	add(anyValues...)
	add(kindValues[d.Kind]...)
	if d.Kind == catalog.KindEnum {
		for _, word := range catalog.EnumValues(d.Param) {
			add(word.Word, strings.ToUpper(word.Word), word.Word+"x", word.Word+" "+word.Word)
		}
		add("true", "off", "2", "3", "4", "7", "8", "127", "128", "255", "256")
	}
	return values
}
