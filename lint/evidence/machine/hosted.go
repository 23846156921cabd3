package machine

import (
	"io/fs"
	"path"
	"slices"
	"strings"

	"github.com/unitlint/unitlint/lint/evidence/invocation"
	"github.com/unitlint/unitlint/lint/need"
	"github.com/unitlint/unitlint/lint/unit"
)

// application is an application that a server of others runs, and that keeps data outside of what
// the server's packages make.
type application struct {
	// names are those of its directory, or of its archive without the end, in lower case.
	names []string
	title string
	// kept are the directories that it writes to, by its documentation. Relative ones lie in its own,
	// where they count if they are there, "." is that itself; absolute ones are the same wherever it lies.
	kept   []string
	source string
	// moved is a word by which the server is told of another place, or "".
	moved string
}

// hosting is a kind of servers that run applications from directories of a tree.
type hosting struct {
	// title is what findings call the server.
	title string
	// programs are patterns of the names of the server.
	programs []string
	// published tells that web servers are told where applications lie.
	published bool
	// without are patterns of what is not there where it runs them.
	without []string
	// roots are the directories that hold applications, as patterns, variable the variable that names
	// the one above "webapps".
	roots        []string
	variable     string
	applications []application
	// frameworks are files and directories by which an application is known that has another name.
	frameworks []framework
}

// framework is what applications are built with that keep data in directories of the same names.
type framework struct {
	title  string
	shown  []string
	kept   []string
	source string
}

// packagePlaces hold what packages bring, which keep what changes elsewhere (file-hierarchy(7)).
var packagePlaces = []string{"/usr/share", "/usr/lib", "/usr", "/usr/local"}

// ofMakers are applications that their makers package, with what changes in their own directory.
var ofMakers = []string{"Bacularis", "Centreon"}

// hostings are the servers of applications.
var hostings = []hosting{
	{
		title:        "PHP-FPM",
		programs:     []string{"php-fpm*"},
		published:    true,
		roots:        phpRoots,
		applications: phpApplications,
		frameworks:   phpFrameworks,
	},
	{
		// Where PHP-FPM is there, it is that which runs applications.
		title:        "Apache",
		programs:     []string{"apache2", "apache2ctl", "apachectl", "httpd"},
		published:    true,
		without:      []string{"/etc/php/*/fpm", "/etc/php-fpm.d", "/etc/php-fpm.conf"},
		roots:        phpRoots,
		applications: phpApplications,
		frameworks:   phpFrameworks,
	},
	{
		title:    "Tomcat",
		programs: []string{"tomcat-start.sh", "tomcat*", "catalina.sh", "startup.sh"},
		roots: []string{
			"/var/lib/tomcat*/webapps", "/opt/tomcat*/webapps", "/opt/tomcat/*/webapps", "/opt/apache-tomcat*/webapps", "/usr/share/tomcat*/webapps",
		},
		variable:     "CATALINA_BASE",
		applications: servletApplications,
	},
	{
		title:        "Jetty",
		programs:     []string{"jetty*", "start.jar"},
		roots:        []string{"/var/lib/jetty*/webapps", "/usr/share/jetty*/webapps", "/opt/jetty*/webapps"},
		variable:     "JETTY_BASE",
		applications: servletApplications,
	},
}

// phpRoots are the directories in which applications in PHP lie.
var phpRoots = []string{
	"/usr/share", "/usr/share/webapps", "/usr/share/nginx", "/usr/share/nginx/html", "/usr/local/share", "/usr/local/www", "/usr/local/lib", "/usr/local",
	"/usr/lib", "/usr", "/var/www", "/var/www/html", "/srv", "/srv/www", "/srv/http", "/opt",
}

// phpFrameworks are what many applications in PHP are built with.
var phpFrameworks = []framework{
	{"Laravel", []string{"artisan", "bootstrap/cache"}, []string{"storage", "bootstrap/cache"}, "Laravel's documentation (deployment, directory permissions)"},
	{"Symfony", []string{"bin/console", "var"}, []string{"var"}, "Symfony's documentation (setting up file permissions)"},
	{"Magento", []string{"bin/magento", "var"}, []string{"var", "generated", "pub/media", "pub/static"}, "Magento's documentation (file system permissions)"},
	{"Joomla", []string{"administrator", "configuration.php"}, []string{"cache", "tmp", "images"}, "Joomla's documentation (permissions)"},
	{"WordPress", []string{"wp-includes", "wp-content"}, []string{"wp-content"}, "WordPress' documentation (changing file permissions)"},
}

