package why

import "testing"

// TestAddresses holds that a number with dots is an address where somebody is reached,
// and not where it is a version.
func TestAddresses(t *testing.T) {
	for text, want := range map[string]string{
		"sendto 192.0.2.7:514: ":                                     "192.0.2.7",
		"192.0.2.7: ":                                                "192.0.2.7",
		"failed to reach (192.0.2.7): ":                              "192.0.2.7",
		"dial tcp 10.0.0.1:4000->192.0.2.7:443: i/o ":                "192.0.2.7",
		"upstream 192.0.2.7 is gone: ":                               "192.0.2.7",
		"resolver 192.0.2.7#53: ":                                    "192.0.2.7",
		"http://192.0.2.7/path: ":                                    "192.0.2.7",
		"db.example.org/192.0.2.7:5432: ":                            "192.0.2.7",
		"connect to [2001:db8::7]:443: ":                             "2001:db8::7",
		"worker 3 uses 192.0.2.7 port 22: ":                          "192.0.2.7",
		"app 1.22.4.19: connect: ":                                   "",
		"nginx/1.22.4.19: sendto() failed: ":                         "",
		"peer has version 1.22.4.19: ":                               "",
		"library (release 1.22.4.19): ":                              "",
		"from libfoo v 1.22.4.19: ":                                  "",
		"of 1.22.4.19-2+deb12u1: ":                                   "",
		"Chrome/119.0.6.105: connect to 192.0.2.7:443: ":             "192.0.2.7",
		"connect to 192.0.2.7:443 by agent/1.22.4.19 (1.22.4.19-2) ": "192.0.2.7",
	} {
		if got := addressIn(seen{before: text}); got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}
