package binary

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/unitlint/unitlint/internal/late/regexp"
	"github.com/unitlint/unitlint/lint/evidence/invocation"
)

// Module is something that a script imports.
type Module struct {
	// Name is the module's as the language writes it: "os", "socket",
	// "POSIX", "IO::Socket", "node:net".
	Name string
	// Line is where the script imports it, counted from 1.
	Line int
}

const (
	// longestFirstLine is what the kernel reads of a script's first line
	// (execve(2)), with room for longer ones of other kernels.
	longestFirstLine = 512
	// mostScript bounds how much of a script is looked at.
	mostScript = 1 << 20
)

// readScript returns what a script shows: who interprets it, and what it
// imports.
func readScript(file io.ReaderAt, size int64) (*Program, error) {
	text, err := beginningOf(file, size)
	if err != nil {
		return nil, err
	}
	first, _, _ := bytes.Cut(text, []byte("\n"))
	words := strings.Fields(strings.ToValidUTF8(string(first[len("#!"):min(len(first), longestFirstLine)]), ""))
	p := &Program{Format: Script}
	if len(words) == 0 {
		return p, nil
	}
	p.Interpreter, p.Arguments = words[0], words[1:]
	p.read(text, languageOf(p))
	return p, nil
}

// ReadModule returns what a file shows that a script of the given kind imports.
func ReadModule(file io.ReaderAt, size int64, importer *Program) (*Program, error) {
	text, err := beginningOf(file, size)
	if err != nil {
		return nil, err
	}
	p := &Program{Format: Script, Interpreter: importer.Interpreter, Arguments: importer.Arguments}
	p.read(text, languageOf(p))
	return p, nil
}

// read records what the text of a script shows.
func (p *Program) read(text []byte, l *language) {
	p.Strings = sorted(appendPaths(nil, text, true))
	if l == nil {
		p.readShell(text)
		return
	}
	p.Modules = modulesOf(text, l)
	p.Imports = sorted(append(calledIn(text), l.assigned(text)...))
}

// calledIn returns the functions that a text calls and that have a row:
// "os.setuid(", "POSIX::setuid (".
func calledIn(text []byte) []string {
	var found []string
	for at := 0; len(found) < mostFacts; {
		next := bytes.IndexByte(text[at:], '(')
		if next < 0 {
			break
		}
		at += next + 1
		before := bytes.TrimRight(text[max(0, at-1-longestCall):at-1], " \t")
		begin := len(before)
		for begin > 0 && (before[begin-1] >= 'a' && before[begin-1] <= 'z' || before[begin-1] == '_') {
			begin--
		}
		if name := string(before[begin:]); isRow(name) {
			found = append(found, name)
		}
	}
	return found
}

// longestCall bounds the name of a function with the blanks behind it.
const longestCall = 64

// assigned returns the functions that special words of the language stand for.
func (l *language) assigned(text []byte) []string {
	var found []string
	for _, s := range l.special {
		if bytes.Contains(text, []byte(s.beginning)) && s.expression.Match(text) {
			found = append(found, s.function)
		}
	}
	return found
}

func beginningOf(file io.ReaderAt, size int64) ([]byte, error) {
	text := make([]byte, min(size, mostScript))
	count, err := file.ReadAt(text, 0)
	if err != nil && !errors.Is(err, io.EOF) {
		return nil, fmt.Errorf("reading a script: %w", err)
	}
	return text[:count], nil
}

// Language returns the name of the program that interprets a script, without its
// version, looking through env(1): "python", "perl", "sh".
func (p *Program) Language() string { return invocation.Interpreter(p.Interpreter, p.Arguments) }

// language is how scripts of a language import modules.
type language struct {
	interpreters []string
	// imports find what a line imports; their groups are names, several of them
	// parted by commas. All that they match hold one of the keywords, which are found
	// faster.
	imports  []*regexp.Regexp
	keywords []string
	// special are words that stand for functions, such as variables whose assignment
	// is a system call.
	special []special
	// separator parts the names of a module that lies in directories, ends are how
	// the names of its files end.
	separator string
	ends      []string
}

// special is a word that stands for a function; all that it matches hold its
// beginning, which is found faster.
type special struct {
	beginning  string
	expression *regexp.Regexp
	function   string
}

