package tables

import (
	"bytes"
	"fmt"
	"io/fs"
	"sort"
	"strings"
)

// shared are the groups of keys that several sections have in common.
var shared = map[string]string{
	"exec":   "Service,Socket,Mount,Swap",
	"cgroup": "Service,Socket,Mount,Swap,Slice,Scope",
	"kill":   "Service,Socket,Mount,Swap,Scope",
}

// directives writes the table of all keys, ordered by section and name, and
// the places where its sections begin.
func directives(b *bytes.Buffer, data fs.FS) error {
	rows, err := read(data, "directives.tsv")
	if err != nil {
		return err
	}
	bySection, err := spread(rows)
	if err != nil {
		return err
	}
	sections := make([]string, 0, len(bySection))
	for s := range bySection {
		sections = append(sections, s)
	}
	sort.Strings(sections)

	b.WriteString("var directives = [...]Directive{\n")
	type span struct {
		section    string
		start, end int
	}
	var spans []span
	count := 0
	for _, section := range sections {
		names := make([]string, 0, len(bySection[section]))
		for name := range bySection[section] {
			names = append(names, name)
		}
		sort.Strings(names)
		spans = append(spans, span{section, count, count + len(names)})
		count += len(names)
		for _, name := range names {
			if err := directive(b, section, bySection[section][name]); err != nil {
				return fmt.Errorf("directives.tsv: [%s] %s: %w", section, name, err)
			}
		}
	}
	b.WriteString("}\n\nvar sectionSpans = [...]sectionSpan{\n")
	for _, s := range spans {
		fmt.Fprintf(b, "{%q, %d, %d},\n", s.section, s.start, s.end)
	}
	b.WriteString("}\n\n")
	return unitTypes(b, data)
}

// spread gives each section its own rows; a later row overrides an earlier.
func spread(rows []row) (map[string]map[string]row, error) {
	bySection := map[string]map[string]row{}
	for _, r := range rows {
		sections := r["section"]
		if group, ok := shared[sections]; ok {
			sections = group
		}
		for _, s := range strings.Split(sections, ",") {
			if s == "" || r["name"] == "" || r["kind"] == "" {
				return nil, fmt.Errorf("directives.tsv: a row without section, name or kind: %v", r)
			}
			if bySection[s] == nil {
				bySection[s] = map[string]row{}
			}
			bySection[s][r["name"]] = r
		}
	}
	return bySection, nil
}

// onInvalid maps the words of the data file to the constants.
var onInvalid = map[string]string{
	"":                           "IgnoreAssignment",
	"skip-item":                  "SkipItem",
	"refuse":                     "RefuseUnit",
	"refuse-unless-dash":         "RefuseUnitUnlessDash",
	"refuse-on-specifier":        "RefuseOnSpecifier",
	"refuse-when-not-normalised": "RefuseWhenNotNormalised",
	"always-ignored":             "AlwaysIgnored",
	"silently-dropped":           "SilentlyDropped",
}

// directive writes one composite literal, leaving out zero values.
func directive(b *bytes.Buffer, section string, r row) error {
	invalid, ok := onInvalid[r["invalid"]]
	if !ok {
		return fmt.Errorf("unknown consequence %q", r["invalid"])
	}
	list, listSection := r["list"], section
	if list == "" {
		list = r["name"]
	}
	if before, after, found := strings.Cut(list, "."); found {
		listSection, list = before, after
	}
	fmt.Fprintf(b, "{Section: %q, Name: %q, Kind: %s, ", section, r["name"], constant("Kind", r["kind"]))
	if r["param"] != "" {
		fmt.Fprintf(b, "Param: %q, ", r["param"])
	}
	if r["assign"] != "replace" {
		fmt.Fprintf(b, "Assign: %s, ", constant("", r["assign"]))
	}
	fmt.Fprintf(b, "List: %q, ListSection: %q, ", list, listSection)
	empty, emptySince, _ := strings.Cut(r["empty"], ">=")
	if empty != "invalid" {
		fmt.Fprintf(b, "Empty: %s, ", constant("Empty", empty))
	}
	number(b, "EmptySince", emptySince)
	if r["tokenizer"] != "raw" {
		fmt.Fprintf(b, "Tokenizer: %s, ", constant("", r["tokenizer"]))
	}
	set, setSince, _ := strings.Cut(r["specifiers"], ">=")
	if set == "" {
		set = "none"
	}
	fmt.Fprintf(b, "Specifiers: %s, ", constant("Specifiers", set))
	number(b, "SpecifiersSince", setSince)
	if invalid != "IgnoreAssignment" {
		fmt.Fprintf(b, "OnInvalid: %s, ", invalid)
	}
	trees := strings.Split(r["since"], "+")
	number(b, "Since", trees[0])
	if len(trees) > 1 {
		fmt.Fprintf(b, "Backports: []string{%s}, ", quotedList(trees[1:]))
	}
	for _, end := range strings.Fields(r["end"]) {
		key, version, _ := strings.Cut(end, "=")
		switch key {
		case "deprecated", "ignored", "gone":
			number(b, constant("", key)+"Since", version)
		default:
			return fmt.Errorf("unknown end %q", end)
		}
	}
	if r["replacement"] != "" {
		fmt.Fprintf(b, "Replacement: %q, ", r["replacement"])
	}
	if r["note"] != "" {
		fmt.Fprintf(b, "Note: %q, ", r["note"])
	}
	b.WriteString("},\n")
	return nil
}

// number writes a numeric field unless it is absent.
func number(b *bytes.Buffer, field, digits string) {
	if digits != "" {
		fmt.Fprintf(b, "%s: %s, ", field, digits)
	}
}

// unitTypes writes which sections a unit type takes.
func unitTypes(b *bytes.Buffer, data fs.FS) error {
	rows, err := read(data, "sections.tsv")
	if err != nil {
		return err
	}
	b.WriteString("var unitTypes = [...]unitTypeFacts{\n")
	for _, r := range rows {
		fmt.Fprintf(b, "{%q, []string{%s}, %t, %t},\n", r["type"],
			quotedList(strings.Split(r["sections"], ",")), r["alias"] == "y", r["template"] == "y")
	}
	b.WriteString("}\n")
	return nil
}
