package why

import (
	"strings"

	"github.com/unitlint/unitlint/internal/late/regexp"
)

// prefixes are what logs put in front of messages, tried one after the other:
// a time, a host, who wrote it with its process, the kernel's clock.
var (
	unitSuffixes = `service|socket|mount|swap|scope|slice|timer|path|target|device|automount`

	clock   = regexp.MustCompile(`^(?:<\d+>)?\[\s*\d+\.\d+\]\s*`)
	isoTime = regexp.MustCompile(`^\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(?:[.,]\d+)?(?:Z|[+-]\d\d:?\d\d)?\s+`)
	bsdTime = regexp.MustCompile(`^(?:(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun) )?(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|` +
		`Dec) [ 0-3]?\d (?:\d{4} )?\d\d:\d\d:\d\d(?:\.\d+)?\s+`)
	// localTime is how a log writes times in other languages ("8月 28", "16. Okt"), and
	// what is left of one that was cut.
	localTime = regexp.MustCompile(`^(?:(?:\S{1,12} )?(?:\S{1,12} [ 0-3]?\d|[ 0-3]?\d\.? \S{1,12}) (?:\d{4} )?)?\d\d:\d\d:\d\d(?:[.,]\d+)?\s+`)
	// writer is "host program[123]: " or "program[123]: ".
	writer     = regexp.MustCompile(`^(?:\S+ )?([^\s\[\]:()]*(?:\([^\s()]*\))?[^\s\[\]:]*)\[(\d+)\]: `)
	kernelHost = regexp.MustCompile(`^(?:\S+ )?kernel: `)
	// subject is the unit that a message of systemd begins with.
	subject = regexp.MustCompile(`^([A-Za-z0-9:_.\\@-]+\.(?:` + unitSuffixes + `)): `)
	// within is the same behind what a collector of logs of another form puts in front.
	within = regexp.MustCompile(`[\s\])]([A-Za-z0-9:_.\\@-]+\.(?:` + unitSuffixes + `)): ((?:(?:Main|Control) process exited|Failed (?:at step|with result|to )|` +
		`Changing to the requested|[Ss]tart operation|Watchdog timeout|A process of this unit|Got notification message|Can't open PID file).*)$`)
	// auditor is how the journal names the writer of audit records.
	auditor = regexp.MustCompile(`(?:^|\s)audit\[\d+\]: (?:SECCOMP|AVC|USER_AVC|APPARMOR_DENIED) `)
	audited = regexp.MustCompile(`\btype=([A-Z0-9_]+)\b|\baudit(?:\[\d+\])?: |\bapparmor="|\bavc: +denied\b|^(?:SECCOMP|SELINUX_ERR) `)
)

// parseText reads a line of text.
func parseText(text string) Line {
	line := Line{}
	record := auditor.MatchString(text)
	stamped := false
	for _, time := range []*regexp.Regexp{bsdTime, isoTime, localTime} {
		if at := time.FindStringIndex(text); at != nil && writerFollows(text[at[1]:]) {
			text, stamped = text[at[1]:], true
		}
	}
	if at := kernelHost.FindStringIndex(text); at != nil {
		text = text[at[1]:]
		text = clock.ReplaceAllString(text, "")
	} else if clock.MatchString(text) {
		text = clock.ReplaceAllString(text, "")
		stamped = true
	}
	if m := writer.FindStringSubmatch(text); m != nil && (stamped || strings.Contains(m[1], "systemd") || !strings.Contains(m[1], "/")) {
		line.writer = strings.Clone(m[1])
		line.Manager = ofManager(m[1])
		text = text[len(m[0]):]
	}
	if m := subject.FindStringSubmatch(text); m != nil {
		line.Unit, line.Manager = m[1], true
	} else if m := within.FindStringSubmatch(text); m != nil {
		line.Unit, line.Manager, text = m[1], true, m[2]
	}
	line.Text = strings.TrimSpace(text)
	if record || audited.MatchString(line.Text) {
		line.Record = recordOf(line.Text)
	}
	return line
}

// writerFollows tells that what follows a time looks like the journal's "host
// program[123]:" or "host kernel:", rather than the message of a program that
// writes times itself.
func writerFollows(text string) bool {
	return writer.MatchString(text) || kernelHost.MatchString(text)
}

// ofManager tells that a writer is systemd, or a process of it that is to become the
// unit's program, whose name stands in brackets until then.
func ofManager(writer string) bool { return writer == "systemd" || strings.HasPrefix(writer, "(") }
