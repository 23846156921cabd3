package daemon

import (
	"path"
	"slices"
	"strings"

	"github.com/unitlint/unitlint/internal/late/regexp"
	"github.com/unitlint/unitlint/lint/system"
)

// Meaning says what a program does with a value of its configuration.
type Meaning string

// The meanings.
const (
	Port      Meaning = "port"      // a TCP port that it listens on
	UDPPort   Meaning = "udp-port"  // a UDP port that it listens on
	Listen    Meaning = "listen"    // an address with a port, or the path of a socket
	Socket    Meaning = "socket"    // a socket in the file system that it makes
	Sockets   Meaning = "sockets"   // a directory in which it makes sockets
	Pipe      Meaning = "pipe"      // a named pipe that it makes, at whose other end is another program
	User      Meaning = "user"      // the account that it becomes
	UserID    Meaning = "user-id"   // the account that it becomes, in the groups that it has
	PIDFile   Meaning = "pid-file"  // a file that it writes its process identifier to
	Log       Meaning = "log"       // a file that it writes its log to
	Rotated   Meaning = "rotated"   // a log that it renames and replaces
	State     Meaning = "state"     // a file that it keeps its state in
	Store     Meaning = "store"     // a data base in a file, beside which it makes others
	Zone      Meaning = "zone"      // a file that it writes what it fetched to
	Data      Meaning = "data"      // a directory that it writes below
	Served    Meaning = "served"    // a directory that its clients write to
	Mail      Meaning = "mail"      // places of mail, with their format and variables: it writes below them
	Chroot    Meaning = "chroot"    // the directory that becomes its root
	Input     Meaning = "input"     // a file that it reads
	Rules     Meaning = "rules"     // a file that it reads, and that says what it does as its configuration
	Device    Meaning = "device"    // devices that it opens
	Program   Meaning = "program"   // a command that it runs
	Script    Meaning = "script"    // a file that it runs, as one of its plugins
	Compiled  Meaning = "compiled"  // scripts whose compiled form it saves beside them, where that is not there
	Interface Meaning = "interface" // a network interface that it works on
	Firewall  Meaning = "firewall"  // a section switches on that it works on the packet filter
	Followed  Meaning = "followed"  // a file that it follows for a section, where that is switched on
	Include   Meaning = "include"   // further files of its configuration
	Directory Meaning = "directory" // a directory with further files of its configuration
	Base      Meaning = "base"      // the directory from which names of further files count
	Variable  Meaning = "variable"  // "NAME=value", for "${NAME}" in other values
	Group     Meaning = "group"     // a group that it gives its socket to
	Owner     Meaning = "owner"     // an account that it gives its socket to
	Address   Meaning = "address"   // addresses of this host that it takes connections at
	Peer      Meaning = "peer"      // what has it connect to other hosts, unless it is "no"
	Server    Meaning = "server"    // the host, or the address, of a server that it connects to
	Nothing   Meaning = "nothing"   // looks like something else by its name, and is not
)

// Fact is what a statement tells of what the program will do.
type Fact struct {
	Setting Setting
	Meaning Meaning
	// Values are what is meant: a port "80", a path, an account.
	Values []string
	// Known tells that the program's documentation says what the key means; else
	// the words of the key alone do.
	Known bool
	// Packaged is the value that the key has as the program is packaged, or "".
	Packaged string
	// Plain tells that the value means this whatever its key is called.
	Plain bool
	// Listens tells of a socket that the program takes its connections there.
	Listens bool
	// Rooted tells of a relative path that it lies in the root directory, where the program is started.
	Rooted bool
	// Default tells that no statement says so: the program's documentation does.
	Default bool
}

// everyAddress matches a port of all addresses of a host: who names that listens
// there, since nobody connects to it.
var everyAddress = regexp.MustCompile(`^(?:[a-z0-9]+://)?(?:0\.0\.0\.0|\[::\]|\*)?:([0-9]{1,5})(?:/?|/?\?.*)$`)

// isEveryAddress tells that a value stands for all addresses of a host.
func isEveryAddress(value string) bool {
	return slices.Contains([]string{"0.0.0.0", "::", "[::]"}, value)
}

// everywhere are the addresses of a file that stand for every one of the host: the
// first words of their keys, by section. A port belongs to one whose key begins with
// the same word, and one that is called "port" alone to any.
type everywhere map[string]map[string]bool

func everywhereIn(settings []Setting) everywhere {
	found := everywhere{}
	for _, s := range settings {
		words := strings.Fields(separators.Replace(s.Key))
		if len(words) == 0 || !isEveryAddress(s.Value) {
			continue
		}
		if found[s.Section] == nil {
			found[s.Section] = map[string]bool{}
		}
		found[s.Section][words[0]] = true
	}
	return found
}

