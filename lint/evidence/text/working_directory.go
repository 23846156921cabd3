package text

import (
	"path"
	"slices"
	"strings"

	"github.com/unitlint/unitlint/lint/evidence/invocation"
	"github.com/unitlint/unitlint/lint/unit"
)

// movingOptions are options by which programs are told to change into a directory first
// (the manuals of Gunicorn, uWSGI, Celery, env(1) and start-stop-daemon(8)).
var movingOptions = []string{"--chdir", "--workdir", "--working-dir", "--working-directory", "--cwd"}

// movingStarters are programs that change into a directory before they start another one, with
// their own options for that (their manual pages, and the documentation of uv and Poetry).
var movingStarters = map[string][]string{
	"env": {"-C"}, "sudo": {"-D"}, "daemonize": {"-c"}, "start-stop-daemon": {"-d"}, "tmux": {"-c"}, "daemon": {"-D"},
	"uv": {"--directory"}, "poetry": {"-C", "--directory"},
}

// fromWorkingDirectory returns the path of a relative name that an option has of something which
// is written, or "": a shell or an option may have changed the directory, and a word without a slash may be
// none of a file.
func (r *collector) fromWorkingDirectory(i *invocation.Invocation, meaning invocation.Meaning, name string) string {
	written := []invocation.Meaning{invocation.MeansWrite, invocation.MeansData, invocation.MeansSocket}
	if !slices.Contains(written, meaning) || !strings.Contains(name, "/") || strings.ContainsAny(name, ":%$@{ ") {
		return ""
	}
	directory := r.startsIn()
	if directory == "" && r.Unit.StartsInRoot() && path.Ext(i.Program.Text) != ".sh" && !i.AsOther {
		directory = "/"
	}
	if directory == "" || r.movesFirst(i.Assignment) {
		return ""
	}
	return path.Join(directory, name)
}

// movesFirst tells that a command of a line changes into another directory, or may do so.
func (r *collector) movesFirst(line *unit.Assignment) bool {
	moves, known := r.moving[line]
	if !known {
		if r.moving == nil {
			r.moving = map[*unit.Assignment]bool{}
		}
		moves = slices.ContainsFunc(r.Invocations, func(i *invocation.Invocation) bool {
			return i.Assignment == line && (i.IsShell() || i.Name() == "cd" || i.Has(movingOptions) || i.Has(movingStarters[i.Name()]))
		})
		r.moving[line] = moves
	}
	return moves
}

// startsIn returns what WorkingDirectory= names, or "" where that is the root, some home
// or not known.
func (r *collector) startsIn() string {
	if directory := r.Unit.WorkingDirectory(); directory != "/" {
		return directory
	}
	return ""
}
