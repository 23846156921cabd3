package text

import (
	"slices"
	"strings"
	"sync"

	"github.com/unitlint/unitlint/lint/evidence/invocation"
)

// namedMeanings is what long options mean whatever the program, by the last
// words of their names ("--storage.tsdb.path", "cfg:server.http_port"). They
// are the names that daemons have in common.
var namedMeanings = []struct {
	meaning invocation.Meaning
	names   []string
}{
	{invocation.MeansWrite, pidNames},
	{invocation.MeansWrite, logNames},
	{invocation.MeansWrite, stateNames},
	{invocation.MeansWrite, []string{"out", "output", "output file", "output document", "outfile", "lock file", "lockfile"}},
	{invocation.MeansData, []string{
		"log dir", "logdir", "log directory", "logs dir", "data dir", "datadir", "data directory", "data path", "datapath",
		"state dir", "statedir", "state directory", "cache dir", "cachedir", "cache directory", "spool dir", "tsdb path",
		"storage path", "storage dir", "storage directory", "storage root", "data folder", "datafolder", "persist dir", "persistence dir",
		"wal dir", "wal directory", "positions dir", "upload dir", "uploaddir", "uploads dir", "download dir", "downloaddir", "logging file path",
		"storage local path", "path data", "path logs", "path queue", "work dir", "dbpath", "db path", "dbdir",
		"output dir", "output directory", "backup dir", "backup directory", "recordings path", "recordings dir", "recording dir", "session dir", "sessions dir",
		"temp dir", "tempdir", "tmp dir", "temp directory", "queue dir", "dump dir", "report dir", "reports dir", "cache path", "spool directory",
		"tmp directory", "temporary directory", "out dir", "outdir", "save dir", "save directory", "save path",
		"upload path", "uploads path", "upload directory", "download path", "downloads path", "download directory", "download folder", "backup path",
		"backups path", "backups dir", "backups directory", "snapshot dir", "snapshots dir", "snapshot path",
		"artifacts dir", "artifact dir", "builds dir",
		"runtime dir", "state path", "blob dir", "blobs dir", "blob path", "wal path", "dumps dir", "dump path", "queue directory",
		"queue path", "session path", "sessions path", "recording path", "recordings directory", "database dir", "database directory", "db directory",
		"store dir", "attachments dir", "archive dir", "history dir",
	}},
	{invocation.MeansRead, []string{
		"config", "config file", "configfile", "conf", "config path", "conf file", "configuration", "config dir",
		"textfile directory", "defaults file", "cert", "certificate", "certfile", "keyfile", "cert file", "key file", "ca file",
		"tls cert", "tls key", "private key", "tls private key", "ssl key", "ssl keyfile", "server key",
	}},
	{invocation.MeansPort, []string{"port", "http port", "https port", "listen port"}},
	{invocation.MeansListen, []string{
		"listen", "listen address", "listen addr", "bind", "bind address", "bind addr", "http listen", "addr",
	}},
	{invocation.MeansSocket, []string{"unix socket", "unixsocket", "socket path", "control socket", "socket", "sock", "controlsocket", "uds", "uds path"}},
	{invocation.MeansUser, []string{"user"}},
	{invocation.MeansServer, []string{
		"db host", "database host", "postgres host", "postgresql host", "mysql host", "redis host", "redis addr", "redis address", "mongo host", "smtp host",
		"smtp server", "mqtt host", "mqtt broker", "mqtt server", "ldap host", "ldap server", "amqp host", "rabbitmq host", "elasticsearch host",
	}},
	{invocation.MeansChroot, []string{"chroot"}},
}

// pidNames are the last words of options that name a file with the identifier of
// a process, logNames those of a log, stateNames those of a file that is found again at the next
// start.
var (
	pidNames = []string{"pid", "pidfile", "pid file", "pid path"}
	logNames = []string{"log file", "logfile", "log path", "access log", "error log", "access logfile", "error logfile", "log filename",
		"logging file name", "log to file"}
	stateNames = []string{"positions file", "state file", "statefile", "lease file", "leases file"}
)

