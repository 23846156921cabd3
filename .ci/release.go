//go:build ignore

// Loads the configuration of releases as goreleaser does, which refuses unknown
// keys and wrong kinds of values. It is built outside of the project's module,
// with nothing of goreleaser but what reads the file: the program itself takes
// many minutes to build.
//
// Argument: the file.
package main

import (
	"log"
	"os"

	"github.com/goreleaser/goreleaser/v2/pkg/config"
)

func main() {
	log.SetFlags(0)
	if len(os.Args) != 2 {
		log.Fatal("usage: release FILE")
	}
	if _, err := config.Load(os.Args[1]); err != nil {
		log.Fatal(err)
	}
}
