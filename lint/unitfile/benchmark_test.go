package unitfile_test

import (
	"strings"
	"testing"

	"github.com/unitlint/unitlint/lint/source"
	"github.com/unitlint/unitlint/lint/unitfile"
)

// sizes are files that are large in one respect each. All of them must be read
// in time that grows with their length alone.
var sizes = []struct{ name, text string }{
	{"ordinary unit", ordinary},
	{"ordinary MiB", strings.Repeat(ordinary, 1<<20/len(ordinary))},
	{"shortest assignments", "[A]\n" + strings.Repeat("a=\nb=\n", 1<<20/6)},
	{"repeated assignments", "[Service]\n" + strings.Repeat("ReadWritePaths=/a\n", 200000)},
	{"continuations", "[Service]\nExecStart=/bin/x " + strings.Repeat("\\\n", 200000)},
	{"comments", strings.Repeat("#\n", 1<<19)},
	{"headers", strings.Repeat("[A]\n[B]\n", 1<<17)},
	{"outside of a section", strings.Repeat("a=\n", 1<<20/3)},
	{"backslashes", "[A]\na=" + strings.Repeat("\\", 1<<20-10)},
	{"over-long line", "[Service]\nEnvironment=" + strings.Repeat("A", 3000000) + "\n"},
	{"over-long continuation", "[Service]\nEnvironment=" + strings.Repeat("A \\\n", 750000) + "\n"},
	{"line ends", strings.Repeat("\n", 1<<20)},
	{"wide characters", "[A]\na=" + strings.Repeat("日", 1<<18)},
}

const ordinary = `# An ordinary unit
[Unit]
Description=Example of an ordinary length
After=network-online.target

[Service]
ExecStart=/usr/bin/example --config /etc/example.conf \
    --verbose
User=example
PrivateTmp=yes
ProtectSystem=strict
ReadWritePaths=/var/lib/example /var/log/example
`

func BenchmarkParse(b *testing.B) {
	for _, s := range sizes {
		b.Run(s.name, func(b *testing.B) {
			b.ReportAllocs()
			b.SetBytes(int64(len(s.text)))
			for b.Loop() {
				unitfile.Parse(source.New("a.service", []byte(s.text)), unitfile.Options{})
			}
		})
	}
}