// phpApplications are applications in PHP, by the documentation of their installation.
var phpApplications = []application{
	{[]string{"freshrss"}, "FreshRSS", []string{"data"}, "FreshRSS' documentation (installation); https://github.com/FreshRSS/FreshRSS/issues/8826", ""},
	{
		[]string{"bacularis"}, "Bacularis", []string{
			"protected/vendor/bacularis/bacularis-api/API/Config", "protected/vendor/bacularis/bacularis-api/API/Logs",
			"protected/vendor/bacularis/bacularis-web/Web/Config", "protected/vendor/bacularis/bacularis-web/Web/Logs", "protected/runtime", "htdocs/assets",
		}, "Bacularis' documentation (installation); https://github.com/bacularis/bacularis-web/issues/13", "",
	},
	{[]string{"centreon"}, "Centreon", []string{"."}, "https://github.com/centreon/centreon/issues/10382", ""},
	{[]string{"dokuwiki"}, "DokuWiki", []string{"data", "conf"}, "DokuWiki's documentation (permissions)", ""},
	{[]string{"nextcloud", "owncloud"}, "Nextcloud", []string{"config", "data"}, "Nextcloud's documentation (installation, permissions)", ""},
	{[]string{"roundcube", "roundcubemail"}, "Roundcube", []string{"temp", "logs"}, "Roundcube's INSTALL", ""},
	{
		[]string{"grav"}, "Grav", []string{"cache", "logs", "images", "user", "tmp"},
		"Grav's documentation (permissions); https://github.com/getgrav/grav/issues/2756", "",
	},
	{
		[]string{"matomo", "piwik"}, "Matomo", []string{"tmp", "config"},
		"Matomo's documentation (installation); https://github.com/matomo-org/matomo/issues/15947", "",
	},
	{[]string{"kanboard"}, "Kanboard", []string{"data"}, "Kanboard's documentation (installation)", ""},
	{[]string{"shaarli"}, "Shaarli", []string{"data", "cache", "pagecache", "tmp"}, "Shaarli's documentation (directory structure)", ""},
	{[]string{"privatebin"}, "PrivateBin", []string{"data"}, "PrivateBin's documentation (installation)", ""},
	{[]string{"tt-rss", "ttrss"}, "tt-rss", []string{"cache", "lock", "feed-icons"}, "the documentation of tt-rss (installation)", ""},
	{[]string{"mediawiki"}, "MediaWiki", []string{"images"}, "MediaWiki's manual ($wgUploadDirectory)", ""},
	{[]string{"piwigo"}, "Piwigo", []string{"_data", "upload", "local"}, "Piwigo's documentation (installation)", ""},
	{[]string{"phpbb", "phpbb3"}, "phpBB", []string{"cache", "files", "store"}, "phpBB's INSTALL", ""},
	{[]string{"glpi"}, "GLPI", []string{"files"}, "GLPI's documentation (installation)", ""},
	{[]string{"cacti"}, "Cacti", []string{"log", "rra", "cache"}, "Cacti's documentation (installation, permissions)", ""},
	{[]string{"snappymail", "rainloop"}, "SnappyMail", []string{"data"}, "SnappyMail's documentation (installation)", ""},
	{[]string{"drupal", "drupal7", "drupal8", "drupal9", "drupal10", "drupal11"}, "Drupal", []string{"sites/default/files"}, "Drupal's INSTALL", ""},
	{[]string{"wordpress"}, "WordPress", []string{"wp-content"}, "WordPress' documentation (changing file permissions)", ""},
	{[]string{"joomla"}, "Joomla", []string{"images", "cache", "tmp", "administrator/cache"}, "Joomla's documentation (permissions)", ""},
	{[]string{"bookstack"}, "BookStack", []string{"storage", "bootstrap/cache", "public/uploads"}, "BookStack's documentation (installation)", ""},
	{[]string{"firefly-iii"}, "Firefly III", []string{"storage", "bootstrap/cache"}, "Firefly III's documentation (installation)", ""},
	{[]string{"snipe-it", "snipeit"}, "Snipe-IT", []string{"storage", "public/uploads"}, "Snipe-IT's documentation (file permissions)", ""},
	{[]string{"prestashop"}, "PrestaShop", []string{"img", "cache", "var", "config"}, "PrestaShop's documentation (installation)", ""},
	{[]string{"limesurvey"}, "LimeSurvey", []string{"tmp", "upload", "application/config"}, "LimeSurvey's manual (installation)", ""},
	{[]string{"wallabag"}, "wallabag", []string{"var", "data"}, "wallabag's documentation (rights access)", ""},
	{[]string{"ispconfig"}, "ISPConfig", []string{"interface/temp", "interface/cache"}, "ISPConfig's installer (permissions of the interface)", ""},
	{[]string{"postfixadmin"}, "PostfixAdmin", []string{"templates_c"}, "PostfixAdmin's INSTALL (templates_c)", ""},
	{[]string{"lam", "ldap-account-manager"}, "LDAP Account Manager", []string{"config", "sess", "tmp"}, "LDAP Account Manager's manual (installation)", ""},
	{
		[]string{"phpmyadmin"}, "phpMyAdmin", []string{"tmp"},
		"phpMyAdmin's documentation (configuration, TempDir); https://github.com/hestiacp/hestiacp/pull/5398", "",
	},
	{[]string{"webtrees"}, "webtrees", []string{"data"}, "webtrees' documentation (installation)", ""},
	{[]string{"dolibarr"}, "Dolibarr", []string{"documents"}, "Dolibarr's documentation (installation)", ""},
	{[]string{"espocrm"}, "EspoCRM", []string{"data", "custom", "client/custom"}, "EspoCRM's documentation (server configuration, permissions)", ""},
	{[]string{"suitecrm"}, "SuiteCRM", []string{"cache", "upload", "custom"}, "SuiteCRM's documentation (installation, permissions)", ""},
	{[]string{"mautic"}, "Mautic", []string{"var", "media"}, "Mautic's documentation (installation, permissions)", ""},
	{[]string{"leantime"}, "Leantime", []string{"userfiles", "public/userfiles", "storage"}, "Leantime's documentation (installation)", ""},
	{[]string{"selfoss"}, "selfoss", []string{"data"}, "selfoss' README (installation)", ""},
	{[]string{"movim"}, "Movim", []string{"cache", "log", "public/cache"}, "Movim's INSTALL", ""},
	{[]string{"baikal"}, "Baïkal", []string{"Specific", "config"}, "Baïkal's documentation (installation)", ""},
	{[]string{"opencart"}, "OpenCart", []string{"image", "system/storage"}, "OpenCart's documentation (installation, permissions)", ""},
	{[]string{"typo3"}, "TYPO3", []string{"var", "typo3temp", "fileadmin"}, "TYPO3's documentation (installation, permissions)", ""},
	{[]string{"zenphoto"}, "Zenphoto", []string{"cache", "cache_html", "zp-data"}, "Zenphoto's installation guide", ""},
	{[]string{"itop"}, "iTop", []string{"data", "log", "conf"}, "iTop's documentation (installation, permissions)", ""},
	{[]string{"ictcore", "ictfax"}, "ICTCore", []string{"data", "log"}, "ICTCore's installation guide; https://github.com/ictinnovations/ictfax/issues/124", ""},
	{
		[]string{"domjudge", "domserver"}, "DOMjudge", []string{"webapp/var"},
		"DOMjudge's manual (installation); https://github.com/DOMjudge/domjudge/pull/3672", "",
	},
	{[]string{"icingaweb2"}, "Icinga Web", []string{"/etc/icingaweb2"}, "Icinga Web's documentation (installation from source: the configuration directory)", ""},
	{[]string{"fusionpbx", "fspbx"}, "FusionPBX", []string{"/etc/freeswitch"}, "FusionPBX' documentation; https://github.com/nemerald-voip/fspbx/issues/503", ""},
}

