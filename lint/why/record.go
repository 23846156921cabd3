package why

import (
	"encoding/hex"
	"strconv"
	"strings"

	"github.com/unitlint/unitlint/internal/late/regexp"
	"github.com/unitlint/unitlint/lint/catalog"
	"github.com/unitlint/unitlint/lint/need"
)

// assignment is one field of an audit record.
var assignment = regexp.MustCompile(`([A-Za-z_][A-Za-z0-9_-]*)=("[^"]*"|'[^']*'|\S+)`)

// recordTypes are the types of records by number (linux/audit.h).
var recordTypes = map[string]string{"1326": "SECCOMP", "1400": "AVC", "1107": "USER_AVC"}

// recordWords begin the message of a record in the journal, where its type is not
// a field of the text.
var recordWords = regexp.MustCompile(`^(?:audit: )?(SECCOMP|AVC|USER_AVC|APPARMOR_DENIED|SELINUX_ERR)\b`)

// recordOf returns the fields of an audit record, with its type by name under
// "type", or nil where the text is none that tells of a refusal.
func recordOf(text string) map[string]string {
	fields := map[string]string{}
	for _, m := range assignment.FindAllStringSubmatch(text, -1) {
		if _, given := fields[m[1]]; !given {
			fields[m[1]] = strings.Trim(m[2], `"'`)
		}
	}
	if m := recordWords.FindStringSubmatch(text); m != nil && fields["type"] == "" {
		fields["type"] = m[1]
	}
	if name := recordTypes[fields["type"]]; name != "" {
		fields["type"] = name
	}
	switch {
	case fields["type"] == "SECCOMP", fields["apparmor"] != "":
	case strings.HasSuffix(fields["type"], "AVC"), fields["type"] == "APPARMOR_DENIED", fields["op"] == boundedTransition:
	default:
		return nil
	}
	return fields
}

// boundedTransition is what SELinux checks where a program may gain no privileges and
// is to get another context (security/selinux/ss/services.c).
const boundedTransition = "security_bounded_transition"

// filterAction is what a filter of system calls did.
type filterAction struct {
	// code is that of a record, without the number of an error in it (linux/seccomp.h).
	code uint64
	// name is how ausearch(8) prints it.
	name string
	// refused is what the process sees; foreign tells that systemd installs no filter
	// which does so. Where both are empty the call was let through.
	refused string
	foreign Cause
}

// filterActions are those that refuse, and those that the kernel takes down without
// that: SystemCallLog= has calls logged, and supervisors of containers are asked.
var filterActions = []filterAction{
	{0x80000000, "kill-process", "SIGSYS", ""},
	{0x00000000, "kill", "SIGSYS", ""},
	{0x00030000, "trap", "SIGSYS", OwnFilter},
	{errnoAction, "errno", "", ""},
	{0x7fc00000, "user-notif", "", ""},
	{0x7ff00000, "trace", "", ""},
	{0x7ffc0000, "log", "", ""},
	{0x7fff0000, "allow", "", ""},
}

// Parts of the code of a record.
const (
	errnoAction = 0x00050000
	actionMask  = 0xffff0000
)

// actionOf is what the filter did by the code of a record. Interpreted records and those
// of old kernels may have none that is known: both write the signal.
func actionOf(text string) filterAction {
	code, err := strconv.ParseUint(strings.TrimPrefix(text, "0x"), 16, 32)
	for _, a := range filterActions {
		if err != nil && a.name == text {
			return a
		}
		if err != nil || a.code != code&actionMask {
			continue
		}
		if a.code == errnoAction {
			a.refused = errnoNumbered(int(code &^ actionMask))
		}
		return a
	}
	return filterAction{refused: "SIGSYS"}
}

// attemptOfRecord reads an audit record. Of security modules only the name is
// taken.
func attemptOfRecord(line Line) (Attempt, bool) {
	fields := line.Record
	switch {
	case fields["op"] == boundedTransition, strings.Contains(line.Text, "{ nnp_transition }"):
		return Attempt{Line: line, Kind: need.GainPrivileges, Error: "EPERM"}, true
	case fields["type"] != "SECCOMP":
		return attemptOfModule(line)
	}
	action := actionOf(fields["code"])
	if action.refused == "" {
		return Attempt{}, false
	}
	name, architecture, known := syscallOf(fields)
	if !known {
		return Attempt{Line: line, Kind: need.Syscall, Argument: fields["syscall"], Error: "SIGSYS", Foreign: UnknownCause}, true
	}
	return Attempt{Line: line, Kind: need.Syscall, Argument: name, Call: name, Error: action.refused, Architecture: architecture, Foreign: action.foreign}, true
}

// syscallOf returns the name of a record's system call. foreign is the
// architecture where the call is of the 32-bit sort.
func syscallOf(fields map[string]string) (name, foreign string, known bool) {
	architecture := fields["arch"]
	for _, a := range catalog.AuditArchitectures() {
		if strings.EqualFold(architecture, strconv.FormatUint(uint64(a.Code), 16)) || architecture == a.Interpreted {
			architecture = a.Name
		}
	}
	if number, err := strconv.Atoi(fields["syscall"]); err == nil {
		if architecture == "x86-64" && number&x32Bit != 0 {
			number, architecture = number&^x32Bit, "x32"
			name, known = catalog.SyscallByNumber("x86-64", number)
		} else {
			name, known = catalog.SyscallByNumber(architecture, number)
		}
	} else {
		name, known = fields["syscall"], catalog.SyscallExists(fields["syscall"])
	}
	if fields["compat"] == "1" || architecture == "x86" || architecture == "x32" {
		foreign = architecture
	}
	return name, foreign, known
}

// x32Bit marks system calls of the x32 ABI (asm/unistd.h, __X32_SYSCALL_BIT).
const x32Bit = 0x40000000

// attemptOfModule names what a security module refused.
func attemptOfModule(line Line) (Attempt, bool) {
	fields := line.Record
	if fields["apparmor"] != "" && fields["apparmor"] != "DENIED" {
		return Attempt{}, false
	}
	if fields["apparmor"] == "" && !strings.Contains(line.Text, "denied") {
		return Attempt{}, false
	}
	argument := fields["path"]
	if argument == "" {
		argument = fields["name"]
	}
	if decoded, err := hex.DecodeString(argument); err == nil && strings.HasPrefix(string(decoded), "/") {
		argument = string(decoded) // names with blanks or quotes are written in hexadecimal
	}
	a := Attempt{Line: line, Argument: argument, Error: "EACCES", Foreign: SecurityModule}
	if strings.HasPrefix(argument, "/") {
		a.Kind = need.Read
	}
	return a, true
}

// errnoNumbered is the name of an error by number, empty where none is known.
func errnoNumbered(number int) string {
	for _, e := range catalog.Errnos() {
		if e.Number == number {
			return e.Name
		}
	}
	return ""
}
