package binary

import (
	"bytes"
	"debug/elf"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
)

// mostSection bounds the size of a section that is read as a whole. The largest
// table of symbols among Debian's programs has some 2 MiB.
const mostSection = 32 << 20

// readELF returns what a program or library of machine code shows.
func readELF(file io.ReaderAt, size int64) (*Program, error) {
	f, err := elf.NewFile(file)
	if err != nil {
		return nil, fmt.Errorf("reading the headers of a program: %w", err)
	}
	p := &Program{Format: ELF, Architecture: architectureOf(f)}
	p.Loader = loaderOf(f)
	if len(f.Sections) == 0 {
		p.Packed = packerOf(file)
		return p, nil
	}
	if err := p.readLinkage(f); err != nil {
		return nil, err
	}
	if p.Go, err = readGo(file, f, size); err != nil {
		return nil, err
	}
	if p.Go == nil && len(p.Libraries) == 0 {
		p.Packed = packerOf(file)
	}
	p.readStrings(f)
	return p, nil
}

// architectures are the words of SystemCallArchitectures= for the machines of
// ELF files (systemd.exec(5)), by class where one machine has several.
var architectures = []struct {
	machine elf.Machine
	class   elf.Class
	order   elf.Data
	name    string
}{
	{elf.EM_X86_64, elf.ELFCLASS64, elf.ELFDATA2LSB, "x86-64"},
	{elf.EM_X86_64, elf.ELFCLASS32, elf.ELFDATA2LSB, "x32"},
	{elf.EM_386, elf.ELFCLASS32, elf.ELFDATA2LSB, "x86"},
	{elf.EM_ARM, elf.ELFCLASS32, elf.ELFDATA2LSB, "arm"},
	{elf.EM_AARCH64, elf.ELFCLASS64, elf.ELFDATA2LSB, "arm64"},
	{elf.EM_RISCV, elf.ELFCLASS64, elf.ELFDATA2LSB, "riscv64"},
	{elf.EM_LOONGARCH, elf.ELFCLASS64, elf.ELFDATA2LSB, "loongarch64"},
	{elf.EM_PPC64, elf.ELFCLASS64, elf.ELFDATA2LSB, "ppc64-le"},
	{elf.EM_PPC64, elf.ELFCLASS64, elf.ELFDATA2MSB, "ppc64"},
	{elf.EM_PPC, elf.ELFCLASS32, elf.ELFDATA2MSB, "ppc"},
	{elf.EM_S390, elf.ELFCLASS64, elf.ELFDATA2MSB, "s390x"},
	{elf.EM_S390, elf.ELFCLASS32, elf.ELFDATA2MSB, "s390"},
}

func architectureOf(f *elf.File) string {
	for _, a := range architectures {
		if a.machine == f.Machine && a.class == f.Class && a.order == f.Data {
			return a.name
		}
	}
	return ""
}

// loaderOf returns the dynamic loader that a program asks for.
func loaderOf(f *elf.File) string {
	for _, segment := range f.Progs {
		if segment.Type != elf.PT_INTERP || segment.Filesz > longestName {
			continue
		}
		content := make([]byte, segment.Filesz)
		if _, err := segment.ReadAt(content, 0); err != nil {
			return ""
		}
		name, _, _ := bytes.Cut(content, []byte{0})
		return string(name)
	}
	return ""
}

// readLinkage reads what the program takes from libraries. A program without a
// dynamic section takes nothing.
func (p *Program) readLinkage(f *elf.File) error {
	for _, section := range f.Sections {
		switch section.Type {
		case elf.SHT_DYNSYM, elf.SHT_DYNAMIC, elf.SHT_STRTAB, elf.SHT_GNU_VERNEED, elf.SHT_GNU_VERSYM, elf.SHT_GNU_VERDEF:
			if section.Flags&elf.SHF_ALLOC != 0 && section.Size > mostSection {
				return fmt.Errorf("reading the dynamic section of a program: %w", ErrTooMuch)
			}
		}
	}
	symbols, err := f.DynamicSymbols()
	if err != nil && !errors.Is(err, elf.ErrNoSymbols) {
		return fmt.Errorf("reading the symbols of a program: %w", err)
	}
	for _, s := range symbols {
		if s.Section == elf.SHN_UNDEF && s.Name != "" && len(s.Name) <= longestName && len(p.Imports) < mostFacts {
			p.Imports = append(p.Imports, s.Name)
		}
	}
	p.Imports = sorted(p.Imports)
	p.Rust = slices.ContainsFunc(symbols, func(s elf.Symbol) bool { return strings.HasPrefix(s.Name, "rust_") })
	if p.Libraries, err = f.DynString(elf.DT_NEEDED); err != nil {
		return fmt.Errorf("reading the libraries of a program: %w", err)
	}
	p.Libraries = p.Libraries[:min(len(p.Libraries), mostFacts)]
	for _, tag := range []elf.DynTag{elf.DT_RPATH, elf.DT_RUNPATH} {
		found, err := f.DynString(tag)
		if err != nil {
			return fmt.Errorf("reading where the libraries of a program lie: %w", err)
		}
		for _, list := range found {
			p.SearchPath = append(p.SearchPath, strings.Split(list, ":")...)
		}
	}
	p.SearchPath = p.SearchPath[:min(len(p.SearchPath), mostFacts)]
	return nil
}

// packers are the words that packers leave near the beginning of what they
// packed: UPX writes its magic into the header of its loader (upx(1)).
var packers = []struct{ magic, name string }{{"UPX!", "UPX"}}

func packerOf(file io.ReaderAt) string {
	const longestHeader = 4096
	begin := make([]byte, longestHeader)
	count, _ := file.ReadAt(begin, 0)
	for _, p := range packers {
		if bytes.Contains(begin[:count], []byte(p.magic)) {
			return p.name
		}
	}
	return ""
}

// sorted returns words sorted, each once.
func sorted(words []string) []string {
	slices.Sort(words)
	return slices.Compact(words)
}

func contains(words []string, word string) bool {
	_, found := slices.BinarySearch(words, word)
	return found
}
