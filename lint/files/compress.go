package files

import (
	"bufio"
	"bytes"
	"compress/bzip2"
	"compress/gzip"
	"fmt"
	"io"

	"github.com/klauspost/compress/zstd"
	"github.com/mikelolasagasti/xz"
	"github.com/ulikunitz/xz/lzma"
)

// largestWindow bounds the memory that a decoder takes for what it looks back
// at. The strongest presets of xz and zstd take 64 and 128 MiB.
const largestWindow = 128 << 20

// compression is a way in which archives are compressed.
type compression struct {
	magic []byte
	open  func(io.Reader) (io.ReadCloser, error)
}

// compressions are told by how they begin: gzip after RFC 1952, bzip2 by its
// manual, xz after "The .xz File Format" 1.2, zstd after RFC 8878, and lzma, which
// old packages have and which has no magic, by the properties and the low half of
// the size of the dictionary that every encoder writes (magic(5) of file(1)).
var compressions = []compression{
	{[]byte("\x1f\x8b"), func(r io.Reader) (io.ReadCloser, error) { return gzip.NewReader(r) }},
	{[]byte("BZh"), func(r io.Reader) (io.ReadCloser, error) { return io.NopCloser(bzip2.NewReader(r)), nil }},
	{[]byte("\xfd7zXZ\x00"), func(r io.Reader) (io.ReadCloser, error) {
		z, err := xz.NewReader(r, largestWindow)
		return io.NopCloser(z), err
	}},
	{[]byte("\x28\xb5\x2f\xfd"), func(r io.Reader) (io.ReadCloser, error) {
		z, err := zstd.NewReader(r, zstd.WithDecoderMaxMemory(largestWindow), zstd.WithDecoderConcurrency(1))
		if err != nil {
			return nil, err
		}
		return z.IOReadCloser(), nil
	}},
	{[]byte("\x5d\x00\x00"), func(r io.Reader) (io.ReadCloser, error) {
		z, err := lzma.ReaderConfig{DictCap: largestWindow}.NewReader(r)
		return io.NopCloser(z), err
	}},
}

// What a stream may unfold to: so much in any case, and so many times its own
// size. Programs and texts shrink to a third or a tenth.
const (
	freeUnfolding = 256 << 20
	mostUnfolding = 100
)

// counter counts what is read through it.
type counter struct {
	io.Reader
	count int64
}

func (c *counter) Read(p []byte) (int, error) {
	n, err := c.Reader.Read(p)
	c.count += int64(n)
	return n, err
}

// bounded is a decoder that ends where a stream unfolds to too much.
type bounded struct {
	io.ReadCloser
	packed *counter
	count  int64
}

func (b *bounded) Read(p []byte) (int, error) {
	n, err := b.ReadCloser.Read(p)
	if b.count += int64(n); b.count > freeUnfolding+mostUnfolding*b.packed.count {
		return n, fmt.Errorf("%w: a stream to over %d times its size", ErrUnfolds, mostUnfolding)
	}
	return n, err
}

// decompressed reads what a stream holds, told by how it begins; what is not
// compressed is read as it is.
func decompressed(r io.Reader) (io.ReadCloser, error) {
	packed := &counter{Reader: r}
	ahead := bufio.NewReaderSize(packed, 64<<10)
	begin, _ := ahead.Peek(8) // a shorter stream is told by what it has
	for _, c := range compressions {
		if !bytes.HasPrefix(begin, c.magic) {
			continue
		}
		z, err := c.open(ahead)
		if err != nil {
			return nil, fmt.Errorf("%w: decompressing: %w", ErrMalformed, err)
		}
		return &bounded{z, packed, 0}, nil
	}
	return io.NopCloser(ahead), nil
}
