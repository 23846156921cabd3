package assess_test

import (
	"strings"
	"testing"

	"github.com/unitlint/unitlint/lint/assess"
	"github.com/unitlint/unitlint/lint/evidence/profile"
	"github.com/unitlint/unitlint/lint/match"
	"github.com/unitlint/unitlint/lint/sandbox"
)

// FuzzNeeds looks for command lines that the reader of needs cannot bear.
func FuzzNeeds(f *testing.F) {
	for _, seed := range []string{
		"/usr/sbin/nginx -g 'pid /run/a; error_log /tmp/a/b;'",
		"/bin/sh -c 'mkdir -p /a/b && exec /usr/bin/java -jar /srv/x.jar > /var/log/x'",
		"/usr/bin/env A=b nice -n 5 sudo -u x /usr/bin/python3 -m http.server",
		"/bin/sh -c '((((('", "-@+/bin/sh sh -c $$ ${A} $A", "/sbin/sysctl -w a.b=c d/e=f",
		"/bin/chown a:b /c ; /bin/install -d -o x /y", "/usr/sbin/example --listen=[::]:80 unix:/a --user=b",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, line string) {
		if strings.ContainsAny(line, "\n\r\x00") {
			t.Skip("one line is asked for")
		}
		box := sandbox.New(load(t, "[Service]\nProtectSystem=strict\nPrivateTmp=yes\nExecStart="+line+"\n", "[Service]\nUser=nobody\n"), nil)
		match.Refusals(box, assess.Of(box.Unit(), assess.Sources{Library: profile.Builtin()}).Needs)
	})
}
