package target

import (
	"strings"
)

// FromOSRelease returns the target that an os-release file describes. A release
// that is newer than the table's last of its family is taken for the newest
// systemd under its own name; a distribution that is not in the table is judged
// as the one it names first in ID_LIKE= where that has a row of the same
// version, else ok is false.
func FromOSRelease(text string) (t Target, ok bool) {
	fields := osRelease(text)
	if of, ok := rolling[fields["ID"]]; ok {
		return newestOf(fields["ID"], of), true
	}
	version := fields["VERSION_ID"]
	if version == "" {
		return fromCodename(fields)
	}
	for _, id := range append([]string{fields["ID"]}, strings.Fields(fields["ID_LIKE"])...) {
		rows := rowsOf(family(id))
		if len(rows) == 0 {
			continue
		}
		if t, err := Named(id + "-" + version); err == nil {
			return t, true
		}
		if id == fields["ID"] && newer(version, rows[len(rows)-1].version) {
			return newestOf(id+"-"+version, rows[0].family), true
		}
	}
	return Target{}, false
}

// fromCodename is the target of a file without a version, as Debian's testing
// and unstable releases have it.
func fromCodename(fields map[string]string) (Target, bool) {
	if full, known := codenames[fields["VERSION_CODENAME"]]; known {
		if t, err := Named(full); err == nil {
			return t, true
		}
	}
	if fields["ID"] == "" || len(rowsOf(family(fields["ID"]))) == 0 {
		return Target{}, false
	}
	return newestOf(fields["ID"], family(fields["ID"])), true
}

// newer compares two versions by their numbers.
func newer(version, than string) bool {
	v, t := strings.Split(version, "."), strings.Split(than, ".")
	for i := 0; i < len(v) && i < len(t); i++ {
		if len(v[i]) != len(t[i]) {
			return len(v[i]) > len(t[i])
		}
		if v[i] != t[i] {
			return v[i] > t[i]
		}
	}
	return len(v) > len(t)
}

// osRelease reads the assignments of an os-release file; quotes are removed.
func osRelease(text string) map[string]string {
	fields := map[string]string{}
	for line := range strings.Lines(text) {
		key, value, found := strings.Cut(strings.TrimSpace(line), "=")
		if !found || strings.HasPrefix(key, "#") {
			continue
		}
		fields[key] = strings.Trim(value, `"'`)
	}
	return fields
}
