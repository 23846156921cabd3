package daemon

import (
	"path"
	"slices"
	"strings"

	"github.com/unitlint/unitlint/internal/late/regexp"
	"github.com/unitlint/unitlint/lint/source"
	"github.com/unitlint/unitlint/lint/system"
)

// file reads a file and those that it includes.
func (r *reader) file(name string, depth int) {
	if r.seen[name] {
		return
	}
	if len(r.found.Files) >= mostFiles || len(r.found.statements) >= mostStatements || r.size >= mostRead || depth > deepestInclude {
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
	r.size += info.Size()
	read := Read
	if r.known != nil && r.known.read != nil {
		read = r.known.read
	}
	settings, others := read(text), len(r.found.Facts)
	if r.known == nil {
		settings = defined(settings)
	}
	r.found.statements = append(r.found.statements, settings...)
	for _, setting := range settings {
		r.setting(name, setting, depth)
	}
	if r.known == nil {
		r.pairs(text, settings, others)
	}
}

// relativeStore returns a value with the file of a data base from the root in place of one that
// counts from the working directory, where the configuration lies there.
func (r *reader) relativeStore(value, file string) string {
	before, store, behind, found := system.RelativeStore(value)
	isCurrent := strings.HasPrefix(store, "./") || strings.HasPrefix(store, "../")
	switch {
	case !found, strings.HasSuffix(before, "///") && !isCurrent && strings.Contains(store, "/"): // which may be absolute
		return value
	case r.directory == "" || path.Dir(file) != r.directory:
		return ""
	}
	return strings.TrimRight(before, "/") + path.Join(r.directory, store) + behind
}

// pairs notes of the ports among the statements of a file, which are behind those of
// others, that another one of their section says every address of the host for: the
// program listens there.
func (r *reader) pairs(text *source.File, settings []Setting, others int) {
	addresses, ofServer := everywhereIn(settings), r.isOfServer(text.Path)
	for i := range r.found.Facts[others:] {
		f := &r.found.Facts[others+i]
		if f.Meaning == Port && !f.Known && f.Setting.Place.File == text {
			f.Plain = f.Plain || !ofServer && (addresses.belongs(f.Setting) || namesOwnPort(settings, &f.Setting))
		}
	}
}

var (
	// ownPortKeys are keys of ports that a program listens at, wherever they stand, pagePortKeys those of
	// pages, which others have as well, servingSections the sections that are about how it serves.
	ownPortKeys     = []string{"listen port", "bind port", "listening port"}
	pagePortKeys    = []string{"http port", "https port", "web port"}
	servingSections = []string{"server", "http", "https", "web", "listen", "listener", "webserver", "httpserver"}
)

// namesOwnPort tells that a statement is about a port of the program's own where no other one of its
// section, or of the one around it, names a host: by its key, by its section, or as the port of pages.
func namesOwnPort(settings []Setting, s *Setting) bool {
	around, inner := "", s.Section
	if at := strings.LastIndexByte(s.Section, '.'); at >= 0 {
		around, inner = s.Section[:at], s.Section[at+1:]
	}
	key := strings.Join(strings.Fields(separators.Replace(s.Key)), " ")
	serves := slices.Contains(servingSections, inner)
	switch {
	case slices.Contains(ownPortKeys, key), key == "port" && serves, slices.Contains(pagePortKeys, key) && (serves || s.Section == ""):
	case key == "port" && s.Section == "" && (s.Value == "80" || s.Value == "443"):
	default:
		return false
	}
	return !slices.ContainsFunc(settings, func(other Setting) bool {
		return (other.Section == s.Section || other.Section == around) && isFar(&other)
	})
}

// setting judges one statement of a file.
func (r *reader) setting(name string, s Setting, depth int) {
	s.File, s.Value = name, r.relativeStore(s.Value, name)
	r.places(s)
	r.remember(s)
	meaning, packaged, known := r.meaning(s)
	s.Value = switchedCommand(&s)
	if raises(&s) && len(r.found.Raising) < mostSettings {
		r.found.Raising = append(r.found.Raising, s)
		if !known {
			r.privileged(s)
		}
	} else if !known {
		r.commanded(&s)
	}
	if meaning == Rules {
		r.include(name, s.Value, Include, depth)
		meaning, r.placed = Input, true
	}
	switch meaning {
	case Nothing:
		if !known {
			r.plain(s)
		}
	case Followed:
	case Base, Variable:
		r.note(meaning, s.Value)
	case Compiled:
		r.compiled(s)
	case Include, Directory:
		for _, word := range strings.Fields(s.Value) {
			r.include(name, strings.Trim(word, `"'`), meaning, depth)
		}
	default:
		r.told[kindOf(meaning)] = r.told[kindOf(meaning)] || known || r.known == nil
		said := r.substituted(s.Value)
		s.Value = r.rooted(meaning, said, s, known)
		if meaning == Firewall || r.known != nil && r.known.last && meaning != Peer {
			r.replace(s)
		}
		if is, values := r.valuesOf(meaning, &s); len(values) > 0 && is != Nothing {
			plain, _ := plainMeaning(s.Value)
			r.found.Facts = append(r.found.Facts, Fact{
				Setting: s, Meaning: is, Values: values, Known: known, Packaged: packaged, Listens: is == Socket && meaning == Listen,
				Plain:  plain == Listen && is == Listen || isSpring(s) || r.isOwnSocket(is, values[0]),
				Rooted: r.isRooted(said, s.Value),
			})
		}
	}
}

// socketOf returns a statement with the address of a socket in the file system that its value
// is or ends with, or with none: "80 unix:/run/web.sock".
func socketOf(s Setting) Setting {
	const most = 4
	if system.LocalSocket(s.Value) != "" {
		return s
	}
	words := strings.Fields(s.Value)
	s.Value = ""
	if len(words) > 1 && len(words) <= most && system.LocalSocket(words[len(words)-1]) != "" {
		s.Value = words[len(words)-1]
	}
	return s
}

var (
	// schemePath matches a path behind what says how it is read: "hash:/etc/x", "file:///x", "</x".
	schemePath = regexp.MustCompile(`^<?(?:[A-Za-z][A-Za-z0-9_+.-]*:(?://)?)?(/[^/?"'].*)$`)
	// homeWord matches a word that is a place in a home directory.
	homeWord = regexp.MustCompile(`^["'(]*(?:[a-z]+:)?(/(?:home|root)/[^\s"',;)]+)`)
)

// unreadKeys are words of keys whose values name what is not read.
var unreadKeys = []string{"exclude", "excludes", "ignore", "skip", "except", "deny", "forbid"}

// namedIn returns the path that the value of a statement is or begins with, or those in home
// directories among its words.
func namedIn(s *Setting) []string {
	const mostWords = 12
	value := strings.TrimLeft(s.Value, `"'`)
	if path.IsAbs(value) {
		return []string{value}
	}
	if match := schemePath.FindStringSubmatch(value); match != nil {
		found, _, _ := strings.Cut(match[1], "?")
		return []string{found}
	}
	words := strings.Fields(value)
	if len(words) < 2 || len(words) > mostWords || endsIn(s.Key, proseKeys) || endsIn(s.Key, unreadKeys) {
		return nil
	}
	var found []string
	for _, word := range words {
		if match := homeWord.FindStringSubmatch(word); match != nil {
			found = append(found, match[1])
		}
	}
	return found
}

// places notes the path that the value of a statement begins with, the socket that it names,
// whatever they mean, and the server.
func (r *reader) places(s Setting) {
	for _, value := range namedIn(&s) {
		named := s
		if named.Value = value; len(r.found.Named) < mostSettings {
			r.found.Named = append(r.found.Named, named)
		}
	}
	if host := r.serverOf(&s); host != "" && len(r.found.Servers) < mostSettings {
		server := s
		server.Value = host
		r.found.Servers = append(r.found.Servers, server)
	}
	if socket := socketOf(s); socket.Value != "" && len(r.found.Sockets) < mostSettings {
		r.found.Sockets = append(r.found.Sockets, socket)
	}
}

// remember keeps what a statement of a known program says of how others are read.
func (r *reader) remember(s Setting) {
	if r.known == nil {
		return
	}
	if r.known.assigns && s.Section == "" && len(r.variables) < mostFiles {
		r.variables[s.Key] = r.substituted(s.Value)
	}
	if r.known.from != "" && path.IsAbs(s.Value) && slices.Contains([]string{s.Key, s.Section + "." + s.Key}, r.known.from) {
		r.home = s.Value
	}
}

// plain notes what the value of a statement means by itself. A data base of SQLite is the
// program's own in a section about data bases, too.
func (r *reader) plain(s Setting) {
	is, values := plainMeaning(s.Value)
	if is == Device && (hasWord(s.Key, deniedWords) || hasWord(s.Section, deniedWords)) {
		return
	}
	if is == Nothing || isForeign(s.Section) && (is != Data || !strings.Contains(s.Value, "sqlite:") && !strings.HasPrefix(s.Value, "file:")) {
		return
	}
	r.found.Facts = append(r.found.Facts, Fact{Setting: s, Meaning: is, Values: values, Plain: true})
}

// firstArgument matches the arguments of a call and captures the first one, as Python's
// logging.config has them for the handlers of logs.
var firstArgument = regexp.MustCompile(`^\(\s*["']([^"']+)["']`)

// rooted returns what a statement says of a log or a place for data as a path from the root.
// What is relative counts from where the program's documentation has it count, from the working
// directory where the file lies there itself, and where it is a log handler's of Python
// (logging.FileHandler).
func (r *reader) rooted(meaning Meaning, value string, s Setting, listed bool) string {
	if match := firstArgument.FindStringSubmatch(value); match != nil && s.Key == "args" {
		value = match[1]
	}
	if r.known != nil && !r.known.hosts {
		return r.fromHome(meaning, value, s, listed)
	}
	if meaning != Log && meaning != Data && meaning != State {
		return value
	}
	isHandler := s.Key == "filename" || s.Key == "args"
	if r.inRoot && strings.HasPrefix(value, "./") && strings.HasPrefix(s.File, "/etc/") && !r.saysBase() {
		return path.Join("/", value)
	}
	if path.IsAbs(value) || r.directory == "" || !isHandler && path.Dir(s.File) != r.directory {
		return value
	}
	if strings.HasPrefix(value, "./") || strings.HasPrefix(value, "../") || path.Ext(value) == ".log" {
		return path.Join(r.directory, value)
	}
	match := relativeName.FindStringSubmatch(value)
	if match == nil || match[1] != value || meaning != Data && !strings.ContainsAny(value, "/.") || switchWord(value) {
		return value
	}
	return path.Join(r.directory, value)
}

// switchWord tells that a value says whether something is, or how much of it.
func switchWord(value string) bool {
	value = strings.ToLower(value)
	return slices.Contains(switchedOn, value) || slices.Contains(switchedOff, value) || strings.Trim(value, "0123456789.") == "" ||
		slices.Contains([]string{"none", "null", "auto", "default", "memory", "stdout", "stderr", "syslog", "console"}, value)
}

// isRooted tells that a value counts from the root directory, in which the program starts, as it is
// written and as it is meant.
func (r *reader) isRooted(written, meant string) bool {
	return r.inRoot && meant != written && !path.IsAbs(strings.Trim(written, `"'`))
}

// relativeName matches the name of a file that counts from some directory, options behind it.
var relativeName = regexp.MustCompile(`^"?([A-Za-z0-9_.][A-Za-z0-9_./-]*)"?(?:\s.*)?$`)

// written are the meanings of files that a program writes.
var written = []Meaning{Log, Data, State, Store, Zone, PIDFile}

// fromHome returns what a statement says of a file that is written as a path from the root,
// where the program's documentation says from which directory relative names count. A key that it
// does not list has to be told a path.
func (r *reader) fromHome(meaning Meaning, value string, s Setting, listed bool) string {
	home := r.home
	if home == "" {
		home = r.known.home
	}
	switch home {
	case ".":
		home = path.Dir(s.File)
	case fromWorking:
		if home = r.directory; r.inRoot {
			home = "/"
		}
	}
	match := relativeName.FindStringSubmatch(value)
	if home == "" || match == nil || !slices.Contains(written, meaning) || !listed && !strings.Contains(match[1], "/") {
		return value
	}
	if meaning != Data && !strings.ContainsAny(match[1], "./") {
		return value // "off", "syslog"
	}
	return path.Join(home, match[1])
}

// isOwnSocket tells that a socket is called like a program of which nothing is known, or lies in a
// directory that is: one that it connects to is called like another.
func (r *reader) isOwnSocket(meaning Meaning, name string) bool {
	const least = 3
	stem := strings.TrimSuffix(r.name, "d")
	if meaning != Socket || r.known != nil || len(stem) < least {
		return false
	}
	return strings.HasPrefix(path.Base(name), stem) || strings.HasPrefix(path.Base(path.Dir(name)), stem)
}

// isSpring tells that a statement is the one of Spring Boot's configuration about the port that it
// answers at (its documentation, externalized configuration, server.port).
func isSpring(s Setting) bool {
	return strings.HasPrefix(path.Base(s.File), "application") && strings.Trim(s.Section+"."+s.Key, ".") == "server.port"
}

// replace forgets what earlier statements of the same key say, of the same section.
func (r *reader) replace(by Setting) {
	r.found.Facts = slices.DeleteFunc(r.found.Facts, func(f Fact) bool { return f.Setting.Section == by.Section && f.Setting.Key == by.Key })
}

// meaning returns what a statement means to the program.
func (r *reader) meaning(s Setting) (meaning Meaning, packaged string, known bool) {
	if r.known == nil {
		meaning := meaningOf(s)
		if (meaning == Log || meaning == State) && r.isOfOthers(&s) {
			return Nothing, "", false
		}
		return meaning, "", false
	}
	whole := strings.Trim(s.Section+"."+s.Key, ".")
	for _, k := range r.known.keys {
		if k.isOf(&s, whole) {
			return k.meaning, k.packaged, true
		}
	}
	return r.unlisted(s), "", false
}

// unlisted returns what a statement means that the row of its program does not have: that of
// logs and places for data is plain by the words of its key.
func (r *reader) unlisted(s Setting) Meaning {
	switch meaning := meaningOf(s); meaning {
	case Data, Log, State:
		return meaning
	}
	return Nothing
}

// note keeps what other statements are read by.
func (r *reader) note(meaning Meaning, value string) {
	if meaning == Base {
		r.base = r.substituted(value)
		return
	}
	r.variable(value)
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
// are empty there, as most are that a configuration leaves unset. Of a path that
// begins with one nothing is known.
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
		value, isSet := r.variables[name]
		if !isSet && before == "" && strings.HasPrefix(after, "/") {
			return ""
		}
		text = before + value + after
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
		base := path.Dir(from)
		if path.IsAbs(r.base) {
			base = r.base
		}
		named = path.Join(base, named)
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
