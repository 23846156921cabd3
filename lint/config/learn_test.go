package config_test

import (
	"errors"
	"testing"

	"github.com/unitlint/unitlint/lint/config"
	"github.com/unitlint/unitlint/lint/need"
)

func TestAppendNeeds(t *testing.T) {
	learned := []config.Learned{
		{"app.service", need.Write, "/var/lib/app"}, {"app.service", need.Write, "/var/lib/app"}, {"app.service", need.WriteExecute, ""},
		{"db.service", need.Bind, "443"}, {"db.service", need.Kind("nonsense"), "x"},
	}
	const entries = `  - units: ["app.service"]
    need: ["wx-memory"]
    write: ["/var/lib/app"]
    reason: tries it
  - units: ["db.service"]
    bind: ["443"]
    reason: tries it
`
	for name, test := range map[string]struct{ text, want string }{
		"empty":       {"", "needs:\n" + entries},
		"other keys":  {"threshold: 5\n", "threshold: 5\nneeds:\n" + entries},
		"no end":      {"threshold: 5", "threshold: 5\nneeds:\n" + entries},
		"has needs":   {"needs:\n  - units: [x.service]\n    bind: [1]\n# end\n", "needs:\n" + entries + "  - units: [x.service]\n    bind: [1]\n# end\n"},
		"known":       {"needs:\n" + entries, "needs:\n" + entries},
		"no indent":   {"needs:\n- units: [x.service]\n  bind: [1]\n", "needs:\n" + dedented + "- units: [x.service]\n  bind: [1]\n"},
		"flow":        {"needs: [{units: [x.service], bind: [1]}]\n", ""},
		"empty needs": {"needs: []\n", ""},
	} {
		got, err := config.AppendNeeds([]byte(test.text), learned, "tries it")
		if test.want == "" {
			if !errors.Is(err, config.ErrUnreadableNeeds) {
				t.Errorf("%s: got %q, %v", name, got, err)
			}
			continue
		}
		if err != nil || string(got) != test.want {
			t.Errorf("%s: got %v\n%s\nwant\n%s", name, err, got, test.want)
		}
		if _, err := config.Parse("x", got, nil); err != nil {
			t.Errorf("%s: the result cannot be read: %v", name, err)
		}
	}
	if _, err := config.AppendNeeds([]byte("a: [\n"), learned, "tries it"); err == nil {
		t.Error("a broken configuration was taken")
	}
}

const dedented = `- units: ["app.service"]
  need: ["wx-memory"]
  write: ["/var/lib/app"]
  reason: tries it
- units: ["db.service"]
  bind: ["443"]
  reason: tries it
`
