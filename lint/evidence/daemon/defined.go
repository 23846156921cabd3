package daemon

import (
	"slices"
	"strings"

	"github.com/unitlint/unitlint/internal/late/regexp"
)

var (
	// memberKey matches a key that is a member of an array: "$config['data_dir']".
	memberKey = regexp.MustCompile(`\[["']?([A-Za-z_][\w.-]*)["']?\]$`)
	// definedText matches a constant of PHP with its value.
	definedText = regexp.MustCompile(`^define\s*\(\s*["'](\w+)["']\s*,\s*["']([^"']*)["']`)
	// listedText matches a list of a name and a text, as Lisp and Scheme have it.
	listedText = regexp.MustCompile(`^\(+\s*([A-Za-z][\w-]*)\s+"([^"]*)"`)
	// nameKeys and valueKeys are the keys that a name and its value stand behind (the documentation
	// of Hadoop, Spring and Kubernetes).
	nameKeys  = []string{"name", "key"}
	valueKeys = []string{"value", "val"}
)

// defined returns statements, of a program of which nothing is known, by the names that they define:
// those behind words such as "export", those that members of arrays have, and those that stand as a
// value themselves.
func defined(settings []Setting) []Setting {
	for i := range settings[:min(len(settings), mostSettings)] {
		s := &settings[i]
		switch {
		case s.Key == "":
			match := definedText.FindStringSubmatch(s.Value)
			if match == nil {
				match = listedText.FindStringSubmatch(s.Value)
			}
			if match != nil {
				s.Key, s.Value = strings.ToLower(match[1]), match[2]
			}
		case strings.HasSuffix(s.Key, ","):
			s.Key = strings.TrimRight(s.Key, ",") // Erlang's
		case strings.HasSuffix(s.Key, "]"):
			if match := memberKey.FindStringSubmatch(s.Key); match != nil {
				s.Key = match[1]
			}
		case slices.Contains(definitions, s.Key):
			name, value, found := strings.Cut(s.Value, "=")
			if !found || strings.ContainsAny(name, " \t") {
				name, value, found = strings.Cut(s.Value, " ")
			}
			if name = strings.Trim(name, ":,\"' "); found && name != "" {
				s.Key, s.Value = strings.ToLower(name), unquoted(strings.TrimSpace(value))
			}
		case i > 0 && slices.Contains(valueKeys, s.Key):
			if before := &settings[i-1]; slices.Contains(nameKeys, before.Key) && before.Section == s.Section {
				s.Key = strings.ToLower(before.Value)
			}
		}
	}
	return settings
}
