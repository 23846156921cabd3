package why

import (
	"slices"
	"strconv"
	"strings"

	"github.com/unitlint/unitlint/internal/late/regexp"
	"github.com/unitlint/unitlint/lint/catalog"
	"github.com/unitlint/unitlint/lint/need"
	"github.com/unitlint/unitlint/lint/sandbox"
)

// attemptsOfMessage reads what a program says.
func attemptsOfMessage(line Line) []Attempt {
	if line.hints&(hintsError|hintsStatement|hintsComplaint) == 0 {
		return nil
	}
	text := timeOfDay.ReplaceAllString(line.Text, "")
	var errors []seen
	if line.hints&hintsError != 0 {
		errors = errorsOf(text)
	}
	if line.hints&hintsStatement != 0 {
		if a, ok := attemptOfStatement(line, text, errors); ok {
			return []Attempt{a}
		}
	}
	if len(errors) == 0 && line.hints&hintsComplaint != 0 {
		return attemptsOfComplaint(line, text)
	}
	attempts := make([]Attempt, 0, len(errors))
	for _, e := range errors {
		if slices.ContainsFunc(unrelated, func(w wording) bool { return w.name == e.name }) {
			continue
		}
		a := attemptOfError(e)
		a.Line = line
		attempts = append(attempts, a)
	}
	return attempts
}

// attemptOfStatement is what words tell that are known by themselves. Where they leave
// something open, errors beside them tell more.
func attemptOfStatement(line Line, text string, errors []seen) (Attempt, bool) {
	names := pathsIn(text)
	for i := range statements {
		s := &statements[i]
		if s.faint && len(errors) > 0 || s.kind == need.AddressFamily && len(names) > 0 { // a socket in the file system is refused by its path
			continue
		}
		if m := s.words.FindStringSubmatch(text); m != nil {
			return s.attempt(line, m), true
		}
	}
	if len(errors) > 0 && len(names) > 0 {
		return Attempt{}, false
	}
	return attemptOfDevice(line, text)
}

// timeOfDay would be read as a port.
var timeOfDay = regexp.MustCompile(`\b\d\d:\d\d:\d\d(?:[.,]\d+)?\b`)

// attempt is what a statement tells; its groups are put into the argument.
func (s *statement) attempt(line Line, groups []string) Attempt {
	a := Attempt{Line: line, Kind: s.kind, Argument: s.argument, Call: s.call, Faint: s.faint, Error: s.missed, Guess: s.missed != ""}
	for i, group := range groups[1:] {
		a.Argument = strings.ReplaceAll(a.Argument, "$"+strconv.Itoa(i+1), group)
	}
	switch s.kind {
	case need.AddressFamily:
		a.Argument = familyIn(line.Text)
	case need.Read:
		a.Operations = []sandbox.Op{sandbox.Read}
	case need.Execute:
		a.Operations = []sandbox.Op{sandbox.Execute, sandbox.Read}
	}
	return a
}

// attemptOfError reads one error with the words around it.
func attemptOfError(e seen) Attempt {
	a := Attempt{Error: e.name}
	around := e.before + " " + e.after
	switch e.name {
	case "EAFNOSUPPORT":
		a.Kind, a.Argument, a.Call = need.AddressFamily, familyIn(around), "socket"
		return a
	case "EPROTONOSUPPORT": // so releases before 233 answer for families that are left out
		a.Kind, a.Argument, a.Call, a.Faint, a.Guess = need.AddressFamily, familyIn(around), "socket", true, true
		return a
	case "ENODEV":
		if ofInterface.MatchString(around) {
			a.Kind, a.Faint, a.Guess = need.Network, true, true
			return a
		}
	case "ETIMEDOUT", "EADDRNOTAVAIL":
		a.Kind, a.Argument, a.Faint = need.Network, addressIn(e), true
		a.Guess = a.Argument == ""
		return a
	case "SIGSYS":
		a.Kind = need.Syscall
		return a
	}
	if port := portIn(e); port != "" {
		a.Kind, a.Argument, a.Call = need.Bind, port, "bind"
		return a
	}
	name := pathOf(e)
	if e.name == "EACCES" && name == "" && bindingAddress.MatchString(around) {
		a.Kind, a.Call = need.Bind, "bind"
		return a
	}
	if e.name == "EROFS" && name != "" || slices.Contains(missing, e.name) {
		return fileAttempt(a, name, e)
	}
	if done, known := attemptOfAction(a, e, name); known {
		return done
	}
	if call := callIn(e); call != "" {
		a.Kind, a.Argument, a.Call = need.Syscall, call, call
		return a
	}
	switch e.name {
	case "EINVAL", "ELOOP", "ENOSPC", "ENOMEM", "EAGAIN", "EMFILE", "ENOSYS", "ENOEXEC", "ENETUNREACH":
		a.Faint = true
		if e.name == "ENETUNREACH" {
			a.Kind, a.Argument = need.Network, addressIn(e)
		}
		return a
	}
	return fileAttempt(a, name, e)
}

