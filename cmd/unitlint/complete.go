package main

import (
	"strings"

	"github.com/unitlint/unitlint/lint/finding"

	"github.com/spf13/cobra"

	"github.com/unitlint/unitlint/lint"
	"github.com/unitlint/unitlint/lint/compare"
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

// completeFlags offers the values of a command's flags to shells.
func completeFlags(c *cobra.Command) {
	for name, values := range flagValues {
		if c.Flags().Lookup(name) == nil {
			continue
		}
		if own := ownValues[c.Name()][name]; own != nil {
			values = own
		}
		directive := cobra.ShellCompDirectiveNoFileComp
		if name == "report" {
			directive = cobra.ShellCompDirectiveNoSpace
		}
		// It fails for a flag that has one already: check's are the root's too.
		_ = c.RegisterFlagCompletionFunc(name, func(_ *cobra.Command, _ []string, typed string) ([]string, cobra.ShellCompDirective) {
			return continued(typed, values()), directive
		})
	}
	_ = c.RegisterFlagCompletionFunc("root", func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
		return nil, cobra.ShellCompDirectiveFilterDirs
	})
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

// completeQuestion offers the actions of can behind the unit, and files before.
func completeQuestion(_ *cobra.Command, args []string, _ string) ([]string, cobra.ShellCompDirective) {
	if len(args) != 1 {
		return nil, cobra.ShellCompDirectiveDefault
	}
	return actionWords(), cobra.ShellCompDirectiveNoFileComp
}
