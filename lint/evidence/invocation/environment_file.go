package invocation

import (
	"io"
	"maps"
	"path"
	"slices"
	"strings"

	"github.com/unitlint/unitlint/lint/catalog"
	"github.com/unitlint/unitlint/lint/locate"
	"github.com/unitlint/unitlint/lint/source"
	"github.com/unitlint/unitlint/lint/unit"
	"github.com/unitlint/unitlint/lint/value"
)

const (
	// mostEnvironment bounds what is read of an environment file.
	mostEnvironment = 64 << 10
	// mostEnvironmentFiles bounds the files of a unit.
	mostEnvironmentFiles = 16
	// mostInstances bounds the directory in which those of a template's instances lie.
	mostInstances = 256
)

// Environment returns the variables of a unit's processes, which stand in its command
// lines, too: those that the unit sets itself, and in their place those of its environment
// files, as far as the tree holds them (systemd.exec(5), "EnvironmentFile=").
func Environment(u *unit.Unit) map[string]unit.Variable {
	all := maps.Clone(u.Environment()) // which is the unit's own
	for _, f := range environmentFiles(u, true) {
		if all == nil {
			all = map[string]unit.Variable{}
		}
		for name, text := range f.set {
			all[name] = unit.Variable{Text: text, Known: true, Assignment: f.assignment, End: len(f.assignment.Value)}
		}
	}
	return all
}

// fileOfVariables is an environment file of the tree.
type fileOfVariables struct {
	assignment *unit.Assignment
	path       string
	set        map[string]string
}

// environmentFiles returns the environment files of a unit that are in the tree
// and set something, in the order of their lines; those of the instances of a template
// where they are asked for.
func environmentFiles(u *unit.Unit, instances bool) []fileOfVariables {
	var files []fileOfVariables
	lines := u.All(u.ExecSection(), "EnvironmentFile")
	for _, a := range lines[:min(len(lines), mostEnvironmentFiles)] {
		name, err := value.Expand(strings.TrimPrefix(a.Value, "-"), catalog.SpecifiersFull, u.Context(a))
		if u.Tree == nil || err != nil {
			continue
		}
		if !name.Known || !path.IsAbs(name.Text) {
			if f := ofInstances(u, a); instances && len(f.set) > 0 {
				files = append(files, f)
			}
			continue
		}
		if set := environmentFile(u, name.Text); len(set) > 0 {
			files = append(files, fileOfVariables{assignment: a, path: name.Text, set: set})
		}
	}
	return files
}

// ofInstances returns what the environment files of a template's instances have in common.
// Where their place is not called like the template, other files may lie there.
func ofInstances(u *unit.Unit, a *unit.Assignment) fileOfVariables {
	name := locate.ParseName(u.Name)
	file := path.Clean(strings.TrimPrefix(a.Value, "-"))
	pattern := strings.NewReplacer("%i", "*", "%I", "*").Replace(file)
	place := strings.Trim(name.Prefix, "@")
	if name.Form != locate.Template || pattern == file || strings.Contains(pattern, "%") || !path.IsAbs(file) || !strings.Contains(file, place) {
		return fileOfVariables{}
	}
	common := fileOfVariables{assignment: a}
	entries, err := u.Tree.ReadDir(strings.TrimPrefix(path.Dir(pattern), "/"))
	if err != nil {
		return common
	}
	for _, entry := range entries[:min(len(entries), mostInstances)] {
		if matched, err := path.Match(path.Base(pattern), entry.Name()); err != nil || !matched {
			continue
		}
		one := path.Join(path.Dir(pattern), entry.Name())
		set := environmentFile(u, one)
		if common.set == nil {
			common.path, common.set = one, set
			continue
		}
		maps.DeleteFunc(common.set, func(name, text string) bool { return set[name] != text })
	}
	return common
}

// Replaced is a variable that Environment= sets in vain: an environment file gives
// it another value, and what files say counts, whichever line comes first.
type Replaced struct {
	Name string
	// Text is what Environment= says, Range where; File is the line that names the
	// environment file, Path that file and Instead what it says.
	Text             string
	Range            source.Range
	Assignment, File *unit.Assignment
	Path, Instead    string
}

// ReplacedVariables returns the variables of a unit that its environment files give
// other values, sorted by name.
func ReplacedVariables(u *unit.Unit) []Replaced {
	var found []Replaced
	own := u.Environment()
	if len(own) == 0 {
		return nil
	}
	files := environmentFiles(u, false)
	slices.Reverse(files) // the last one counts
	for _, name := range slices.Sorted(maps.Keys(own)) {
		v := own[name]
		at := slices.IndexFunc(files, func(f fileOfVariables) bool { _, sets := f.set[name]; return sets })
		if at < 0 || !v.Known || files[at].set[name] == v.Text {
			continue
		}
		found = append(found, Replaced{
			Name: name, Text: v.Text, Range: v.Assignment.Span(v.Start, v.End), Assignment: v.Assignment,
			File: files[at].assignment, Path: files[at].path, Instead: files[at].set[name],
		})
	}
	return found
}

// environmentFile returns what an environment file of the tree sets; one that
// cannot be read sets nothing.
func environmentFile(u *unit.Unit, name string) map[string]string {
	file, err := u.Tree.Open(strings.TrimPrefix(path.Clean(name), "/"))
	if err != nil {
		return nil
	}
	defer func() { _ = file.Close() }() // it is read from alone
	if info, err := file.Stat(); err != nil || !info.Mode().IsRegular() {
		return nil
	}
	text, err := io.ReadAll(io.LimitReader(file, mostEnvironment))
	if err != nil {
		return nil
	}
	return environmentLines(string(text))
}

// environmentLines reads the lines NAME=VALUE of an environment file. Quotes around
// a value or a part of it are taken away, a backslash at its end joins the next
// line, and lines that begin with "#" or ";" are comments.
func environmentLines(text string) map[string]string {
	set := map[string]string{}
	text = strings.ReplaceAll(text, "\\\n", "")
	for line := range strings.Lines(text) {
		line = strings.TrimSpace(line)
		name, content, assigned := strings.Cut(line, "=")
		if name = strings.TrimSpace(name); !assigned || strings.HasPrefix(line, "#") || strings.HasPrefix(line, ";") || !isVariableName(name) {
			continue
		}
		set[name] = unquotedValue(strings.TrimSpace(content))
	}
	return set
}

// unquotedValue takes the quotes of a value away. What stands outside of quotes
// keeps its backslashes but for the first, as in a shell.
func unquotedValue(text string) string {
	var plain strings.Builder
	quote := byte(0)
	for at := 0; at < len(text); at++ {
		c := text[at]
		switch {
		case c == '\\' && quote != '\'' && at+1 < len(text):
			at++
			plain.WriteByte(text[at])
		case quote == 0 && (c == '"' || c == '\''):
			quote = c
		case c == quote && quote != 0:
			quote = 0
		default:
			plain.WriteByte(c)
		}
	}
	return plain.String()
}
