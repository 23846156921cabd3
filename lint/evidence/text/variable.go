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
	dataPlaces, homePlaces, sharedPlaces, mailPrograms, listeningPorts, ownSockets, ownPlaces, logPlaces, keptFiles, servers, amountsInOptions, guardedSocketIn,
	localSocketIn, hardwareIn, devicesIn, selfUpdates, sessionSockets, screens, repositories, javaOptions, meantVariables,
	temporaryPlaces, relativePlaces, listeningNames, keepsCookies,
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

// meantVariables records what the documentation of programs says of a variable.
func meantVariables(r *collector, i *invocation.Invocation, name string, w invocation.Word) {
	meaning := i.Means.Of(name)
	if of := r.ownVariable(i, name, w); meaning == "" && of != nil {
		meaning = keptMeanings[of.kept]
	}
	if file := storeFile(name, w.Text); file != "" && meaning == invocation.MeansWrite {
		w.Text, meaning = path.Dir(file), invocation.MeansData
	}
	if meaning != "" && w.Text != "" && !strings.ContainsAny(w.Text, " ${") {
		certainty := need.Likely
		if slices.Contains(listeningMeanings, meaning) {
			certainty = need.Certain
		}
		r.means(i, name, w, meaning, certainty)
	}
}

// dataProperty finds Java system properties that name a place for data.
var dataProperty = regexp.MustCompile(`-D[A-Za-z0-9_.-]*(?:home|dir|data|path)=(/var/[^\s"']+)`)

// The names of variables that name a place for data end in one of dataWords and one of
// directoryWords. What is called the media or the cache of a program is often another's, which
// it reads alone.
var (
	dataWords = []string{
		"DATA", "STATE", "LOG", "LOGS", "SPOOL", "UPLOAD", "UPLOADS", "STORAGE", "STORAGE_LOCAL", "BACKUP", "BACKUPS", "DOWNLOAD", "DOWNLOADS",
		"WORK", "WORKING", "QUEUE", "OUTPUT", "RECORDING", "RECORDINGS", "SESSION", "SESSIONS", "TEMP", "TMP", "DUMP", "DUMPS", "REPORT", "REPORTS",
		"PERSIST", "PERSISTENCE", "SNAPSHOT", "SNAPSHOTS", "ARTIFACT", "ARTIFACTS", "BUILDS", "ATTACHMENT", "ATTACHMENTS", "WAL",
		"BLOB", "BLOBS",
	}
	// filledWords are the last words of variables that name what programs fill.
	filledWords    = []string{"UPLOADS", "DOWNLOADS", "BACKUPS", "RECORDINGS", "SNAPSHOTS", "ATTACHMENTS", "STORAGE"}
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
		return found && endsIn(strings.TrimRight(before, "_"), first)
	})
}

// addressParts are the last words of variables that name a part of the addresses of pages, such as the one
// that a cookie is for (Laravel's documentation, session).
var addressParts = []string{"SESSION_PATH", "SESSIONS_PATH", "REPORT_PATH"}

// isPlaceForData tells that a variable is called as places for data are, and names one.
func isPlaceForData(name, content string) bool {
	return strings.HasPrefix(content, "/") && !namesOthers(name, content) && !endsIn(name, addressParts) &&
		(endsInBoth(name, dataWords, directoryWords) || endsIn(name, filledWords) && !strings.ContainsAny(content, " :,;"))
}

// storeWords are the last words of options and variables that name a data base, be it in a file.
var storeWords = []string{
	"db", "database", "database url", "db url", "db file", "db path", "db filename", "dbfile", "dbpath", "database file", "database path", "db database",
	"db connection", "sqlite file", "sqlite path", "sqlite db", "db name", "database name", "database filename", "datasource", "dsn", "db address",
}

// storeFile returns the file of a data base that a variable names, or "": by its address, or by its
// name and what the variable is called. Where packages keep data, a data base is read alone.
func storeFile(name, content string) string {
	if file := system.StoreFile(content); file != "" {
		return file
	}
	file := strings.TrimPrefix(content, "file:")
	file, _, _ = strings.Cut(strings.Replace(file, "///", "/", 1), "?")
	if !path.IsAbs(file) || ofVendor(file) || !system.IsStore(file) || !lastAmong(wordsOf(name), storeWords) || strings.ContainsAny(file, " :,;%${*") {
		return ""
	}
	return file
}

