package distribution

import (
	"path"
	"strings"
	"testing"

	"github.com/unitlint/unitlint/lint/need"
)

// largestTable bounds what the table adds to the program.
const largestTable = 600_000

func TestBuiltinTableIsWhole(t *testing.T) {
	table := Builtin()
	if len(debian) > largestTable {
		t.Errorf("the table has %d bytes, more than %d", len(debian), largestTable)
	}
	names := table.Names()
	if len(names) == 0 || len(names) != strings.Count(table.programs, "\n")+1 {
		t.Fatalf("%d names of %d lines", len(names), strings.Count(table.programs, "\n")+1)
	}
	for _, name := range names {
		p := table.Lookup(name)
		if p == nil {
			t.Errorf("%s is not found", name)
			continue
		}
		line, _, _ := strings.Cut(table.programs[strings.Index("\n"+table.programs, "\n"+name+"\t"):], "\n")
		columns := strings.Split(line, "\t")
		if want := len(strings.Fields(columns[columnFacts])); len(p.Needs) != want {
			t.Errorf("%s has %d needs of %d", name, len(p.Needs), want)
		}
		for i := range p.Needs {
			if err := Fault(&p.Needs[i]); err != nil {
				t.Errorf("%s: %v", name, err)
			}
			for _, argument := range p.Needs[i].Any {
				if path.IsAbs(argument) && (argument != path.Clean(argument) || strings.TrimRight(argument, "-_.@X") != argument) {
					t.Errorf("%s: %s is the beginning of a name", name, argument)
				}
			}
		}
		for _, unit := range p.Units {
			if table.OfUnit(unit) == nil {
				t.Errorf("%s: its unit %s is not found", name, unit)
			}
		}
	}
}

const example = "Example 1\n" +
	"/usr/lib/other/helper\t/usr/lib/other/helper\tother 2\troot\tother.service\t\t-\t0\n" +
	"exampled\t/usr/sbin/exampled\texample 1.2-3\troot\texample.service example@.service\t/etc/example.conf\t-\t0 95 x 7 999\n" +
	"zzd\t/usr/sbin/zzd\tzz 1\n" +
	"\n" +
	"capability\tCAP_SETUID\tlikely\tstart-fails\t\tbecomes the user example\timports setuid; its package\n" +
	"syscall\tchroot|pivot_root\tpossible\tjob-fails\tcopes\tmoves\timports chroot\n"

func TestLookup(t *testing.T) {
	table := NewTable(example)
	p := table.Lookup("exampled")
	if p == nil || p.Shipped != "Example 1's package example 1.2-3" || !p.Root || len(p.Needs) != 2 {
		t.Fatalf("got %+v", p)
	}
	n := p.Needs[0]
	if n.Certainty != need.Likely || n.Conditions.Starts != need.AsRoot || n.Evidence.Profile != "exampled" ||
		n.Evidence.Source != "imports setuid; its package, as Example 1's package example 1.2-3 has it" {
		t.Errorf("got %+v", n)
	}
	if p := table.OfUnit("example@.service"); p == nil || p.Name != "exampled" {
		t.Errorf("of the unit: %+v", p)
	}
	for _, name := range []string{"", "example", "exampledd", "zzd", "aaa", "\n", "helper", "example 1.2-3"} {
		if p := table.Lookup(name); p != nil {
			t.Errorf("%q is %+v", name, p)
		}
	}
	if p := table.OfUnit("ample.service"); p != nil {
		t.Errorf("a part of a name is taken for a unit: %+v", p)
	}
	if p := NewTable("").Lookup("x"); p != nil {
		t.Errorf("an empty table knows %+v", p)
	}
}

func TestFactsAreReadAsWritten(t *testing.T) {
	n := need.Need{
		Kind: need.Syscall, Any: []string{"chroot", "pivot_root"}, Certainty: need.Possible, Consequence: need.JobFails, Copes: true, Why: "moves",
		Evidence: need.Evidence{Source: "imports chroot"},
	}
	line := WriteFact(&n)
	if !strings.HasSuffix(example, line+"\n") {
		t.Errorf("written as %q", line)
	}
	got, err := ReadFact(line)
	if err != nil || WriteFact(&got) != line {
		t.Errorf("read as %+v, %v", got, err)
	}
	for _, bad := range []string{"", "syscall\tchroot", strings.Replace(line, "possible", "surely", 1)} {
		if n, err := ReadFact(bad); err == nil {
			t.Errorf("%q is read as %+v", bad, n)
		}
	}
}

// TestManyOccurrences holds that a line which has a unit's name many times, in other
// columns, is looked at once.
func TestManyOccurrences(t *testing.T) {
	const name = "a.service"
	line := "p\t/p\tp 1\troot\tb.service\t" + strings.Repeat(name+"x ", 20_000) + "\t-\t" + strings.Repeat("0 ", 20_000)
	table := NewTable("Example 1\n" + line + "\nq\t/q\tq 1\troot\t" + name + "\t\t-\t\n\nnotify\t\tlikely\tstart-fails\t\tx\ty\n")
	done := testing.AllocsPerRun(1, func() {
		if p := table.OfUnit(name); p == nil || p.Name != "q" {
			t.Errorf("got %+v", p)
		}
	})
	if done > 100 {
		t.Errorf("%g allocations", done)
	}
}

// FuzzTable holds that no text crashes the reader.
func FuzzTable(f *testing.F) {
	f.Add(example, "exampled")
	f.Add("a\nb\t\t\t\t\t\t\t0\n\n", "b")
	f.Fuzz(func(_ *testing.T, text, name string) {
		table := NewTable(text)
		table.Lookup(name)
		table.OfUnit(name)
		table.Names()
	})
}
