package value

import (
	"fmt"
	"strings"

	"github.com/unitlint/unitlint/lint"
	"github.com/unitlint/unitlint/lint/catalog"
	"github.com/unitlint/unitlint/lint/finding"
	"github.com/unitlint/unitlint/lint/host"
	"github.com/unitlint/unitlint/lint/unit"
	"github.com/unitlint/unitlint/lint/value"
)

// SeveralPathsInOne flags lists of paths that systemd takes for a single path.
var SeveralPathsInOne = rule(lint.Rule{
	ID:       "several-paths-in-one",
	Summary:  "List of paths or names that systemd takes for a single one",
	Severity: finding.Error,
	Fixes:    finding.UnsafeFixes("What the paths grant or hide takes effect with the fix: the service has not run with it."),
	Doc: lint.Doc{
		Text: `Only blanks part the paths of a list. A comma, a semicolon or a colon is part of the path, quotes around the whole list make one path of
it, and a "*" is a character like any other. systemd takes such a path without a message and fails to set up the service's mount namespace, because
nothing of that name exists. With the prefix "-" it passes over the path, and nothing is granted or hidden. A comma stays part of the path behind which
a blank follows, too, and of the names of groups.`,
		Symptom: `The service fails to start with 226/NAMESPACE, and the journal has "Failed to set up mount namespacing: /srv/a,/srv/b: No such file or ` +
			`directory".`,
		Bad:        "[Service]\nExecStart=/usr/bin/example\nProtectSystem=strict\nReadWritePaths=/srv/a,/srv/b\n",
		Good:       "[Service]\nExecStart=/usr/bin/example\nProtectSystem=strict\nReadWritePaths=/srv/a /srv/b\n",
		Fix:        "Put a blank between the paths, and quotes around a single path with a blank in it.",
		References: []string{"systemd.exec(5)", "systemd.syntax(7)"},
	},
	Check: checkSeveralPathsInOne,
})

func checkSeveralPathsInOne(p *lint.Pass) {
	for a := range effective(p.Unit) {
		if len(a.Placeholders) > 0 {
			continue
		}
		switch a.Directive.Kind {
		case catalog.KindDirectories:
			reportJoinedDirectories(p, a)
		case catalog.KindGroupList, catalog.KindUser, catalog.KindGroup:
			reportJoinedNames(p, a)
		default:
			for _, one := range joinedPathsOf(a) {
				if p.Host.Lookup(one.path).Presence != host.Exists {
					one.report(p)
				}
			}
		}
	}
}

// joinedPath is an entry of a list of paths.
type joinedPath struct {
	a    *unit.Assignment
	word value.Word
	// path is the entry as systemd takes it; optional is its prefix "-".
	path     string
	optional bool
	// follows is what comes of it. By default it is what comes of a missing path
	// when the mount namespace is set up.
	follows follows
}

// follows is what comes of a path that does not exist.
type follows struct {
	severity finding.Severity
	symptom  string
}

// What comes of paths that are one where several were meant (systemd.exec(5),
// systemd.resource-control(5), systemd.unit(5)).
var (
	noNamespace = follows{finding.Error, "The service fails to start (226/NAMESPACE): nothing of that name exists."}
	passedOver  = follows{finding.Warning, "systemd passes over the path, because nothing of that name exists, and says nothing."}
	mountedElse = follows{finding.Error, "The mount appears under that name, where nobody looks for it."}
	noDevice    = follows{finding.Error, "No device has that name, so that none of those that were meant may be opened (EPERM)."}
	notWaited   = follows{finding.Warning, "The unit does not wait for what is mounted at the paths that were meant."}
	noVariables = follows{finding.Error, `The service fails to start with the result "resources": nothing of that name exists.`}
)

