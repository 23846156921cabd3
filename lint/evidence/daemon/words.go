package daemon

import (
	"slices"
	"strings"
)

// words is what keys mean whatever the program, by the last words of their names.
// They are the names that daemons have in common.
var words = map[string]Meaning{
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
	"storage path":    Data, "storage dir": Data, "storage directory": Data, "storage root": Data, "storage location": Data,
	"queue dir": Data, "run dir": Data, "rundir": Data, "temp dir": Data, "persistence location": Data,
	"socket": Socket, "unix socket": Socket, "unixsocket": Socket, "socket path": Socket, "socket file": Socket, "control socket": Socket,
	"listen socket":  Socket,
	"pcap interface": Interface, "sniff interface": Interface, "listen interface": Interface, "capture interface": Interface,
	"chroot": Chroot, "chroot dir": Chroot, "chroot directory": Chroot,
	"cert": Input, "certificate": Input, "cert file": Input, "certfile": Input, "certificate file": Input, "tls cert": Input, "ssl cert": Input,
	"ssl certificate": Input,
	"key file":        Input, "keyfile": Input, "private key": Input, "private key file": Input, "tls key": Input, "ssl key": Input,
	"ssl certificate key": Input, "ca file": Input, "cafile": Input,
	"include": Include, "includes": Include, "include file": Include, "include config": Include, "includeoptional": Include, "includeconfig": Include,
	"include toplevel": Include,
	"log config":       Include, "logging config": Include, "log config file": Include, "logging config file": Include,
	"wal dir": Data, "wal directory": Data, "positions dir": Data, "positions directory": Data, "cache path": Data,
	"upload dir": Data, "upload directory": Data, "uploads dir": Data, "uploads directory": Data, "download dir": Data, "download directory": Data,
	"include dir": Directory, "includedir": Directory, "conf dir": Directory, "confdir": Directory,
}

// separators are the characters between the words of a key.
var separators = strings.NewReplacer("-", " ", "_", " ", ".", " ", "$", " ", "!", " ", "/", " ")

// meaningOf returns what a key means by its words alone: the last two, or the
// last one. A key of a section about somebody else says nothing of the program.
func meaningOf(s Setting) Meaning {
	list := strings.Fields(separators.Replace(s.Key))
	if len(list) == 0 || isForeign(s.Section) {
		return Nothing
	}
	const longest = 3
	for length := min(longest, len(list)); length > 0; length-- {
		meaning, known := words[strings.Join(list[len(list)-length:], " ")]
		if known && (length == len(list) || meaning != User && meaning != Log && meaning != Socket) {
			return meaning
		}
	}
	return placeOf(s)
}

// placeKeys are the keys that name a place, of which the section around them tells what it
// is for.
var placeKeys = []string{
	"path", "file", "filename", "dir", "directory", "root", "rootdirectory", "location", "folder", "output", "outputpath", "outputpaths",
}

// localSections are the innermost parts of a section about a place for data by which that
// place is in the file system: others are in data bases, or in a cloud.
var localSections = []string{"local", "file", "files", "filesystem", "file_system", "fs", "disk", "raft", "badger", "bolt", "boltdb"}

// storeSections are those that are about a place for data, logSections those about the
// program's own log.
var (
	storeSections = []string{"storage", "storage_config", "store", "datastore"}
	logSections   = []string{"log", "logger", "loggers", "logging", "appender", "appenders"}
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
	isHandler := slices.Contains(outer, "handlers") && key == "filename" || strings.HasPrefix(inner, "handler_") && key == "args"
	plain := strings.ReplaceAll(key, "_", "")
	switch {
	case strings.ContainsAny(s.Value, "$%{"):
		return Nothing
	case isHandler:
		return Log
	case !slices.Contains(placeKeys, plain):
		return Nothing
	case isAmong(parts, logSections) && strings.HasPrefix(plain, "file"),
		slices.Contains(append(logSections, "logs"), inner) && strings.HasPrefix(plain, "output"):
		return Log
	case slices.Contains(localSections, inner) && isAmong(outer, storeSections):
		return Data
	}
	meaning := words[strings.Join(append(strings.Fields(separators.Replace(inner)), plain), " ")]
	if meaning != Data && meaning != Log {
		return Nothing
	}
	return meaning
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
