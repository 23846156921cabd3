package rpm

import (
	"encoding/binary"
	"fmt"
)

// SQLite's file format, after "Database File Format" of sqlite.org: pages of one size,
// each of them a node of a B-tree or the rest of a long row. RPM keeps the headers in
// a table "Packages (hnum INTEGER PRIMARY KEY AUTOINCREMENT, blob BLOB NOT NULL)".
const (
	sqliteMagic      = "SQLite format 3\x00"
	sqliteHeaderSize = 100
	interiorTable    = 0x05
	leafTable        = 0x0d
	interiorHeader   = 12
	leafHeader       = 8
	// deepestTree bounds the depth of a B-tree; SQLite's own bound is 20.
	deepestTree = 20
)

type sqlite struct {
	*pages
	pageSize int64
	// usable is how much of a page is used.
	usable int64
	root   uint32
	// logged is where in the log pages lie that were not merged yet.
	logged map[uint32]int64
	// leaf is the leaf that was read last. The others are where it is read with those
	// above it, by depth, where a row goes on, and where one that does is put together.
	leaf      []byte
	nodes     [deepestTree][]byte
	rest, row []byte
}

func openSQLite(file *pages, head []byte) (layout, error) {
	if string(head[:len(sqliteMagic)]) != sqliteMagic {
		return nil, nil
	}
	s := &sqlite{pages: file, pageSize: int64(binary.BigEndian.Uint16(head[16:]))}
	if s.pageSize == 1 {
		s.pageSize = 1 << 16
	}
	s.usable = s.pageSize - int64(head[20])
	if s.pageSize < smallest || s.pageSize&(s.pageSize-1) != 0 || s.usable < 480 {
		return nil, fmt.Errorf("%w: pages of %d bytes", ErrMalformed, s.pageSize)
	}
	if file.log != nil {
		s.logged = readLog(file.log, s.pageSize)
	}
	if err := s.findTable(); err != nil {
		return nil, err
	}
	return s, nil
}

// findTable finds the table of packages in the schema, which the first page holds.
func (s *sqlite) findTable() error {
	const kind, name, root = 0, 1, 3
	err := s.rows(1, func(_ Place, row []byte) bool {
		columns := sqliteColumns(row, root+1)
		if len(columns) > root && string(columns[kind].data) == "table" && string(columns[name].data) == "Packages" {
			s.root = uint32(columns[root].number()) //nolint:gosec // a page that is not there is told below
		}
		return s.root == 0
	})
	if err == nil && s.root == 0 {
		err = fmt.Errorf("%w: there is no table of packages", ErrMalformed)
	}
	return err
}

func (s *sqlite) each(do func(Place, []byte) bool) error {
	return s.rows(s.root, func(at Place, row []byte) bool {
		blob := blobOf(row)
		return blob == nil || do(at, blob)
	})
}

// blobOf returns the second column, or nil.
func blobOf(row []byte) []byte {
	const blob = 1
	if columns := sqliteColumns(row, blob+1); len(columns) > blob {
		return columns[blob].data
	}
	return nil
}

func (s *sqlite) at(at Place) ([]byte, error) {
	number := uint32(at >> 16)                                                                                              //nolint:gosec // it was made so
	own := sqlite{pages: s.pages, pageSize: s.pageSize, usable: s.usable, logged: s.logged, leaf: make([]byte, s.pageSize)} // rows may be asked for between others
	if err := own.readPage(number, own.leaf); err != nil {
		return nil, err
	}
	row, err := own.rowOf(number, int(at&0xffff))
	if err != nil {
		return nil, err
	}
	return blobOf(row), nil
}

// rows calls do for each row of a table.
func (s *sqlite) rows(root uint32, do func(Place, []byte) bool) error {
	_, err := s.walk(root, 0, do)
	return err
}

// walk calls do for each row below a page, and tells whether it wants more.
func (s *sqlite) walk(number uint32, depth int, do func(Place, []byte) bool) (bool, error) {
	if depth >= deepestTree {
		return false, fmt.Errorf("%w: page %d of the table lies %d deep", ErrMalformed, number, depth)
	}
	page := room(&s.nodes[depth], s.pageSize)
	if err := s.readPage(number, page); err != nil {
		return false, err
	}
	head := headOf(number, page)
	count := int(binary.BigEndian.Uint16(head[3:]))
	switch head[0] {
	case leafTable:
		s.leaf = page
		for i := range count {
			row, err := s.rowOf(number, i)
			if err != nil || !do(Place(number)<<16|Place(i), row) { //nolint:gosec // a page has fewer than 2^16 cells
				return false, err
			}
		}
		return true, nil
	case interiorTable:
		for i := range count {
			cell, err := cellOf(page, head[interiorHeader:], i)
			if err != nil || len(cell) < 4 {
				return false, fmt.Errorf("%w: page %d has no cell %d", ErrMalformed, number, i)
			}
			if on, err := s.walk(binary.BigEndian.Uint32(cell), depth+1, do); !on {
				return false, err
			}
		}
		return s.walk(binary.BigEndian.Uint32(head[8:]), depth+1, do)
	}
	return false, fmt.Errorf("%w: page %d of the table is of kind %d", ErrMalformed, number, head[0])
}

