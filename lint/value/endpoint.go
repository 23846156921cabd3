package value

import "strings"

// SplitEndpoint cuts "host:port" and "[address]:port" in two, as net.SplitHostPort does; that
// package would link the C library's resolver.
func SplitEndpoint(text string) (host, port string, ok bool) {
	at := strings.LastIndexByte(text, ':')
	if at < 0 {
		return "", "", false
	}
	host, port = text[:at], text[at+1:]
	if inner, opened := strings.CutPrefix(host, "["); opened {
		host, ok = strings.CutSuffix(inner, "]")
	} else {
		ok = !strings.Contains(host, ":")
	}
	if !ok || strings.ContainsAny(host, "[]") || strings.ContainsAny(port, "[]") {
		return "", "", false
	}
	return host, port, true
}