// languages are those whose scripts run as services. Their readers are tolerant:
// they look at lines, not at syntax.
var languages = []language{
	{
		interpreters: []string{"python", "pypy"},
		imports: []*regexp.Regexp{
			regexp.MustCompile(`^\s*import\s+([A-Za-z0-9_., ]+)`), regexp.MustCompile(`^\s*from\s+([A-Za-z0-9_.]+)\s+import\b`),
		},
		keywords: []string{"import"},
		special: []special{ // the library reference of Python
			{"AF_INET", regexp.MustCompile(`\bAF_INET6?\b`), internetSockets},
			{"AF_NETLINK", regexp.MustCompile(`\bAF_NETLINK\b`), "nl_socket_alloc"},
			{"socketserver", regexp.MustCompile(`\bsocketserver\b`), internetSockets},
			{"http.server", regexp.MustCompile(`\bhttp\.server\b`), internetSockets},
			{"start_server", regexp.MustCompile(`\basyncio\.start_server\b`), internetSockets},
		},
		separator: ".", ends: []string{".py", "/__init__.py"},
	},
	{
		interpreters: []string{"perl"},
		imports:      []*regexp.Regexp{regexp.MustCompile(`^\s*(?:use|require)\s+([A-Za-z][A-Za-z0-9_:]*)`)},
		keywords:     []string{"use", "require"},
		special: []special{ // perlvar(1), perlfunc(1), IO::Socket(3perl)
			{"chown", regexp.MustCompile(`\bchown\s+[$@0-9-]`), "chown"},
			{"$<", regexp.MustCompile(`\$<\s*=[^=~]`), "setuid"},
			{"$>", regexp.MustCompile(`\$>\s*=[^=~]`), "setuid"},
			{"$(", regexp.MustCompile(`\$\(\s*=[^=~]`), "setgroups"},
			{"$)", regexp.MustCompile(`\$\)\s*=[^=~]`), "setgroups"},
			{"F_INET", regexp.MustCompile(`\b[AP]F_INET6?\b`), internetSockets},
			{"IO::Socket::", regexp.MustCompile(`\bIO::Socket::(?:INET|IP|SSL)\b`), internetSockets},
			{"Net::Server", regexp.MustCompile(`\bNet::Server\b`), internetSockets},
			{"HTTP::Daemon", regexp.MustCompile(`\bHTTP::Daemon\b`), internetSockets},
		},
		separator: "::", ends: []string{".pm"},
	},
	{
		interpreters: []string{"ruby"},
		imports:      []*regexp.Regexp{regexp.MustCompile(`^\s*require\s*\(?\s*['"]([A-Za-z0-9_/.-]+)['"]`)},
		keywords:     []string{"require"},
		special: []special{ // the standard library of Ruby
			{"chown", regexp.MustCompile(`\b(?:File|FileUtils)\.l?chown(?:_R)?\b`), "chown"},
		},
		separator: "/", ends: []string{".rb"},
	},
	{
		interpreters: []string{"node", "nodejs", "deno", "bun"},
		imports: []*regexp.Regexp{
			regexp.MustCompile(`\brequire\(\s*['"]([A-Za-z0-9_/:@.-]+)['"]`), regexp.MustCompile(`\bfrom\s+['"]([A-Za-z0-9_/:@.-]+)['"]`),
		},
		keywords:  []string{"require", "from"},
		separator: "/", ends: []string{".js", ".mjs"},
	},
	{
		interpreters: []string{"lua", "luajit"},
		imports:      []*regexp.Regexp{regexp.MustCompile(`\brequire\s*\(?\s*['"]([A-Za-z0-9_.-]+)['"]`)},
		keywords:     []string{"require"},
		separator:    ".", ends: []string{".lua"},
	},
}

// ModuleFiles returns how the paths end of the files that a module may lie in:
// "/PgCommon.pm".
func (p *Program) ModuleFiles(m Module) []string {
	l := languageOf(p)
	if l == nil {
		return nil
	}
	name := "/" + strings.TrimPrefix(strings.ReplaceAll(m.Name, l.separator, "/"), "./")
	var found []string
	for _, end := range l.ends {
		found = append(found, strings.TrimSuffix(name, end)+end)
	}
	return found
}

func languageOf(p *Program) *language {
	name := p.Language()
	for i := range languages {
		for _, interpreter := range languages[i].interpreters {
			if name == interpreter {
				return &languages[i]
			}
		}
	}
	return nil
}

// modulesOf returns what a text imports, each module where it comes first.
func modulesOf(text []byte, l *language) []Module {
	var modules []Module
	seen := map[string]bool{}
	number := 0
	for line := range bytes.Lines(text) {
		number++
		for _, name := range importedIn(line[:min(len(line), longestName)], l) {
			if name != "" && !seen[name] && len(modules) < mostFacts {
				seen[name] = true
				modules = append(modules, Module{name, number})
			}
		}
	}
	return modules
}

func importedIn(line []byte, l *language) []string {
	if !slices.ContainsFunc(l.keywords, func(word string) bool { return bytes.Contains(line, []byte(word)) }) {
		return nil
	}
	var names []string
	for _, expression := range l.imports {
		for _, match := range expression.FindAllSubmatch(line, -1) {
			for _, part := range strings.Split(string(match[1]), ",") {
				name, _, _ := strings.Cut(strings.TrimSpace(part), " ") // "import a as b"
				names = append(names, name)
			}
		}
	}
	return names
}
