package harden

import (
	"testing"

	"github.com/unitlint/unitlint/lint/assess"
	"github.com/unitlint/unitlint/lint/evidence/profile"
	"github.com/unitlint/unitlint/lint/host"
	"github.com/unitlint/unitlint/lint/locate"
	"github.com/unitlint/unitlint/lint/sandbox"
	"github.com/unitlint/unitlint/lint/target"
	"github.com/unitlint/unitlint/lint/unit"
)

// TestVainSteps holds each step by itself against needs of which it is said that it refuses
// them as the step before does, and wants every such saying to be met.
func TestVainSteps(t *testing.T) {
	asked := map[*Step]bool{}
	ladders := (&Vocabulary{}).adviceLadders()
	for name, fragment := range map[string]string{
		"getty@.service":            "[Service]\nExecStart=-/sbin/agetty --noclear tty1 linux\n",
		"apt-daily-upgrade.service": "[Service]\nExecStart=/usr/lib/apt/apt.systemd.daily install\n",
		"user-runtime-dir@.service": "[Service]\nExecStart=/lib/systemd/systemd-user-runtime-dir start 1000\n",
		"smartmontools.service":     "[Service]\nExecStart=/usr/sbin/smartd -n /dev/sda\n",
		"systemd-networkd.service":  "[Service]\nUser=systemd-network\nAmbientCapabilities=CAP_NET_ADMIN CAP_NET_RAW\nExecStart=!!/lib/systemd/systemd-networkd\n",
		"systemd-localed.service":   "[Service]\nExecStart=/lib/systemd/systemd-localed\n",
		"systemd-timesyncd.service": "[Service]\nUser=systemd-timesync\nAmbientCapabilities=CAP_SYS_TIME\nExecStart=!!/lib/systemd/systemd-timesyncd\n",
		"systemd-cgroups.service":   "[Service]\nExecStart=/usr/bin/mount /dev/sda /mnt\n",
		"systemd-homed.service":     "[Service]\nExecStart=/lib/systemd/systemd-homed\n",
	} {
		run := searchOf(t, name, fragment)
		for i := range ladders {
			for at := 1; at < len(ladders[i].Steps); at++ {
				step := &ladders[i].Steps[at]
				if step.Vain == nil {
					continue
				}
				c := &choice{ladder: &ladders[i], at: at - 1}
				run.choices = []*choice{c}
				before := run.refusalsOf("")
				c.at, c.made = at, nil
				for _, r := range before {
					if r.start || len(r.choices) == 0 || !step.Vain(run.Subject, r.unmet) {
						continue
					}
					asked[step] = true
					if !run.refuses(r.key()) {
						t.Errorf("%s: %s meets %s on step %d", name, ladders[i].Name, r.key(), at)
					}
				}
			}
		}
	}
	for i := range ladders {
		for at := range ladders[i].Steps {
			if step := &ladders[i].Steps[at]; step.Vain != nil && !asked[step] {
				t.Errorf("no need asks whether step %d of %s is in vain", at, ladders[i].Name)
			}
		}
	}
}

// searchOf begins the search for advice about a unit.
func searchOf(t *testing.T, name, fragment string) *search {
	t.Helper()
	tree, err := locate.OpenRoot(t.TempDir(), "")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = tree.Close() })
	tree.SetText("usr/lib/systemd/system/"+name, []byte(fragment))
	to, err := target.Parse("debian-13")
	if err != nil {
		t.Fatal(err)
	}
	u, err := unit.Load(tree.Unit(name, locate.System), to[0].Release)
	if err != nil {
		t.Fatal(err)
	}
	known, library := host.OfUnits([]*unit.Unit{u}, host.Facts{})[u.Tree], profile.Builtin()
	s := &Subject{
		Editions: []Edition{{Target: to[0], Unit: u}}, Host: known, Library: library, Level: advised,
		box: sandbox.New(u, known), assessment: assess.Of(u, assess.Sources{Library: library, Host: known}),
	}
	s.prepare()
	return s.begin(s.Vocabulary.adviceLadders(), &room{})
}
