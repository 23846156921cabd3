package rules_test

import (
	"bufio"
	"context"
	"encoding/json"
	"os"
	"strings"
	"testing"

	"github.com/unitlint/unitlint/internal/sharedtest"
	"github.com/unitlint/unitlint/lint"
	"github.com/unitlint/unitlint/lint/catalog"
	"github.com/unitlint/unitlint/lint/locate"
	"github.com/unitlint/unitlint/lint/target"
	"github.com/unitlint/unitlint/lint/unit"
	"github.com/unitlint/unitlint/rules/consistency"
)

// TestLoadStates compares the load state of every recorded unit: what its values
// and what the rules about the unit as a whole say of it.
func TestLoadStates(t *testing.T) {
	for recording, corpus := range map[string]string{"merge-252.jsonl": "debian12", "merge-252.debian13.jsonl": "debian13"} {
		wanted := recordedStates(t, sharedtest.Path(t, "oracle", recording))
		var identities []locate.Identity
		for _, scope := range []locate.Scope{locate.System, locate.User} {
			found, err := locate.Named(locate.Request{
				Dir: t.TempDir(), Root: sharedtest.Path(t, "corpus", corpus), Arguments: wanted.names[scope], Scopes: []locate.Scope{scope},
			})
			if err != nil {
				t.Fatal(err)
			}
			defer found.Close()
			identities = append(identities, found.Identities...)
		}
		release := catalog.Release{Version: 252}
		result, err := lint.Run(context.Background(), lint.Options{
			Rules: consistency.Rules(), Identities: identities, Targets: []target.Target{{Name: "systemd-252", Release: release}},
		})
		if err != nil {
			t.Fatal(err)
		}
		refused := map[stateKey]bool{}
		for _, f := range result.Findings {
			if consistency.Refuses(f) {
				refused[stateKey{locate.Scope(f.Scope), f.Unit}] = true
			}
		}
		for _, id := range identities {
			u, err := unit.Load(id, release)
			if err != nil {
				t.Error(err)
				continue
			}
			key, got := stateKey{id.Scope, id.Name}, string(u.State)
			if refused[key] {
				got = string(locate.BadSetting)
			}
			if got != wanted.states[key] {
				t.Errorf("%s: %s %s is %s, systemd says %s", corpus, id.Scope, id.Name, got, wanted.states[key])
			}
		}
	}
}

type stateKey struct {
	scope locate.Scope
	name  string
}

type recordedLoads struct {
	states map[stateKey]string
	names  map[locate.Scope][]string
}

func recordedStates(t *testing.T, file string) recordedLoads {
	t.Helper()
	f, err := os.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	r := recordedLoads{states: map[stateKey]string{}, names: map[locate.Scope][]string{}}
	lines := bufio.NewScanner(f)
	lines.Buffer(nil, 1<<24)
	for lines.Scan() {
		var row struct {
			Unit, Load string
			Scope      locate.Scope
		}
		if err := json.Unmarshal(lines.Bytes(), &row); err != nil {
			t.Fatal(err)
		}
		name := strings.Replace(row.Unit, "@.", "@x.", 1)
		r.states[stateKey{row.Scope, name}] = row.Load
		r.names[row.Scope] = append(r.names[row.Scope], name)
	}
	return r
}
