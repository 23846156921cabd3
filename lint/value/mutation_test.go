package value_test

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/unitlint/unitlint/internal/systemdtest"
	"github.com/unitlint/unitlint/lint/catalog"
	"github.com/unitlint/unitlint/lint/unitfile"
)

// inserted are what a mutation puts into a value: all that a tokenizer or a
// grammar looks at.
var inserted = []string{
	`"`, `'`, `\\`, `\"`, `\x20`, `\q`, `\s`, " ", "  ", "\t", ",", ":", ";", "/", "//", "/./", "..", "-", "+", "~", "!", "@", "=", "%", "%%", "%H", "%i", "%n", "%t", "%Z", "%f", "$", "0", "1", "a", "#", "*",
}

// mutated returns a value with a few changes: a part put into quotes, something
// inserted or taken away, two values joined.
func mutated(r *rand.Rand, values []string) string {
	v := values[r.IntN(len(values))]
	for range 1 + r.IntN(2) {
		at := r.IntN(len(v) + 1)
		switch r.IntN(7) {
		case 0:
			v = `"` + v + `"`
		case 1:
			words := strings.Fields(v)
			if len(words) > 0 {
				i := r.IntN(len(words))
				words[i] = `"` + words[i] + `"`
			}
			v = strings.Join(words, " ")
		case 2:
			end := at + r.IntN(len(v)-at+1)
			v = v[:at] + `"` + v[at:end] + `"` + v[end:]
		case 3, 4:
			v = v[:at] + inserted[r.IntN(len(inserted))] + v[at:]
		case 5:
			v = v[:at] + v[min(at+1, len(v)):]
		default:
			v += " " + values[r.IntN(len(values))]
		}
	}
	return v
}

// mutations are questions about every directive that the release knows, of values
// that were changed at random.
func mutations(release catalog.Release, seed uint64, wanted int) []*question {
	r := rand.New(rand.NewPCG(seed, 7))
	var directives []*catalog.Directive
	for _, section := range slices.Sorted(maps.Keys(frames)) {
		for _, d := range catalog.Directives(section) {
			if d.Support(release) != catalog.Unknown {
				directives = append(directives, d)
			}
		}
	}
	all := make([]*question, 0, wanted)
	for len(all) < wanted {
		d := directives[r.IntN(len(directives))]
		v := strings.Trim(mutated(r, valuesOf(d)), " \t")
		if !utf8.ValidString(v) || len(unitfile.Placeholders(v)) > 0 {
			continue // of neither can be said what the value will be
		}
		if len(v) > 500 || strings.HasSuffix(v, `\`) || strings.ContainsAny(v, "\n\r") {
			continue // what the lexer looks at is not asked here
		}
		name := fmt.Sprintf("u%d.%s", len(all), frames[d.Section].suffix)
		all = append(all, &question{directive: d, value: v, file: name})
	}
	return all
}

// TestMutationsAgreeWithSystemd asks about random values, of which each run of a
// seed has others. The environment asks for more of them.
func TestMutationsAgreeWithSystemd(t *testing.T) {
	systemd := systemdtest.Require(t)
	release := catalog.Release{Version: systemd.Version}
	seeds := uint64(1)
	if text := os.Getenv("UNITLINT_MUTATION_SEEDS"); text != "" {
		var err error
		if seeds, err = strconv.ParseUint(text, 10, 16); err != nil {
			t.Fatal(err)
		}
	}
	explainedCount, count := 0, 0
	for seed := range seeds {
		found, accepted := compare(t, systemd, release, mutations(release, seed, batch/2))
		count, explainedCount = count+batch/2, explainedCount+accepted
		for _, d := range found {
			t.Error(d)
		}
	}
	t.Logf("%d values, %d explained disagreements", count, explainedCount)
}
