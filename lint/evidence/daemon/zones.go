package daemon

import (
	"path"
	"slices"
	"strings"

	"github.com/unitlint/unitlint/lint/source"
)

// fetchedZones are the types of zones that a name server fetches from another one
// and keeps in a file (named.conf(5)).
var fetchedZones = []string{"slave", "secondary", "mirror", "stub"}

// readZones reads a configuration in named's words, and calls the files of zones
// that are fetched "fetched-file". A zone's type may follow its file.
func readZones(file *source.File) []Setting {
	settings := readLines(file)
	nameTapped(settings)
	for zone := range parts(settings, func(s Setting) bool { return s.Key == "zone" }) {
		nameFetched(zone)
		nameUpdated(zone)
	}
	return settings
}

// changing are the settings with which the PowerDNS server changes its data base: zones are fetched,
// notified of or changed by others (its documentation, authoritative settings).
var changing = []string{
	"slave", "secondary", "superslave", "autosecondary", "master", "primary", "api", "dnsupdate",
}

// readServer reads the configuration of the PowerDNS server, whose zones may be in named's words,
// and calls the file of a data base in SQLite that it changes "changed-database".
func readServer(file *source.File) []Setting {
	settings := readZones(file)
	if !slices.ContainsFunc(settings, func(s Setting) bool {
		return slices.Contains(changing, s.Key) && slices.Contains(switchedOn, strings.ToLower(s.Value))
	}) {
		return settings
	}
	for at := range settings {
		if s := &settings[at]; strings.HasPrefix(s.Key, "gsqlite3-") && strings.HasSuffix(s.Key, "-database") {
			s.Key = "changed-database"
		}
	}
	return settings
}

// nameTapped calls the file that queries are recorded in "dnstap-file", where it is no socket.
func nameTapped(settings []Setting) {
	for i := range settings {
		if s := &settings[i]; s.Key == "dnstap-output" && strings.HasPrefix(s.Value, "file ") {
			s.Key = "dnstap-file"
		}
	}
}

// isZone tells that a statement is one of a zone, with a given key.
func isZone(s Setting, key string) bool {
	return s.Key == key && (s.Section == "zone" || s.Section == "view.zone")
}

func nameFetched(zone []Setting) {
	if !slices.ContainsFunc(zone, func(s Setting) bool { return isZone(s, "type") && slices.Contains(fetchedZones, s.Value) }) {
		return
	}
	for i := range zone {
		if isZone(zone[i], "file") {
			zone[i].Key = "fetched-file"
		}
	}
}

// nameUpdated calls the directory of a zone's file "updated-zones" where the server changes
// the zone itself, be it that others tell it to or that it signs it: beside the file it
// keeps a journal (named.conf(5), allow-update and update-policy).
func nameUpdated(zone []Setting) {
	if !slices.ContainsFunc(zone, isUpdated) {
		return
	}
	for i := range zone {
		if isZone(zone[i], "file") && path.IsAbs(zone[i].Value) {
			zone[i].Key, zone[i].Value = "updated-zones", path.Dir(path.Clean(zone[i].Value))
		}
	}
}

func isUpdated(s Setting) bool {
	if isZone(s, "dnssec-policy") && s.Value != "none" {
		return true
	}
	if isZone(s, "auto-dnssec") && s.Value != "off" {
		return true
	}
	inside := s.Section == "zone.allow-update" || s.Section == "view.zone.allow-update"
	return inside && s.Key != "none" || isZone(s, "update-policy") || isZone(s, "inline-signing") && slices.Contains(switchedOn, s.Value)
}
