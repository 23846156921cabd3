package catalog

import "sync"

// byName returns a function that finds the place of a name in a table. Its index is made when
// it is first called: a unit asks some tables many hundred times, and others never.
func byName[T any](table []T, name func(*T) string) func(name string) (place int, found bool) {
	var index sync.Once
	var places map[string]int
	makeIndex := func() {
		places = make(map[string]int, len(table))
		for i := range table {
			places[name(&table[i])] = i
		}
	}
	return func(name string) (place int, found bool) {
		index.Do(makeIndex)
		place, found = places[name]
		return place, found
	}
}
