package daemon

import (
	"path"
	"slices"
	"strings"

	"github.com/unitlint/unitlint/internal/late/regexp"
	"github.com/unitlint/unitlint/lint/evidence/invocation"
)

// naming is how a program is told which files configure it, as its documentation has
// it. What stands in a list is parted by blanks.
type naming struct {
	// options are those that a file follows which is read in place of the usual ones,
	// directories those that a directory follows in which the usual ones are looked for.
	options, directories string
	// adds are options that a file follows which is read beside the usual ones, or a
	// directory of such files; none has the program read none of these.
	adds, none string
	// from are options that the directory follows from which relative names count.
	from string
	// placed is an option, or a word, that the name of a file follows without its directory, and
	// the pattern of that file.
	placed string
	// first tells that the first argument is a file if it is no option, operands that
	// each one is which is no option and none of the values of those in valued.
	first, operands bool
	valued          string
	// variables are those of the environment that hold a file, homes those that hold a
	// directory in which the usual ones are looked for.
	variables, homes string
	// always are files that are read, too, or patterns of them, whichever is named. Relative ones
	// count from the working directory.
	always string
	// must tells that it is told of its configuration wherever it is started: that one is
	// named says nothing.
	must bool
}

// usualNaming is how programs are told that nobody described. Of the short options
// the value has to look like a configuration: other programs mean something else.
var usualNaming = naming{
	options: "--config --conf --cfg --config-file --config_file --configfile --conf-file --configuration --configuration-file --config-path " +
		"--config.file --config.path --defaults-file -cf -c -f -C -F",
}

// choice is what a command line says of the files that configure a program.
type choice struct {
	// instead are those in place of the usual ones, each with the patterns of the files
	// that it may stand for; added are those beside them.
	instead, added [][]string
	// none tells that the usual ones are not read, unknown that one is named in their
	// place which cannot be told.
	none, unknown bool
	// instances tells that they are those of the instances of a template.
	instances bool
}

// replaces tells that the usual files are not read.
func (c *choice) replaces() bool { return c.none || c.unknown || len(c.instead) > 0 }

// chosen returns what the command line and the variables of a request say.
func (r *reader) chosen(q *Request) choice {
	how := &usualNaming
	if r.known != nil {
		how = &r.known.naming
	}
	var c choice
	r.directory = q.moved(how.from)
	c.fromVariables(r, q, how)
	var homes [][]string
	valued := strings.Fields(how.valued)
	for at := 0; at < len(q.Arguments); at++ {
		word := q.Arguments[at]
		switch {
		case slices.Contains(strings.Fields(how.none), word.Text):
			c.none = true
			continue
		case slices.Contains(valued, word.Text):
			at++
			continue
		}
		if o := q.option(at, how.options); o.name != "" && (r.known != nil || o.isConfiguration()) {
			c.take(&c.instead, q, o.value, r.within)
			at += o.further
		} else if o := q.option(at, how.directories); o.name != "" {
			c.take(&homes, q, o.value, r.asUsualIn)
			at += o.further
		} else if o := q.option(at, how.adds); o.name != "" {
			c.add(r, q, o.value)
			at += o.further
		} else if name, pattern, _ := strings.Cut(how.placed, " "); name != "" && word.Text == name && at+1 < len(q.Arguments) {
			c.take(&c.instead, q, q.Arguments[at+1], func(file string) []string {
				return []string{strings.ReplaceAll(pattern, "*", path.Base(file))}
			})
			at++
		} else if (how.operands || how.first && at == 0) && !strings.HasPrefix(word.Text, "-") {
			c.take(&c.instead, q, word, r.within)
		}
	}
	if len(c.instead) == 0 {
		c.instead = homes
	}
	return c
}

// moved returns the directory from which relative names count, which an option may say; they
// do from then on.
func (q *Request) moved(options string) string {
	for at := range q.Arguments {
		if o := q.option(at, options); o.name != "" && o.value.Known && path.IsAbs(o.value.Text) {
			q.Directory = o.value.Text
		}
	}
	return q.Directory
}

// NamesOther tells that the command line of a program whose documentation is known names
// another configuration than the one that packages have, whatever is in it.
func NamesOther(q *Request) bool {
	name := q.name()
	known := programOf(name)
	if known == nil || known.naming.must {
		return false
	}
	r := newReader(nil, known)
	c := r.chosen(q)
	if len(c.instead) == 0 {
		return false
	}
	usual := r.usual(q, name, plainName(name))
	return slices.ContainsFunc(c.instead, func(patterns []string) bool {
		return !slices.ContainsFunc(patterns, func(file string) bool { return isOneOf(file, usual) })
	})
}

// isOneOf tells whether a file, or a pattern, is one of patterns.
func isOneOf(file string, patterns []string) bool {
	return slices.ContainsFunc(patterns, func(pattern string) bool {
		matches, err := path.Match(pattern, file)
		return pattern == file || err == nil && matches
	})
}

// fromVariables takes what variables of the environment say.
func (c *choice) fromVariables(r *reader, q *Request, how *naming) {
	take := func(names string, patterns func(string) []string) {
		for _, name := range strings.Fields(names) {
			if v, set := q.Variables[name]; set && v.Text != "" {
				c.take(&c.instead, q, invocation.Word{Text: v.Text, Known: v.Known}, patterns)
			}
		}
	}
	take(how.variables, r.within)
	take(how.homes, r.asUsualIn)
}

