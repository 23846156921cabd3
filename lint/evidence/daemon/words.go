package daemon

import (
	"path"
	"slices"
	"strings"
	"sync"
)

// words is what keys mean whatever the program, by the last words of their names.
// They are the names that daemons have in common. A run that reads no configuration
// does without them.
var words = sync.OnceValue(func() map[string]Meaning {
	all := map[string]Meaning{
		"port": Port, "http port": Port, "https port": Port, "listen port": Port, "server port": Port, "bind port": Port,
		"listen": Listen, "listen address": Listen, "listen addr": Listen, "listen on": Listen, "bind": Listen, "bind address": Listen, "bind addr": Listen,
		"http listen": Listen, "http addr": Listen, "listener": Listen, "web listen address": Listen, "listening address": Listen,
		"user": User, "run as": User, "run user": User, "runas": User, "run as user": User, "username": Nothing, "user name": Nothing, "setuid": User,
		"daemon user": User, "proc username": User, "process user": User,
		"pid": PIDFile, "pidfile": PIDFile, "pid file": PIDFile, "pid path": PIDFile, "pid dir": Data,
		"log": Log, "log file": Log, "logfile": Log, "log path": Log, "access log": Log, "error log": Log, "logging file": Log,
		"log dir": Data, "logdir": Data, "log directory": Data, "logs dir": Data,
		"data dir": Data, "datadir": Data, "data directory": Data, "data path": Data, "state dir": Data, "statedir": Data, "state directory": Data,
		"db dir": Data, "dbdir": Data, "db path": Data, "database dir": Data, "database path": Data, "var dir": Data, "work dir": Data, "workdir": Data,
		"work directory":    Data,
		"working directory": Data, "workingdirectory": Data, "home dir": Data, "spool dir": Data, "spool directory": Data, "cache dir": Data, "cachedir": Data,
		"cache directory": Data,
		"store dir":       Data, "store path": Data, "media root": Data, "storage path": Data, "storage dir": Data, "storage directory": Data, "storage root": Data,
		"storage location": Data,
		"queue dir":        Data, "temp dir": Data, "persistence location": Data,
		"socket": Socket, "unix socket": Socket, "unixsocket": Socket, "socket path": Socket, "socket file": Socket, "control socket": Socket,
		"listen socket": Socket,
		"socket owner":  Owner, "socket user": Owner, "sock owner": Owner, "sock user": Owner, "socketowner": Owner, "socketuser": Owner,
		"pcap interface": Interface, "sniff interface": Interface, "listen interface": Interface, "capture interface": Interface,
		"chroot": Chroot, "chroot dir": Chroot, "chroot directory": Chroot,
		"cert": Input, "certificate": Input, "cert file": Input, "certfile": Input, "certificate file": Input, "tls cert": Input, "ssl cert": Input,
		"ssl certificate": Input,
		"key file":        Input, "keyfile": Input, "private key": Input, "private key file": Input, "tls key": Input, "ssl key": Input,
		"ssl certificate key": Input, "ca file": Input, "cafile": Input,
		"include": Include, "includes": Include, "include file": Include, "include config": Include, "includeoptional": Include, "includeconfig": Include,
		"include toplevel": Include,
		"data log dir":     Data, "log dirs": Data, "data dirs": Data, "logs directory": Data, "logs path": Data, "path data": Data, "path logs": Data,
		"wal path": Data, "tsdb dir": Data, "tsdb path": Data, "buffer path": Data, "buffer dir": Data, "buffer directory": Data,
		"socket dir": Data, "socket directory": Data, "file directories": Data, "commitlog directory": Data, "hints directory": Data, "caches directory": Data,
		"state file": State, "statefile": State, "positions file": State, "pos file": State, "cache file": State, "lease file": State, "leases file": State,
		"datastore path": State, "state path": State,
		"logto": Log, "query log file": Log, "stats file": State,
		"log config": Include, "logging config": Include, "log config file": Include, "logging config file": Include,
		"logging path": Log, "logging directory": Data, "accesslog directory": Data, "multipart location": Data,
		"wal dir": Data, "wal directory": Data, "positions dir": Data, "positions directory": Data, "cache path": Data,
		"upload dir": Data, "upload directory": Data, "uploads dir": Data, "uploads directory": Data, "download dir": Data, "download directory": Data,
		"data folder": Data, "output dir": Data, "output directory": Data, "report dir": Data, "reports dir": Data, "backup dir": Data, "backups dir": Data,
		"backup directory": Data, "dump dir": Data, "dump directory": Data, "download path": Data, "downloads path": Data, "download folder": Data,
		"recording path": Data, "recordings path": Data, "recording dir": Data, "recordings dir": Data, "recording directory": Data,
		"queue directory": Data, "queue path": Data, "spool path": Data, "session path": Data, "sessions path": Data, "session save path": Data,
		"temp directory": Data, "temp path": Data, "tmp dir": Data, "tmp path": Data, "tmpdir": Data, "temporary directory": Data,
		"badger dir": Data, "badger path": Data, "rocksdb dir": Data, "rocksdb path": Data, "leveldb dir": Data, "leveldb path": Data, "lmdb dir": Data,
		"lmdb path": Data, "history file": State, "error log file": Log, "access log file": Log, "audit log file": Log, "audit log path": Log,
		"data root":       Data,
		"backup location": Data, "output path": Data, "output folder": Data, "records dir": Data, "builds dir": Data,
		"block dir": Data, "chunks dir": Data, "incoming dir": Data, "incomplete dir": Data, "incomplete download dir": Data,
		"state folder": Data, "log folder": Data, "logs folder": Data, "cache folder": Data, "temp folder": Data, "tmp folder": Data,
		"download location": Data, "downloads folder": Data, "index dir": Data, "index directory": Data,
		"acme storage": Data, "cert cache": Data, "certs cache": Data, "wal folder": Data, "queue folder": Data,
		"spool folder": Data, "recordings folder": Data, "recording folder": Data,
		"audit log": Log, "query log": Log, "slow log": Log, "slow query log": Log, "slow query log file": Log, "general log file": Log, "debug log": Log,
		"event log": Log, "transaction log": Log, "trace log": Log, "event log file": Log, "debug log file": Log, "trace file": Log,
		"lock file": State, "lockfile": State, "persistence file": State, "persist file": State, "status file": State, "history path": State,
		"include dir": Directory, "includedir": Directory, "conf dir": Directory, "confdir": Directory,
	}
	for _, what := range filledThings {
		for _, place := range []string{"dir", "path", "directory", "folder"} {
			if name := what + " " + place; name != "backup path" && name != "backups path" { // what is backed up, often
				all[name] = Data
			}
		}
	}
	return all
})

