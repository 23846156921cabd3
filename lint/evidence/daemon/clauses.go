package daemon

import (
	"path"
	"slices"
	"strings"

	"github.com/unitlint/unitlint/internal/late/regexp"
	"github.com/unitlint/unitlint/lint/source"
)

// clauseNames are the clauses of unbound.conf(5) and nsd.conf(5): "NAME:" alone on a line
// begins one.
var clauseNames = []string{
	"server", "remote-control", "stub-zone", "forward-zone", "auth-zone", "rpz", "view", "python", "dynlib", "dnscrypt", "cachedb", "redis", "dnstap",
	"ipset", "zone", "pattern", "key", "verify", "tls-auth", "xot",
}

// fetchingKeys are the keys of a zone that is fetched from another server, and not only read.
var fetchingKeys = []string{"url", "primary", "master", "allow-notify", "request-xfr"}

// readClauses reads a configuration of clauses. The file of a zone that is fetched is called
// "fetched-file", and the directory of it "fetched-place" where its name is a pattern. A socket
// for control counts where it is switched on.
func readClauses(file *source.File) []Setting {
	settings := readLines(file)
	for clause := range parts(settings, func(s Setting) bool { return s.Value == "" && slices.Contains(clauseNames, s.Key) }) {
		inClause(clause)
	}
	return settings
}

func inClause(clause []Setting) {
	if clause[0].Value != "" {
		return
	}
	isOn, fetches := false, false
	for i := range clause[1:] {
		s := &clause[i+1]
		s.Section = clause[0].Key
		fetches = fetches || slices.Contains(fetchingKeys, s.Key)
		isOn = isOn || s.Key == "control-enable" && slices.Contains(switchedOn, s.Value)
	}
	for i := range clause {
		s := &clause[i]
		place, _, isPattern := strings.Cut(s.Value, "%")
		switch {
		case s.Key == "control-interface" && !isOn:
			s.Value = ""
		case s.Key != "zonefile" || !fetches:
		case isPattern:
			s.Key, s.Value = "fetched-place", path.Dir(place+"x")
		default:
			s.Key = "fetched-file"
		}
	}
}

// readKnot reads knot.conf(5), and calls files of zones that the server fetches or signs, and
// writes therefore, "fetched-file", their directories "fetched-storage".
func readKnot(file *source.File) []Setting {
	settings, ok := readTree(file)
	if !ok {
		return readLines(file)
	}
	if slices.ContainsFunc(settings, func(s Setting) bool { return s.Key == "zonefile-sync" && strings.HasPrefix(s.Value, "-") }) {
		return settings // it may save none
	}
	inherited := slices.ContainsFunc(settings, func(s Setting) bool { return s.Section == "template" && isFetching(s) })
	writes := inherited || slices.ContainsFunc(settings, func(s Setting) bool { return s.Section == "zone" && isFetching(s) })
	for one := range parts(settings, beginsZone) {
		isTemplate := one[0].Section == "template"
		if isTemplate && writes || inherited || slices.ContainsFunc(one, isFetching) {
			nameSaved(one)
		}
	}
	return settings
}

// beginsZone tells that a statement is the first one of a zone or of a template for zones.
func beginsZone(s Setting) bool {
	return s.Section == "zone" && s.Key == "domain" || s.Section == "template" && s.Key == "id"
}

func isFetching(s Setting) bool {
	return s.Key == "master" || s.Key == "dnssec-signing" && slices.Contains(switchedOn, s.Value)
}

// nameSaved names where a zone is saved.
func nameSaved(zone []Setting) {
	for i := range zone {
		s := &zone[i]
		if s.Section != zone[0].Section || s.Key != "file" && s.Key != "storage" {
			continue
		}
		place, _, isPattern := strings.Cut(s.Value, "%")
		if isPattern {
			s.Value = place + "x"
		}
		s.Key = "fetched-" + s.Key
	}
}

var (
	// luaCall matches a call of Lua with what stands between its parentheses, luaText a text in
	// quotes among that.
	luaCall = regexp.MustCompile(`([A-Za-z_][A-Za-z0-9_.:]*)\s*\(([^()]*)\)`)
	luaText = regexp.MustCompile(`"([^"]*)"|'([^']*)'`)
)

// readLua reads a configuration in Lua: what is assigned, and each text that a call is given
// as a statement with the name of what is called.
func readLua(file *source.File) []Setting {
	var settings []Setting
	for _, s := range readLines(file) {
		if s.Key != "" && !strings.HasSuffix(s.Value, ")") {
			s.Value = strings.TrimPrefix(s.Value, storedInLMDB)
			settings = append(settings, s)
		}
	}
	for number := 1; number <= file.Lines() && len(settings) < mostSettings; number++ {
		text := file.LineText(number)
		if text, _, _ = strings.Cut(text, "--"); len(text) > longestLine {
			continue
		}
		for _, call := range luaCall.FindAllStringSubmatch(text, -1) {
			for _, argument := range luaText.FindAllStringSubmatch(call[2], -1) {
				value := strings.TrimPrefix(argument[1]+argument[2], storedInLMDB)
				settings = append(settings, Setting{Key: strings.ToLower(call[1]), Value: value, Place: file.LineRange(number)})
			}
		}
	}
	return settings
}

// storedInLMDB begins the address of Knot Resolver's cache.
const storedInLMDB = "lmdb://"

// readLeases reads Kea's configuration. The file of leases that it does not keep is none.
func readLeases(file *source.File) []Setting {
	settings, ok := readTree(file)
	if !ok {
		return readLines(file)
	}
	isForgotten := func(s Setting) bool {
		return s.Key == "persist" && strings.HasSuffix(s.Section, "lease-database") && slices.Contains(switchedOff, s.Value)
	}
	forgets := slices.ContainsFunc(settings, isForgotten)
	return slices.DeleteFunc(settings, func(s Setting) bool {
		return forgets && s.Key == "name" && strings.HasSuffix(s.Section, "lease-database")
	})
}
