package main

import (
	"io"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// BenchmarkCheck lints the services of the demonstration tree, and those that
// are installed on this machine, with all rules, as "unitlint check --format
// json" does without the start of the process. Where systemd-analyze is
// installed, the metric "systemd-ratio" is how many times as long its
// "security --offline=yes" takes for the same files, its start included.
func BenchmarkCheck(b *testing.B) {
	for _, tree := range []struct{ name, directory string }{
		{"demo", "../../testdata/demo/usr/lib/systemd/system"},
		{"installed", "/usr/lib/systemd/system"},
	} {
		b.Run(tree.name, func(b *testing.B) { benchmarkCheck(b, tree.directory) })
	}
}

func benchmarkCheck(b *testing.B, directory string) {
	files, err := filepath.Glob(filepath.Join(directory, "*.service"))
	if err != nil || len(files) == 0 {
		b.Skip("there are no services in " + directory)
	}
	working, err := filepath.Abs(".")
	if err != nil {
		b.Fatal(err)
	}
	p := program{
		stdin: strings.NewReader(""), stdout: io.Discard, stderr: io.Discard, dir: working,
		getenv: func(string) string { return "" },
	}
	reference := timeSecurity(files)
	b.ReportAllocs()
	start := time.Now()
	for b.Loop() {
		run(append([]string{"check", "--format", "json"}, files...), p)
	}
	if reference > 0 {
		b.ReportMetric(float64(reference)*float64(b.N)/float64(time.Since(start)), "systemd-ratio")
	}
}

// timeSecurity is how long systemd-analyze takes at best, 0 where it is not
// there. It fails where it finds something, so that its status says nothing.
func timeSecurity(files []string) time.Duration {
	if _, err := exec.LookPath("systemd-analyze"); err != nil {
		return 0
	}
	arguments := append([]string{"security", "--offline=yes", "--no-pager"}, files...)
	best := time.Duration(0)
	for range 3 {
		start := time.Now()
		_ = exec.Command("systemd-analyze", arguments...).Run()
		if took := time.Since(start); best == 0 || took < best {
			best = took
		}
	}
	return best
}
