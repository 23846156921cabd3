package rpm

import (
	"bytes"
	"encoding/binary"
)

// The layout of a write-ahead log of SQLite, after "WAL-Mode File Format" of sqlite.org:
// a header, and frames, each of which holds what one page has become. They count up
// to the last one that ends a transaction, as long as salts and sums are right: what
// follows is left of an earlier log, or was not written to its end.
const (
	logMagic       = 0x377f0682 // the last bit tells the byte order of the sums
	logHeaderSize  = 32
	frameHeader    = 24
	summedHeader   = 24
	summedFrame    = 8
	logPageSize    = 8
	logSalts       = 16
	frameSalts     = 8
	logSums        = 24
	frameSums      = 16
	frameCommitted = 4
)

// logSum is the sum of all that was read of a log.
type logSum struct {
	order  binary.ByteOrder
	first  uint32
	second uint32
}

// add adds bytes in pairs of words.
func (s *logSum) add(data []byte) {
	for ; len(data) >= 8; data = data[8:] {
		s.first += s.order.Uint32(data) + s.second
		s.second += s.order.Uint32(data[4:]) + s.first
	}
}

// is tells whether the sum is that which is written there.
func (s *logSum) is(written []byte) bool {
	return binary.BigEndian.Uint32(written) == s.first && binary.BigEndian.Uint32(written[4:]) == s.second
}

// readLog finds the pages that a log holds: where in the log their last content lies. A
// log that is damaged holds what comes before that.
func readLog(log *pages, pageSize int64) map[uint32]int64 {
	head := make([]byte, logHeaderSize)
	if log.read(head, 0) != nil {
		return nil
	}
	sum := &logSum{order: binary.LittleEndian}
	magic := binary.BigEndian.Uint32(head)
	if magic&1 != 0 {
		sum.order = binary.BigEndian
	}
	if sum.add(head[:summedHeader]); magic&^1 != logMagic || int64(binary.BigEndian.Uint32(head[logPageSize:])) != pageSize || !sum.is(head[logSums:]) {
		return nil
	}
	type change struct {
		page  uint32
		place int64
	}
	found := map[uint32]int64{}
	var pending []change
	frame := make([]byte, frameHeader+pageSize)
	for at := int64(logHeaderSize); log.read(frame, at) == nil; at += int64(len(frame)) {
		sum.add(frame[:summedFrame])
		sum.add(frame[frameHeader:])
		if !bytes.Equal(frame[frameSalts:frameSums], head[logSalts:logSums]) || !sum.is(frame[frameSums:]) {
			break
		}
		pending = append(pending, change{binary.BigEndian.Uint32(frame), at + frameHeader})
		if binary.BigEndian.Uint32(frame[frameCommitted:]) == 0 {
			continue
		}
		for _, c := range pending {
			found[c.page] = c.place
		}
		pending = pending[:0]
	}
	return found
}
