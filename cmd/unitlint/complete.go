package main

import (
	"context"
	"fmt"
	"math"
	"slices"
	"strings"

	"github.com/urfave/cli/v3"

	"github.com/unitlint/unitlint/lint"
	"github.com/unitlint/unitlint/lint/compare"
	"github.com/unitlint/unitlint/lint/finding"
	"github.com/unitlint/unitlint/lint/harden"
	"github.com/unitlint/unitlint/lint/report"
	"github.com/unitlint/unitlint/lint/target"
	"github.com/unitlint/unitlint/rules"
)

// flagValues return the words that shells complete after a flag. They are asked
// for where a shell asks alone.
var flagValues = map[string]func() []string{
	"color":        func() []string { return []string{"auto", "always", "never"} },
	"fail-on":      func() []string { return append(severityNames(), "never") },
	"format":       report.Formats,
	"ignore":       selectableNames,
	"level":        func() []string { return []string{string(harden.Careful), string(harden.Full)} },
	"min-severity": severityNames,
	"report":       reportNames,
	"select":       selectableNames,
	"systemd":      target.Names,
	"target":       target.Names,
}

// ownValues are the words of commands that take others after a flag of that name than
// check does.
var ownValues = map[string]map[string]func() []string{
	"can":    {"format": justTextOrJSON},
	"cat":    {"format": justTextOrJSON},
	"diff":   {"format": diffFormats, "fail-on": gateNames},
	"harden": {"format": justTextOrJSON},
	"rules":  {"format": justTextOrJSON},
	"score":  {"format": fleetFormats},
	"why":    {"format": justTextOrJSON},
}

func justTextOrJSON() []string { return textOrJSON }

func gateNames() []string {
	var names []string
	for _, g := range compare.Gates() {
		names = append(names, string(g))
	}
	return names
}

func severityNames() []string {
	return []string{finding.Note.String(), finding.Warning.String(), finding.Error.String()}
}

// selectableNames are those of rules and of what stands for several.
func selectableNames() []string {
	names := []string{lint.AllRules}
	for _, c := range finding.Categories() {
		names = append(names, string(c))
	}
	return append(names, ruleNames(rules.All())...)
}

// reportNames are the formats as --report takes them, before a file's name.
func reportNames() []string {
	formats := report.Formats()
	for i := range formats {
		formats[i] += "="
	}
	return formats
}

// argumentValues return the words that shells complete as the argument of a command at a place.
var argumentValues = map[string]func(place int) []string{
	"can":        onlyAt(1, actionWords),
	"completion": onlyAt(0, shellNames),
	"explain":    func(int) []string { return ruleNames(rules.All()) },
	"suppress":   onlyAt(0, func() []string { return ruleNames(rules.All()) }),
}

func onlyAt(place int, values func() []string) func(int) []string {
	return func(asked int) []string {
		if asked != place {
			return nil
		}
		return values()
	}
}

// The names of the commands that scripts of shells ask.
const (
	withDescriptions    = "__complete"
	withoutDescriptions = "__completeNoDesc"
)

// What a shell is to do beside offering words: bits of the number after them.
const (
	noSpace         = 2
	noFiles         = 4
	directoriesOnly = 16
)

// offer is what a shell offers for the word at which a line ends, each with what it stands for.
type offer struct {
	words [][2]string
	how   int
}

// completeCommand answers the scripts of shells: to the words of a line, of which the last is
// the one to be completed, with a line for each word that it may become, and how to offer them.
func (p program) completeCommand(name string) *cli.Command {
	return p.command(&cli.Command{
		Name: name, Hidden: true, SkipFlagParsing: true,
		ArgValidator: counted(1, math.MaxInt, "the words of a command line"),
		Action: func(_ context.Context, c *cli.Command) error {
			words := c.Args().Slice()
			last := len(words) - 1
			o := p.offered(words[:last], words[last])
			for _, word := range o.words {
				text := word[0]
				if name == withDescriptions && word[1] != "" {
					text += "\t" + word[1]
				}
				fmt.Fprintln(p.stdout, text)
			}
			_, err := fmt.Fprintf(p.stdout, ":%d\n", o.how)
			return err
		},
	})
}

// offered is what a word may become that was begun behind others.
func (p program) offered(before []string, begun string) offer {
	c, words := p.resolve(before)
	words = words[1:]
	if len(c.Commands) > 0 {
		c, words = c.Commands[0], words[1:]
	}
	if c.SkipFlagParsing {
		return offer{}
	}
	options := optionsOf(c)
	read := readLine(words, options)
	switch {
	case read.unknown:
		return offer{}
	case read.open != nil:
		return valuesOffered(c, read.open, begun)
	case strings.HasPrefix(begun, "-") && !read.ended:
		if name, value, cut := strings.Cut(strings.TrimLeft(begun, "-"), "="); cut {
			return valuesOffered(c, options[name], value)
		}
		return flagsOffered(c, read, begun)
	case len(before) == 0:
		return offer{words: startingWith(begun, listedCommands(p.everyCommand()))}
	case c.Name == "help" && len(read.arguments) == 0:
		return offer{words: startingWith(begun, listedCommands(p.everyCommand())), how: noFiles}
	}
	return argumentsOffered(c, len(read.arguments), begun)
}

// argumentsOffered are the arguments of a command at a place. Where nothing is known of them
// they are files.
func argumentsOffered(c *cli.Command, place int, begun string) offer {
	if values := argumentValues[c.Name]; values != nil {
		if all := values(place); all != nil {
			return offer{words: startingWith(begun, plain(all)), how: noFiles}
		}
	}
	if c.ArgsUsage == "" {
		return offer{how: noFiles}
	}
	return offer{}
}

// flagsOffered are the flags of a command that may still be given.
func flagsOffered(c *cli.Command, read line, begun string) offer {
	var words [][2]string
	for _, o := range sortedOptions(c) {
		if read.given[o.name] && !o.repeated {
			continue
		}
		_, usage := o.describe()
		for _, name := range o.names {
			if len(name) > 1 {
				words = append(words, [2]string{"--" + name, usage})
			} else if begun == "-"+name {
				words = append(words, [2]string{begun, usage})
			}
		}
	}
	return offer{words: startingWith(begun, words), how: noFiles}
}

// valuesOffered are the values of a flag.
func valuesOffered(c *cli.Command, o *option, begun string) offer {
	if o == nil {
		return offer{}
	}
	if o.name == "root" {
		return offer{how: directoriesOnly}
	}
	values := flagValues[o.name]
	if own := ownValues[c.Name][o.name]; own != nil {
		values = own
	}
	if values == nil {
		return offer{}
	}
	how := noFiles
	if o.name == "report" {
		how = noSpace
	}
	return offer{words: plain(continued(begun, values())), how: how}
}

func startingWith(begun string, words [][2]string) [][2]string {
	return slices.DeleteFunc(words, func(word [2]string) bool { return !strings.HasPrefix(word[0], begun) })
}

// plain are words that stand for themselves.
func plain(words []string) [][2]string {
	rows := make([][2]string, len(words))
	for i, word := range words {
		rows[i][0] = word
	}
	return rows
}

// continued puts what stands before the last comma before each value: several
// words may be given to a flag.
func continued(typed string, values []string) []string {
	at := strings.LastIndexByte(typed, ',') + 1
	offered := make([]string, 0, len(values))
	for _, value := range values {
		if strings.HasPrefix(value, typed[at:]) {
			offered = append(offered, typed[:at]+value)
		}
	}
	return offered
}
