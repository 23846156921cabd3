package exposure_test

import (
	"testing"

	"github.com/unitlint/unitlint/internal/systemdtest"
	"github.com/unitlint/unitlint/lint/catalog"
	"github.com/unitlint/unitlint/lint/exposure"
	"github.com/unitlint/unitlint/lint/locate"
	"github.com/unitlint/unitlint/lint/sandbox"
	"github.com/unitlint/unitlint/lint/unit"
)

// rate scores the text of a service.
func rate(t *testing.T, name, text string, scope locate.Scope, release catalog.Release, policy exposure.Policy) *exposure.Score {
	t.Helper()
	dir := systemdtest.Write(t, systemdtest.Tree{"usr/lib/systemd/" + string(scope) + "/" + name: text})
	tree, err := locate.OpenRoot(dir, "")
	if err != nil {
		t.Fatal(err)
	}
	defer tree.Close()
	u, err := unit.Load(tree.UnitAt(name, scope, release.Version), release)
	if err != nil || u.State != locate.Loaded {
		t.Fatalf("loading: %v, state %s", err, u.State)
	}
	score, err := exposure.Of(sandbox.New(u, nil), policy)
	if err != nil {
		t.Fatal(err)
	}
	return score
}

// verdict is a check's tick or tenths: "yes", "n/a" or "0.2".
func verdict(t *testing.T, score *exposure.Score, id string) string {
	t.Helper()
	c := score.Check(id)
	switch {
	case c == nil:
		return "absent"
	case c.Set == nil:
		return "n/a"
	case *c.Set:
		return "yes"
	}
	return exposure.Format(*c.Tenths)
}

const bare = "[Service]\nExecStart=/bin/true\n"

