package lint

import (
	"slices"
	"sync"

	"github.com/unitlint/unitlint/lint/assess"
	"github.com/unitlint/unitlint/lint/evidence/profile"
	"github.com/unitlint/unitlint/lint/locate"
	"github.com/unitlint/unitlint/lint/unit"
)

// Keeper is a unit whose program keeps IPC objects of a user whom the unit does
// not name, so that systemd does not know of it.
type Keeper struct {
	Unit    *unit.Unit
	Profile *profile.Profile
}

// keepers finds the keepers among the units of a run once, for all passes.
type keepers struct {
	find sync.Once
	of   map[string][]Keeper
	// kept is what Pass.KeepForRun was asked for.
	kept sync.Map
}

// mostKeepers bounds how many keepers of one user are told apart: whoever asks
// wants one beside itself.
const mostKeepers = 2

// KeepersOfIPC returns units of the run whose programs keep IPC objects of a
// user, at most two, in the order of the run.
func (p *Pass) KeepersOfIPC(user string) []Keeper {
	p.keepers.find.Do(func() { p.keepers.of = findKeepers(p.System.Units(), p.Library()) })
	return p.keepers.of[user]
}

func findKeepers(units []*unit.Unit, library *profile.Library) map[string][]Keeper {
	of := map[string][]Keeper{}
	for _, u := range units {
		if u.State != locate.Loaded || u.ExecSection() == "" {
			continue
		}
		named := u.Value(u.ExecSection(), "User")
		for _, profile := range assess.Of(u, assess.Sources{Library: library}).Profiles {
			for _, user := range profile.KeepsIPC {
				k := Keeper{Unit: u, Profile: profile}
				if user != named && len(of[user]) < mostKeepers && !slices.Contains(of[user], k) {
					of[user] = append(of[user], k)
				}
			}
		}
	}
	return of
}
