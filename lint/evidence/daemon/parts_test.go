package daemon

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/unitlint/unitlint/lint/evidence/invocation"
	"github.com/unitlint/unitlint/lint/source"
)

// TestParts holds that what a packaged configuration includes counts where the tree has not that, and no other one is
// named.
func TestParts(t *testing.T) {
	const part, log = "etc/logrotate.d/app", "/srv/www/logs"
	body := "\"/srv/www/logs/*.log\" {\n  weekly\n}\n"
	for name, c := range map[string]struct {
		files map[string]string
		words string
		want  string
	}{
		"as packaged":          {map[string]string{part: body}, "/etc/logrotate.conf", log},
		"without a word":       {map[string]string{part: body}, "", log},
		"set aside":            {map[string]string{part + ".dpkg-dist": body}, "/etc/logrotate.conf", ""},
		"another one":          {map[string]string{part: body}, "/etc/my.conf", ""},
		"one that has no word": {map[string]string{part: body, "etc/logrotate.conf": "weekly\n"}, "/etc/logrotate.conf", ""},
		"one that includes":    {map[string]string{part: body, "etc/logrotate.conf": "include /etc/logrotate.d\n"}, "/etc/logrotate.conf", log},
	} {
		q := Request{Program: "/usr/sbin/logrotate"}
		for word := range strings.FieldsSeq(c.words) {
			q.Arguments = append(q.Arguments, invocation.Word{Text: word, Known: true})
			q.Named = append(q.Named, word)
		}
		var got []string
		for _, f := range Of(treeOf(t, c.files), q).Facts {
			if f.Meaning == Rotated {
				got = append(got, f.Values...)
			}
		}
		if strings.Join(got, " ") != c.want {
			t.Errorf("%s: %v, want %q", name, got, c.want)
		}
	}
}

// TestPreferences holds that a word is found in what sets up an interpreter, which says nothing else.
func TestPreferences(t *testing.T) {
	tree := treeOf(t, map[string]string{"etc/php/8.2/cli/conf.d/20-x.ini": "pcre.jit = 0\nerror_log = /srv/x.log\n", "etc/php/8.2/fpm/php.ini": "a.b = 1\n"})
	configuration := Of(tree, Request{Program: "/usr/bin/php8.2"})
	if _, found := configuration.Says([]string{`^pcre\.jit`}); !found || len(configuration.Facts) > 0 {
		t.Errorf("php: %t, %v", found, configuration.Facts)
	}
	if _, found := configuration.Says([]string{`^a\.b`}); found {
		t.Error("php reads what is php-fpm's")
	}
	if _, found := Of(tree, Request{Program: "/usr/bin/exampled"}).Says([]string{`^pcre`}); found {
		t.Error("another program reads what is PHP's")
	}
}

// TestSources holds what lies at the paths of ntpd-rs' sources, whichever comes first.
func TestSources(t *testing.T) {
	text := "[[source]]\nmode = \"sock\"\npath = \"/run/a\"\n[[source]]\npath = \"/dev/pps0\"\nmode = \"pps\"\n[[source]]\nmode = \"server\"\npath = \"/srv/x\"\n"
	var got []string
	for _, s := range readSources(source.New("ntp.toml", []byte(text))) {
		if strings.HasSuffix(s.Key, "path") {
			got = append(got, s.Key+" "+s.Value)
		}
	}
	if diff := cmp.Diff([]string{"sock path /run/a", "pps path /dev/pps0", "server path /srv/x"}, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// TestFilterTools holds which statements say with which tool a program works on the packet filter.
func TestFilterTools(t *testing.T) {
	for text, want := range map[string]string{
		"[responder]\nblock_backend = \"ufw\"\n":                          "ufw",
		"[firewall]\nbackend = nftables\n":                                "nft",
		"ban:\n  method: iptables\n":                                      "iptables",
		"{\"blocking\": {\"provider\": \"ipset\"}}":                       "ipset",
		"firewall = UFW\n":                                                "ufw",
		"[firewall]\nenabled = false\nbackend = ufw\n":                    "",
		"dry_run = true\n[responder]\nblock_backend = \"ufw\"\n":          "",
		"[storage]\nbackend = iptables\n":                                 "",
		"[firewall]\nlog = iptables\nbackend = none\nname = ufw\n":        "",
		"# block_backend = ufw\ndescription = blocks hosts with iptables": "",
	} {
		name := "etc/exampled.conf"
		if strings.HasPrefix(text, "{") || strings.HasPrefix(text, "ban:") {
			name = "etc/exampled.yaml"
		}
		var got []string
		for _, s := range Of(treeOf(t, map[string]string{name: text}), Request{Program: "/usr/bin/exampled"}).FilterTools() {
			got = append(got, s.Value)
		}
		if strings.Join(got, " ") != want {
			t.Errorf("%q: %v, want %q", text, got, want)
		}
	}
}
