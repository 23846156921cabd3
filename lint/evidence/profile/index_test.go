package profile

import (
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

var update = flag.Bool("update", false, "write the profiles and their index anew")

// Sources returns the library of the files that the profiles which come with the program are
// written in.
func Sources(t testing.TB) *Library {
	t.Helper()
	names, err := filepath.Glob("profiles/*" + Suffix)
	if err != nil || len(names) == 0 {
		t.Fatalf("there are no profiles: %v", err)
	}
	var files []File
	for _, name := range names {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		files = append(files, File{Name: strings.TrimSuffix(filepath.Base(name), Suffix), Path: filepath.ToSlash(name), Text: text})
	}
	return NewLibrary(files)
}

// TestIndexIsThatOfTheProfiles holds that what comes with the program is what the files of
// profiles say.
func TestIndexIsThatOfTheProfiles(t *testing.T) {
	sources := Sources(t)
	text := sources.write()
	if *update {
		if err := os.WriteFile("index.txt", []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		return
	}
	if diff := cmp.Diff(strings.Split(text, "\n"), strings.Split(builtin, "\n")); diff != "" {
		t.Fatalf("index.txt is not that of the profiles; go test ./lint/evidence/profile -run Index -update writes it (-profiles +file):\n%s", diff)
	}
	library := readLibrary(text)
	for _, name := range sources.Names() {
		want, err := sources.Decode(name)
		if err != nil {
			t.Error(err)
		} else if diff := cmp.Diff(want, library.Lookup(name), cmp.AllowUnexported(Profile{}), cmpopts.EquateEmpty()); diff != "" {
			t.Errorf("%s is read otherwise than it was written (-written +read):\n%s", name, diff)
		}
	}
	if diff := cmp.Diff(sources.Names(), library.Names()); diff != "" {
		t.Errorf("other profiles are read than were written (-written +read):\n%s", diff)
	}
	built, read := sources.index(), library.index()
	for name, want := range built.plain {
		if got := read.name(name); got != want {
			t.Errorf("%s: read profile %q, built %q", name, got, want)
		}
	}
	for name, want := range built.runtimes {
		if got := strings.Join(read.runtimesOf(name), " "); got != want {
			t.Errorf("%s: read run-times %q, built %q", name, got, want)
		}
	}
	for _, name := range []string{"", "0", "no-such-program", "\xff", "nginx\t", "\n", "a.AppImage"} {
		if got, want := read.name(name), built.name(name); got != want {
			t.Errorf("%q: read profile %q, built %q", name, got, want)
		}
		if got := read.runtimesOf(name); len(got) > 0 {
			t.Errorf("%q: read run-times %q", name, got)
		}
		if library.has(name) || library.Lookup(name) != nil {
			t.Errorf("there is a profile %q", name)
		}
	}
}

func BenchmarkIndex(b *testing.B) {
	b.Run("built", func(b *testing.B) {
		sources := Sources(b)
		for b.Loop() {
			sources.buildIndex()
		}
	})
	b.Run("read", func(b *testing.B) {
		for b.Loop() {
			library := readLibrary(builtin)
			library.Prepare()
		}
	})
}

func BenchmarkProfile(b *testing.B) {
	b.Run("decoded", func(b *testing.B) {
		text, err := os.ReadFile("profiles/apache2" + Suffix)
		if err != nil {
			b.Fatal(err)
		}
		for b.Loop() {
			NewLibrary([]File{{Name: "apache2", Text: text}}).Lookup("apache2")
		}
	})
	b.Run("read", func(b *testing.B) {
		for b.Loop() {
			readLibrary(builtin).Lookup("apache2")
		}
	})
}
