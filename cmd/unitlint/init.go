package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strings"

	"github.com/urfave/cli/v3"

	"github.com/unitlint/unitlint/lint/config"
	"github.com/unitlint/unitlint/lint/files"
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

// startingHook is an entry of the list that hookFile holds.
const startingHook = `  - repo: https://github.com/unitlint/unitlint
    rev: v%s
    hooks:
      - id: unitlint
`

const hookFile = ".pre-commit-config.yaml"

func (p program) initCommand() *cli.Command {
	return p.command(&cli.Command{
		Name:  "init",
		Usage: "Write a starting configuration and a pre-commit hook file",
		Description: `Writes .unitlint.yaml and .pre-commit-config.yaml into the working directory.
Files that are there already stay as they are; what to add to them is printed.`,
		ArgValidator: noArguments,
		Action: func(context.Context, *cli.Command) error {
			hook := fmt.Sprintf(startingHook, version)
			_, err := p.start(config.FileName, startingConfiguration)
			made, hookErr := p.start(hookFile, "repos:\n"+hook)
			if hookErr == nil && !made && !p.mentions(hookFile, "unitlint") {
				fmt.Fprintf(p.stdout, "add to the list of repos in %s:\n%s", hookFile, hook)
			}
			return errors.Join(err, hookErr)
		},
	})
}

// mentions tells whether a file holds a word.
func (p program) mentions(name, word string) bool {
	text, err := files.PlainNamed(p.dir, p.path(name)).Read(config.MostText)
	return err == nil && strings.Contains(string(text), word)
}

// start writes a file that does not exist yet, and tells whether it did.
func (p program) start(name, text string) (made bool, err error) {
	file, err := os.OpenFile(p.path(name), os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if errors.Is(err, fs.ErrExist) {
		fmt.Fprintf(p.stdout, "%s is there already\n", name)
		return false, nil
	}
	if err != nil {
		return false, fmt.Errorf("writing %s: %w", name, err)
	}
	_, writeErr := file.WriteString(text)
	if err := errors.Join(writeErr, file.Close()); err != nil {
		return false, fmt.Errorf("writing %s: %w", name, err)
	}
	fmt.Fprintf(p.stdout, "wrote %s\n", name)
	return true, nil
}
