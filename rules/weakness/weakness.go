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
		PathExceptionHidden,
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

// rule completes a rule of this category.
func rule(r lint.Rule) *lint.Rule { return r.Or(lint.Rule{Category: finding.Weakness}) }

// ofUnit is the check of a rule about what a unit grants, in a unit that runs
// processes and is known as a whole. It gets the section with their settings.
func ofUnit(check func(p *lint.Pass, section string)) func(*lint.Pass) {
	return func(p *lint.Pass) {
		if section := p.Unit.ExecSection(); section != "" && p.Unit.JudgedAsWhole() {
			check(p, section)
		}
	}
}

// ofLine is ofUnit for what a line shows by itself, also in a drop-in whose unit
// is not there.
func ofLine(check func(p *lint.Pass, section string)) func(*lint.Pass) {
	return func(p *lint.Pass) {
		if section := p.Unit.ExecSection(); section != "" {
			check(p, section)
		}
	}
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
