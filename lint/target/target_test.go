package target_test

import (
	"strings"
	"testing"

	"github.com/unitlint/unitlint/lint/catalog"
	"github.com/unitlint/unitlint/lint/target"
)

func TestNamed(t *testing.T) {
	for _, test := range []struct {
		name    string
		want    string
		release catalog.Release
	}{
		{"debian-11", "debian-11", catalog.Release{Version: 247}},
		{"debian-12", "debian-12", catalog.Release{Version: 252}},
		{"Debian-12.5", "debian-12", catalog.Release{Version: 252}},
		{"bookworm", "debian-12", catalog.Release{Version: 252}},
		{"ubuntu-20.04", "ubuntu-20.04", catalog.Release{Version: 245}},
		{"ubuntu-24.04", "ubuntu-24.04", catalog.Release{Version: 255}},
		{"rhel-8", "rhel-8", catalog.Release{Version: 239, Tree: "rhel8"}},
		{"rocky-8.10", "rocky-8", catalog.Release{Version: 239, Tree: "rhel8"}},
		{"alma-9", "alma-9", catalog.Release{Version: 252, Tree: "rhel9"}},
		{"centos-stream-9", "centos-stream-9", catalog.Release{Version: 252, Tree: "rhel9"}},
		{"rhel-10", "rhel-10", catalog.Release{Version: 257}},
		{"fedora-38", "fedora-38", catalog.Release{Version: 253}},
		{"systemd-239", "systemd-239", catalog.Release{Version: 239}},
		{"254", "systemd-254", catalog.Release{Version: 254}},
		{"newest", "systemd-262", catalog.Release{Version: 262}},
		{"arch", "arch", catalog.Release{Version: 262}},
		{"Debian-sid", "debian-sid", catalog.Release{Version: 262}},
		{"nixos-25.05", "nixos-25.05", catalog.Release{Version: 257}},
	} {
		got, err := target.Named(test.name)
		if err != nil {
			t.Errorf("%s: %v", test.name, err)
			continue
		}
		if got.Name != test.want || got.Release != test.release {
			t.Errorf("%s is %s with %v, want %s with %v", test.name, got.Name, got.Release, test.want, test.release)
		}
	}
}

func TestNamedErrors(t *testing.T) {
	for name, want := range map[string]string{
		"":             "is empty",
		"debain-12":    `did you mean "debian-12"?`,
		"ubunut-22.04": `did you mean "ubuntu-22.04"?`,
		"debian-99":    "known are debian-10",
		"systemd-200":  "systemd 239 to 262",
		"plan9":        "expected one such as",
	} {
		_, err := target.Named(name)
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v, want %q", name, err, want)
		}
	}
}

func TestParseSortsAndJoins(t *testing.T) {
	targets, err := target.Parse("debian-13, rhel-8,debian-13,ubuntu-22.04")
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, x := range targets {
		names = append(names, x.Name)
	}
	if got := strings.Join(names, " "); got != "rhel-8 ubuntu-22.04 debian-13" {
		t.Errorf("got %s", got)
	}
}

func TestFromOSRelease(t *testing.T) {
	for _, test := range []struct{ text, want string }{
		{"ID=debian\nVERSION_ID=\"12\"\nVERSION_CODENAME=bookworm\n", "debian-12"},
		{"ID=ubuntu\nID_LIKE=debian\nVERSION_ID=\"22.04\"\n", "ubuntu-22.04"},
		{"ID=\"rocky\"\nID_LIKE=\"rhel centos fedora\"\nVERSION_ID=\"9.4\"\n", "rocky-9"},
		{"ID=fedora\nVERSION_ID=38\n", "fedora-38"},
		{"ID=fedora\nVERSION_ID=77\n", "fedora-77"},
		{"ID=debian\nVERSION_CODENAME=trixie\n", "debian-13"},
		{"ID=debian\nVERSION_CODENAME=sid\n", "debian"},
		{"ID=arch\nBUILD_ID=rolling\n", "arch"},
		{"ID=\"opensuse-tumbleweed\"\nVERSION_ID=\"20260101\"\n", "opensuse-tumbleweed"},
		{"ID=nixos\nVERSION_ID=\"24.11\"\n", "nixos-24.11"},
		{"ID=plan9\n", ""},
		{"", ""},
	} {
		got, ok := target.FromOSRelease(test.text)
		if ok != (test.want != "") || got.Name != test.want {
			t.Errorf("%q is %q %t, want %q", test.text, got.Name, ok, test.want)
		}
	}
}

func TestOlderSystemsOfAnAssumedTarget(t *testing.T) {
	if older := target.Newest().Older(); older != nil {
		t.Errorf("a target that was named leaves %v open", older)
	}
	older := target.Default().Older()
	if len(older) != len(target.Mission())-1 || len(older) != 9 || older[0].Name != "rhel-8" {
		t.Errorf("the default leaves %v open", older)
	}
	for i, assumed := range target.ForDebianPackage() {
		if assumed.Assumed != (i == 0) {
			t.Errorf("%s is assumed: %t", assumed.Name, assumed.Assumed)
		}
		for _, o := range assumed.Older() {
			if o.Family != "debian" && o.Family != "ubuntu" {
				t.Errorf("%s leaves %s open", assumed.Name, o.Name)
			}
		}
	}
}

func TestMissionIsSorted(t *testing.T) {
	last := 0
	for _, m := range target.Mission() {
		if m.Release.Version < last {
			t.Errorf("%s stands behind a newer systemd", m.Name)
		}
		last = m.Release.Version
	}
}
