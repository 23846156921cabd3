package need

import (
	"fmt"
	"path"
	"slices"
	"strconv"
	"strings"

	"github.com/unitlint/unitlint/lint/system"
)

// Meaning says what a program does with the value of an option.
type Meaning string

// The meanings that options can have.
const (
	MeansNothing    Meaning = "nothing"
	MeansRead       Meaning = "read"       // a file or directory that is read
	MeansWrite      Meaning = "write"      // a file that is written or made
	MeansData       Meaning = "data"       // a directory that is written below
	MeansSocket     Meaning = "socket"     // a socket in the file system that is made
	MeansPort       Meaning = "port"       // a TCP port that is listened on
	MeansUDPPort    Meaning = "udp-port"   // a UDP port that is listened on
	MeansListen     Meaning = "listen"     // an address with a port that is listened on
	MeansUser       Meaning = "user"       // the user that root becomes
	MeansChroot     Meaning = "chroot"     // the directory that becomes the root
	MeansCommand    Meaning = "command"    // a program that is run
	MeansDirectives Meaning = "directives" // configuration in the words of nginx
)

var meanings = []string{
	string(MeansNothing), string(MeansRead), string(MeansWrite), string(MeansData), string(MeansSocket), string(MeansPort), string(MeansUDPPort),
	string(MeansListen), string(MeansUser), string(MeansChroot), string(MeansCommand), string(MeansDirectives),
}

// operandMeanings are those that the arguments without an option can have.
var operandMeanings = []string{string(MeansPort), string(MeansData)}

// namedMeanings is what long options mean whatever the program, by the last
// words of their names ("--storage.tsdb.path", "cfg:server.http_port"). They
// are the names that daemons have in common.
var namedMeanings = map[string]Meaning{
	"pid": MeansWrite, "pidfile": MeansWrite, "pid file": MeansWrite, "pid path": MeansWrite,
	"log file": MeansWrite, "logfile": MeansWrite, "log path": MeansWrite, "access log": MeansWrite,
	"error log": MeansWrite, "access logfile": MeansWrite, "error logfile": MeansWrite,
	"out": MeansWrite, "output": MeansWrite, "output file": MeansWrite, "output document": MeansWrite, "outfile": MeansWrite,
	"log dir": MeansData, "logdir": MeansData, "log directory": MeansData, "logs dir": MeansData,
	"data dir": MeansData, "datadir": MeansData, "data directory": MeansData, "data path": MeansData,
	"datapath": MeansData, "state dir": MeansData, "statedir": MeansData, "state directory": MeansData,
	"cache dir": MeansData, "cachedir": MeansData, "cache directory": MeansData, "spool dir": MeansData,
	"tsdb path": MeansData, "storage path": MeansData, "work dir": MeansData, "dbpath": MeansData,
	"db path": MeansData, "dbdir": MeansData,
	"webroot": MeansData,
	"config":  MeansRead, "config file": MeansRead, "configfile": MeansRead, "conf": MeansRead,
	"config path": MeansRead, "conf file": MeansRead, "configuration": MeansRead, "config dir": MeansRead,
	"textfile directory": MeansRead, "defaults file": MeansRead, "cert": MeansRead, "certificate": MeansRead,
	"certfile": MeansRead, "keyfile": MeansRead, "cert file": MeansRead, "key file": MeansRead, "ca file": MeansRead, "tls cert": MeansRead, "tls key": MeansRead,
	"port": MeansPort, "http port": MeansPort, "https port": MeansPort, "listen port": MeansPort,
	"listen": MeansListen, "listen address": MeansListen, "listen addr": MeansListen, "bind": MeansListen,
	"bind address": MeansListen, "bind addr": MeansListen, "http listen": MeansListen, "addr": MeansListen,
	"unix socket": MeansSocket, "unixsocket": MeansSocket, "socket path": MeansSocket, "control socket": MeansSocket,
	"socket": MeansSocket, "sock": MeansSocket, "controlsocket": MeansSocket,
	"user": MeansUser, "chroot": MeansChroot,
}

