package daemon

import (
	"path"
	"slices"
	"strings"

	"github.com/unitlint/unitlint/internal/late/regexp"
	"github.com/unitlint/unitlint/lint/evidence/invocation"
)

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

// configurationEnds are how the names of configuration files end.
var configurationEnds = []string{
	".conf", ".cfg", ".cnf", ".ini", ".yaml", ".yml", ".toml", ".json", ".hcl", ".config", "rc", ".properties", ".alloy", "conf.py",
}

// namedConfiguration are those of the paths on a command line that may be
// configuration.
func namedConfiguration(named []string) []string {
	return slices.DeleteFunc(slices.Clone(named), func(file string) bool {
		return !strings.HasPrefix(file, "/etc/") && !looksLikeConfiguration(file)
	})
}

// always reads the files that a program reads whichever is named.
func (r *reader) always(version string) {
	if r.known == nil {
		return
	}
	for pattern := range strings.FieldsSeq(r.known.naming.always) {
		if !path.IsAbs(pattern) {
			if r.directory == "" {
				continue
			}
			pattern = path.Join(r.directory, pattern)
		}
		for _, file := range r.matching(strings.ReplaceAll(pattern, "%V", version)) {
			r.file(file, 0)
		}
	}
}

// versionIn is the version at the end of the name of a program.
func versionIn(name, plain string) string {
	return strings.TrimLeft(strings.TrimPrefix(name, plain), "-")
}

// usual returns the patterns of the files that configure a program where nobody names
// others.
func (r *reader) usual(q *Request, name, plain string) []string {
	var patterns []string
	if r.known != nil {
		version := versionIn(name, plain)
		place := strings.NewReplacer("%I", strings.ReplaceAll(q.Instance, "-", "/"), "%i", q.Instance, "%V", version, "%N", name)
		for _, file := range r.known.files {
			switch {
			case !path.IsAbs(file):
				for _, directory := range q.ownDirectories() {
					patterns = append(patterns, path.Join(directory, file))
				}
			case q.Instance != "" || !strings.Contains(strings.ToLower(file), "%i"):
				patterns = append(patterns, place.Replace(file))
			case q.Template:
				r.instances = true
				patterns = append(patterns, ofInstances(file))
			}
		}
		if r.known.hosts {
			patterns = append(patterns, append(q.beside(), q.projects()...)...)
		}
		beside, isOnly := r.besideUsual(q)
		if isOnly {
			return beside
		}
		return append(patterns, beside...)
	}
	for _, file := range q.Texts {
		if strings.HasPrefix(file, "/etc/") && looksLikeConfiguration(file) && isAbout(file, plain) {
			patterns = append(patterns, file)
		}
	}
	patterns = append(patterns, q.beside()...)
	patterns = append(patterns, q.projects()...)
	for _, base := range []string{name, plain, strings.TrimSuffix(plain, "d")} {
		for _, end := range configurationEnds {
			patterns = append(patterns, path.Join("/etc", base+end), path.Join("/etc", base, base+end))
		}
		patterns = append(patterns, path.Join("/etc", base, "config.*"))
	}
	patterns = append(patterns, r.directoryOf(q, name, plain)...)
	return append(patterns, q.namesakes(name)...)
}

// unusedMarks are parts of the names of files that show how a configuration may look.
var unusedMarks = []string{"example", "sample", "dist", "default", "template", "schema", "test", ".orig", ".bak"}

// mostBeside bounds how many files of the directory for the configuration of a program are read.
const mostBeside = 16

// directoryOf returns the files that look like configuration in the directories below /etc that are
// called like a program, or what it interprets, and in those for parts of configuration in them.
func (r *reader) directoryOf(q *Request, name, plain string) []string {
	bases := append([]string{name, plain, strings.TrimSuffix(plain, "d")}, q.Scripts...)
	slices.Sort(bases)
	var found []string
	for _, base := range slices.Compact(bases) {
		if base == "" {
			continue
		}
		entries, err := r.tree.ReadDir(path.Join("etc", base))
		if err != nil {
			continue
		}
		for _, entry := range entries {
			file := path.Join("/etc", base, entry.Name())
			isUnused := isAmongParts(entry.Name(), unusedMarks)
			switch {
			case isUnused || len(found) >= mostBeside:
			case slices.Contains([]string{"conf.d", "config.d", base + ".d"}, entry.Name()):
				for _, end := range namesakeEnds {
					found = append(found, path.Join(file, "*"+end))
				}
			case looksLikeConfiguration(entry.Name()):
				found = append(found, file)
			}
		}
	}
	return found
}

// ownDirectories are the directories in which a program may look for its configuration first: the
// one that it starts in, and the one that it, or the script that it interprets, lies in.
func (q *Request) ownDirectories() []string {
	var found []string
	if q.Directory != "" {
		found = append(found, q.Directory)
	}
	if script := q.script(); script != "" {
		found = append(found, path.Dir(script))
	} else if directory := path.Dir(q.Program); !slices.Contains(programPlaces, directory) {
		found = append(found, directory)
	}
	return found
}

