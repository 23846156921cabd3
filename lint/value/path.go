package value

import (
	"github.com/unitlint/unitlint/lint/catalog"

	"strings"
	"unicode/utf8"
)

// Path is one entry of a list of paths, such as ReadWritePaths=.
type Path struct {
	Word
	// Path is the cleaned path with its specifiers replaced.
	Path string
	// IgnoreMissing is the prefix "-"; RootRelative is the prefix "+": the path
	// counts from RootDirectory= or RootImage=.
	IgnoreMissing, RootRelative bool
	// Known tells that Path holds no stand-in for an unknown part.
	Known bool
}

// PathList decodes a list of absolute paths with the prefixes "-" and "+", in
// this order (systemd.exec(5), ReadWritePaths=). Entries that systemd skips are
// left out.
func PathList(text string, ctx Context) ([]Path, Result) {
	v := newVerdict(text, ctx, catalog.SpecifiersFull)
	return v.pathList(), v.result
}

func (v *verdict) pathList() []Path {
	words := v.words(wordsUnquote)
	paths := make([]Path, 0, len(words))
	for _, word := range words {
		path, bare := Path{Word: word}, word
		bare.Text, path.IgnoreMissing = strings.CutPrefix(bare.Text, "-")
		bare.Text, path.RootRelative = strings.CutPrefix(bare.Text, "+")
		bare.Start, _ = word.Span(len(word.Text)-len(bare.Text), len(word.Text))
		expansion, ok := v.expand(bare, PartDropped)
		if !ok {
			continue
		}
		path.Known = v.known(word, expansion)
		cleaned, ok := v.checkPath(expansion.Text, word.Start, word.End, PartDropped, pathRules{absolute: true})
		if !ok {
			continue
		}
		path.Path = cleaned
		paths = append(paths, path)
	}
	return paths
}

// known tells whether a word's expansion is what systemd would see.
func (v *verdict) known(word Word, expansion Expansion) bool {
	return expansion.Known && !v.hasPlaceholder(word.Start, word.End)
}

// pathRules are the checks of one kind of path.
type pathRules struct {
	absolute  bool // must start with '/'
	relative  bool // must not start with '/'
	dots      bool // ".." is allowed
	keepSlash bool // a slash at the end is kept
	kernelFS  bool // may not lie below /proc, /sys or /dev
}

// The limits of a path and of one name in it (limits.h).
const (
	longestPath = 4095
	longestName = 255
)

// checkPath judges a path with its specifiers replaced, and returns it without
// repeated slashes and "." parts. Start and end are its place in the value.
func (v *verdict) checkPath(path string, start, end int, outcome Outcome, rules pathRules) (cleaned string, ok bool) {
	fault := func(code, message string) (string, bool) {
		v.report(start, end, outcome, code, message)
		return "", false
	}
	switch {
	case !utf8.ValidString(path):
		return fault(CodeBadPath, "The path is not valid UTF-8.")
	case rules.absolute && !strings.HasPrefix(path, "/"):
		return v.notAbsolute(path, start, end, outcome)
	case rules.relative && strings.HasPrefix(path, "/"):
		return fault(CodeAbsolute, quoted(path)+" is an absolute path; a path relative to the directory's base is expected.")
	}
	cleaned = simplified(path, rules.keepSlash)
	switch {
	case !validPath(cleaned):
		return fault(CodeBadPath, quoted(path)+" is too long or empty for a path.")
	case !rules.dots && (!normalised(cleaned) || cleaned == "." && path != ""):
		return fault(CodeNotNormalised, quoted(path)+" contains '..', which is not allowed here.")
	case rules.kernelFS && v.since(257) && belowKernelFS(cleaned):
		return fault(CodeBadPath, quoted(path)+" lies below /proc, /sys or /dev, which is not allowed here.")
	}
	return cleaned, true
}

// notAbsolute reports a relative path. What stands in front decides, so that a
// specifier further behind does not matter.
func (v *verdict) notAbsolute(path string, start, end int, outcome Outcome) (string, bool) {
	first := min(start+1, end)
	for first < end && !v.uncertain(start, first) && isPathPrefix(v.text[first-1]) {
		first++
	}
	report := v.reportCertain
	if v.uncertain(start, end) && (v.uncertain(first-1, min(first+1, end)) || v.hasPlaceholder(start, end)) {
		report = v.report
	}
	report(start, end, outcome, CodeNotAbsolute, notAbsoluteMessage(path))
	return "", false
}

func isPathPrefix(c byte) bool { return c == '-' || c == '+' || c == '"' || c == '\'' }

func notAbsoluteMessage(path string) string {
	switch {
	case strings.HasPrefix(path, "~"):
		return quoted(path) + " is not an absolute path: '~' is not expanded; '%h' is the home directory of the service manager's user."
	case strings.HasPrefix(path, "$"):
		return quoted(path) + " is not an absolute path: variables are not expanded here."
	case strings.HasPrefix(path, "+-"):
		return quoted(path) + " is not an absolute path: '-' must stand before '+'."
	case strings.HasPrefix(path, `"`) || strings.HasPrefix(path, "'"):
		return quoted(path) + " is not an absolute path: quotes are part of the value here."
	}
	return quoted(path) + " is not an absolute path."
}

// simplified removes repeated slashes and "." parts, and the slash at the end
// unless it is to be kept.
func simplified(path string, keepSlash bool) string {
	if !strings.Contains(path, "//") && !strings.Contains(path, "./") && !strings.HasSuffix(path, "/.") &&
		(keepSlash || len(path) < 2 || !strings.HasSuffix(path, "/")) {
		return path
	}
	var built strings.Builder
	if strings.HasPrefix(path, "/") {
		built.WriteByte('/')
	}
	first := true
	for part := range strings.SplitSeq(path, "/") {
		if part == "" || part == "." {
			continue
		}
		if !first {
			built.WriteByte('/')
		}
		built.WriteString(part)
		first = false
	}
	if keepSlash && strings.HasSuffix(path, "/") && !first {
		built.WriteByte('/')
	}
	if built.Len() == 0 && path != "" {
		return "."
	}
	return built.String()
}

func validPath(path string) bool {
	if path == "" || len(path) > longestPath {
		return false
	}
	if len(path) <= longestName {
		return true
	}
	for part := range strings.SplitSeq(path, "/") {
		if len(part) > longestName {
			return false
		}
	}
	return true
}

// normalised tells that no part of the path is "..".
func normalised(path string) bool {
	if !strings.Contains(path, "..") {
		return true
	}
	for part := range strings.SplitSeq(path, "/") {
		if part == ".." {
			return false
		}
	}
	return true
}

// below tells whether path is directory or lies in it; both are cleaned.
func below(path, directory string) bool {
	return path == directory || strings.HasPrefix(path, directory) && path[len(directory)] == '/'
}

func belowKernelFS(path string) bool {
	return below(path, "/proc") || below(path, "/sys") || below(path, "/dev")
}
