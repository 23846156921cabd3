package why

import (
	"cmp"
	"slices"
	"strings"
)

// wordings are the texts of errors: those of strerror(3) of glibc and musl, which
// most languages print in one case or another, and names of run-times for them.
// Several are tried at one place in this order.
var wordings = []struct{ text, name string }{
	{"read-only file system", "EROFS"},
	{"permission denied", "EACCES"},
	{"operation not permitted", "EPERM"},
	{"address family not supported by protocol family", "EAFNOSUPPORT"},
	{"address family not supported by protocol", "EAFNOSUPPORT"},
	{"address family not supported", "EAFNOSUPPORT"},
	{"no such file or directory", "ENOENT"},
	{"no such device or address", "ENXIO"},
	{"too many levels of symbolic links", "ELOOP"},
	{"no space left on device", "ENOSPC"},
	{"protocol not supported", "EPROTONOSUPPORT"},
	{"cannot allocate memory", "ENOMEM"},
	{"invalid argument", "EINVAL"},
	{"resource temporarily unavailable", "EAGAIN"},
	{"network is unreachable", "ENETUNREACH"},
	{"network unreachable", "ENETUNREACH"},
	{"temporary failure in name resolution", "ENETUNREACH"},
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
	{"errno 1]", "EPERM"},
	{"errno 13]", "EACCES"},
	{"errno 30]", "EROFS"},
	{"errno 97]", "EAFNOSUPPORT"},
	{"os error 1)", "EPERM"},
	{"os error 13)", "EACCES"},
	{"os error 30)", "EROFS"},
	{"os error 97)", "EAFNOSUPPORT"},
	{"errcode: 13", "EACCES"},
	{"errcode: 30", "EROFS"},
	{"erofs", "EROFS"},
	{"eacces", "EACCES"},
	{"eperm", "EPERM"},
	{"eafnosupport", "EAFNOSUPPORT"},
	{"enetunreach", "ENETUNREACH"},
}

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
	for _, w := range wordings {
		for from := 0; ; {
			at := strings.Index(small[from:], w.text)
			if at < 0 {
				break
			}
			all = append(all, place{from + at, from + at + len(w.text), w.name})
			from += at + len(w.text)
		}
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
