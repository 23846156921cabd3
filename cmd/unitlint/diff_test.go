package main

import (
	"encoding/json"
	"path/filepath"
	"slices"
	"testing"

	"github.com/unitlint/unitlint/internal/sharedtest"
)

// comparedJSON is what the test reads of diff's JSON.
type comparedJSON struct {
	Units   []comparedUnitJSON
	Summary struct{ Changed, New, Gone, Rated, Safer, Riskier int }
}

type comparedUnitJSON struct {
	Unit   string
	Grants []struct {
		Kind, Argument, Change string
		Because                struct{ Before []struct{ Directive string } }
	}
	Exposure struct{ Before, After float64 }
}

// Between two releases of Debian most services differ in score, since its weights
// do; irqbalance was closed by its package, and opened where it was closed to the
// root before.
func TestDiffOfTwoReleases(t *testing.T) {
	older := sharedtest.Path(t, "corpus", "debian12")
	out := demo(t, "diff", "--format", "json", "--target", "debian-12,debian-13", older, filepath.Join(filepath.Dir(older), "debian13"))
	var found comparedJSON
	if err := json.Unmarshal([]byte(out), &found); err != nil {
		t.Fatal(err)
	}
	if s := found.Summary; s.Changed < 300 || s.New < 50 || s.Gone < 50 || s.Safer < 300 || s.Riskier > 20 {
		t.Errorf("the summary is %+v", s)
	}
	at := slices.IndexFunc(found.Units, func(u comparedUnitJSON) bool { return u.Unit == "irqbalance.service" })
	if at < 0 || at >= 20 {
		t.Fatalf("irqbalance.service is at place %d, expected it among the twenty that matter most", at)
	}
	u := found.Units[at]
	if u.Exposure.Before != 8.9 || u.Exposure.After != 1.4 {
		t.Errorf("its exposure is %v, expected 8.9 and 1.4", u.Exposure)
	}
	grants := map[string]string{}
	for _, g := range u.Grants {
		grants[g.Kind+" "+g.Argument] = g.Change
		if g.Kind == "write" && g.Argument == "/run" && (len(g.Because.Before) == 0 || g.Because.Before[0].Directive != "ReadOnlyPaths") {
			t.Errorf("what closed /run before is %+v, expected ReadOnlyPaths=", g.Because)
		}
	}
	for grant, change := range map[string]string{
		"write /run": "looser", "address-family AF_NETLINK": "looser", "wx-memory ": "tighter", "capability CAP_SYS_ADMIN": "tighter", "home ": "tighter",
	} {
		if grants[grant] != change {
			t.Errorf("%q is %q, expected %q", grant, grants[grant], change)
		}
	}
}