// storeNames are further last words of options that name where a program keeps
// what changes. As many programs call something that they only read so, they
// count for places of variable data and in home directories alone.
var storeNames = []string{
	"state", "database", "db", "storage", "store", "data", "cache", "spool", "queue", "home", "homedir", "uploads", "downloads", "backups", "recordings",
	"snapshots", "persist", "persistence", "artifacts", "attachments", "keystore", "wal", "basedir",
}

// variableData are the directories for data that programs change while they run
// (hier(7)).
var variableData = []string{"/var/lib/", "/var/cache/", "/var/spool/", "/var/log/", "/srv/", "/mnt/", "/media/", "/data/"}

// ofVendor tells whether a path lies where packages keep data that nobody changes
// while it is in use: below /usr, and not among what the administrator adds there
// (hier(7)), or is a data base of places, which geoipupdate(1) alone writes.
func ofVendor(name string) bool {
	return strings.HasPrefix(name, "/usr/") && !strings.HasPrefix(name, "/usr/local/") ||
		strings.HasSuffix(name, ".mmdb") || strings.HasPrefix(name+"/", "/var/lib/GeoIP/")
}

// optionSeparators are the characters between the words of an option's name.
var optionSeparators = strings.NewReplacer("-", " ", "_", " ", ".", " ", ":", " ", "/", " ")

// meaningOf returns what an option of an invocation means.
func meaningOf(i *invocation.Invocation, option string) invocation.Meaning {
	if meaning := i.Means.Of(option); meaning != "" {
		return meaning
	}
	if len(strings.TrimLeft(option, "-")) < 2 || elsewhere[i.Name()] { // where the option may be one of what runs there
		return invocation.MeansNothing
	}
	for _, name := range lastOf(wordsOf(option)) {
		meaning := meaningNamed()[name]
		if meaning == "" {
			continue
		}
		if asksOthers(i.Name()) && slices.Contains(pidNames, name) {
			return invocation.MeansNothing // that of the daemon which it asks
		}
		return meaning
	}
	return invocation.MeansNothing
}

// meaningNamed holds the rows of namedMeanings by their names.
var meaningNamed = sync.OnceValue(func() map[string]invocation.Meaning {
	const usual = 256
	named := make(map[string]invocation.Meaning, usual)
	for _, row := range namedMeanings {
		for _, name := range row.names {
			named[name] = row.meaning
		}
	}
	return named
})

// lastOf returns the last words of a name, the longest run of them first.
func lastOf(words []string) []string {
	const longest = 3
	var all []string
	for length := min(longest, len(words)); length > 0; length-- {
		all = append(all, strings.Join(words[len(words)-length:], " "))
	}
	return all
}

// lastAmong tells that a name ends in one of some names.
func lastAmong(words, names []string) bool {
	return slices.ContainsFunc(lastOf(words), func(name string) bool { return slices.Contains(names, name) })
}

// wordsOf takes the name of an option apart, be it that of a property of Java ("-Dlogging.file").
func wordsOf(option string) []string {
	if property, isProperty := strings.CutPrefix(option, "-D"); isProperty && strings.Contains(property, ".") {
		option = property
	}
	return strings.Fields(strings.ToLower(optionSeparators.Replace(option)))
}

// keepsData tells whether an option whose meaning is not known names a place
// for data that the program changes.
func keepsData(i *invocation.Invocation, option, content string) bool {
	if i.Means.Of(option) != "" || elsewhere[i.Name()] {
		return false
	}
	words := wordsOf(option)
	return len(words) > 0 && slices.Contains(storeNames, words[len(words)-1]) &&
		(isHomePlace(content) || slices.ContainsFunc(variableData, func(directory string) bool { return strings.HasPrefix(content, directory) }))
}
