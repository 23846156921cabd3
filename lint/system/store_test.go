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

// TestRelativeStore holds which addresses name a file that is relative, and where it stands in them.
func TestRelativeStore(t *testing.T) {
	for address, want := range map[string][3]string{
		"sqlite:///a.db":                {"sqlite:///", "a.db", ""},
		"sqlite:a/b?mode=rwc":           {"sqlite:", "a/b", "?mode=rwc"},
		"sqlite+aiosqlite:///./a/b.db":  {"sqlite+aiosqlite:///", "./a/b.db", ""},
		"jdbc:sqlite:../a.db":           {"jdbc:sqlite:", "../a.db", ""},
		"Data Source=a.db;Cache=Shared": {"Data Source=", "a.db", ";Cache=Shared"},
		"sqlite:////srv/a.db":           {},
		"sqlite::memory:":               {},
		"sqlite:memory":                 {},
		"sqlite://user:word@host/a":     {},
		"Data Source=/srv/a.db":         {},
		"postgres://localhost/a.db":     {},
	} {
		before, file, behind, found := system.RelativeStore(address)
		if got := [3]string{before, file, behind}; got != want || found != (want != [3]string{}) {
			t.Errorf("%q: %q, expected %q", address, got, want)
		}
	}
}
