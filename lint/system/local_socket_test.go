package system_test

import (
	"testing"

	"github.com/unitlint/unitlint/lint/system"
)

func TestLocalSocketReadsWhatProgramsWriteForOne(t *testing.T) {
	for text, want := range map[string]string{
		"unix:/run/a.sock":                               "/run/a.sock",
		"unix:///run/redis/redis.sock":                   "/run/redis/redis.sock",
		"http+unix:///var/run/docker.sock":               "/var/run/docker.sock",
		"redis-socket:///run/r/redis.sock?db=1":          "/run/r/redis.sock",
		"/var/run/mysqld/mysqld.sock":                    "/var/run/mysqld/mysqld.sock",
		`"/run/a.sock"`:                                  "/run/a.sock",
		"/run/postgresql":                                "/run/postgresql",
		"/run/postgresql/.s.PGSQL.5432":                  "/run/postgresql/.s.PGSQL.5432",
		"postgres:///app?host=/run/postgresql":           "/run/postgresql",
		"host=/run/postgresql user=app":                  "/run/postgresql",
		"app@unix(/run/mysqld/mysqld.sock)/app":          "/run/mysqld/mysqld.sock",
		"postgresql://app@%2Fvar%2Frun%2Fpostgresql/app": "/var/run/postgresql",
		"unix:path=/run/user/1000/bus":                   "/run/user/1000/bus",
		"/run/postgresql/5.pid":                          "",
		"/etc/systemd/system/a.socket":                   "",
		"/srv/postgresql":                                "",
		"/var/run/docker.sock:/var/run/docker.sock":      "",
		"local:/run/opendkim/opendkim.sock":              "/run/opendkim/opendkim.sock",
		"local:/var/spool/postfix/filter/milter":         "/var/spool/postfix/filter/milter",
		"local:/srv/backup":                              "",
		"tcp://127.0.0.1:2375":                           "",
		"http://example.org/a.sock":                      "",
		"/run/%i.sock":                                   "",
		"a.sock":                                         "",
		"":                                               "",
	} {
		if got := system.LocalSocket(text); got != want {
			t.Errorf("LocalSocket(%q) = %q, want %q", text, got, want)
		}
	}
}
