package profile

import (
	"cmp"
	"path"
	"slices"
	"strings"
	"unicode"

	"github.com/unitlint/unitlint/internal/late/regexp"
	"github.com/unitlint/unitlint/lint/evidence/invocation"
	"github.com/unitlint/unitlint/lint/locate"
)

// starters run what a project's own file says, in the working directory, so that the line does
// not tell what it is (npm-run-script(1), and the manuals of the others).
// Servers of applications in Ruby do so, too (puma(1), unicorn(1), sidekiq --help).
var starters = []string{"npm", "pnpm", "yarn", "npx", "bun", "puma", "sidekiq", "unicorn", "rails"}

// installed returns what is known of the application that an interpreter runs whose own name
// does not tell: index.js of /opt/example, or what npm starts there. Directories are named after
// what they hold, as are units; that counts where what is so called runs in this interpreter.
func (s *Source) installed(i *invocation.Invocation, known subject) subject {
	if s.context != nil && (known.profile == nil || i.Hosts() && slices.Contains(launchers, i.Names()[0])) {
		found := s.launched(i)
		if found.profile == nil {
			return known
		}
		if server := known.profile; server != nil && server != found.profile && !slices.Contains(found.runtimes, server) {
			found.runtimes = append(found.runtimes, server)
		}
		return found
	}
	if s.context == nil || known.profile == nil || i.IsShell() || !i.Interprets() && !slices.Contains(starters, i.Name()) {
		return known
	}
	runtime, index := known.profile, s.library.index()
	for _, name := range s.directoryNames(i) {
		runs := slices.Contains(runtime.RunTimeOf, name)
		if p := s.library.Lookup(index.name(name)); p != nil && p != runtime && (runs || slices.Contains(p.Includes, runtime.Name)) {
			runtimes := s.library.besides(name, append(known.runtimes, runtime))
			return subject{profile: p, runtimes: runtimes, title: p.Title, name: name, partial: p.Partial}
		}
		if runs {
			known.title, known.name, known.runtimes = name, name, s.library.besides(name, known.runtimes)
			return known
		}
	}
	return known
}

// launchers are the names of scripts and modules, without their ends, that start what lies in their
// directory, whatever that is.
var launchers = []string{
	"start", "run", "launch", "startup", "serve", "entrypoint", "start-server", "start_server", "startserver", "run-server", "run_server", "runserver",
	"main", "app", "server", "manage", "bot", "wsgi", "asgi", "__main__", "backend", "src", "core", "config", "application",
}

// launched returns what is known of the application that a script or module starts whose own name
// does not tell, and which the unit and a directory that holds the script, or the working directory,
// are called after. What the script tells it is not known.
func (s *Source) launched(i *invocation.Invocation) subject {
	file := i.Program
	switch operands := i.Operands(""); {
	case i.Hosts():
		file.Text = path.Join(workingDirectoryOf(s.context, i), i.Names()[0])
	case (i.IsShell() || i.Interprets()) && len(operands) > 0:
		file = operands[0]
		if !path.IsAbs(file.Text) {
			file.Text = path.Join(workingDirectoryOf(s.context, i), file.Text)
		}
	}
	name := path.Base(file.Text)
	if !file.Known || !path.IsAbs(file.Text) || s.context.Unit.Scope != locate.System || !slices.Contains(launchers, strings.TrimSuffix(name, path.Ext(name))) {
		return subject{}
	}
	stem, _, _ := strings.Cut(s.context.Unit.Name, ".")
	stem, _, _ = strings.Cut(stem, "@")
	plainStem := plain(stem)
	for directory := range strings.SplitSeq(path.Dir(file.Text)+workingDirectoryOf(s.context, i), "/") {
		const least = 4
		isPart := len(directory) >= least && strings.HasPrefix(strings.ToLower(stem), strings.ToLower(directory)+"-") // "example-worker"
		if plain(directory) != plainStem && !isPart {
			continue
		}
		for _, name := range []string{stem, directory} {
			inner := file
			inner.Text = path.Join(path.Dir(file.Text), name)
			known := s.library.subject(i.Inner(inner, nil))
			if known.profile == nil {
				continue
			}
			known.name = cmp.Or(known.name, name)
			known.partial, known.launched = true, i.IsShell() || !i.Interprets() && !i.Hosts()
			return known
		}
	}
	return subject{}
}

// plain returns a name without what parts its words, in lower case.
func plain(name string) string {
	return strings.Map(func(r rune) rune {
		if strings.ContainsRune("-_. ", r) {
			return -1
		}
		return unicode.ToLower(r)
	}, name)
}

// besides adds the profiles of what an application of a name is built with to others.
func (l *Library) besides(name string, others []*Profile) []*Profile {
	for _, with := range l.runtimesOf(name) {
		if p := l.Lookup(with); p != nil && !slices.Contains(others, p) {
			others = append(others, p)
		}
	}
	return others
}

// directoryNames are the names by which an application may be known that is not called so
// itself: those of the directories that its script lies in, the innermost first, of the working
// directory, and of the unit.
func (s *Source) directoryNames(i *invocation.Invocation) []string {
	var names []string
	add := func(directory string) {
		for ; len(directory) > 1 && path.IsAbs(directory); directory = path.Dir(directory) {
			names = append(names, path.Base(directory))
		}
	}
	if archive, given := i.Archive(); given && archive.Known {
		names = append(names, archiveNames(path.Base(archive.Text))...)
		add(path.Dir(path.Clean(archive.Text)))
	} else if operands := i.Operands(""); i.Interprets() && len(operands) > 0 {
		if script := inHome(operands[0].AsWritten()); operands[0].Known || script != "" {
			add(path.Dir(path.Clean(cmp.Or(script, operands[0].Text))))
		}
	}
	add(workingDirectoryOf(s.context, i))
	if a := s.context.Unit.Last(s.context.Unit.ExecSection(), "WorkingDirectory"); a != nil {
		add(inHome(a.Value))
	}
	if s.context.Unit.Scope == locate.System {
		stem, _, _ := strings.Cut(s.context.Unit.Name, ".")
		stem, _, _ = strings.Cut(stem, "@")
		names = append(names, stem)
	}
	return names
}

// inHome returns what follows the specifier of a home directory in a path, as if that was the root,
// or "": where it lies does not matter for what it is called.
func inHome(name string) string {
	for _, home := range []string{"%h/", "~/"} {
		if below, found := strings.CutPrefix(name, home); found {
			return "/" + below
		}
	}
	return ""
}

// archiveVersion is where the version begins in the name of an archive: "komga-1.10.jar".
var archiveVersion = regexp.MustCompile(`[-_](?:v|mc\.)?[0-9]`)

// archiveNames are the names by which the application in an archive of Java may be known,
// without the version.
func archiveNames(file string) []string {
	end := path.Ext(file)
	stem := strings.TrimSuffix(file, end)
	if at := archiveVersion.FindStringIndex(stem); at != nil && at[0] > 0 {
		stem = stem[:at[0]]
	}
	return []string{stem + end, stem}
}

// namesOf are the names of an invocation, with the one that its place told.
func (s *Source) namesOf(i *invocation.Invocation) []string {
	names := i.Names()
	if known, _ := s.lookedFor(i); known.name != "" && !slices.Contains(names, known.name) {
		names = append(names, known.name)
	}
	return names
}
