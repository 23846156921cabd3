package profile

import (
	"bytes"
	"maps"
	"path"
	"slices"
	"strings"

	"github.com/unitlint/unitlint/lint/evidence"
)

// index says which profile is about a program.
type index struct {
	paths    []entry           // patterns of whole paths
	patterns []entry           // patterns of names
	plain    map[string]string // by names and whole paths
	runtimes map[string]string // of those names, parted by blanks
	// written and writtenRuntimes hold names in place of the maps, as [index.write] puts
	// them.
	written, writtenRuntimes string
}

// entry is a pattern and the profile that it leads to.
type entry struct {
	pattern, profile string
	before, behind   string // what stands before the first special character and behind the last one
	slashes          int    // for which none of these stands but a class, "[^a]"
}

// special are the characters that mean something else than themselves in patterns of path.Match.
const special = `*?[]\`

func newEntry(pattern, profile string) entry {
	first, last := strings.IndexAny(pattern, special), strings.LastIndexAny(pattern, special)
	return entry{pattern: pattern, profile: profile, before: pattern[:first], behind: pattern[last+1:], slashes: strings.Count(pattern, "/")}
}

// matches compares a name or a whole path with the pattern.
func (e *entry) matches(name string) bool {
	if !strings.HasPrefix(name, e.before) || !strings.HasSuffix(name, e.behind) {
		return false
	}
	if strings.Count(name, "/") != e.slashes && !strings.Contains(e.pattern, "[") {
		return false
	}
	matched, _ := path.Match(e.pattern, name)
	return matched
}

// path returns the profile of a whole path, or "".
func (x *index) path(name string) string { return x.find(name, x.paths) }

// name returns the profile of a program's name, or "".
func (x *index) name(name string) string { return x.find(name, x.patterns) }

// find returns the profile of a name or a whole path: plain ones are more telling than patterns.
func (x *index) find(name string, patterns []entry) string {
	if profile := x.plain[name]; profile != "" {
		return profile
	}
	if _, profile, found := strings.Cut(evidence.Entry(x.written, "\n", name), "\t"); found {
		return profile
	}
	return firstMatch(patterns, name)
}

// runtimesOf returns the profiles of what a program of a name runs inside of.
func (x *index) runtimesOf(name string) []string {
	if profiles := x.runtimes[name]; profiles != "" {
		return strings.Fields(profiles)
	}
	_, profiles, _ := strings.Cut(evidence.Entry(x.writtenRuntimes, "\n", name), "\t")
	return strings.Fields(profiles)
}

func firstMatch(entries []entry, name string) string {
	for i := range entries {
		if entries[i].matches(name) {
			return entries[i].profile
		}
	}
	return ""
}

// programsOfProfile is how many programs a profile is about, or more.
const programsOfProfile = 4

// buildIndex finds out which programs each profile is about. Of several profiles
// that name a program the first counts, in the order of their names.
func (l *Library) buildIndex() index {
	found := index{plain: make(map[string]string, programsOfProfile*len(l.volumes)), runtimes: map[string]string{}}
	for _, profile := range slices.Sorted(maps.Keys(l.volumes)) {
		paths, programs, runtimeOf := l.volumes[profile].subjects()
		for _, name := range runtimeOf {
			found.runtimes[name] = strings.TrimLeft(found.runtimes[name]+" "+profile, " ")
		}
		for _, pattern := range paths {
			found.add(pattern, profile, &found.paths)
		}
		for _, pattern := range programs {
			found.add(pattern, profile, &found.patterns)
		}
	}
	return found
}

// add adds a name or a whole path, which may be a pattern.
func (x *index) add(name, profile string, patterns *[]entry) {
	if strings.ContainsAny(name, special) {
		*patterns = append(*patterns, newEntry(name, profile))
	} else if _, known := x.plain[name]; !known {
		x.plain[name] = profile
	}
}

// The titles of the parts of a library that is written. What parts them is the sign that they
// begin with, which hardly stands elsewhere.
const (
	titleOfPaths    = "# patterns of whole paths\n"
	titleOfPatterns = "# patterns of names\n"
	titleOfNames    = "# names and whole paths\n"
	titleOfRuntimes = "# names of what runs inside of these\n"
	titleOfProfiles = "# profiles\n"
)

// write returns the index as lines of a name and a profile with a tab between them:
// patterns of paths, patterns of names, plain names and paths, and names with a run-time, which
// are sorted, with an empty line and a title before each of them.
func (x *index) write() string {
	var text strings.Builder
	text.WriteString(titleOfPaths)
	writeEntries(&text, x.paths)
	text.WriteString("\n" + titleOfPatterns)
	writeEntries(&text, x.patterns)
	text.WriteString("\n" + titleOfNames)
	writeNames(&text, x.plain)
	text.WriteString("\n" + titleOfRuntimes)
	writeNames(&text, x.runtimes)
	return text.String()
}

func writeNames(text *strings.Builder, profiles map[string]string) {
	for _, name := range slices.Sorted(maps.Keys(profiles)) {
		text.WriteString(name + "\t" + profiles[name] + "\n")
	}
}

func writeEntries(text *strings.Builder, entries []entry) {
	for _, e := range entries {
		text.WriteString(e.pattern + "\t" + e.profile + "\n")
	}
}

// readIndex reads what write has written. The plain names stay in the text: a run
// asks for few of them.
func readIndex(text string) index {
	paths, after, _ := strings.Cut(text, titleOfPatterns)
	patterns, after, _ := strings.Cut(after, titleOfNames)
	plain, runtimes, _ := strings.Cut(after, titleOfRuntimes)
	return index{paths: readEntries(paths), patterns: readEntries(patterns), written: strings.TrimSpace(plain), writtenRuntimes: strings.TrimSpace(runtimes)}
}

func readEntries(lines string) []entry {
	entries := make([]entry, 0, strings.Count(lines, "\n")+1)
	for line := range strings.SplitSeq(lines, "\n") {
		if pattern, profile, found := strings.Cut(line, "\t"); found {
			entries = append(entries, newEntry(pattern, profile))
		}
	}
	return entries
}

// subjects are the patterns of paths and of names that a profile is about, and the names of
// what it is the run-time of. Where each stands on a line of its own before the needs, the
// file need not be decoded for that.
func (v *volume) subjects() (paths, programs, runtimeOf []string) {
	head, _, _ := bytes.Cut(v.file.Text, []byte("\nneeds:"))
	programs, plain := headList(head, "programs")
	if plain {
		paths, plain = headList(head, "paths")
	}
	if plain {
		runtimeOf, plain = headList(head, "run-time-of")
	}
	if plain && len(programs) > 0 {
		return paths, programs, runtimeOf
	}
	p, err := v.decode()
	if err != nil {
		return nil, nil, nil
	}
	return p.Paths, p.Programs, p.RunTimeOf
}

// headList returns the words of a list "key: [a, b]" that stands on one line;
// none where nothing speaks of the key. It is not plain where something else does.
func headList(text []byte, key string) (words []string, plain bool) {
	for found := bytes.Index(text, []byte(key)); found >= 0; found = bytes.Index(text, []byte(key)) {
		begin := bytes.LastIndexByte(text[:found], '\n') + 1
		line, after, _ := bytes.Cut(text[begin:], []byte{'\n'})
		text = after
		if len(bytes.TrimLeft(line[:found-begin], "{\"' \t")) > 0 {
			continue // a word like the key stands in another one's value
		}
		list, plain := strings.CutPrefix(string(line), key+": [")
		inner, rest, closed := strings.Cut(list, "]")
		if !plain || !closed || strings.TrimSpace(rest) != "" {
			return nil, false
		}
		words = make([]string, 0, strings.Count(inner, ",")+1)
		for word := range strings.SplitSeq(inner, ",") {
			if word = strings.Trim(strings.TrimSpace(word), `"'`); word != "" {
				words = append(words, word)
			}
		}
		return words, true
	}
	return nil, true
}
