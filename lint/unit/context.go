package unit

import (
	"github.com/unitlint/unitlint/lint/locate"
	"github.com/unitlint/unitlint/lint/value"
)

// Context returns what the grammars need to know to read a value of the unit:
// specifiers stand for parts of the name that systemd keeps the unit under,
// also where it was asked for by an alias. With an assignment, which may be nil,
// its drop-in and its placeholders count too.
func (u *Unit) Context(a *Assignment) value.Context {
	context := value.Context{Release: u.Release, UnitName: u.ID, User: u.Scope == locate.User}
	if a != nil {
		context.DropIn, context.Placeholders = a.DropIn, a.Placeholders
	}
	return context
}

// CandidateContext is the context of a value that one more drop-in would hold; see
// [Unit.With].
func (u *Unit) CandidateContext() value.Context {
	context := u.Context(nil)
	context.DropIn = true
	return context
}
