package main

import (
	"cmp"
	"context"
	"fmt"
	"strings"

	"github.com/urfave/cli/v3"
)

// manCommand prints the manual page, made from the commands themselves. It is
// hidden: packages run it when they are built.
func (p program) manCommand() *cli.Command {
	return p.command(&cli.Command{
		Name:         "man",
		Usage:        "Print the manual page",
		ArgValidator: noArguments,
		Hidden:       true,
		Action: func(context.Context, *cli.Command) error {
			_, err := fmt.Fprint(p.stdout, manual(p.everyCommand()))
			return err
		},
	})
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
func manual(root *cli.Command) string {
	var b strings.Builder
	fmt.Fprintf(&b, ".TH UNITLINT 1 \"\" \"unitlint %s\" \"User Commands\"\n", version)
	fmt.Fprintf(&b, ".SH NAME\nunitlint \\- %s\n", roff(strings.ToLower(root.Usage[:1])+root.Usage[1:]))
	fmt.Fprintf(&b, ".SH SYNOPSIS\n.B unitlint\n[\\fICOMMAND\\fR] [\\fIOPTION\\fR...] [\\fIARGUMENT\\fR...]\n")
	fmt.Fprintf(&b, ".SH DESCRIPTION\n%s", paragraphs(root.Description))
	b.WriteString(".SH COMMANDS\n")
	for _, c := range root.Commands {
		if c.Hidden || c.Name == "help" {
			continue
		}
		fmt.Fprintf(&b, ".SS %s\n%s", roff(strings.TrimSpace("unitlint "+c.Name+" "+c.ArgsUsage)), paragraphs(cmp.Or(c.Description, c.Usage+".")))
		for _, o := range sortedOptions(c) {
			b.WriteString(flagEntry(o))
		}
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

func flagEntry(o *option) string {
	if o.name == "help" {
		return ""
	}
	value, usage := o.describe()
	name := "\\fB\\-\\-" + roff(o.name) + "\\fR"
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