// TestReleasesDiffer holds what changed between releases, as read from their
// sources and, for 247, 252, 254, 257 and 262, from their programs.
func TestReleasesDiffer(t *testing.T) {
	upstream := func(version int) catalog.Release { return catalog.Release{Version: version} }
	rhel8, rhel9 := catalog.Release{Version: 239, Tree: "rhel8"}, catalog.Release{Version: 252, Tree: "rhel9"}
	const deviceAndClock = "ProtectClock=yes\nDevicePolicy=closed\n"
	for _, test := range []struct {
		name    string
		text    string
		release catalog.Release
		id      string
		want    string
	}{
		{"unset fails offline before 254", bare, upstream(253), "PrivateMounts", "0.2"},
		{"unset passes offline since 254", bare, upstream(254), "PrivateMounts", "yes"},
		{"no fails offline since 254", bare + "PrivateMounts=no\n", upstream(262), "PrivateMounts", "0.2"},
		{"empty is unset since 254", bare + "PrivateMounts=no\nPrivateMounts=\n", upstream(254), "PrivateMounts", "yes"},
		{"empty is invalid before 254", bare + "PrivateMounts=yes\nPrivateMounts=\n", upstream(252), "PrivateMounts", "yes"},
		{"nothing implies it offline", bare + "PrivateTmp=yes\n", upstream(252), "PrivateMounts", "0.2"},
		{"a private /tmp implies it live", bare + "PrivateTmp=yes\n", upstream(249), "PrivateMounts", "yes"},
		{"a protected home implies it live", bare + "ProtectHome=read-only\n", upstream(247), "PrivateMounts", "yes"},
		{"nothing set fails live", bare, upstream(247), "PrivateMounts", "0.2"},
		{"a covered deny list counts half up to 245", bare + "SystemCallFilter=~@swap\n", upstream(245), "SystemCallFilter_swap", "0.1"},
		{"a covered deny list passes since 246", bare + "SystemCallFilter=~@swap\n", upstream(246), "SystemCallFilter_swap", "yes"},
		{"a covered deny list passes on RHEL 8", bare + "SystemCallFilter=~@swap\n", rhel8, "SystemCallFilter_swap", "yes"},
		{"no check of the clock on RHEL 8", bare, rhel8, "ProtectClock", "absent"},
		{"SUID files are checked on RHEL 8", bare, rhel8, "RestrictSUIDSGID", "0.2"},
		{"SUID files are not checked by 241", bare, upstream(241), "RestrictSUIDSGID", "absent"},
		{"BPF is checked by 252", bare, upstream(252), "CapabilityBoundingSet_CAP_BPF", "0.1"},
		{"BPF is not checked by 253", bare, upstream(253), "CapabilityBoundingSet_CAP_BPF", "absent"},
		{"BPF is not checked by RHEL 9", bare, rhel9, "CapabilityBoundingSet_CAP_BPF", "absent"},
		{"/proc is checked since 247", bare, upstream(247), "ProtectProc", "0.2"},
		{"the clock's device is on the list", bare + deviceAndClock, upstream(245), "DeviceAllow", "0.1"},
		{"the clock's device is on the list of 262", bare + deviceAndClock, upstream(262), "DeviceAllow", "0.1"},
		{"disk images add devices", bare + "DevicePolicy=strict\nRootImage=/srv/i.raw\n", upstream(240), "DeviceAllow", "0.1"},
		{"stacks add devices", bare + "DevicePolicy=strict\nRootMStack=/srv/i\n", upstream(260), "DeviceAllow", "0.1"},
		{"encrypted credentials add the TPM", bare + "DevicePolicy=strict\nLoadCredentialEncrypted=a:/a\n", upstream(257), "DeviceAllow", "0.1"},
		{"encrypted credentials add nothing since 258", bare + "DevicePolicy=strict\nLoadCredentialEncrypted=a:/a\n", upstream(258), "DeviceAllow", "yes"},
		{"a dynamic user may gain privileges in 241", bare + "DynamicUser=yes\n", upstream(241), "NoNewPrivileges", "0.2"},
		{"a dynamic user may not since 242", bare + "DynamicUser=yes\n", upstream(242), "NoNewPrivileges", "yes"},
		{"an inverted empty set is untouched before 259", bare + "CapabilityBoundingSet=~\nCapabilityBoundingSet=CAP_KILL\n", upstream(258), "CapabilityBoundingSet_CAP_SYS_ADMIN", "yes"},
		{"an inverted empty set is everything since 259", bare + "CapabilityBoundingSet=~\nCapabilityBoundingSet=CAP_KILL\n", upstream(259), "CapabilityBoundingSet_CAP_SYS_ADMIN", "0.3"},
		{"an unknown family drops its word", bare + "RestrictAddressFamilies=AF_NOSUCH AF_INET\n", upstream(260), "RestrictAddressFamilies_AF_INET_INET6", "0.3"},
		{"an unknown family drops the rest since 261", bare + "RestrictAddressFamilies=AF_NOSUCH AF_INET\n", upstream(261), "RestrictAddressFamilies_AF_INET_INET6", "yes"},
	} {
		t.Run(test.name, func(t *testing.T) {
			score := rate(t, "a.service", test.text, locate.System, test.release, nil)
			if got := verdict(t, score, test.id); got != test.want {
				t.Errorf("%s of %s: got %s, want %s", test.id, test.release, got, test.want)
			}
		})
	}
}

// TestLocalhost: both ways of looking at an address of this host are worth a
// tenth, so that only the words tell them apart.
func TestLocalhost(t *testing.T) {
	for version, want := range map[int]string{
		249: "Can exchange packets with the addresses of its allow list",
		250: "Can exchange packets with this host only",
	} {
		score := rate(t, "a.service", bare+"IPAddressDeny=any\nIPAddressAllow=127.0.0.53\n", locate.System, catalog.Release{Version: version}, nil)
		if got := score.Check("IPAddressDeny").Description; got != want {
			t.Errorf("%d: got %q, want %q", version, got, want)
		}
	}
}

