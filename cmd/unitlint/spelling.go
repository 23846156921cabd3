package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/urfave/cli/v3"

	"github.com/unitlint/unitlint/lint/catalog"
)

// textOrJSON are the formats of commands that have two.
var textOrJSON = []string{"text", "json"}

// oneOf tells what a flag or an action may be where it is none of it, and what was
// probably meant.
func oneOf(what, given string, allowed []string) error {
	if slices.Contains(allowed, given) {
		return nil
	}
	return fmt.Errorf("%s: expected %s, found %q%s", what, alternatives(allowed), given, didYouMean(given, allowed))
}

// didYouMean asks for the word that was probably meant, or is empty.
func didYouMean(given string, allowed []string) string {
	if near := catalog.Suggest(given, allowed); near != "" {
		return fmt.Sprintf(", did you mean %q?", near)
	}
	return ""
}

// alternatives joins words with commas and a last "or".
func alternatives(words []string) string {
	last := len(words) - 1
	if last < 1 {
		return strings.Join(words, "")
	}
	return strings.Join(words[:last], ", ") + " or " + words[last]
}

// usageError says in plain words what is wrong with the flags of a command line. The library
// tells of a flag that is not there in a text alone.
func (p program) usageError(_ context.Context, c *cli.Command, err error, _ bool) error {
	var names []string
	for _, o := range sortedOptions(c) {
		if errors.Is(o.problem, errHelp) {
			return p.printHelp(c)
		}
		if o.problem != nil {
			return o.problem
		}
		names = append(names, o.name)
	}
	missing, isMissing := strings.CutPrefix(err.Error(), "flag provided but not defined: -")
	if !isMissing {
		return err
	}
	dashes := "--"
	if utf8.RuneCountInString(missing) == 1 {
		dashes = "-"
	}
	if near := catalog.Suggest(missing, names); near != "" {
		return fmt.Errorf("there is no flag %s%s, did you mean --%s?", dashes, missing, near)
	}
	return fmt.Errorf("there is no flag %s%s: '%s --help' lists them", dashes, missing, c.FullName())
}

// counted refuses another number of arguments than a command takes.
func counted(least, most int, expected string) cli.ArgValidatorFunc {
	return func(_ context.Context, c *cli.Command) error {
		if n := c.NArg(); n < least || n > most {
			return fmt.Errorf("%s: expected %s", c.Name, expected)
		}
		return nil
	}
}

// noArguments refuses arguments.
func noArguments(_ context.Context, c *cli.Command) error {
	if c.NArg() > 0 {
		return fmt.Errorf("%s: expected no argument, found %q", c.Name, c.Args().First())
	}
	return nil
}

// misspeltCommand tells of a first argument that is no path and resembles the name
// of a command.
func (p program) misspeltCommand(args []string) error {
	if len(args) == 0 || strings.ContainsAny(args[0], `./\:@*`) {
		return nil
	}
	if _, err := os.Lstat(p.path(args[0])); err == nil {
		return nil
	}
	if near := catalog.Suggest(args[0], p.commandNames()); near != "" {
		return fmt.Errorf("there is no command or file %q, did you mean 'unitlint %s'?", args[0], near)
	}
	return nil
}
