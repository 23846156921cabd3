package daemon

import (
	"path"
	"regexp"
	"slices"
	"strings"

	"github.com/unitlint/unitlint/lint/evidence/invocation"
	"github.com/unitlint/unitlint/lint/locate"
	"github.com/unitlint/unitlint/lint/source"
	"github.com/unitlint/unitlint/lint/system"
	"github.com/unitlint/unitlint/lint/unit"
)

// Request says whose configuration is looked for.
type Request struct {
	// Program is the absolute path of the executable.
	Program string
	// Instance is the unit's, unescaped or "" (systemd.unit(5), "%I").
	Instance string
	// Template tells that the unit is one: the files of its instances are its own, and not all.
	Template bool
	// Arguments are what it is called with; Open tells that others may stand among
	// them, and Directory is where relative names count from.
	Arguments []invocation.Word
	Open      bool
	Directory string
	// Variables are those of its environment, as far as the unit sets them.
	Variables map[string]unit.Variable
	// Named are absolute paths that the command line names, Texts those among the
	// program's strings: those of configuration files are followed.
	Named, Texts []string
}

// Configuration is what the files of a program say.
type Configuration struct {
	// Files are those that were read, absolute paths in the order of reading.
	Files []string
	Facts []Fact
	// Guessed is what the usual files say, and what the program does without a word of
	// them, where the command line names others in their place that could not be read.
	Guessed []Fact
	// Named are the settings whose value begins with an absolute path, whatever they
	// mean.
	Named []Setting
	// Sockets are the settings whose value is the address of a socket in the file system.
	Sockets []Setting
	// texts are what was read, partial tells that not all was: a file is missing that
	// the command line or a statement names, or there was too much of it.
	texts   []*source.File
	partial bool
	// named are those of the files that the command line names.
	named []string
	// known is what the program's documentation says; nil where nobody knows.
	known *program
	// Source is the documentation that the meanings of known keys come from.
	Source string
}

const (
	// mostFiles bounds the files of one program, mostSize the bytes of each.
	mostFiles = 256
	mostSize  = 1 << 20
	// deepestInclude bounds how deep files include others.
	deepestInclude = 8
	// mostReplaced bounds the variables that are put into one value.
	mostReplaced = 16
)

// reader follows the configuration of one program.
type reader struct {
	tree      *locate.Tree
	known     *program
	found     *Configuration
	seen      map[string]bool
	variables map[string]string
	// told are the meanings of which there is a statement, be it that there is none: a
	// port 0, no file.
	told map[Meaning]bool
	// instances tells that the files are those of instances of a template.
	instances bool
	// placed tells that a statement says where the program's companion is.
	placed bool
}

// Of returns what the configuration of a program in a tree says. Files count that
// the command line names; where it names none in their place those that the
// documentation of the program names, that the program itself names, or that are
// called like it. Includes are followed within the tree.
func Of(tree *locate.Tree, q Request) *Configuration {
	name := path.Base(q.Program)
	plain := plainName(name)
	r := newReader(tree, programOf(name))
	r.always()
	chosen := r.chosen(&q)
	usual, doubtful := r.usual(&q, name, plain), []string(nil)
	switch {
	case r.choose(&chosen, usual):
		usual, doubtful = nil, usual
	case chosen.replaces():
		usual = nil
	}
	named := namedConfiguration(q.Named)
	for _, pattern := range named {
		r.pattern(&q, pattern)
	}
	if r.known == nil && len(named) > 0 && !chosen.replaces() {
		usual, doubtful = nil, usual // what is named may be all
	}
	for _, pattern := range usual {
		r.pattern(&q, pattern)
	}
	for _, patterns := range chosen.added {
		r.group(patterns, nil)
	}
	r.instances = r.instances || chosen.instances
	r.conclude(len(doubtful) == 0)
	if len(doubtful) > 0 {
		r.found.partial, r.found.Guessed = true, r.guessed(&q, doubtful)
	}
	return r.found
}

func newReader(tree *locate.Tree, known *program) *reader {
	return &reader{tree: tree, known: known, found: &Configuration{}, seen: map[string]bool{}, variables: map[string]string{}, told: map[Meaning]bool{}}
}

// plainName is the name of a program without a version at its end.
func plainName(name string) string { return strings.TrimRight(name, "0123456789.-") }

// pattern reads the files of a pattern.
func (r *reader) pattern(q *Request, pattern string) {
	for _, file := range r.matching(pattern) {
		r.file(file, 0)
		if slices.Contains(q.Named, file) {
			r.byName(file)
		}
	}
}

