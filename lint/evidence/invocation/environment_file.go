package invocation

import (
	"io"
	"maps"
	"path"
	"strings"

	"github.com/unitlint/unitlint/lint/catalog"
	"github.com/unitlint/unitlint/lint/unit"
	"github.com/unitlint/unitlint/lint/value"
)

const (
	// mostEnvironment bounds what is read of an environment file.
	mostEnvironment = 64 << 10
	// mostEnvironmentFiles bounds the files of a unit.
	mostEnvironmentFiles = 16
)

// commandVariables are the variables that stand in a unit's command lines: those
// that the unit sets itself, and in their place those of its environment files, as
// far as the tree holds them (systemd.exec(5), "EnvironmentFile=").
func commandVariables(u *unit.Unit, own map[string]unit.Variable) map[string]unit.Variable {
	all := own
	files := u.All(u.ExecSection(), "EnvironmentFile")
	for _, a := range files[:min(len(files), mostEnvironmentFiles)] {
		name, err := value.Expand(strings.TrimPrefix(a.Value, "-"), catalog.SpecifiersFull, u.Context(a))
		if err != nil || !name.Known || !path.IsAbs(name.Text) || u.Tree == nil {
			continue
		}
		set := environmentFile(u, name.Text)
		if len(set) == 0 {
			continue
		}
		all = maps.Clone(all)
		for name, text := range set {
			all[name] = unit.Variable{Text: text, Known: true, Assignment: a, End: len(a.Value)}
		}
	}
	return all
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
