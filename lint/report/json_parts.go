package report

import (
	"bytes"
	"runtime"
	"sync/atomic"
)

// partsAhead is how many parts of a report are encoded for each processor before the first of
// them is written.
const partsAhead = 4

// part is a part of a report: what it says, and that it is said.
type part struct {
	text *bytes.Buffer
	done chan struct{}
}

// inOrder has the parts of a report encoded by all processors and writes them in their
// order, until a write fails. Who writes encodes too while the next part is not ready: a
// processor that stood still in between would take longer to come back than a part takes.
func inOrder(count int, encode func(part int, text *bytes.Buffer), write func(part int, text []byte) error) error {
	parts := make([]part, count)
	for i := range parts {
		parts[i].done = make(chan struct{})
	}
	room := make(chan struct{}, partsAhead*runtime.GOMAXPROCS(0))
	for range cap(room) {
		room <- struct{}{}
	}
	written := make(chan *bytes.Buffer, cap(room))
	var next atomic.Int64
	encodeNext := func() bool {
		i := int(next.Add(1)) - 1
		if i >= count {
			return false
		}
		text := new(bytes.Buffer)
		select {
		case text = <-written:
			text.Reset()
		default:
		}
		encode(i, text)
		parts[i].text = text
		close(parts[i].done)
		return true
	}
	defer close(room)
	for range runtime.GOMAXPROCS(0) - 1 {
		go func() {
			for range room {
				if !encodeNext() {
					return
				}
			}
		}()
	}
	for i := range parts {
		for !parts[i].isDone() {
			select {
			case <-room:
				encodeNext()
			default:
				<-parts[i].done
			}
		}
		if err := write(i, parts[i].text.Bytes()); err != nil {
			next.Store(int64(count))
			return err
		}
		written <- parts[i].text
		parts[i].text = nil
		room <- struct{}{}
	}
	return nil
}

func (p *part) isDone() bool {
	select {
	case <-p.done:
		return true
	default:
		return false
	}
}
