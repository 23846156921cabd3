// Package catalog holds what is known of systemd's directives, names and
// versions, as generated tables. It is data with look-ups: no grammar, no
// opinion. The tables are generated from the files in data, each of which names
// its source; they need no work at the start of the program.
package catalog

//go:generate go run generate.go