// attemptOfAction is about what the words around an error say was done; known is false
// where they say nothing that is one of the actions.
func attemptOfAction(a Attempt, e seen, name string) (done Attempt, known bool) {
	around := e.before + " " + e.after
	for _, act := range actions {
		if act.errors != "" && !slices.Contains(strings.Fields(act.errors), e.name) || !act.words.MatchString(around) {
			continue
		}
		if act.kind == need.GainPrivileges && e.name == "EPERM" && strings.HasPrefix(name, "/dev/") && opening.MatchString(around) {
			continue // root is refused a device only by the list of them
		}
		a.Kind, a.Argument, a.Call = act.kind, act.argument, act.call
		if act.kind == need.Execute {
			a.Argument, a.Operations = name, []sandbox.Op{sandbox.Execute}
		}
		if act.kind == need.Network {
			a.Argument = addressIn(e)
		}
		return a, true
	}
	return a, false
}

// missing are the errors of files and devices that are not there.
var missing = []string{"ENOENT", "ENXIO", "ENODEV"}

// ofInterface are words about an interface of the network.
var ofInterface = regexp.MustCompile(`SIOC[GS]IF\w+|(?i:\binterface\b)`)

// calling finds names that messages give for what failed: "call()", "call failed:"
// or "call:" right before the error.
var calling = regexp.MustCompile(`\b([a-z][a-z0-9_]{3,})(?:\([^()]*\)|(?: failed)?[:(]? *$)`)

// callIn is the system call that a message names as refused, empty where it names
// none that only a filter or a missing capability refuses. Calls on paths and on
// sockets have more causes.
func callIn(e seen) string {
	if e.name != "EPERM" && e.name != "ENOSYS" {
		return ""
	}
	for _, m := range calling.FindAllStringSubmatch(e.before, -1) {
		if pathCalls()[m[1]] == nil && catalog.SyscallExists(m[1]) {
			return m[1]
		}
	}
	return ""
}

// fileAttempt is about a file, where the line names one.
func fileAttempt(a Attempt, name string, e seen) Attempt {
	a.Faint = slices.Contains(missing, a.Error)
	if name == "" {
		return a
	}
	a.Argument, a.Operations = name, operationsOf(e.before+" "+e.after)
	a.Kind = kindOfFile(e.before + " " + e.after)
	if a.Error == "EROFS" { // nothing else than changing a file fails so
		a.Kind, a.Operations = need.Write, []sandbox.Op{sandbox.Write, sandbox.Create}
	}
	return a
}

// Words of programs about files: what runs one and what changes one.
var (
	running  = regexp.MustCompile(`(?i)\bexecve?\b|\bspawn|locate executable|executable \S+ missing|fork/exec|can't exec`)
	changing = regexp.MustCompile(`(?i)creat|mkdir|make dir|writ|remov|unlink|delet|renam|chmod|chown|touch|mktemp|truncat|\bbind|pid ?file|lock|\blog|` +
		`append|symlink|\bsave|persist|O_RDWR`)
)

