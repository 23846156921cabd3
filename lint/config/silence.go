package config

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/unitlint/unitlint/lint/finding"
	"github.com/unitlint/unitlint/lint/strictyaml"
)

// mostNamed is how many words of each kind Silence names.
const mostNamed = 5

// Asked is what a command line decides whatever the configuration says.
type Asked struct{ Rules, MinSeverity, FailOn, Baseline bool }

// Silence says what the configuration keeps from being found, reported or from
// failing a run, in one sentence, or "". Whoever wrote the units may have written
// the configuration: who reads a report that has nothing in it is to know why.
func (c *Config) Silence(asked Asked) string {
	var parts []string
	add := func(words string, names []string, where string) {
		if len(names) > 0 {
			parts = append(parts, words+" "+listed(names)+where)
		}
	}
	if !asked.Rules {
		const inPart = " for some files or units"
		off, milder := silenced(c.Rules)
		add("switches off", off, "")
		add("makes notes of", milder, "")
		off, milder = c.silencedInPart()
		add("switches off", off, inPart)
		add("makes notes of", milder, inPart)
	}
	add("excludes", briefly(c.Exclude), "")
	add("takes for placeholders, and does not judge, what matches", shapesOf(c.Placeholders), "")
	if c.Profiles.WithoutBuiltin {
		parts = append(parts, "knows none of the built-in profiles of programs")
	}
	if !asked.Baseline && c.Baseline != "" {
		parts = append(parts, "leaves out what its baseline "+strictyaml.Brief(c.Baseline)+" knows")
	}
	if !asked.MinSeverity && c.MinSeverity > finding.Note {
		parts = append(parts, "reports nothing below "+c.MinSeverity.String())
	}
	switch {
	case asked.FailOn:
	case c.NeverFails:
		parts = append(parts, "lets no finding fail the run")
	case c.FailOn > finding.Warning:
		parts = append(parts, "lets nothing below "+c.FailOn.String()+" fail the run")
	}
	if len(parts) == 0 {
		return ""
	}
	return "the configuration " + c.Path + " " + strings.Join(parts, "; it ")
}

// listed joins names, of which it leaves out those beyond a few.
func listed(names []string) string {
	if len(names) <= mostNamed {
		return strings.Join(names, ", ")
	}
	return fmt.Sprintf("%s and %d more", strings.Join(names[:mostNamed], ", "), len(names)-mostNamed)
}

func shapesOf(shapes []*regexp.Regexp) []string {
	texts := make([]string, 0, len(shapes))
	for _, shape := range shapes {
		texts = append(texts, strictyaml.Brief(shape.String()))
	}
	return texts
}

func (c *Config) silencedInPart() (off, milder []string) {
	for _, o := range c.Overrides {
		o, m := silenced(o.Rules)
		off, milder = append(off, o...), append(milder, m...)
	}
	slices.Sort(off)
	slices.Sort(milder)
	return slices.Compact(off), slices.Compact(milder)
}

// silenced are the words of the levels that switch off, and of those that lower.
func silenced(levels []Level) (off, milder []string) {
	for _, l := range levels {
		switch {
		case l.Off:
			off = append(off, l.Rule)
		case l.Severity == finding.Note:
			milder = append(milder, l.Rule)
		}
	}
	return off, milder
}

func briefly(words []string) []string {
	short := make([]string, 0, len(words))
	for _, word := range words {
		short = append(short, strictyaml.Brief(word))
	}
	return short
}
