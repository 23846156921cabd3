package main

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// BenchmarkScale lints trees of many units: the time for one unit should be the
// same in each of them.
func BenchmarkScale(b *testing.B) {
	for _, units := range []int{100, 1_000, 10_000} {
		b.Run(fmt.Sprintf("services-%d", units), func(b *testing.B) {
			benchmarkTree(b, units, map[string]string{
				"u%d.service": "[Unit]\nAfter=network.target\n[Service]\nExecStart=/usr/bin/example --number %d\nUser=example\nRemoveIPC=yes\nPrivateTmp=yes\n",
			})
		})
	}
	b.Run("sockets-1000", func(b *testing.B) {
		benchmarkTree(b, 1_000, map[string]string{
			"u%d.service": "[Unit]\nAfter=network.target\n[Service]\nExecStart=/usr/sbin/nginx -g %d\nPrivateNetwork=yes\n",
			"u%d.socket":  "[Socket]\nListenStream=%d\n",
		})
	})
}

// benchmarkTree lints a root that holds each unit of a set so many times, with
// a number in its name and text.
func benchmarkTree(b *testing.B, times int, set map[string]string) {
	b.Helper()
	root := b.TempDir()
	directory := filepath.Join(root, "etc", "systemd", "system")
	if err := os.MkdirAll(directory, 0o755); err != nil {
		b.Fatal(err)
	}
	for name, text := range set {
		for i := range times {
			if err := os.WriteFile(filepath.Join(directory, fmt.Sprintf(name, i)), fmt.Appendf(nil, text, i+1), 0o644); err != nil {
				b.Fatal(err)
			}
		}
	}
	p := program{
		stdin: strings.NewReader(""), stdout: io.Discard, stderr: io.Discard, dir: root,
		getenv: func(string) string { return "" },
	}
	b.ReportAllocs()
	for b.Loop() {
		if status := run([]string{"check", "--format", "compact", "--root", root}, p); status > 1 {
			b.Fatalf("exit status %d", status)
		}
	}
	b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(b.N*times*len(set)), "µs/unit")
}
