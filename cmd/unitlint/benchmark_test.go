package main

import (
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/unitlint/unitlint/internal/sharedtest"
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
	p := program{
		stdin: strings.NewReader(""), stdout: io.Discard, stderr: io.Discard, dir: absoluteDirectory(b),
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

// BenchmarkProcess is the same for the services that are installed, with the start and
// the end of the process. The metric "cpu-ms/op" is its processor time.
func BenchmarkProcess(b *testing.B) {
	files, err := filepath.Glob("/usr/lib/systemd/system/*.service")
	if err != nil || len(files) == 0 {
		b.Skip("there are no services installed")
	}
	var used time.Duration
	for b.Loop() {
		command := exec.Command("unitlint", append([]string{"check", "--format", "json"}, files...)...) // see TestMain
		if err := command.Run(); command.ProcessState == nil {
			b.Fatal(err)
		}
		used += command.ProcessState.UserTime() + command.ProcessState.SystemTime()
	}
	b.ReportMetric(float64(used.Microseconds())/1000/float64(b.N), "cpu-ms/op")
}

// BenchmarkHarden finds the drop-in of one service, which is to take 50 ms at most,
// and those of 400 real ones in a tree, 5 s at most.
func BenchmarkHarden(b *testing.B) {
	tree := treeOfServices(b, 400)
	for _, c := range []struct {
		name string
		args []string
	}{
		{"one", []string{"../../testdata/services/web-low.service"}},
		{"tree-of-400", []string{"--root", tree}},
	} {
		b.Run(c.name, func(b *testing.B) {
			p := program{
				stdin: strings.NewReader(""), stdout: io.Discard, stderr: io.Discard, dir: absoluteDirectory(b),
				getenv: func(string) string { return "" },
			}
			b.ReportAllocs()
			for b.Loop() {
				if status := run(append([]string{"harden", "--format", "json", "--target", "debian-12"}, c.args...), p); status > exitFindings {
					b.Fatalf("exit status %d", status)
				}
			}
		})
	}
}

func absoluteDirectory(b *testing.B) string {
	b.Helper()
	working, err := filepath.Abs(".")
	if err != nil {
		b.Fatal(err)
	}
	return working
}

// treeOfServices lays so many services of real trees out as one.
func treeOfServices(b *testing.B, services int) string {
	b.Helper()
	tree := b.TempDir()
	directory := filepath.Join(tree, "usr/lib/systemd/system")
	if err := os.MkdirAll(directory, 0o755); err != nil {
		b.Fatal(err)
	}
	count := 0
	for _, corpus := range []string{"debian13/usr", "debian12"} {
		files, err := filepath.Glob(filepath.Join(sharedtest.Path(b, "corpus", corpus), "lib/systemd/system/*.service"))
		if err != nil {
			b.Fatal(err)
		}
		for _, file := range files {
			text, err := os.ReadFile(file)
			if err != nil || strings.Contains(file, "@") || count == services {
				continue // what is a link to nowhere, or needs an instance
			}
			count++
			if err := os.WriteFile(filepath.Join(directory, fmt.Sprintf("%d-%s", count, filepath.Base(file))), text, 0o600); err != nil {
				b.Fatal(err)
			}
		}
	}
	if count < services {
		b.Skipf("there are no more than %d services", count)
	}
	return tree
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
