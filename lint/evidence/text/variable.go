package text

import (
	"fmt"
	"maps"
	"path"
	"slices"
	"strings"

	"github.com/unitlint/unitlint/internal/late/regexp"
	"github.com/unitlint/unitlint/lint/evidence/invocation"
	"github.com/unitlint/unitlint/lint/need"
	"github.com/unitlint/unitlint/lint/system"
)

// readings are what the unit's own variables may show of its main program, each
// by the variable's name or content.
var readings = []func(r *collector, i *invocation.Invocation, name string, w invocation.Word){
	dataPlaces, homePlaces, sharedPlaces, mailPrograms, listeningPorts, ownSockets, ownPlaces, logPlaces, servers, amountsInOptions, guardedSocketIn,
	localSocketIn, hardwareIn, devicesIn, selfUpdates, sessionSockets, screens, repositories, javaOptions,
}

// mostVariables bounds how many variables of a unit are looked at. Real units
// have some dozens.
const mostVariables = 1024

// variableNeeds records what the unit's own variables show. They count for the
// main program; the evidence is the variable.
func (r *collector) variableNeeds() {
	main := r.Main()
	if main == nil || len(r.Variables) == 0 {
		return
	}
	names := slices.Sorted(maps.Keys(r.Variables))
	for _, name := range names[:min(len(names), mostVariables)] {
		v := r.Variables[name]
		if !v.Known {
			continue
		}
		i := *main
		i.Assignment = v.Assignment
		w := invocation.Word{Text: v.Text, Known: true, Place: v.Assignment.Span(v.Start, v.End)}
		for _, read := range readings {
			read(r, &i, name, w)
		}
	}
}

// given records a need that a variable shows, of which the names of variables
// tell no more than what is usual.
func (r *collector) given(i *invocation.Invocation, w invocation.Word, n need.Need) {
	n.Certainty = need.Likely
	n.Evidence = need.Evidence{Assignment: i.Assignment, Range: w.Place}
	r.Add(i, n)
}

// dataProperty finds Java system properties that name a place for data.
var dataProperty = regexp.MustCompile(`-D[A-Za-z0-9_.-]*(?:home|dir|data|path)=(/var/[^\s"']+)`)

// The names of variables that name a place for data end in one of dataWords and one of
// directoryWords. What is called the media or the cache of a program is often another's, which
// it reads alone.
var (
	dataWords = []string{
		"DATA", "STATE", "LOG", "LOGS", "SPOOL", "UPLOAD", "UPLOADS", "STORAGE", "STORAGE_LOCAL", "BACKUP", "BACKUPS", "DOWNLOAD", "DOWNLOADS",
		"WORK", "WORKING", "QUEUE",
	}
	directoryWords = []string{"DIR", "PATH", "DIRECTORY", "FOLDER", "ROOT", "LOCATION"}
)

// endsIn tells whether the name of a variable is one of the words, or ends in one behind "_".
func endsIn(name string, words []string) bool {
	return slices.ContainsFunc(words, func(word string) bool {
		before, found := strings.CutSuffix(name, word)
		return found && (before == "" || strings.HasSuffix(before, "_"))
	})
}

// endsInBoth tells whether the name of a variable ends in one of the first words and one of the
// last ones, be it with "_" between them or without.
func endsInBoth(name string, first, last []string) bool {
	return slices.ContainsFunc(last, func(word string) bool {
		before, found := strings.CutSuffix(name, word)
		return found && endsIn(strings.TrimSuffix(before, "_"), first)
	})
}

// storeAddress matches the address of a data base of SQLite, which makes files beside it. One of
// three slashes is absolute to some programs and relative to others (SQLAlchemy), so that a known
// directory has to follow.
var storeAddress = regexp.MustCompile(`^(?:jdbc:)?sqlite3?:(?:///?)?(/(?:var|srv|opt|etc|home|root|mnt|media|usr|run)/[^*?$%{}|\s;]+)(?:[?;].*)?$`)

