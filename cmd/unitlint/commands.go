package main

import (
	"context"
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"github.com/urfave/cli/v3"
)

// makers make the commands, each where it is asked for.
func (p program) makers() []maker {
	return []maker{
		{"can", p.canCommand},
		{"cat", p.catCommand},
		{"check", p.checkCommand},
		{"completion", p.completionCommand},
		{"diff", p.diffCommand},
		{"explain", p.explainCommand},
		{"harden", p.hardenCommand},
		{"help", p.helpCommand},
		{"init", p.initCommand},
		{"lsp", func() *cli.Command { return reservedCommand("lsp") }},
		{"man", p.manCommand},
		{"rules", p.rulesCommand},
		{"score", p.scoreCommand},
		{"suppress", p.suppressCommand},
		{"version", p.versionCommand},
		{"why", p.whyCommand},
		{withDescriptions, func() *cli.Command { return p.completeCommand(withDescriptions) }},
		{withoutDescriptions, func() *cli.Command { return p.completeCommand(withoutDescriptions) }},
	}
}

type maker struct {
	name string
	make func() *cli.Command
}

// made returns a command by its name, or nil.
func (p program) made(name string) *cli.Command {
	makers := p.makers()
	at := slices.IndexFunc(makers, func(m maker) bool { return m.name == name })
	if at < 0 {
		return nil
	}
	return makers[at].make()
}

// command gives a command what all of them have.
func (p program) command(c *cli.Command) *cli.Command {
	help := withoutValue(newOption("help", "help for "+c.Name, func(string) error { return errHelp }))
	help.names = append(help.names, "h")
	c.Flags = append(c.Flags, help)
	c.OnUsageError = p.usageError
	c.HideHelp = true
	c.UseShortOptionHandling = true
	c.Reader, c.Writer, c.ErrWriter = p.stdin, p.stdout, p.stderr
	c.ExitErrHandler = func(context.Context, *cli.Command, error) {} // run decides on the status
	return c
}

// bareCommand is the program itself; without a command it checks.
func (p program) bareCommand() *cli.Command {
	var f checkFlags
	var told bool
	version := switchFlag(&told, "version", "version for unitlint")
	version.names = append(version.names, "v")
	return p.command(&cli.Command{
		Name:      "unitlint",
		ArgsUsage: "[PATH…]",
		Usage:     "Lint systemd unit files, offline",
		Description: `unitlint reads systemd units with their drop-ins the way systemd does and tells
what the service is denied that it needs, what systemd will ignore, and which
protections are missing. It needs no running systemd, no root and no network.

Without a command it checks: 'unitlint PATH…' is 'unitlint check PATH…'.`,
		Metadata: examples(checkExamples),
		Flags:    append(f.all(), version),
		Action: func(_ context.Context, c *cli.Command) error {
			if told {
				_, err := fmt.Fprintln(p.stdout, versionText())
				return err
			}
			if err := p.misspeltCommand(c.Args().Slice()); err != nil {
				return err
			}
			return p.runCheck(&f, c)
		},
	})
}

// everyCommand is the program with all of its commands.
func (p program) everyCommand() *cli.Command {
	root := p.bareCommand()
	for _, m := range p.makers() {
		root.Commands = append(root.Commands, m.make())
	}
	return root
}

// commandNames are the names of the commands that help tells of.
func (p program) commandNames() []string {
	var names []string
	for _, c := range p.everyCommand().VisibleCommands() {
		names = append(names, c.Name)
	}
	return names
}

// resolve finds the command that a command line means, and makes that one alone; the words come
// back with the program's name, that of the command, and what is the command's. Flags may stand
// before a command's name. The library would take any later word for a command's name as well.
func (p program) resolve(args []string) (root *cli.Command, words []string) {
	at := 0
	if len(args) > 0 && strings.HasPrefix(args[0], "-") {
		root = p.bareCommand()
		options := optionsOf(root)
		if at = readLine(args, options).first; at < 0 || readLine(args[:at], options).given["version"] {
			return root, append([]string{root.Name}, args...)
		}
	}
	var c *cli.Command
	if at < len(args) {
		c = p.made(args[at])
	}
	if c == nil {
		root = p.bareCommand()
		return root, append([]string{root.Name}, args...)
	}
	root = p.command(&cli.Command{Name: "unitlint", Commands: []*cli.Command{c}})
	return root, slices.Concat([]string{root.Name, c.Name}, args[:at], args[at+1:])
}

// reservedCommand says that a command is not there yet, whatever its arguments;
// './harden' checks a file that is called so. The name is kept from being read as a path, so that
// scripts do not begin to rely on that.
func reservedCommand(name string) *cli.Command {
	return &cli.Command{
		Name: name, Hidden: true, SkipFlagParsing: true,
		Action: func(context.Context, *cli.Command) error {
			return fmt.Errorf("the command '%s' is reserved for a later version (to check a path of that name, write './%s')", name, name)
		},
	}
}

// path is a path of the command line as the operating system knows it.
func (p program) path(name string) string {
	if filepath.IsAbs(name) {
		return name
	}
	return filepath.Join(p.dir, name)
}