// servletApplications are applications in Java, by the documentation of their installation.
var servletApplications = []application{
	{
		[]string{"airsonic", "airsonic-advanced"}, "Airsonic", []string{"/var/airsonic"},
		"Airsonic's documentation (airsonic.home); https://github.com/airsonic/airsonic/issues/1055", "airsonic.home",
	},
	{[]string{"libresonic"}, "Libresonic", []string{"/var/libresonic"}, "Libresonic's documentation (libresonic.home)", "libresonic.home"},
	{[]string{"subsonic"}, "Subsonic", []string{"/var/subsonic"}, "Subsonic's documentation (subsonic.home)", "subsonic.home"},
	{[]string{"idp"}, "the identity provider of Shibboleth", []string{"/opt/shibboleth-idp/logs"}, "Shibboleth's documentation (installation)", ""},
}

// hosted returns what the applications keep that a server of the unit runs.
func (m *Machine) hosted(u *unit.Unit, programs []invocation.Program) []need.Need {
	at := slices.IndexFunc(programs, func(p invocation.Program) bool { return p.Line.Phase == unit.Start && kindOf(p) != nil })
	if at < 0 || !m.sources.Configuration {
		return nil
	}
	server := &programs[at]
	kind := kindOf(*server)
	if slices.ContainsFunc(kind.without, m.has) {
		return nil
	}
	roots := kind.roots
	if base := u.Environment()[kind.variable]; kind.variable != "" && base.Known && path.IsAbs(base.Text) {
		roots = []string{path.Join(base.Text, "webapps")}
	}
	needs := m.servedBy(server, kind)
	for _, pattern := range roots {
		for _, root := range m.directories(pattern) {
			entries, err := m.tree.ReadDir(inTree(root))
			if err != nil {
				continue
			}
			for _, entry := range entries {
				needs = append(needs, m.kept(u, server, kind, root, entry)...)
			}
		}
	}
	return needs
}

