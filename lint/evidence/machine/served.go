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

// selfWriters are applications in PHP that write to the directory in which they lie, by how that is
// called where users install them, with what they keep there (the documentation of each, on
// installation and permissions).
var selfWriters = map[string]string{
	"nextcloud": "its configuration and applications", "owncloud": "its configuration and applications", "wordpress": "uploads, plugins and updates",
	"drupal": "files", "joomla": "pictures and its cache", "mediawiki": "pictures and its cache", "dokuwiki": "pages and its configuration",
	"phpbb": "files and its cache", "matomo": "its configuration and temporary files", "piwik": "its configuration and temporary files",
	"freshrss": "its data", "kanboard": "its data", "grav": "pages, its cache and logs", "piwigo": "pictures and its cache",
	"glpi": "files and its configuration", "bookstack": "uploads, its cache and logs", "firefly-iii": "uploads, its cache and logs",
	"snipe-it": "uploads, its cache and logs", "invoiceninja": "uploads, its cache and logs", "prestashop": "pictures and its cache",
	"shaarli": "its data", "wallabag": "its data and cache", "tt-rss": "its cache and icons", "limesurvey": "uploads and temporary files",
}

// servedKeys are the keys, in lower case, by which web servers are told where applications lie.
var servedKeys = []string{"root", "alias", "documentroot", "fastcgi_param"}

// ofPackages are where distributions put applications, whose data they keep elsewhere.
var ofPackages = []string{"/usr/share/", "/nix/", "/gnu/"}

// served returns that PHP-FPM runs applications for the web servers of the tree which write to their
// own directories.
func (m *Machine) served(programs []invocation.Program) []need.Need {
	at := slices.IndexFunc(programs, func(p invocation.Program) bool {
		return p.Line.Phase == unit.Start && strings.HasPrefix(path.Base(p.Path), "php-fpm")
	})
	if at < 0 || !m.sources.Configuration {
		return nil
	}
	var needs []need.Need
	var told []string
	for _, c := range clientPrograms {
		if !slices.Contains(c.keys, "fastcgi_pass") && !slices.Contains(c.keys, "sethandler") {
			continue
		}
		for _, s := range daemon.Of(m.tree, daemon.Request{Program: c.program, Named: c.beside}).Statements() {
			directory, application := selfWriter(&s)
			if directory == "" || slices.Contains(told, directory) {
				continue
			}
			told = append(told, directory)
			shown := need.Sign{Message: "'" + s.Key + "' of " + c.title, Path: s.Place.File.Path, Place: s.Place}
			needs = append(needs, need.Need{
				Kind: need.Write, Any: []string{directory}, Below: true, Line: programs[at].Line, Certainty: need.Likely, Consequence: need.JobFails,
				Why:      fmt.Sprintf("runs %s for %s, which keeps %s in %s", application, c.title, selfWriters[application], directory),
				Evidence: evidenceOf(&programs[at], shown, true),
			})
		}
	}
	return needs
}

// selfWriter returns the directory of an application that writes there which a statement of a web
// server names, with the application, or "".
func selfWriter(s *daemon.Setting) (directory, application string) {
	if !slices.Contains(servedKeys, s.Key) {
		return "", ""
	}
	words := strings.Fields(s.Value)
	if len(words) == 0 || s.Key == "fastcgi_param" && (len(words) < 2 || !strings.EqualFold(words[0], "SCRIPT_FILENAME")) {
		return "", ""
	}
	named, _, _ := strings.Cut(strings.Trim(words[len(words)-1], `"'`), "$")
	if !path.IsAbs(named) || slices.ContainsFunc(ofPackages, func(place string) bool { return strings.HasPrefix(named, place) }) {
		return "", ""
	}
	parts := strings.Split(path.Clean(named), "/")
	for at, part := range parts {
		if part = strings.ToLower(part); selfWriters[part] != "" {
			return strings.Join(parts[:at+1], "/"), part
		}
	}
	return "", ""
}
