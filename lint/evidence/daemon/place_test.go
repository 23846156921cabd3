package daemon

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/unitlint/unitlint/lint/evidence/invocation"
)

// TestPlaces holds what configurations of programs that nobody described say of places
// for data and for logs, by the sections around a key whose own name tells nothing.
func TestPlaces(t *testing.T) {
	const dict = "logging:\n  handlers:\n    main:\n      class: logging.FileHandler\n      filename: "
	for title, c := range map[string]struct {
		name, text string
		want       []string
	}{
		"TOML":              {"a.toml", "[storage]\ntype = \"local\"\npath = \"/srv/a\"\n", []string{"data /srv/a? etc/a.toml:3"}},
		"below a section":   {"a.yaml", "storage:\n  filesystem:\n    rootdirectory: /srv/a\n", []string{"data /srv/a? etc/a.yaml:3"}},
		"JSON":              {"a.json", `{"Storage": {"Local": {"Path": "/srv/a"}}}`, []string{"data /srv/a? etc/a.json:1"}},
		"HCL":               {"a.hcl", "storage \"raft\" {\n  path = \"/srv/a\"\n}\n", []string{"data /srv/a? etc/a.hcl:2"}},
		"elsewhere in HCL":  {"a.hcl", "storage \"etcd\" {\n  path = \"/srv/a\"\n}\n", nil},
		"a cloud":           {"a.yaml", "storage:\n  s3:\n    path: /bucket\n", nil},
		"a foreign section": {"a.ini", "[upstream.storage]\npath = /srv/a\n", nil},
		"an input":          {"a.yaml", "inputs:\n  - file: /srv/a\n    path: /srv/b\nlogs:\n  - path: /srv/c\n    file: /srv/d\n", nil},
		"a log":             {"a.ini", "[log]\nfile = /srv/a.log\n", []string{"log /srv/a.log? etc/a.ini:2"}},
		"Spring":            {"a.properties", "logging.file.name=/srv/a.log\nlogging.file.path=${X}/b\n", []string{"log /srv/a.log? etc/a.properties:1"}},
		"log4j":             {"a.properties", "log4j.appender.A.File=/srv/a.log\n", []string{"log /srv/a.log? etc/a.properties:1"}},
		"a variable first":  {"a.conf", "log_file = ${X}/a.log\ndata_dir = $X/b\ncache_dir = /srv/c$X\n", []string{"data /srv/c? etc/a.conf:3"}},
		"blanks":            {"a.yaml", "log_file: /srv/a b/c.log\ndata_dir: /srv/d\n", []string{"log /srv/a b/c.log? etc/a.yaml:1", "data /srv/d? etc/a.yaml:2"}},
		"blanks in quotes": {"a.conf", "log_file = \"/srv/a b\"\ndata_dir \"/c /d\"\naccess_log /srv/e main\n",
			[]string{"log /srv/a b? etc/a.conf:1", "data /c? etc/a.conf:2", "log /srv/e? etc/a.conf:3"}},
		"commas": {"a.conf", "log_file = /srv/a,b/c\nlog_dirs=/srv/d,/srv/e\n",
			[]string{"log /srv/a,b/c? etc/a.conf:1", "data /srv/d,/srv/e? etc/a.conf:2"}},
		"log4j's variables":  {"a.properties", "appender.a.fileName = ${sys:home}/a.log\n", nil},
		"logback":            {"a.xml", "<configuration><appender><file>/srv/a.log</file></appender></configuration>", []string{"log /srv/a.log? etc/a.xml:1"}},
		"zap":                {"a.yaml", "log:\n  outputPaths: [stdout, /srv/a.log]\n", []string{"log /srv/a.log? etc/a.yaml:2"}},
		"Python":             {"a.yaml", dict + "/srv/a.log\n", []string{"log /srv/a.log? etc/a.yaml:5"}},
		"Python, relative":   {"a.yaml", dict + "./a.log\n", []string{"log /home/x/a.log? etc/a.yaml:5"}},
		"Python, arguments":  {"a.ini", "[handler_f]\nclass=FileHandler\nargs=('/srv/a.log', 'a')\n", []string{"log /srv/a.log? etc/a.ini:3"}},
		"Python, a socket":   {"a.ini", "[handler_f]\nclass=handlers.SysLogHandler\nargs=('/dev/log',)\n", nil},
		"relative elsewhere": {"a.yaml", "log_file: ./a.log\n", nil},
		"another file":       {"a.yaml", "log_config: b.yaml\n", []string{"log /srv/b.log? etc/b.yaml:3"}},
		"a write-ahead log":  {"a.yaml", "metrics:\n  wal_directory: /srv/a\n", []string{"data /srv/a? etc/a.yaml:2"}},
		"of several kinds":   {"a.yaml", "blocks_storage:\n  filesystem:\n    dir: /srv/a\n", []string{"data /srv/a? etc/a.yaml:3"}},
		"in one word": {"a.json", `{"dataDir": "/srv/a", "storagePath": "/srv/b", "LogFile": "/srv/c", "pathData": "/srv/d"}`, []string{
			"data /srv/a? etc/a.json:1", "data /srv/b? etc/a.json:1", "log /srv/c? etc/a.json:1", "data /srv/d? etc/a.json:1"}},
		"below paths":     {"a.ini", "[paths]\ndata=/srv/a\nlogs=/srv/b\nplugins=/srv/c\n", []string{"data /srv/a? etc/a.ini:2", "data /srv/b? etc/a.ini:3"}},
		"Elasticsearch's": {"a.yml", "path.data: /srv/a\npath.home: /srv/b\n", []string{"data /srv/a? etc/a.yml:1"}},
		"Traefik's": {"a.toml", "[accessLog]\nfilePath = \"/srv/a\"\n[certificatesResolvers.x.acme]\nstorage = \"/srv/b\"\n", []string{
			"log /srv/a? etc/a.toml:2", "state /srv/b? etc/a.toml:4"}},
		"state": {"a.yaml", "positions:\n  filename: /srv/a\ncache-file: /srv/b\n", []string{"state /srv/a? etc/a.yaml:2", "state /srv/b? etc/a.yaml:3"}},
		"Gunicorn's": {"a.conf.py", "errorlog = '/srv/a'\nbind = 'unix:/run/a.sock'\n", []string{
			"log /srv/a? etc/a.conf.py:1", "socket /run/a.sock? etc/a.conf.py:2"}},
		"SQLite": {"a.toml", "[database]\nurl = \"sqlite:////srv/a/x.db\"\nother = \"sqlite:///srv/b/y.db?mode=rwc\"\n", []string{
			"data /srv/a? etc/a.toml:2", "data /srv/b? etc/a.toml:3"}},
		"SQLite's file":       {"a.ini", "[database]\nPATH = /srv/a/x.db\nHOST = /srv/b\n", []string{"state /srv/a/x.db? etc/a.ini:2"}},
		"SQLite, relative":    {"a.toml", "[database]\nurl = \"sqlite:///data/x.db\"\nother = \"sqlite://var/lib/x.db\"\n", nil},
		"what is no log":      {"a.yaml", "pictures:\n  filename: /srv/a.png\n", nil},
		"a place for nothing": {"a.yaml", "path: /srv/a\nnames:\n  path: /srv/b\n", nil},
	} {
		tree := treeOf(t, map[string]string{"etc/" + c.name: c.text, "etc/b.yaml": "handlers:\n  main:\n    filename: /srv/b.log\n"})
		got := facts(Of(tree, Request{Program: "/usr/bin/unseen", Named: []string{"/etc/" + c.name}, Directory: "/home/x"}))
		if diff := cmp.Diff(c.want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", title, diff)
		}
	}
}