// storeNames are further last words of options that name where a program keeps
// what changes. As many programs call something that they only read so, they
// count for places of variable data alone.
var storeNames = []string{"state", "database", "db", "storage", "store", "data", "cache", "spool", "queue"}

// variableData are the directories for data that programs change while they run
// (hier(7)).
var variableData = []string{"/var/lib/", "/var/cache/", "/var/spool/", "/var/log/", "/srv/"}

// ofVendor tells whether a path lies where packages keep data that nobody changes
// while it is in use: below /usr, and not among what the administrator adds there
// (hier(7)).
func ofVendor(name string) bool {
	return strings.HasPrefix(name, "/usr/") && !strings.HasPrefix(name, "/usr/local/")
}

// optionSeparators are the characters between the words of an option's name.
var optionSeparators = strings.NewReplacer("-", " ", "_", " ", ".", " ", ":", " ", "/", " ")

// meaningOf returns what an option means for a program with the given profile
// (nil for none).
func meaningOf(p *Profile, option string) Meaning {
	if p != nil {
		if meaning, known := p.Options[option]; known {
			return meaning
		}
	}
	trimmed := strings.TrimLeft(option, "-")
	if len(trimmed) < 2 {
		return MeansNothing
	}
	words := wordsOf(trimmed)
	for length := min(2, len(words)); length > 0; length-- {
		if meaning, known := namedMeanings[strings.Join(words[len(words)-length:], " ")]; known {
			return meaning
		}
	}
	return MeansNothing
}

// wordsOf takes the name of an option apart.
func wordsOf(option string) []string {
	return strings.Fields(strings.ToLower(optionSeparators.Replace(option)))
}

// keepsData tells whether an option whose meaning is not known names a place
// for data that the program changes.
func keepsData(p *Profile, option, content string) bool {
	if p != nil && p.Options[option] != "" {
		return false
	}
	words := wordsOf(option)
	return len(words) > 0 && slices.Contains(storeNames, words[len(words)-1]) &&
		slices.ContainsFunc(variableData, func(directory string) bool { return strings.HasPrefix(content, directory) })
}

// optionNeeds records what the options of an invocation show.
func (r *reader) optionNeeds(i *invocation, p *Profile) {
	for at, argument := range i.arguments {
		name, content, assigned := strings.Cut(argument.text, "=")
		dashed := strings.HasPrefix(name, "-") && len(name) > 1
		switch {
		case assigned && (dashed || strings.ContainsAny(name, ":._")):
			r.meant(i, p, name, word{text: content, known: argument.known, place: argument.place})
		case dashed && at+1 < len(i.arguments) && !strings.HasPrefix(i.arguments[at+1].text, "-"):
			r.meant(i, p, name, i.arguments[at+1])
		case at > 0 && strings.HasPrefix(argument.text, "unix:/"):
			if words := i.arguments[at-1].text; strings.Contains(words, "bind") || strings.Contains(words, "listen") {
				r.meant(i, p, "--listen", argument)
			}
		}
	}
}

func (r *reader) meant(i *invocation, p *Profile, option string, content word) {
	if !content.known && isDevice(content.text) && !elsewhere[i.name()] {
		r.device(i, content, fmt.Sprintf("uses the device %s (%s)", content.text, option))
	}
	if !content.known || content.text == "" {
		return
	}
	r.connects(i, option, content)
	// A name that many programs share may mean something else in this one.
	certainty := Likely
	meaning := meaningOf(p, option)
	if meaning == MeansNothing && keepsData(p, option, path.Clean(content.text)) {
		meaning = MeansData
	}
	if meaning == MeansNothing && isPIDFile(content.text) {
		meaning = MeansWrite
	}
	if p != nil && p.Options[option] != "" {
		certainty = Certain
	}
	if isDevice(content.text) && !elsewhere[i.name()] {
		r.device(i, content, fmt.Sprintf("uses the device %s (%s)", content.text, option))
		return
	}
	switch meaning {
	case MeansPort, MeansUDPPort, MeansListen:
		r.listens(i, meaning, content, option)
	case MeansUser:
		r.switchesUser(i, content, option)
	case MeansCommand:
		r.runs(i, content)
	case MeansDirectives:
		r.directives(i, content)
	default:
		if strings.HasPrefix(content.text, "/") {
			r.placed(i, meaning, content, certainty, option)
		}
	}
}

