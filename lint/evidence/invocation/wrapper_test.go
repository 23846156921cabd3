package invocation

import (
	"strings"
	"testing"
)

// TestWrappers holds what programs that start others are seen to start.
func TestWrappers(t *testing.T) {
	for line, want := range map[string]string{
		"timeout -k 5 10 app -x":                 "app -x",
		"chroot /srv -- app":                     "app",
		"setarch -R app":                         "app",
		"setarch x86_64 -R app":                  "app",
		"env -u A B=c app D=e":                   "app D=e",
		"s6-setuidgid user app":                  "app",
		"strace -f -o /srv/x app -o":             "app -o",
		"cgexec -g cpu:x app":                    "app",
		"poetry -C /srv run app --port 1":        "app --port 1",
		"poetry install app":                     "",
		"poetry":                                 "",
		"uv run --project /srv -- app":           "app",
		"uv pip install app":                     "",
		"bundle exec app":                        "app",
		"bundle install":                         "",
		"conda run -n x --no-capture-output app": "app",
		"ip netns exec x app -4":                 "app -4",
		"ip link set x up":                       "",
		"ip netns":                               "",
		"chamber exec a b -- app -x":             "app -x",
		"dotenv -- app":                          "app",
		"mise install":                           "",
		"su user -c app":                         "",
		"runuser -l app -c other":                "",
	} {
		words := strings.Fields(line)
		i := &Invocation{Program: Word{Text: words[0], Known: true}}
		for _, w := range words[1:] {
			i.Arguments = append(i.Arguments, Word{Text: w, Known: true})
		}
		var got []string
		if inner := unwrapped(i); inner != nil {
			got = append(got, inner.Program.Text)
			for _, w := range inner.Arguments {
				got = append(got, w.Text)
			}
		}
		if text := strings.Join(got, " "); text != want {
			t.Errorf("%s: starts %q, not %q", line, text, want)
		}
	}
}
