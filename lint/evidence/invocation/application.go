package invocation

import (
	"slices"
	"strings"

	"github.com/unitlint/unitlint/internal/late/regexp"
)

// hosts are servers of applications in Python, with the options that name the application's
// module; nil where an operand does (the manuals of Celery, Gunicorn, Uvicorn, Hypercorn,
// Daphne, Granian, Waitress and uWSGI, command line).
var hosts = map[string][]string{
	"celery": {"-A", "--app"}, "uwsgi": {"-w", "--module", "--wsgi"},
	"gunicorn": nil, "gunicorn3": nil, "uvicorn": nil, "hypercorn": nil, "daphne": nil, "granian": nil, "waitress-serve": nil,
}

// applicationModule matches "package.module:object" and captures the package.
var applicationModule = regexp.MustCompile(`^([A-Za-z_][A-Za-z0-9_]*)(?:\.[A-Za-z0-9_.]+)?:[A-Za-z_][A-Za-z0-9_.]*(?:\(.*\))?$`)

// Hosts tells whether the program runs an application that its arguments name.
func (i *Invocation) Hosts() bool { return i.application(i.ownNames()) != "" }

// application returns the name of the package of the application that a server of the given
// names runs, or "".
func (i *Invocation) application(names []string) string {
	at := slices.IndexFunc(names, func(name string) bool { _, known := hosts[name]; return known })
	if at < 0 {
		return ""
	}
	if options := hosts[names[at]]; options != nil {
		module, found := i.Option(options)
		if !found || !module.Known {
			return ""
		}
		name, _, _ := strings.Cut(module.Text, ":")
		name, _, _ = strings.Cut(name, ".")
		return name
	}
	for _, argument := range i.Arguments {
		if match := applicationModule.FindStringSubmatch(argument.Text); match != nil && argument.Known {
			return match[1]
		}
	}
	return ""
}
