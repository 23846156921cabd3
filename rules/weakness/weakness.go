// Package weakness finds settings that leave open what the unit means to close.
package weakness

import (
	"slices"

	"github.com/unitlint/unitlint/lint"
	"github.com/unitlint/unitlint/lint/finding"
	"github.com/unitlint/unitlint/lint/unit"
	"github.com/unitlint/unitlint/lint/value"
	"github.com/unitlint/unitlint/rules/confinement"
)

// Rules returns the rules of the category.
func Rules() []*lint.Rule {
	return []*lint.Rule{
		AmbientCapabilitiesVoid,
		BoundingSetSysAdmin,
		ExecInWritableDirectory,
		ExecOutsideSandbox,
		PermissionsStartOnly,
		PrivateTmpUndone,
		ProtectProcWithoutEffect,
		ReadWriteRoot,
		SandboxWithoutEffect,
		SecretInEnvironment,
		SystemCallFilterOrder,
		UMaskWorldWritable,
		UserNobody,
		WritableExecutablePath,
	}
}

// weakness completes a rule about what a unit grants, in a unit that runs
// processes and is known as a whole. check gets the section with their settings.
func weakness(r lint.Rule, check func(p *lint.Pass, section string)) *lint.Rule {
	r.Category, r.Confidence, r.Since = finding.Weakness, finding.Certain, "0.1.0"
	r.Check = func(p *lint.Pass) {
		section := p.Unit.ExecSection()
		if section != "" && p.Unit.JudgedAsWhole() {
			check(p, section)
		}
	}
	return &r
}

// weaknessOfLine is weakness for what a line shows by itself, also in a drop-in
// whose unit is not there.
func weaknessOfLine(r lint.Rule, check func(p *lint.Pass, section string)) *lint.Rule {
	rule := weakness(r, check)
	rule.Check = func(p *lint.Pass) {
		if section := p.Unit.ExecSection(); section != "" {
			check(p, section)
		}
	}
	return rule
}

// protectionsOf are the surviving assignments that confine the unit's
// processes, without those that switch something off or only say who they are.
func protectionsOf(u *unit.Unit, section string) []*unit.Assignment {
	var found []*unit.Assignment
	for _, s := range u.Settings {
		if s.Section != section || !confinement.By(section, s.List) || slices.Contains(identityDirectives, s.List) {
			continue
		}
		for _, a := range s.Values {
			if value.SwitchesOn(a.Value) && a.Value != "" {
				found = append(found, a)
			}
		}
	}
	return found
}

// identityDirectives are protections that say who the processes are or how
// files are made; a command may well leave them aside on purpose.
var identityDirectives = []string{"DynamicUser", "Group", "KeyringMode", "RemoveIPC", "UMask", "User"}
