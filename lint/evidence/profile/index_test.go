package profile

import (
	"flag"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

var update = flag.Bool("update", false, "write the index of the profiles anew")

// TestIndexIsThatOfTheProfiles holds that what is written beside the profiles is
// what they say.
func TestIndexIsThatOfTheProfiles(t *testing.T) {
	built := Builtin().buildIndex()
	text := built.write()
	if *update {
		if err := os.WriteFile("index.txt", []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		return
	}
	if diff := cmp.Diff(text, builtinIndex); diff != "" {
		t.Fatalf("index.txt is not that of the profiles; go test ./lint/evidence/profile -run Index -update writes it (-profiles +file):\n%s", diff)
	}
	read := readIndex(text)
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
	}
}

func BenchmarkIndex(b *testing.B) {
	b.Run("built", func(b *testing.B) {
		for b.Loop() {
			Builtin().buildIndex()
		}
	})
	b.Run("read", func(b *testing.B) {
		for b.Loop() {
			readIndex(builtinIndex)
		}
	})
}
