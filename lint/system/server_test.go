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

// TestHostIn holds which hosts values name, in the forms that keys about servers have.
func TestHostIn(t *testing.T) {
	for value, want := range map[string]string{
		"192.0.2.1:8332": "192.0.2.1", "[2001:db8::1]:53": "2001:db8::1", "2001:db8::1": "2001:db8::1", "[mail.example.org]:587": "mail.example.org",
		`["http://a.example.org:8086", "http://b.example.org"]`: "a.example.org", "tcp://c.example.org:1": "c.example.org", "/run/x.sock": "", "a b": "",
	} {
		if got := system.HostIn(value); got != want {
			t.Errorf("%s: %q, want %q", value, got, want)
		}
	}
}
