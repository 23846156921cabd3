package unitfile

import (
	"bytes"
	"strings"
	"testing"

	"github.com/unitlint/unitlint/lint/source"
)

func BenchmarkParse(b *testing.B) {
	for name, text := range map[string]string{
		"ordinary MiB":       strings.Repeat("[Service]\nExecStart=/usr/bin/example --foo\nReadWritePaths=/a /b\n# comment\n\nPrivateTmp=yes\n", 1<<20/100),
		"shortest MiB":       "[A]\n" + strings.Repeat("a=\n", 1<<20/3),
		"continuations":      "[Service]\nExecStart=/bin/x " + strings.Repeat("\\\n", 200000),
		"assignments":        "[Service]\n" + strings.Repeat("ReadWritePaths=/a\n", 200000),
		"long line":          "[Service]\nEnvironment=" + strings.Repeat("A", 3000000) + "\n",
		"headers":            strings.Repeat("[A]\n", 1<<18),
		"trailing backslash": "[Service]\n" + strings.Repeat("A=b\\\\\n", 200000),
		"outside":            strings.Repeat("a=\n", 1<<20/3),
	} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			b.SetBytes(int64(len(text)))
			for b.Loop() {
				Parse(source.New("a.service", bytes.Clone([]byte(text))), Options{})
			}
		})
	}
}