// servedBy returns what applications keep that a web server is told of and that lie elsewhere than in
// the usual directories.
func (m *Machine) servedBy(server *invocation.Program, kind *hosting) []need.Need {
	if !kind.published {
		return nil
	}
	var needs []need.Need
	seen := map[string]bool{}
	for _, p := range m.publications() {
		if p.Key == "fastcgi_param" {
			continue // names a script, and seldom without a variable
		}
		published := path.Clean(strings.Trim(p.words[len(p.words)-1], `"';`))
		own, a := kind.above(published)
		if !path.IsAbs(published) || seen[own+published] || slices.Contains(kind.roots, path.Dir(own)) {
			continue
		}
		seen[own+published] = true
		if a != nil {
			if _, err := m.tree.Stat(inTree(own)); err == nil || !strings.HasPrefix(path.Base(server.Path), "php-fpm") { // else [Machine.served] tells
				needs = append(needs, m.keeps(server, kind, own, a.title, a.kept, a.source)...)
			}
			continue
		}
		for _, own := range []string{published, path.Dir(published)} {
			if !slices.Contains(kind.roots, path.Dir(own)) {
				needs = append(needs, m.builtWith(server, kind, own)...)
			}
		}
	}
	return needs
}

// above returns the directory of an application that a published one is, or lies in.
func (k *hosting) above(published string) (own string, a *application) {
	const deepest = 3
	own = path.Clean(published)
	for depth := 0; depth < deepest && path.IsAbs(own) && own != "/"; depth++ {
		for i := range k.applications {
			if slices.Contains(k.applications[i].names, strings.ToLower(path.Base(own))) {
				return own, &k.applications[i]
			}
		}
		own = path.Dir(own)
	}
	return "", nil
}

// kindOf returns the kind of servers that a program is of, or nil.
func kindOf(p invocation.Program) *hosting {
	names := append([]string{path.Base(p.Path)}, p.Scripts...)
	for i := range hostings {
		for _, pattern := range hostings[i].programs {
			if slices.ContainsFunc(names, func(name string) bool {
				matches, _ := path.Match(pattern, name)
				return matches
			}) {
				return &hostings[i]
			}
		}
	}
	return nil
}

