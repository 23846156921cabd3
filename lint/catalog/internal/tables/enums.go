package tables

import (
	"bytes"
	"fmt"
	"io/fs"
	"strings"
)

// enums writes the words of enumerated values, ordered by the enum's name.
func enums(b *bytes.Buffer, data fs.FS) error {
	rows, err := read(data, "enums.tsv")
	if err != nil {
		return err
	}
	sortRows(rows, "name")
	b.WriteString("var enums = [...]Enum{\n")
	for _, r := range rows {
		fmt.Fprintf(b, "{Name: %q, ", r["name"])
		if r["true"] != "" {
			fmt.Fprintf(b, "True: %q, ", r["true"])
		}
		if r["numbers"] != "" {
			low, high, _ := strings.Cut(r["numbers"], "..")
			if high == "" {
				high = "1<<31 - 1"
			}
			fmt.Fprintf(b, "Numbers: true, Low: %s, High: %s, ", low, high)
		}
		b.WriteString("Values: []EnumValue{\n")
		for _, w := range strings.Fields(r["words"]) {
			enumValue(b, w)
		}
		b.WriteString("}},\n")
	}
	b.WriteString("}\n")
	return nil
}

// enumValue writes one word, such as "append>=240+rhel8" or "syslog<246".
func enumValue(b *bytes.Buffer, text string) {
	word := text[:strings.IndexAny(text+"<", "<>")]
	trees := strings.Split(text[len(word):], "+")
	since, dropped := "239", ""
	rest := trees[0]
	if i := strings.Index(rest, "<"); i >= 0 {
		dropped, rest = rest[i+1:], rest[:i]
	}
	if strings.HasPrefix(rest, ">=") {
		since = rest[2:]
	}
	fmt.Fprintf(b, "{Word: %q, Since: %s, ", word, since)
	number(b, "Dropped", dropped)
	if len(trees) > 1 {
		fmt.Fprintf(b, "Backports: []string{%s}, ", quotedList(trees[1:]))
	}
	b.WriteString("},\n")
}
