package evidence

import "strings"

// Entry returns the entry that begins with a name and a tab among entries that are sorted by
// their names and have a separator between them, or "". A run asks written tables for few of
// their entries. The tab comes before all that names have in them, so that what follows it does
// not matter for the order.
func Entry(entries, separator, name string) string {
	entries = strings.TrimSuffix(entries, separator)
	for entries != "" {
		begin, middle := 0, len(entries)/2
		if at := strings.Index(entries[middle:], separator); at >= 0 {
			begin = middle + at + len(separator)
		}
		rest, found := strings.CutPrefix(entries[begin:], name)
		switch {
		case found && strings.HasPrefix(rest, "\t"):
			entry, _, _ := strings.Cut(entries[begin:], separator)
			return entry
		case name < entries[begin:]:
			entries = entries[:max(begin-len(separator), 0)]
		default:
			_, entries, _ = strings.Cut(entries[begin:], separator)
		}
	}
	return ""
}
