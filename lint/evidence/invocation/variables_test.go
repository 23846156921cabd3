package invocation

import (
	"slices"
	"strings"
	"testing"
)

// TestVariablesOfScripts holds that the words are known in which a script puts what it sets once,
// and those alone.
func TestVariablesOfScripts(t *testing.T) {
	for text, want := range map[string]string{
		"D=/srv/a\ntouch \"$D/b\" ${D}":                "touch /srv/a/b /srv/a",
		"export D=/srv/a\ntouch $D":                    "touch /srv/a",
		"D=/srv/a\nD=/srv/b\ntouch $D":                 "touch ?",
		"D=/srv/a\nif true; then D=/b; fi\ntouch $D":   "touch ?",
		"D=$(pwd)\ntouch $D":                           "pwd; touch ?",
		"D=/srv/a E=/b touch $D":                       "touch ?",
		"touch ${D:-/srv/a}":                           "touch ?",
		"D=/srv/a\ntouch ${D%/*}":                      "touch ?",
		"for D in a b; do :; done\nD=/srv/a\ntouch $D": "touch ?",
		"D=/srv/a\nE=$D/b\ntouch $E":                   "touch /srv/a/b",
		"A=(a b)\ntouch $A":                            "touch ?",
	} {
		commands, _ := script(&Invocation{}, Word{Text: text, Known: true})
		var got []string
		for _, c := range commands {
			if c.Conditional {
				continue
			}
			words := []string{c.Program.Text}
			for _, w := range c.Arguments {
				if !w.Known {
					w.Text = "?"
				}
				words = append(words, w.Text)
			}
			got = append(got, strings.Join(words, " "))
		}
		if strings.Join(got, "; ") != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}

// TestRedirectionsOfScripts holds which files a script opens to write, by their directory where it
// makes their names.
func TestRedirectionsOfScripts(t *testing.T) {
	for text, want := range map[string][]string{
		"D=/srv/a\ndate >> \"$D/b-$(date +%F).log\"": {"/srv/a"},
		"date > /srv/x$1":           {"/srv"},
		"date > $1/x":               nil,
		"date > /dev/null":          nil,
		"L=/srv/l\nexec >> $L 2>&1": {"/srv/l"},
	} {
		_, redirections := script(&Invocation{}, Word{Text: text, Known: true})
		var got []string
		for _, one := range redirections {
			got = append(got, one.Target.Text)
		}
		if !slices.Equal(got, want) {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}
