package exposure

import (
	"strings"
	"sync"

	"github.com/unitlint/unitlint/lint/catalog"
)

//go:generate go run generate.go

// kind names the way in which a check judges; see assessors.
type kind string

// check is one row of systemd's assessor table.
type check struct {
	field   string // json_field of systemd-analyze security
	setting string // the name in the table for people
	// releases are those that make the check in this form.
	releases []releaseRange
	// weight is its share of the overall exposure; badness runs from 0 to scale.
	weight, scale uint64
	kind          kind
	arguments     []string
	// needsBasicSystem tells that the check does not apply to units with
	// DefaultDependencies=no.
	needsBasicSystem         bool
	good, bad, notApplicable string
}

// releaseRange is a range of upstream releases, both ends included (last 0: no
// end), or one distribution's tree.
type releaseRange struct {
	first, last int
	tree        string
}

func (c *check) in(r catalog.Release) bool {
	for _, span := range c.releases {
		if span.tree != "" || r.Tree != "" {
			if span.tree == r.Tree {
				return true
			}
			continue
		}
		if r.Version >= span.first && (span.last == 0 || r.Version <= span.last) {
			return true
		}
	}
	return false
}

// ratedCheck is a check with the function of its kind.
type ratedCheck struct {
	*check
	aspect *aspect
	assess func(*check, *facts) rating
}

// table is what a release checks, in the order of systemd's table.
type table struct {
	checks []ratedCheck
	// places are those of each check by its ID, and of all checks of a list by what their
	// IDs begin with.
	places map[string][]int

	// passes, fails and tenths, each of which is its index, are what the checks of all
	// scores point to.
	passes, fails bool
	tenths        [101]int
}

// tables holds the answers of tableOf: a run asks about few releases.
var tables sync.Map

// tableOf returns the checks that a release makes; none for releases without
// systemd-analyze security. The answer is shared and must not be changed.
func tableOf(r catalog.Release) *table {
	if known, ok := tables.Load(r); ok {
		found, _ := known.(*table)
		return found
	}
	made := &table{checks: checksOf(r), places: map[string][]int{}, passes: true}
	for i := range made.tenths {
		made.tenths[i] = i
	}
	for i, c := range made.checks {
		made.places[c.field] = []int{i}
		if list, _, ofList := strings.Cut(c.field, "_"); ofList {
			made.places[list+"_*"] = append(made.places[list+"_*"], i)
		}
	}
	tables.Store(r, made)
	return made
}

// checksOf returns the checks that a release makes, in the order of its table.
func checksOf(r catalog.Release) []ratedCheck {
	all := make([]ratedCheck, 0, len(checkTable))
	for i := range checkTable {
		c := &checkTable[i]
		if !c.in(r) {
			continue
		}
		found := ratedCheck{c, &aspect{ID: c.field, Setting: c.setting, Takes: c.taken()}, assessors[c.kind]}
		// A variant follows the check that it replaces.
		if last := len(all) - 1; last >= 0 && all[last].field == c.field {
			all[last] = found
			continue
		}
		all = append(all, found)
	}
	return all
}
