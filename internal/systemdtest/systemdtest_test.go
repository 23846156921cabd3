package systemdtest_test

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/unitlint/unitlint/internal/systemdtest"
)

func TestLoad(t *testing.T) {
	systemd := systemdtest.Require(t)
	dir := systemdtest.Write(t, systemdtest.Tree{
		"usr/lib/systemd/system/a.service":      "[Service]\nExecStart=/bin/true b \\\n  c\nPrivateTmp=no\n",
		"etc/systemd/system/a.service.d/x.conf": "[Service]\nPrivateTmp=yes\nPrivateTmp=perhaps\n",
		"etc/systemd/system/b.service":          systemdtest.Link("/dev/null"),
		"usr/lib/systemd/system/b.service":      "[Service]\nExecStart=/bin/true\n",
		"usr/lib/systemd/system/c@.service":     "[Service]\nExecStart=/bin/true %i\nExecStart=/bin/false\n",
	})
	answer := systemd.Load(t, systemdtest.Query{Dir: dir, Units: []string{"a.service", "b.service", "c@x.service", "d.service"}})

	for name, want := range map[string]string{"a.service": "loaded", "b.service": "masked", "c@x.service": "bad-setting", "d.service": "not-found"} {
		if u := answer.Units[name]; u == nil || u.Load != want {
			t.Errorf("%s: got %+v, want load state %s", name, u, want)
		}
	}
	a := answer.Units["a.service"]
	if a.Fragment != "usr/lib/systemd/system/a.service" || !slices.Equal(a.DropIns, []string{"etc/systemd/system/a.service.d/x.conf"}) {
		t.Errorf("a.service: got fragment %q and drop-ins %q", a.Fragment, a.DropIns)
	}
	if got := a.Values("ExecStart"); !slices.Equal(got, []string{"/bin/true b c"}) {
		t.Errorf("a.service: got commands %q", got)
	}
	if got := a.Values("PrivateTmp"); !slices.Equal(got, []string{"yes"}) {
		t.Errorf("a.service: got PrivateTmp %q", got)
	}
	var placed []systemdtest.Message
	for _, m := range answer.Messages {
		if m.File != "" {
			m.Text = ""
			placed = append(placed, m)
		}
	}
	want := []systemdtest.Message{{File: "etc/systemd/system/a.service.d/x.conf", Line: 3, Level: 4}}
	if diff := cmp.Diff(want, placed); diff != "" {
		t.Errorf("messages with a place (-want +got):\n%s", diff)
	}
}

func TestLoadUser(t *testing.T) {
	systemd := systemdtest.Require(t)
	dir := systemdtest.Write(t, systemdtest.Tree{"units/a.service": "[Service]\nExecStart=/bin/true\nNoSuch=1\n"})
	answer := systemd.Load(t, systemdtest.Query{Dir: dir, Path: []string{"units"}, Units: []string{"a.service"}, User: true})
	if u := answer.Units["a.service"]; u == nil || u.Load != "loaded" {
		t.Errorf("got %+v, want a loaded unit", u)
	}
	named := slices.ContainsFunc(answer.Messages, func(m systemdtest.Message) bool {
		return m.File == "units/a.service" && m.Line == 3
	})
	if !named {
		t.Errorf("no message for line 3 of units/a.service in %+v", answer.Messages)
	}
}