// logWords are the names of variables, or the last words of them, that name the file of a log.
var logWords = []string{"LOG_FILE", "LOGFILE", "LOG_FILE_PATH", "LOGFILE_PATH", "LOG_FILENAME", "LOG_FILE_NAME"}

// logPlaces records the files of logs that variables name.
func logPlaces(r *collector, i *invocation.Invocation, name string, w invocation.Word) {
	isFile := path.IsAbs(w.Text) && !strings.HasPrefix(w.Text, "/dev/") && !strings.ContainsAny(w.Text, " %${")
	if !isFile || !endsIn(name, logWords) || r.inCommandLine(name) {
		return
	}
	r.given(i, w, need.Need{Kind: need.Create, Any: []string{path.Clean(w.Text)}, Consequence: need.StartFails,
		Why: fmt.Sprintf("writes its log %s (%s)", w.Text, name)})
}

// dataPlaces records directories for data, those of Java's properties below
// /var, where variable data lies (hier(7)).
func dataPlaces(r *collector, i *invocation.Invocation, name string, w invocation.Word) {
	var places []string
	if strings.Contains(w.Text, "=/var/") {
		for _, match := range dataProperty.FindAllStringSubmatch(w.Text, -1) {
			places = append(places, match[1])
		}
	}
	if strings.HasPrefix(w.Text, "/") && endsInBoth(name, dataWords, directoryWords) {
		places = append(places, w.Text)
	}
	if strings.Contains(w.Text, "sqlite") {
		if match := storeAddress.FindStringSubmatch(w.Text); match != nil {
			places = append(places, path.Dir(match[1]))
		}
	}
	for _, place := range places {
		r.given(i, w, need.Need{Kind: need.Write, Below: true, Any: []string{path.Clean(place)}, Consequence: need.StartFails,
			Why: fmt.Sprintf("keeps data in %s (%s)", place, name)})
	}
}

// ownPlaces records the directories that variables of known programs and libraries name for
// what they keep, whichever program of the unit uses them.
func ownPlaces(r *collector, i *invocation.Invocation, name string, w invocation.Word) {
	of, known := ownVariables[name]
	if !known || !strings.HasPrefix(w.Text, "/") || strings.ContainsAny(w.Text, " :%${*") ||
		i.Mentions([]string{"--no-cache"}) {
		return
	}
	n := need.Need{Kind: need.Write, Below: true, Any: []string{path.Clean(w.Text)}, Consequence: need.JobFails, Why: of + " in " + w.Text + " (" + name + ")"}
	r.given(i, w, n)
	if slices.Contains(toolVariables, name) {
		r.given(i, w, need.Need{Kind: need.Execute, Any: []string{path.Join(w.Text, "bin/tool")}, Consequence: need.JobFails,
			Why: "runs what is installed in " + w.Text + " (" + name + ")"})
	}
}

// toolVariables are those of ownVariables that name directories of programs which are run.
var toolVariables = []string{"PLATFORMIO_CORE_DIR", "DOTNET_BUNDLE_EXTRACT_BASE_DIR"}