func (e everywhere) belongs(port Setting) bool {
	words := strings.Fields(separators.Replace(port.Key))
	if len(words) == 1 {
		return len(e[port.Section]) > 0
	}
	return len(words) > 0 && e[port.Section][words[0]]
}

// storeFile matches a data base of SQLite, which is a file with others beside it, or what Go's
// and C's libraries call one ("file:/srv/a.db?cache=shared", sqlite.org, URI filenames).
var storeFile = regexp.MustCompile(`^(?:(?:sqlite3?:(?://)?)?(/[^*?$%{}|\s]+\.sqlite3?(?:db)?)|file:(?://)?(/[^*?$%{}|\s]+\.(?:db|sqlite3?)))(?:\?.*)?$`)

// dataSource matches a string of .NET by which a program opens a data base of SQLite (the
// documentation of Microsoft.Data.Sqlite, connection strings).
var dataSource = regexp.MustCompile(`(?i)^(?:.*;)?\s*(?:data source|datasource|filename)\s*=\s*(/[^;*?$%{}]+\.(?:db3?|sqlite3?))(?:;.*)?$`)

// plainMeaning returns what a value means by itself.
func plainMeaning(value string) (Meaning, []string) {
	if match := everyAddress.FindStringSubmatch(value); match != nil {
		if port, ok := system.PortOf(match[1]); ok {
			return Listen, []string{port}
		}
	}
	file := system.StoreFile(value)
	if match := storeFile.FindStringSubmatch(value); match != nil && file == "" {
		file = match[1] + match[2]
	}
	if strings.Contains(value, "=") && strings.Contains(value, "/") {
		if match := dataSource.FindStringSubmatch(value); match != nil {
			file = match[1]
		}
	}
	if file != "" {
		return Data, []string{path.Dir(path.Clean(file))}
	}
	if device := deviceIn(value); device != "" {
		return Device, []string{device}
	}
	return Nothing, nil
}

// serialLine matches the node of a serial line with how it is opened, as "serial:///dev/ttyUSB0?baud=9600"
// and "/dev/ttyACM0:115200".
var serialLine = regexp.MustCompile(`^(?:[a-z][a-z0-9+-]*:(?://)?)?(/dev/(?:tty[A-Z]+[0-9]+|serial/by-id/[^\s?,:@/]+))(?:[?,:@][^/\s]*)?$`)

// deviceIn returns the node of hardware that a value is, or "".
func deviceIn(value string) string {
	if !strings.Contains(value, "/dev/") {
		return ""
	}
	if plainDevice.MatchString(value) {
		return path.Clean(value)
	}
	if match := serialLine.FindStringSubmatch(value); match != nil {
		return match[1]
	}
	return ""
}

// plainDevice matches the node of hardware that a program opens which is told of it, and no other
// name below /dev: serial lines, cameras, sound, buses, graphics, accelerators, receivers, modems, keyboards, printers,
// clocks, and what tunnels, guests and keys are made with.
var plainDevice = regexp.MustCompile(`^/dev/(?:tty(?:USB|ACM|AMA|S|THS|mxc)[0-9]+|serial/by-(?:id|path)/[^/\s]+|serial[0-9]+|video[0-9]+|` +
	`v4l/by-(?:id|path)/[^/\s]+|i2c-[0-9]+|spidev[0-9.]+|gpiochip[0-9]+|dri/(?:card|renderD)[0-9]+|nvidia[0-9]+|kfd|apex_[0-9]+|accel/accel[0-9]+|` +
	`hidraw[0-9]+|snd/[A-Za-z0-9]+|dvb/adapter[0-9]+(?:/[a-z0-9]+)?|bus/usb/[0-9]+/[0-9]+|ipmi[0-9]+|watchdog[0-9]*|lirc[0-9]+|pps[0-9]+|ptp[0-9]+|rtc[0-9]*|` +
	`tpm(?:rm)?[0-9]+|fuse|net/tun|kvm|uinput|rfkill|cdc-wdm[0-9]+|input/(?:event[0-9]+|by-(?:id|path)/[^/\s]+)|usb/(?:hiddev|lp)[0-9]+|lp[0-9]+)$`)

// socketPrefixes are how configurations write that an address is the path of a
// socket.
var socketPrefixes = []string{"unix:", "unix@", "unix/:", "unix/", "local:", "fd@"}

// pathOf returns the path of a socket.
func pathOf(text string) (string, bool) {
	for _, prefix := range socketPrefixes {
		text = strings.TrimPrefix(text, prefix)
	}
	if rest, found := strings.CutPrefix(text, "//"); found {
		text = "/" + rest
	}
	return path.Clean(text), path.IsAbs(text)
}

