package harden

import (
	"slices"
	"strings"
	"sync"

	"github.com/unitlint/unitlint/lint/catalog"
	"github.com/unitlint/unitlint/lint/sandbox"
	"github.com/unitlint/unitlint/lint/unit"
)

// Vocabulary remembers which lines which releases know, and what they mean: the
// advice for thousands of units is made of the same few hundred. It may be used by
// several goroutines at once.
type Vocabulary struct {
	known      sync.Map
	candidates unit.Candidates
	mounts     sandbox.Mounts
	// advisable are the ladders that advice is found on.
	advisable sync.Once
	ladders   []Ladder
}

// adviceLadders returns the ladders that advice is found on. They must not be
// changed.
func (v *Vocabulary) adviceLadders() []Ladder {
	v.advisable.Do(func() { v.ladders = slices.Concat(everyLadder(), givenAway()) })
	return v.ladders
}

// phrase is a line as a release would read it.
type phrase struct {
	release       catalog.Release
	section, line string
	user          bool
}

// knows tells whether an edition's release honours a line. What has specifiers
// depends on the unit.
func (v *Vocabulary) knows(e Edition, line string) bool {
	ctx := e.Unit.CandidateContext()
	section := e.Unit.ExecSection()
	if strings.Contains(line, "%") {
		return knownTo(section, line, ctx)
	}
	p := phrase{e.Unit.Release, section, line, ctx.User}
	if known, found := v.known.Load(p); found {
		return known == true
	}
	known := knownTo(section, line, ctx)
	v.known.Store(p, known)
	return known
}
