package value

import (
	"math"
	"strings"
	"sync"

	"github.com/unitlint/unitlint/lint/catalog"
)

// resourceLimit judges soft[:hard] limits (systemd.exec(5), LimitCPU= and its
// kin); Param is the unit.
func (v *verdict) resourceLimit() {
	fields, err := Split(v.text, catalog.ColonFields)
	start, end := v.all()
	if len(fields) == 3 && fields[2].Text == "" {
		fields = fields[:2] // a colon at the end is passed over
	}
	if err != nil || len(fields) > 2 {
		v.ignore(start, end, CodeBadNumber, "%s is no resource limit: expected 'soft:hard'.", quotation(v.text))
		return
	}
	low, okSoft := limitValue(fields[0].Text, v.directive.Param)
	high, okHard := limitValue(fields[len(fields)-1].Text, v.directive.Param)
	switch {
	case !okSoft || !okHard:
		v.ignore(start, end, CodeBadNumber, "%s is no resource limit: expected 'soft:hard', each %s or 'infinity'.", quotation(v.text), limitForm(v.directive.Param)).
			suggestion = func() string { return sizeSuggestion(v.text) }
	case low > high:
		v.ignore(start, end, CodeOutOfRange, "The soft limit is higher than the hard limit in %s.", quotation(v.text))
	}
}

func limitForm(unit string) string {
	switch unit {
	case "bytes":
		return "bytes with an optional suffix"
	case "seconds", "microseconds":
		return "a time span"
	case "nice":
		return "a nice value with a sign or a number from 0 to 40"
	}
	return "a number"
}

// limitValue reads one limit.
func limitValue(text, unit string) (limit uint64, ok bool) {
	if text == "infinity" && unit != "nice" {
		return math.MaxUint64, true
	}
	switch unit {
	case "bytes":
		limit, ok = Size(text, Base1024)
		return limit, ok && limit != math.MaxUint64
	case "seconds":
		span, ok := Seconds(text)
		return (uint64(span) + uint64(second) - 1) / uint64(second), ok
	case "microseconds":
		span, ok := Timespan(text, microsecond)
		return uint64(span), ok
	case "nice":
		return niceLimit(text)
	}
	number, err := parseUnsigned(strings.TrimLeft(text, blanks), 64)
	return number, err == nil && number != math.MaxUint64
}

// niceLimit reads LimitNICE=: a signed nice value counts down from 20.
func niceLimit(text string) (limit uint64, ok bool) {
	const highest = 40
	if text != "" && (text[0] == '+' || text[0] == '-') {
		nice, ok := Integer(text, 32)
		return uint64(highest/2 - nice), ok && nice >= -highest/2 && nice < highest/2
	}
	number, err := parseUnsigned(strings.TrimLeft(text, blanks), 64)
	return number, err == nil && number <= highest
}

// highestCPU is the largest index that systemd takes.
const highestCPU = 8191

// cpuSet judges lists of indices and ranges; Param is a word that is taken as
// well.
func (v *verdict) cpuSet() {
	if v.text == v.directive.Param && v.text != "" {
		return
	}
	expansion, ok := v.expand(v.whole(), Ignored)
	if !ok || expansion.Text == "" {
		return
	}
	text := expansion.Text
	words, err := splitAll(text, splitting{separators: blanks + ",", unquote: true})
	start, end := v.all()
	if err != nil {
		v.ignore(start, end, CodeUnbalancedQuote, "Unbalanced quoting in %s.", quotation(text))
		return
	}
	for _, word := range words {
		if fault := cpuRangeFault(word.Text); fault != "" {
			v.ignore(start, end, CodeBadNumber, "%s is no list of numbers and ranges: %s.", quotation(text), fault)
			return
		}
	}
}

func cpuRangeFault(text string) string {
	reader := wordReader{text: text, rules: splitting{separators: "-", fields: true}}
	low, _, err := reader.next() // parse_range() takes backslashes away once more
	if err != nil {
		return quoted(text) + " is neither a number nor a range"
	}
	high, isRange := text[reader.pos:], !reader.ended
	from, err := parseUnsigned(low.Text, 32)
	if err != nil {
		return quoted(text) + " is neither a number nor a range"
	}
	to := from
	if isRange {
		if to, err = parseUnsigned(high, 32); err != nil {
			return quoted(text) + " is neither a number nor a range"
		}
	}
	if from > to {
		return "the range " + quoted(text) + " runs backwards"
	}
	if to > highestCPU {
		return quoted(text) + " is too large"
	}
	return ""
}

// exitNames are the names of exit statuses that systemd.exec(5) lists under
// "Process Exit Codes", without EXIT_ and EX_.
var exitNames = sync.OnceValue(func() map[string]bool {
	names := map[string]bool{}
	for name := range strings.FieldsSeq(`
		SUCCESS FAILURE INVALIDARGUMENT NOTIMPLEMENTED NOPERMISSION NOTINSTALLED NOTCONFIGURED NOTRUNNING
		CHDIR NICE FDS EXEC MEMORY LIMITS OOM_ADJUST SIGNAL_MASK STDIN STDOUT CHROOT IOPRIO TIMERSLACK SECUREBITS
		SETSCHEDULER CPUAFFINITY GROUP USER CAPABILITIES CGROUP SETSID CONFIRM STDERR PAM NETWORK NAMESPACE
		NO_NEW_PRIVILEGES SECCOMP SELINUX_CONTEXT PERSONALITY APPARMOR ADDRESS_FAMILIES RUNTIME_DIRECTORY CHOWN
		SMACK_PROCESS_LABEL KEYRING STATE_DIRECTORY CACHE_DIRECTORY LOGS_DIRECTORY CONFIGURATION_DIRECTORY
		NUMA_POLICY CREDENTIALS BPF EXCEPTION
		USAGE DATAERR NOINPUT NOUSER NOHOST UNAVAILABLE SOFTWARE OSERR OSFILE CANTCREAT IOERR TEMPFAIL PROTOCOL
		NOPERM CONFIG`) {
		names[name] = true
	}
	return names
})

// exitStatuses judges lists of exit statuses and signals.
func (v *verdict) exitStatuses() {
	for _, word := range v.words(catalog.Words) {
		if exitNames()[word.Text] {
			continue
		}
		if number, err := parseUnsigned(word.Text, 8); err == nil && number <= math.MaxUint8 {
			continue
		}
		if _, ok := Signal(word.Text); ok {
			continue
		}
		v.drop(word.Start, word.End, CodeBadSignal, "%s is neither an exit status nor a signal: it is skipped.", quotation(word.Text)).
			suggestion = func() string { return v.exitSuggestion(word.Text) }
	}
}

func (v *verdict) exitSuggestion(text string) string {
	bare := strings.Trim(text, ",;")
	if _, err := parseUnsigned(bare, 8); err == nil || exitNames()[bare] {
		return bare
	}
	return nearUpper(bare, signalNames)
}
