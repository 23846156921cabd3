package value

import (
	"net"
	"testing"
)

// The standard library says the same of every text of a few of the letters that matter.
func TestSplitEndpointIsThatOfTheStandardLibrary(t *testing.T) {
	texts := []string{""}
	for from := 0; len(texts[from]) < 7; from++ {
		for _, letter := range "[]:a" {
			texts = append(texts, texts[from]+string(letter))
		}
	}
	for _, text := range append(texts, "localhost:5432", "[fe80::1%eth0]:22", "192.0.2.1:443", "db:name:1") {
		host, port, ok := SplitEndpoint(text)
		wantHost, wantPort, err := net.SplitHostPort(text)
		if ok != (err == nil) || host != wantHost || port != wantPort {
			t.Errorf("%q is cut into %q and %q, %t; expected %q and %q, %v", text, host, port, ok, wantHost, wantPort, err)
		}
	}
}
