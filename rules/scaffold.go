//go:build ignore

// Scaffold writes a new rule with a fixture to start from, and lists it in its
// category:
//
//	go run rules/scaffold.go -category consistency example-rule
package main

import (
	"errors"
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
	"rules/{{.Category}}/{{.File}}.go": `package {{.Category}}

import (
	"github.com/unitlint/unitlint/lint"
	"github.com/unitlint/unitlint/lint/finding"
)

// {{.Name}} flags what its summary says.
var {{.Name}} = rule(lint.Rule{
	ID:       "{{.ID}}",
	Summary:  "One line without a full stop",
	Severity: finding.Warning,
	Doc: lint.Doc{
		Text:       ` + "`What it is and why it matters.`" + `,
		Symptom:    "What an operator would see.",
		Bad:        "[Service]\nExecStart=/usr/bin/example\n",
		Good:       "[Unit]\nDescription=Example\n",
		Fix:        "What to do.",
		References: []string{"systemd.service(5)"},
	},
	Check: check{{.Name}},
})

func check{{.Name}}(p *lint.Pass) {
	command := p.Unit.Last("Service", "ExecStart")
	if command == nil {
		return
	}
	p.Report(finding.Finding{Directive: "ExecStart", Range: command.Range(), Message: "What was found, and what was expected."})
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
	if err := scaffold(*category, id); err != nil {
		log.Fatal(err)
	}
	fmt.Printf("Write the rule, then run go test ./rules/%s.\n", *category)
}

func scaffold(category, id string) error {
	var name strings.Builder
	for word := range strings.SplitSeq(id, "-") {
		name.WriteString(strings.ToUpper(word[:1]) + word[1:])
	}
	data := map[string]string{"ID": id, "File": strings.ReplaceAll(id, "-", "_"), "Category": category, "Name": name.String(), "Tick": "`"}
	if err := list(filepath.Join("rules", category, category+".go"), name.String()); err != nil {
		return err
	}
	for path, text := range files {
		if err := write(expand(path, data), expand(text, data)); err != nil {
			return err
		}
	}
	return nil
}

// list adds a rule to those that the category's function Rules returns. Where a
// table makes the rules, there is no list to add to.
func list(file, name string) error {
	text, err := os.ReadFile(file)
	if err != nil {
		return fmt.Errorf("finding the category: %w", err)
	}
	head, rest, found := strings.Cut(string(text), "\treturn []*lint.Rule{\n")
	listed, tail, closed := strings.Cut(rest, "\t}\n}\n")
	if !found || !closed {
		return errors.New("the rules of this category are rows of a table: add one to it")
	}
	added := head + "\treturn []*lint.Rule{\n" + listed + "\t\t" + name + ",\n\t}\n}\n" + tail
	return os.WriteFile(file, []byte(added), 0o644)
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