func kindOfFile(words string) need.Kind {
	switch {
	case running.MatchString(words):
		return need.Execute
	case changing.MatchString(words):
		return need.Write
	}
	return need.Read
}

// operationsOf returns what may have been tried on a file. Words of one operation
// do not rule the others out.
func operationsOf(words string) []sandbox.Op {
	switch {
	case running.MatchString(words):
		return []sandbox.Op{sandbox.Execute}
	case changing.MatchString(words):
		return []sandbox.Op{sandbox.Write, sandbox.Create, sandbox.Read, sandbox.Connect}
	}
	return []sandbox.Op{sandbox.Read, sandbox.Execute, sandbox.Connect, sandbox.Write, sandbox.Create}
}

// Words about ports.
var (
	// bindingAddress is about an address of the network whose port is not told.
	bindingAddress = regexp.MustCompile(`(?i)\bbind\b.*\b(?:address|port|interface)|\blisten\b.*\b(?:address|port|interface)`)

	binding  = regexp.MustCompile(`(?i)\bbind(?:ing)?\b|\blisten(?:ing)?\b|make_sock`)
	portText = regexp.MustCompile(`(?:\bport[ =]|[\d\]*:a-z]:)(\d{1,5})\b|[ \[(]:(\d{1,5})\b`)
)

// portIn is the port that could not be bound, where the words tell of one.
func portIn(e seen) string {
	if e.name != "EACCES" && e.name != "EPERM" || !binding.MatchString(e.before+" "+e.after) {
		return ""
	}
	for _, text := range []string{e.after, e.before} {
		all := portText.FindAllStringSubmatch(text, -1)
		for i := range all {
			m := all[len(all)-1-i]
			if number, err := strconv.Atoi(m[1] + m[2]); err == nil && number > 0 && number < 1<<16 && isBinding(text, m[0]) {
				return m[1] + m[2]
			}
		}
	}
	return ""
}

// isBinding tells that the number is not that of a line of a file.
func isBinding(text, match string) bool {
	at := strings.Index(text, match)
	begin := strings.LastIndexAny(text[:at+1], " [('\"")
	return !strings.Contains(text[begin+1:at+1], "/")
}

// families are how messages speak of address families.
var families = []struct {
	words *regexp.Regexp
	name  string
}{
	{regexp.MustCompile(`(?i)netlink|getifaddrs|list interfaces|\bnft\b|iptables|netdev|rtnl|\budev\b|interface statistics`), "AF_NETLINK"},
	{regexp.MustCompile(`(?i)\bAF_PACKET\b|packet socket|pcap`), "AF_PACKET"},
	{regexp.MustCompile(`(?i)\bAF_ALG\b|\balg\b`), "AF_ALG"},
	{regexp.MustCompile(`(?i)\bvsock\b`), "AF_VSOCK"},
	{regexp.MustCompile(`(?i)bluetooth|\bhci\b`), "AF_BLUETOOTH"},
	{regexp.MustCompile(`(?i)AF_CAN\b|\bcan bus|canbus`), "AF_CAN"},
	{regexp.MustCompile(`(?i)unix(?: domain)? socket|AF_UNIX|AF_LOCAL`), "AF_UNIX"},
	{regexp.MustCompile(`(?i)IPv6|AF_INET6|tcp6|udp6|\[[0-9a-f]*::[0-9a-f:]*\]|\s:::\d+|"::1?"`), "AF_INET6"},
	{regexp.MustCompile(`(?i)IPv4|AF_INET\b|tcpv?4|udp4|\b\d{1,3}\.\d{1,3}\.\d{1,3}\.\d{1,3}\b`), "AF_INET"},
}

// familyIn is the address family that a message speaks of, empty where none is
// told.
func familyIn(text string) string {
	for _, f := range families {
		if f.words.MatchString(text) {
			return f.name
		}
	}
	for _, f := range catalog.AddressFamilies() {
		if strings.Contains(text, f.Name) {
			return f.Name
		}
	}
	return ""
}
