package daemon

import (
	"path"
	"slices"
	"strings"

	"github.com/unitlint/unitlint/internal/late/regexp"
)

var (
	// hookWords are how the last words of keys and sections end whose values are commands, or say which.
	hookWords = []string{
		"hook", "hooks", "script", "scripts", "cmd", "command", "commands", "exec", "program", "action", "actions", "handler", "handlers", "notifier",
		"notifiers", "run",
	}
	// hookKeys are the last words of keys that name a file in a section about commands.
	hookKeys = []string{"path", "file", "name", "binary", "executable"}
	// otherHooks are parts of the names of keys and sections whose commands run elsewhere: on other
	// hosts, in containers, or for people who log in.
	otherHooks = []string{"remote", "ssh", "container", "docker", "podman", "image", "client", "guest", "shell", "transcript"}
	// hookTools are programs of which it is known what they need, and whose names begin commands of
	// configurations.
	hookTools = []string{
		"mail", "mailx", "mutt", "msmtp", "s-nail", "sendmail", "ping", "ping6", "fping", "arping", "mount", "umount", "iptables", "ip6tables", "nft",
		"ipset", "modprobe", "docker", "smartctl", "zfs", "btrfs", "chown", "cp", "mv", "touch", "rsync", "tee", "install",
	}
	// mailKeys are the last words of keys that say by what mail is handed on (the documentation of Rails,
	// Symfony, Laravel, Swoosh and Django).
	mailKeys = []string{"transport", "method", "mailer", "driver", "backend", "mta", "protocol", "adapter"}
	// hookPlaces are the directories in which administrators put what a program is to run.
	hookPlaces = []string{"hooks", "hooks.d", "hook.d", "handlers", "handlers.d", "actions", "actions.d"}
	// setAside are how the names of files end that nobody runs (run-parts(8), dpkg(1), editors).
	setAside = []string{".sample", ".example", ".disabled", ".bak", ".orig", ".old", "~", ".dpkg-old", ".dpkg-dist", ".dpkg-new", ".rpmsave", ".rpmnew"}
)

// commandMark matches the beginning of a command that is named by its path.
var commandMark = regexp.MustCompile(`^[\["']*(/[^\s"'*?<>|$%{},:;\]]+)`)

// commanded notes the command that a statement names by its path, where nothing else is known of
// it: what is a script of the tree, and the program that hands on mail where nobody knows better.
func (r *reader) commanded(s *Setting) {
	if r.known == nil && len(s.Value) <= len(`":sendmail"`) && endsIn(s.Key, mailKeys) && strings.ToLower(strings.Trim(s.Value, `"':`)) == "sendmail" {
		r.commands = append(r.commands, Setting{Section: s.Section, Key: s.Key, Value: "sendmail", File: s.File, Place: s.Place})
		return
	}
	if len(r.commands) >= mostSettings {
		return
	}
	if runsTool(s) {
		r.commands = append(r.commands, *s)
		return
	}
	if at := strings.IndexByte(s.Value, '/'); at < 0 || at > len(`["`) {
		return
	}
	match := commandMark.FindStringSubmatch(s.Value)
	if match == nil || strings.HasSuffix(match[1], "/") || endsIn(s.Key, unreadKeys) {
		return
	}
	if mails := r.known == nil && path.Base(match[1]) == "sendmail" && !endsIn(s.Key, proseKeys); !mails && !(namesHook(s) && r.isScript(match[1])) {
		return
	}
	named := *s
	if !path.IsAbs(named.Value) {
		named.Value = match[1] // what follows is in quotes of its own
	}
	r.commands = append(r.commands, named)
}

// runsTool tells that a statement about a command begins with the name of one of hookTools, and is one.
func runsTool(s *Setting) bool {
	name, rest, found := strings.Cut(strings.TrimLeft(s.Value, `"'`), " ")
	if !found || !slices.Contains(hookTools, path.Base(name)) || !namesHook(s) {
		return false
	}
	return path.IsAbs(name) || name == path.Base(name) && startsCommand(strings.Fields(rest))
}

// namesHook tells that a statement is about a command by its key, or by its section where the key
// says no more than that it names something.
func namesHook(s *Setting) bool {
	inner := s.Section[strings.LastIndexByte(s.Section, '.')+1:]
	if !endsLike(s.Key, hookWords) && (!endsIn(s.Key, hookKeys) || !endsLike(inner, hookWords)) {
		return false
	}
	return !runsElsewhere(s)
}

// runsElsewhere tells that a statement is about commands that the program has others run.
func runsElsewhere(s *Setting) bool {
	return isAmongParts(strings.ToLower(s.Section+"."+s.Key), otherHooks)
}

