// Package merge finds files and lines that have no effect, or another one than
// meant, when a unit's fragment and drop-ins are merged.
package merge

import (
	"fmt"
	"path"
	"strings"

	"github.com/unitlint/unitlint/lint"
	"github.com/unitlint/unitlint/lint/finding"
	"github.com/unitlint/unitlint/lint/locate"
	"github.com/unitlint/unitlint/lint/source"
	"github.com/unitlint/unitlint/lint/unitfile"
	"github.com/unitlint/unitlint/rules/wording"
)

// Rules returns the rules of the category.
func Rules() []*lint.Rule {
	return []*lint.Rule{
		DropInWithoutUnit,
		FileNeverRead,
		DropInHidden,
		VendorUnitHidden,
		ProgramMoved,
		ProtectionLoosened,
		ListNotReset,
		TriggerNotReset,
		CommandNotReset,
		DependencyNotReset,
		EnvironmentReplaced,
		OverrideLoses,
		AliasIgnored,
		UnitUnreadable,
		DependencyLink,
		EmptyUnit,
	}
}

// rule completes a rule of this category.
func rule(r lint.Rule) *lint.Rule {
	return r.Or(lint.Rule{Category: finding.Merge, Severity: finding.Warning, Doc: lint.Doc{References: []string{"systemd.unit(5)"}}})
}

// placeIn is the start of a file of the unit's tree; what cannot be read has a
// stand-in with its path.
func placeIn(p *lint.Pass, name string) source.Range {
	if src, err := p.Unit.Tree.Source(name); err == nil {
		return src.Range(0, 0)
	}
	return source.New(p.Unit.Tree.Display(name), nil).Range(0, 0)
}

// settingsIn returns the assignments of a file that systemd would count if it
// read it as a drop-in of a unit of that name, and the place of its first
// section. Text that is no unit file has none.
func settingsIn(p *lint.Pass, name, unit string) ([]*unitfile.Assignment, source.Range) {
	file, err := p.Unit.Tree.Parse(name, locate.TypeOf(unit), p.Unit.Release.Version, true)
	if err != nil {
		return nil, source.Range{}
	}
	var found []*unitfile.Assignment
	var first source.Range
	for _, s := range file.Sections {
		if s.Ignored {
			continue
		}
		if first.File == nil {
			first = s.Header
		}
		found = append(found, s.Assignments...)
	}
	return found, first
}

// inDropIns tells whether a path is that of a file in a directory of drop-ins.
func inDropIns(name string) bool { return strings.HasSuffix(path.Dir(name), ".d") }

// lost says that settings have no effect, as the end of a sentence.
func lost(assignments []*unitfile.Assignment) string {
	verb := "have"
	if keys := wording.Keys(assignments); !strings.Contains(keys, " ") {
		verb = "has"
	}
	return fmt.Sprintf("%s %s no effect", wording.Keys(assignments), verb)
}