// filledThings are what programs put into a place that is called after it.
var filledThings = []string{
	"upload", "uploads", "backup", "backups", "export", "exports", "snapshot", "snapshots", "archive", "attachment", "attachments", "session", "sessions",
	"blob", "blobs", "artifact", "artifacts", "persistence", "persist", "thumbnail", "thumbnails", "workspace", "save", "dump", "dumps",
}

// separators are the characters between the words of a key.
var separators = strings.NewReplacer("-", " ", "_", " ", ".", " ", "$", " ", "!", " ", "/", " ")

// meaningOf returns what a key means by its words alone: the last two, or the
// last one. A key of a section about somebody else says nothing of the program.
func meaningOf(s Setting) Meaning {
	list := strings.Fields(separators.Replace(s.Key))
	if isStoreFile(s) {
		return State
	}
	if len(list) == 0 || isForeign(s.Section) || deviceIn(s.Value) != "" {
		return Nothing // a device is one, whatever the key is called
	}
	const longest = 3
	for length := min(longest, len(list)); length > 0; length-- {
		meaning, known := words()[strings.Join(list[len(list)-length:], " ")]
		if known && (length == len(list) || meaning != User && meaning != Log && meaning != Socket) {
			return meaning
		}
	}
	if meaning := joined()[strings.Join(list, "")]; meaning == Data || meaning == Log || meaning == State {
		return meaning
	}
	return placeOf(s)
}