// valuesOf returns what a statement's value means, or none where it is no value
// of that meaning. What is whole may be a path with blanks.
func valuesOf(meaning Meaning, value string, whole bool) (Meaning, []string) {
	if meaning != Program && len(value) > longestLine {
		return Nothing, nil
	}
	words := strings.Fields(strings.ReplaceAll(value, ", /", ",/")) // a list of paths
	switch {
	case len(words) == 0:
		return Nothing, nil
	case whole && isOnePath(value):
		words = []string{value}
	}
	switch meaning {
	case Port, UDPPort, Listen:
		return addresses(meaning, words)
	case User, UserID, Owner:
		return account(meaning, strings.Trim(words[0], `"',`))
	case Firewall:
		if slices.Contains(switchedOn, strings.ToLower(words[0])) {
			return Firewall, []string{value}
		}
		return Nothing, nil
	case Peer:
		if words[0] == "no" { // "no", or "no one" (redis.conf)
			return Nothing, nil
		}
		return Peer, []string{value}
	case Rotated:
		if place := path.Dir(path.Clean(value)); path.IsAbs(value) && !strings.ContainsAny(place, "*?[$%{") {
			return Rotated, []string{place}
		}
		return Nothing, nil
	case Log:
		if place := piped(words); place != "" {
			return Rotated, []string{place}
		}
		return placed(Log, words)
	case Device:
		return Device, devices(words)
	case Mail:
		return Data, mailPlaces(value)
	case Store:
		return stored(words)
	case Socket, Sockets, Pipe, PIDFile, State, Zone, Data, Served, Chroot, Input:
		return placed(meaning, words)
	}
	return meaning, []string{value}
}

// account returns the account that a word names; who owns something may stand before its group.
func account(meaning Meaning, name string) (Meaning, []string) {
	if meaning == Owner {
		name, _, _ = strings.Cut(name, ":")
	}
	isNumber := strings.Trim(name, "0123456789") == ""
	if !accountName.MatchString(name) || meaning != Owner && name == "root" || meaning == Owner && isNumber {
		return Nothing, nil
	}
	return meaning, []string{name}
}

// isOnePath tells that a text is a path with blanks, if any, and no list of paths or options
// behind one: "/run/x.sock mode=0660".
func isOnePath(text string) bool {
	return path.IsAbs(text) && !strings.ContainsAny(text, `"'=`) && !strings.Contains(text, " /") && !strings.Contains(text, " -")
}

// mailPlaces are the directories of places of mail, up to what depends on the user:
// "maildir:/srv/mail/%d/%n:INDEX=/srv/index/%u" (Dovecot), or a path alone.
func mailPlaces(value string) []string {
	var found []string
	parts := strings.FieldsFunc(value, func(c rune) bool { return strings.ContainsRune(":; \t\"'", c) })
	for _, part := range parts {
		if key, rest, isOption := strings.Cut(part, "="); isOption && !strings.Contains(key, "/") {
			part = rest
		}
		if strings.HasPrefix(part, "//") {
			continue // the host of an address
		}
		if at := strings.IndexAny(part, "%$~"); at >= 0 {
			part = part[:strings.LastIndex(part[:at], "/")+1]
		}
		if part = path.Clean(strings.TrimSpace(part)); path.IsAbs(part) && part != "/" && !slices.Contains(found, part) {
			found = append(found, part)
		}
	}
	return found
}

// placed returns the path among the words of a value, if there is one; of one whose name is made of
// the time or of who is served, the directory.
func placed(meaning Meaning, words []string) (Meaning, []string) {
	if slices.Contains(words, "+") {
		return Nothing, nil // what is put together
	}
	found := paths(words)
	if len(found) == 0 && (meaning == Log || meaning == Data) {
		for _, word := range words {
			before, _, made := strings.Cut(strings.Trim(word, `"'-`), "%")
			if place := path.Dir(before + "x"); made && path.IsAbs(place) && len(paths([]string{place})) > 0 && place != "/" {
				return Data, []string{place}
			}
		}
	}
	if len(found) == 0 {
		return Nothing, nil
	}
	return meaning, found
}

// stored returns the directory of the data base that words name: SQLite and others make
// journals and locks beside it.
func stored(words []string) (Meaning, []string) {
	found := paths(words[:1])
	for i := range found {
		found[i] = path.Dir(found[i])
	}
	if len(found) == 0 || slices.Contains(found, "/") {
		return Nothing, nil
	}
	return Data, found
}

// rotators are programs that write what they are given to logs whose names have the time in
// them (rotatelogs(8), cronolog(1)).
var rotators = []string{"rotatelogs", "rotatelogs2", "cronolog"}