// isPIDFile tells whether a path is that of a file in which daemons keep their
// process identifier, whatever the option is called that names it (daemon(7)).
func isPIDFile(name string) bool {
	return strings.HasSuffix(name, ".pid") && (strings.HasPrefix(name, "/run/") || strings.HasPrefix(name, "/var/run/"))
}

// placed records what the path that an option names is there for.
func (r *reader) placed(i *invocation, meaning Meaning, content word, certainty Certainty, option string) {
	switch meaning {
	case MeansNothing:
		if isHomePlace(content.text) && !elsewhere[i.name()] {
			r.shown(i, Read, content, Likely, fmt.Sprintf("is given %s (%s)", content.text, option))
		}
	case MeansRead:
		r.shown(i, Read, content, certainty, fmt.Sprintf("reads %s (%s)", content.text, option))
	case MeansWrite:
		if !strings.HasPrefix(content.text, "/dev/") {
			r.shown(i, Write, content, certainty, fmt.Sprintf("writes %s (%s)", content.text, option))
		}
	case MeansData:
		if certainty < Certain && ofVendor(path.Clean(content.text)) {
			r.shown(i, Read, content, certainty, fmt.Sprintf("reads %s (%s)", content.text, option))
			return
		}
		r.shownBelow(i, content, certainty, fmt.Sprintf("keeps data in %s (%s)", content.text, option))
	case MeansSocket:
		r.socket(i, content, certainty, option)
	case MeansChroot:
		r.add(i, Need{Kind: Capability, Any: []string{"CAP_SYS_CHROOT"}, Certainty: Likely, Consequence: StartFails,
			Why: fmt.Sprintf("changes its root directory (%s)", option), Evidence: Evidence{Assignment: i.assignment, Range: content.place}})
	}
}

// notDevices are the names below /dev that stand for something else than a
// device: the process's own files, sockets and shared memory (systemd.exec(5)
// keeps them under PrivateDevices=).
var notDevices = []string{"fd", "initctl", "log", "mqueue", "pts", "shm", "stderr", "stdin", "stdout"}

// isDevice tells whether a path names a device.
func isDevice(name string) bool {
	below, found := strings.CutPrefix(path.Clean(name), "/dev/")
	first, _, _ := strings.Cut(below, "/")
	return found && first != "" && !slices.Contains(notDevices, first)
}

// device records a device that a line names. Of a template the text does not show
// which one it will be: some device it is.
func (r *reader) device(i *invocation, w word, why string) {
	certainty := Likely
	w.text = path.Clean(w.text)
	if !w.known {
		certainty = Possible
		w.text = unexpanded(w, "/dev/")
	}
	r.shown(i, Device, w, certainty, why)
}

// unexpanded is what a word says from some text on as it stands in the unit, so
// that nobody takes what stands in for a specifier for the name of a file.
func unexpanded(w word, from string) string {
	text := string(w.place.File.Text[w.place.Start:w.place.End])
	if at := strings.Index(text, from); at >= 0 {
		return text[at:]
	}
	return text
}

// shown records a need for a path that an option's value names.
func (r *reader) shown(i *invocation, kind Kind, content word, certainty Certainty, why string) {
	n := Need{Kind: kind, Any: []string{path.Clean(content.text)}, Line: i.line, Certainty: certainty, Consequence: StartFails,
		Why: why, Evidence: Evidence{Assignment: i.assignment, Range: content.place}}
	r.add(i, n)
	if kind == Device && !i.tolerated {
		r.belongs(guardedDevices, n)
	}
}

