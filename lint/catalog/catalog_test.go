package catalog_test

import (
	"bytes"
	"os"
	"testing"

	"github.com/unitlint/unitlint/lint/catalog"
	"github.com/unitlint/unitlint/lint/catalog/internal/tables"
)

func TestGeneratedTablesMatchTheData(t *testing.T) {
	files, err := tables.Generate(os.DirFS("data"))
	if err != nil {
		t.Fatal(err)
	}
	for name, want := range files {
		got, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(got, want) {
			t.Errorf("%s differs from what the data files give: run go generate ./lint/catalog", name)
		}
	}
}

func TestLookup(t *testing.T) {
	for _, test := range []struct {
		section, name string
		list          string // "" for unknown
		listSection   string
	}{
		{"Service", "ExecStart", "ExecStart", "Service"},
		{"Service", "ReadWriteDirectories", "ReadWritePaths", "Service"},
		{"Service", "StartLimitInterval", "StartLimitIntervalSec", "Unit"},
		{"Unit", "ConditionPathExists", catalog.ListConditions, "Unit"},
		{"Unit", "AssertUser", catalog.ListAsserts, "Unit"},
		{"Unit", "BindTo", "BindsTo", "Unit"},
		{"Socket", "ListenStream", catalog.ListListen, "Socket"},
		{"Timer", "OnCalendar", catalog.ListTimers, "Timer"},
		{"Timer", "OnClockChange", "OnClockChange", "Timer"},
		{"Path", "PathChanged", catalog.ListPaths, "Path"},
		{"Mount", "BindReadOnlyPaths", "BindPaths", "Mount"},
		{"Swap", "LoadCredentialEncrypted", "LoadCredential", "Swap"},
		{"Service", "execstart", "", ""},
		{"Unit", "ExecStart", "", ""},
		{"Target", "Wants", "", ""},
		{"", "", "", ""},
	} {
		d := catalog.Lookup(test.section, test.name)
		if d == nil {
			if test.list != "" {
				t.Errorf("[%s] %s= is unknown", test.section, test.name)
			}
			continue
		}
		if d.List != test.list || d.ListSection != test.listSection {
			t.Errorf("[%s] %s= writes %s in [%s], want %s in [%s]", test.section, test.name,
				d.List, d.ListSection, test.list, test.listSection)
		}
	}
}

func TestSupport(t *testing.T) {
	upstream := func(v int) catalog.Release { return catalog.Release{Version: v} }
	rhel8 := catalog.Release{Version: 239, Tree: "rhel8"}
	rhel9 := catalog.Release{Version: 252, Tree: "rhel9"}
	for _, test := range []struct {
		section, name string
		release       catalog.Release
		want          catalog.Support
	}{
		{"Service", "ProtectProc", upstream(246), catalog.Unknown},
		{"Service", "ProtectProc", upstream(247), catalog.Honoured},
		{"Service", "CPUShares", upstream(257), catalog.Honoured},
		{"Service", "CPUShares", upstream(258), catalog.NoEffect},
		{"Service", "Capabilities", upstream(239), catalog.NoEffect},
		{"Unit", "ConditionNull", upstream(246), catalog.Honoured},
		{"Unit", "ConditionNull", upstream(247), catalog.Unknown},
		{"Socket", "PassPacketInfo", upstream(245), catalog.Unknown},
		{"Socket", "PassPacketInfo", rhel8, catalog.Honoured},
		{"Service", "ReloadSignal", upstream(252), catalog.Unknown},
		{"Service", "ReloadSignal", rhel9, catalog.Honoured},
		{"Scope", "OOMPolicy", upstream(252), catalog.Honoured},
		{"Scope", "OOMPolicy", upstream(251), catalog.Unknown},
	} {
		d := catalog.Lookup(test.section, test.name)
		if d == nil {
			t.Fatalf("[%s] %s= is unknown", test.section, test.name)
		}
		if got := d.Support(test.release); got != test.want {
			t.Errorf("[%s] %s= at %s: %d, want %d", test.section, test.name, test.release, got, test.want)
		}
	}
}
