package machine

import (
	"fmt"
	"path"
	"slices"
	"strings"

	"github.com/unitlint/unitlint/lint/evidence/daemon"
	"github.com/unitlint/unitlint/lint/evidence/invocation"
	"github.com/unitlint/unitlint/lint/need"
	"github.com/unitlint/unitlint/lint/unit"
)

// servedKeys are the keys, in lower case, by which web servers are told where applications lie.
var servedKeys = []string{"root", "alias", "documentroot", "fastcgi_param"}

// ofPackages are where distributions put applications, whose data they keep elsewhere.
var ofPackages = []string{"/usr/share/", "/usr/lib/", "/nix/", "/gnu/"}

// publication is a statement by which a web server is told where something lies, with the words
// of its value.
type publication struct {
	server string // as findings call it
	daemon.Setting
	words []string
}

// publications returns what web servers of the tree are told of, read once.
func (m *Machine) publications() []publication {
	m.publish.Do(func() {
		for _, c := range clientPrograms {
			if !slices.Contains(c.keys, "fastcgi_pass") && !slices.Contains(c.keys, "sethandler") {
				continue
			}
			for _, s := range daemon.Of(m.tree, daemon.Request{Program: c.program, Named: c.beside}).Statements() {
				if words := strings.Fields(s.Value); len(words) > 0 && slices.Contains(servedKeys, s.Key) {
					m.published = append(m.published, publication{c.title, s, words})
				}
			}
		}
	})
	return m.published
}

// served returns that PHP-FPM runs applications for the web servers of the tree which write to their
// own directories, where these themselves are not in the tree: others are looked at there.
func (m *Machine) served(programs []invocation.Program) []need.Need {
	at := slices.IndexFunc(programs, func(p invocation.Program) bool {
		return p.Line.Phase == unit.Start && strings.HasPrefix(path.Base(p.Path), "php-fpm")
	})
	if at < 0 || !m.sources.Configuration {
		return nil
	}
	var needs []need.Need
	var told []string
	for _, s := range m.publications() {
		directory, application := servedApplication(&s)
		if directory == "" || slices.Contains(told, directory) {
			continue
		}
		told = append(told, directory)
		if _, err := m.tree.Stat(inTree(directory)); err == nil {
			continue
		}
		shown := need.Sign{Message: "'" + s.Key + "' of " + s.server + " (" + application.source + ")", Path: s.Place.File.Path, Place: s.Place}
		needs = append(needs, need.Need{
			Kind: need.Write, Any: []string{directory}, Below: true, Line: programs[at].Line, Certainty: need.Likely, Consequence: need.JobFails,
			Why:      fmt.Sprintf("runs %s for %s, which keeps data below %s", application.title, s.server, directory),
			Evidence: evidenceOf(&programs[at], shown, true),
		})
	}
	return needs
}

// servedApplication returns the directory of an application that writes there which a statement of a
// web server names, with the application, or "".
func servedApplication(s *publication) (directory string, found *application) {
	if s.Key == "fastcgi_param" && (len(s.words) < 2 || !strings.EqualFold(s.words[0], "SCRIPT_FILENAME")) {
		return "", nil
	}
	named, _, _ := strings.Cut(strings.Trim(s.words[len(s.words)-1], `"'`), "$")
	if !path.IsAbs(named) || slices.ContainsFunc(ofPackages, func(place string) bool { return strings.HasPrefix(named, place) }) {
		return "", nil
	}
	parts := strings.Split(path.Clean(named), "/")
	for at, part := range parts {
		for i := range phpApplications {
			if a := &phpApplications[i]; slices.Contains(a.names, strings.ToLower(part)) && !path.IsAbs(a.kept[0]) {
				return strings.Join(parts[:at+1], "/"), a
			}
		}
	}
	return "", nil
}
