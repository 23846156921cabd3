package sandbox

import (
	"bufio"
	"encoding/json"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/unitlint/unitlint/internal/sharedtest"
	"github.com/unitlint/unitlint/lint/catalog"
	"github.com/unitlint/unitlint/lint/locate"
	"github.com/unitlint/unitlint/lint/unit"
)

// recordedUnit is what the manager of systemd 252 made of one unit.
type recordedUnit struct {
	Unit      string   `json:"unit"`
	Scope     string   `json:"scope"`
	Load      string   `json:"load"`
	Effective []string `json:"effective"`
}

func (r recordedUnit) values(name string) []string {
	var values []string
	for _, line := range r.Effective {
		if key, value, _ := strings.Cut(line, ":"); key == name {
			values = append(values, strings.TrimSpace(value))
		}
	}
	return values
}

func TestSettingsAsRecorded(t *testing.T) {
	file, err := os.Open(sharedtest.Path(t, "oracle", "merge-252.jsonl"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = file.Close() })
	tree, err := locate.OpenRoot(sharedtest.Tree(t, "corpus", "debian12"), "")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { tree.Close() })
	compared := 0
	lines := bufio.NewScanner(file)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		var want recordedUnit
		if err := json.Unmarshal(lines.Bytes(), &want); err != nil {
			t.Fatal(err)
		}
		if want.Load != "loaded" || execSections[locate.TypeOf(want.Unit)] == "" {
			continue
		}
		scope := locate.System
		if want.Scope == "user" {
			scope = locate.User
		}
		u, err := unit.Load(tree.Unit(strings.Replace(want.Unit, "@.", "@x.", 1), scope), catalog.Release{Version: 252})
		if err != nil {
			t.Errorf("%s: %v", want.Unit, err)
			continue
		}
		if diff := cmp.Diff(dumped(want.values), effective(New(u, nil))); diff != "" {
			t.Errorf("%s differs from what systemd made of it (-systemd +ours):\n%s", want.Unit, diff)
		}
		compared++
	}
	if compared < 300 {
		t.Errorf("only %d units were compared", compared)
	}
}
