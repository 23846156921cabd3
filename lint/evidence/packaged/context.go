package packaged

import (
	"path"
	"regexp"
	"strconv"
	"strings"
)

// context says which type the files of a pattern have (file_contexts(5)).
type context struct {
	// pattern is a regular expression for whole paths, stem what it begins with
	// that is none; whole tells that this is all of it.
	pattern, stem string
	whole         bool
	// files tells that it is about regular files, too.
	files bool
	label string
}

func newContext(pattern string, files bool, label string) context {
	stem, whole := stemOf(pattern)
	return context{pattern, stem, whole, files, label}
}

// stemOf returns the text that everything begins with that a pattern matches, and
// whether it matches that alone.
func stemOf(pattern string) (stem string, whole bool) {
	var text strings.Builder
	for i := 0; i < len(pattern); i++ {
		c := pattern[i]
		said := text.String()
		switch {
		case c == '|':
			return "", false
		case strings.IndexByte("?*+{", c) >= 0: // what is repeated, or may be left out, belongs to the pattern
			return said[:max(len(said)-1, 0)], false
		case strings.IndexByte(".^$[(", c) >= 0:
			return said, false
		case c == '\\' && i+1 < len(pattern):
			i++
			if c = pattern[i]; c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' {
				return said, false // a class of characters
			}
			text.WriteByte(c)
		default:
			text.WriteByte(c)
		}
	}
	return text.String(), true
}

// contexts are the types of the files of a system.
type contexts struct {
	all []context
	// aliases are directories that count as another one.
	aliases []alias
	// compiled are the patterns that were looked at closer.
	compiled map[string]pattern
	*effort
}

// effort is how much more may be done with the patterns of a system.
type effort struct {
	// weight is that of patterns which may be compiled, compared the same as often as
	// one of them may be compared with a byte of a path.
	weight, compared int
}

func newEffort() *effort { return &effort{mostWeight, mostCompared} }

func newContexts(e *effort) *contexts { return &contexts{compiled: map[string]pattern{}, effort: e} }

// pattern is one that was compiled; nil where it is one of Perl's that Go has not.
type pattern struct {
	*regexp.Regexp
	weight int
}

type alias struct{ from, to string }

const (
	// mostContexts bounds the patterns of a system; Fedora has some 7,000.
	mostContexts = 1 << 16
	// mostWeight bounds the weight of those that are looked at closer: a program of
	// Fedora is asked some 200 of 40 bytes.
	mostWeight = 1 << 17
	// mostCompared bounds what all programs of a system take: one of Debian takes
	// 1 << 14 on average.
	mostCompared = 1 << 29
	// mostRepeated is how often Go's expressions repeat anything.
	mostRepeated = 1000
	// longestName bounds the paths that are looked for.
	longestName = 1 << 9
)

// read adds the lines of a file of patterns: PATTERN [KIND] USER:ROLE:TYPE:RANGE.
func (c *contexts) read(text string) {
	for line := range strings.Lines(text) {
		fields := strings.Fields(line)
		if len(fields) < 2 || len(fields) > 3 || strings.HasPrefix(fields[0], "#") || len(c.all) >= mostContexts {
			continue
		}
		if parts := strings.Split(fields[len(fields)-1], ":"); len(parts) > 2 {
			c.all = append(c.all, newContext(fields[0], len(fields) == 2 || fields[1] == "--", parts[2]))
		}
	}
}

// readAliases adds the lines of a file of aliases: two directories, of which the first
// counts as the second (selabel_file(5)).
func (c *contexts) readAliases(text string) {
	for line := range strings.Lines(text) {
		if fields := strings.Fields(line); len(fields) == 2 && path.IsAbs(fields[0]) && len(c.aliases) < mostContexts {
			c.aliases = append(c.aliases, alias{fields[0], fields[1]})
		}
	}
}

// label returns the type of a regular file, or "": that of the last pattern that is its
// path, else that of the last one which matches it.
func (c *contexts) label(name string) string {
	for _, a := range c.aliases {
		if below, found := strings.CutPrefix(name, a.from+"/"); found {
			name = path.Join(a.to, below)
			break
		}
	}
	label, whole := "", false
	if len(name) > longestName {
		return ""
	}
	for i := range c.all {
		of := &c.all[i]
		if !of.files || whole && !of.whole || !strings.HasPrefix(name, of.stem) || of.whole && name != of.stem {
			continue
		}
		if of.whole || c.matches(of.pattern, name) {
			label, whole = of.label, of.whole
		}
	}
	return label
}

func (c *contexts) matches(text, name string) bool {
	known, found := c.compiled[text]
	if !found {
		known.weight = weightOf(text)
		if known.weight > c.weight {
			return false
		}
		c.weight -= known.weight
		known.Regexp, _ = regexp.Compile("^(?:" + text + ")$")
		c.compiled[text] = known
	}
	if known.Regexp == nil || known.weight*len(name) > c.compared {
		return false
	}
	c.compared -= known.weight * len(name)
	return known.MatchString(name)
}

// weightOf tells what a pattern takes when it is compiled, and at most for each byte of a
// path that it is compared with: its length, as often as it is repeated. Classes of
// Unicode, which no policy has, take a thousand times what others do.
func weightOf(pattern string) int {
	weight := len(pattern) + (strings.Count(pattern, `\p`)+strings.Count(pattern, `\P`))<<10
	for _, repeated := range strings.Split(pattern, "{")[1:] {
		count := 1
		for number := range strings.SplitSeq(repeated[:strings.IndexByte(repeated+"}", '}')], ",") {
			if n, err := strconv.Atoi(number); err == nil {
				count = max(count, min(n, mostRepeated))
			}
		}
		weight = min(weight, mostWeight) * count
	}
	return weight
}

// place returns the path that a pattern gives a type to, with all below it: what is
// optional at its end is left out. It is "" where it names many.
func (of *context) place() string {
	pattern := strings.TrimSuffix(strings.TrimSuffix(of.pattern, "(/.*)?"), "/.*")
	for strings.HasSuffix(pattern, ")?") { // "/var/lib/mysql(-files|-keyring)?(/.*)?"
		at := strings.LastIndexByte(pattern, '(')
		if at < 0 {
			break
		}
		pattern = pattern[:at]
	}
	if stem, whole := stemOf(pattern); whole {
		return path.Clean(stem)
	}
	return ""
}
