package rpm

import (
	"crypto/md5"  //nolint:gosec // old packages have these sums; they protect nothing here
	"crypto/sha1" //nolint:gosec // see above
	"crypto/sha256"
	"crypto/sha512"
	"encoding/hex"
	"hash"
	"iter"
	"slices"
	"strings"
)

// File is what a header says of one file of its package.
type File struct {
	Path        string
	User, Group string
	// Capabilities are those that the file gives, as cap_from_text(3) reads them.
	Capabilities string
	// Digest is the sum of its content in hexadecimal digits, or empty.
	Digest string
	mode   uint32
	flags  uint32
}

// The bits of a file's mode (inode(7)) and flags ("File flags" of the rpm manual).
const (
	typeMask      = 0o170000
	directoryType = 0o040000
	regularType   = 0o100000
	configuration = 1 << 0
)

// IsDirectory tells whether it is a directory, IsRegular whether it is a regular file.
func (f *File) IsDirectory() bool { return f.mode&typeMask == directoryType }

// IsRegular tells whether it is a regular file.
func (f *File) IsRegular() bool { return f.mode&typeMask == regularType }

// Paths yields the absolute paths of the files in the directories that somebody wants.
func (h Header) Paths(wanted func(directory []byte) bool) iter.Seq[string] {
	return func(yield func(string) bool) {
		var directories [][]byte
		var open []bool
		for directory := range h.texts(directoryNames) {
			if len(directories) == mostFiles {
				break
			}
			directories, open = append(directories, directory), append(open, wanted(directory))
		}
		indexes := h.numbers(directoryIndexes, 4)
		left := mostPaths * (len(h.store) + 1)
		i := 0
		for base := range h.texts(baseNames) {
			if i >= len(indexes) || int64(indexes[i]) >= int64(len(directories)) {
				return
			}
			directory, wanted := directories[indexes[i]], open[indexes[i]]
			i++
			if left -= len(directory) + len(base); left < 0 || i > mostFiles {
				return
			}
			if wanted && !yield(absolute(directory, base)) {
				return
			}
		}
	}
}

const (
	// mostPaths bounds how many times the size of its store the paths of a header may
	// take together: one long directory could be that of very many files.
	mostPaths = 4
	// mostFiles bounds the files and the directories of a package: an empty name takes
	// one byte of the store, and a hundred where it is told. The largest packages have
	// some 100,000.
	mostFiles = 1 << 19
)

// absolute joins a directory, which ends with a slash, and a name; that of the files of
// a source package is empty.
func absolute(directory, base []byte) string {
	if len(directory) == 0 || directory[0] != '/' {
		return "/" + string(directory) + string(base)
	}
	return string(directory) + string(base)
}

func everywhere([]byte) bool { return true }

// Files returns the files of the package, in the order of the header.
func (h Header) Files() []File {
	var all []File
	for path := range h.Paths(everywhere) {
		all = append(all, File{Path: path})
	}
	each := func(t tag, set func(*File, string)) {
		i := 0
		for text := range h.texts(t) {
			if i >= len(all) {
				return
			}
			set(&all[i], string(text))
			i++
		}
	}
	each(fileUsers, func(f *File, text string) { f.User = text })
	each(fileGroups, func(f *File, text string) { f.Group = text })
	each(fileCapabilities, func(f *File, text string) { f.Capabilities = text })
	each(fileDigests, func(f *File, text string) { f.Digest = text })
	modes, flags := h.numbers(fileModes, 2), h.numbers(fileFlags, 4)
	for i := range all {
		if i < len(modes) {
			all[i].mode = modes[i]
		}
		if i < len(flags) {
			all[i].flags = flags[i]
		}
	}
	return all
}

// Configuration yields the files that are meant to be changed where they are installed,
// and all in /etc, with the sum of what they are before that.
func (h Header) Configuration() iter.Seq2[string, string] {
	const place = "/etc/"
	return func(yield func(string, string) bool) {
		if !slices.ContainsFunc(h.numbers(fileFlags, 4), func(flags uint32) bool { return flags&configuration != 0 }) && !h.hasBelow(place) {
			return // as most packages have it
		}
		for _, f := range h.Files() {
			if (f.flags&configuration != 0 || strings.HasPrefix(f.Path, place)) && f.Digest != "" && !yield(f.Path, f.Digest) {
				return
			}
		}
	}
}

// hasBelow tells whether the package has files below a directory.
func (h Header) hasBelow(place string) bool {
	for directory := range h.texts(directoryNames) {
		if strings.HasPrefix(string(directory), place) {
			return true
		}
	}
	return false
}

// Digests returns the sums of a content by each algorithm that RPM has used, in
// hexadecimal digits.
func Digests(content []byte) []string {
	var all []string
	for _, algorithm := range []func() hash.Hash{md5.New, sha1.New, sha256.New, sha512.New} {
		sum := algorithm()
		_, _ = sum.Write(content) // it never fails
		all = append(all, hex.EncodeToString(sum.Sum(nil)))
	}
	return all
}
