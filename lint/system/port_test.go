package system_test

import (
	"testing"

	"github.com/unitlint/unitlint/lint/system"
)

func TestPortOf(t *testing.T) {
	for text, want := range map[string]string{
		"80": "80", ":80": "80", "[::1]:80": "80", "[*]:80": "80", "http://host.example:80/": "80",
		"host:0": "", "host:65536": "", "host": "", "::1": "", "a b:80": "",
	} {
		port, found := system.PortOf(text)
		if found != (want != "") || found && port != want {
			t.Errorf("PortOf(%q) = %q, %t, want %q", text, port, found, want)
		}
		if system.HasPort(text) && text == "80" {
			t.Errorf("%q is taken for an address", text)
		}
	}
}
