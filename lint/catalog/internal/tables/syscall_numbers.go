package tables

import (
	"bytes"
	"fmt"
	"io/fs"
	"strings"
)

// numberedArchitectures are the columns of syscall-numbers.tsv, in the order of
// the table's fields.
var numberedArchitectures = []string{"x86-64", "x86", "arm64", "arm", "riscv64", "ppc64-le", "s390x", "loong64"}

// syscallNumbers writes the number of each system call on each architecture, -1
// where there is none.
func syscallNumbers(b *bytes.Buffer, data fs.FS) error {
	rows, err := read(data, "syscall-numbers.tsv")
	if err != nil {
		return err
	}
	sortRows(rows, "name")
	b.WriteString("var syscallNumbers = [...]syscallNumber{\n")
	for _, r := range rows {
		numbers := make([]string, len(numberedArchitectures))
		for i, architecture := range numberedArchitectures {
			numbers[i] = r[architecture]
			if numbers[i] == "" {
				numbers[i] = "-1"
			}
		}
		fmt.Fprintf(b, "{%q, [...]int16{%s}},\n", r["name"], strings.Join(numbers, ", "))
	}
	b.WriteString("}\n")
	return nil
}
