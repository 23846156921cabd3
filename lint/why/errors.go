package why

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"github.com/unitlint/unitlint/internal/late/regexp"
)

// wording is a text that stands for an error.
type wording struct{ text, name string }

// wordings are the texts of errors: those of strerror(3) of glibc and musl, which
// most languages print in one case or another, and names of run-times for them.
// Several are tried at one place in this order.
var wordings = []wording{
	{"read-only file system", "EROFS"},
	{"permission denied", "EACCES"},
	{"operation not permitted", "EPERM"},
	{"address family not supported by protocol family", "EAFNOSUPPORT"},
	{"address family not supported by protocol", "EAFNOSUPPORT"},
	{"address family not supported", "EAFNOSUPPORT"},
	{"no such file or directory", "ENOENT"},
	{"no such device or address", "ENXIO"},
	{"no such device", "ENODEV"},
	{"too many levels of symbolic links", "ELOOP"},
	{"no space left on device", "ENOSPC"},
	{"protocol not supported", "EPROTONOSUPPORT"},
	{"cannot allocate memory", "ENOMEM"},
	{"invalid argument", "EINVAL"},
	{"resource temporarily unavailable", "EAGAIN"},
	{"network is unreachable", "ENETUNREACH"},
	{"network unreachable", "ENETUNREACH"},
	{"temporary failure in name resolution", "ENETUNREACH"},
	{"cannot assign requested address", "EADDRNOTAVAIL"},
	{"connection timed out", "ETIMEDOUT"},
	{"too many open files", "EMFILE"},
	{"function not implemented", "ENOSYS"},
	{"bad system call", "SIGSYS"},
	{"exec format error", "ENOEXEC"},
	// Java, .NET, Python, Ruby, Rust, Node and Go have names of their own.
	{"java.nio.file.accessdeniedexception", "EACCES"},
	{"java.nio.file.readonlyfilesystemexception", "EROFS"},
	{"java.nio.file.nosuchfileexception", "ENOENT"},
	{"system.unauthorizedaccessexception", "EACCES"},
	{"kind: permissiondenied", "EACCES"},
	{"kind: readonlyfilesystem", "EROFS"},
	{"errno::erofs", "EROFS"},
	{"errno::eacces", "EACCES"},
	{"errno::eperm", "EPERM"},
	{"errno::eafnosupport", "EAFNOSUPPORT"},
	{"erofs", "EROFS"},
	{"eacces", "EACCES"},
	{"eperm", "EPERM"},
	{"eafnosupport", "EAFNOSUPPORT"},
	{"enetunreach", "ENETUNREACH"},
	{"eaddrnotavail", "EADDRNOTAVAIL"},
	{"etimedout", "ETIMEDOUT"},
	{"i/o timeout", "ETIMEDOUT"},
	{"not enough memory", "ENOMEM"},
	{"enomem", "ENOMEM"},
	{"(eagain)", "EAGAIN"},
}

// unrelated are the texts of errors that no sandbox answers with (strerror(3)): what
// goes with them was not refused.
var unrelated = []wording{
	{"file exists", "EEXIST"},
	{"invalid cross-device link", "EXDEV"},
	{"not a directory", "ENOTDIR"},
	{"is a directory", "EISDIR"},
	{"directory not empty", "ENOTEMPTY"},
	{"input/output error", "EIO"},
	{"device or resource busy", "EBUSY"},
	{"text file busy", "ETXTBSY"},
	{"file too large", "EFBIG"},
	{"file name too long", "ENAMETOOLONG"},
	{"disk quota exceeded", "EDQUOT"},
	{"stale file handle", "ESTALE"},
	{"bad file descriptor", "EBADF"},
	{"broken pipe", "EPIPE"},
	{"inappropriate ioctl for device", "ENOTTY"},
	{"interrupted system call", "EINTR"},
	{"address already in use", "EADDRINUSE"},
	{"address in use", "EADDRINUSE"},
	{"connection refused", "ECONNREFUSED"},
	{"connection reset by peer", "ECONNRESET"},
	{"no route to host", "EHOSTUNREACH"},
	{"no such process", "ESRCH"},
	{"eexist", "EEXIST"},
	{"eaddrinuse", "EADDRINUSE"},
	{"econnrefused", "ECONNREFUSED"},
}

// numbered are errors by their numbers: of Python, Rust, MySQL, libuv, .NET and of
// whatever prints errno. A number alone may be anything.
var numbered = regexp.MustCompile(`(?i)\b(?:errno|os error|os errno|errcode|system error|socketexception|object file: error)[ :=(]{1,2}-?(\d{1,3})\b[\])]?`)

// ofAccounts are denials of a program's own: of databases, of logins.
var ofAccounts = regexp.MustCompile(`(?i)permission denied(?: (?:for|to) (?:user|role|table|relation|schema|database|function|sequence|view|column|tenant)\b|` +
	`, please try again| \((?:publickey|password|keyboard))`)

// seen is one error in a message, with what stands before and after it up to the
// next ones.
type seen struct {
	name          string
	before, after string
}

// mostErrors is how many errors of one message are looked at.
const mostErrors = 8

// errorsOf finds the errors in a message. The same error in two wordings side by
// side ("EROFS: read-only file system") is one.
func errorsOf(text string) []seen {
	places := placesOf(text)
	var found []seen
	begin := 0
	for i, at := range places {
		end := len(text)
		if i+1 < len(places) {
			end = places[i+1].begin
		}
		between := text[begin:at.begin]
		if last := len(found) - 1; last >= 0 && found[last].name == at.name && len(between) <= closeBy {
			found[last].before += between
			found[last].after = text[at.end:end]
		} else if len(found) < mostErrors {
			found = append(found, seen{name: at.name, before: between, after: text[at.end:end]})
		}
		begin = at.end
	}
	return found
}

// place is where a text tells an error.
type place struct {
	begin, end int
	name       string
}

// placesOf returns where a text tells errors, in its order. It looks for each wording
// by itself: one expression of all of them takes twenty times as long.
func placesOf(text string) []place {
	small := smallLetters(text)
	var all []place
	for _, w := range slices.Concat(wordings, unrelated) {
		for from := 0; ; {
			at := strings.Index(small[from:], w.text)
			if at < 0 {
				break
			}
			all = append(all, place{from + at, from + at + len(w.text), w.name})
			from += at + len(w.text)
		}
	}
	for _, at := range numbered.FindAllStringSubmatchIndex(text, mostErrors) {
		number, _ := strconv.Atoi(text[at[2]:at[3]]) // three digits at most
		if name := errnoNumbered(number); slices.ContainsFunc(wordings, func(w wording) bool { return w.name == name }) {
			all = append(all, place{at[0], at[1], name})
		}
	}
	if at := ofAccounts.FindStringIndex(text); at != nil {
		all = slices.DeleteFunc(all, func(p place) bool { return p.begin == at[0] })
	}
	slices.SortStableFunc(all, func(a, b place) int { return cmp.Compare(a.begin, b.begin) })
	var apart []place
	for _, p := range all {
		if len(apart) == 0 || p.begin >= apart[len(apart)-1].end {
			apart = append(apart, p)
		}
	}
	return apart[:min(len(apart), mostErrors*2)]
}

// smallLetters makes the letters of ASCII small, so that every byte stays in its place.
func smallLetters(text string) string {
	small := []byte(text)
	for i, c := range small {
		if 'A' <= c && c <= 'Z' {
			small[i] = c + 'a' - 'A'
		}
	}
	return string(small)
}

// closeBy is how many bytes may stand between two wordings of one error.
const closeBy = 24
