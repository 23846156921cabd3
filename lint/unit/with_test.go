package unit_test

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/unitlint/unitlint/lint/unit"
)

// histories are those of all settings of a unit, by section and list.
func histories(u *unit.Unit) map[string]string {
	all := map[string]string{}
	for _, s := range u.Settings {
		all[s.Section+"."+s.List] = history(s)
	}
	return all
}

// reaches say of every assignment of a unit what becomes of it.
func reaches(u *unit.Unit) []string {
	var all []string
	for _, a := range u.Assignments {
		all = append(all, string(rune('0'+a.Reach))+" "+a.Key+"="+a.Value)
	}
	return all
}

// compareWith checks that a drop-in merged in memory gives what systemd's merge of
// the same file gives, and that the unit stays as it was.
func compareWith(t *testing.T, fragment, first, text string) {
	t.Helper()
	base := loadTexts(t, 252, fragment, first)
	before := histories(base)
	with, loaded := base.WithText(text), loadTexts(t, 252, fragment, first, text)
	if base.State == with.State && loaded.State == with.State {
		if diff := cmp.Diff(histories(loaded), histories(with)); diff != "" {
			t.Errorf("%q, %q, %q: merged in memory (-loaded +with)\n%s", fragment, first, text, diff)
		}
		if diff := cmp.Diff(reaches(loaded), reaches(with)); diff != "" {
			t.Errorf("%q, %q, %q: assignments (-loaded +with)\n%s", fragment, first, text, diff)
		}
	}
	if diff := cmp.Diff(before, histories(base)); diff != "" {
		t.Errorf("%q, %q, %q: the unit itself changed\n%s", fragment, first, text, diff)
	}
}

func TestWith(t *testing.T) {
	fragment := "[Unit]\nAfter=a.target\n[Service]\nExecStart=/bin/a\nEnvironment=A=1 B=2\nReadWritePaths=/a\n" +
		"CapabilityBoundingSet=CAP_CHOWN\nSystemCallFilter=~@mount\nProtectHome=yes\nBindPaths=/a\nRestrictNamespaces=user\n"
	first := "[Service]\nEnvironment=B=4\nReadWritePaths=/b\n"
	for _, text := range []string{
		"[Service]\nEnvironment=A=5\n",
		"[Service]\nReadWritePaths=\nReadWritePaths=/c\n",
		"[Service]\nReadWriteDirectories=/c\nReadWritePaths=\n",
		"[Service]\nCapabilityBoundingSet=\nCapabilityBoundingSet=CAP_KILL\n",
		"[Service]\nSystemCallFilter=\nSystemCallFilter=@system-service\nSystemCallErrorNumber=EPERM\n",
		"[Service]\nProtectHome=maybe\nPrivateTmp=yes\n",
		"[Service]\nBindReadOnlyPaths=\n",
		"[Service]\nWorkingDirectory=relative\nProtectHome=no\n",
		"[Service]\nRestrictNamespaces=no\n",
		"[Unit]\nAfter=b.target\n[X-Other]\nA=1\n[Service]\nNoSuchSetting=1\n",
		"no section\n[broken",
		"",
	} {
		compareWith(t, fragment, first, text)
	}
}

func TestWithHasPlaces(t *testing.T) {
	u := loadTexts(t, 252, "[Service]\nExecStart=/bin/a\n")
	with := u.With("PrivateTmp=yes", "ProtectHome=yes")
	a := with.Last("Service", "ProtectHome")
	if a == nil || !a.DropIn || a.File.Source.Path != u.CandidatePath() || a.Range().Start == 0 {
		t.Fatalf("the added assignment is %+v", a)
	}
	if got := with.With("ProtectHome=no").Value("Service", "ProtectHome"); got != "no" {
		t.Errorf("of two drop-ins the last gives %q", got)
	}
	if u.Last("Service", "ProtectHome") != nil || len(u.DropIns) != 0 {
		t.Error("the unit itself changed")
	}
}

// TestAdditions adds the same lines to several units and holds that each becomes
// what it is with a drop-in of its own.
func TestAdditions(t *testing.T) {
	var candidates unit.Candidates
	var spare *unit.Unit
	for _, lines := range [][]string{
		{"PrivateTmp=yes", "ProtectHome=tmpfs", "BindPaths=/home/a", "BindPaths=/home/b"},
		{"ProtectHome=yes", "PrivateTmp=yes", "CapabilityBoundingSet=", "CapabilityBoundingSet=CAP_KILL"},
		{"SystemCallFilter=~@mount", "SystemCallFilter=@mount", "PrivateTmp=yes", "ReadWritePaths=/srv/%p"},
		{"Environment=A=1 B=3", "Environment=B=5", "ProtectHome=maybe", "NoSuchSetting=1", "PrivateTmp=no", "PrivateTmp=yes"},
		{"WorkingDirectory=relative", "PrivateTmp=yes"},
	} {
		for _, fragment := range []string{
			"[Service]\nExecStart=/bin/a\n",
			"[Service]\nExecStart=/bin/a\nPrivateTmp=yes\nEnvironment=A=2\nSystemCallFilter=@system-service\n",
			"[Service]\nExecStart=/bin/a\nProtectHome=yes\nBindPaths=/a\nCapabilityBoundingSet=CAP_CHOWN\nReadWritePaths=/a\n",
		} {
			u := loadTexts(t, 252, fragment)
			additions := candidates.Read(u, lines)
			added := u.WithAdditions(additions, spare)
			if diff := cmp.Diff(histories(eachAlone(u, lines)), histories(added)); diff != "" {
				t.Errorf("%q, %q: (-read alone +read once)\n%s", fragment, lines, diff)
			}
			if last := added.Last("Service", "PrivateTmp"); last == nil || !slices.ContainsFunc(additions, func(a *unit.Addition) bool { return a.Is(last) }) {
				t.Errorf("%q, %q: PrivateTmp= is not the addition's", fragment, lines)
			}
			spare = added
		}
	}
}

// eachAlone is the unit with a drop-in for each line.
func eachAlone(u *unit.Unit, lines []string) *unit.Unit {
	for _, line := range lines {
		u = u.With(line)
	}
	return u
}

func TestWithOfMaskedUnit(t *testing.T) {
	u := loadTexts(t, 252, "")
	if with := u.With("PrivateTmp=yes"); with.Last("Service", "PrivateTmp") != nil {
		t.Error("a masked unit takes a drop-in")
	}
}

func FuzzWith(f *testing.F) {
	f.Add("[Service]\nExecStart=/bin/a\nEnvironment=A=1 B=2\n", "[Service]\nEnvironment=B=1\n", "[Service]\nEnvironment=A=2\nEnvironment=\n")
	f.Add("[Service]\nSystemCallFilter=@system-service\n", "[Service]\nSystemCallFilter=~@mount\n", "[Service]\nSystemCallFilter=\nLoadCredential=a:b\n")
	f.Fuzz(compareWith)
}
