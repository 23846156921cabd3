package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/urfave/cli/v3"

	"github.com/unitlint/unitlint/lint/catalog"
)

// errHelp is how --help ends the reading of flags.
var errHelp = errors.New("help is asked for")

// examplesKey is where a command has its examples.
const examplesKey = "examples"

func examples(text string) map[string]any { return map[string]any{examplesKey: text} }

// helpCommand prints the help of another.
func (p program) helpCommand() *cli.Command {
	return p.command(&cli.Command{
		Name:        "help",
		ArgsUsage:   "[COMMAND]",
		Usage:       "Help about any command",
		Description: "Prints the help of a command, as 'unitlint COMMAND --help' does, or of the program.",
		Action: func(_ context.Context, c *cli.Command) error {
			root := p.everyCommand()
			name := c.Args().First()
			if name == "" {
				return p.printHelp(root)
			}
			if asked := root.Command(name); asked != nil {
				return p.printHelp(asked)
			}
			if near := catalog.Suggest(name, p.commandNames()); near != "" {
				return fmt.Errorf("there is no command %q, did you mean 'unitlint help %s'?", name, near)
			}
			return fmt.Errorf("there is no command %q: 'unitlint help' lists them", name)
		},
	})
}

// printHelp prints the help of a command; the program's own lists the commands.
func (p program) printHelp(c *cli.Command) error {
	var b strings.Builder
	called := "unitlint"
	if c.Name == called {
		c = p.everyCommand()
	} else {
		called += " " + c.Name
	}
	fmt.Fprintf(&b, "%s\n\nUsage:\n", cmp.Or(c.Description, c.Usage))
	fmt.Fprintf(&b, "  %s [flags]\n", strings.TrimSpace(called+" "+c.ArgsUsage))
	if len(c.Commands) > 0 {
		fmt.Fprintf(&b, "  %s [command]\n", called)
	}
	if text, has := c.Metadata[examplesKey].(string); has {
		fmt.Fprintf(&b, "\nExamples:\n%s\n", text)
	}
	if commands := listedCommands(c); len(commands) > 0 {
		fmt.Fprintf(&b, "\nAvailable Commands:\n%s", aligned("  ", commands, "  "))
	}
	if options := sortedOptions(c); len(options) > 0 {
		fmt.Fprintf(&b, "\nFlags:\n%s", aligned("", listedOptions(options), "   "))
	}
	if len(c.Commands) > 0 {
		fmt.Fprintf(&b, "\nUse \"%s [command] --help\" for more information about a command.\n", called)
	}
	_, err := fmt.Fprint(p.stdout, b.String())
	return err
}

// listedCommands are the commands that help tells of, each with what it does.
func listedCommands(c *cli.Command) [][2]string {
	var rows [][2]string
	for _, sub := range c.Commands {
		if !sub.Hidden {
			rows = append(rows, [2]string{sub.Name, sub.Usage})
		}
	}
	return rows
}

// listedOptions are flags as help shows them.
func listedOptions(options []*option) [][2]string {
	rows := make([][2]string, 0, len(options))
	for _, o := range options {
		name := "      --" + o.name
		if len(o.names) > 1 {
			name = fmt.Sprintf("  -%s, --%s", o.names[1], o.name)
		}
		value, usage := o.describe()
		if value != "" {
			name += " " + value
		}
		if o.fallback != "" {
			usage += fmt.Sprintf(" (default %s)", o.fallback)
		}
		rows = append(rows, [2]string{name, usage})
	}
	return rows
}

// aligned writes rows of two columns, with what stands before them and between.
func aligned(margin string, rows [][2]string, gap string) string {
	width := 0
	for _, row := range rows {
		width = max(width, utf8.RuneCountInString(row[0]))
	}
	var b strings.Builder
	for _, row := range rows {
		fmt.Fprintf(&b, "%s%-*s%s%s\n", margin, width, row[0], gap, row[1])
	}
	return b.String()
}

// sortedOptions are the flags of a command by their names.
func sortedOptions(c *cli.Command) []*option {
	var options []*option
	for _, f := range c.Flags {
		if o, ours := f.(*option); ours {
			options = append(options, o)
		}
	}
	slices.SortFunc(options, func(a, b *option) int { return strings.Compare(a.name, b.name) })
	return options
}
