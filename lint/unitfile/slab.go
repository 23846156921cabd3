package unitfile

import "sort"

// slabSize is the number of items that are allocated at once in a large file.
const slabSize = 128

// slab allocates assignments and pieces in blocks, which start small, since
// most files are.
type slab struct {
	assignments []Assignment
	pieces      []piece
	size        int
}

func (s *slab) assignment() *Assignment {
	if len(s.assignments) == 0 {
		s.size = min(max(8, 2*s.size), slabSize)
		s.assignments = make([]Assignment, s.size)
	}
	a := &s.assignments[0]
	s.assignments = s.assignments[1:]
	return a
}

// one returns a list of a single piece.
func (s *slab) one(p piece) []piece {
	if len(s.pieces) == 0 {
		s.pieces = make([]piece, max(8, s.size))
	}
	list := s.pieces[:1:1]
	s.pieces = s.pieces[1:]
	list[0] = p
	return list
}

// cut returns the pieces of the bytes [start, end) of a joined text, at least
// one, counted from start.
func (s *slab) cut(pieces []piece, start, end int) []piece {
	first := sort.Search(len(pieces), func(i int) bool { return pieces[i].joined+pieces[i].length > start })
	if first == len(pieces) || start == end {
		return s.one(piece{source: sourceOffset(pieces, start)})
	}
	last := first + sort.Search(len(pieces)-first, func(i int) bool { return pieces[first+i].joined >= end })
	if last == first+1 {
		return s.one(pieces[first].cut(start, end))
	}
	part := make([]piece, 0, last-first)
	for _, p := range pieces[first:last] {
		part = append(part, p.cut(start, end))
	}
	return part
}

// cut returns what of the piece lies in the bytes [start, end) of the joined
// text, counted from start.
func (p piece) cut(start, end int) piece {
	from, to := max(p.joined, start), min(p.joined+p.length, end)
	return piece{joined: from - start, source: p.source + from - p.joined, length: to - from}
}
