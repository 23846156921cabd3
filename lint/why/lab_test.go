package why_test

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/unitlint/unitlint/internal/sharedtest"
	"github.com/unitlint/unitlint/lint/catalog"
	"github.com/unitlint/unitlint/lint/host"
	"github.com/unitlint/unitlint/lint/locate"
	"github.com/unitlint/unitlint/lint/unit"
	"github.com/unitlint/unitlint/lint/why"
)

// failure is what one more setting did to a real service.
type failure struct {
	Unit       string   `json:"unit"`
	Directives []string `json:"directives"`
	Outcome    string   `json:"outcome"`
	Evidence   string   `json:"evidence"`
}

// telling are words of which at least one stands in a log that tells of a refusal.
var telling = regexp.MustCompile(`(?i)Read-only file|Permission denied|Operation not permitted|Address family not supported|status=31/SYS|NAMESPACE|203/EXEC|218/CAPABILITIES|Invalid argument|No such file|failed to map|SECCOMP|audit`)

func recordedFailures(t *testing.T, name string) []failure {
	t.Helper()
	text, err := os.ReadFile(sharedtest.Path(t, "ground-truth", name+".jsonl"))
	if err != nil {
		t.Fatal(err)
	}
	var found []failure
	for line := range bytes.Lines(text) {
		var f failure
		if err := json.Unmarshal(line, &f); err != nil {
			t.Fatal(err)
		}
		if f.Outcome != "works" && len(f.Directives) == 1 && telling.MatchString(f.Evidence) {
			found = append(found, f)
		}
	}
	return found
}

// leastExplained is the share of recorded failures, in percent, that are explained
// by the setting that caused them.
const leastExplained = 95

// What broke real services is found in their logs, and nothing else is blamed.
func TestRecordedFailures(t *testing.T) {
	explained, all := 0, 0
	for _, name := range []string{"debian12", "debian13"} {
		for _, f := range recordedFailures(t, name) {
			all++
			cause, _, _ := strings.Cut(f.Directives[0], "=")
			sure := blamesOf(t, sharedtest.Path(t, "ground-truth", "units", name), f)
			switch {
			case slices.Contains(sure, cause):
				explained++
			case len(sure) > 0:
				t.Errorf("%s with %s: blames %v\n%s", f.Unit, f.Directives[0], sure, f.Evidence)
			}
		}
	}
	if explained*100 < all*leastExplained {
		t.Errorf("%d of %d failures are explained, want %d %%", explained, all, leastExplained)
	}
}

// blamesOf returns the settings that are blamed for sure for the log of a failure.
func blamesOf(t *testing.T, tree string, f failure) []string {
	t.Helper()
	selection, err := locate.Named(locate.Request{Dir: filepath.Dir(tree), Root: tree, Arguments: []string{f.Unit}, Scopes: []locate.Scope{locate.System}})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = selection.Close() }()
	u, err := unit.Load(selection.Identities[0], catalog.Release{Version: catalog.Newest})
	if err != nil {
		t.Fatal(err)
	}
	log, err := why.Read(strings.NewReader(strings.ReplaceAll(f.Evidence, " | ", "\n")))
	if err != nil {
		t.Fatal(err)
	}
	known := host.OfUnits([]*unit.Unit{u}, host.Facts{})[u.Tree]
	sure, _ := blamed(why.Explain(u.With(f.Directives[0]), known, why.Of(log.Attempts, u.Names, true)))
	return sure
}