// storeKeys are keys without what parts their words that name the file of a data base, wherever they stand.
var storeKeys = []string{"database", "dbfile", "databasefile", "dbfilename", "databasefilename", "sqlitefile", "sqlitepath", "sqlitedb", "dbpath",
	"databasepath"}

// isStoreFile tells that a setting names the file of a data base, where data bases of others
// have a host.
func isStoreFile(s Setting) bool {
	inner := s.Section[strings.LastIndexByte(s.Section, '.')+1:]
	name, _, _ := strings.Cut(s.Value, "?") // options of SQLite
	isStore := slices.Contains([]string{".db", ".sqlite", ".sqlite3"}, path.Ext(name))
	key := strings.NewReplacer("_", "", "-", "", ".", "").Replace(s.Key)
	if isStore && path.IsAbs(s.Value) && (slices.Contains(storeKeys, key) || s.Key == "name" && s.Section == "databases.default") { // Django's
		return true
	}
	if !slices.Contains([]string{"database", "db", "sqlite", "sqlite3"}, inner) {
		return false
	}
	return isStore && path.IsAbs(s.Value) && slices.Contains([]string{"dsn", "url", "uri", "source"}, s.Key) ||
		slices.Contains([]string{"path", "file", "filename", "name", "database", "location"}, strings.ReplaceAll(s.Key, "_", "")) &&
			isStore
}

// joined is what keys mean whose words stand in one, as "dataDir" or "LogFile" in lower case.
var joined = sync.OnceValue(func() map[string]Meaning {
	all := make(map[string]Meaning, len(words()))
	for name, meaning := range words() {
		all[strings.ReplaceAll(name, " ", "")] = meaning
	}
	return all
})

// parentKeys are the sections whose keys are called after what lies in the places that they
// name: "[paths] data=", as against "[data] path=".
var parentKeys = []string{"path", "paths", "dir", "dirs", "directory", "directories", "folders", "locations"}

// keptKeys are what is kept there and changes.
var keptKeys = []string{
	"data", "contentpath", "datapath", "logpath", "cachepath", "storagepath", "uploadpath", "log", "logs", "cache", "state", "storage",
	"uploads", "downloads", "temp", "tmp", "work", "spool", "db", "database", "lib",
}

// filledKeys are the names of what programs fill, wherever they stand.
var filledKeys = []string{"uploads", "downloads", "recordings", "backups", "attachments", "thumbnails", "spool"}

// placeKeys are the keys that name a place, of which the section around them tells what it
// is for.
var placeKeys = []string{
	"path", "file", "filename", "filepath", "dirpath", "dir", "directory", "root", "rootdirectory", "location", "folder", "output", "outputpath", "outputpaths",
}

// localSections are the innermost parts of a section about a place for data by which that
// place is in the file system: others are in data bases, or in a cloud.
var localSections = []string{"local", "file", "files", "filesystem", "file_system", "fs", "disk", "raft", "badger", "bolt", "boltdb"}

// storeSections are those that are about a place for data, logSections those about the
// program's own log.
var (
	storeSections = []string{"storage", "storage_config", "store", "datastore"}
	logSections   = []string{"log", "logger", "loggers", "logging", "appender", "appenders", "accesslog", "access_log", "errorlog", "error_log"}
)

