package config

import (
	"slices"

	"github.com/unitlint/unitlint/lint/finding"

	"github.com/bmatcuk/doublestar/v4"

	"github.com/unitlint/unitlint/lint"
)

// Apply gives findings the severities that the configuration wants, and hides
// those of rules that it switches off.
func (c *Config) Apply(s *lint.State, findings []finding.Finding) []finding.Finding {
	if len(c.Rules) == 0 && len(c.Overrides) == 0 {
		return findings
	}
	before := len(findings)
	findings = slices.DeleteFunc(findings, func(f finding.Finding) bool { return c.level(&f).Off })
	s.Hide(before - len(findings))
	for i := range findings {
		if level := c.level(&findings[i]); level.Severity != 0 {
			findings[i].Severity = level.Severity
		}
	}
	return findings
}

// Disabled tells whether a rule is off for every unit, so that it need not run.
func (c *Config) Disabled(rule *lint.Rule) bool {
	if !decide(Level{}, c.Rules, rule.ID, rule.Category).Off {
		return false
	}
	return !slices.ContainsFunc(c.Overrides, func(o Override) bool {
		return !decide(Level{Off: true}, o.Rules, rule.ID, rule.Category).Off
	})
}

// level is the last level that applies to a finding.
func (c *Config) level(f *finding.Finding) Level {
	level := decide(Level{}, c.Rules, f.Rule, f.Category)
	for _, o := range c.Overrides {
		if c.matches(&o, f) {
			level = decide(level, o.Rules, f.Rule, f.Category)
		}
	}
	return level
}

// decide returns the last of the levels that names a rule or its category. A
// rule's own name counts before its category, and that before "all".
func decide(level Level, levels []Level, id string, category finding.Category) Level {
	for _, word := range []string{lint.AllRules, string(category), id} {
		for _, l := range levels {
			if l.Rule == word {
				level = l
			}
		}
	}
	return level
}

func (c *Config) matches(o *Override, f *finding.Finding) bool {
	path := ""
	if f.Range.File != nil && len(o.Paths) > 0 {
		path = c.Place(f.Range.File.Path)
	}
	return matchesAny(o.Paths, path) && matchesAny(o.Units, f.Unit)
}

// matchesAny is true for an empty list.
func matchesAny(globs []string, name string) bool {
	return len(globs) == 0 || slices.ContainsFunc(globs, func(glob string) bool { return doublestar.MatchUnvalidated(glob, name) })
}

// excludes tells whether a file, by its path as reports show it, is left out.
func (c *Config) excludes(shown string) bool {
	return len(c.Exclude) > 0 && matchesAny(c.Exclude, c.Place(shown))
}
