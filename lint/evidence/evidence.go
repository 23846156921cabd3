// Package evidence is what the sources have in common from which it is known what
// a service needs: the unit's own text, profiles of programs, what the user
// declares, and the files of a system. They know nothing of each other.
package evidence

import (
	"github.com/unitlint/unitlint/lint/evidence/invocation"
	"github.com/unitlint/unitlint/lint/host"
	"github.com/unitlint/unitlint/lint/need"
	"github.com/unitlint/unitlint/lint/unit"
)

// Source is one place that needs are known from.
type Source interface {
	// Collect returns the needs that the source knows of a unit.
	Collect(c *Context) []need.Need
}

// Context is the unit that sources are asked about, and what those asked before
// found.
type Context struct {
	Unit *unit.Unit
	// Family is that of the distribution whose packages the unit meets, or "" where it
	// is not known (the families of [target.Target]).
	Family string
	// Host is what is known of the machine, or nil.
	Host *host.Host
	// Variables are those that the unit itself sets, or environment files of the tree.
	Variables map[string]unit.Variable
	// Invocations are the programs that the unit's lines run. Further are those that
	// options and variables name, which the unit's text shows.
	Invocations, Further []*invocation.Invocation
	// Scripted are those that scripts of the tree run which the lines start, where the
	// files of the tree are asked.
	Scripted []*invocation.Invocation
	// Needs are those that are known so far.
	Needs []need.Need
}

// NewContext returns the context of a unit of which nothing is known yet.
func NewContext(u *unit.Unit) *Context {
	variables := invocation.Environment(u)
	return &Context{Unit: u, Variables: variables, Invocations: invocation.Of(u, variables)}
}

// Ask adds what a source knows.
func (c *Context) Ask(s Source) { c.Needs = append(c.Needs, s.Collect(c)...) }

// Collection returns an empty collection in the room behind the needs that are known so far,
// where [Context.Ask] puts what is found. It is for sources that keep nothing of it.
func (c *Context) Collection() Collection { return Collection{Needs: c.Needs[len(c.Needs):]} }

// Main returns the first program of the main line, or nil.
func (c *Context) Main() *invocation.Invocation {
	for _, i := range c.Invocations {
		if i.Line.Phase == unit.Start {
			return i
		}
	}
	return nil
}