// logWords are the names of variables, or the last words of them, that name the file of a log.
var logWords = []string{"LOG_FILE", "LOGFILE", "LOG_FILE_PATH", "LOGFILE_PATH", "LOG_FILENAME", "LOG_FILE_NAME"}

// stateFileWords are the last words of variables that name a file which is found again, or locked.
var stateFileWords = []string{"STATE_FILE", "STATEFILE", "LOCK_FILE", "LOCKFILE"}

// dependencyLocks are variables that name lists of what a program depends on, with their releases, and
// dependencyFiles how such lists are called: they are read (the documentation of Bundler, Pipenv, Yarn
// and Cargo).
var (
	dependencyLocks = []string{"BUNDLE_LOCKFILE", "PIPENV_LOCKFILE", "YARN_LOCK_FILE", "YARN_LOCKFILE", "YARN_LOCKFILE_FILENAME"}
	dependencyFiles = []string{"Gemfile.lock", "Pipfile.lock", "yarn.lock", "Cargo.lock", "poetry.lock", "uv.lock", "composer.lock", "flake.lock"}
)

// namesFile tells that the value of a variable is the path of a file, and no device.
func namesFile(value string) bool {
	return path.IsAbs(value) && !strings.HasPrefix(value, "/dev/") && !strings.ContainsAny(value, " %${")
}

// keptFiles records the files that variables name in which the program keeps its state, or which it
// locks.
func keptFiles(r *collector, i *invocation.Invocation, name string, w invocation.Word) {
	if slices.Contains(dependencyLocks, name) || slices.Contains(dependencyFiles, path.Base(w.Text)) {
		return
	}
	if namesFile(w.Text) && endsIn(name, stateFileWords) && !r.inCommandLine(name) {
		r.given(i, w, need.Need{Kind: need.Create, Any: []string{path.Clean(w.Text)}, Consequence: need.StartFails,
			Why: fmt.Sprintf("writes %s (%s)", w.Text, name)})
	}
}

// logPlaces records the files of logs that variables name.
func logPlaces(r *collector, i *invocation.Invocation, name string, w invocation.Word) {
	isLog := endsIn(name, logWords) || endsIn(name, []string{"LOG"}) && path.Ext(w.Text) == ".log"
	if !namesFile(w.Text) || !isLog || r.inCommandLine(name) {
		return
	}
	n := need.Need{Kind: need.Create, Any: []string{path.Clean(w.Text)}, Certainty: need.Likely, Consequence: need.StartFails,
		Why: fmt.Sprintf("writes its log %s (%s)", w.Text, name), Evidence: need.Evidence{Assignment: i.Assignment, Range: w.Place}}
	if r.isLogOfOthers(i, w) {
		n.Certainty = need.Possible
	}
	r.Add(i, n)
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
	file := storeFile(name, w.Text)
	switch {
	case i.Means.Of(name) != "" || r.ownVariable(i, name, w) != nil: // it is known what it is for
	case file != "":
		places = append(places, path.Dir(file))
	case isPlaceForData(name, w.Text) && !ofVendor(path.Clean(w.Text)) && !r.isLogOfOthers(i, w):
		places = append(places, w.Text)
	}
	for _, place := range places {
		r.given(i, w, need.Need{Kind: need.Write, Below: true, Any: []string{path.Clean(place)}, Consequence: need.StartFails,
			Why: fmt.Sprintf("keeps data in %s (%s)", place, name)})
	}
}

