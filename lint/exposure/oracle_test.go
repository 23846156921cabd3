package exposure_test

import (
	"bufio"
	"encoding/json"
	"os"
	"strconv"
	"strings"
	"testing"

	"github.com/unitlint/unitlint/internal/sharedtest"
	"github.com/unitlint/unitlint/lint/catalog"
	"github.com/unitlint/unitlint/lint/exposure"
	"github.com/unitlint/unitlint/lint/locate"
	"github.com/unitlint/unitlint/lint/sandbox"
	"github.com/unitlint/unitlint/lint/unit"
)

// oracleRow is what systemd-analyze said of one service.
type oracleRow struct {
	Unit     string
	Scope    locate.Scope
	Exposure *float64
	Rating   string
	Checks   map[string][2]any
}

func readOracle(t testing.TB, name string) []oracleRow {
	t.Helper()
	file, err := os.Open(sharedtest.Path(t, "oracle", name))
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	var rows []oracleRow
	lines := bufio.NewScanner(file)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		var row oracleRow
		if err := json.Unmarshal(lines.Bytes(), &row); err != nil {
			t.Fatal(err)
		}
		rows = append(rows, row)
	}
	return rows
}

// instance names a template's unit as the oracle was asked.
func instance(name string) string { return strings.Replace(name, "@.", "@x.", 1) }

func scoreOf(t testing.TB, tree *locate.Tree, name string, scope locate.Scope, release catalog.Release) *exposure.Score {
	t.Helper()
	u, err := unit.Load(tree.UnitAt(name, scope, release.Version), release)
	if err != nil {
		t.Errorf("%s: %v", name, err)
		return nil
	}
	score, err := exposure.Of(sandbox.New(u, nil), nil)
	if err != nil {
		t.Errorf("%s: %v", name, err)
		return nil
	}
	return score
}

// TestScoresOfDistributions compares every check of every service of two
// distributions with what systemd 252 says.
func TestScoresOfDistributions(t *testing.T) {
	for corpus, oracle := range map[string]string{"debian12": "security-252.jsonl", "debian13": "security-252.debian13.jsonl"} {
		t.Run(corpus, func(t *testing.T) {
			tree, err := locate.OpenRoot(sharedtest.Tree(t, "corpus", corpus), "")
			if err != nil {
				t.Fatal(err)
			}
			defer tree.Close()
			for _, row := range readOracle(t, oracle) {
				if row.Exposure == nil {
					continue
				}
				name := instance(row.Unit)
				score := scoreOf(t, tree, name, row.Scope, catalog.Release{Version: 252})
				if score == nil {
					continue
				}
				compare(t, name, score, *row.Exposure, row.Checks)
				if row.Rating != "" && string(score.Level) != row.Rating {
					t.Errorf("%s: level %s, want %s", name, score.Level, row.Rating)
				}
			}
		})
	}
}

// compare compares a score with an overall exposure and with checks as
// systemd-analyze prints them: [set, exposure].
func compare(t testing.TB, name string, score *exposure.Score, overall float64, checks map[string][2]any) {
	t.Helper()
	if got := exposure.Format(score.Tenths); got != strconv.FormatFloat(overall, 'f', 1, 64) {
		t.Errorf("%s: exposure %s, want %.1f", name, got, overall)
	}
	if len(score.Checks) != len(checks) {
		t.Errorf("%s: %d checks, want %d", name, len(score.Checks), len(checks))
	}
	for i := range score.Checks {
		c := &score.Checks[i]
		got := [2]any{nil, nil}
		if c.Set != nil {
			got[0] = *c.Set
		}
		if c.Tenths != nil {
			got[1] = exposure.Format(*c.Tenths)
		}
		if want, ok := checks[c.ID]; !ok || got != want {
			t.Errorf("%s: %s: got %v, want %v", name, c.ID, got, want)
		}
	}
}

// scoreWith rates a.service of a tree under a policy.
func scoreWith(t testing.TB, tree *locate.Tree, policy exposure.Policy) *exposure.Score {
	t.Helper()
	u, err := unit.Load(tree.Unit("a.service", locate.System), catalog.Release{Version: 252})
	if err != nil {
		t.Fatal(err)
	}
	score, err := exposure.Of(sandbox.New(u, nil), policy)
	if err != nil {
		t.Fatal(err)
	}
	return score
}
