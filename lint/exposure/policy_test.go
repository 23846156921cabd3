package exposure_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/unitlint/unitlint/internal/systemdtest"
	"github.com/unitlint/unitlint/lint/catalog"
	"github.com/unitlint/unitlint/lint/exposure"
	"github.com/unitlint/unitlint/lint/locate"
)

const samplePolicy = `{
	"PrivateNetwork": {"weight": 0},
	"UMask": {"range": 100, "weight": 4000},
	"ProtectHome": {"weight": 9000, "description_bad": "homes are open"}
}`

// TestPolicyAgrees compares a rating under a policy with systemd's own.
func TestPolicyAgrees(t *testing.T) {
	installed := requireAnalyze(t)
	dir := systemdtest.Write(t, systemdtest.Tree{"usr/lib/systemd/system/a.service": bare, "policy.json": samplePolicy})
	out, err := exec.Command("systemd-analyze", "security", "--offline=true", "--no-pager", "--root="+dir,
		"--security-policy="+filepath.Join(dir, "policy.json"), "a.service").Output()
	if err != nil {
		t.Fatal(err)
	}
	policy, err := exposure.ReadPolicy([]byte(samplePolicy))
	if err != nil {
		t.Fatal(err)
	}
	score := rate(t, "a.service", bare, locate.System, installed, policy)
	want := overallLine.FindSubmatch(out)
	if want == nil || exposure.Format(score.Tenths) != string(want[2]) || string(score.Level) != string(want[3]) {
		t.Errorf("got %s %s, want %s", exposure.Format(score.Tenths), score.Level, want)
	}
	if got := score.Check("ProtectHome").Description; got != "homes are open" {
		t.Errorf("description %q", got)
	}
	if score.Check("PrivateNetwork").Set != nil {
		t.Error("a weight of 0 does not take the check out")
	}
}

func TestReadPolicyErrors(t *testing.T) {
	for text, want := range map[string]string{
		`[1]`:                                     "expected an object of checks",
		`{"PrivateTmp": 3}`:                       "expected an object of checks",
		`{"PrivateTmp": {"wight": 3}}`:            "wight",
		`{"PrivateTmp": {"weight": -1}}`:          "weight",
		`{"PrivateTemp": {"weight": 1}}`:          `"PrivateTemp": no systemd has a check of this name`,
		`{"ProtectHome": {"range": 1}}`:           "expected a range of 10 or more, found 1",
		`{"UMask": {"weight": 99999999999}}`:      "weight 99999999999 is too large",
		`{"PrivateTmp": {"weight": 1}} {}`:        "found more behind it",
		`{"PrivateTmp": {"weight": 1e99}}`:        "weight",
		``:                                        "EOF",
		strings.Repeat(`{"PrivateTmp":`, 100_000): "expected an object of checks",
	} {
		if _, err := exposure.ReadPolicy([]byte(text)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%.60s: got %v, want %q", text, err, want)
		}
	}
}

// TestEverythingWeightless: a policy may take every check out.
func TestEverythingWeightless(t *testing.T) {
	release := catalog.Release{Version: 252}
	all := rate(t, "a.service", bare, locate.System, release, nil)
	zero := uint64(0)
	policy := exposure.Policy{}
	for _, c := range all.Checks {
		policy[c.ID] = exposure.Adjustment{Weight: &zero}
	}
	score := rate(t, "a.service", bare, locate.System, release, policy)
	if score.Tenths != 0 || score.Level != "PERFECT" {
		t.Errorf("got %d %s", score.Tenths, score.Level)
	}
}

func FuzzReadPolicy(f *testing.F) {
	f.Add([]byte(samplePolicy))
	f.Add([]byte(`{"PrivateTmp":{"weight":18446744073709551615}}`))
	dir := f.TempDir()
	if err := os.MkdirAll(filepath.Join(dir, "usr/lib/systemd/system"), 0o755); err != nil {
		f.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "usr/lib/systemd/system/a.service"), []byte(bare), 0o644); err != nil {
		f.Fatal(err)
	}
	tree, err := locate.OpenRoot(dir, "")
	if err != nil {
		f.Fatal(err)
	}
	f.Cleanup(func() { tree.Close() })
	f.Fuzz(func(t *testing.T, text []byte) {
		policy, err := exposure.ReadPolicy(text)
		if err != nil {
			return
		}
		score := scoreWith(t, tree, policy)
		if score.Tenths < 0 || score.Tenths > 100 {
			t.Errorf("exposure %d", score.Tenths)
		}
	})
}
