package daemon

import (
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/unitlint/unitlint/internal/systemdtest"
	"github.com/unitlint/unitlint/lint/locate"
	"github.com/unitlint/unitlint/lint/source"
)

// told returns the statements of a text: "LINE section.key=value".
func told(name, text string) []string {
	var all []string
	for _, s := range Read(source.New(name, []byte(text))) {
		all = append(all, fmt.Sprintf("%d %s=%s", s.Place.StartPosition().Line, strings.Trim(s.Section+"."+s.Key, "."), s.Value))
	}
	return all
}

func TestRead(t *testing.T) {
	for title, c := range map[string]struct {
		name, text string
		want       []string
	}{
		"words":    {"x.conf", "# comment\nport 80 # here\n\nPidFile \"/run/x.pid\"\nuser\n", []string{"2 port=80", "4 pidfile=/run/x.pid", "5 user="}},
		"sections": {"x.ini", "[Server]\nport = 80\n; comment\n[ a.b ]\nuser=x\n", []string{"2 server.port=80", "5 a.b.user=x"}},
		"colons":   {"x.conf", "server:\n  port: 53\n  interface: ::1\n", []string{"1 server=", "2 port=53", "3 interface=::1"}},
		"braces": {"x.conf", "http {\n server { listen 80; listen [::]:443 ssl; }\n}\npid /run/x.pid;\n", []string{"1 http=", "2 http.server=",
			"2 http.server.listen=80", "2 http.server.listen=[::]:443 ssl", "4 pid=/run/x.pid"}},
		"markup":    {"x.conf", "<IfModule ssl>\nListen 443\n</IfModule>\nListen 80\n", []string{"1 ifmodule=ssl", "2 ifmodule.listen=443", "4 listen=80"}},
		"variables": {"x.conf", "User ${RUN_USER}\n", []string{"1 user=${RUN_USER}"}},
		"calls":     {"x.conf", "input(type=\"imudp\" port=\"514\")\n", []string{"1 input.type=imudp", "1 input.port=514"}},
		"indices":   {"x.conf", "env[PLACE] = /home/x\nphp_value[error_log]=/var/log/x\n", []string{"1 env[place]=/home/x", "2 php_value[error_log]=/var/log/x"}},
		"options":   {"x.conf", "-p 11211\n-P /run/x.pid\n", []string{"1 -p=11211", "2 -P=/run/x.pid"}},
		"of IPv6":   {"x.conf", "-l ::1\nbind :: \nhttp: :80\n", []string{"1 -l=::1", "2 bind=::", "3 http=:80"}},
		"addresses": {"Caddyfile", ":80 {\n\troot * /srv\n}\n", []string{"1 =:80", "2 root=* /srv"}},
		"selectors": {"x.conf", "auth,authpriv.*\t-/var/log/auth.log\n", []string{"1 auth,authpriv.*=-/var/log/auth.log"}},
		"yaml": {"x.yml", "web:\n  port: 8080\n  hosts: [a, b]\nlog: &l /var/log/x\nagain: *l\n", []string{"2 web.port=8080", "3 web.hosts=a",
			"3 web.hosts=b", "4 log=/var/log/x"}},
		"json":                  {"x.json", "{\"port\": 80,\n \"a\": {\"b\": [\"c\"]}}\n", []string{"1 port=80", "2 a.b=c"}},
		"json by its beginning": {"x.hcl", "{\n \"a\": {\"b\": 1}}\n", []string{"2 a.b=1"}},
		"keys of some words": {"x.conf", "Pid Directory = \"/a\"\nlog  file = /b\nset x = 1\ncp a b\n",
			[]string{"1 pid directory=/a", "2 log file=/b", "3 set=x = 1", "4 cp=a b"}},
		"lists of paths":    {"x.toml", "a = [\"/b\", '/c']\nd = [\"e\", \"/f\"]\n", []string{"1 a=/b", "1 a=/c", "2 d=[\"e\", \"/f\"]"}},
		"no yaml":           {"x.yml", "port: 80\n\tbroken: [\n", []string{"1 port=80", "2 broken=["}},
		"a broken document": {"x.yml", "a:\n  port: 80\n---\nport: 81\n\tbroken: [\n", []string{"2 a.port=80", "3 ---=", "4 port=81", "5 broken=["}},
		"two objects":       {"x.conf", "{\n  \"file\": 1\n}{\n  \"a\": \"/b\"\n}\n", []string{"2 file=1", "4 a=/b"}},
		"xml": {"x.xml", "<Server port=\"8005\">\n <Connector port=\"8080\"/>\n <dir>/var/x</dir>\n</Server>\n", []string{"1 server.port=8005",
			"2 server.connector.port=8080", "3 server.dir=/var/x"}},
	} {
		if diff := cmp.Diff(c.want, told(c.name, c.text)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", title, diff)
		}
	}
}