// script is the path of the script or archive that an interpreter runs, or "".
func (q *Request) script() string {
	if len(q.Scripts) == 0 {
		return ""
	}
	for at, word := range q.Arguments {
		end := path.Ext(word.Text)
		isScript := slices.Contains(scriptEnds, end) || end == ".jar" || end == ".war" || at == 0 && end == "" && !strings.HasPrefix(word.Text, "-")
		if isScript && word.Known && (path.IsAbs(word.Text) || q.Directory != "") {
			return q.absolute(word.Text)
		}
	}
	return ""
}

// starters run what a project's own file says, in the working directory (npm-run-script(1), and
// the manuals of the others).
var starters = []string{"npm", "pnpm", "yarn", "bun", "bundle", "rails", "rackup", "rake"}

// placeNames are the names of the directories that a script lies in, the innermost first, and
// that of the working directory.
func (q *Request) placeNames() []string {
	var names []string
	for directory := path.Dir(q.script()); len(directory) > 1; directory = path.Dir(directory) {
		names = append(names, path.Base(directory))
	}
	if (len(q.Scripts) > 0 || slices.Contains(starters, path.Base(q.Program))) && q.Directory != "" {
		names = append(names, path.Base(q.Directory))
	}
	return names
}

// besideUsual returns the file that is called as the first usual one of a program that is known
// and lies in its own directory, where that is none that distributions put programs in; isOnly
// tells that it lies in the unit's working directory and stands for all.
func (r *reader) besideUsual(q *Request) (patterns []string, isOnly bool) {
	if len(r.known.files) == 0 || r.tree == nil || !path.IsAbs(r.known.files[0]) {
		return nil, false
	}
	base := path.Base(r.known.files[0])
	if strings.ContainsAny(base, "%*") || !looksLikeConfiguration(base) {
		return nil, false
	}
	isPlace := func(directory string) bool {
		if strings.Count(directory, "/") < leastDepth || slices.Contains(programPlaces, directory) {
			return false
		}
		_, err := r.tree.Stat(inTree(path.Join(directory, base)))
		return err == nil
	}
	switch {
	case isPlace(q.Directory):
		return []string{path.Join(q.Directory, base)}, true
	case isPlace(path.Dir(q.Program)):
		return []string{path.Join(path.Dir(q.Program), base)}, false
	}
	return nil, false
}

// programPlaces are the directories that hold programs and nothing else
// (file-hierarchy(7)).
var programPlaces = []string{"/bin", "/sbin", "/usr/bin", "/usr/sbin", "/usr/local/bin", "/usr/local/sbin", "/usr/libexec", "/usr/local/libexec"}

// namesakeEnds are how the names of configuration files end that lie beside a program.
var namesakeEnds = []string{".yaml", ".yml", ".toml", ".ini", ".conf", ".cfg", ".json"}

// namesakes returns the files called like a program that lie in its own directory, or in one for
// configuration in it, or beside it where that is bin.
func (q *Request) namesakes(name string) []string {
	directory := path.Dir(q.Program)
	if slices.Contains(programPlaces, directory) {
		return nil
	}
	var patterns []string
	places := []string{directory}
	if home := path.Dir(directory); path.Base(directory) == "bin" && strings.Count(home, "/") >= leastDepth {
		directory = home
		places = append(places, home)
	}
	places = append(places, path.Join(directory, "conf"), path.Join(directory, "config"), path.Join(directory, "etc"))
	for _, place := range places {
		for _, end := range namesakeEnds {
			patterns = append(patterns, path.Join(place, name+end))
		}
	}
	return patterns
}

// settingsOfDjango are where a project of Django has what configures it, from the directory of its
// manage.py (Django's documentation, settings; names that projects use for what is told on the host).
var settingsOfDjango = []string{"*/settings.py", "*/local_settings.py", "*/settings/*.py", "local_settings.py"}

// djangoModule matches the module by which servers of applications are told of a project.
var djangoModule = regexp.MustCompile(`^[a-z_]\w*(?:\.[a-z_]\w*)*\.[aw]sgi(?::\w+)?$`)

// projects returns the settings of the project of Django whose manage.py the arguments name, or whose
// module.
func (q *Request) projects() []string {
	var patterns []string
	for at, word := range q.Arguments {
		from := ""
		switch {
		case !word.Known:
		case at > 0 && (q.Arguments[at-1].Text == "-A" || q.Arguments[at-1].Text == "--app") && q.Directory != "": // Celery's
			patterns = append(patterns, path.Join(q.Directory, path.Clean("/"+strings.ReplaceAll(word.Text, ".", "/")), "settings.py"))
		case path.Base(word.Text) == "manage.py" && (path.IsAbs(word.Text) || q.Directory != ""):
			from = path.Dir(q.absolute(word.Text))
		case djangoModule.MatchString(word.Text):
			from = q.Directory
		}
		if strings.Count(from, "/") < leastDepth {
			continue
		}
		for _, settings := range settingsOfDjango {
			patterns = append(patterns, path.Join(from, settings))
		}
	}
	return patterns
}

