package text

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/unitlint/unitlint/internal/systemdtest"
	"github.com/unitlint/unitlint/lint/catalog"
	"github.com/unitlint/unitlint/lint/evidence"
	"github.com/unitlint/unitlint/lint/locate"
	"github.com/unitlint/unitlint/lint/need"
	"github.com/unitlint/unitlint/lint/unit"
)

func contextOf(t *testing.T, lines string) *evidence.Context {
	t.Helper()
	text := "[Service]\n" + lines + "\n"
	if strings.HasPrefix(lines, "[") {
		text = lines + "\n"
	}
	tree, err := locate.OpenRoot(systemdtest.Write(t, systemdtest.Tree{"etc/systemd/system/app.service": text}), "")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = tree.Close() })
	u, err := unit.Load(tree.Unit("app.service", locate.System), catalog.Release{Version: catalog.Newest})
	if err != nil {
		t.Fatal(err)
	}
	return evidence.NewContext(u)
}

// marks are how sure a need is.
var marks = map[need.Certainty]string{need.Certain: "!", need.Likely: "", need.Possible: "?"}

// told returns needs as "kind argument; …", with "!" where the text proves it and "?"
// where it is possible alone; that programs are run is left out, and all but three of
// the arguments of which one is needed.
func told(needs []need.Need) string {
	const most = 3
	var all []string
	for i := range needs {
		n := &needs[i]
		if n.Kind == need.Execute {
			continue
		}
		argument := strings.Join(n.Any[:min(len(n.Any), most)], "|")
		all = append(all, strings.TrimSpace(string(n.Kind)+" "+argument)+marks[n.Certainty])
	}
	slices.Sort(all)
	return strings.Join(all, "; ")
}

// TestShown holds what texts of one thing each show, and what they do not.
func TestShown(t *testing.T) {
	for _, c := range cases {
		if got := told(Shown{}.Collect(contextOf(t, c.lines))); got != c.want {
			t.Errorf("%q shows %q, want %q", c.lines, got, c.want)
		}
	}
}

// TestUsual holds what is taken for usual of services that a package ships, and of which
// it is not.
func TestUsual(t *testing.T) {
	for _, c := range usualCases {
		needs := Usual{}.Collect(contextOf(t, c.lines))
		if got := told(needs); got != c.want {
			t.Errorf("%q stands for %q, want %q", c.lines, got, c.want)
		}
		for i := range needs {
			if !needs[i].Conditions.Elsewhere && needs[i].Kind != need.ControlGroups {
				t.Errorf("%s: %s counts against the packaged unit", c.lines, needs[i].Kind)
			}
		}
	}
}

// TestMostMet holds that a unit may name any number of pipes and sockets, of which the first
// are looked for.
func TestMostMet(t *testing.T) {
	for _, end := range []string{".fifo", ".sock"} {
		line := strings.Builder{}
		for i := range 2 * mostMet {
			fmt.Fprintf(&line, " /tmp/%d%s", i, end)
		}
		needs := Shown{}.Collect(contextOf(t, "ExecStart=/usr/bin/app"+line.String()))
		needs = slices.DeleteFunc(needs, func(n need.Need) bool { return n.Kind != need.SharedTmp })
		if len(needs) == 0 || len(needs) > mostMet {
			t.Errorf("%d paths that end in %s are shared", len(needs), end)
		}
	}
}
