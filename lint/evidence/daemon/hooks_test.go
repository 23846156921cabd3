package daemon

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestHooks holds which commands count that a configuration names whose keys nobody described, and
// which scripts that lie beside it.
func TestHooks(t *testing.T) {
	scripts := map[string]string{
		"srv/a.sh": "#!/bin/sh\nsudo a\n", "srv/b": "#! /bin/bash\n", "srv/text": "a\n",
	}
	for _, test := range []struct {
		name, program, file, text string
		want                      []string
	}{
		{"keys", "/usr/bin/exampled", "etc/exampled.conf", "post_hook = /srv/a.sh --now\non_login_exec = \"/srv/b\"\n" +
			"notify-cmd = '/srv/b' x\nprehook: /srv/b\n",
			[]string{"program /srv/a.sh --now", "program /srv/b", "program /srv/b", "program /srv/b"}},
		{"sections", "/usr/bin/exampled", "etc/exampled.yaml", "jobs:\n- name: a\n  hooks:\n  - type: command\n    path: /srv/a.sh\n" +
			"scripts:\n  start:\n    file: /srv/b\n",
			[]string{"program /srv/a.sh"}},
		{"lists", "/usr/bin/exampled", "etc/exampled.toml", "[alert]\ncommand = [\"/srv/a.sh\", \"-x\"]\n", []string{"program /srv/a.sh"}},
		{"JSON", "/usr/bin/exampled", "etc/exampled.json", `{"actions": {"execute_on": ["upload"], "hook": "/srv/a.sh"}}`, []string{"program /srv/a.sh"}},
		{"properties", "/usr/bin/exampled", "etc/exampled.properties", "event.handler.script=/srv/a.sh\n", []string{"program /srv/a.sh"}},
		{"a known program", "/usr/sbin/munin-node", "etc/munin/munin-node.conf", "event_hook /srv/a.sh\n", []string{"program /srv/a.sh"}},
		{"mail", "/usr/bin/exampled", "etc/exampled.toml", "sendmail_command = \"/usr/sbin/sendmail -t\"\n", []string{"program /usr/sbin/sendmail -t"}},
		{"a mailer", "/usr/bin/exampled", "etc/exampled.ini", "[mail]\nmailer = /usr/lib/sendmail\n", []string{"program /usr/lib/sendmail"}},
		{"a way of mail", "/usr/bin/exampled", "etc/exampled.yml", "email:\n  delivery_method: :sendmail\n  name: sendmail\n", []string{"program sendmail"}},
		{"a transport", "/usr/bin/exampled", "etc/exampled.ini", "[mail]\ntransport = \"sendmail\"\n", []string{"program sendmail"}},
		{"tools", "/usr/bin/exampled", "etc/exampled.conf", "on_start_cmd = \"mount -o remount,rw /srv\"\n" +
			"alert_command = mail -s alarm root\npost_hook = /bin/cp /srv/a /srv/b\n",
			[]string{"program mount -o remount,rw /srv", "program mail -s alarm root", "program /bin/cp /srv/a /srv/b"}},
		{"words of tools", "/usr/bin/exampled", "etc/exampled.conf", "action = mail admin\ncommand = ping\n" +
			"name = cp /srv/a\nremote_command = touch /srv/a\nscript = mount everything\n", nil},
		// Silent: what is no script, what is not there, what others run, and what is switched off.
		{"no command", "/usr/bin/exampled", "etc/exampled.conf", "hook = /srv/text\nscript = /srv/none.sh\n" +
			"file = /srv/a.sh\ndescription = /srv/a.sh\nhook = /srv/*.sh\n", nil},
		{"others'", "/usr/bin/exampled", "etc/exampled.yaml", "remote:\n  command: /srv/a.sh\nssh_command: /srv/a.sh\n" +
			"container:\n  hook: /srv/a.sh\nlogin_shell_script: /srv/a.sh\n", nil},
		{"off", "/usr/bin/exampled", "etc/exampled.ini", "[hook]\nenabled = no\ncommand = /srv/a.sh\n", nil},
		{"a remark", "/usr/bin/exampled", "etc/exampled.conf", "# hook = /srv/a.sh\n", nil},
		{"mail by a server", "/usr/bin/exampled", "etc/exampled.ini", "[mail]\nsendmail_path = /usr/sbin/sendmail\nsmtp_host = mail.example.org\n", nil},
		{"a way of mail by a server", "/usr/bin/exampled", "etc/exampled.ini", "[mail]\nmailer = sendmail\nsmtp_server = mail.example.org\n", nil},
		{"mail that is off", "/usr/bin/exampled", "etc/exampled.conf", "EMAIL=root@localhost\nSEND_EMAIL=0\nSENDMAIL=/usr/lib/sendmail -t\n", nil},
		{"notifications that are off", "/usr/bin/exampled", "etc/exampled.conf", "mail_notifications = no\nsendmail = /usr/sbin/sendmail\n", nil},
		{"mail to nobody", "/usr/bin/exampled", "etc/exampled.conf", "mailto =\nsendmail_command = /usr/sbin/sendmail -t\n", nil},
		{"no transport", "/usr/bin/exampled", "etc/exampled.ini", "[email]\ntransport = none\nsendmail_path = /usr/sbin/sendmail\n", nil},
		{"a mailer of a server", "/usr/bin/exampled", "etc/exampled.ini", "[mail]\nmailer = smtp\nsendmail = /usr/sbin/sendmail\n", nil},
		{"another mailer", "/usr/bin/exampled", "etc/exampled.ini", "[mail]\ntransport = msmtp\nsendmail = /usr/sbin/sendmail\n", nil},
		{"a backend in quotes", "/usr/bin/exampled", "etc/exampled/config.php", "<?php\n$config['mail_backend'] = 'smtp';\n" +
			"$config['sendmail_path'] = '/usr/sbin/sendmail';\n", nil},
		{"mail that is on", "/usr/bin/exampled", "etc/exampled.conf", "SEND_EMAIL=1\nSENDMAIL=/usr/lib/sendmail -t\n", []string{"program /usr/lib/sendmail -t"}},
		{"mail in prose", "/usr/bin/exampled", "etc/exampled.ini", "help = /usr/sbin/sendmail is run\n", nil},
	} {
		t.Run(test.name, func(t *testing.T) {
			files := map[string]string{test.file: test.text}
			for name, text := range scripts {
				files[name] = text
			}
			var got []string
			for _, f := range Of(treeOf(t, files), Request{Program: test.program}).Facts {
				if f.Meaning == Program {
					got = append(got, string(f.Meaning)+" "+strings.Join(f.Values, ","))
				}
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

// TestHookPlaces holds that scripts in directories of hooks belong to the program that the directory
// for configuration is called like, and that others do not.
func TestHookPlaces(t *testing.T) {
	tree := treeOf(t, map[string]string{
		"etc/exampled/hooks/a": "#!/bin/sh\n", "etc/exampled/hooks.d/b.sh": "#!/bin/sh\n", "etc/exampled/hooks/c.sample": "#!/bin/sh\n",
		"etc/exampled/hooks/README": "#!/bin/sh\n",
		"etc/exampled/scripts/d":    "#!/bin/sh\n", "etc/other/hooks/e": "#!/bin/sh\n",
	})
	for program, want := range map[string][]string{
		"/usr/bin/exampled": {"/etc/exampled/hooks/a", "/etc/exampled/hooks.d/b.sh"},
		"/usr/bin/quiet":    nil,
	} {
		var got []string
		for _, f := range Of(tree, Request{Program: program}).Facts {
			if f.Meaning == Script {
				got = append(got, f.Values...)
			}
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", program, diff)
		}
	}
}
