package merge

import (
	"fmt"
	"slices"
	"strings"

	"github.com/unitlint/unitlint/lint"
	"github.com/unitlint/unitlint/lint/finding"
	"github.com/unitlint/unitlint/lint/unit"
	"github.com/unitlint/unitlint/rules/wording"
)

// ListNotReset flags lists in a drop-in that look as if they were all, but are
// added to what the unit already allows.
var ListNotReset = rule(lint.Rule{
	ID:         "list-not-reset",
	Summary:    "Shorter allow list in a drop-in that only adds to the longer one of the unit",
	Category:   finding.Weakness,
	Confidence: finding.Likely,
	Fixes:      finding.UnsafeFixes("The service loses what the unit allowed."),
	Doc: lint.Doc{
		Text: `Lines of CapabilityBoundingSet=, AmbientCapabilities=, RestrictAddressFamilies= and
SystemCallFilter= add up, also across files. A drop-in that repeats some of what the
unit allows, but not all, was most likely meant to be the whole list; it takes nothing
away. An empty assignment in front of it makes it so.

A drop-in that names only what is new, or everything that is there and more, is not
reported.`,
		Symptom: "The service keeps rights that the drop-in seems to take away.",
		Bad: `-- usr/lib/systemd/system/example.service --
[Service]
ExecStart=/usr/bin/example
CapabilityBoundingSet=CAP_NET_BIND_SERVICE CAP_SYS_ADMIN
-- etc/systemd/system/example.service.d/override.conf --
[Service]
CapabilityBoundingSet=CAP_NET_BIND_SERVICE
`,
		Good: `-- usr/lib/systemd/system/example.service --
[Service]
ExecStart=/usr/bin/example
CapabilityBoundingSet=CAP_NET_BIND_SERVICE CAP_SYS_ADMIN
-- etc/systemd/system/example.service.d/override.conf --
[Service]
CapabilityBoundingSet=
CapabilityBoundingSet=CAP_NET_BIND_SERVICE
`,
		Fix:        "Put an empty assignment in the line before.",
		References: []string{"systemd.exec(5)"},
	},
	Check: func(p *lint.Pass) {
		if p.Unit.ExecSection() == "" {
			return
		}
		for _, list := range allowances {
			checkNotReset(p, list)
		}
	},
})

func checkNotReset(p *lint.Pass, list string) {
	inDropIn := func(a *unit.Assignment) bool { return a.DropIn }
	if !slices.ContainsFunc(p.Unit.All(p.Unit.ExecSection(), list), inDropIn) {
		return
	}
	var allowed, written []string
	var before *unit.Assignment
	lines := nameLines(p.Unit, list)
	for i, line := range lines {
		if line.inverted {
			return // a list with exceptions is not read as the whole list
		}
		fresh := i > 0 && line.DropIn && line.File != lines[i-1].File
		if fresh {
			whole := ownNames(lines[i:], line.Assignment)
			if len(common(whole, allowed)) > 0 && !covers(whole, allowed) {
				reportNotReset(p, line, before, written)
			}
		}
		allowed, written = append(allowed, line.names...), append(written, line.words...)
		before = line.Assignment
	}
}

// ownNames are the names of all lines of the first one's file.
func ownNames(lines []nameLine, first *unit.Assignment) []string {
	var names []string
	for _, line := range lines {
		if line.File == first.File {
			names = append(names, line.names...)
		}
	}
	return names
}

func reportNotReset(p *lint.Pass, line nameLine, before *unit.Assignment, written []string) {
	kept := slices.DeleteFunc(slices.Clone(written), func(word string) bool { return slices.Contains(line.words, word) })
	p.Report(finding.Finding{
		Directive: line.Key, Range: line.Range(),
		Message: fmt.Sprintf("This line adds to the list of the unit and takes nothing away: %s still allowed.", enumerate(kept)),
		Symptom: "The service keeps rights that the drop-in seems to take away.",
		Related: []finding.Related{{Range: before.Range(), Message: "the list that it adds to"}},
		Fix: &finding.Fix{
			Title: fmt.Sprintf("Empty '%s=' first", line.Key),
			Edits: []finding.Edit{{Range: line.File.Source.Range(line.KeyRange.Start, line.KeyRange.Start), NewText: line.Key + "=\n"}},
		},
	})
}

// enumerate names a few words, with the verb.
func enumerate(words []string) string {
	slices.Sort(words)
	words = slices.Compact(words)
	switch {
	case len(words) == 0:
		return "what it allowed is"
	case len(words) == 1:
		return "'" + words[0] + "' is"
	case len(words) > wording.MostNamed:
		return fmt.Sprintf("'%s' and %d more are", strings.Join(words[:wording.MostNamed], "', '"), len(words)-wording.MostNamed)
	default:
		return "'" + strings.Join(words, "', '") + "' are"
	}
}
