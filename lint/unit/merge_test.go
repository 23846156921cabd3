package unit_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/unitlint/unitlint/lint/catalog"
	"github.com/unitlint/unitlint/lint/locate"
	"github.com/unitlint/unitlint/lint/unit"
	"github.com/unitlint/unitlint/lint/unitfile"
)

// loadTexts loads a service from the text of its fragment and of its drop-ins.
func loadTexts(t testing.TB, version int, fragment string, dropIns ...string) *unit.Unit {
	t.Helper()
	tree := openRoot(t, t.TempDir())
	tree.SetText("etc/systemd/system/a.service", []byte(fragment))
	for i, text := range dropIns {
		tree.SetText(fmt.Sprintf("etc/systemd/system/a.service.d/%d.conf", i), []byte(text))
	}
	u, err := unit.Load(tree.Unit("a.service", locate.System), catalog.Release{Version: version})
	if err != nil {
		t.Fatal(err)
	}
	return u
}

// history is "value value | lost<winner lost<-" of a setting.
func history(s *unit.Setting) string {
	if s == nil {
		return ""
	}
	var parts []string
	for _, a := range s.Values {
		parts = append(parts, fmt.Sprintf("%q", a.Value))
	}
	parts = append(parts, "|")
	for _, o := range s.Overruled {
		by := "-"
		if o.By != nil {
			by = fmt.Sprintf("%q", o.By.Value)
		}
		parts = append(parts, fmt.Sprintf("%q<%s", o.Value, by))
	}
	return strings.Join(parts, " ")
}

func TestMerge(t *testing.T) {
	tests := []struct {
		name, fragment, dropIn string
		section, list, want    string
	}{
		{"scalar", "[Service]\nPrivateTmp=yes\n", "[Service]\nPrivateTmp=no\n", "Service", "PrivateTmp", `"no" | "yes"<"no"`},
		{"invalid scalar keeps the old value", "[Service]\nPrivateTmp=yes\n", "[Service]\nPrivateTmp=maybe\n", "Service", "PrivateTmp", `"yes" | "maybe"<-`},
		{"empty boolean is invalid", "[Service]\nPrivateTmp=yes\n", "[Service]\nPrivateTmp=\n", "Service", "PrivateTmp", `"yes" | ""<-`},
		{"empty scalar unsets", "[Service]\nUser=a\n", "[Service]\nUser=\n", "Service", "User", `"" | "a"<""`},
		{"list", "[Service]\nReadWritePaths=/a\n", "[Service]\nReadWritePaths=/b\n", "Service", "ReadWritePaths", `"/a" "/b" |`},
		{"list reset", "[Service]\nReadWritePaths=/a\n", "[Service]\nReadWritePaths=\nReadWritePaths=/b\n", "Service", "ReadWritePaths", `"/b" | "/a"<""`},
		{"list emptied", "[Service]\nReadWritePaths=/a\n", "[Service]\nReadWritePaths=\n", "Service", "ReadWritePaths", `"" | "/a"<""`},
		{"old spelling", "[Service]\nReadWriteDirectories=/a\n", "[Service]\nReadWritePaths=\n", "Service", "ReadWritePaths", `"" | "/a"<""`},
		{"shared list", "[Service]\nBindPaths=/a\nBindReadOnlyPaths=/b\n", "[Service]\nBindPaths=\n", "Service", "BindPaths", `"" | "/a"<"" "/b"<""`},
		{"conditions", "[Unit]\nConditionPathExists=/a\nConditionUser=root\n", "[Unit]\nConditionHost=\n", "Unit", "Condition", `"" | "/a"<"" "root"<""`},
		{"dependencies cannot be reset", "[Unit]\nAfter=a.target\n", "[Unit]\nAfter=\nAfter=b.target\n", "Unit", "After", `"a.target" "b.target" | ""<-`},
		{
			"set with exceptions", "[Service]\nSystemCallFilter=@system-service\n", "[Service]\nSystemCallFilter=~@mount\n", "Service",
			"SystemCallFilter", `"@system-service" "~@mount" |`,
		},
		{
			"empty set stays first", "[Service]\nCapabilityBoundingSet=CAP_CHOWN\n",
			"[Service]\nCapabilityBoundingSet=\nCapabilityBoundingSet=CAP_KILL\n", "Service", "CapabilityBoundingSet",
			`"" "CAP_KILL" | "CAP_CHOWN"<""`,
		},
		{
			"boolean replaces a set", "[Service]\nRestrictNamespaces=user net\n", "[Service]\nRestrictNamespaces=no\n", "Service",
			"RestrictNamespaces", `"no" | "user net"<"no"`,
		},
		{
			"none replaces families", "[Service]\nRestrictAddressFamilies=AF_UNIX\n", "[Service]\nRestrictAddressFamilies=none\n", "Service",
			"RestrictAddressFamilies", `"none" | "AF_UNIX"<"none"`,
		},
		{
			"variables overwrite", "[Service]\nEnvironment=A=1 B=2\nEnvironment=C=3\n", "[Service]\nEnvironment=B=4 A=5\n", "Service",
			"Environment", `"C=3" "B=4 A=5" | "A=1 B=2"<"B=4 A=5"`,
		},
		{"variables overwritten in part", "[Service]\nEnvironment=A=1 B=2\n", "[Service]\nEnvironment=B=4\n", "Service", "Environment", `"A=1 B=2" "B=4" |`},
		{
			"devices overwrite", "[Service]\nIOReadBandwidthMax=/dev/sda 1M\n", "[Service]\nIOReadBandwidthMax=/dev/sda 2M\n", "Service",
			"IOReadBandwidthMax", `"/dev/sda 2M" | "/dev/sda 1M"<"/dev/sda 2M"`,
		},
		{
			"one device of other spellings", "[Service]\nIOReadBandwidthMax=\"/dev/%N\" 1M\n", "[Service]\nIOReadBandwidthMax=/dev//a/ 2M\n",
			"Service", "IOReadBandwidthMax", `"/dev//a/ 2M" | "\"/dev/%N\" 1M"<"/dev//a/ 2M"`,
		},
		{
			"one credential of other spellings", "[Service]\nSetCredential=%N:1\n", "[Service]\nSetCredential=a:2\n", "Service", "SetCredential",
			`"a:2" | "%N:1"<"a:2"`,
		},
		{
			"quotes belong to a credential's name", "[Service]\nSetCredential=\"a\":1\n", "[Service]\nSetCredential=a:2\n", "Service",
			"SetCredential", `"\"a\":1" "a:2" |`,
		},
		{"credentials of unknown names", "[Service]\nSetCredential=%H:1\n", "[Service]\nSetCredential=%v:2\n", "Service", "SetCredential", `"%H:1" "%v:2" |`},
		{"install", "[Install]\nWantedBy=a.target\n", "[Install]\nWantedBy=b.target\n", "Install", "WantedBy", `"a.target" "b.target" |`},
		{"moved setting", "[Service]\nStartLimitBurst=3\n", "[Unit]\nStartLimitBurst=4\n", "Unit", "StartLimitBurst", `"4" | "3"<"4"`},
		{
			"a drop-in ends at a fatal value", "[Service]\nWorkingDirectory=/a\n", "[Service]\nWorkingDirectory=rel\nWorkingDirectory=/b\n",
			"Service", "WorkingDirectory", `"/a" | "rel"<-`,
		},
		{"unknown section", "[Service]\nNice=1\n", "[Socket]\nNice=2\n", "Service", "Nice", `"1" |`},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			u := loadTexts(t, 257, test.fragment, test.dropIn)
			if diff := cmp.Diff(test.want, strings.TrimSpace(history(u.Setting(test.section, test.list)))); diff != "" {
				t.Errorf("(-want +got)\n%s", diff)
			}
		})
	}
}

