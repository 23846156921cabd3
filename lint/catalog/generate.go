//go:build ignore

// This program writes the generated tables of package catalog from the files
// in data. Run it by "go generate ./lint/catalog".
package main

import (
	"log"
	"os"

	"github.com/unitlint/unitlint/lint/catalog/internal/tables"
)

func main() {
	files, err := tables.Generate(os.DirFS("data"))
	if err != nil {
		log.Fatal(err)
	}
	for name, text := range files {
		if err := os.WriteFile(name, text, 0o644); err != nil {
			log.Fatal(err)
		}
	}
}
