package evidence

import "strings"

// Entry returns the entry that begins with a name and a tab among entries that are sorted by
// their names and have a separator between them, or "". A run asks written tables for few of
// their entries.
func Entry(entries, separator, name string) string {
	for entries != "" {
		entries = strings.TrimSuffix(entries, separator)
		begin, middle := 0, len(entries)/2
		if at := strings.Index(entries[middle:], separator); at >= 0 {
			begin = middle + at + len(separator)
		}
		found, _, _ := strings.Cut(entries[begin:], "\t")
		order := strings.Compare(name, found)
		if order < 0 {
			entries = entries[:begin]
			continue
		}
		entry, after, _ := strings.Cut(entries[begin:], separator)
		if order == 0 {
			return entry
		}
		entries = after
	}
	return ""
}