func treeOf(t testing.TB, files systemdtest.Tree) *locate.Tree {
	t.Helper()
	tree, err := locate.OpenRoot(systemdtest.Write(t, files), "")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = tree.Close() })
	return tree
}

// facts returns what is meant: "meaning value FILE:LINE", with "?" where words
// alone say so.
func facts(c *Configuration) []string {
	var all []string
	for _, f := range c.Facts {
		text := string(f.Meaning) + " " + strings.Join(f.Values, ",")
		if !f.Known {
			text += "?"
		}
		if !f.Default {
			text += fmt.Sprintf(" %s:%d", f.Setting.Place.File.Path, f.Setting.Place.StartPosition().Line)
		}
		all = append(all, text)
	}
	return all
}

func TestOf(t *testing.T) {
	tree := treeOf(t, map[string]string{
		"etc/nginx/nginx.conf":                     "user web;\nhttp { include conf.d/*.conf; }\npid /run/nginx.pid;\n",
		"etc/nginx/conf.d/a.conf":                  "server { listen unix:/run/a.sock; listen 127.0.0.1:8080 ssl; access_log off; }\n",
		"etc/apache2/envvars":                      "export APACHE_RUN_USER=www-data\nexport APACHE_LOG_DIR=/var/log/apache2$SUFFIX\n",
		"etc/apache2/apache2.conf":                 "User ${APACHE_RUN_USER}\nErrorLog ${APACHE_LOG_DIR}/error.log\nInclude ports.conf\nInclude apache2.conf\n",
		"etc/apache2/ports.conf":                   "Listen 80\n<IfModule ssl_module>\nListen 443\n</IfModule>\n",
		"etc/postgresql/15/main/postgresql.conf":   "port = 5433 # other\ninclude_dir = 'conf.d'\n",
		"etc/postgresql/15/main/conf.d/x.conf":     "log_directory = '/srv/log'\n",
		"etc/postgresql/15/second/postgresql.conf": "port = 5555\n",
		"etc/unseen/unseen.conf":                   "[server]\nhttp_port = 9000\ndata-dir = /srv/unseen\n[database]\nport = 5432\n[smtp]\nuser = mailer\n",
		"etc/unknownd.conf":                        "listen 10\n",
		"etc/plain/config.toml": "[api]\naddress = \"0.0.0.0:443\"\npeer = \"10.0.0.1:80\"\n" +
			"store = \"sqlite:///srv/plain/a.sqlite3?mode=rw\"\n[upstream]\nhost = \"0.0.0.0:25\"\n",
	})
	for _, c := range []struct {
		request Request
		want    []string
	}{
		{Request{Program: "/usr/sbin/nginx"}, []string{
			"user web etc/nginx/nginx.conf:1", "socket /run/a.sock etc/nginx/conf.d/a.conf:1", "listen 8080 etc/nginx/conf.d/a.conf:1",
			"pid-file /run/nginx.pid etc/nginx/nginx.conf:3",
		}},
		{Request{Program: "/usr/sbin/apache2"}, []string{"user www-data etc/apache2/apache2.conf:1",
			"log /var/log/apache2/error.log etc/apache2/apache2.conf:2", "listen 80 etc/apache2/ports.conf:1"}},
		{Request{Program: "/usr/bin/pg_ctlcluster", Instance: "15-main"}, []string{"port 5433 etc/postgresql/15/main/postgresql.conf:1",
			"data /srv/log etc/postgresql/15/main/conf.d/x.conf:1"}},
		{Request{Program: "/usr/sbin/sshd"}, []string{"port 22"}},
		{Request{Program: "/usr/bin/unseen"}, []string{"port 9000? etc/unseen/unseen.conf:2", "data /srv/unseen? etc/unseen/unseen.conf:3"}},
		{Request{Program: "/usr/bin/absent", Named: []string{"/etc/unknownd.conf", "/etc/missing.conf"}}, []string{"listen 10? etc/unknownd.conf:1"}},
		{Request{Program: "/usr/bin/unknown", Texts: []string{"/etc/unknownd.conf", "/etc/unseen/unseen.conf"}},
			[]string{"listen 10? etc/unknownd.conf:1"}},
		{Request{Program: "/usr/bin/plain"}, []string{"listen 443? etc/plain/config.toml:2", "data /srv/plain? etc/plain/config.toml:4"}},
		{Request{Program: "/usr/bin/nothing"}, nil},
	} {
		if diff := cmp.Diff(c.want, facts(Of(tree, c.request))); diff != "" {
			t.Errorf("%s (-want +got):\n%s", c.request.Program, diff)
		}
	}
}

