package value_test

import (
	"strings"
	"testing"

	"github.com/unitlint/unitlint/lint/catalog"
	"github.com/unitlint/unitlint/lint/value"
)

// seeds are the values of the comparison with systemd.
func seeds(f *testing.F, kinds ...catalog.Kind) {
	for _, kind := range kinds {
		for _, text := range kindValues[kind] {
			f.Add(text)
		}
	}
	for _, text := range anyValues {
		f.Add(text)
	}
}

// FuzzSplit checks that the places of words are in order and inside the value.
func FuzzSplit(f *testing.F) {
	seeds(f, catalog.KindExec, catalog.KindEnvironment)
	f.Fuzz(func(t *testing.T, text string) {
		for tokenizer := catalog.Raw; tokenizer <= catalog.RawCUnescape; tokenizer++ {
			words, _ := value.Split(text, tokenizer)
			end := 0
			for _, word := range words {
				if word.Start < end || word.End < word.Start || word.End > len(text) {
					t.Fatalf("Split(%q, %d): word %+v is out of order", text, tokenizer, word)
				}
				end = word.End
			}
		}
	})
}

// FuzzExec checks that the places of a command's parts lie inside of it.
func FuzzExec(f *testing.F) {
	seeds(f, catalog.KindExec)
	f.Fuzz(func(t *testing.T, text string) {
		commands, _ := value.Exec(text, at252)
		for _, command := range commands {
			if command.Path.Start < command.Start || command.End > len(text) {
				t.Fatalf("Exec(%q): %+v", text, command)
			}
			for _, word := range command.Arguments {
				if word.Start < command.Start || word.End > command.End || word.Start > word.End {
					t.Fatalf("Exec(%q): argument %+v lies outside of the command", text, word)
				}
			}
		}
	})
}

// FuzzCheck lays a value before one directive of each kind, at an old and at
// the newest release.
func FuzzCheck(f *testing.F) {
	var one []*catalog.Directive
	seen := map[catalog.Kind]bool{}
	for section := range frames {
		for _, d := range catalog.Directives(section) {
			if !seen[d.Kind] {
				seen[d.Kind] = true
				one = append(one, d)
			}
		}
	}
	for kind := range kindValues {
		seeds(f, kind)
	}
	f.Fuzz(func(t *testing.T, text string) {
		for _, d := range one {
			for _, version := range []int{catalog.Oldest, catalog.Newest} {
				result := value.Check(d, text, value.Context{Release: catalog.Release{Version: version}, UnitName: "a@b.service"})
				for _, p := range result.Problems {
					if p.Start < 0 || p.End < p.Start || p.End > len(text) || p.Code == "" || p.Message == "" || p.Outcome > result.Outcome {
						t.Fatalf("%s=%q: %+v", d.Name, text, p)
					}
				}
			}
		}
	})
}

// FuzzCalendar checks that a day of the week can stand before every date and
// time.
func FuzzCalendar(f *testing.F) {
	seeds(f, catalog.KindTimer)
	f.Fuzz(func(t *testing.T, text string) {
		if text == "" || !strings.Contains("*0123456789", text[:1]) || value.CalendarFault(text) != "" {
			return
		}
		if fault := value.CalendarFault("Mon " + text); fault != "" {
			t.Fatalf("%q is good, but not with a day before it: %s", text, fault)
		}
	})
}
