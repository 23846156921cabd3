package daemon

import (
	"slices"
	"testing"

	"github.com/unitlint/unitlint/internal/systemdtest"
)

// TestMailPlaces holds what the places of mail are, up to what depends on the user.
func TestMailPlaces(t *testing.T) {
	for value, want := range map[string][]string{
		"maildir:/srv/mail/%d/%n":                      {"/srv/mail"},
		"mdbox:/srv/mail/%u:INDEX=/srv/index/%u:UTF-8": {"/srv/mail", "/srv/index"},
		"/srv/vmail":                     {"/srv/vmail"},
		"/srv/vmail/":                    {"/srv/vmail"},
		"/srv/mail/%{user}/mail":         {"/srv/mail"},
		"/srv/mail-%u":                   {"/srv"},
		"maildir:~/Maildir":              nil,
		"mbox:~/mail:INBOX=/var/mail/%u": {"/var/mail"},
		"/%d/%n":                         nil,
		"":                               nil,
	} {
		if got := mailPlaces(value); !slices.Equal(got, want) {
			t.Errorf("%q: %q, want %q", value, got, want)
		}
	}
}

// TestMailServers reads the configuration of servers of mail, of what they ask, and of jobs.
func TestMailServers(t *testing.T) {
	tree := treeOf(t, systemdtest.Tree{
		"etc/postfix/main.cf": "# comment\nvirtual_mailbox_base =\n  /srv/vmail\nmailbox_command = /usr/bin/procmail\n",
		"etc/postfix/master.cf": "smtp inet n - y - - smtpd\n# filter\nfilter unix - n n - - pipe\n  flags=Rq user=filter\n" +
			"  argv=/usr/local/bin/filter -f ${sender}\n",
		"etc/aliases":                       "root: admin\nlist: \"|/usr/lib/list/post a\"\n",
		"etc/dovecot/dovecot.conf":          "mail_location = maildir:/srv/mail/%u\nservice lmtp {\n  unix_listener /var/spool/postfix/private/lmtp {\n  }\n}\n",
		"etc/krb5.conf":                     "[logging]\n kdc = FILE:/var/log/kdc.log\n admin_server = SYSLOG\n",
		"etc/letsencrypt/renewal/a.conf":    "[renewalparams]\nauthenticator = webroot\nwebroot_path = /srv/www,\nrenew_hook = systemctl reload nginx\n",
		"etc/rsnapshot.conf":                "snapshot_root\t/srv/snapshots/\n",
		"etc/rspamd/local.d/a.conf":         "x = 1;\n",
		"etc/rspamd/rspamd.conf":            "y = 1;\n",
		"etc/munin/plugins/load":            "#!/bin/sh\nuptime\n",
		"etc/ldap/slapd.d/cn=config/a.ldif": "dn: olcDatabase={1}mdb\nolcDbDirectory: /srv/ldap\n",
	})
	for program, want := range map[string][]string{
		"/usr/sbin/postfix": {
			"data /srv/vmail etc/postfix/main.cf:2", "program /usr/bin/procmail etc/postfix/main.cf:4",
			"program /usr/local/bin/filter -f  etc/postfix/master.cf:3", "program /usr/lib/list/post a etc/aliases:2", "port 25",
		},
		"/usr/sbin/dovecot":    {"data /srv/mail etc/dovecot/dovecot.conf:1", "socket /var/spool/postfix/private/lmtp etc/dovecot/dovecot.conf:3"},
		"/usr/bin/certbot":     {"data /srv/www etc/letsencrypt/renewal/a.conf:3", "program systemctl reload nginx etc/letsencrypt/renewal/a.conf:4"},
		"/usr/bin/rsnapshot":   {"data /srv/snapshots etc/rsnapshot.conf:1"},
		"/usr/sbin/krb5kdc":    {"log /var/log/kdc.log etc/krb5.conf:2", "port 88", "udp-port 88"},
		"/usr/sbin/slapd":      {"data /srv/ldap etc/ldap/slapd.d/cn=config/a.ldif:2", "port 389"},
		"/usr/sbin/munin-node": {"script /etc/munin/plugins/load etc/munin/plugins/load:1", "port 4949"},
	} {
		if got := facts(Of(tree, Request{Program: program})); !slices.Equal(got, want) {
			t.Errorf("%s:\n got %q\nwant %q", program, got, want)
		}
	}
	if got := Of(tree, Request{Program: "/usr/bin/rspamd"}).Files; !slices.Contains(got, "/etc/rspamd/local.d/a.conf") {
		t.Errorf("rspamd reads %q", got)
	}
}

// TestSieve reads which scripts Pigeonhole compiles for each mail, since nobody did beforehand.
func TestSieve(t *testing.T) {
	tree := treeOf(t, systemdtest.Tree{
		"etc/dovecot/dovecot.conf": "plugin {\n  sieve_default = file:/etc/dovecot/default.sieve;active=~/.dovecot.sieve\n  sieve_before = /etc/dovecot/before.d\n" +
			"  sieve_after = file:/etc/dovecot/after.sieve;bindir=/var/lib/sieve\n  imapsieve_mailbox1_before = file:/usr/lib/dovecot/sieve/spam.sieve\n" +
			"  sieve_before2 = /etc/dovecot/absent.sieve\n  sieve = file:~/sieve;active=~/.dovecot.sieve\n}\n",
		"etc/dovecot/default.sieve":        "keep;\n",
		"etc/dovecot/after.sieve":          "keep;\n",
		"etc/dovecot/before.d/a.sieve":     "keep;\n",
		"etc/dovecot/before.d/b.sieve":     "keep;\n",
		"etc/dovecot/before.d/b.svbin":     "",
		"usr/lib/dovecot/sieve/spam.sieve": "keep;\n",
	})
	want := []string{
		"compiled /etc/dovecot/default.sieve etc/dovecot/dovecot.conf:2", "compiled /etc/dovecot/before.d/a.sieve etc/dovecot/dovecot.conf:3",
		"compiled /usr/lib/dovecot/sieve/spam.sieve etc/dovecot/dovecot.conf:5",
	}
	if got := facts(Of(tree, Request{Program: "/usr/sbin/dovecot"})); !slices.Equal(got, want) {
		t.Errorf("got %q\nwant %q", got, want)
	}
	tree = treeOf(t, systemdtest.Tree{
		"etc/dovecot/dovecot.conf": "sieve_script default {\n  type = default\n  path = /etc/dovecot/default.sieve\n}\n" +
			"sieve_script before {\n  type = before\n  path = /etc/dovecot/before.sieve\n  bin_path = /var/lib/sieve/before.svbin\n}\n",
		"etc/dovecot/default.sieve": "keep;\n",
		"etc/dovecot/before.sieve":  "keep;\n",
	})
	want = []string{"compiled /etc/dovecot/default.sieve etc/dovecot/dovecot.conf:3"}
	if got := facts(Of(tree, Request{Program: "/usr/sbin/dovecot"})); !slices.Equal(got, want) {
		t.Errorf("of 2.4: got %q\nwant %q", got, want)
	}
	if got := CompiledSieve("/etc/dovecot/default.sieve"); got != "/etc/dovecot/default.svbin" {
		t.Errorf("it is compiled to %s", got)
	}
}