// take notes what is named in place of the usual files.
func (c *choice) take(where *[][]string, q *Request, value invocation.Word, patterns func(string) []string) {
	name := value.Text
	if pattern := ofInstances(value.AsWritten()); q.Template && !value.Known && pattern != "" {
		name, value.Known, c.instances = pattern, true, true
	}
	if !value.Known && !q.Template && wholeVariable.MatchString(value.AsWritten()) {
		return // packages have a file of variables say where the usual one lies
	}
	if !value.Known || name == "" {
		c.unknown = true
		return
	}
	*where = append(*where, patterns(q.absolute(name)))
}

// wholeVariable matches a word that is one variable and nothing else.
var wholeVariable = regexp.MustCompile(`^\$(?:\{[A-Z_]+\}|[A-Z_]+)$`)

// ofInstances returns the pattern of the files that a template names for its instances, or "".
func ofInstances(name string) string {
	pattern := strings.NewReplacer("%i", "*", "%I", "*").Replace(name)
	if pattern == name || strings.ContainsAny(pattern, "%$") {
		return ""
	}
	return pattern
}

// add notes what is named beside the usual files. Options of a directory may follow it
// (dnsmasq(8)).
func (c *choice) add(r *reader, q *Request, value invocation.Word) {
	if name, _, _ := strings.Cut(value.Text, ","); value.Known && name != "" {
		c.added = append(c.added, r.within(q.absolute(name)))
	}
}

// absolute returns the path of a name on the command line. Services run in the root
// directory where nothing says otherwise (systemd.exec(5), "WorkingDirectory=").
func (q *Request) absolute(name string) string {
	name = strings.Trim(name, `"'`)
	if rest, isURI := strings.CutPrefix(name, "file:"); isURI {
		name = strings.TrimPrefix(rest, "//")
	}
	if !path.IsAbs(name) {
		name = path.Join("/", q.Directory, name)
	}
	return path.Clean(name)
}

// within returns the patterns of what a name stands for: a file, or those of a
// directory which end as the usual ones do.
func (r *reader) within(name string) []string {
	if r.tree == nil {
		return []string{name}
	}
	if info, err := r.tree.Stat(inTree(name)); err != nil || !info.IsDir() {
		return []string{name}
	}
	ends := configurationEnds
	if r.known != nil && len(r.known.files) > 0 {
		ends = nil
		for _, file := range r.known.files {
			if end := path.Ext(file); !slices.Contains(ends, end) && (end != "" || len(ends) == 0) {
				ends = append(ends, end)
			}
		}
	}
	var patterns []string
	for _, end := range ends {
		patterns = append(patterns, path.Join(name, "*"+end))
	}
	return patterns
}

// asUsualIn returns the patterns of the usual files, looked for in another directory.
func (r *reader) asUsualIn(directory string) []string {
	var patterns []string
	for _, file := range r.known.files {
		below, found := strings.CutPrefix(file, path.Dir(r.known.files[0])+"/")
		switch {
		case !path.IsAbs(file):
			below = file
		case !found:
			below = path.Base(file)
		}
		if file = path.Join(directory, below); !slices.Contains(patterns, file) {
			patterns = append(patterns, file)
		}
	}
	return patterns
}

// option is an option of a command line that a value follows.
type option struct {
	name  string // as the documentation has it; "" for none
	value invocation.Word
	// further is how many arguments of its own the value takes.
	further int
}

// option returns the argument at a place where it is one of a list of options. A value
// that stands where a variable may have any words is not known.
func (q *Request) option(at int, list string) option {
	word := q.Arguments[at]
	for name := range strings.FieldsSeq(list) {
		const short = 2
		isLong := len(name) > short
		text, plain := word.Text, name
		switch {
		case isLong && name[0] == '-' && strings.HasPrefix(text, "-"): // programs of Go take one dash or two
			text, plain = strings.TrimLeft(text, "-"), strings.TrimLeft(name, "-")
		case !isLong && endsCluster(text, name) && at+1 < len(q.Arguments) && strings.Contains(q.Arguments[at+1].Text, "/"):
			text = name
		}
		rest, begins := strings.CutPrefix(text, plain)
		switch {
		case !begins:
		case rest == "" && at+1 < len(q.Arguments) && !strings.HasPrefix(q.Arguments[at+1].Text, "-"):
			return option{name, q.Arguments[at+1], 1}
		case rest == "" && q.Open:
			return option{name: name}
		case rest == "":
		case isLong && rest[0] == '=', strings.HasSuffix(name, "="), !isLong && strings.Contains(rest, "/"):
			word.Text, word.Written = strings.TrimPrefix(rest, "="), strings.TrimPrefix(word.Written, name)
			if isLong {
				_, word.Written, _ = strings.Cut(q.Arguments[at].Written, "=")
			}
			return option{name: name, value: word}
		}
	}
	return option{}
}

// endsCluster tells that a word is some short options in one, the last of which is a given
// one (getopt(3)).
func endsCluster(word, name string) bool {
	const most = 6
	letters, isShort := strings.CutPrefix(word, "-")
	return isShort && len(letters) > 1 && len(letters) <= most && strings.HasSuffix(letters, name[1:]) &&
		!strings.ContainsFunc(letters, func(c rune) bool { return (c < 'a' || c > 'z') && (c < 'A' || c > 'Z') && (c < '0' || c > '9') })
}

// isConfiguration tells whether an option names a configuration, of a program that
// nobody described.
func (o *option) isConfiguration() bool {
	text := o.value.AsWritten()
	if looksLikeConfiguration(text) || strings.HasPrefix(text, "/etc/") {
		return true
	}
	return strings.HasPrefix(o.name, "--") && !strings.Contains(text, "=") && (!o.value.Known || strings.Contains(text, "/"))
}
