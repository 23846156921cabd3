package why_test

import (
	"strings"
	"testing"

	"github.com/unitlint/unitlint/lint/why"
)

// TestEndingsAreOfTheirUnit holds that a service which said something did not end
// without a word, and that another one which did is not silenced by it.
func TestEndingsAreOfTheirUnit(t *testing.T) {
	const ended = `{"SYSLOG_IDENTIFIER":"systemd","UNIT":"NAME","MESSAGE":"NAME: Main process exited, code=exited, status=1/FAILURE"}`
	for title, c := range map[string]struct {
		said, ended string
		want        int
	}{
		"its own":            {`{"_SYSTEMD_UNIT":"app.service","MESSAGE":"hello"}`, "app.service", 0},
		"its own, escaped":   {`{"_SYSTEMD_UNIT":"my\\x2dapp.service","MESSAGE":"hello"}`, `my\\x2dapp.service`, 0},
		"another's":          {`{"_SYSTEMD_UNIT":"other.service","MESSAGE":"hello"}`, "app.service", 1},
		"of systemd":         {`{"SYSLOG_IDENTIFIER":"systemd","_SYSTEMD_UNIT":"init.scope","MESSAGE":"Reloading."}`, "app.service", 1},
		"its own, an error":  {`{"_SYSTEMD_UNIT":"app.service","MESSAGE":"connect: Connection refused"}`, "app.service", 0},
		"text, its own":      {"Nov 29 10:00:00 host app[12]: hello", "app.service", 0},
		"text, of who knows": {"Nov 29 10:00:00 host java[12]: hello", "app.service", 0},
	} {
		log, err := why.Read(strings.NewReader(c.said + "\n" + strings.ReplaceAll(ended, "NAME", c.ended)))
		if err != nil || len(log.Attempts) != c.want {
			t.Errorf("%s: %d endings, want %d (%v)", title, len(log.Attempts), c.want, err)
		}
	}
}

// TestAddressesOfTraces holds that what a trace has in the place of an address does not
// become the value of a setting.
func TestAddressesOfTraces(t *testing.T) {
	u := load(t, []string{"IPAddressDeny=any"}, nil)
	for address, want := range map[string]string{"192.0.2.1": "IPAddressAllow=192.0.2.1", "192.0.2.1 any": "", `\n\33[31m`: ""} {
		log, err := why.Read(strings.NewReader(`connect(3, {sa_family=AF_INET, sin_addr=inet_addr("` + address + `")}, 16) = -1 EPERM (Operation not permitted)`))
		if err != nil {
			t.Fatal(err)
		}
		answers := why.Explain(u, nil, log.Attempts)
		if len(answers) != 1 || !answers[0].Sure() {
			t.Fatalf("%q: %+v", address, answers)
		}
		got := ""
		if answers[0].Fix != nil {
			got = answers[0].Fix.Title
		}
		if want == "" && got != "" || !strings.Contains(got, want) {
			t.Errorf("%q: %q, want %q", address, got, want)
		}
	}
}
