package system_test

import (
	"testing"

	"github.com/unitlint/unitlint/lint/system"
)

func TestStoreFile(t *testing.T) {
	for address, want := range map[string]string{
		"sqlite:////data/app/a.db":                     "/data/app/a.db",
		"sqlite:///data/a.db":                          "",
		"sqlite:///var/lib/app/a.db":                   "/var/lib/app/a.db",
		"sqlite:////var/lib/app/a.db":                  "/var/lib/app/a.db",
		"sqlite:/data/a.db?mode=rwc":                   "/data/a.db",
		"sqlite:a.db":                                  "",
		"sqlite+aiosqlite:////data/a.db":               "/data/a.db",
		"sqlite:///:memory:":                           "",
		"sqlite://":                                    "",
		"jdbc:h2:file:/data/db/app;DB_CLOSE_DELAY=-1":  "/data/db/app",
		"jdbc:h2:mem:app":                              "",
		"jdbc:h2:tcp://localhost/data/app":             "",
		"jdbc:postgresql://localhost/app":              "",
		"jdbc:sqlite:/srv/app/a.db":                    "/srv/app/a.db",
		"jdbc:derby:/data/metastore;create=true":       "/data/metastore",
		"sqlite:///{{ data }}/a.db":                    "",
		"postgres://u:p@localhost/var/lib/postgres.db": "",
	} {
		if got := system.StoreFile(address); got != want {
			t.Errorf("%s is in %q, want %q", address, got, want)
		}
	}
}