// placeOf returns what a key means that is called "path", say, by the section around it:
// the innermost one and the key are words together, and handlers of a log have a file
// (the documentation of Python's logging.config, log4j, logback, Spring and zap).
func placeOf(s Setting) Meaning {
	parts, key := strings.Split(s.Section, "."), s.Key
	if at := strings.LastIndexByte(key, '.'); at >= 0 { // properties have it all in their key
		parts, key = append(parts, strings.Split(key[:at], ".")...), key[at+1:]
	}
	inner, outer := parts[len(parts)-1], parts[:len(parts)-1]
	plain := strings.ReplaceAll(key, "_", "")
	if strings.ContainsAny(s.Value, "$%{") {
		return Nothing
	}
	if isLogFile(inner, outer, plain, s.Value) {
		return Log
	}
	switch {
	case inner == "acme" && plain == "storage":
		return State
	case slices.Contains(filledKeys, plain) && path.IsAbs(s.Value) && !strings.HasPrefix(s.Value, "/usr/"):
		return Data
	case isKept(inner, outer, plain):
		return Data
	case plain == "path" && (inner == "file" || strings.HasPrefix(inner, "file/")) && isAmong(outer, sinkSections):
		return Log
	case inner == "logs", !slices.Contains(placeKeys, plain): // those of others that are read, often
		return Nothing
	case slices.Contains(localSections, inner) && slices.ContainsFunc(outer, isStore):
		return Data
	}
	if plain == "filename" || plain == "filepath" {
		plain = "file"
	}
	meaning := words()[strings.Join(append(strings.Fields(separators.Replace(inner)), plain), " ")]
	if one, isMany := strings.CutSuffix(inner, "s"); isMany && meaning == "" {
		meaning = words()[strings.Join(append(strings.Fields(separators.Replace(one)), plain), " ")]
	}
	if meaning != Data && meaning != Log && meaning != State {
		return Nothing
	}
	return meaning
}

// isKept tells that a key names a directory for what is kept, by the sections around it.
func isKept(inner string, outer []string, key string) bool {
	switch {
	case key == "storage", key == "basedir" && inner == "tomcat", slices.Contains(parentKeys, inner) && slices.Contains(keptKeys, key):
		return true
	case inner == "file" && key == "path": // Spring's directory
		return isAmong(outer, logSections)
	}
	return key == "directory" && strings.HasPrefix(inner, "file_storage") // OpenTelemetry's collector
}

// isLogFile tells that a key names the file of the program's own log, by the sections around it.
func isLogFile(inner string, outer []string, key, value string) bool {
	ofLog := slices.Contains(logSections, inner)
	switch {
	case slices.Contains(outer, "handlers") && key == "filename", strings.HasPrefix(inner, "handler_") && key == "args":
		return true // Python's
	case slices.Contains(outer, "appenders") && key == "path" && isLogName(value):
		return true // the documentation of log4rs
	case slices.Contains(outer, "serilog") && key == "path", strings.HasSuffix(inner, "filehandler") && key == "pattern":
		return true // the documentation of Serilog's sink for files and of java.util.logging
	case inner == "file" && key == "name":
		return isAmong(outer, logSections)
	case !slices.Contains(placeKeys, key):
		return false
	case strings.HasPrefix(key, "file"):
		return ofLog || isAmong(outer, logSections)
	}
	return strings.HasPrefix(key, "output") && (ofLog || inner == "logs")
}

// isLogName tells that a file is called as logs are.
func isLogName(name string) bool {
	return strings.HasSuffix(name, ".log") || strings.HasSuffix(name, ".json")
}

// sinkSections are those of what is sent somewhere, be it to a file.
var sinkSections = []string{"exporters", "sinks", "outputs", "output"}

// isStore tells that a section is about a place for data, be it of one kind ("blocks_storage").
func isStore(section string) bool {
	return slices.Contains(storeSections, section) || strings.HasSuffix(section, "_storage") || strings.HasSuffix(section, "_store")
}

// isAmong tells whether a list has one of some words.
func isAmong(list, some []string) bool {
	return slices.ContainsFunc(list, func(word string) bool { return slices.Contains(some, word) })
}

// foreignSections are words in the names of sections that are about other
// programs or hosts than the one that is configured.
var foreignSections = []string{
	"client", "upstream", "backend", "proxy", "remote", "database", "smtp", "mail", "ldap", "peer", "mysql", "postgres", "redis", "auth", "output",
	"job", "target", "forward", "relay",
}

func isForeign(section string) bool {
	for _, part := range strings.FieldsFunc(section, func(r rune) bool { return r == '.' || r == ' ' || r == '-' || r == '_' || r == ':' }) {
		for _, word := range foreignSections {
			if part == word || part == word+"s" {
				return true
			}
		}
	}
	return false
}
