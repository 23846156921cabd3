// Package cache keeps on disk, between runs, what the executables of a system
// showed, so that they are not read again as long as they are the same. An entry is
// called by the hash of a key that names one state of one file; it says nothing
// about another one. What is not there, not whole or not to be read is not known:
// nothing in a cache can make a run fail or find anything else.
package cache

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"reflect"
	"runtime"
	"slices"
	"sync/atomic"
	"time"

	"github.com/unitlint/unitlint/lint/evidence/binary"
)

const (
	// mostEntry bounds an entry, mostBytes all of them together. The entries of 700
	// programs have some 9 MiB.
	mostEntry = 4 << 20
	mostBytes = 64 << 20
	// entryEnd is how the names of entries end: nothing else in the directory is
	// touched.
	entryEnd = ".program"
	// used is how old the time of an entry may be that is in use.
	used = 24 * time.Hour
)

// Directory is a cache in a directory of its own. It may be used by several
// goroutines and by several processes.
type Directory struct {
	dir     string
	version string
	written atomic.Bool
}

// Open returns the cache in a directory, which is made where it is not there, for
// one version of the program: others see none of its entries. The error tells that
// the directory cannot be made, or that others than its owner may write in it.
func Open(dir, version string) (*Directory, error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, fmt.Errorf("making the cache: %w", err)
	}
	info, err := os.Stat(dir)
	if err != nil {
		return nil, fmt.Errorf("looking at the cache: %w", err)
	}
	// The modes of Windows say nothing of others.
	if !info.IsDir() || runtime.GOOS != "windows" && info.Mode().Perm()&0o022 != 0 {
		return nil, fmt.Errorf("the cache %s is no directory that its owner alone may write in: %w", dir, fs.ErrPermission)
	}
	return &Directory{dir: dir, version: version}, nil
}

// file returns the path of an entry.
func (d *Directory) file(key string) string {
	sum := sha256.Sum256([]byte(d.version + "\x00" + key))
	return filepath.Join(d.dir, hex.EncodeToString(sum[:])+entryEnd)
}

// Get returns what the file of a key showed, if that is known.
func (d *Directory) Get(key string) (*binary.Program, bool) {
	name := d.file(key)
	content, age, err := read(name)
	if err != nil || len(content) < sha256.Size {
		return nil, false
	}
	sum := sha256.Sum256(content[sha256.Size:])
	if !bytes.Equal(sum[:], content[:sha256.Size]) {
		return nil, false
	}
	p := &binary.Program{}
	if err := json.Unmarshal(content[sha256.Size:], p); err != nil {
		return nil, false
	}
	if age > used {
		now := time.Now()
		_ = os.Chtimes(name, now, now) // it is kept longer than those that nobody asks for
	}
	return p, true
}

// read returns the content of an entry and how long ago it was used.
func read(name string) ([]byte, time.Duration, error) {
	file, err := os.Open(name)
	if err != nil {
		return nil, 0, err
	}
	defer func() { _ = file.Close() }() // it is read from alone
	info, err := file.Stat()
	if err != nil || !info.Mode().IsRegular() {
		return nil, 0, fs.ErrInvalid
	}
	content, err := io.ReadAll(io.LimitReader(file, mostEntry))
	return content, time.Since(info.ModTime()), err
}

// Put keeps what the file of a key showed. An entry appears as a whole or not at
// all.
func (d *Directory) Put(key string, p *binary.Program) {
	facts, err := json.Marshal(p)
	if err != nil || len(facts)+sha256.Size > mostEntry {
		return
	}
	// The names in a file are bytes, those in JSON are text: what would not come back
	// as it is, is read anew in every run.
	back := &binary.Program{}
	if err := json.Unmarshal(facts, back); err != nil || !reflect.DeepEqual(p, back) {
		return
	}
	sum := sha256.Sum256(facts)
	file, err := os.CreateTemp(d.dir, "*.new")
	if err != nil {
		return
	}
	_, err = file.Write(append(sum[:], facts...))
	if closed := file.Close(); err != nil || closed != nil || os.Rename(file.Name(), d.file(key)) != nil {
		_ = os.Remove(file.Name()) // it is of no use to anybody
		return
	}
	d.written.Store(true)
}

// Trim removes the entries that were not used for the longest time where all of
// them together are more than is good. It does nothing in a run that has kept
// nothing.
func (d *Directory) Trim() {
	if !d.written.Load() {
		return
	}
	names, err := os.ReadDir(d.dir)
	if err != nil {
		return
	}
	var entries []fs.FileInfo
	var all int64
	for _, name := range names {
		info, err := name.Info()
		if err == nil && info.Mode().IsRegular() && filepath.Ext(info.Name()) == entryEnd {
			entries = append(entries, info)
			all += info.Size()
		}
	}
	slices.SortFunc(entries, func(a, b fs.FileInfo) int { return a.ModTime().Compare(b.ModTime()) })
	for _, info := range entries {
		if all <= mostBytes {
			return
		}
		if os.Remove(filepath.Join(d.dir, info.Name())) == nil {
			all -= info.Size()
		}
	}
}