// TestPairs holds that ports count as listened on where their own address is every
// one of the host.
func TestPairs(t *testing.T) {
	tree := treeOf(t, map[string]string{
		"etc/paired.ini": "[web]\nbind-address = 0.0.0.0\nport = 80\n[admin]\nport = 81\n[x]\nhttp_addr = ::\nhttp_port = 82\ndebug_port = 83\n",
	})
	var plain []string
	for _, f := range Of(tree, Request{Program: "/usr/bin/paired"}).Facts {
		if f.Plain {
			plain = append(plain, f.Values...)
		}
	}
	if want := []string{"80", "82"}; !slices.Equal(plain, want) {
		t.Errorf("%q, not %q", plain, want)
	}
}

// TestRotation holds that logs are the paths before what is said of them, and that
// scripts are what it runs.
func TestRotation(t *testing.T) {
	tree := treeOf(t, map[string]string{
		"etc/logrotate.conf": "weekly\ncompresscmd /usr/bin/zstd\nolddir\t/srv/old\n/srv/g/h.log { rotate 2 }\ninclude\t/etc/logrotate.d\n",
		"etc/logrotate.d/app": "/srv/a/*.log '/srv/b c/x.log'\n/srv/*/d.log\n{\n" +
			"\tpostrotate\n\t\t/usr/bin/reload\n\t}\n\tendscript\n\tdaily\n}\n/srv/e/f.log {\n  create 640 root adm\n}\n",
	})
	want := []string{"data /srv/old etc/logrotate.conf:3", "rotated /srv/g etc/logrotate.conf:4", "rotated /srv/a etc/logrotate.d/app:1",
		"rotated /srv/b c etc/logrotate.d/app:1", "program /usr/bin/reload\n} etc/logrotate.d/app:7", "rotated /srv/e etc/logrotate.d/app:10"}
	if diff := cmp.Diff(want, facts(Of(tree, Request{Program: "/usr/sbin/logrotate"}))); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// TestZones holds that files of zones are written where the zone is fetched.
func TestZones(t *testing.T) {
	tree := treeOf(t, map[string]string{
		"etc/bind/named.conf": "options { directory \"/var/cache/bind\"; };\nview \"in\" { zone \"a\" { file \"/srv/a\"; type slave; }; };\n" +
			"zone \"b\" { type master; file \"/srv/b\"; };\nzone \"c\" {\n  type secondary;\n  file \"/srv/c\";\n};\n",
	})
	want := []string{"data /var/cache/bind etc/bind/named.conf:1", "zone /srv/a etc/bind/named.conf:2",
		"zone /srv/c etc/bind/named.conf:6", "port 53", "udp-port 53"}
	if diff := cmp.Diff(want, facts(Of(tree, Request{Program: "/usr/sbin/named"}))); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// TestShares holds that of the directories that clients see those count as written which
// they may write to.
func TestShares(t *testing.T) {
	tree := treeOf(t, map[string]string{
		"etc/samba/smb.conf": "[global]\nworkgroup = A\n[a]\npath = /srv/a\nread only = no\n[b]\npath = /srv/b\n[c]\nwritable = yes\n" +
			"path = /srv/c\n[d]\npath = /srv/d\nwritable = no\n[e]\npath = /srv/%U\nwrite ok = yes\n",
		"etc/rsyncd.conf": "[a]\npath = /srv/a\nread only = false\n[b]\npath = /srv/b\n",
	})
	want := []string{"served /srv/a etc/samba/smb.conf:4", "served /srv/c etc/samba/smb.conf:10", "port 445"}
	if diff := cmp.Diff(want, facts(Of(tree, Request{Program: "/usr/sbin/smbd"}))); diff != "" {
		t.Errorf("smbd (-want +got):\n%s", diff)
	}
	want = []string{"served /srv/a etc/rsyncd.conf:2", "port 873"}
	if diff := cmp.Diff(want, facts(Of(tree, Request{Program: "/usr/bin/rsync"}))); diff != "" {
		t.Errorf("rsync (-want +got):\n%s", diff)
	}
}

// TestDevices holds that devices are told from the words around them, and from what
// is no device.
func TestDevices(t *testing.T) {
	tree := treeOf(t, map[string]string{
		"etc/chrony/chrony.conf": "refclock PHC /dev/ptp0 poll 3\nrefclock PPS /dev/pps0:clear lock NMEA\nrefclock SHM 0\nrefclock SOCK /run/x.sock\n",
	})
	want := []string{"device /dev/ptp0 etc/chrony/chrony.conf:1", "device /dev/pps0 etc/chrony/chrony.conf:2", "socket /run/x.sock etc/chrony/chrony.conf:4"}
	if diff := cmp.Diff(want, facts(Of(tree, Request{Program: "/usr/sbin/chronyd"}))); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// TestJails holds that of the jails of fail2ban those count that are switched on in
// the end.
func TestJails(t *testing.T) {
	tree := treeOf(t, map[string]string{
		"etc/fail2ban/jail.conf":          "[DEFAULT]\nenabled = false\n[nginx]\nenabled = true\nlogpath = /home/a/log\n[sshd]\nport = ssh\nlogpath = /home/b/log\n",
		"etc/fail2ban/jail.d/debian.conf": "[sshd]\nenabled = true\n",
		"etc/fail2ban/jail.local":         "[nginx]\nenabled = no\n",
	})
	want := []string{"firewall true etc/fail2ban/jail.d/debian.conf:2"}
	found := Of(tree, Request{Program: "/usr/bin/fail2ban-server"})
	if diff := cmp.Diff(want, facts(found)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if len(found.Named) != 1 || found.Named[0].Value != "/home/b/log" {
		t.Errorf("it follows %v, want the log of the jail that is switched on", found.Named)
	}
}

// TestMayAsk holds that only a configuration that was read as a whole tells what a
// program is not asked for.
func TestMayAsk(t *testing.T) {
	for _, c := range []struct {
		name, configuration string
		named               []string
		want                bool
	}{
		{"a statement", "server a\nMailOnChange root@localhost 0.5\n", nil, true},
		{"none", "server a\n", nil, false},
		{"a comment", "# mailonchange root@localhost 0.5\n", nil, false},
		{"a file that is included", "confdir /etc/chrony/conf.d\n", nil, true},
		{"a file that is missing", "include /etc/chrony/missing.conf\n", nil, true},
		{"a file that the command line names", "server a\n", []string{"/etc/other.conf"}, true},
		{"no file", "", nil, true},
	} {
		files := map[string]string{"etc/chrony/conf.d/a": "mailonchange root@localhost 0.5\n"}
		if c.configuration != "" {
			files["etc/chrony/chrony.conf"] = c.configuration
		}
		found := Of(treeOf(t, files), Request{Program: "/usr/sbin/chronyd", Named: c.named})
		if got := found.MayAsk([]string{"mailonchange"}); got != c.want {
			t.Errorf("%s: %t, want %t", c.name, got, c.want)
		}
	}
	if found := Of(treeOf(t, map[string]string{"etc/unseen.conf": "a b\n"}), Request{Program: "/usr/bin/unseen"}); !found.MayAsk([]string{"c"}) {
		t.Error("a program whose files nobody knows may have others")
	}
}

// TestRulesOfAccess holds that a server whose configuration is in two files is asked
// for nothing only where both were read.
func TestRulesOfAccess(t *testing.T) {
	const asking = "host all all samenet trust\n"
	for _, c := range []struct {
		name, server, rules, elsewhere string
		want                           bool
	}{
		{"both", "port = 5432\n", "local all all peer\n", "", false},
		{"both, which ask", "port = 5432\n", asking, "", true},
		{"one alone", "port = 5432\n", "", "", true},
		{"elsewhere", "hba_file = '/etc/rules.conf'\n", "", "local all all peer\n", false},
		{"elsewhere, which ask", "hba_file = '/etc/rules.conf'\n", "", asking, true},
		{"elsewhere, which is missing", "hba_file = '/etc/rules.conf'\n", "", "", true},
	} {
		files := map[string]string{"etc/postgresql/15/main/postgresql.conf": c.server}
		for name, text := range map[string]string{"etc/postgresql/15/main/pg_hba.conf": c.rules, "etc/rules.conf": c.elsewhere} {
			if text != "" {
				files[name] = text
			}
		}
		found := Of(treeOf(t, files), Request{Program: "/usr/lib/postgresql/15/bin/postgres", Instance: "15/main"})
		if got := found.MayAsk([]string{"samenet"}); got != c.want {
			t.Errorf("%s: %t, want %t", c.name, got, c.want)
		}
	}
}

// TestReadingEnds checks that a configuration of many large files is read up to a bound, and
// that the rest is known to be missing.
func TestReadingEnds(t *testing.T) {
	for title, c := range map[string]struct {
		text string
		most int
	}{
		"statements": {strings.Repeat("log_format a;\n", mostSettings), mostStatements/mostSettings + 1},
		"bytes":      {strings.Repeat("# nothing\n", mostSize/len("# nothing\n")), mostRead/mostSize + 2},
	} {
		tree := systemdtest.Tree{"etc/nginx/nginx.conf": "include /etc/nginx/conf.d/*;\n"}
		for i := range 40 {
			tree[fmt.Sprintf("etc/nginx/conf.d/%d", i)] = c.text
		}
		if found := Of(treeOf(t, tree), Request{Program: "/usr/sbin/nginx"}); len(found.Files) > c.most || !found.partial {
			t.Errorf("%s: %d files were read, of at most %d; partial: %t", title, len(found.Files), c.most, found.partial)
		}
	}
}

// TestIncludesEnd holds that files that include each other, everything, or what
// lies outside of the tree come to an end.
func TestIncludesEnd(t *testing.T) {
	files := map[string]string{"etc/nginx/nginx.conf": "include /etc/nginx/*; include ../../../../../*/*; include " + strings.Repeat("*/", 50) + "*;\n"}
	for i := range 400 {
		files[fmt.Sprintf("etc/nginx/%d", i)] = "include /etc/nginx/*;\nlisten 80;\n"
	}
	if c := Of(treeOf(t, files), Request{Program: "/usr/sbin/nginx"}); len(c.Files) > mostFiles {
		t.Errorf("%d files", len(c.Files))
	}
}

func TestPrograms(t *testing.T) {
	seen := map[string]bool{}
	for _, p := range slices.Concat(programs...) {
		if p.source == "" || len(p.keys)+len(p.defaults)+len(p.files) == 0 {
			t.Errorf("%v: an incomplete row", p.names)
		}
		for _, name := range p.names {
			if seen[name] {
				t.Errorf("%s has two rows", name)
			}
			seen[name] = true
			if got := programOf(name); got == nil || !slices.Contains(got.names, name) {
				t.Errorf("%s is not found", name)
			}
		}
		for i, k := range p.keys {
			if _, err := filepath.Match(k.name, "x"); err != nil {
				t.Errorf("%v: %q is no pattern", p.names, k.name)
			}
			last := k.name[strings.LastIndexByte(k.name, '.')+1:]
			for _, before := range p.keys[:i] {
				for _, name := range []string{k.name, last} {
					if matches, _ := filepath.Match(before.name, strings.ReplaceAll(name, "*", "x")); matches {
						t.Errorf("%v: %q never counts behind %q", p.names, k.name, before.name)
					}
				}
			}
		}
	}
	if len(seen) < 45 {
		t.Errorf("%d programs", len(seen))
	}
}

func FuzzRead(f *testing.F) {
	for _, name := range []string{"x.conf", "x.yml", "x.xml"} {
		f.Add(name, "[a]\nport = 80 {\n listen 1;\n}\n<x y='1'>\n")
	}
	f.Fuzz(func(t *testing.T, name, text string) {
		file := source.New(name, []byte(text))
		for _, s := range Read(file) {
			if s.Place.File != file {
				t.Fatalf("%q lies nowhere", s.Key)
			}
			for _, m := range []Meaning{Port, Listen, User, Log, meaningOf(s)} {
				if is, values := valuesOf(m, s.Value, s.Whole); len(values) > 0 && is == Socket && !strings.HasPrefix(values[0], "/") {
					t.Errorf("%q is a socket", values[0])
				}
			}
		}
	})
}

// TestHugeValues holds that a value which no one writes costs no time and says nothing.
func TestHugeValues(t *testing.T) {
	huge := strings.Repeat(":/a,/b", 1<<17)
	for program, files := range map[string]map[string]string{
		"/usr/bin/unseen":               {"etc/unseen.yaml": "log_dirs: '" + huge + "'\n", "etc/unseen/unseen.conf": "\n"},
		"/usr/lib/postfix/sbin/master":  {"etc/postfix/main.cf": "virtual_mailbox_base = " + huge + "\n"},
		"/usr/sbin/clickhouse-server":   {"etc/clickhouse-server/config.xml": "<clickhouse path='" + huge + "'/>"},
		"/usr/share/unseen/application": {"usr/share/unseen/application.yaml": "port: '" + huge + "'\n"},
	} {
		if c := Of(treeOf(t, files), Request{Program: program}); slices.ContainsFunc(c.Facts, func(f Fact) bool { return !f.Default }) || len(c.Files) == 0 {
			t.Errorf("%s: %d facts of %q", program, len(c.Facts), c.Files)
		}
	}
}
