package why

import (
	"fmt"
	"os"
	"strings"
	"testing"
)

// Every reader needs a word, and one that is not in every line.
func TestReadersNeedWords(t *testing.T) {
	for h, expressions := range readers() {
		for _, e := range expressions {
			if shortest(needed(e)) < 3 {
				t.Errorf("%#x %s needs %q: no word that tells", h, e, needed(e))
			}
		}
	}
}

// A hint is never missed: what a line tells is the same with all readers.
func TestHintsAreWhole(t *testing.T) {
	for _, name := range []string{"messages", "threads"} {
		text, err := os.ReadFile("testdata/" + name + ".txt")
		if err != nil {
			t.Fatal(err)
		}
		for text := range strings.Lines(string(text)) {
			text, isLine := strings.CutPrefix(strings.TrimSpace(text), "line ")
			if !isLine {
				continue
			}
			line, _ := parseLine([]byte(text))
			line.hints = hintsAll
			whole := attemptsOf(line, &tracer{}, &dump{open: true})
			line.hints = hinting().find([]byte(text))
			if hinted := attemptsOf(line, &tracer{}, &dump{open: true}); len(hinted) != len(whole) {
				t.Errorf("%s\ntells %d attempts by its hints %#x, %d with all readers", text, len(hinted), line.hints, len(whole))
			}
		}
	}
}

// quiet and telling are logs of so many lines of which a log is full, and of such that
// tell of different refusals.
func quiet(lines int) string {
	return strings.Repeat("Nov 28 03:12:01 host app[812]: request 1234 served in 12 ms path=/api/v1/items/99 user=42 bytes=5120 agent=curl/8.5.0\n", lines)
}

func telling(lines int) string {
	var b strings.Builder
	for i := range lines {
		fmt.Fprintf(&b, "Nov 28 03:12:01 host app[812]: Error: EACCES: permission denied, open '/home/app/%d/.npmrc'\n", i)
	}
	return b.String()
}

// BenchmarkRead reads logs of both kinds of lines, and some ten times as long: the
// time for a byte should be the same in both lengths.
func BenchmarkRead(b *testing.B) {
	for _, log := range []struct{ name, text string }{
		{"quiet-10k", quiet(10_000)}, {"quiet-100k", quiet(100_000)}, {"telling-100", telling(100)}, {"telling-1k", telling(1_000)},
	} {
		b.Run(log.name, func(b *testing.B) {
			b.SetBytes(int64(len(log.text)))
			b.ReportAllocs()
			for b.Loop() {
				if _, err := Read(strings.NewReader(log.text)); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// A line without a hint costs a small part of one that is read: this is what the
// hints are for.
func TestQuietLinesAreCheap(t *testing.T) {
	cost := func(text string) int64 {
		return testing.Benchmark(func(b *testing.B) {
			for b.Loop() {
				_, _ = Read(strings.NewReader(text))
			}
		}).NsPerOp()
	}
	if q, all := cost(quiet(100)), cost(telling(100)); q*10 > all {
		t.Errorf("quiet lines take %d ns, those that tell %d: want less than a tenth", q, all)
	}
}
