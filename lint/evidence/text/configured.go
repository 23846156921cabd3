package text

import (
	"path"
	"slices"
	"strings"

	"github.com/unitlint/unitlint/lint/evidence"
	"github.com/unitlint/unitlint/lint/evidence/invocation"
	"github.com/unitlint/unitlint/lint/need"
)

// Configured returns what commands show that a program runs because its configuration says so:
// what tools among them write and make, and what lies in home directories. Names that the program
// makes, with the mark of a variable, are left to those who know it.
func Configured(c *evidence.Context, invocations []*invocation.Invocation) []need.Need {
	return configured(newCollector(c), invocations)
}

// Scripted returns what commands show that scripts of the unit's tree run: beside that, whom clients
// among them talk to.
func Scripted(c *evidence.Context) []need.Need {
	r := newCollector(c)
	for _, i := range c.Scripted {
		r.clientNeeds(i)
	}
	return configured(r, c.Scripted)
}

func configured(r *collector, invocations []*invocation.Invocation) []need.Need {
	for _, i := range invocations {
		r.commandNeeds(i)
		r.destinationNeeds(i)
		r.alterationNeeds(i)
		r.unpacksBeneath(i)
		for _, one := range i.Redirections {
			r.redirected(i, one)
		}
		for _, w := range append(slices.Clone(i.Arguments), i.Program) {
			place, _, made := strings.Cut(w.Text, "%")
			if made {
				place = path.Dir(place + "x")
			}
			if w.Known && isHomePlace(place) {
				r.fromWord(i, need.Read, invocation.Word{Text: path.Clean(place), Known: true, Place: w.Place}, "runs "+i.Name()+", which is told of "+w.Text)
			}
		}
	}
	return slices.DeleteFunc(r.Collection.Needs, func(n need.Need) bool {
		return slices.ContainsFunc(n.Any, func(name string) bool { return strings.ContainsAny(name, "%$*{") })
	})
}