// joinedPathsOf returns the paths that an assignment names, each with what comes of it
// where it is not there.
func joinedPathsOf(a *unit.Assignment) []joinedPath {
	switch a.Directive.Kind {
	case catalog.KindPathList:
		return joinedInList(a)
	case catalog.KindBindPaths:
		return joinedBinds(a)
	case catalog.KindTemporaryFilesystems:
		var found []joinedPath
		for _, one := range a.Verdict.Temporaries() {
			if one.Known && one.Options == "" {
				found = append(found, joinedPath{a: a, word: one.Word, path: one.Path, follows: mountedElse})
			}
		}
		return found
	case catalog.KindDeviceAllow:
		device, ok := a.Verdict.Device()
		words, err := value.Split(a.Value, a.Directive.Tokenizer)
		if ok && err == nil && device.Known && len(words) > 0 && strings.HasPrefix(device.Path, "/") && !strings.Contains(device.Path, "*") {
			return []joinedPath{{a: a, word: words[0], path: device.Path, follows: noDevice}}
		}
	case catalog.KindEnvironmentFile:
		bare, optional := strings.CutPrefix(a.Value, "-")
		if !strings.ContainsAny(bare, "*?[%") {
			return []joinedPath{{a: a, word: value.Word{Text: a.Value, End: len(a.Value)}, path: bare, optional: optional, follows: noVariables}}
		}
	}
	return nil
}

// joinedInList returns the paths of a list.
func joinedInList(a *unit.Assignment) []joinedPath {
	var found []joinedPath
	switch a.Directive.Param {
	case "prefixes":
		for _, one := range a.Verdict.Paths() {
			if one.Known {
				found = append(found, joinedPath{a: a, word: one.Word, path: one.Path, optional: one.IgnoreMissing})
			}
		}
	case "":
		words, _ := value.Split(a.Value, catalog.WordsUnquote)
		for _, word := range words {
			if strings.HasPrefix(word.Text, "/") && !strings.ContainsAny(word.Text, "%*") {
				found = append(found, joinedPath{a: a, word: word, path: word.Text, follows: notWaited})
			}
		}
	}
	return found
}

// joinedBinds returns the sources of bind mounts, and where they appear.
func joinedBinds(a *unit.Assignment) []joinedPath {
	var found []joinedPath
	for _, one := range a.Verdict.Binds() {
		switch {
		case !one.Known:
		case pathJoint(one.Source) != nil && !strings.Contains(one.Source, "*"):
			found = append(found, joinedPath{a: a, word: one.Word, path: one.Source, optional: one.IgnoreMissing})
		case one.Destination != one.Source && endsInJoint(one.Destination):
			found = append(found, joinedPath{a: a, word: one.Word, path: one.Destination, follows: mountedElse})
		}
	}
	return found
}

// joint is what stands between two paths that systemd takes for one, and what to say
// of it.
type joint struct{ between, words string }

// pathJoints are the joints that were seen.
var pathJoints = []joint{
	{",/", "commas do not part paths"}, {";/", "semicolons do not part paths"}, {":/", "colons do not part paths"},
	{" /", "the quotes make one path of them"}, {" -/", "the quotes make one path of them"}, {", /", "commas do not part paths"},
	{"*", "patterns are not replaced"},
}

// pathJoint returns the joint in a path, or nil.
func pathJoint(path string) *joint {
	for i := range pathJoints {
		if strings.Contains(path, pathJoints[i].between) {
			return &pathJoints[i]
		}
	}
	if endsInJoint(path) {
		return &joint{path[len(path)-1:], "the sign at its end is part of it, for only blanks part paths"}
	}
	return nil
}

// endsInJoint tells whether a path ends in what was to part it from the next one.
func endsInJoint(path string) bool {
	return strings.HasSuffix(path, ",") || strings.HasSuffix(path, ";")
}

func (j joinedPath) report(p *lint.Pass) {
	found := pathJoint(j.path)
	if found == nil || j.a.Directive.Kind == catalog.KindEnvironmentFile && found.between == ":/" {
		return
	}
	words := found.words
	if j.a.Directive.Kind == catalog.KindEnvironmentFile {
		words = "a line of its own names each file"
	}
	then := j.follows
	switch {
	case j.optional:
		then = passedOver
	case then == follows{}:
		then = noNamespace
	}
	f := finding.Finding{
		Directive: j.a.Key, Severity: then.severity, Symptom: then.symptom,
		Range:   j.a.Span(j.word.Start, j.word.End),
		Message: fmt.Sprintf("'%s' in '%s=' is one path to systemd: %s.", j.path, j.a.Key, words),
		Advice:  "Put a blank between the paths.",
	}
	j.mend(&f, found)
	p.Report(f)
}

