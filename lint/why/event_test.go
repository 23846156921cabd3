package why

import (
	"errors"
	"io/fs"
	"os"
	"regexp"
	"strings"
	"testing"
)

// variable is a field that the catalogue puts into its texts.
var variable = regexp.MustCompile(`\(?@[A-Z_]+@\)? ?`)

// The identifiers are those of the catalogue of the installed systemd.
func TestEventsAreOfTheCatalogue(t *testing.T) {
	text, err := os.ReadFile("/usr/lib/systemd/catalog/systemd.catalog")
	if errors.Is(err, fs.ErrNotExist) {
		t.Skip("no systemd is installed here")
	}
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range events {
		_, entry, found := strings.Cut(string(text), "-- "+e.id+"\nSubject: ")
		subject, _, _ := strings.Cut(entry, "\n")
		if got := strings.TrimRight(variable.ReplaceAllString(subject, ""), "."); !found || got != strings.ReplaceAll(e.subject, "the unit", "unit") {
			t.Errorf("of %s the catalogue says %q, which is not %q", e.id, got, e.subject)
		}
	}
}
