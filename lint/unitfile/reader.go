package unitfile

import "io"

// smallRead is less than half of the 2048 bytes without a line end at which
// go-systemd's parser refuses what it has buffered. It looks only between
// lines, when no more than the rest of one read is left over.
const smallRead = 1000

// smallReads hands out text in small pieces.
type smallReads struct {
	text string
}

// Read returns at most smallRead bytes.
func (r *smallReads) Read(p []byte) (int, error) {
	if r.text == "" {
		return 0, io.EOF
	}
	n := copy(p[:min(len(p), smallRead)], r.text)
	r.text = r.text[n:]
	return n, nil
}
