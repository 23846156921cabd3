package text

import (
	"fmt"
	"slices"
	"strings"

	"github.com/unitlint/unitlint/internal/late/regexp"
	"github.com/unitlint/unitlint/lint/evidence/invocation"
	"github.com/unitlint/unitlint/lint/need"
)

// amountOption is an option that says how much memory a program may fill.
type amountOption struct {
	// programs are the ones that take it; none for runtimes that take it from
	// variables too.
	programs []string
	// mark stands in every text that has the option.
	mark string
	// finds matches the option with its number and the letter of its unit.
	finds *regexp.Regexp
	// unit is the letter where the option takes a number alone.
	unit string
	why  string
}

// amountOptions are from java(1), node(1), redis.conf, memcached(1) and the
// server manuals of the data bases.
var amountOptions = []amountOption{
	{mark: "-X", finds: regexp.MustCompile(`(?:^|\s)-(?:Xmx|XX:MaxHeapSize=)(\d+)([kKmMgGtT]?)\b`), why: "lets its heap grow to"},
	{mark: "size=", finds: regexp.MustCompile(`(?:^|\s)--max[-_]old[-_]space[-_]size=(\d+)()\b`), unit: "M", why: "lets its heap grow to"},
	{
		programs: []string{"redis-server", "valkey-server"}, mark: "--maxmemory",
		finds: regexp.MustCompile(`--maxmemory[ =](\d+)([kKmMgG]?)b?\b`), why: "lets its data grow to",
	},
	{programs: []string{"memcached"}, mark: "-m", finds: regexp.MustCompile(`(?:-m ?|--memory-limit=)(\d+)([gG]?)\b`), unit: "M", why: "lets its cache grow to"},
	{
		programs: []string{"mysqld", "mariadbd"}, mark: "--innodb",
		finds: regexp.MustCompile(`--innodb[-_]buffer[-_]pool[-_]size=(\d+)([kKmMgG]?)\b`), why: "lets its buffer pool grow to",
	},
}

// amountNeeds records how much memory an invocation's options let it fill.
func (r *collector) amountNeeds(i *invocation.Invocation) {
	if slices.ContainsFunc(i.Arguments, func(w invocation.Word) bool { return !w.Known }) {
		return
	}
	for _, option := range amountOptions {
		if len(option.programs) > 0 && !slices.Contains(option.programs, i.Name()) ||
			!slices.ContainsFunc(i.Arguments, func(w invocation.Word) bool { return strings.Contains(w.Text, option.mark) }) {
			continue
		}
		var line strings.Builder
		for _, argument := range i.Arguments {
			line.WriteString(" " + argument.Text)
		}
		r.amounts(i, option, line.String(), need.Evidence{Assignment: i.Assignment, Range: i.Program.Place})
	}
}

// amountsInOptions records how much memory the options in a variable let the
// main program fill.
func amountsInOptions(r *collector, i *invocation.Invocation, name string, w invocation.Word) {
	if !strings.HasSuffix(name, "OPTS") && !strings.HasSuffix(name, "OPTIONS") {
		return
	}
	for _, option := range amountOptions {
		if len(option.programs) == 0 {
			r.amounts(i, option, w.Text, need.Evidence{Assignment: i.Assignment, Range: w.Place})
		}
	}
}

// amounts records the last match of an option: a later one wins.
func (r *collector) amounts(i *invocation.Invocation, option amountOption, text string, evidence need.Evidence) {
	if !strings.Contains(text, option.mark) {
		return
	}
	found := option.finds.FindAllStringSubmatch(text, -1)
	if len(found) == 0 {
		return
	}
	match := found[len(found)-1]
	unit := strings.ToUpper(match[2])
	if unit == "" {
		unit = option.unit
	}
	amount := match[1] + unit
	for _, limit := range []string{"MemoryMax=", "LimitAS="} {
		r.Add(i, need.Need{Kind: need.Limit, Any: []string{limit + amount}, Certainty: need.Likely, Consequence: need.JobFails,
			Why: fmt.Sprintf("%s %s", option.why, amount), Evidence: evidence})
	}
}