// piped returns the directory of the logs that a program writes which a log is piped to, or "".
func piped(words []string) string {
	if program := strings.TrimLeft(words[0], `"'|$`); program == words[0] || !slices.Contains(rotators, path.Base(program)) {
		return ""
	}
	for _, word := range words[1:] {
		place := path.Dir(path.Clean(strings.Trim(word, `"'`)))
		if strings.HasPrefix(word, "/") && !strings.ContainsAny(place, "*?[$%{") {
			return place
		}
	}
	return ""
}

// devices are the nodes below /dev among words, be they pairs (fancontrol(8)), without options
// behind a colon.
func devices(words []string) []string {
	var found []string
	for _, word := range words {
		for one := range strings.SplitSeq(strings.Trim(word, `"'`), "=") {
			name, _, _ := strings.Cut(strings.TrimPrefix(strings.TrimPrefix(one, "file://"), "serial://"), ":")
			if strings.HasPrefix(name, "/dev/") && !strings.ContainsAny(name, "*?[$%{") && !slices.Contains(found, path.Clean(name)) {
				found = append(found, path.Clean(name))
			}
		}
	}
	return found
}

// switchedOn are the words for yes.
var switchedOn = []string{"true", "yes", "on", "1"}

var accountName = regexp.MustCompile(`^[A-Za-z_][A-Za-z0-9_.-]*$`)

// addresses returns the ports or the sockets of addresses. Options may follow
// the first one, so that of the others those count that are plainly addresses.
func addresses(meaning Meaning, words []string) (Meaning, []string) {
	var found []string
	for at, word := range words {
		for _, one := range strings.FieldsFunc(unbracketed(word), func(c rune) bool { return c == ',' || c == ';' }) {
			if name, isPath := pathOf(one); isPath && (at == 0 || words[0] == "0" || words[0] == "[") { // mosquitto.conf(5): port 0 and a socket
				name, _, _ = strings.Cut(name, ":") // the protocol, as Manticore has it
				return Socket, []string{name}
			}
			if rest, isMilter := strings.CutPrefix(one, "inet:"); isMilter && at == 0 { // a port before its host (opendkim.conf(5))
				one, _, _ = strings.Cut(rest, "@")
			}
			port, ok := system.PortOf(one)
			if !ok || at > 0 && !strings.Contains(one, ":") && !strings.HasSuffix(words[at-1], ",") {
				continue
			}
			if !slices.Contains(found, port) {
				found = append(found, port)
			}
		}
	}
	if len(found) == 0 {
		return Nothing, nil
	}
	return meaning, found
}

// unbracketed returns a word without the quotes, commas and brackets of a list around it: those
// of an address of IPv6 stay.
func unbracketed(word string) string {
	plain := strings.Trim(word, `"',`)
	if system.HasPort(plain) {
		return plain
	}
	inner := strings.TrimRight(plain, `"'],`)
	if first := strings.TrimLeft(inner, `[ `); strings.HasPrefix(first, `"`) || strings.HasPrefix(first, `'`) {
		inner = strings.Trim(first, `"'`)
	}
	if system.HasPort(inner) {
		return inner
	}
	return strings.Trim(word, `"'[],`)
}

// pathPrefixes stand before the path of a log that a module of Squid, uWSGI or libvirt writes
// (access_log, logger, log_outputs), of a lock or a cache of Apache's (Mutex, SSLSessionCache) and
// of a key table of Kerberos, with the number that libvirt and PHP have before it.
var pathPrefixes = regexp.MustCompile(`^(?:[0-9;]*;|[0-9]:)?(?:daemon|stdio|file|fcntl|flock|sysvsem|shmcb|dbm|keytab|FILE)?[:=]?(/.*)$`)

// paths returns the first absolute path among the words of a value, or the list of them
// that a word is (log.dirs of Kafka); a "-" before it tells syslog daemons to write
// without waiting (syslog.conf(5)).
func paths(words []string) []string {
	for _, word := range words {
		var found []string
		for _, one := range listed(strings.Trim(strings.TrimPrefix(word, "-"), `"'[],`)) {
			name := one
			if match := pathPrefixes.FindStringSubmatch(one); match != nil {
				name, _, _ = strings.Cut(match[1], "(") // the size of shmcb's
			}
			if name, isPath := pathOf(name); isPath && !strings.ContainsAny(name, "*?$%{|") && !strings.HasPrefix(name, "/dev/") {
				found = append(found, name)
			}
		}
		if len(found) > 0 {
			return found
		}
	}
	return nil
}

// listed returns the members of a list of absolute paths, or the word itself, which may have
// commas of its own.
func listed(word string) []string {
	members := strings.Split(word, ",")
	for i, one := range members {
		if members[i] = strings.Trim(one, `"'`); !path.IsAbs(members[i]) {
			return []string{word}
		}
	}
	return members
}
