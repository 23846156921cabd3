package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"

	"github.com/spf13/cobra"

	"github.com/unitlint/unitlint/lint/config"
)

const startingConfiguration = `# yaml-language-server: $schema=https://raw.githubusercontent.com/unitlint/unitlint/main/docs/unitlint.schema.json
# Configuration of unitlint for the units below this directory. Each key is
# described in https://github.com/unitlint/unitlint/blob/main/docs/configuration.md.

# Systems to judge for. Without the key the tree decides: os-release below a
# root, Debian and Ubuntu for a debian directory, else the newest systemd.
# targets: [debian-12, ubuntu-22.04]

# Rules and categories: off, on, note, warning or error. 'unitlint rules' lists
# them.
# rules:
#   hardening: off

# Levels for some files or units.
# overrides:
#   - paths: ["contrib/**"]
#     rules: {breakage: note}

# Files that are not linted.
# exclude: ["vendor/**"]

# What is known already; 'unitlint --write-baseline' writes the file.
# baseline: .unitlint-baseline.json

# What only the host can tell.
# host:
#   existing: [/srv/www]

# What own programs will do, so that a sandbox that denies it is found.
# needs:
#   - units: ["example.service"]
#     write: [/var/lib/example]
#     bind: [443]
#     reason: stores its data and serves its clients
`

const startingHook = `repos:
  - repo: https://github.com/unitlint/unitlint
    rev: v%s
    hooks:
      - id: unitlint
`

func (p program) initCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "init",
		Short: "Write a starting configuration and a pre-commit hook file",
		Long: `Writes .unitlint.yaml and .pre-commit-config.yaml into the working directory.
Files that are there already stay as they are.`,
		Args: cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			return errors.Join(
				p.start(config.FileName, startingConfiguration),
				p.start(".pre-commit-config.yaml", fmt.Sprintf(startingHook, version)),
			)
		},
	}
}

// start writes a file that does not exist yet.
func (p program) start(name, text string) error {
	file, err := os.OpenFile(p.path(name), os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if errors.Is(err, fs.ErrExist) {
		fmt.Fprintf(p.stdout, "%s is there already\n", name)
		return nil
	}
	if err != nil {
		return fmt.Errorf("writing %s: %w", name, err)
	}
	_, writeErr := file.WriteString(text)
	if err := errors.Join(writeErr, file.Close()); err != nil {
		return fmt.Errorf("writing %s: %w", name, err)
	}
	fmt.Fprintf(p.stdout, "wrote %s\n", name)
	return nil
}