// ownPlaces records the places that variables of known programs and libraries name for
// what they keep, whichever program of the unit uses them.
func ownPlaces(r *collector, i *invocation.Invocation, name string, w invocation.Word) {
	of, store := r.ownVariable(i, name, w), storeFile(name, w.Text)
	if store != "" {
		w.Text = store
	}
	if of == nil || of.what == "" && of.kept != listensOn || !strings.HasPrefix(w.Text, "/") || strings.ContainsAny(w.Text, ":%${*") ||
		strings.HasPrefix(w.Text, "/dev/") || ofVendor(path.Clean(w.Text)) || i.Mentions([]string{"--no-cache"}) || elsewhere[i.Name()] {
		return
	}
	switch {
	case of.kept == listensOn:
		r.socket(i, w, need.Likely, name)
		return
	case r.keptElsewhere(of.kept):
		return
	}
	n := need.Need{
		Kind: need.Write, Below: true, Any: []string{path.Clean(w.Text)}, Consequence: need.JobFails, Why: of.what + " in " + w.Text + " (" + name + ")",
	}
	switch {
	case of.kept != keptFile:
	case store != "":
		n.Any = []string{path.Dir(n.Any[0])} // a data base makes files beside it
	default:
		n.Kind, n.Below = need.Create, false
	}
	r.given(i, w, n)
	if of.kept == keptTools {
		r.given(i, w, need.Need{Kind: need.Execute, Any: []string{path.Join(w.Text, "bin/tool")}, Consequence: need.JobFails,
			Why: "runs what is installed in " + w.Text + " (" + name + ")"})
	}
}

// ownVariable returns what is known of a variable, or nil: of one that any program may call so,
// where the unit is about that which is meant.
func (r *collector) ownVariable(i *invocation.Invocation, name string, w invocation.Word) *ownVariable {
	at, known := slices.BinarySearchFunc(ownVariables, name, func(v ownVariable, name string) int { return strings.Compare(v.name, name) })
	if !known {
		return nil
	}
	programs, common := commonNames[name]
	if common && !slices.ContainsFunc(programs, func(program string) bool { return r.isAbout(i, w, program) }) {
		return nil
	}
	return &ownVariables[at]
}

// isOwnPort tells that a variable is one by which a known program is told where to listen.
func (r *collector) isOwnPort(i *invocation.Invocation, name string, w invocation.Word) bool {
	of := r.ownVariable(i, name, w)
	return of != nil && of.kept == listensAt
}

// keptElsewhere tells that the unit says of what is kept in some places that it is not written:
// variables tell programs to fetch or to change nothing (the documentation of huggingface_hub,
// Transformers and PhotoPrism).
func (r *collector) keptElsewhere(kept kept) bool {
	isOn := func(name string) bool {
		v, set := r.Variables[name]
		return set && (!v.Known || v.Text != "" && v.Text != "0" && v.Text != "false")
	}
	switch kept {
	case keptOnline:
		return isOn("HF_HUB_OFFLINE") || isOn("TRANSFORMERS_OFFLINE")
	case keptUnlessRead:
		return isOn("PHOTOPRISM_READONLY")
	}
	return false
}

// The names of variables that name a file or directory end in one of placeWords;
// shellVariables are those that every session has, used or not (environ(7)).
var placeWords = []string{
	"DIR", "DIRECTORY", "PATH", "FILE", "HOME", "ROOT", "BASE", "CONFIG", "CONF", "CERT", "KEY", "FOLDER", "MUSICFOLDER", "DATAFOLDER", "ASSET",
	"KUBECONFIG", "CREDENTIALS", "CERTS", "CA_BUNDLE", "PYTHONPATH", "VIRTUAL_ENV", "NODE_EXTRA_CA_CERTS",
}

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

// mailPrograms looks at the mail program that a variable names, be it as the way by which mail is
// sent, once the lines themselves were looked at.
func mailPrograms(r *collector, i *invocation.Invocation, name string, w invocation.Word) {
	way, _, _ := strings.Cut(strings.TrimLeft(strings.ToLower(w.Text), ":"), "://")
	isWay := way == "sendmail" && (strings.Contains(name, "MAIL") || strings.HasPrefix(name, "SMTP_"))
	if i.Assignment == nil || !isWay && !(strings.HasPrefix(w.Text, "/") && strings.Contains(name, "SENDMAIL")) {
		return
	}
	if r.mailsOtherwise(name) {
		return
	}
	if isWay {
		w.Text, w.Written = "sendmail", "sendmail"
	}
	r.pending = append(r.pending, &invocation.Invocation{Line: i.Line, Assignment: i.Assignment, Conditional: true, Program: w})
}
