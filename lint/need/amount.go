package need

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
)

// amountOption is an option that says how much memory a program may fill.
type amountOption struct {
	// programs are the ones that take it; none for runtimes that take it from
	// variables too.
	programs []string
	// mark stands in every text that has the option.
	mark string
	// text finds the option with its number and the letter of its unit.
	text func() *regexp.Regexp
	// unit is the letter where the option takes a number alone.
	unit string
	why  string
}

// amountOptions are from java(1), node(1), redis.conf, memcached(1) and the
// server manuals of the data bases.
var amountOptions = []amountOption{
	{mark: "-X", text: pattern(`(?:^|\s)-(?:Xmx|XX:MaxHeapSize=)(\d+)([kKmMgGtT]?)\b`), why: "lets its heap grow to"},
	{mark: "size=", text: pattern(`(?:^|\s)--max[-_]old[-_]space[-_]size=(\d+)()\b`), unit: "M", why: "lets its heap grow to"},
	{programs: []string{"redis-server", "valkey-server"}, mark: "--maxmemory", text: pattern(`--maxmemory[ =](\d+)([kKmMgG]?)b?\b`), why: "lets its data grow to"},
	{programs: []string{"memcached"}, mark: "-m", text: pattern(`(?:-m ?|--memory-limit=)(\d+)([gG]?)\b`), unit: "M", why: "lets its cache grow to"},
	{
		programs: []string{"mysqld", "mariadbd"}, mark: "--innodb",
		text: pattern(`--innodb[-_]buffer[-_]pool[-_]size=(\d+)([kKmMgG]?)\b`), why: "lets its buffer pool grow to",
	},
}

// amountNeeds records how much memory an invocation's options let it fill.
func (r *reader) amountNeeds(i *invocation) {
	var line strings.Builder
	for _, argument := range i.arguments {
		if !argument.known {
			return
		}
		line.WriteString(" " + argument.text)
	}
	for _, option := range amountOptions {
		if len(option.programs) == 0 || slices.Contains(option.programs, i.name()) {
			r.amounts(i, option, line.String(), Evidence{Assignment: i.assignment, Range: i.program.place})
		}
	}
}

// amountsInOptions records how much memory the options in a variable let the
// main program fill.
func amountsInOptions(r *reader, i *invocation, name string, w word) {
	if !strings.HasSuffix(name, "OPTS") && !strings.HasSuffix(name, "OPTIONS") {
		return
	}
	for _, option := range amountOptions {
		if len(option.programs) == 0 {
			r.amounts(i, option, w.text, Evidence{Assignment: i.assignment, Range: w.place})
		}
	}
}

// amounts records the last match of an option: a later one wins.
func (r *reader) amounts(i *invocation, option amountOption, text string, evidence Evidence) {
	if !strings.Contains(text, option.mark) {
		return
	}
	found := option.text().FindAllStringSubmatch(text, -1)
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
		r.add(i, Need{Kind: Limit, Any: []string{limit + amount}, Certainty: Likely, Consequence: JobFails,
			Why: fmt.Sprintf("%s %s", option.why, amount), Evidence: evidence})
	}
}
