package config

import (
	"fmt"
	"strings"
	"testing"

	"github.com/unitlint/unitlint/lint/strictyaml"
)

func TestAlternatives(t *testing.T) {
	for glob, want := range map[string]int{
		"":                             1,
		"**/*.service":                 1,
		"{a,b}":                        2,
		"{a,b}{c,d,e}":                 6,
		"{a,{b,c}d,e}":                 4,
		"a,b":                          1,
		`\{a,b\}`:                      1,
		"[{,}]":                        1,
		"{}":                           1,
		strings.Repeat("{a,aa}", 8):    256,
		strings.Repeat("{a,aa}", 9):    mostAlternatives + 1,
		strings.Repeat("{a,aa}", 5000): mostAlternatives + 1,
	} {
		if got := alternatives(glob); got != want {
			t.Errorf("%.40q: got %d, expected %d", glob, got, want)
		}
	}
}

// TestParseBounds holds that a configuration can neither make the program busy
// nor have it print what another file holds.
func TestParseBounds(t *testing.T) {
	secret := strings.Repeat("s", 100)
	many := "exclude: &a [" + strings.Repeat("x, ", 1000) + "y]\noverrides:\n" + strings.Repeat("- {paths: *a}\n", 1000)
	for _, text := range []string{
		"exclude: ['" + strings.Repeat("{a,aa}", 39) + "b']\n",
		secret + ": 1\n",
		"rules: {" + secret + ": off}\n",
		"rules: {all: " + secret + "}\n",
		"fail-on: " + secret + "\n",
		"min-severity: " + secret + "\n",
		"threshold: " + secret + "\n",
		"host: " + secret + "\n",
		"host: {missing: [" + secret + "]}\n",
		"host: {complete: " + secret + "}\n",
		"placeholders: ['(" + secret + "']\n",
		"needs: [{units: [x], write: " + secret + "}]\n",
		"needs: [{units: [x], need: " + secret + "}]\n",
		"placeholders: ['((a{30}){30})b?', '((a{30}){30})c?']\n",
		"placeholders: [" + strings.Repeat("x+y, ", 65) + "z+]\n",
		"placeholders: [" + strings.Repeat("'[x0]{90}y', ", 12) + "z+]\n",
		"a: *" + secret + "\n",
		secret + "\n",
		secret + ": 1\n" + secret + ": 2\n",
		"exclude: &a [*a]\n",
		strings.Repeat("[", 20000),
		many,
	} {
		_, err := Parse("x.yaml", []byte(text), nil)
		if err == nil {
			t.Errorf("%.60q: expected an error", text)
			continue
		}
		if strings.Contains(err.Error(), strings.Repeat("s", strictyaml.MostOfParser-20)) {
			t.Errorf("%.60q: the message quotes it all: %v", text, err)
		}
	}
}

func TestParseTellsFewFaults(t *testing.T) {
	var text strings.Builder
	for i := range 1000 {
		fmt.Fprintf(&text, "key%d: 1\n", i)
	}
	_, err := Parse("x.yaml", []byte(text.String()), nil)
	if err == nil || strings.Count(err.Error(), "\n") != strictyaml.MostFaults || !strings.Contains(err.Error(), "990 faults more") {
		t.Errorf("got %v", err)
	}
}
