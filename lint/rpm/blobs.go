package rpm

import (
	"encoding/binary"
	"fmt"
	"hash/adler32"
)

// The layout of ndb, RPM's own data base, after lib/backend/ndb/rpmpkg.c of its
// sources: pages of slots, each of which says where the blob of a package lies.
// Numbers are little-endian, places count in blocks.
const (
	blobsMagic     = "RpmP"
	slotMagic      = "Slot"
	blobMagic      = "BlbS"
	blobEndMagic   = "BlbE"
	blobsHeader    = 32
	slotSize       = 16
	slotPageSize   = 4096
	blockSize      = 16
	blobHeaderSize = 16
	blobTailSize   = 12
)

type blobs struct {
	*pages
	slotPages int64
}

func openBlobs(file *pages, head []byte) (layout, error) {
	const pagesAt = 12
	if string(head[:len(blobsMagic)]) != blobsMagic {
		return nil, nil
	}
	return &blobs{pages: file, slotPages: int64(binary.LittleEndian.Uint32(head[pagesAt:]))}, nil
}

func (b *blobs) each(do func(Place, []byte) bool) error {
	page := make([]byte, slotPageSize)
	for number := range b.slotPages {
		if err := b.read(page, number*slotPageSize); err != nil {
			return err
		}
		for at := range slotPageSize / slotSize {
			slot := page[at*slotSize : (at+1)*slotSize]
			if number == 0 && at < blobsHeader/slotSize {
				continue // the head of the file
			}
			if string(slot[:len(slotMagic)]) != slotMagic {
				return fmt.Errorf("%w: slot %d of page %d does not begin as one", ErrMalformed, at, number)
			}
			if binary.LittleEndian.Uint32(slot[4:]) == 0 {
				continue // nobody uses it
			}
			place := Place(binary.LittleEndian.Uint32(slot[8:]))
			blob, err := b.at(place)
			if err != nil {
				return err
			}
			if !do(place, blob) {
				return nil
			}
		}
	}
	return nil
}

func (b *blobs) at(at Place) ([]byte, error) {
	var head [blobHeaderSize]byte
	start := int64(at) * blockSize //nolint:gosec // places have 32 bits
	if err := b.read(head[:], start); err != nil {
		return nil, err
	}
	length := int64(binary.LittleEndian.Uint32(head[12:]))
	if string(head[:len(blobMagic)]) != blobMagic {
		return nil, fmt.Errorf("%w: the blob at %d does not begin as one", ErrMalformed, start)
	}
	if err := b.room(length); err != nil {
		return nil, err
	}
	blob := make([]byte, length)
	return blob, b.read(blob, start+blobHeaderSize)
}

// Single returns the data base of one package, as ndb keeps it: what a package that is
// not installed is known by where those are known that are.
func Single(h Header) []byte {
	const number, generation = 1, 1
	blob := make([]byte, countSize, countSize+len(h.index)+len(h.store))
	binary.BigEndian.PutUint32(blob, uint32(len(h.index)/entrySize)) //nolint:gosec // a header is bounded
	binary.BigEndian.PutUint32(blob[4:], uint32(len(h.store)))       //nolint:gosec // see above
	blob = append(append(blob, h.index...), h.store...)
	blocks := (blobHeaderSize + len(blob) + blobTailSize + blockSize - 1) / blockSize

	little := binary.LittleEndian
	put := func(to []byte, magic string, numbers ...int) []byte {
		to = append(to, magic...)
		for _, n := range numbers {
			to = little.AppendUint32(to, uint32(n)) //nolint:gosec // see above
		}
		return to
	}
	file := put(nil, blobsMagic, 0, generation, 1, number+1, 0, 0, 0)
	file = put(file, slotMagic, number, slotPageSize/blockSize, blocks)
	for len(file) < slotPageSize {
		file = put(file, slotMagic, 0, 0, 0)
	}
	body := append(put(nil, blobMagic, number, generation, len(blob)), blob...)
	body = append(body, make([]byte, blocks*blockSize-blobTailSize-len(body))...)
	body = put(little.AppendUint32(body, adler32.Checksum(body)), "", len(blob))
	return append(file, append(body, blobEndMagic...)...)
}