// choose reads what is named in place of the usual files, and tells whether any of it
// is missing. That a usual file is named and missing tells no more than that it is
// missing.
func (r *reader) choose(c *choice, usual []string) (missing bool) {
	missing = c.unknown
	var others []string
	if c.instances {
		others = usual
	}
	for _, patterns := range c.instead {
		isUsual := slices.ContainsFunc(patterns, func(file string) bool { return slices.Contains(usual, file) })
		if !r.group(patterns, others) && !isUsual {
			missing = true
		}
	}
	return missing
}

// group reads the files that a word of the command line stands for, and tells whether
// there is one. Others that lie among the files of instances are of none of these.
func (r *reader) group(patterns, others []string) bool {
	there := false
	for _, pattern := range patterns {
		for _, file := range r.matching(pattern) {
			if slices.Contains(others, file) {
				continue
			}
			r.file(file, 0)
			if slices.Contains(r.found.Files, file) {
				there = true
				r.found.named = append(r.found.named, file)
			}
		}
	}
	r.found.partial = r.found.partial || !there
	return there
}

// guessed returns what files say that may not be the program's.
func (r *reader) guessed(q *Request, patterns []string) []Fact {
	other := newReader(r.tree, r.known)
	other.always()
	for _, pattern := range patterns {
		other.pattern(q, pattern)
	}
	other.conclude(true)
	return slices.DeleteFunc(other.found.Facts, func(f Fact) bool { return slices.Contains(r.found.Files, f.Setting.File) })
}

// conclude judges the files together; whole tells that there are no others.
func (r *reader) conclude(whole bool) {
	if r.known == nil {
		r.found.partial = true // it may have files that nobody knows of
		return
	}
	r.found.Source, r.found.known = r.known.source, r.known
	r.found.partial = r.found.partial || r.instances
	r.accompany()
	if whole {
		r.assume()
	}
	r.forgetSwitchedOff()
	if r.instances {
		r.found.Guessed, r.found.Facts, r.found.Named = append(r.found.Guessed, r.found.Facts...), nil, nil
	}
}

// accompany notes that a file is missing without which the program does not start.
func (r *reader) accompany() {
	name := r.known.companion
	if name == "" || r.placed || slices.ContainsFunc(r.found.Files, func(file string) bool { return path.Base(file) == name }) {
		return
	}
	r.found.partial = true
}

// forgetSwitchedOff leaves out the files that a program follows for sections which
// are not switched on.
func (r *reader) forgetSwitchedOff() {
	r.found.Named = slices.DeleteFunc(r.found.Named, func(s Setting) bool {
		meaning, _, _ := r.meaning(s)
		return meaning == Followed && !slices.ContainsFunc(r.found.Facts, func(f Fact) bool { return f.Meaning == Firewall && f.Setting.Section == s.Section })
	})
}

// configurationEnds are how the names of configuration files end.
var configurationEnds = []string{".conf", ".cfg", ".cnf", ".ini", ".yaml", ".yml", ".toml", ".json", ".config", "rc"}

// namedConfiguration are those of the paths on a command line that may be
// configuration.
func namedConfiguration(named []string) []string {
	return slices.DeleteFunc(slices.Clone(named), func(file string) bool {
		return !strings.HasPrefix(file, "/etc/") && !looksLikeConfiguration(file)
	})
}

// always reads the files that a program reads whichever is named.
func (r *reader) always() {
	if r.known == nil {
		return
	}
	for file := range strings.FieldsSeq(r.known.naming.always) {
		r.file(file, 0)
	}
}

// usual returns the patterns of the files that configure a program where nobody names
// others.
func (r *reader) usual(q *Request, name, plain string) []string {
	var patterns []string
	if r.known != nil {
		version := strings.TrimLeft(strings.TrimPrefix(name, plain), "-")
		place := strings.NewReplacer("%I", strings.ReplaceAll(q.Instance, "-", "/"), "%i", q.Instance, "%V", version)
		for _, file := range r.known.files {
			switch {
			case q.Instance != "" || !strings.Contains(strings.ToLower(file), "%i"):
				patterns = append(patterns, place.Replace(file))
			case q.Template:
				r.instances = true
				patterns = append(patterns, ofInstances(file))
			}
		}
		return patterns
	}
	for _, file := range q.Texts {
		if strings.HasPrefix(file, "/etc/") && looksLikeConfiguration(file) && isAbout(file, plain) {
			patterns = append(patterns, file)
		}
	}
	for _, base := range []string{name, plain, strings.TrimSuffix(plain, "d")} {
		for _, end := range configurationEnds {
			patterns = append(patterns, path.Join("/etc", base+end), path.Join("/etc", base, base+end))
		}
		patterns = append(patterns, path.Join("/etc", base, "config.*"))
	}
	return patterns
}

