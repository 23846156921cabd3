package assess_test

import (
	"strings"
	"testing"

	"github.com/unitlint/unitlint/lint/assess"
)

// TestVariablesGrowBounded holds that variables which stand in command lines over
// and over do not make them grow beyond all bounds.
func TestVariablesGrowBounded(t *testing.T) {
	const most = 32 << 20
	for title, c := range map[string]struct{ content, line string }{
		"many words":            {strings.Repeat("-a ", 20_000), strings.Repeat(" $O", 1_000)},
		"one long argument":     {strings.Repeat("a", 60_000), " " + strings.Repeat("${O}", 10_000)},
		"many arguments":        {strings.Repeat("a", 60_000), strings.Repeat(" ${O}", 1_000)},
		"arguments with others": {strings.Repeat("a", 60_000), strings.Repeat(" -x=${O}", 1_000)},
	} {
		lines := strings.Repeat("ExecStart=/usr/bin/example"+c.line+"\n", 20)
		u := load(t, "[Service]\nType=oneshot\nEnvironment=\"O="+c.content+"\"\n"+lines, "")
		size := 0
		for _, p := range assess.Of(u, assess.Sources{}).Programs {
			for _, argument := range p.Arguments {
				size += len(argument)
			}
		}
		if size > most {
			t.Errorf("%s: %d bytes of arguments", title, size)
		}
	}
}
