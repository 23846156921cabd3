package why

import (
	"regexp"
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

// errorText finds any of the wordings.
var errorText = func() *regexp.Regexp {
	texts := make([]string, len(wordings))
	for i, w := range wordings {
		texts[i] = regexp.QuoteMeta(w.text)
	}
	return regexp.MustCompile(`(?i)` + strings.Join(texts, "|"))
}()

// errorNamed is the name of the error that a wording stands for.
func errorNamed(text string) string {
	text = strings.ToLower(text)
	for _, w := range wordings {
		if w.text == text {
			return w.name
		}
	}
	return ""
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
	places := errorText.FindAllStringIndex(text, mostErrors*2)
	var found []seen
	begin := 0
	for i, at := range places {
		name := errorNamed(text[at[0]:at[1]])
		end := len(text)
		if i+1 < len(places) {
			end = places[i+1][0]
		}
		between := text[begin:at[0]]
		if last := len(found) - 1; last >= 0 && found[last].name == name && len(between) <= closeBy {
			found[last].after = text[at[1]:end]
		} else if len(found) < mostErrors {
			found = append(found, seen{name: name, before: between, after: text[at[1]:end]})
		}
		begin = at[1]
	}
	return found
}

// closeBy is how many bytes may stand between two wordings of one error.
const closeBy = 24
