package main

import (
	"errors"
	"fmt"
	"os"
	"slices"
	"strconv"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/unitlint/unitlint/lint/catalog"
)

// registerFormat registers --format, and --json as a form of it.
func registerFormat(flags *pflag.FlagSet, format *string, usage string) {
	flags.StringVar(format, "format", "text", usage)
	form := flags.VarPF(jsonForm{format}, "json", "", "the same as --format json")
	form.NoOptDefVal = "true"
}

// jsonForm is --json, which sets the format.
type jsonForm struct{ format *string }

// String is what the flag is where it is not given.
func (f jsonForm) String() string { return "false" }

// Set takes the format that is meant.
func (f jsonForm) Set(text string) error {
	given, err := strconv.ParseBool(text)
	if given {
		*f.format = "json"
	}
	return err
}

// Type is the word for the flag's values.
func (f jsonForm) Type() string { return "bool" }

// registerTargets registers --target, and --systemd as a form of it.
func registerTargets(flags *pflag.FlagSet, targets *[]string, usage string) {
	flags.StringSliceVar(targets, "target", nil, usage)
	flags.StringSliceVar(targets, "systemd", nil, "the same as --target, such as 252 for `VERSIONS` of systemd")
}

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

// flagError says in plain words what is wrong with a flag. Numbers are the only
// values that the flags' own parsing refuses.
func flagError(c *cobra.Command, err error) error {
	if missing, ok := errors.AsType[*pflag.NotExistError](err); ok && len(missing.GetSpecifiedName()) > 1 {
		var names []string
		c.Flags().VisitAll(func(f *pflag.Flag) { names = append(names, f.Name) })
		if near := catalog.Suggest(missing.GetSpecifiedName(), names); near != "" {
			return fmt.Errorf("there is no flag --%s, did you mean --%s?", missing.GetSpecifiedName(), near)
		}
		return fmt.Errorf("there is no flag --%s: '%s --help' lists them", missing.GetSpecifiedName(), c.CommandPath())
	}
	if invalid, ok := errors.AsType[*pflag.InvalidValueError](err); ok {
		expected := map[string]string{"int": "a whole number", "float64": "a number", "bool": "true or false"}[invalid.GetFlag().Value.Type()]
		if expected != "" {
			return fmt.Errorf("--%s: expected %s, found %q", invalid.GetFlag().Name, expected, invalid.GetValue())
		}
	}
	return err
}

// misspeltCommand tells of a first argument that is no path and resembles the name
// of a command.
func (p program) misspeltCommand(root *cobra.Command, args []string) error {
	if len(args) == 0 || strings.ContainsAny(args[0], `./\:@*`) {
		return nil
	}
	if _, err := os.Lstat(p.path(args[0])); err == nil {
		return nil
	}
	var names []string
	for _, c := range root.Commands() {
		if !c.Hidden {
			names = append(names, c.Name())
		}
	}
	if near := catalog.Suggest(args[0], names); near != "" {
		return fmt.Errorf("there is no command or file %q, did you mean 'unitlint %s'?", args[0], near)
	}
	return nil
}