func looksLikeConfiguration(file string) bool {
	return slices.ContainsFunc(configurationEnds, func(end string) bool { return strings.HasSuffix(file, end) })
}

// isAbout tells that a file lies in a directory of the program's name or is
// called like it: programs name files of others, too.
func isAbout(file, plain string) bool {
	stem := strings.TrimSuffix(plain, "d")
	return stem != "" && strings.Contains(strings.TrimPrefix(file, "/etc/"), stem)
}

// matching returns the files of a pattern in the tree, sorted. Only the last part
// of a path and one directory above may hold special characters.
func (r *reader) matching(pattern string) []string {
	pattern = path.Clean("/" + pattern)
	if !strings.ContainsAny(pattern, "*?[") {
		return []string{pattern}
	}
	directories := []string{path.Dir(pattern)}
	if strings.ContainsAny(path.Dir(pattern), "*?[") {
		directories = r.matching(path.Dir(pattern))
	}
	var found []string
	for _, directory := range directories {
		entries, err := r.tree.ReadDir(inTree(directory))
		if err != nil || strings.ContainsAny(directory, "*?[") {
			continue
		}
		for _, entry := range entries {
			if matches, err := path.Match(path.Base(pattern), entry.Name()); err == nil && matches && len(found) < mostFiles {
				found = append(found, path.Join(directory, entry.Name()))
			}
		}
	}
	return found
}

func inTree(name string) string { return strings.TrimPrefix(path.Clean(name), "/") }

// file reads a file and those that it includes.
func (r *reader) file(name string, depth int) {
	if r.seen[name] {
		return
	}
	if len(r.found.Files) >= mostFiles || depth > deepestInclude {
		r.found.partial = true
		return
	}
	r.seen[name] = true
	info, err := r.tree.Stat(inTree(name))
	if err != nil {
		return
	}
	if !info.Mode().IsRegular() || info.Size() > mostSize {
		r.found.partial = r.found.partial || !info.IsDir()
		return
	}
	text, err := r.tree.Source(inTree(name))
	if err != nil {
		r.found.partial = true
		return
	}
	r.found.Files = append(r.found.Files, name)
	r.found.texts = append(r.found.texts, text)
	read := Read
	if r.known != nil && r.known.read != nil {
		read = r.known.read
	}
	settings, others := read(text), len(r.found.Facts)
	for _, setting := range settings {
		r.setting(name, setting, depth)
	}
	if r.known == nil {
		r.pairs(text, settings, others)
	}
}

// pairs notes of the ports among the statements of a file, which are behind those of
// others, that another one of their section says every address of the host for: the
// program listens there.
func (r *reader) pairs(text *source.File, settings []Setting, others int) {
	addresses := everywhereIn(settings)
	for i := range r.found.Facts[others:] {
		f := &r.found.Facts[others+i]
		if f.Meaning == Port && !f.Known && f.Setting.Place.File == text {
			f.Plain = f.Plain || addresses.belongs(f.Setting)
		}
	}
}

// insist notes that a file which is named was not read.
func (r *reader) insist(name string) {
	if !slices.Contains(r.found.Files, name) {
		r.found.partial = true
	}
}

// byName notes that the command line names a file, and whether it was read.
func (r *reader) byName(name string) {
	r.insist(name)
	if slices.Contains(r.found.Files, name) {
		r.found.named = append(r.found.named, name)
	}
}

// MayAsk tells whether the program may be configured to do what patterns stand
// for: a line of its configuration that is no comment matches one of them, in lower
// case, or that could not be read as a whole.
func (c *Configuration) MayAsk(patterns []string) bool {
	if c.partial || len(c.texts) == 0 {
		return true
	}
	_, found := c.Says(patterns)
	return found
}

// Says returns the first line of what was read that is no comment and matches one of the
// patterns, in lower case.
func (c *Configuration) Says(patterns []string) (place source.Range, found bool) {
	asked, err := regexp.Compile(strings.Join(patterns, "|"))
	if err != nil {
		return source.Range{}, false
	}
	for _, text := range c.texts {
		number := 0
		for line := range strings.Lines(strings.ToLower(string(text.Text))) {
			number++
			if line = strings.TrimSpace(line); !strings.HasPrefix(line, "#") && asked.MatchString(line) {
				return text.LineRange(number), true
			}
		}
	}
	return source.Range{}, false
}

