//go:build ignore

// Scaffold writes a new rule with its test and a fixture to start from:
//
//	go run rules/scaffold.go -category consistency example-rule
package main

import (
	"flag"
	"fmt"
	"log"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"text/template"
)

var files = map[string]string{
	"rules/{{.File}}.go": `package rules

import "github.com/unitlint/unitlint/lint"

// {{.Name}} finds what its Doc says; add it to {{.Category}}Rules.
func {{.Name}}() *lint.Rule {
	return &lint.Rule{
		ID:         "{{.ID}}",
		Summary:    "One line without a full stop",
		Category:   lint.{{.Title}},
		Severity:   lint.Warning,
		Confidence: lint.Certain,
		Since:      "0.1.0",
		Doc: lint.Doc{
			Text:       "What it is and why it matters.",
			Symptom:    "What an operator would see.",
			Bad:        "[Service]\nExecStart=/usr/bin/example\n",
			Good:       "[Service]\nExecStart=/usr/bin/example\n",
			Fix:        "What to do.",
			References: []string{"systemd.service(5)"},
		},
		Check: check{{.Title2}},
	}
}

func check{{.Title2}}(p *lint.Pass) {
	command := p.Unit.Last("Service", "ExecStart")
	if command == nil {
		return
	}
	p.Report(lint.Finding{Range: command.Range(), Directive: "ExecStart", Message: "What was found, and what was expected."})
}
`,
	"rules/{{.File}}_test.go": `package rules

import (
	"testing"

	"github.com/unitlint/unitlint/lint/linttest"
)

func Test{{.Title2}}(t *testing.T) {
	linttest.Run(t, "../testdata/rules/{{.ID}}", {{.Name}}())
}
`,
	"testdata/rules/{{.ID}}/bad.service": `[Service]
# want 1:1-27 warning {{.Tick}}What was found{{.Tick}}
ExecStart=/usr/bin/example
`,
	"testdata/rules/{{.ID}}/good.service": `[Unit]
Description=Example
`,
}

func main() {
	log.SetFlags(0)
	category := flag.String("category", "consistency", "the rule's category")
	flag.Parse()
	id := flag.Arg(0)
	if flag.NArg() != 1 || !regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*$`).MatchString(id) {
		log.Fatal("usage: go run rules/scaffold.go -category CATEGORY NAME, the name in kebab-case")
	}
	if _, err := os.Stat(filepath.Join("rules", *category+".go")); err != nil {
		log.Fatalf("there is no category %q: %v", *category, err)
	}
	words := strings.Split(id, "-")
	for i, w := range words {
		words[i] = strings.ToUpper(w[:1]) + w[1:]
	}
	title := strings.Join(words, "")
	data := map[string]string{
		"ID": id, "File": strings.ReplaceAll(id, "-", "_"), "Category": *category,
		"Title": strings.ToUpper((*category)[:1]) + (*category)[1:], "Title2": title,
		"Name": strings.ToLower(title[:1]) + title[1:], "Tick": "`",
	}
	for name, text := range files {
		if err := write(expand(name, data), expand(text, data)); err != nil {
			log.Fatal(err)
		}
	}
	fmt.Printf("Add %s() to %sRules in rules/%s.go, then run go test ./rules.\n", data["Name"], *category, *category)
}

func expand(text string, data map[string]string) string {
	var b strings.Builder
	if err := template.Must(template.New("").Parse(text)).Execute(&b, data); err != nil {
		log.Fatal(err)
	}
	return b.String()
}

// write makes a file that does not exist yet.
func write(name, text string) error {
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		return err
	}
	file, err := os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if err != nil {
		return fmt.Errorf("making the rule: %w", err)
	}
	fmt.Println("wrote", name)
	if _, err := file.WriteString(text); err != nil {
		return err
	}
	return file.Close()
}
