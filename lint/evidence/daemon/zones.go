package daemon

import (
	"slices"

	"github.com/unitlint/unitlint/lint/source"
)

// fetchedZones are the types of zones that a name server fetches from another one
// and keeps in a file (named.conf(5)).
var fetchedZones = []string{"slave", "secondary", "mirror", "stub"}

// readZones reads a configuration in named's words, and calls the files of zones
// that are fetched "fetched-file". A zone's type may follow its file.
func readZones(file *source.File) []Setting {
	settings := readLines(file)
	begin := 0
	for at := 0; at <= len(settings); at++ {
		if at < len(settings) && settings[at].Key != "zone" {
			continue
		}
		nameFetched(settings[begin:at])
		begin = at
	}
	return settings
}

func nameFetched(zone []Setting) {
	isZone := func(s Setting, key string) bool {
		return s.Key == key && (s.Section == "zone" || s.Section == "view.zone")
	}
	if !slices.ContainsFunc(zone, func(s Setting) bool { return isZone(s, "type") && slices.Contains(fetchedZones, s.Value) }) {
		return
	}
	for i := range zone {
		if isZone(zone[i], "file") {
			zone[i].Key = "fetched-file"
		}
	}
}
