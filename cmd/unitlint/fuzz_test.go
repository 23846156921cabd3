package main

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode"
)

// FuzzCheck lints any text as a unit and as a drop-in: the run ends with
// findings or without, never otherwise, its JSON is JSON, and no control
// character of the text reaches the terminal.
func FuzzCheck(f *testing.F) {
	for _, pattern := range []string{"demo/usr/lib/systemd/system/*", "demo/etc/systemd/system/*/*", "rules/*/bad.service"} {
		seeds, err := filepath.Glob(filepath.Join(root, "testdata", filepath.FromSlash(pattern)))
		if err != nil {
			f.Fatal(err)
		}
		for _, seed := range seeds {
			text, err := os.ReadFile(seed)
			if err != nil {
				f.Fatal(err)
			}
			f.Add(string(text))
		}
	}
	f.Add("[Service]\nExecStart=/bin/\x1b]0;x\x07\n\x1b[2J\n")
	f.Add("\x7f=")
	dir := f.TempDir()
	names := []string{"x.service", "x.socket", "y.service.d/x.conf"}
	f.Fuzz(func(t *testing.T, text string) {
		name := names[len(text)%len(names)]
		for _, format := range []string{"json", "text"} {
			var out, problems bytes.Buffer
			status := run([]string{"check", "--format", format, "--jobs", "1", "--stdin-filename", name, "-"}, program{
				stdin: strings.NewReader(text), stdout: &out, stderr: &problems,
				getenv: func(string) string { return "" }, dir: dir,
			})
			if status > exitFindings {
				t.Fatalf("%s as %s ended with %d: %s", name, format, status, problems.String())
			}
			if format == "json" && !json.Valid(out.Bytes()) {
				t.Errorf("%s as %s is not JSON", name, format)
			}
			for _, r := range out.String() {
				if r != '\n' && unicode.IsControl(r) {
					t.Errorf("%s as %s prints the control character %q", name, format, r)
				}
			}
		}
	})
}
