package binary

import (
	"bytes"
	"encoding/binary"
	"errors"
	"io"
	"os"
	"runtime"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func read(t testing.TB, content []byte) *Program {
	t.Helper()
	p, err := Read(bytes.NewReader(content), int64(len(content)))
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func TestReadELF(t *testing.T) {
	p := read(t, object{
		imports:   []string{"setuid", "initgroups", "listen", "setuid"},
		libraries: []string{"libc.so.6", "libluajit-5.1.so.2"},
		constants: "/var/lib/example\x00not/a/path\x00/etc/example.conf\x00/short\x00x/etc/no\x00",
	}.made(t))
	want := &Program{
		Format: ELF, Architecture: "x86-64", Libraries: []string{"libc.so.6", "libluajit-5.1.so.2"},
		Imports: []string{"initgroups", "listen", "setuid"}, Strings: []string{"/etc/example.conf", "/var/lib/example"},
	}
	if diff := cmp.Diff(want, p); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if !p.Listens() {
		t.Error("it imports listen and does not listen")
	}
	var capabilities []string
	for _, call := range p.Calls() {
		capabilities = append(capabilities, call.Capability)
	}
	if !slices.Contains(capabilities, "CAP_SETUID") || !slices.Contains(capabilities, "CAP_SETGID") {
		t.Errorf("capabilities: %v", capabilities)
	}
	if r := p.Runtimes("/usr/bin/example", nil); len(r) != 1 || r[0].Name != "LuaJIT" || !r[0].Surely {
		t.Errorf("run-times: %+v", r)
	}
}

func TestNetworkless(t *testing.T) {
	for _, c := range []struct {
		imports []string
		want    bool
	}{
		{[]string{"open", "read"}, true}, {[]string{"open", "socket"}, false}, {[]string{"curl_easy_perform"}, false}, {nil, false},
	} {
		if got := read(t, object{imports: c.imports}.made(t)).Networkless(); got != c.want {
			t.Errorf("%v: %t, want %t", c.imports, got, c.want)
		}
	}
}

func TestReadGo(t *testing.T) {
	p := read(t, object{
		imports: []string{"setuid"},
		table:   lineTableOf("net.(*ListenConfig).Listen", "golang.org/x/sys/unix.Mount", "main.main", "example.com/x.Y"),
		info:    infoOf("go1.22.3"),
	}.made(t))
	if p.Go == nil || p.Go.Version != "go1.22.3" || !p.Go.RaisesLimit() {
		t.Errorf("the compiler: %+v", p.Go)
	}
	if p.Go == nil || !slices.Equal(p.Go.Functions, []string{"golang.org/x/sys/unix.Mount", "net.(*ListenConfig).Listen"}) {
		t.Fatalf("Go: %+v", p.Go)
	}
	calls := p.Calls()
	if len(calls) != 1 || calls[0].Capability != "CAP_SYS_ADMIN" {
		t.Errorf("what a Go program imports from C says nothing: %+v", calls)
	}
}

// TestReadItself reads the program of this test, which the Go compiler built.
func TestReadItself(t *testing.T) {
	if runtime.GOOS != "linux" {
		t.Skip("programs of this system are no ELF files")
	}
	name, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	content, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	p := read(t, content)
	if p.Go == nil || !strings.HasPrefix(runtime.Version(), p.Go.Version) || p.Go.Minor < 20 || !p.Go.Has("os.(*File).Read") {
		t.Fatalf("this program was built by %s: %+v", runtime.Version(), p.Go)
	}
}

func TestMinorOf(t *testing.T) {
	for version, want := range map[string]int{"go1.22.3": 22, "go1.19": 19, "go1.24rc1": 24, "devel +1234": 0, "go1.": 0, "": 0} {
		if got := minorOf(version); got != want {
			t.Errorf("%q: %d, want %d", version, got, want)
		}
	}
	for minor, want := range map[int]bool{18: false, 19: true, 23: true, 24: false, 0: false} {
		if got := (&Go{Minor: minor}).RaisesLimit(); got != want {
			t.Errorf("Go 1.%d: %t, want %t", minor, got, want)
		}
	}
}

func TestReadScript(t *testing.T) {
	for _, c := range []struct {
		text, language string
		modules        []Module
		imports        []string
	}{
		{"#!/usr/bin/python3 -Es\nimport os, socket as s\n  from example.server import Server\nos.setuid(1)\nos.open(2)\n", "python",
			[]Module{{"os", 2}, {"socket", 2}, {"example.server", 3}}, []string{"setuid"}},
		{"#!/usr/bin/env -S perl -w\nuse strict;\nrequire IO::Socket;\n$> = $uid;\nif ($< == 0) {}\n", "perl", []Module{{"strict", 2},
			{"IO::Socket", 3}}, []string{"setuid"}},
		{"#!/usr/bin/perl\nchown $uid, $gid, '/x' or die; # who chowns\n", "perl", nil, []string{"chown"}},
		{"#!/usr/bin/perl\n# chown by hand\n", "perl", nil, nil},
		{"#! /usr/bin/ruby2.7\nrequire 'socket'\n", "ruby", []Module{{"socket", 2}}, nil},
		{"#!/usr/bin/ruby\nFileUtils.chown_R 'a', 'b', '/x'\n", "ruby", nil, []string{"chown"}},
		{"#!/usr/bin/node\nconst n = require('node:net')\n", "node", []Module{{"node:net", 2}}, nil},
		{"#!/bin/sh\nimport os\nexec /usr/sbin/example -f /etc/example.conf\n", "sh", nil, nil},
		{"#!\n", ".", nil, nil},
	} {
		p := read(t, []byte(c.text))
		if p.Format != Script || p.Language() != strings.TrimSuffix(c.language,
			".") || !slices.Equal(p.Modules, c.modules) || !slices.Equal(p.Imports, c.imports) {
			t.Errorf("%q: %q %v %v", c.text, p.Language(), p.Modules, p.Imports)
		}
	}
}

func TestScriptStrings(t *testing.T) {
	p := read(t, []byte("#!/bin/sh\nexec ${HTTPD:-/usr/sbin/example} -f \"/etc/example.conf\"\n"))
	if want := []string{"/etc/example.conf", "/usr/sbin/example"}; !slices.Equal(p.Strings, want) {
		t.Errorf("%v, want %v", p.Strings, want)
	}
}

func TestModuleFiles(t *testing.T) {
	p := read(t, []byte("#!/usr/bin/perl\n"))
	if got := p.ModuleFiles(Module{Name: "IO::Socket"}); !slices.Equal(got, []string{"/IO/Socket.pm"}) {
		t.Errorf("%v", got)
	}
	part, err := ReadModule(strings.NewReader("package X;\nuse POSIX;\nsub f { setgid(1) }\n"), 45, p)
	if err != nil || !slices.Equal(part.Imports, []string{"setgid"}) || len(part.Modules) != 1 {
		t.Errorf("%+v, %v", part, err)
	}
}

func TestReadOther(t *testing.T) {
	for _, text := range []string{"", "#", "\x7fEL", "MZ", "plain text\n"} {
		if p := read(t, []byte(text)); p.Format != Unknown {
			t.Errorf("%q: %+v", text, p)
		}
	}
}

// endless is a sparse file: a beginning, and zeros without end.
type endless struct{ begin []byte }

func (e endless) ReadAt(p []byte, at int64) (int, error) {
	clear(p)
	if at < int64(len(e.begin)) {
		copy(p, e.begin[at:])
	}
	return len(p), nil
}

// TestReadHostile reads files of 4 GiB that contradict themselves: none takes more
// reading than an honest small one.
func TestReadHostile(t *testing.T) {
	const size, most = 4 << 30, 8 << 20
	plain := object{imports: []string{"setuid"}, constants: "/etc/x"}.made(t)
	at := binary.LittleEndian.Uint64(plain[40:]) // where the headers of the sections begin
	for title, spoil := range map[string]func([]byte){
		"a string table of 4 GiB": func(b []byte) { binary.LittleEndian.PutUint64(b[at+64+32:], size) },
		"symbols of 4 GiB":        func(b []byte) { binary.LittleEndian.PutUint64(b[at+2*64+32:], size) },
		"constants of 4 GiB":      func(b []byte) { binary.LittleEndian.PutUint64(b[at+4*64+32:], size) },
		"overlapping sections": func(b []byte) {
			for section := uint64(1); section < 8; section++ {
				binary.LittleEndian.PutUint64(b[at+section*64+24:], 0)
				binary.LittleEndian.PutUint64(b[at+section*64+32:], at)
			}
		},
		"65535 sections": func(b []byte) { binary.LittleEndian.PutUint16(b[60:], 0xffff) },
		"a link in a ring": func(b []byte) {
			binary.LittleEndian.PutUint32(b[at+2*64+40:], 2)
		},
	} {
		content := bytes.Clone(plain)
		spoil(content)
		read := &counting{file: endless{content}}
		p, err := Read(read, size)
		if read.bytes > most {
			t.Errorf("%s: %d bytes read", title, read.bytes)
		}
		if err == nil && p == nil {
			t.Errorf("%s: neither a program nor an error", title)
		}
	}
}

type counting struct {
	file  io.ReaderAt
	bytes int64
}

func (c *counting) ReadAt(p []byte, at int64) (int, error) {
	c.bytes += int64(len(p))
	return c.file.ReadAt(p, at)
}

func TestReadManyImports(t *testing.T) {
	var many []string
	for range 2 {
		for i := range 10_000 {
			many = append(many, "f"+strings.Repeat("x", i%7)+string(rune('a'+i%26)))
		}
	}
	if p := read(t, object{imports: many}.made(t)); len(p.Imports) > 26*7 {
		t.Errorf("%d imports", len(p.Imports))
	}
}

func TestBoundedReader(t *testing.T) {
	b := &boundedReader{file: endless{}, left: 10}
	if _, err := b.ReadAt(make([]byte, 11), 0); !errors.Is(err, ErrTooMuch) {
		t.Errorf("%v", err)
	}
}

func FuzzRead(f *testing.F) {
	f.Add(object{imports: []string{"setuid"}, libraries: []string{"libc.so.6"}, constants: "/etc/x\x00"}.made(f))
	f.Add(object{table: lineTableOf("net.Listen", "os.Chown"), info: infoOf("go1.22.3")}.made(f))
	f.Add([]byte("#!/usr/bin/python3\nimport os\nos.setuid(1)\n"))
	f.Add([]byte("\x7fELF UPX!"))
	f.Fuzz(func(t *testing.T, content []byte) {
		p, err := Read(bytes.NewReader(content), int64(len(content)))
		if err != nil {
			return
		}
		p.Calls()
		p.Listens()
		p.Runtimes("/usr/bin/x", nil)
		if !slices.IsSorted(p.Imports) || !slices.IsSorted(p.Strings) || len(p.Strings) > 2*mostFacts {
			t.Errorf("%d imports, %d strings", len(p.Imports), len(p.Strings))
		}
	})
}

// TestTables holds that each row of the tables can be found and says where it is
// known from.
func TestTables(t *testing.T) {
	for _, row := range slices.Concat(calls, goCalls) {
		if len(row.Functions) == 0 || row.Why == "" || row.Source == "" || len(row.Calls)+len(row.Families) == 0 && row.Capability == "" {
			t.Errorf("an incomplete row: %+v", row)
		}
	}
	for _, row := range goCalls {
		for _, f := range row.Functions {
			if !isTold([]byte(f)) {
				t.Errorf("%s is not kept by the reader", f)
			}
		}
	}
	for _, r := range runtimes {
		if r.Why == "" || r.Source == "" || !r.Compiles && !r.Netlink && r.Call == "" {
			t.Errorf("an incomplete row: %+v", r)
		}
	}
}
