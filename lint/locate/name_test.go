package locate

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestParseName(t *testing.T) {
	tests := map[string]Name{
		"foo.service":                      {Plain, "foo", "", "service"},
		"foo@.service":                     {Template, "foo", "", "service"},
		"foo@bar.socket":                   {Instance, "foo", "bar", "socket"},
		"foo@a@b.timer":                    {Instance, "foo", "a@b", "timer"},
		"dev-disk-by\\x2dlabel.swap":       {Plain, "dev-disk-by\\x2dlabel", "", "swap"},
		"org.bluez.service":                {Plain, "org.bluez", "", "service"},
		".service":                         {},
		"@x.service":                       {},
		"foo":                              {},
		"foo.conf":                         {},
		"foo bar.service":                  {},
		"foo/bar.service":                  {},
		strings.Repeat("a", 250) + ".path": {Plain, strings.Repeat("a", 250), "", "path"},
		strings.Repeat("a", 251) + ".path": {},
	}
	for name, want := range tests {
		if diff := cmp.Diff(want, ParseName(name)); diff != "" {
			t.Errorf("ParseName(%q): %s", name, diff)
		}
		if want.Form != Invalid && want.String() != name {
			t.Errorf("String() = %q, want %q", want.String(), name)
		}
	}
}

func TestCandidates(t *testing.T) {
	tests := map[string][]string{
		"foo.service":   {"foo.service"},
		"a--b.service":  {"a--b.service", "a--.service", "a-.service"},
		"-b-c.service":  {"-b-c.service", "-b-.service"},
		"a-b@.service":  {"a-b@.service", "a-.service"},
		"a-b-c.service": {"a-b-c.service", "a-b-.service", "a-.service"},
		"foo-bar@in.service": {
			"foo-bar@in.service", "foo-bar@.service", "foo-.service", "foo-@in.service", "foo-@.service",
		},
	}
	for name, want := range tests {
		if diff := cmp.Diff(want, ParseName(name).Candidates()); diff != "" {
			t.Errorf("Candidates of %s: %s", name, diff)
		}
	}
}
