package exposure_test

import (
	"os/exec"
	"testing"
	"time"

	"github.com/unitlint/unitlint/internal/sharedtest"
	"github.com/unitlint/unitlint/lint/catalog"
	"github.com/unitlint/unitlint/lint/exposure"
	"github.com/unitlint/unitlint/lint/locate"
	"github.com/unitlint/unitlint/lint/sandbox"
	"github.com/unitlint/unitlint/lint/unit"
)

// BenchmarkDistribution rates every service of a distribution, reading its
// files anew each time. Where systemd-analyze is installed, the metric
// "systemd-ratio" is how many times as long that takes for the same units.
func BenchmarkDistribution(b *testing.B) {
	root := sharedtest.Tree(b, "corpus", "debian12")
	names := services(b)
	reference := timeAnalyze(root, names)
	b.ReportAllocs()
	start := time.Now()
	for b.Loop() {
		tree, err := locate.OpenRoot(root, "")
		if err != nil {
			b.Fatal(err)
		}
		for _, name := range names {
			u, err := unit.Load(tree.UnitAt(name, locate.System, 252), catalog.Release{Version: 252})
			if err != nil {
				b.Fatal(err)
			}
			if _, err := exposure.Of(sandbox.New(u, nil), nil); err != nil {
				b.Fatal(err)
			}
		}
		tree.Close()
	}
	if reference > 0 {
		b.ReportMetric(float64(reference)*float64(b.N)/float64(time.Since(start)), "systemd-ratio")
	}
}

func services(b *testing.B) []string {
	var names []string
	for _, row := range readOracle(b, "security-252.jsonl") {
		if row.Exposure != nil && row.Scope == locate.System {
			names = append(names, instance(row.Unit))
		}
	}
	return names
}

// timeAnalyze is how long systemd-analyze takes at best, 0 where it is not there.
func timeAnalyze(root string, names []string) time.Duration {
	arguments := append([]string{"security", "--offline=true", "--no-pager", "--root=" + root}, names...)
	best := time.Duration(0)
	for range 3 {
		start := time.Now()
		if err := exec.Command("systemd-analyze", arguments...).Run(); err != nil {
			return 0
		}
		if took := time.Since(start); best == 0 || took < best {
			best = took
		}
	}
	return best
}
