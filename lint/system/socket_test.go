package system

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/unitlint/unitlint/lint/catalog"
	"github.com/unitlint/unitlint/lint/locate"
	"github.com/unitlint/unitlint/lint/unit"
)

// load lays units below a search directory and loads one of them.
func load(t *testing.T, name string, texts map[string]string) *unit.Unit {
	t.Helper()
	tree, err := locate.OpenRoot(t.TempDir(), "")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { tree.Close() })
	for file, text := range texts {
		tree.SetText("etc/systemd/system/"+file, []byte(text))
	}
	u, err := unit.Load(tree.Unit(name, locate.System), catalog.Release{Version: 252})
	if err != nil {
		t.Fatal(err)
	}
	return u
}

var units = map[string]string{
	"web.service":       "[Service]\nExecStart=/bin/web\nSockets=more.socket\n",
	"web.socket":        "[Socket]\nListenStream=80\nListenStream=/run/web\nListenDatagram=443\n",
	"more.socket":       "[Socket]\nListenStream=[::1]:81\n",
	"other-name.socket": "[Socket]\nListenStream=82\nService=web.service\n",
	"unrelated.socket":  "[Socket]\nListenStream=83\n",
	"each@.service":     "[Service]\nExecStart=/bin/each\n",
	"each.socket":       "[Socket]\nListenStream=84\nAccept=yes\n",
	"one.service":       "[Unit]\nJoinsNamespaceOf=two.service\n[Service]\nExecStart=/bin/one\n",
	"two.service":       "[Service]\nExecStart=/bin/two\n",
}

func names(all []*unit.Unit) []string {
	names := []string{}
	for _, u := range all {
		names = append(names, u.Name)
	}
	return names
}

func TestSockets(t *testing.T) {
	for name, want := range map[string][]string{
		"web.service":   {"more.socket", "other-name.socket", "web.socket"},
		"each@.service": {"each.socket"},
		"one.service":   {},
		"web.socket":    {},
	} {
		if diff := cmp.Diff(want, names(Sockets(load(t, name, units)))); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
}

func TestPassed(t *testing.T) {
	web := load(t, "web.service", units)
	tests := []struct {
		port int
		udp  bool
		want string
	}{
		{80, false, "80"}, {80, true, ""}, {443, true, "443"}, {443, false, ""}, {81, false, "[::1]:81"}, {82, false, "82"}, {83, false, ""},
	}
	for _, test := range tests {
		got := ""
		if a := Passed(web, test.port, test.udp); a != nil {
			got = a.Value
		}
		if got != test.want {
			t.Errorf("port %d, udp %v: passed by %q, want %q", test.port, test.udp, got, test.want)
		}
	}
}

func TestJoined(t *testing.T) {
	for name, want := range map[string][]string{"one.service": {"two.service"}, "two.service": {"one.service"}, "web.service": {}} {
		if diff := cmp.Diff(want, names(Joined(load(t, name, units)))); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
}

func TestNeighbour(t *testing.T) {
	web := load(t, "web.service", units)
	for name, want := range map[string]bool{"web.socket": true, "none.service": false, "no name": false} {
		if got := Neighbour(web, name); (got != nil) != want {
			t.Errorf("%s: %v", name, got)
		}
	}
}