// room returns a buffer of a size, which is made once.
func room(buffer *[]byte, size int64) []byte {
	if int64(cap(*buffer)) < size {
		*buffer = make([]byte, size)
	}
	return (*buffer)[:size]
}

func (s *sqlite) readPage(number uint32, into []byte) error {
	if number == 0 {
		return fmt.Errorf("%w: a page of number 0", ErrMalformed)
	}
	if at, logged := s.logged[number]; logged {
		return s.log.read(into, at)
	}
	return s.read(into, int64(number-1)*s.pageSize)
}

// headOf returns the head of a page and what follows; the first page has that of the
// file before it.
func headOf(number uint32, page []byte) []byte {
	if number == 1 {
		return page[sqliteHeaderSize:]
	}
	return page
}

// cellOf returns the page from where one of its cells begins; pointers are the
// places of all.
func cellOf(page, pointers []byte, i int) ([]byte, error) {
	if 2*i+2 > len(pointers) {
		return nil, fmt.Errorf("%w: a page without a cell %d", ErrMalformed, i)
	}
	at := int(binary.BigEndian.Uint16(pointers[2*i:]))
	if at >= len(page) {
		return nil, fmt.Errorf("%w: a cell at %d of a page of %d", ErrMalformed, at, len(page))
	}
	return page[at:], nil
}

// rowOf returns the content of a row of the leaf that was read last.
func (s *sqlite) rowOf(number uint32, i int) ([]byte, error) {
	cell, err := cellOf(s.leaf[:s.usable], headOf(number, s.leaf)[leafHeader:], i)
	if err != nil {
		return nil, err
	}
	length, rest := varint(cell)
	_, rest = varint(rest) // the number of the row
	if rest == nil || length > uint64(MostHeader) {
		return nil, fmt.Errorf("%w: row %d of page %d has %d bytes", ErrMalformed, i, number, length)
	}
	if err := s.room(int64(length)); err != nil {
		return nil, err
	}
	return s.payload(rest, int64(length))
}

// payload returns what begins in a cell and goes on in pages of its own.
func (s *sqlite) payload(cell []byte, length int64) ([]byte, error) {
	local := s.local(length)
	if local == length && local <= int64(len(cell)) {
		return cell[:local], nil
	}
	if local+4 > int64(len(cell)) {
		return nil, fmt.Errorf("%w: a cell ends early", ErrMalformed)
	}
	row := room(&s.row, length)[:local]
	copy(row, cell)
	next := binary.BigEndian.Uint32(cell[local:])
	for page := room(&s.rest, s.pageSize); int64(len(row)) < length; {
		if err := s.readPage(next, page); err != nil {
			return nil, err
		}
		next = binary.BigEndian.Uint32(page)
		row = append(row, page[4:min(s.usable, 4+length-int64(len(row)))]...)
	}
	return row, nil
}

// local returns how much of a row of a length lies in its cell ("B-tree Cell
// Format").
func (s *sqlite) local(length int64) int64 {
	if length <= s.usable-35 {
		return length
	}
	least := (s.usable-12)*32/255 - 23
	if k := least + (length-least)%(s.usable-4); k <= s.usable-35 {
		return k
	}
	return least
}

// sqliteColumn is a value of a row.
type sqliteColumn struct{ data []byte }

func (c sqliteColumn) number() (n uint64) {
	for _, octet := range c.data {
		n = n<<8 | uint64(octet)
	}
	return n
}

// sqliteColumns returns the first columns of a row, as far as they are there ("Record
// Format").
func sqliteColumns(row []byte, most int) []sqliteColumn {
	size, types := varint(row)
	if types == nil || size > uint64(len(row)) || int(size) < len(row)-len(types) { //nolint:gosec // it is less than a length
		return nil
	}
	types, data := types[:int(size)-(len(row)-len(types))], row[size:] //nolint:gosec // see above
	var columns []sqliteColumn
	for len(types) > 0 && len(columns) < most {
		var kind uint64
		if kind, types = varint(types); types == nil {
			return columns
		}
		length := columnSize(kind)
		if length > uint64(len(data)) {
			return columns
		}
		columns = append(columns, sqliteColumn{data[:length]})
		data = data[length:]
	}
	return columns
}

// columnSize returns how many bytes a value of a type has.
func columnSize(kind uint64) uint64 {
	numbers := [...]uint64{0, 1, 2, 3, 4, 6, 8, 8, 0, 0, 0, 0}
	if kind < uint64(len(numbers)) {
		return numbers[kind]
	}
	return (kind - 12) / 2 // an even one is that of a blob, an odd one of a text
}

// varint reads a number of one to nine bytes, and returns what follows it; nil where
// it ends early.
func varint(data []byte) (n uint64, rest []byte) {
	const longest = 9
	for i, octet := range data[:min(len(data), longest)] {
		if i == longest-1 {
			return n<<8 | uint64(octet), data[longest:]
		}
		n = n<<7 | uint64(octet&0x7f)
		if octet < 0x80 {
			return n, data[i+1:]
		}
	}
	return 0, nil
}
