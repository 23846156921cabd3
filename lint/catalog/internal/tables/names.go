package tables

import (
	"bytes"
	"fmt"
	"io/fs"
)

// nameTables are the small tables of names, each with the literal that one of
// its rows becomes and the column that orders it.
var nameTables = []struct {
	file, declaration, order string
	literal                  func(row) string
}{
	{"capabilities.tsv", "capabilities = [...]Capability", "", func(r row) string {
		return fmt.Sprintf("{%q, %s, %q}", r["name"], r["number"], r["kernel"])
	}},
	{"address-families.tsv", "addressFamilies = [...]AddressFamily", "name", func(r row) string {
		return fmt.Sprintf("{%q, %s, %q}", r["name"], r["number"], r["alias"])
	}},
	{"namespaces.tsv", "namespaces = [...]Namespace", "", func(r row) string {
		return fmt.Sprintf("{%q, %s, %s, %s, %s}", r["name"], r["flag"], r["restrict"], r["delegate"], r["full"])
	}},
	{"signals.tsv", "signals = [...]Signal", "", func(r row) string {
		return fmt.Sprintf("{%q, %s}", r["name"], r["number"])
	}},
	{"errnos.tsv", "errnos = [...]Errno", "name", func(r row) string {
		return fmt.Sprintf("{%q, %s}", r["name"], r["number"])
	}},
	{"specifiers.tsv", "specifiers = [...]Specifier", "letter", func(r row) string {
		return fmt.Sprintf("{%q, %s, %s, %s, %q}", r["letter"][0], r["since"], zero(r["name"]), zero(r["install"]), r["meaning"])
	}},
	{"exec-prefixes.tsv", "execPrefixes = [...]ExecPrefix", "", func(r row) string {
		prefix := r["prefix"]
		if prefix == "" {
			prefix = "-" // the column's own text, which read takes for empty
		}
		return fmt.Sprintf("{%q, %s, %s, %q}", prefix, r["since"], r["ignored"], r["meaning"])
	}},
}

// zero returns "0" for an absent number.
func zero(digits string) string {
	if digits == "" {
		return "0"
	}
	return digits
}

// names writes the tables of capabilities, families, signals and their like.
func names(b *bytes.Buffer, data fs.FS) error {
	for _, table := range nameTables {
		rows, err := read(data, table.file)
		if err != nil {
			return err
		}
		if table.order != "" {
			sortRows(rows, table.order)
		}
		fmt.Fprintf(b, "var %s{\n", table.declaration)
		for _, r := range rows {
			b.WriteString(table.literal(r) + ",\n")
		}
		b.WriteString("}\n\n")
	}
	return nil
}