// TestPrivileged holds which units count as root's.
func TestPrivileged(t *testing.T) {
	for _, test := range []struct {
		name, unit, text string
		scope            locate.Scope
		version          int
		user, removeIPC  string
	}{
		{"no user", "a.service", bare, locate.System, 252, "0.4", "n/a"},
		{"root by name", "a.service", bare + "User=root\n", locate.System, 252, "0.4", "n/a"},
		{"root by number", "a.service", bare + "User=0\n", locate.System, 252, "0.4", "n/a"},
		{"a user", "a.service", bare + "User=www-data\n", locate.System, 252, "yes", "0.1"},
		{"nobody", "a.service", bare + "User=nobody\n", locate.System, 252, "0.4", "0.1"},
		{"a dynamic user", "a.service", bare + "DynamicUser=yes\n", locate.System, 252, "yes", "yes"},
		{"a dynamic user of an unlucky name", "nobody.service", bare + "DynamicUser=yes\n", locate.System, 252, "0.4", "yes"},
		{"a dynamic user that is root", "a.service", bare + "DynamicUser=yes\nUser=root\n", locate.System, 252, "0.4", "n/a"},
		{"a user's manager before 262", "a.service", bare, locate.User, 261, "0.4", "n/a"},
		{"a user's manager since 262", "a.service", bare, locate.User, 262, "yes", "n/a"},
	} {
		t.Run(test.name, func(t *testing.T) {
			score := rate(t, test.unit, test.text, test.scope, catalog.Release{Version: test.version}, nil)
			if got := verdict(t, score, "UserOrDynamicUser"); got != test.user {
				t.Errorf("User=: got %s, want %s", got, test.user)
			}
			if got := verdict(t, score, "RemoveIPC"); got != test.removeIPC {
				t.Errorf("RemoveIPC=: got %s, want %s", got, test.removeIPC)
			}
		})
	}
}

// TestOtherUnitTypes compares types without settings of processes, and types
// with them, with the installed systemd-analyze.
func TestOtherUnitTypes(t *testing.T) {
	installed := requireAnalyze(t)
	tree := systemdtest.Tree{}
	for name, text := range map[string]string{
		"a.target":    "[Unit]\nDescription=a\n",
		"a.slice":     "[Unit]\nDefaultDependencies=no\n[Slice]\nDevicePolicy=closed\nDeviceAllow=/dev/null rw\nIPAddressDeny=any\n",
		"a.socket":    "[Socket]\nListenStream=/run/a\nPrivateTmp=yes\nUMask=0077\nService=a.service\n",
		"a.timer":     "[Timer]\nOnActiveSec=1\n",
		"a.service":   "[Service]\nExecStart=/bin/true\n[Socket]\nPrivateTmp=yes\n",
		"tmp-x.mount": "[Mount]\nWhat=tmpfs\nWhere=/tmp/x\nProtectHome=yes\n",
	} {
		tree["usr/lib/systemd/system/"+name] = text
	}
	dir := systemdtest.Write(t, tree)
	names := []string{"a.target", "a.slice", "a.socket", "a.timer", "a.service", "tmp-x.mount"}
	compareWithAnalyze(t, dir, names, installed)
}

func TestOrigins(t *testing.T) {
	text := bare + "DynamicUser=yes\nCapabilityBoundingSet=CAP_KILL\nCapabilityBoundingSet=CAP_SYS_TIME\nProtectClock=yes\n" +
		"SystemCallFilter=@system-service\nSystemCallFilter=~@resources\nRestrictAddressFamilies=AF_UNIX\nRestrictAddressFamilies=AF_INET\n"
	score := rate(t, "a.service", text, locate.System, catalog.Release{Version: 252}, nil)
	for id, want := range map[string]string{
		"PrivateTmp":                            "DynamicUser=yes",
		"CapabilityBoundingSet_CAP_KILL":        "CapabilityBoundingSet=CAP_KILL",
		"CapabilityBoundingSet_CAP_SYS_TIME":    "ProtectClock=yes",
		"SystemCallFilter_privileged":           "SystemCallFilter=@system-service",
		"RestrictAddressFamilies_AF_INET_INET6": "RestrictAddressFamilies=AF_INET",
		"RestrictAddressFamilies_AF_PACKET":     "RestrictAddressFamilies=AF_UNIX",
	} {
		origin := score.Check(id).Origin
		if origin == nil || origin.Key+"="+origin.Value != want {
			t.Errorf("%s: got %v, want %s", id, origin, want)
		}
	}
	if origin := score.Check("PrivateNetwork").Origin; origin != nil {
		t.Errorf("PrivateNetwork: got %s, want none", origin.Key)
	}
}
