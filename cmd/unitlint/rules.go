package main

import (
	"context"
	"fmt"
	"math"
	"strings"
	"text/tabwriter"

	"github.com/urfave/cli/v3"

	"github.com/unitlint/unitlint/lint"
	"github.com/unitlint/unitlint/lint/catalog"
	"github.com/unitlint/unitlint/lint/report"
	"github.com/unitlint/unitlint/rules"
)

// listedRule is a rule in the output of rules --json.
type listedRule struct {
	ID         string   `json:"id"`
	Summary    string   `json:"summary"`
	Category   string   `json:"category"`
	Severity   string   `json:"severity"`
	Confidence string   `json:"confidence"`
	Since      string   `json:"since"`
	Fixes      string   `json:"fixes"`
	Former     []string `json:"former,omitempty"`
	URL        string   `json:"url"`
}

func (p program) rulesCommand() *cli.Command {
	var format string
	return p.command(&cli.Command{
		Name:         "rules",
		Usage:        "List the rules",
		ArgValidator: noArguments,
		Action: func(context.Context, *cli.Command) error {
			if err := oneOf("--format", format, textOrJSON); err != nil {
				return err
			}
			if format == "json" {
				return p.writeRulesJSON()
			}
			table := tabwriter.NewWriter(p.stdout, 0, 0, 2, ' ', 0)
			for _, r := range rules.All() {
				fmt.Fprintf(table, "%s\t%s\t%s\t%s\n", r.ID, r.Category, r.Severity, r.Summary)
			}
			return table.Flush()
		},
		Flags: []cli.Flag{
			formatFlag(&format, "print as `FORMAT`: text, or json for an array of objects"),
			jsonFlag(&format),
		},
	})
}

func (p program) writeRulesJSON() error {
	list := []listedRule{}
	for _, r := range rules.All() {
		list = append(list, listedRule{
			ID: r.ID, Summary: r.Summary, Category: string(r.Category), Severity: r.Severity.String(),
			Confidence: r.Confidence.String(), Since: r.Since, Fixes: r.Fixes.Safety.String(), Former: r.Former, URL: report.RuleAddress(r.ID),
		})
	}
	encoder := report.NewJSONEncoder(p.stdout)
	encoder.SetIndent("", " ")
	return encoder.Encode(list)
}

func (p program) explainCommand() *cli.Command {
	var root, program string
	return p.command(&cli.Command{
		Name:      "explain",
		ArgsUsage: "RULE|DIRECTIVE…",
		Usage:     "Print what a rule says, why, and how to mend it, or what is known of a directive or program",
		ArgValidator: func(ctx context.Context, c *cli.Command) error {
			if program != "" {
				return noArguments(ctx, c)
			}
			return counted(1, math.MaxInt, "a rule or a directive")(ctx, c)
		},
		Action: func(_ context.Context, c *cli.Command) error {
			if program != "" {
				return p.explainProgram(root, program)
			}
			for i, name := range c.Args().Slice() {
				page, err := explained(name)
				if err != nil {
					return err
				}
				if width := p.width(); width > 0 {
					page = report.Wrapped(page, min(width, usualWidth))
				}
				if i > 0 {
					page = strings.Repeat("-", 72) + "\n" + page
				}
				if _, err := fmt.Fprint(p.stdout, page); err != nil {
					return fmt.Errorf("printing the page: %w", err)
				}
			}
			return nil
		},
		Flags: []cli.Flag{
			textFlag(&program, "program", "", "print what is known of the program at this `PATH`, and from where"),
			textFlag(&root, "root", "", "with --program, look for it below `DIR`, a directory, a package, an image or git:REVISION (default: /)"),
		},
	})
}

// explained is the page of a rule or of a directive.
func explained(name string) (string, error) {
	rule, err := lint.Find(rules.All(), name)
	if err == nil {
		return report.Page(rule), nil
	}
	directive := strings.TrimSuffix(name, "=")
	if page, ok := report.DirectivePage(directive, rules.All()); ok {
		return page, nil
	}
	var names []string
	for _, section := range catalog.KnownSections() {
		for _, d := range catalog.Directives(section) {
			names = append(names, d.Name)
		}
	}
	if near := catalog.Suggest(directive, names); near != "" && strings.ToLower(directive) != directive {
		return "", fmt.Errorf("there is no directive %q, did you mean %q?", directive, near)
	}
	return "", err
}

func ruleNames(all []*lint.Rule) []string {
	names := make([]string, 0, len(all))
	for _, r := range all {
		names = append(names, r.ID)
	}
	return names
}
