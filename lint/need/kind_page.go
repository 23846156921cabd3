package need

import (
	"fmt"
	"strings"
)

// KindsTable renders the table of kinds as Markdown: the word, what its arguments
// are, what is needed.
func KindsTable() string {
	var table strings.Builder
	table.WriteString("| kind | argument | says |\n| --- | --- | --- |\n")
	for i := range kinds {
		k := &kinds[i]
		word, argument := string(k.Kind), "none: `need: "+string(k.Kind)+"`"
		if k.Argument != nil {
			argument = fmt.Sprintf("%s, such as `%s`", k.Argument.Name, strings.ReplaceAll(k.Argument.Example, " or ", "` or `"))
		}
		if k.Bare {
			argument += "; or none: `need: " + word + "`"
		}
		fmt.Fprintf(&table, "| `%s` | %s | %s |\n", word, argument, k.Summary)
	}
	return table.String()
}
