package binary

import (
	"bytes"
	"debug/elf"
	"encoding/binary"
	"testing"
)

// object is an ELF file that a test makes: names of imported functions and
// libraries, and constants.
type object struct {
	imports   []string
	libraries []string
	constants string
	table     []byte // of Go's functions
	info      []byte // of Go's compiler
}

// made returns the bytes of the file: the header, the contents of the sections,
// and their headers.
func (o object) made(t testing.TB) []byte {
	t.Helper()
	var names, symbols, dynamic bytes.Buffer
	name := func(text string) uint32 {
		at := names.Len()
		names.WriteString(text + "\x00")
		return uint32(at)
	}
	name("")
	write := func(to *bytes.Buffer, value any) {
		if err := binary.Write(to, binary.LittleEndian, value); err != nil {
			t.Fatal(err)
		}
	}
	write(&symbols, elf.Sym64{})
	for _, function := range o.imports {
		write(&symbols, elf.Sym64{Name: name(function), Info: byte(elf.STB_GLOBAL)<<4 | byte(elf.STT_FUNC)})
	}
	for _, library := range o.libraries {
		write(&dynamic, elf.Dyn64{Tag: int64(elf.DT_NEEDED), Val: uint64(name(library))})
	}
	write(&dynamic, elf.Dyn64{})
	sections := []elf.Section64{
		{},
		{Type: uint32(elf.SHT_STRTAB), Flags: uint64(elf.SHF_ALLOC)},
		{Type: uint32(elf.SHT_DYNSYM), Flags: uint64(elf.SHF_ALLOC), Link: 1, Info: 1, Entsize: elf.Sym64Size},
		{Type: uint32(elf.SHT_DYNAMIC), Flags: uint64(elf.SHF_ALLOC), Link: 1, Entsize: 16},
		{Type: uint32(elf.SHT_PROGBITS), Flags: uint64(elf.SHF_ALLOC)},
		{Type: uint32(elf.SHT_PROGBITS), Flags: uint64(elf.SHF_ALLOC)},
		{Type: uint32(elf.SHT_PROGBITS), Flags: uint64(elf.SHF_ALLOC)},
		{Type: uint32(elf.SHT_STRTAB)},
	}
	titles := []string{"", ".dynstr", ".dynsym", ".dynamic", ".rodata", ".gopclntab", ".go.buildinfo", ".shstrtab"}
	if o.info == nil {
		titles[6] = ".another"
	}
	if o.table == nil {
		titles[5] = ".other"
	}
	var title bytes.Buffer
	for i, text := range titles {
		sections[i].Name = uint32(title.Len())
		title.WriteString(text + "\x00")
	}
	contents := [][]byte{nil, names.Bytes(), symbols.Bytes(), dynamic.Bytes(), []byte(o.constants), o.table, o.info, title.Bytes()}
	const headerSize = 64 + 56 // one segment
	var body bytes.Buffer
	for i := 1; i < len(sections); i++ {
		for body.Len()%16 != 8 { // the compiler's information is aligned
			body.WriteByte(0)
		}
		sections[i].Off, sections[i].Size = uint64(headerSize+body.Len()), uint64(len(contents[i]))
		sections[i].Addr = sections[i].Off
		body.Write(contents[i])
	}
	header := elf.Header64{
		Type: uint16(elf.ET_DYN), Machine: uint16(elf.EM_X86_64), Version: uint32(elf.EV_CURRENT), Shoff: uint64(headerSize + body.Len()),
		Ehsize: 64, Phoff: 64, Phentsize: 56, Phnum: 1, Shentsize: 64, Shnum: uint16(len(sections)), Shstrndx: uint16(len(sections) - 1),
	}
	copy(header.Ident[:], "\x7fELF\x02\x01\x01")
	var file bytes.Buffer
	write(&file, header)
	end := uint64(headerSize + body.Len())
	write(&file, elf.Prog64{Type: uint32(elf.PT_LOAD), Flags: uint32(elf.PF_R), Filesz: end, Memsz: end})
	file.Write(body.Bytes())
	for _, s := range sections {
		write(&file, s)
	}
	return file.Bytes()
}

// infoOf returns what Go 1.18 and later say of the compiler (cmd/go, "go version").
func infoOf(version string) []byte {
	const header = 32
	info := append([]byte("\xff Go buildinf:"), 8, 2)
	info = append(info, make([]byte, header-len(info))...)
	info = append(binary.AppendUvarint(info, uint64(len(version))), version...)
	return append(info, make([]byte, 64)...)
}

// lineTableOf returns a table of functions of Go 1.20.
func lineTableOf(names ...string) []byte {
	const words = 6
	order := binary.LittleEndian
	table := order.AppendUint32(nil, go120Magic)
	table = append(table, 0, 0, 1, 8)
	begin := uint64(8 + words*8)
	var text []byte
	for _, name := range names {
		text = append(text, name+"\x00"...)
	}
	for _, word := range []uint64{uint64(len(names)), 0, 0, begin, begin + uint64(len(text)), 0} {
		table = order.AppendUint64(table, word)
	}
	return append(table, text...)
}