// besideNames are how the configuration of a program is called that looks for it in the
// directory that it is started in.
var besideNames = []string{
	"config", "configuration", "settings", "application", "appsettings", "appsettings.Production",
	"config.production", "config/config", "config/production", "config/local",
	"config/application", "config/default", "conf/config",
}

// beside returns the files in the working directory that configure a program which lies
// there, or after which the directory is called.
func (q *Request) beside() []string {
	if !q.isAtHome() {
		return nil
	}
	var patterns []string
	for _, name := range besideNames {
		for _, end := range []string{".yaml", ".yml", ".toml", ".json", ".ini", ".cfg", ".conf", ".properties"} {
			patterns = append(patterns, path.Join(q.Directory, name+end))
		}
	}
	return append(patterns, path.Join(q.Directory, ".env"))
}

// isAtHome tells that the working directory is the program's own: it, its script or its
// module lies there or is called like it, the unit is, or systemd makes it for the unit.
func (q *Request) isAtHome() bool {
	if strings.Count(q.Directory, "/") < leastDepth || q.Own {
		return q.Own
	}
	home := plainWord(path.Base(q.Directory))
	named := []string{q.Program}
	if at := slices.IndexFunc(q.Arguments, func(w invocation.Word) bool { return w.Text != "-m" }); at == 0 || at == 1 {
		named = append(named, q.Arguments[at].Text)
	}
	if at := slices.IndexFunc(q.Arguments, func(w invocation.Word) bool { return w.Text == "-jar" }); at >= 0 && at+1 < len(q.Arguments) {
		named = append(named, q.absolute(q.Arguments[at+1].Text))
	}
	if isScript := strings.TrimRight(path.Base(q.Program), "0123456789."); slices.Contains(interpreters, isScript) && len(q.Arguments) > 0 {
		script := q.Arguments[0].Text
		isName := path.Ext(script) == "" && len(script) > 0 && script[0] != '-' && (isScript == "node" || isScript == "php")
		if slices.Contains(scriptEnds, path.Ext(script)) || isName {
			named = append(named, q.absolute(script)) // one that is relative lies there
		}
	}
	return slices.ContainsFunc(named, func(name string) bool {
		module, _, _ := strings.Cut(path.Base(name), ".")
		return strings.HasPrefix(name, q.Directory+"/") || plainWord(module) == home
	})
}

// interpreters run scripts that are called with the ends of scriptEnds.
var (
	interpreters = []string{"python", "node", "nodejs", "ruby", "php", "perl", "bun", "deno"}
	scriptEnds   = []string{".py", ".js", ".mjs", ".cjs", ".ts", ".rb", ".php", ".pl"}
)

// leastDepth is how many parts a directory has that is of one program.
const leastDepth = 2

// plainWord returns a name without what parts its words.
func plainWord(name string) string {
	return strings.NewReplacer("-", "", "_", "", ".", "").Replace(strings.ToLower(name))
}

// looksLikeConfiguration tells that a file is called like configuration. That in XML is read where
// it is named or found, and not looked for.
func looksLikeConfiguration(file string) bool {
	return strings.HasSuffix(file, ".xml") || slices.ContainsFunc(configurationEnds, func(end string) bool { return strings.HasSuffix(file, end) })
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

// parts reads what the configuration of a program includes as it is packaged, where the file that says so is
// not there, and no other one is named.
func (r *reader) parts(c *choice) {
	if r.known == nil || len(r.known.parts) == 0 || c.none || c.unknown {
		return
	}
	isOwn := func(file string) bool { return isOneOf(file, r.known.files) }
	if slices.ContainsFunc(r.found.Files, isOwn) || slices.ContainsFunc(c.instead, func(patterns []string) bool { return !slices.ContainsFunc(patterns, isOwn) }) {
		return
	}
	for _, pattern := range r.known.parts {
		for _, file := range r.matching(pattern) {
			if !isSetAside(file) {
				r.file(file, 0)
			}
		}
	}
}

// preferenceFiles are patterns of the files that set up interpreters for whatever they run: only who asks
// whether a word stands there looks into them.
var preferenceFiles = map[string]string{
	"php": "/etc/php/*/cli/php.ini /etc/php/*/cli/conf.d/*.ini /etc/php.ini /etc/php.d/*.ini /etc/php/php.ini /etc/php/conf.d/*.ini",
}

// preferences reads what sets up an interpreter.
func (r *reader) preferences(plain string) {
	for pattern := range strings.FieldsSeq(preferenceFiles[plain]) {
		for _, file := range r.matching(pattern) {
			info, err := r.tree.Stat(inTree(file))
			if err != nil || !info.Mode().IsRegular() || info.Size() > mostSize || r.size >= mostRead {
				continue
			}
			if text, err := r.tree.Source(inTree(file)); err == nil {
				r.size += info.Size()
				r.found.texts = append(r.found.texts, text)
			}
		}
	}
}
