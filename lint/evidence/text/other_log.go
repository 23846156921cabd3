package text

import (
	"path"
	"slices"
	"strings"

	"github.com/unitlint/unitlint/lint/evidence/invocation"
)

// systemLogs are files of the host's own logs, which rsyslogd(8) and login(1) write.
var systemLogs = []string{
	"auth.log", "btmp", "cron", "cron.log", "daemon.log", "debug", "dmesg", "kern.log", "lastlog", "mail.err", "mail.info", "mail.log", "mail.warn", "maillog",
	"messages", "secure", "syslog", "user.log", "wtmp",
}

// isLogOfOthers tells that a file below /var/log is not called like anything else that the unit
// says: many programs are told of a log that another one writes, for them to read.
func (r *collector) isLogOfOthers(i *invocation.Invocation, w invocation.Word) bool {
	below, found := strings.CutPrefix(path.Clean(w.Text), "/var/log/")
	if !found {
		return false
	}
	directory, _, inside := strings.Cut(below, "/")
	if slices.Contains(systemLogs, below) {
		return true
	}
	if !inside && path.Ext(below) != "" {
		return false
	}
	return !r.isAbout(i, w, strings.ToLower(directory))
}

// isAbout tells that the unit, its program, its user or where it starts is called like a name, in
// lower case, or that another argument than one word has it.
func (r *collector) isAbout(i *invocation.Invocation, w invocation.Word, name string) bool {
	if !r.meetsFew() {
		return false
	}
	names := []string{r.Unit.Name, i.Program.Text, r.Unit.Value("Service", "User"), r.startsIn()}
	for _, argument := range i.Arguments {
		if argument.Place != w.Place {
			names = append(names, argument.Text)
		}
	}
	return slices.ContainsFunc(names, func(one string) bool { return strings.Contains(strings.ToLower(one), name) })
}
