package daemon

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/unitlint/unitlint/internal/systemdtest"
)

// TestSmallPrograms holds what the configuration of programs with a few keys says: places that they
// write, those of parts that are switched off left out.
func TestSmallPrograms(t *testing.T) {
	tree := treeOf(t, systemdtest.Tree{
		"etc/buildkite-agent/buildkite-agent.cfg": "build-path=\"/srv/builds\"\nhooks-path=\"/srv/hooks\"\n",
		"etc/chasquid/chasquid.conf":              "smtp_address: \":2525\"\ndata_dir: \"/srv/q\"\n",
		"etc/falco/falco.yaml":                    "file_output:\n  enabled: false\n  filename: /srv/off\nprogram_output:\n  enabled: false\n  program: cat\n",
		"srv/falco.yaml":                          "file_output:\n  enabled: true\n  filename: /srv/on\n",
		"etc/GeoIP.conf":                          "AccountID 1\nDatabaseDirectory /srv/geo\n",
		"srv/g.yaml":                              "storage:\n  type: sqlite\n  path: /srv/g/data.db\n",
		"etc/docker/registry/config.yml":          "storage:\n  filesystem:\n    rootdirectory: /srv/r\nhttp:\n  addr: :5000\n",
		"srv/fulcrum.conf":                        "datadir = /srv/f\ntcp = 0.0.0.0:50001\n",
		"var/www/ghost/config.production.json":    `{"server": {"port": 2368}, "paths": {"contentPath": "/srv/content"}}`,
		"etc/gns3/gns3_server.conf":               "[Server]\nprojects_path = /srv/p\nport = 3080\n",
		"srv/filebrowser.json":                    `{"port": 8080, "root": "/srv/files", "database": "/srv/db/f.db"}`,
	})
	for name, c := range map[string]struct {
		request Request
		want    []string
	}{
		"the places of builds": {Request{Program: "/usr/bin/buildkite-agent"}, []string{
			"data /srv/builds etc/buildkite-agent/buildkite-agent.cfg:1",
		}},
		"a queue of mail": {Request{Program: "/usr/bin/chasquid"}, []string{
			"listen 2525 etc/chasquid/chasquid.conf:1", "data /srv/q etc/chasquid/chasquid.conf:2",
		}},
		"what is switched off": {Request{Program: "/usr/bin/falco"}, nil},
		"what is switched on":  {Request{Program: "/usr/bin/falco", Arguments: wordsOf("-c", "/srv/falco.yaml")}, []string{"log /srv/on srv/falco.yaml:3"}},
		"data bases":           {Request{Program: "/usr/bin/geoipupdate"}, []string{"data /srv/geo etc/GeoIP.conf:2"}},
		"images": {Request{Program: "/usr/bin/docker-registry"}, []string{
			"data /srv/r etc/docker/registry/config.yml:3", "listen 5000 etc/docker/registry/config.yml:5",
		}},
		"the first argument": {Request{Program: "/usr/bin/Fulcrum", Arguments: wordsOf("/srv/fulcrum.conf")}, []string{
			"data /srv/f srv/fulcrum.conf:1", "listen 50001 srv/fulcrum.conf:2",
		}},
		"the place of a script": {Request{Program: "/usr/bin/node", Scripts: []string{"index.js", "index"}, Directory: "/var/www/ghost"}, []string{
			"port 2368 var/www/ghost/config.production.json:1", "data /srv/content var/www/ghost/config.production.json:1",
		}},
		"projects": {Request{Program: "/usr/bin/gns3server"}, []string{
			"data /srv/p etc/gns3/gns3_server.conf:2", "port 3080 etc/gns3/gns3_server.conf:3",
		}},
		"a data base": {Request{Program: "/usr/bin/filebrowser", Arguments: wordsOf("-c", "/srv/filebrowser.json")}, []string{
			"port 8080 srv/filebrowser.json:1", "data /srv/files srv/filebrowser.json:1", "data /srv/db srv/filebrowser.json:1",
		}},
	} {
		if diff := cmp.Diff(c.want, facts(Of(tree, c.request))); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}