// TestBeside holds that a configuration in the working directory counts where that is the
// program's own, and where the command line names no other.
func TestBeside(t *testing.T) {
	tree := treeOf(t, map[string]string{
		"opt/bridge/config.yaml": "log_file: ./a.log\n", "opt/bridge/settings.toml": "data-dir = \"./data\"\nlog_file = \"b/c.log\"\n",
		"opt/script/.env": "DATA_DIR=./data\n", "opt/jar/config/application.yml": "logging:\n  file:\n    name: ./a.log\n    path: /srv/logs\n",
		"srv/config.yaml": "log_file: ./a.log\n", "opt/bridge/other.yaml": "log_file: /srv/other.log\n", "tmp/config.yaml": "log_file: ./a.log\n",
	})
	found := []string{"log /opt/bridge/a.log? opt/bridge/config.yaml:1", "data /opt/bridge/data? opt/bridge/settings.toml:1",
		"log /opt/bridge/b/c.log? opt/bridge/settings.toml:2"}
	for _, c := range []struct {
		line, directory string
		want            []string
	}{
		{"/opt/bridge/bin/python -m a_bridge", "/opt/bridge", found},
		{"/usr/bin/python3 -m bridge", "/opt/bridge", found},
		{"/usr/bin/node /opt/bridge/index.js", "/opt/bridge", found},
		{"/usr/bin/bridge", "/opt/bridge", found},
		{"/usr/bin/node index.js", "/opt/script", []string{"data /opt/script/data? opt/script/.env:1"}},
		{"/usr/bin/node --version", "/opt/script", nil},
		{"/usr/bin/java -Xmx1g -jar app.jar", "/opt/jar", []string{"data /srv/logs? opt/jar/config/application.yml:4"}},
		{"/usr/bin/other", "/opt/bridge", nil},
		{"/usr/bin/other -x bridge", "/opt/bridge", nil},
		{"/srv/bridge", "/srv", nil},
		{"/opt/bridge/bridge", "", nil},
		{"/opt/bridge/bridge --config other.yaml", "/opt/bridge", []string{"log /srv/other.log? opt/bridge/other.yaml:1"}},
	} {
		words := strings.Fields(c.line)
		q := Request{Program: words[0], Directory: c.directory}
		for _, word := range words[1:] {
			q.Arguments = append(q.Arguments, invocation.Word{Text: word, Written: word, Known: true})
		}
		if diff := cmp.Diff(c.want, facts(Of(tree, q))); diff != "" {
			t.Errorf("%s in %s (-want +got):\n%s", c.line, c.directory, diff)
		}
	}
}
