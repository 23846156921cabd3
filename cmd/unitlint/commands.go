package main

import (
	"path/filepath"

	"github.com/spf13/cobra"
)

// furtherCommands are those beside check.
func (p program) furtherCommands() []*cobra.Command {
	return []*cobra.Command{
		p.explainCommand(),
		p.rulesCommand(),
		p.canCommand(),
		p.catCommand(),
		p.scoreCommand(),
		p.initCommand(),
		p.versionCommand(),
		p.manCommand(),
	}
}

// path is a path of the command line as the operating system knows it.
func (p program) path(name string) string {
	if filepath.IsAbs(name) {
		return name
	}
	return filepath.Join(p.dir, name)
}