// has tells that there is a file or directory that a pattern stands for.
func (m *Machine) has(pattern string) bool {
	return slices.ContainsFunc(m.directories(pattern), func(name string) bool {
		_, err := m.tree.Stat(inTree(name))
		return err == nil
	})
}

// directories returns what a pattern stands for, one part of which may hold special characters.
func (m *Machine) directories(pattern string) []string {
	before, after, special := strings.Cut(pattern, "*")
	if !special {
		return []string{pattern}
	}
	parent := path.Dir(before + "x")
	part, below, _ := strings.Cut(strings.TrimPrefix(before, parent+"/")+"*"+after, "/")
	entries, err := m.tree.ReadDir(inTree(parent))
	if err != nil {
		return nil
	}
	var found []string
	for _, entry := range entries {
		if matches, _ := path.Match(part, entry.Name()); matches {
			found = append(found, path.Join(parent, entry.Name(), below))
		}
	}
	return found
}

// kept returns what the application keeps that an entry of a directory of applications is, if it
// is one.
func (m *Machine) kept(u *unit.Unit, server *invocation.Program, kind *hosting, root string, entry fs.DirEntry) []need.Need {
	name := strings.ToLower(strings.TrimSuffix(entry.Name(), ".war"))
	own := path.Join(root, entry.Name())
	for i := range kind.applications {
		if a := &kind.applications[i]; slices.Contains(a.names, name) {
			if a.moved != "" && m.isTold(u, a.moved) {
				return nil
			}
			return m.keeps(server, kind, own, a.title, a.kept, a.source)
		}
	}
	if slices.Contains(packagePlaces, root) {
		return nil
	}
	return m.builtWith(server, kind, own)
}

// builtWith returns what the application of a directory keeps by what it is built with.
func (m *Machine) builtWith(server *invocation.Program, kind *hosting, own string) []need.Need {
	for i := range kind.frameworks {
		f := &kind.frameworks[i]
		if !slices.ContainsFunc(f.shown, func(file string) bool { _, err := m.tree.Stat(inTree(path.Join(own, file))); return err != nil }) {
			return m.keeps(server, kind, own, "an application built with "+f.title, f.kept, f.source)
		}
	}
	return nil
}

// isTold tells that the unit's variables, or the file that packages have for them, hold a word.
func (m *Machine) isTold(u *unit.Unit, word string) bool {
	for _, v := range u.Environment() {
		if strings.Contains(v.Text, word) {
			return true
		}
	}
	name, _, _ := strings.Cut(u.Name, ".")
	file, err := m.tree.Source("etc/default/" + name)
	return err == nil && strings.Contains(file.Content(), word)
}

// underPackages tells that a directory lies where packages put what does not change.
func underPackages(directory string) bool {
	return slices.ContainsFunc(packagePlaces, func(place string) bool { return strings.HasPrefix(directory, place+"/") })
}

// keeps returns that a server writes to directories of an application in its own directory. What
// is a link there leads to where packages keep data.
func (m *Machine) keeps(server *invocation.Program, kind *hosting, own, title string, kept []string, source string) []need.Need {
	var needs []need.Need
	for _, name := range kept {
		place, why := name, "runs "+title+", which writes to "+name
		if !path.IsAbs(name) {
			why = "runs " + title + ", which keeps data below " + own
			place = path.Join(own, name)
			info, err := m.tree.Lstat(inTree(place))
			if _, unseen := m.tree.Stat(inTree(own)); unseen != nil && !underPackages(own) {
				info, err = nil, nil // the tree holds the configuration alone
			}
			if err != nil || info != nil && !info.IsDir() || m.packages.Of(place) != nil && !slices.Contains(ofMakers, title) {
				continue
			}
		}
		shown := need.Sign{Message: title + " in " + own + " (" + source + ")", Path: own}
		one := need.Need{
			Kind: need.Write, Any: []string{place}, Below: true, Line: server.Line, Certainty: need.Likely, Consequence: need.JobFails,
			Why: why, Evidence: evidenceOf(server, shown, true),
		}
		one.Evidence.Profile = kind.title
		needs = append(needs, one)
	}
	return needs
}
