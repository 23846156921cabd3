package unitfile_test

import (
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/unitlint/unitlint/lint/source"
	"github.com/unitlint/unitlint/lint/unitfile"
)

// FuzzParse holds for every text and every lexer: spans lie in the file and in
// order, every byte of a value was read from its place, and the unit that is
// written out from what was read is read the same again.
func FuzzParse(f *testing.F) {
	paths, err := filepath.Glob(filepath.Join(fixtures, "*.service"))
	if err != nil {
		f.Fatal(err)
	}
	for _, path := range paths {
		text, err := os.ReadFile(path)
		if err != nil {
			f.Fatal(err)
		}
		for _, version := range lexers {
			f.Add(text, uint16(version), false)
		}
	}
	f.Add([]byte("{% if a %}\n[Service]\nExecStart=@bindir@/x\n{% endif %}\n"), uint16(252), true)
	f.Fuzz(func(t *testing.T, text []byte, version uint16, template bool) {
		options := unitfile.Options{Version: int(version), Template: template, DropIn: version%2 == 1}
		file := unitfile.Parse(source.New("x.service", text), options)
		checkFile(t, file)
		again := unitfile.Parse(source.New("x.service", []byte(written(file))), options)
		if got, want := written(again), written(file); got != want {
			t.Errorf("read again, the unit is\n%q\nafter\n%q", got, want)
		}
	})
}

func checkFile(t *testing.T, file *unitfile.File) {
	t.Helper()
	for _, d := range file.Diagnostics {
		checkRange(t, file, d.Range)
		if d.Line < 1 || d.Abandons && !file.Abandoned {
			t.Errorf("diagnostic %+v of a file that is abandoned: %t", d, file.Abandoned)
		}
	}
	for _, r := range file.Comments {
		checkRange(t, file, r)
	}
	for _, s := range file.Sections {
		checkRange(t, file, s.Header)
		if !s.Header.Contains(s.NameRange) {
			t.Errorf("name %+v is outside of its header %+v", s.NameRange, s.Header)
		}
		for _, a := range s.Assignments {
			checkAssignment(t, file, a)
		}
	}
	for _, a := range file.Lost {
		checkAssignment(t, file, a)
	}
}

func checkRange(t *testing.T, file *unitfile.File, r source.Range) {
	t.Helper()
	if r.File != file.Source || r.Start < 0 || r.Start > r.End || r.End > len(file.Source.Text) {
		t.Errorf("range [%d, %d) of a file of %d bytes", r.Start, r.End, len(file.Source.Text))
	}
}

func checkAssignment(t *testing.T, file *unitfile.File, a *unitfile.Assignment) {
	t.Helper()
	checkRange(t, file, a.Range())
	checkRange(t, file, a.ValueRange())
	if a.KeyRange.End > a.ValueRange().Start {
		t.Errorf("key %+v overlaps value %+v", a.KeyRange, a.ValueRange())
	}
	joined := 0
	for _, r := range a.Pieces() {
		checkRange(t, file, r)
		joined += r.End - r.Start
	}
	if joined != len(a.Value) {
		t.Errorf("pieces of %d bytes for the value %q", joined, a.Value)
	}
	last := -1
	for i := range len(a.Value) {
		r := a.Span(i, i+1)
		read := file.Source.Text[r.Start]
		if r.End != r.Start+1 || r.Start <= last || read != a.Value[i] && (read != '\\' || a.Value[i] != ' ') {
			t.Errorf("byte %d of the value %q is said to be at %d: %q", i, a.Value, r.Start, read)
			return
		}
		last = r.Start
	}
}

// written is the unit as it was read, one line for each assignment. It starts
// with a byte order mark, so that further ones count as text. Keys that can only
// be written behind such a mark are left out.
func written(file *unitfile.File) string {
	var b strings.Builder
	b.WriteString("\ufeff")
	for _, s := range file.Sections {
		b.WriteString("[" + s.Name + "]\n")
		for _, a := range s.Assignments {
			if strings.ContainsAny(a.Key[:1], "#;") {
				continue
			}
			b.WriteString(a.Key + "=" + a.Value)
			if strings.HasSuffix(a.Value, `\`) {
				b.WriteByte(' ') // else it would continue the line
			}
			b.WriteByte('\n')
		}
	}
	return b.String()
}

// Half of a file takes about half of the memory that the whole takes, and so
// does each of its lines.
func TestLargeFilesAreReadInLinearSpace(t *testing.T) {
	const fixed = 1 << 16
	for _, s := range sizes {
		t.Run(s.name, func(t *testing.T) {
			half, whole := allocatedBy(s.text[:len(s.text)/2]), allocatedBy(s.text)
			if whole > 3*half+fixed {
				t.Errorf("the whole takes %d bytes, its half %d", whole, half)
			}
		})
	}
}

// allocatedBy counts the bytes that reading a file allocates.
func allocatedBy(text string) uint64 {
	var before, after runtime.MemStats
	src := source.New("x.service", []byte(text))
	runtime.ReadMemStats(&before)
	file := unitfile.Parse(src, unitfile.Options{})
	if len(file.Sections) > 0 && len(file.Sections[0].Assignments) > 0 {
		file.Sections[0].Assignments[0].ValueRange().EndPosition()
	}
	runtime.ReadMemStats(&after)
	return after.TotalAlloc - before.TotalAlloc
}
