// Package config finds, decodes and validates the configuration file. Its
// errors have places and say what was probably meant; unknown keys are errors.
package config

import (
	"regexp"

	"github.com/unitlint/unitlint/lint/evidence/declared"
	"github.com/unitlint/unitlint/lint/finding"
)

// FileName is the name that configurations are searched by, upwards from what
// is linted.
const FileName = ".unitlint.yaml"

// Config is a decoded configuration. The zero Config changes nothing.
type Config struct {
	// Path is the file that it was read from, empty where there is none.
	Path string
	// Targets are the names of the systems to judge for.
	Targets []string
	// Rules hold for every unit, Overrides for some; the last that applies wins.
	Rules     []Level
	Overrides []Override
	// Exclude are globs of paths that are not linted.
	Exclude []string
	Host    Host
	Needs   []Declaration
	// Profiles say what is known of programs.
	Profiles Profiles
	// Threshold is the exposure above which a unit is a finding, or nil.
	Threshold *float64
	// Placeholders are the shapes of words that a build replaces.
	Placeholders []*regexp.Regexp
	// Baseline names a baseline file, relative to the configuration.
	Baseline string
	// Evidence is where knowledge of programs is taken from beside units and
	// profiles, or nil: everything.
	Evidence *Evidence
	// FailOn and MinSeverity are 0 where the configuration leaves them open.
	FailOn, MinSeverity finding.Severity
	// NeverFails tells that no finding fails a run.
	NeverFails bool
	// Notices tell of words that work and will not for ever, such as former
	// names of rules.
	Notices []string

	// dir is the directory that globs of paths are relative to, and from the one
	// that the paths of findings are; where dir is empty both are the same.
	dir, from string
}

// Level switches a rule, or all rules of a category, off or to a severity.
type Level struct {
	// Rule is a rule's name, a category or "all".
	Rule string
	Off  bool
	// Severity is 0 where the rule's own holds.
	Severity finding.Severity
}

// Override holds levels for the findings of some files or units.
type Override struct {
	// Paths and Units are globs; a finding must match one of each list that is
	// not empty.
	Paths, Units []string
	Rules        []Level
}

// Host is what only the host can tell.
type Host struct {
	// Missing and Existing are absolute paths.
	Missing, Existing []string
	// Complete tells that the root tree is a whole system: what it does not hold
	// does not exist.
	Complete bool
}

// Profiles are where profiles of programs are taken from.
type Profiles struct {
	// Directories hold profiles beside the built-in ones, relative to the
	// configuration.
	Directories []string
	// WithoutBuiltin tells that the built-in ones are not asked.
	WithoutBuiltin bool
}

// Declaration is what some services will do, declared by their owner.
type Declaration struct {
	// Units are globs of unit names.
	Units []string
	// Facts are the needs, as profiles hold them.
	Facts declared.Facts
}