func (r *reader) shownBelow(i *invocation, content word, certainty Certainty, why string) {
	r.add(i, Need{Kind: Write, Below: true, Any: []string{path.Clean(content.text)}, Certainty: certainty, Consequence: StartFails,
		Why: why, Evidence: Evidence{Assignment: i.assignment, Range: content.place}})
}

// socket records a listening socket in the file system; below /tmp its clients
// have to see it too.
func (r *reader) socket(i *invocation, content word, certainty Certainty, option string) {
	name := path.Clean(content.text)
	r.shown(i, Create, content, certainty, fmt.Sprintf("makes the socket %s (%s)", name, option))
	if system.IsTemporary(name) {
		r.add(i, Need{Kind: SharedTmp, Any: []string{name}, Certainty: certainty, Consequence: JobFails,
			Why: fmt.Sprintf("makes the socket for its clients at %s (%s)", name, option), Evidence: Evidence{Assignment: i.assignment, Range: content.place}})
	}
}

var portAtEnd = pattern(`^(?:[a-z0-9]+://)?(?:\[[0-9a-fA-F:.%]*\]|[A-Za-z0-9.*+_-]*)?:([0-9]{1,5})/?$`)

// portOfAddress returns the port of "ADDRESS:PORT" or "SCHEME://ADDRESS:PORT", or
// of what is a port alone.
func portOfAddress(text string) (port string, found bool) {
	if match := portAtEnd().FindStringSubmatch(text); match != nil {
		text = match[1]
	}
	number, err := strconv.Atoi(text)
	return text, err == nil && number >= 1 && number <= 65535
}

// listens records a port that the value of an option names.
func (r *reader) listens(i *invocation, meaning Meaning, content word, option string) {
	text := content.text
	if name, isUnix := strings.CutPrefix(text, "unix:"); isUnix {
		content.text = "/" + strings.TrimLeft(name, "/")
		r.socket(i, content, Likely, option)
		return
	}
	if strings.HasPrefix(text, "/") {
		r.socket(i, content, Likely, option)
		return
	}
	text, found := portOfAddress(text)
	if !found {
		return
	}
	if meaning == MeansUDPPort {
		text += "/udp"
	}
	r.add(i, Need{Kind: Serve, Any: []string{text}, Certainty: Certain, Consequence: StartFails,
		Why: fmt.Sprintf("listens on port %s (%s)", text, option), Evidence: Evidence{Assignment: i.assignment, Range: content.place}})
}

// switchesUser records what a process of root needs to become another user. A
// process that does not start as root ignores such an option or is that user.
func (r *reader) switchesUser(i *invocation, content word, option string) {
	if content.text == "root" {
		return
	}
	for _, capability := range []string{"CAP_SETUID", "CAP_SETGID"} {
		r.add(i, Need{Kind: Capability, Any: []string{capability}, Certainty: Likely, Consequence: StartFails, Conditions: Conditions{Starts: AsRoot},
			Why: fmt.Sprintf("becomes the user %s (%s)", content.text, option), Evidence: Evidence{Assignment: i.assignment, Range: content.place}})
	}
}

// runs looks at a program that an option names.
func (r *reader) runs(i *invocation, content word) {
	inner := *i
	inner.program, inner.arguments, inner.conditional = content, nil, true
	inner.profile, inner.looked = nil, false
	r.pending = append(r.pending, &inner)
}

// directive is one statement of a configuration in nginx' words.
var directive = pattern(`\b(pid|error_log|access_log|[a-z]+_temp_path)\s+(/[^;\s]+)`)

// directives looks into configuration that stands on the command line
// (nginx(8), "-g").
func (r *reader) directives(i *invocation, content word) {
	for _, match := range directive().FindAllStringSubmatch(content.text, -1) {
		name := content
		name.text = match[2]
		r.shown(i, Write, name, Certain, fmt.Sprintf("writes %s (directive %s)", match[2], match[1]))
	}
}
