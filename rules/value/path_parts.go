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
	Summary:  "List of paths that systemd takes for one path",
	Severity: finding.Error,
	Fixes:    finding.UnsafeFixes("What the paths grant or hide takes effect with the fix: the service has not run with it."),
	Doc: lint.Doc{
		Text: `Only blanks part the paths of a list. A comma, a semicolon or a colon is part of the path, quotes around the whole list make one path of
it, and a "*" is a character like any other. systemd takes such a path without a message and fails to set up the service's mount namespace, because
nothing of that name exists. With the prefix "-" it passes over the path, and nothing is granted or hidden.`,
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
		switch {
		case len(a.Placeholders) > 0:
		case a.Directive.Kind == catalog.KindPathList && a.Directive.Param == "prefixes":
			paths, _ := value.PathList(a.Value, p.Unit.Context(a))
			for _, one := range paths {
				joined := joinedPath{a: a, word: one.Word, path: one.Path, optional: one.IgnoreMissing}
				if one.Known && p.Host.Lookup(one.Path).Presence != host.Exists {
					joined.report(p)
				}
			}
		case a.Directive.Kind == catalog.KindBindPaths:
			binds, _ := value.BindPaths(a.Value, p.Unit.Context(a))
			for _, one := range binds {
				if one.Known && strings.Contains(one.Source, ",/") {
					joinedPath{a: a, word: one.Word, path: one.Source, optional: one.IgnoreMissing}.report(p)
				}
			}
		case a.Directive.Kind == catalog.KindDirectories:
			reportJoinedDirectories(p, a)
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
}

// pathJoints are what stands between two paths that systemd takes for one, and in
// words.
var pathJoints = []struct{ joint, words string }{
	{",/", "commas do not part paths"}, {";/", "semicolons do not part paths"}, {":/", "colons do not part paths"},
	{" /", "the quotes make one path of them"}, {" -/", "the quotes make one path of them"}, {", /", "commas do not part paths"},
	{"*", "patterns are not replaced"},
}

func (j joinedPath) report(p *lint.Pass) {
	for _, kind := range pathJoints {
		if !strings.Contains(j.path, kind.joint) {
			continue
		}
		f := finding.Finding{
			Directive: j.a.Key,
			Range:     j.a.Span(j.word.Start, j.word.End),
			Message:   fmt.Sprintf("'%s' in '%s=' is one path to systemd: %s.", j.path, j.a.Key, kind.words),
			Symptom:   "The service fails to start (226/NAMESPACE): nothing of that name exists.",
			Advice:    "Put a blank between the paths.",
		}
		if j.optional {
			f.Severity, f.Symptom = finding.Warning, "systemd passes over the path, because nothing of that name exists, and says nothing."
		}
		if kind.joint == "*" {
			f.Advice = "Write each path out, or name the directory above them."
		} else if parted := partedPaths(j.word.Text); j.a.Value[j.word.Start:j.word.End] != parted {
			f.Fix = &finding.Fix{Title: "Put blanks between the paths", Edits: []finding.Edit{{Range: f.Range, NewText: parted}}}
		}
		p.Report(f)
		return
	}
}

// partedPaths puts blanks in place of the joints.
func partedPaths(text string) string {
	return strings.Join(strings.Fields(strings.NewReplacer(",/", " /", ";/", " /", ":/", " /", ", ", " ").Replace(text)), " ")
}

// reportJoinedDirectories reports names of directories that a comma joins, which
// systemd makes with the comma in their name.
func reportJoinedDirectories(p *lint.Pass, a *unit.Assignment) {
	directories, _ := value.Directories(a.Value, p.Unit.Context(a))
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
