package main

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/urfave/cli/v3"
)

// option is a flag of one command. It is the library's interface that it fills, and not one of
// the library's own kinds: a list is cut at commas or is not, flag by flag, and what is wrong with
// a value is said in words of ours.
type option struct {
	name string
	// names are all that the flag is called by.
	names []string
	// usage has the word for the flag's value between backquotes.
	usage string
	// fallback is the value of a flag that is not given, as help shows it, or empty.
	fallback string
	// bare flags take no value, but after "=".
	bare bool
	// repeated flags may be given several times.
	repeated bool
	// set takes a value.
	set func(string) error
	// given tells whether the flag was set, and problem why that failed.
	given   bool
	problem error
}

var _ cli.Flag = (*option)(nil)

// String is the flag as it is written.
func (o *option) String() string { return "--" + o.name }

// Names are the long form and the short one.
func (o *option) Names() []string { return o.names }

// Get returns nothing: values go where they are asked for, and the library prints no help of its
// own for a --help that is no bool.
func (o *option) Get() any { return nil }

// PreParse does nothing: what a flag is where it is not given is set at its making.
func (o *option) PreParse() error { return nil }

// PostParse does nothing: flags are given on the command line alone.
func (o *option) PostParse() error { return nil }

// IsSet tells whether the flag was given.
func (o *option) IsSet() bool { return o.given }

// IsBoolFlag tells whether the flag stands without a value.
func (o *option) IsBoolFlag() bool { return o.bare }

// Set takes a value, and keeps what is wrong with it: the library makes a text of errors.
func (o *option) Set(_, value string) error {
	o.given = true
	if err := o.set(value); err != nil {
		o.problem = fmt.Errorf("--%s: %w", o.name, err)
	}
	return o.problem
}

// describe returns the word for the flag's value, or "", and its usage in plain text.
func (o *option) describe() (value, usage string) {
	before, rest, marked := strings.Cut(o.usage, "`")
	value, after, closed := strings.Cut(rest, "`")
	switch {
	case marked && closed:
		return value, before + value + after
	case o.bare:
		return "", o.usage
	}
	return "TEXT", o.usage
}

func newOption(name, usage string, set func(string) error) *option {
	return &option{name: name, names: []string{name}, usage: usage, set: set}
}

// textFlag is a flag with any text.
func textFlag(value *string, name, fallback, usage string) *option {
	*value = fallback
	o := newOption(name, usage, func(given string) error {
		*value = given
		return nil
	})
	if fallback != "" {
		o.fallback = strconv.Quote(fallback)
	}
	return o
}

// switchFlag is a flag that is given or not.
func switchFlag(value *bool, name, usage string) *option {
	return withoutValue(newOption(name, usage, func(given string) error {
		on, err := parseSwitch(given)
		*value = on
		return err
	}))
}

// withoutValue makes a flag one that stands alone.
func withoutValue(o *option) *option {
	o.bare = true
	return o
}

func parseSwitch(given string) (bool, error) {
	on, err := strconv.ParseBool(given)
	if err != nil {
		return false, fmt.Errorf("expected true or false, found %q", given)
	}
	return on, nil
}

// countFlag is a flag with a whole number, 0 where it is not given.
func countFlag(value *int, name, usage string) *option {
	return newOption(name, usage, func(given string) error {
		number, err := strconv.ParseInt(given, 0, strconv.IntSize)
		if err != nil {
			return fmt.Errorf("expected a whole number, found %q", given)
		}
		*value = int(number)
		return nil
	})
}

// numberFlag is a flag with a number.
func numberFlag(value *float64, name string, fallback float64, usage string) *option {
	*value = fallback
	o := newOption(name, usage, func(given string) error {
		number, err := strconv.ParseFloat(given, 64)
		if err != nil {
			return fmt.Errorf("expected a number, found %q", given)
		}
		*value = number
		return nil
	})
	if fallback != 0 {
		o.fallback = strconv.FormatFloat(fallback, 'g', -1, 64)
	}
	return o
}

// listFlag is a flag with words between commas, which may be given several times.
func listFlag(values *[]string, name, usage string) *option {
	o := newOption(name, usage, func(given string) error {
		if given != "" {
			*values = append(*values, strings.Split(given, ",")...)
		}
		return nil
	})
	o.repeated = true
	return o
}

// repeatedFlag is a flag that may be given several times, and whose values may have commas.
func repeatedFlag(values *[]string, name, usage string) *option {
	o := newOption(name, usage, func(given string) error {
		*values = append(*values, given)
		return nil
	})
	o.repeated = true
	return o
}

// formatFlag is --format.
func formatFlag(format *string, usage string) *option {
	return textFlag(format, "format", "text", usage)
}

// jsonFlag is --json, which sets the format.
func jsonFlag(format *string) *option {
	return withoutValue(newOption("json", "the same as --format json", func(given string) error {
		on, err := parseSwitch(given)
		if on {
			*format = "json"
		}
		return err
	}))
}

// targetFlag is --target.
func targetFlag(targets *[]string, usage string) *option {
	return listFlag(targets, "target", usage)
}

// systemdFlag is --systemd, a form of --target.
func systemdFlag(targets *[]string) *option {
	return listFlag(targets, "systemd", "the same as --target, such as 252 for `VERSIONS` of systemd")
}

// optionsOf are the flags of a command by all of their names.
func optionsOf(c *cli.Command) map[string]*option {
	named := make(map[string]*option, len(c.Flags))
	for _, f := range c.Flags {
		if o, ours := f.(*option); ours {
			for _, name := range o.names {
				named[name] = o
			}
		}
	}
	return named
}
