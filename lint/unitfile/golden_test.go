package unitfile_test

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"

	"github.com/unitlint/unitlint/internal/systemdtest"
	"github.com/unitlint/unitlint/lint/catalog"
	"github.com/unitlint/unitlint/lint/source"
	"github.com/unitlint/unitlint/lint/unitfile"
)

var update = flag.Bool("update", false, "write the expected answers anew")

// lexers are the first releases of each way of reading.
var lexers = []int{239, 240, 243, 245, 246, 251, 261}

const fixtures = "../../testdata/unitfile"

func fixtureTexts(t *testing.T) (names, texts []string) {
	t.Helper()
	paths, err := filepath.Glob(filepath.Join(fixtures, "*.service"))
	if err != nil || len(paths) == 0 {
		t.Fatalf("no fixtures in %s: %v", fixtures, err)
	}
	for _, path := range paths {
		text, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		names = append(names, strings.TrimSuffix(filepath.Base(path), ".service"))
		texts = append(texts, string(text))
	}
	return names, texts
}

func TestFixtures(t *testing.T) {
	names, texts := fixtureTexts(t)
	for i, name := range names {
		t.Run(name, func(t *testing.T) {
			golden := filepath.Join(fixtures, name+".want")
			got := describeAll(texts[i])
			if *update {
				if err := os.WriteFile(golden, []byte(got), 0o644); err != nil {
					t.Fatal(err)
				}
				return
			}
			want, err := os.ReadFile(golden)
			if err != nil {
				t.Fatal(err)
			}
			if diff := gocmp.Diff(string(want), got); diff != "" {
				t.Errorf("run with -update where this is meant (-want +got):\n%s", diff)
			}
		})
	}
}

func TestFixturesAreReadAsSystemdReadsThem(t *testing.T) {
	systemd := systemdtest.Require(t)
	_, texts := fixtureTexts(t)
	compare(t, systemd, texts)
}

// describeAll describes the file for all lexers, one paragraph for those that
// agree.
func describeAll(text string) string {
	var b strings.Builder
	for i := 0; i < len(lexers); {
		answer := describe(text, lexers[i])
		next := i + 1
		for next < len(lexers) && describe(text, lexers[next]) == answer {
			next++
		}
		switch {
		case next == len(lexers):
			fmt.Fprintf(&b, "systemd %d and later\n", lexers[i])
		default:
			fmt.Fprintf(&b, "systemd %d to %d\n", lexers[i], lexers[next]-1)
		}
		b.WriteString(answer)
		i = next
	}
	return b.String()
}

// describe puts all that is known of a file into words.
func describe(text string, version int) string {
	var b strings.Builder
	f := unitfile.Parse(source.New("x.service", []byte(text)), unitfile.Options{
		Version:  version,
		Sections: catalog.Sections("service"),
	})
	for _, r := range f.Comments {
		fmt.Fprintf(&b, "  comment %s\n", spanned(r))
	}
	for _, d := range f.Diagnostics {
		fmt.Fprintf(&b, "  line %d: %s %s", d.Line, d.Kind, spanned(d.Range))
		if d.Abandons {
			b.WriteString(", abandoned")
		}
		if d.Assignment != nil {
			fmt.Fprintf(&b, ", would assign %s", d.Assignment.Key)
		}
		b.WriteByte('\n')
	}
	for _, s := range f.Sections {
		fmt.Fprintf(&b, "  section %q %s", s.Name, spanned(s.NameRange))
		if s.Ignored {
			b.WriteString(", ignored")
		}
		b.WriteByte('\n')
		for _, a := range s.Assignments {
			b.WriteString("    " + assigned(a))
		}
	}
	for _, a := range f.Lost {
		fmt.Fprintf(&b, "  lost from %q: %s", a.Section.Name, assigned(a))
	}
	return b.String()
}

func assigned(a *unitfile.Assignment) string {
	return fmt.Sprintf("line %d: key %q %s value %q %s\n", a.Line, a.Key, spanned(a.KeyRange), a.Value, spanned(a.ValueRange()))
}

func spanned(r source.Range) string {
	start, end := r.StartPosition(), r.EndPosition()
	return fmt.Sprintf("%d:%d-%d:%d", start.Line, start.Column, end.Line, end.Column)
}
