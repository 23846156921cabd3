package exposure

import (
	"encoding/json"
	"os"
	"os/exec"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/unitlint/unitlint/internal/sharedtest"
	"github.com/unitlint/unitlint/lint/catalog"
)

func TestTableIsGenerated(t *testing.T) {
	if _, err := exec.LookPath("go"); err != nil {
		t.Skip("no go tool to run the generator with")
	}
	if out, err := exec.Command("go", "run", "generate.go", "-check").CombinedOutput(); err != nil {
		t.Errorf("%v: %s", err, out)
	}
}

// factVersion is what the fact table says of one release.
type factVersion struct {
	Count       int    `json:"count"`
	TotalWeight uint64 `json:"total_weight"`
	Assessments []struct {
		ID                string   `json:"id"`
		Field             string   `json:"json_field"`
		Weight            uint64   `json:"weight"`
		Range             uint64   `json:"range"`
		Check             string   `json:"check"`
		Badness           string   `json:"badness"`
		Capabilities      []string `json:"capabilities"`
		Group             string   `json:"group"`
		OnlyWithBasicDeps bool     `json:"only_with_default_dependencies"`
	} `json:"assessments"`
}

// TestTableAgreesWithFacts compares every check of every release with the
// tables read from systemd's sources.
func TestTableAgreesWithFacts(t *testing.T) {
	text, err := os.ReadFile(sharedtest.Path(t, "systemd", "security.json"))
	if err != nil {
		t.Fatal(err)
	}
	var table struct{ Versions map[string]factVersion }
	if err := json.Unmarshal(text, &table); err != nil {
		t.Fatal(err)
	}
	for version, want := range table.Versions {
		t.Run(version, func(t *testing.T) {
			got := checksOf(releaseOf(t, version))
			if len(got) != want.Count || len(got) != len(want.Assessments) {
				t.Fatalf("got %d checks, want %d", len(got), want.Count)
			}
			var sum uint64
			for i, c := range got {
				w := want.Assessments[i]
				sum += c.weight
				if c.setting != w.ID || w.Field != "" && c.field != w.Field || c.weight != w.Weight || c.scale != w.Range || c.needsBasicSystem != w.OnlyWithBasicDeps {
					t.Errorf("check %d: got %+v, want %+v", i, *c.check, w)
				}
				if halved := strings.HasSuffix(w.Badness, "is not denied else 5"); halved != (c.kind == "system-call-group-halved") {
					t.Errorf("%s: kind %s for %q", c.setting, c.kind, w.Badness)
				}
				if len(w.Capabilities) > 0 && !slices.Equal(w.Capabilities, c.arguments) || w.Group != "" && c.arguments[0] != w.Group {
					t.Errorf("%s: arguments %v, want %v %s", c.setting, c.arguments, w.Capabilities, w.Group)
				}
				if assessors[c.kind] == nil {
					t.Errorf("%s: nothing assesses kind %s", c.setting, c.kind)
				}
			}
			if sum != want.TotalWeight {
				t.Errorf("weights add up to %d, want %d", sum, want.TotalWeight)
			}
		})
	}
}

func releaseOf(t *testing.T, name string) catalog.Release {
	t.Helper()
	switch name {
	case "rhel8":
		return catalog.Release{Version: 239, Tree: name}
	case "rhel9":
		return catalog.Release{Version: 252, Tree: name}
	}
	version, err := strconv.Atoi(name)
	if err != nil {
		t.Fatal(err)
	}
	return catalog.Release{Version: version}
}

func TestNoChecksBefore240(t *testing.T) {
	if got := checksOf(catalog.Release{Version: 239}); len(got) != 0 {
		t.Errorf("got %d checks, want none", len(got))
	}
}
