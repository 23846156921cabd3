package report

import (
	"github.com/fatih/color"

	"github.com/unitlint/unitlint/lint/finding"
)

// palette holds the colours of the text reports. Without colour it leaves text
// as it is; nothing is said by colour alone.
type palette struct {
	err, warning, note, dim, strong, good, crossed *color.Color
}

func newPalette(on bool) palette {
	shade := func(attributes ...color.Attribute) *color.Color {
		c := color.New(attributes...)
		if on {
			c.EnableColor()
		} else {
			c.DisableColor()
		}
		return c
	}
	return palette{
		err:     shade(color.FgRed, color.Bold),
		warning: shade(color.FgYellow, color.Bold),
		note:    shade(color.FgCyan, color.Bold),
		dim:     shade(color.Faint),
		strong:  shade(color.Bold),
		good:    shade(color.FgGreen),
		crossed: shade(color.Faint, color.CrossedOut),
	}
}

func (p palette) severity(s finding.Severity) *color.Color {
	switch s {
	case finding.Error:
		return p.err
	case finding.Warning:
		return p.warning
	default:
		return p.note
	}
}
