package system_test

import (
	"testing"

	"github.com/unitlint/unitlint/lint/system"
)

func TestServerHost(t *testing.T) {
	for address, want := range map[string]string{
		"postgres://a:b@db.example:5432/c":       "db.example",
		"jdbc:postgresql://192.0.2.1/c":          "192.0.2.1",
		"redis://[2001:db8::1]:6379":             "2001:db8::1",
		"mysql+pymysql://a@db/c":                 "db",
		"mqtt://0.0.0.0:1883":                    "",
		"https://example.org":                    "",
		"postgres:///c?host=/run/postgresql":     "",
		"mongodb://one.example,two.example/c":    "",
		"postgresql://${HOST}/c":                 "",
		"db.example":                             "",
		"ldaps://ldap.example/dc=example,dc=org": "ldap.example",
	} {
		if got := system.ServerHost(address); got != want {
			t.Errorf("%s: %q, want %q", address, got, want)
		}
	}
}