// endsLike tells that the last word of a name ends as one of some words does: "posthook".
func endsLike(name string, some []string) bool {
	list := strings.Fields(separators.Replace(strings.ToLower(name)))
	return len(list) > 0 && slices.ContainsFunc(some, func(end string) bool { return strings.HasSuffix(list[len(list)-1], end) })
}

// isScript tells that a file of the tree is a script.
func (r *reader) isScript(name string) bool {
	info, err := r.tree.Stat(inTree(name))
	if err != nil || !info.Mode().IsRegular() || info.Size() > mostSize {
		return false
	}
	text, err := r.tree.Source(inTree(name))
	return err == nil && strings.HasPrefix(string(text.Text[:min(len(text.Text), len("#!"))]), "#!")
}

// hooks notes the commands that statements name in sections which are not switched off, and the
// scripts of administrators in the directory for the configuration of a program, which is called
// like it: nobody else runs them. Mail is not handed to sendmail where it goes to a server,
// or nowhere.
func (r *reader) hooks(name string) {
	if len(r.commands) > 0 {
		isOff := r.switchedOff()
		direct := slices.ContainsFunc(r.found.statements, func(s Setting) bool { return mailsOtherwise(&s) })
		for _, s := range r.commands {
			command := unquoted(s.Value)
			if isOff(s.Section) || direct && path.Base(strings.Fields(command)[0]) == "sendmail" {
				continue
			}
			r.found.Facts = append(r.found.Facts, Fact{Setting: s, Meaning: Program, Values: []string{command}, Known: true})
		}
	}
	entries, err := r.tree.ReadDir(path.Join("etc", name))
	if name == "" || err != nil {
		return
	}
	for _, entry := range entries {
		if slices.Contains(hookPlaces, entry.Name()) {
			r.scripts([]string{path.Join("/etc", name, entry.Name(), "*")})
		}
	}
}

// isSetAside tells that nobody runs a file, by its name.
func isSetAside(name string) bool {
	return strings.HasPrefix(path.Base(name), "README") || slices.ContainsFunc(setAside, func(end string) bool { return strings.HasSuffix(name, end) })
}

// logWays are the last words of keys that say by which way a log is written.
var logWays = []string{"log", "logger", "logging", "target", "output", "destination", "driver", "handler", "to"}

var (
	// ownLogSections are words of sections that are about the program's own log, or about all of it.
	ownLogSections = []string{
		"log", "logs", "logger", "loggers", "logging", "syslog", "appender", "appenders", "handlers", "global", "general", "main", "default", "daemon", "server",
	}
	// syslogSwitches are the words of keys that switch on that the program writes to the system's log.
	syslogSwitches = []string{"syslog", "use", "enable", "log", "logging", "to", "with"}
	// farKeys are the last words of keys that name where syslog messages go on the network, farLogs keys
	// that do whatever their section.
	farKeys = []string{"host", "hostname", "server", "address", "addr", "port", "url", "network", "remote"}
	farLogs = []string{"loghost", "log host", "log server", "logserver", "remote log"}
)

// isLocalLog tells that a statement says that the program writes its own log to the system's.
func isLocalLog(s *Setting) bool {
	if s.Section != "" && (!hasWord(s.Section, ownLogSections) || hasWord(s.Section, readSections)) {
		return false
	}
	value := strings.ToLower(s.Value)
	if value == "syslog" {
		return endsIn(s.Key, logWays)
	}
	isOther := func(word string) bool { return !slices.Contains(syslogSwitches, word) }
	return slices.Contains(switchedOn, value) && endsIn(s.Key, []string{"syslog"}) && !slices.ContainsFunc(strings.Fields(separators.Replace(s.Key)), isOther)
}

// isFarLog tells that a statement names a server for messages of the log.
func isFarLog(s *Setting) bool {
	if slices.Contains(farLogs, strings.Join(strings.Fields(separators.Replace(s.Key)), " ")) {
		return true
	}
	return strings.Contains(s.Section+"."+s.Key, "syslog") && endsIn(s.Key, farKeys)
}

// localLog notes that a program of which nothing is known writes its log to the socket of syslog(3),
// where no statement names a server for that.
func (r *reader) localLog() {
	if r.known != nil {
		return
	}
	at := slices.IndexFunc(r.found.statements, func(s Setting) bool { return isLocalLog(&s) })
	if at < 0 || slices.ContainsFunc(r.found.statements, func(s Setting) bool { return isFarLog(&s) }) || len(r.found.Sockets) >= mostSettings {
		return
	}
	way := r.found.statements[at]
	way.Value = "unix:/dev/log"
	r.found.Sockets = append(r.found.Sockets, way)
}