// setting judges one statement of a file.
func (r *reader) setting(name string, s Setting, depth int) {
	s.File = name
	if path.IsAbs(s.Value) && len(r.found.Named) < mostSettings {
		r.found.Named = append(r.found.Named, s)
	}
	if system.LocalSocket(s.Value) != "" && len(r.found.Sockets) < mostSettings {
		r.found.Sockets = append(r.found.Sockets, s)
	}
	meaning, packaged, known := r.meaning(s)
	if meaning == Rules {
		r.include(name, s.Value, Include, depth)
		meaning, r.placed = Input, true
	}
	switch meaning {
	case Nothing:
		if is, values := plainMeaning(s.Value); !known && is != Nothing && !isForeign(s.Section) {
			r.found.Facts = append(r.found.Facts, Fact{Setting: s, Meaning: is, Values: values, Plain: true})
		}
	case Followed:
	case Variable:
		r.variable(s.Value)
	case Include, Directory:
		for _, word := range strings.Fields(s.Value) {
			r.include(name, strings.Trim(word, `"'`), meaning, depth)
		}
	default:
		r.told[kindOf(meaning)] = true
		s.Value = r.substituted(s.Value)
		if meaning == Firewall || r.known != nil && r.known.last && meaning != Peer {
			r.replace(s)
		}
		if is, values := valuesOf(meaning, s.Value); len(values) > 0 && is != Nothing {
			plain, _ := plainMeaning(s.Value)
			r.found.Facts = append(r.found.Facts, Fact{
				Setting: s, Meaning: is, Values: values, Known: known, Packaged: packaged, Plain: plain == Listen && is == Listen,
				Listens: is == Socket && meaning == Listen,
			})
		}
	}
}

// replace forgets what earlier statements of the same key say, of the same section.
func (r *reader) replace(by Setting) {
	r.found.Facts = slices.DeleteFunc(r.found.Facts, func(f Fact) bool { return f.Setting.Section == by.Section && f.Setting.Key == by.Key })
}

// meaning returns what a statement means to the program.
func (r *reader) meaning(s Setting) (meaning Meaning, packaged string, known bool) {
	if r.known == nil {
		return meaningOf(s), "", false
	}
	whole := strings.Trim(s.Section+"."+s.Key, ".")
	for _, k := range r.known.keys {
		for _, name := range []string{s.Key, whole} {
			if matches, err := path.Match(k.name, name); err == nil && matches {
				return k.meaning, k.packaged, true
			}
		}
	}
	return Nothing, "", false
}

func (r *reader) variable(text string) {
	name, value, found := strings.Cut(text, "=")
	if !found {
		name, value, found = strings.Cut(text, " ")
	}
	if found {
		r.variables[name] = unquoted(strings.TrimSpace(value))
	}
}

// substituted puts the values of variables into a text; those that are not known
// are empty there, as most are that a configuration leaves unset.
func (r *reader) substituted(text string) string {
	for range mostReplaced {
		before, rest, found := strings.Cut(text, "$")
		if !found {
			break
		}
		name, after := rest, ""
		if braced, isBraced := strings.CutPrefix(rest, "{"); isBraced {
			name, after, _ = strings.Cut(braced, "}")
		} else if end := strings.IndexFunc(rest, func(c rune) bool { return !isName(c) }); end >= 0 {
			name, after = rest[:end], rest[end:]
		}
		text = before + r.variables[name] + after
		if len(text) > longestLine {
			return ""
		}
	}
	return text
}

func isName(c rune) bool {
	return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '_'
}

// include follows a statement that names further files; a relative name counts
// from the directory of the file that has it.
func (r *reader) include(from, named string, meaning Meaning, depth int) {
	if named == "" || strings.Contains(named, "$") {
		r.found.partial = true
		return
	}
	if !path.IsAbs(named) {
		named = path.Join(path.Dir(from), named)
	}
	info, err := r.tree.Stat(inTree(named))
	if meaning == Directory || err == nil && info.IsDir() {
		named = path.Join(named, "*")
	}
	for _, file := range r.matching(named) {
		r.file(file, depth+1)
		if file == named {
			r.insist(file)
		}
	}
}

// assume adds what the program does where no statement says otherwise.
func (r *reader) assume() {
	for _, d := range r.known.defaults {
		if !r.told[kindOf(d.meaning)] {
			r.found.Facts = append(r.found.Facts, Fact{Meaning: d.meaning, Values: []string{d.value}, Known: true, Packaged: d.value, Default: true})
		}
	}
}

// kindOf takes the meanings together of which one replaces another: who is told
// to listen somewhere does not listen at the usual port.
func kindOf(meaning Meaning) Meaning {
	if meaning == UDPPort || meaning == Listen {
		return Port
	}
	return meaning
}
