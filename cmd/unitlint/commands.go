package main

import (
	"fmt"
	"path/filepath"

	"github.com/spf13/cobra"
)

// furtherCommands are those beside check.
func (p program) furtherCommands() []*cobra.Command {
	commands := []*cobra.Command{
		p.explainCommand(),
		p.rulesCommand(),
		p.canCommand(),
		p.catCommand(),
		p.diffCommand(),
		p.scoreCommand(),
		p.initCommand(),
		p.hardenCommand(),
		p.suppressCommand(),
		p.versionCommand(),
		p.whyCommand(),
		p.manCommand(),
	}
	for _, name := range reservedNames {
		commands = append(commands, reservedCommand(name))
	}
	return commands
}

// reservedNames are commands to come. Their names are kept from being read as
// paths, so that scripts do not begin to rely on that.
var reservedNames = []string{"lsp"}

// reservedCommand says that a command is not there yet, whatever its arguments;
// './harden' checks a file that is called so.
func reservedCommand(name string) *cobra.Command {
	return &cobra.Command{
		Use: name, Hidden: true, DisableFlagParsing: true,
		RunE: func(*cobra.Command, []string) error {
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
