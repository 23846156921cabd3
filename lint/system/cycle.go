package system

import (
	"slices"

	"github.com/unitlint/unitlint/lint/unit"
)

// Cycle is a ring of units each of which waits for the next, the last for the
// first.
type Cycle []Wait

// Cycles returns the rings that go through a unit and that one of its own lines
// closes: at most one for each of its neighbours.
func (s *System) Cycles(u *unit.Unit) []Cycle {
	s.order.Do(func() { s.cycles = findCycles(s.units, s.waits()) })
	return s.cycles[u]
}

// findCycles looks in every knot of units that wait for each other for the
// shortest ring through each of its lines.
func findCycles(units []*unit.Unit, waits map[*unit.Unit][]Wait) map[*unit.Unit][]Cycle {
	cycles := map[*unit.Unit][]Cycle{}
	for _, members := range knots(units, waits) {
		in := make(map[*unit.Unit]bool, len(members))
		for _, u := range members {
			in[u] = true
		}
		steps := 0
		for i, w := range linesWithin(members, in, waits) {
			if i == mostLines || steps > mostSteps {
				break
			}
			if back := shortestPath(w.For, w.Unit, in, waits, &steps); back != nil {
				owner := w.Unit
				if w.Line.Key == "Before" {
					owner = w.For
				}
				cycles[owner] = append(cycles[owner], append(Cycle{w}, back...))
			}
		}
	}
	return cycles
}

// mostLines bounds the lines of one knot that are looked at, and mostSteps the
// waits that are followed for them after the first: a ring of thousands of units
// is told once, not once for each of them.
const (
	mostLines = 100
	mostSteps = 10_000
)

// linesWithin returns the waits between members of a knot that a line asks for.
func linesWithin(members []*unit.Unit, in map[*unit.Unit]bool, waits map[*unit.Unit][]Wait) []Wait {
	var lines []Wait
	for _, u := range members {
		for _, w := range waits[u] {
			if !w.Implicit() && in[w.For] {
				lines = append(lines, w)
			}
		}
	}
	return lines
}

// shortestPath returns the waits that lead from one unit to another inside a
// knot, or nil. It counts the waits that it follows.
func shortestPath(from, to *unit.Unit, in map[*unit.Unit]bool, waits map[*unit.Unit][]Wait, steps *int) []Wait {
	came := map[*unit.Unit]Wait{}
	queue := []*unit.Unit{from}
	for len(queue) > 0 {
		u := queue[0]
		queue = queue[1:]
		*steps += len(waits[u])
		for _, w := range waits[u] {
			if _, seen := came[w.For]; seen || w.For == from || !in[w.For] {
				continue
			}
			came[w.For] = w
			if w.For == to {
				return unwind(from, to, came)
			}
			queue = append(queue, w.For)
		}
	}
	return nil
}

func unwind(from, to *unit.Unit, came map[*unit.Unit]Wait) []Wait {
	var path []Wait
	for u := to; u != from; u = came[u].Unit {
		path = append(path, came[u])
	}
	slices.Reverse(path)
	return path
}

// knots returns the groups of two and more units that wait for each other, by
// Tarjan's algorithm with a stack of its own: chains can be long.
func knots(units []*unit.Unit, waits map[*unit.Unit][]Wait) [][]*unit.Unit {
	s := &search{waits: waits, index: map[*unit.Unit]int{}, low: map[*unit.Unit]int{}, open: map[*unit.Unit]bool{}}
	for _, u := range units {
		if s.index[u] == 0 {
			s.visit(u)
		}
	}
	return s.found
}

type search struct {
	waits      map[*unit.Unit][]Wait
	index, low map[*unit.Unit]int
	open       map[*unit.Unit]bool
	stack      []*unit.Unit
	found      [][]*unit.Unit
}

// frame is a unit whose waits are followed up to next.
type frame struct {
	unit *unit.Unit
	next int
}

func (s *search) enter(u *unit.Unit) frame {
	s.index[u] = len(s.index) + 1
	s.low[u] = s.index[u]
	s.stack, s.open[u] = append(s.stack, u), true
	return frame{unit: u}
}

func (s *search) visit(start *unit.Unit) {
	frames := []frame{s.enter(start)}
	for len(frames) > 0 {
		f := &frames[len(frames)-1]
		if f.next == len(s.waits[f.unit]) {
			s.leave(f.unit)
			frames = frames[:len(frames)-1]
			if len(frames) > 0 {
				parent := frames[len(frames)-1].unit
				s.low[parent] = min(s.low[parent], s.low[f.unit])
			}
			continue
		}
		other := s.waits[f.unit][f.next].For
		f.next++
		switch {
		case s.index[other] == 0:
			frames = append(frames, s.enter(other))
		case s.open[other]:
			s.low[f.unit] = min(s.low[f.unit], s.index[other])
		}
	}
}

// leave closes a unit; where it is the root of a knot, the knot is complete.
func (s *search) leave(u *unit.Unit) {
	if s.low[u] != s.index[u] {
		return
	}
	at := len(s.stack) - 1
	for s.stack[at] != u {
		at--
	}
	knot := slices.Clone(s.stack[at:])
	s.stack = s.stack[:at]
	for _, member := range knot {
		s.open[member] = false
	}
	if len(knot) > 1 {
		s.found = append(s.found, knot)
	}
}