// ownVariables are the variables by which programs and libraries are told where to keep what
// they write, with what that is (their documentation, environment variables).
var ownVariables = map[string]string{
	"RESTIC_CACHE_DIR":               "has restic keep its cache",
	"BORG_BASE_DIR":                  "has Borg keep its cache and what it knows of repositories",
	"BORG_CACHE_DIR":                 "has Borg keep its cache",
	"BORG_SECURITY_DIR":              "has Borg keep what it knows of repositories",
	"KOPIA_CACHE_DIRECTORY":          "has Kopia keep its cache",
	"PLATFORMIO_CORE_DIR":            "has PlatformIO install tools",
	"NUMBA_CACHE_DIR":                "has Numba keep compiled code",
	"GOCACHE":                        "has Go keep its build cache",
	"DOTNET_BUNDLE_EXTRACT_BASE_DIR": "has .NET unpack programs",
	"ZIGBEE2MQTT_DATA":               "has Zigbee2MQTT keep its settings and data base",
	"MEILI_DB_PATH":                  "has Meilisearch keep its data base",
	"MEILI_DUMP_DIR":                 "has Meilisearch write its dumps",
	"MEILI_SNAPSHOT_DIR":             "has Meilisearch write its snapshots",
	"MESSAGING_CWD":                  "has Hermes Agent work",
	"N8N_USER_FOLDER":                "has n8n keep its data",
	"CADDYPATH":                      "has Caddy keep certificates",
	"LEGO_PATH":                      "has lego keep certificates",
	"IPFS_PATH":                      "has IPFS keep its repository",
	"PM2_HOME":                       "has PM2 keep its logs and sockets",
	"GF_PATHS_DATA":                  "has Grafana keep its data base",
	"GF_PATHS_LOGS":                  "has Grafana write its logs",
	"JENKINS_HOME":                   "has Jenkins keep its jobs",
	"STHOMEDIR":                      "has Syncthing keep its settings and data base",
	"JELLYFIN_CACHE_DIR":             "has Jellyfin keep its cache",
	"PLEX_MEDIA_SERVER_APPLICATION_SUPPORT_DIR": "has Plex keep its library",
}

// The names of variables that name a file or directory end in one of placeWords;
// shellVariables are those that every session has, used or not (environ(7)).
var placeWords = []string{"DIR", "DIRECTORY", "PATH", "FILE", "HOME", "ROOT", "BASE", "CONFIG", "CONF", "CERT", "KEY", "FOLDER", "MUSICFOLDER", "DATAFOLDER"}

var shellVariables = []string{"HOME", "PATH", "PWD", "OLDPWD", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME", "XDG_STATE_HOME"}

// homePlaces records files in home directories. Elsewhere the service itself may
// make what it is told of.
func homePlaces(r *collector, i *invocation.Invocation, name string, w invocation.Word) {
	if isHomePlace(w.Text) && !slices.Contains(shellVariables, name) && !slices.Contains(sessionVariables, name) && endsIn(name, placeWords) {
		r.given(i, w, need.Need{Kind: need.Read, Any: []string{path.Clean(w.Text)}, Consequence: need.StartFails,
			Why: fmt.Sprintf("is told of %s (%s)", w.Text, name)})
	}
}

// homes are the directories that ProtectHome= hides (systemd.exec(5)).
var homes = []string{"/home/", "/root/", "/run/user/"}

// isHomePlace tells whether a variable's content is one absolute path of a file
// in a home directory.
func isHomePlace(text string) bool {
	return !strings.ContainsAny(text, " :,;=$") &&
		slices.ContainsFunc(homes, func(home string) bool { return strings.HasPrefix(text, home) })
}

// sharedPlaces records sockets and Kerberos tickets below /tmp: one end of them
// is another process (ssh-agent(1), kerberos(7)).
func sharedPlaces(r *collector, i *invocation.Invocation, name string, w invocation.Word) {
	if !strings.HasSuffix(name, "_SOCK") && !strings.HasSuffix(name, "_SOCKET") && name != "KRB5CCNAME" {
		return
	}
	text := strings.TrimPrefix(strings.TrimPrefix(strings.TrimPrefix(w.Text, "FILE:"), "unix:"), "//")
	if !system.IsTemporary(text) || strings.ContainsAny(text, " :,;%$") {
		return
	}
	r.given(i, w, need.Need{Kind: need.SharedTmp, Any: []string{path.Clean(text)}, Consequence: need.JobFails,
		Why: fmt.Sprintf("shares %s with others (%s)", path.Clean(text), name)})
}

// mailPrograms looks at the mail program that a variable names, once the lines
// themselves were looked at.
func mailPrograms(r *collector, i *invocation.Invocation, name string, w invocation.Word) {
	if i.Assignment == nil || !strings.HasPrefix(w.Text, "/") || !strings.Contains(name, "SENDMAIL") {
		return
	}
	r.pending = append(r.pending, &invocation.Invocation{Line: i.Line, Assignment: i.Assignment, Conditional: true, Program: w})
}
