package daemon

import "testing"

func TestIsLoopback(t *testing.T) {
	for list, want := range map[string]bool{
		"127.0.0.1":                 true,
		"127.0.0.1 -::1":            true,
		"localhost, \"[::1]:6379\"": true,
		"127.0.0.1:11211":           true,
		"":                          false,
		"*":                         false,
		"127.0.0.1 * -::*":          false,
		"127.0.0.1,192.0.2.1":       false,
		"0.0.0.0:11211":             false,
		"lo":                        false,
	} {
		if got := isLoopback(list); got != want {
			t.Errorf("%q is on the loopback device alone: %v, want %v", list, got, want)
		}
	}
}
