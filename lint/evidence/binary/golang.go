package binary

import (
	"bytes"
	"debug/buildinfo"
	"debug/elf"
	"encoding/binary"
	"fmt"
	"io"
	"strconv"
	"strings"
)

// Go is what a program shows that the Go compiler built.
type Go struct {
	// Version is the compiler's, such as "go1.22.3"; empty where it is not told.
	Version string
	// Minor is its second number, 22 of "go1.22.3"; 0 where it is not told.
	Minor int
	// Functions are the names of the functions that the linker kept, sorted.
	Functions []string
}

// Has tells whether the linker kept a function.
func (g *Go) Has(function string) bool { return contains(g.Functions, function) }

// goSections are the sections by which a program of the Go compiler is told from
// others: one of them is there in each (cmd/link).
var goSections = []string{".go.buildinfo", ".gopclntab", ".data.rel.ro.gopclntab", ".note.go.buildid"}

// readGo returns what a Go program shows, or nil for others.
func readGo(file io.ReaderAt, f *elf.File, size int64) (*Go, error) {
	isGo := false
	for _, name := range goSections {
		isGo = isGo || f.Section(name) != nil
	}
	if !isGo {
		return nil, nil
	}
	g := &Go{}
	if info, err := buildinfo.Read(io.NewSectionReader(file, 0, size)); err == nil {
		g.Version = info.GoVersion
		g.Minor = minorOf(g.Version)
	}
	table, err := lineTable(f)
	if err != nil || table == nil {
		return g, err
	}
	g.Functions = sorted(functionsOf(table, f.ByteOrder))
	return g, nil
}

// minorOf returns the second number of "go1.22.3" or "go1.22rc1".
func minorOf(version string) int {
	rest, found := strings.CutPrefix(version, "go1.")
	if !found {
		return 0
	}
	end := 0
	for end < len(rest) && rest[end] >= '0' && rest[end] <= '9' {
		end++
	}
	minor, err := strconv.Atoi(rest[:end])
	if err != nil {
		return 0
	}
	return minor
}

// mostLineTable bounds the table of functions and lines; that of the largest Go
// programs of distributions has some 40 MiB.
const mostLineTable = 96 << 20

// lineTable returns the table of functions and lines. Position-independent
// programs may keep it among other constants, where its magic tells its place.
func lineTable(f *elf.File) ([]byte, error) {
	for _, name := range []string{".gopclntab", ".data.rel.ro.gopclntab"} {
		if section := f.Section(name); section != nil {
			return contentOf(section, mostLineTable)
		}
	}
	for _, name := range []string{".data.rel.ro", ".rodata"} {
		section := f.Section(name)
		if section == nil {
			continue
		}
		content, err := contentOf(section, mostLineTable)
		if err != nil {
			return nil, err
		}
		for _, magic := range lineTableMagics {
			var mark [6]byte // the magic and two bytes of zeros
			f.ByteOrder.PutUint32(mark[:], magic)
			if at := bytes.Index(content, mark[:]); at >= 0 {
				return content[at:], nil
			}
		}
	}
	return nil, nil
}

// contentOf reads a section that is in the file and no larger than a bound.
func contentOf(section *elf.Section, most uint64) ([]byte, error) {
	if section.Type == elf.SHT_NOBITS || section.Flags&elf.SHF_COMPRESSED != 0 {
		return nil, nil
	}
	if section.Size > most {
		return nil, fmt.Errorf("reading the section %.40q of a program: %w", section.Name, ErrTooMuch)
	}
	content, err := section.Data()
	if err != nil {
		return nil, fmt.Errorf("reading the section %.40q of a program: %w", section.Name, err)
	}
	return content, nil
}

// The magics of the table, of Go 1.20, 1.18 and 1.16 (debug/gosym).
const (
	go120Magic = 0xfffffff1
	go118Magic = 0xfffffff0
	go116Magic = 0xfffffffa
)

var lineTableMagics = []uint32{go120Magic, go118Magic, go116Magic}

// functionsOf returns the names in a table of functions and lines. Its header
// says where the names begin, and what follows them.
func functionsOf(table []byte, order binary.ByteOrder) []string {
	const header = 8
	if len(table) < header {
		return nil
	}
	// After the header come the numbers of functions and of files, since Go 1.18
	// the address of the code, and then where names and what follows them begin.
	first := 2
	switch order.Uint32(table) {
	case go120Magic, go118Magic:
		first = 3
	case go116Magic:
	default:
		return nil
	}
	width := int(table[7])
	if width != 4 && width != 8 || len(table) < header+(first+2)*width {
		return nil
	}
	word := func(index int) uint64 {
		at := table[header+index*width:]
		if width == 4 {
			return uint64(order.Uint32(at))
		}
		return order.Uint64(at)
	}
	from, to := word(first), word(first+1)
	if from > to || to > uint64(len(table)) {
		return nil
	}
	return namesIn(table[from:to])
}

// mostFunctions bounds the functions that are kept; the largest Go programs of
// distributions have some 150,000.
const mostFunctions = 1 << 18

func namesIn(table []byte) []string {
	var names []string
	for len(table) > 0 && len(names) < mostFunctions {
		name, rest, _ := bytes.Cut(table, []byte{0})
		table = rest
		if len(name) > 0 && len(name) <= longestName && bytes.IndexByte(name, '.') > 0 && isTold(name) {
			names = append(names, string(name))
		}
	}
	return names
}

// toldPackages begin the names of the functions that are kept: those of the
// standard library that reach the kernel, and of the packages that stand in for
// it.
var toldPackages = []string{"syscall.", "os.", "os/", "net.", "net/", "golang.org/x/", "crypto/x509.", "log/syslog."}

func isTold(name []byte) bool {
	for _, prefix := range toldPackages {
		if bytes.HasPrefix(name, []byte(prefix)) {
			return true
		}
	}
	return false
}