// mend says how the paths are written, and does so where that is mechanical.
func (j joinedPath) mend(f *finding.Finding, found *joint) {
	switch kind := j.a.Directive.Kind; {
	case found.between == "*":
		f.Advice = "Write each path out, or name the directory above them."
	case kind == catalog.KindEnvironmentFile, kind == catalog.KindDeviceAllow:
		f.Advice = fmt.Sprintf("Write a line '%s=' for each.", j.a.Key)
	default:
		parted := partedPaths(j.word.Text, kind != catalog.KindBindPaths)
		if j.a.Value[j.word.Start:j.word.End] != parted {
			f.Fix = &finding.Fix{Title: "Put blanks between the paths", Edits: []finding.Edit{{Range: f.Range, NewText: parted}}}
		}
	}
}

// partedPaths puts blanks in place of the joints, and of colons where these part no
// fields.
func partedPaths(text string, colons bool) string {
	if colons {
		text = strings.ReplaceAll(text, ":/", " /")
	}
	text = strings.NewReplacer(",/", " /", ";/", " /", ", ", " ").Replace(text)
	return strings.Join(strings.Fields(strings.TrimRight(text, ",;")), " ")
}

// reportJoinedNames reports names of groups and users that a comma joins. Releases
// that take no such name say so themselves.
func reportJoinedNames(p *lint.Pass, a *unit.Assignment) {
	if len(a.Verdict.Problems) > 0 || strings.Contains(a.Value, "%") {
		return
	}
	words, status := []value.Word{{Text: a.Value, End: len(a.Value)}}, "216/GROUP"
	switch a.Directive.Kind {
	case catalog.KindGroupList:
		words, _ = value.Split(a.Value, catalog.Words)
	case catalog.KindUser:
		status = "217/USER"
	}
	for _, word := range words {
		if !strings.Contains(word.Text, ",") || strings.Trim(word.Text, ",") == "" {
			continue
		}
		f := finding.Finding{
			Directive: a.Key, Range: a.Span(word.Start, word.End),
			Message: fmt.Sprintf("'%s' in '%s=' is one name to systemd: commas do not part names.", word.Text, a.Key),
			Symptom: fmt.Sprintf("The service fails to start (%s): nobody has that name.", status),
		}
		if a.Directive.Kind == catalog.KindGroupList {
			parted := strings.Join(strings.FieldsFunc(word.Text, func(r rune) bool { return r == ',' }), " ")
			f.Fix = &finding.Fix{Title: "Put blanks between the names", Edits: []finding.Edit{{Range: f.Range, NewText: parted}}}
		}
		p.Report(f)
	}
}

// reportJoinedDirectories reports names of directories that a comma joins, which
// systemd makes with the comma in their name.
func reportJoinedDirectories(p *lint.Pass, a *unit.Assignment) {
	directories := a.Verdict.Directories()
	for _, one := range directories {
		if !one.Known || !strings.ContainsAny(strings.Trim(one.Path, ","), ", ") && !strings.HasSuffix(one.Path, ",") {
			continue
		}
		f := finding.Finding{
			Severity: finding.Warning, Confidence: finding.Likely, Directive: a.Key,
			Range:   a.Span(one.Start, one.End),
			Message: fmt.Sprintf("'%s=' makes one directory with the name '%s': only blanks outside of quotes part names.", a.Key, one.Path),
			Symptom: "The directories that the program uses are not made, and with ProtectSystem=strict they cannot be written.",
		}
		if meant := strings.Join(strings.Fields(strings.ReplaceAll(one.Path, ",", " ")), " "); meant != "" {
			f.Fix = &finding.Fix{Title: "Put blanks between the names", Edits: []finding.Edit{{Range: f.Range, NewText: meant}}}
		}
		p.Report(f)
	}
}