func TestReleasesKnowOtherDirectives(t *testing.T) {
	text := "[Service]\nExecStart=/bin/a\nProtectProc=invisible\nPrivateTmp=yes\n"
	for version, want := range map[int]unit.Reach{245: unit.UnknownDirective, 252: unit.Counts} {
		u := loadTexts(t, version, text)
		for _, a := range u.Assignments {
			if a.Key == "ProtectProc" && a.Reach != want {
				t.Errorf("%d: ProtectProc= has reach %d, want %d", version, a.Reach, want)
			}
		}
	}
}

func TestStates(t *testing.T) {
	tests := map[string]locate.State{
		"[Service]\nExecStart=/bin/a\n": locate.Loaded,
		"":                              locate.Masked,
		"\n":                            locate.Loaded,
		"[Service\n":                    locate.Error,
		"[Service]\nDescription=\xff\n": locate.Error,
		"[Service]\nExecStart=/bin/a\nWorkingDirectory=a\n":    locate.BadSetting,
		"[Service]\nExecStart=/bin/a\nProtectSystem=strictt\n": locate.Loaded,
	}
	for text, want := range tests {
		if u := loadTexts(t, 252, text); u.State != want {
			t.Errorf("%q is %s, want %s", text, u.State, want)
		}
	}
}

// TestManyAssignments keeps merging linear: twice the lines may take twice the
// allocations, not four times.
func TestManyAssignments(t *testing.T) {
	for _, line := range []string{
		"Environment=A=1\n", "ReadWritePaths=/a\n", "PrivateTmp=yes\n", "ReadWritePaths=\n", "LoadCredential=a:b\n", "After=a.target\n",
	} {
		allocations := func(lines int) float64 {
			text := "[Service]\n" + strings.Repeat(line, lines)
			return testing.AllocsPerRun(1, func() { loadTexts(t, 252, text) })
		}
		half, whole := allocations(unitfile.MostLines/8), allocations(unitfile.MostLines/4)
		if whole > 2.5*half+1000 {
			t.Errorf("%q: twice the lines take %.0f allocations instead of %.0f", line, whole, half)
		}
	}
}

func FuzzMerge(f *testing.F) {
	f.Add("[Service]\nExecStart=/bin/a\nPrivateTmp=yes\n", "[Service]\nPrivateTmp=no\nEnvironment=A=1\nEnvironment=\n")
	f.Add("[Service]\nSystemCallFilter=@system-service\nCapabilityBoundingSet=\n", "[Service]\nSystemCallFilter=~@mount\nCapabilityBoundingSet=~CAP_KILL\n")
	f.Add("[Unit]\nAfter=a\n[X-Other]\nA=1\n[Service]\nDelegate=yes\n", "[broken")
	f.Fuzz(func(t *testing.T, fragment, dropIn string) {
		u := loadTexts(t, 252, fragment, dropIn)
		seen := map[*unit.Assignment]bool{}
		for _, s := range u.Settings {
			for _, a := range s.Values {
				seen[a] = true
			}
			for _, o := range s.Overruled {
				if seen[o.Assignment] {
					t.Errorf("%s=%s both counts and lost", o.Key, o.Value)
				}
				if o.By == nil && o.Reach == unit.Counts && o.Value != "" {
					t.Errorf("%s=%s lost to nobody", o.Key, o.Value)
				}
			}
		}
		for _, a := range u.Assignments {
			if r := a.Range(); r.Start < 0 || r.End > len(r.File.Text) || r.Start > r.End {
				t.Errorf("%s=%s lies at %d-%d", a.Key, a.Value, r.Start, r.End)
			}
		}
	})
}
