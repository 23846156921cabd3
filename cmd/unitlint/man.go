package main

import (
	"cmp"
	"fmt"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// manCommand prints the manual page, made from the commands themselves. It is
// hidden: packages run it when they are built.
func (p program) manCommand() *cobra.Command {
	return &cobra.Command{
		Use:    "man",
		Short:  "Print the manual page",
		Args:   cobra.NoArgs,
		Hidden: true,
		RunE: func(c *cobra.Command, _ []string) error {
			_, err := fmt.Fprint(p.stdout, manual(c.Root()))
			return err
		},
	}
}

// exits are what the statuses mean, command by command.
var exits = []struct {
	status int
	means  string
}{
	{0, "Nothing at or above the severity that fails; can: allowed; why: every refusal is explained; diff: no gate is closed."},
	{1, "Findings; can: not allowed; why: a refusal is not explained; diff: a gate is closed; harden: there is nothing to add."},
	{2, "The run itself failed."},
	{3, "can: the files alone cannot tell."},
}

// manual renders a command and those below it as roff.
func manual(root *cobra.Command) string {
	var b strings.Builder
	fmt.Fprintf(&b, ".TH UNITLINT 1 \"\" \"unitlint %s\" \"User Commands\"\n", version)
	fmt.Fprintf(&b, ".SH NAME\nunitlint \\- %s\n", roff(strings.ToLower(root.Short[:1])+root.Short[1:]))
	fmt.Fprintf(&b, ".SH SYNOPSIS\n.B unitlint\n[\\fICOMMAND\\fR] [\\fIOPTION\\fR...] [\\fIARGUMENT\\fR...]\n")
	fmt.Fprintf(&b, ".SH DESCRIPTION\n%s", paragraphs(root.Long))
	b.WriteString(".SH COMMANDS\n")
	for _, c := range root.Commands() {
		if c.Hidden || c.Name() == "help" {
			continue
		}
		fmt.Fprintf(&b, ".SS %s\n%s", roff("unitlint "+c.Use), paragraphs(cmp.Or(c.Long, c.Short+".")))
		c.LocalNonPersistentFlags().VisitAll(func(f *pflag.Flag) { b.WriteString(option(f)) })
	}
	b.WriteString(".SH EXIT STATUS\n")
	for _, e := range exits {
		fmt.Fprintf(&b, ".TP\n.B %d\n%s\n", e.status, e.means)
	}
	b.WriteString(".SH ENVIRONMENT\n.TP\n.B NO_COLOR\nNever colour, unless asked to by \\-\\-color.\n.TP\n.B FORCE_COLOR\nColour even without a terminal.\n" +
		".TP\n.B UNITLINT_PROFILES=none\nDo not ask the built\\-in profiles of programs.\n")
	b.WriteString(".SH FILES\n.TP\n.I .unitlint.yaml\nThe configuration; the one nearest to a unit's file counts.\n")
	b.WriteString(".SH SEE ALSO\n.BR systemd.unit (5),\n.BR systemd.exec (5),\n.BR systemd\\-analyze (1)\n")
	return b.String()
}

func option(f *pflag.Flag) string {
	if f.Name == "help" {
		return ""
	}
	value, usage := pflag.UnquoteUsage(f)
	name := "\\fB\\-\\-" + roff(f.Name) + "\\fR"
	if value != "" {
		name += " \\fI" + roff(value) + "\\fR"
	}
	return ".TP\n" + name + "\n" + roff(usage) + "\n"
}

// paragraphs renders text as paragraphs; indented lines keep their breaks.
func paragraphs(text string) string {
	var b strings.Builder
	for block := range strings.SplitSeq(strings.TrimSpace(text), "\n\n") {
		if strings.HasPrefix(block, " ") {
			fmt.Fprintf(&b, ".PP\n.nf\n%s\n.fi\n", roff(block))
		} else {
			fmt.Fprintf(&b, ".PP\n%s\n", roff(block))
		}
	}
	return b.String()
}

// roff escapes what roff would read as its own: backslashes, dashes, and dots
// and quotes at the start of lines.
func roff(text string) string {
	text = strings.NewReplacer(`\`, `\e`, "-", `\-`).Replace(text)
	lines := strings.Split(text, "\n")
	for i, line := range lines {
		if strings.HasPrefix(line, ".") || strings.HasPrefix(line, "'") {
			lines[i] = `\&` + line
		}
	}
	return strings.Join(lines, "\n")
}
