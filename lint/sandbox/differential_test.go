package sandbox

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/unitlint/unitlint/internal/systemdtest"
	"github.com/unitlint/unitlint/lint/catalog"
	"github.com/unitlint/unitlint/lint/locate"
	"github.com/unitlint/unitlint/lint/unit"
)

// randomValues are values, good and bad, for the directives that the
// differential test combines.
var randomValues = map[string][]string{
	"CapabilityBoundingSet": {"", "~", "CAP_CHOWN", "cap_kill CAP_SYS_ADMIN", "~CAP_CHOWN CAP_MKNOD", "CAP_NOSUCH", "~CAP_NOSUCH", "CAP_NOSUCH CAP_SYSLOG", "~CAP_SYS_TIME", "5"},
	"AmbientCapabilities":   {"", "~", "CAP_NET_BIND_SERVICE", "~CAP_CHOWN", "CAP_NOSUCH", "CAP_KILL CAP_CHOWN"},
	"SystemCallFilter":      {"", "@system-service", "~@privileged", "~@mount @clock:EACCES", "read write:EPERM", "~read:kill", "@nosuch", "mount", "~mount", "~mount:EPERM", "nosuchcall open", "~@default", "@basic-io close", "~chown:5"},
	"RestrictNamespaces":    {"", "yes", "no", "user net", "~user", "~mnt pid", "user nosuch", "cgroup", "~cgroup uts ipc"},
	"ReadWritePaths":        {"", "/a /b", "-/c", "-+/d", "+-/e", "relative", "/f/../g", "/h//i/"},
	"ReadOnlyPaths":         {"", "/a", "+/b"},
	"InaccessiblePaths":     {"", "/root -/x", "\"/with space\""},
	"BindPaths":             {"", "/a", "/a:/b", "-/a:/b:norbind", "/a:b", "/a:/b:nosuch /c"},
	"BindReadOnlyPaths":     {"", "/q", "-/q:/r"},
	"PrivateTmp":            {"yes", "no", "", "maybe"},
	"PrivateDevices":        {"yes", "no", "maybe"},
	"ProtectKernelModules":  {"yes", "no"},
	"ProtectKernelLogs":     {"yes", "no"},
	"ProtectClock":          {"yes", "no"},
	"ProtectHostname":       {"yes", "no"},
	"ProtectSystem":         {"yes", "no", "full", "strict", "true", "wrong"},
	"ProtectHome":           {"yes", "no", "read-only", "tmpfs", "wrong"},
	"DynamicUser":           {"yes", "no"},
	"RestrictSUIDSGID":      {"yes", "no"},
}

// randomService writes a service with random settings, some of them in a
// drop-in.
func randomService(random *rand.Rand, tree systemdtest.Tree, name string) {
	fragment, dropIn := "[Service]\nExecStart=/bin/true\n", "[Service]\n"
	names := make([]string, 0, len(randomValues))
	for directive := range randomValues {
		names = append(names, directive)
	}
	for range 3 + random.IntN(12) {
		directive := names[random.IntN(len(names))]
		values := randomValues[directive]
		line := directive + "=" + values[random.IntN(len(values))] + "\n"
		if random.IntN(3) == 0 {
			dropIn += line
		} else {
			fragment += line
		}
	}
	tree["usr/lib/systemd/system/"+name] = fragment
	tree["etc/systemd/system/"+name+".d/random.conf"] = dropIn
}

// TestSettingsAsInstalledSystemd compares what the model makes of random
// settings with what the installed systemd makes of them.
func TestSettingsAsInstalledSystemd(t *testing.T) {
	systemd := systemdtest.Require(t)
	random := rand.New(rand.NewPCG(1, 2))
	tree := systemdtest.Tree{}
	var names []string
	for i := range 600 {
		name := fmt.Sprintf("random%d.service", i)
		randomService(random, tree, name)
		names = append(names, name)
	}
	dir := systemdtest.Write(t, tree)
	answer := systemd.Load(t, systemdtest.Query{Dir: dir, Units: names})
	root, err := locate.OpenRoot(dir, "")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { root.Close() })
	failures := 0
	for _, name := range names {
		loaded := answer.Units[name]
		if loaded == nil || loaded.Load != "loaded" {
			t.Errorf("systemd did not load %s", name)
			continue
		}
		u, err := unit.Load(root.Unit(name, locate.System), catalog.Release{Version: systemd.Version})
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(dumped(loaded.Values), effective(New(u, nil))); diff != "" {
			if failures++; failures > 10 {
				t.Fatal("too many differences")
			}
			t.Errorf("%s differs from what systemd made of it (-systemd +ours):\n%s\n%s\n%s", name, diff,
				tree["usr/lib/systemd/system/"+name], strings.TrimPrefix(fmt.Sprint(tree["etc/systemd/system/"+name+".d/random.conf"]), "[Service]\n"))
		}
	}
}
