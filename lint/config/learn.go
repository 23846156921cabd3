package config

import (
	"bytes"
	"errors"
	"fmt"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/unitlint/unitlint/internal/late/regexp"
	"github.com/unitlint/unitlint/lint/need"
)

// Learned is a need of a unit that was observed.
type Learned struct {
	Unit     string
	Kind     need.Kind
	Argument string
}

// ErrUnreadableNeeds tells that the needs of a configuration are not written as a
// list of lines, to which others can be appended.
var ErrUnreadableNeeds = errors.New("needs: is not a list with an entry a line; add to it by hand")

// needsKey begins the list of needs.
var needsKey = regexp.MustCompile(`(?m)^needs:[ \t]*(#.*)?\n`)

// AppendNeeds returns the text of a configuration with one more entry of needs for
// each unit, behind those that it has; everything else stays as it is. Needs of a
// kind that the configuration has no word for, and those that it declares by the
// same words already, are left out.
func AppendNeeds(text []byte, learned []Learned, reason string) ([]byte, error) {
	entries := learnedEntries(text, learned, reason)
	if entries == "" {
		return text, nil
	}
	if len(text) > 0 && !bytes.HasSuffix(text, []byte("\n")) {
		text = append(bytes.Clone(text), '\n')
	}
	var top map[string]yaml.Node
	if err := yaml.Unmarshal(text, &top); err != nil {
		return nil, fmt.Errorf("reading the configuration: %w", err)
	}
	node, given := top["needs"]
	if !given {
		return append(bytes.Clone(text), "needs:\n"+entries...), nil
	}
	at := needsKey.FindIndex(text)
	if at == nil || node.Kind != yaml.SequenceNode || node.Style&yaml.FlowStyle != 0 || len(node.Content) == 0 {
		return nil, ErrUnreadableNeeds
	}
	// A node stands behind the dash of its entry.
	indent := strings.Repeat(" ", max(0, node.Content[0].Column-len("- ")-1))
	entries = strings.ReplaceAll(entries, "\n  ", "\n"+indent)
	entries = indent + strings.TrimPrefix(entries, "  ")
	return slices.Concat(text[:at[1]], []byte(entries), text[at[1]:]), nil
}

// learnedEntries are the entries for needs that a text does not declare.
func learnedEntries(text []byte, learned []Learned, reason string) string {
	var units []string
	for _, l := range learned {
		if !slices.Contains(units, l.Unit) {
			units = append(units, l.Unit)
		}
	}
	declared := declaredWords(text)
	var b strings.Builder
	for _, unit := range units {
		lines := learnedLines(learned, unit, declared)
		if lines == "" {
			continue
		}
		fmt.Fprintf(&b, "  - units: [%q]\n%s    reason: %s\n", unit, lines, reason)
	}
	return b.String()
}

// learnedLines are the lines of one entry: a list for each kind, in the order of
// their words.
func learnedLines(learned []Learned, unit string, declared map[string]bool) string {
	words := map[string][]string{}
	for _, l := range learned {
		key, word := string(l.Kind), l.Argument
		switch described := need.Describe(l.Kind); {
		case described == nil || described.Argument != nil && !described.Bare && word == "":
			continue
		case described.Argument == nil || word == "":
			key, word = "need", string(l.Kind)
		}
		entry := fmt.Sprintf("%q", word)
		if l.Unit == unit && !slices.Contains(words[key], entry) && !declared[unit+" "+key+" "+word] {
			words[key] = append(words[key], entry)
		}
	}
	var b strings.Builder
	for _, key := range sortedKeys(words) {
		fmt.Fprintf(&b, "    %s: [%s]\n", key, strings.Join(words[key], ", "))
	}
	return b.String()
}

func sortedKeys(words map[string][]string) []string {
	var keys []string
	for key := range words {
		keys = append(keys, key)
	}
	slices.Sort(keys)
	return keys
}

// declaredWords are the needs of a configuration as "unit key word".
func declaredWords(text []byte) map[string]bool {
	var top struct {
		Needs []map[string]yaml.Node `yaml:"needs"`
	}
	declared := map[string]bool{}
	if yaml.Unmarshal(text, &top) != nil {
		return declared
	}
	for _, entry := range top.Needs {
		for _, unit := range wordsOf(entry["units"]) {
			for key, node := range entry {
				for _, word := range wordsOf(node) {
					declared[unit+" "+key+" "+word] = true
				}
			}
		}
	}
	return declared
}

// wordsOf are the texts of a list, or of a single value.
func wordsOf(node yaml.Node) []string {
	if node.Kind == yaml.ScalarNode {
		return []string{node.Value}
	}
	var words []string
	for _, item := range node.Content {
		words = append(words, item.Value)
	}
	return words
}
