package rpm

import (
	"encoding/binary"
	"fmt"
)

// Berkeley DB's hash tables, after dbinc/db_page.h of its sources: pages of one size
// in the byte order of the machine that wrote them. The first one describes the table;
// keys and values lie on pages of their own kind, long values on a chain of others.
const (
	hashMagic      = 0x061561
	metadataType   = 8
	hashPage       = 13
	unsortedPage   = 2
	overflowPage   = 7
	hashPageHeader = 26
	itemInline     = 1
	itemElsewhere  = 3
	elsewhereSize  = 12
)

type table struct {
	*pages
	order    binary.ByteOrder
	pageSize int64
	last     uint32
	// page is the page of items that was read last.
	page []byte
}

func openTable(file *pages, head []byte) (layout, error) {
	h := &table{pages: file, order: binary.LittleEndian}
	const magicAt, sizeAt, typeAt, lastAt = 12, 20, 25, 32
	if h.order.Uint32(head[magicAt:]) != hashMagic {
		h.order = binary.BigEndian
	}
	if h.order.Uint32(head[magicAt:]) != hashMagic || head[typeAt] != metadataType {
		return nil, nil
	}
	h.pageSize, h.last = int64(h.order.Uint32(head[sizeAt:])), h.order.Uint32(head[lastAt:])
	if h.pageSize < smallest || h.pageSize > 1<<16 || h.pageSize&(h.pageSize-1) != 0 {
		return nil, fmt.Errorf("%w: pages of %d bytes", ErrMalformed, h.pageSize)
	}
	return h, nil
}

// readAhead is how much is read at once where pages are looked at one after the other.
const readAhead = 1 << 16

func (h *table) each(do func(Place, []byte) bool) error {
	ahead := make([]byte, readAhead)
	for from, end := h.pageSize, min((int64(h.last)+1)*h.pageSize, h.size); from < end; from += readAhead {
		part := ahead[:min(readAhead, end-from)]
		if err := h.read(part, from); err != nil {
			return err
		}
		for at := int64(0); at+h.pageSize <= int64(len(part)); at += h.pageSize {
			h.page = part[at : at+h.pageSize]
			if on, err := h.items(uint32((from+at)/h.pageSize), do); !on { //nolint:gosec // pages have numbers of 32 bits
				return err
			}
		}
	}
	return nil
}

// items calls do for the values on the page that was read last, where it has any, and
// tells whether it wants more.
func (h *table) items(number uint32, do func(Place, []byte) bool) (bool, error) {
	const countAt, typeAt = 20, 25
	if kind := h.page[typeAt]; kind != hashPage && kind != unsortedPage {
		return true, nil
	}
	for i := 1; i < int(h.order.Uint16(h.page[countAt:])); i += 2 { // keys and values take turns
		blob, err := h.item(number, i)
		if err != nil || blob != nil && !do(Place(number)<<16|Place(i), blob) {
			return false, err
		}
	}
	return true, nil
}

func (h *table) at(at Place) ([]byte, error) {
	number := uint32(at >> 16) //nolint:gosec // it was made so
	own := *h
	own.page = make([]byte, h.pageSize) // values may be asked for between others
	if err := h.read(own.page, int64(number)*h.pageSize); err != nil {
		return nil, err
	}
	return own.item(number, int(at&0xffff))
}

// item returns a value of the page that was read last; nil where it is none that
// packages have.
func (h *table) item(number uint32, i int) ([]byte, error) {
	place := func(i int) int {
		if at := hashPageHeader + 2*i; at+2 <= len(h.page) {
			return int(h.order.Uint16(h.page[at:]))
		}
		return len(h.page)
	}
	// Items grow from the end of the page, each before the one of lower number.
	start, end := place(i), place(i-1)
	if start >= end || end > len(h.page) {
		return nil, fmt.Errorf("%w: item %d of page %d lies from %d to %d", ErrMalformed, i, number, start, end)
	}
	item := h.page[start:end]
	switch {
	case item[0] == itemInline:
		return item[1:], h.room(int64(len(item)))
	case item[0] != itemElsewhere:
		return nil, nil
	case len(item) < elsewhereSize:
		return nil, fmt.Errorf("%w: item %d of page %d has %d bytes", ErrMalformed, i, number, len(item))
	}
	return h.chain(h.order.Uint32(item[4:]), int64(h.order.Uint32(item[8:])))
}

// chain returns what lies on a chain of pages.
func (h *table) chain(number uint32, length int64) ([]byte, error) {
	if err := h.room(length); err != nil || length == 0 {
		return nil, err
	}
	const nextAt, lengthAt, typeAt = 16, 22, 25
	blob := make([]byte, 0, length)
	for page := make([]byte, h.pageSize); int64(len(blob)) < length; {
		if err := h.read(page, int64(number)*h.pageSize); err != nil {
			return nil, err
		}
		used := int64(h.order.Uint16(page[lengthAt:]))
		if page[typeAt] != overflowPage || used == 0 || used > h.pageSize-hashPageHeader {
			return nil, fmt.Errorf("%w: page %d of kind %d in a chain", ErrMalformed, number, page[typeAt])
		}
		blob = append(blob, page[hashPageHeader:hashPageHeader+min(used, length-int64(len(blob)))]...)
		number = h.order.Uint32(page[nextAt:])
	}
	return blob, nil
}
