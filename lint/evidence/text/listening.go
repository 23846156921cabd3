package text

import (
	"fmt"
	"slices"
	"strings"

	"github.com/unitlint/unitlint/internal/late/regexp"
	"github.com/unitlint/unitlint/lint/evidence/invocation"
	"github.com/unitlint/unitlint/lint/need"
	"github.com/unitlint/unitlint/lint/system"
)

// The names of variables by which programs are commonly told where to listen are one of
// listenVariables or end in one of listenWords. A port of another service has that service's
// name in front, so PORT and HTTP_PORT count alone; the others are those of single programs.
var (
	listenVariables = []string{
		"PORT", "HTTP_PORT", "HTTPS_PORT", "ASPNETCORE_URLS", "ASPNETCORE_HTTP_PORTS", "ASPNETCORE_HTTPS_PORTS", "ROCKET_PORT", "NITRO_PORT",
		"PAPERLESS_PORT", "MICRONAUT_SERVER_PORT", "QUARKUS_HTTP_PORT", "KC_HTTP_PORT", "KC_HTTPS_PORT", "GF_SERVER_HTTP_PORT",
		"GITEA__server__HTTP_PORT", "FORGEJO__server__HTTP_PORT",
	}
	listenWords = []string{"LISTEN", "LISTEN_ADDR", "LISTEN_ADDRESS", "LISTEN_PORT", "BIND_ADDR", "BIND_ADDRESS", "BIND_PORT"}
)

// springPort is the variable of Spring Boot for the port (its documentation, server.port); in
// other programs the server may be another one.
const springPort = "SERVER_PORT"

// listeningPorts records the ports that a variable names. One that stands in a
// command line is an argument, and judged as such.
func listeningPorts(r *collector, i *invocation.Invocation, name string, w invocation.Word) {
	told := slices.Contains(listenVariables, name) || endsIn(name, listenWords) || name == springPort && i.Name() == "java" || r.isOwnPort(i, name, w) ||
		namesEveryAddress(name, w.Text)
	if !told || r.inCommandLine(name) {
		return
	}
	// ASPNETCORE_URLS= and its like hold a list (ASP.NET Core's documentation).
	for _, one := range strings.Split(w.Text, ";") {
		if port, found := system.PortOf(one); found {
			r.given(i, w, need.Need{Kind: need.Serve, Any: []string{port}, Consequence: need.StartFails,
				Why: fmt.Sprintf("listens on port %s (%s)", port, name)})
		}
	}
}

// addressWords are the last words of variables that hold an address, be it with a port alone.
var addressWords = []string{"ADDR", "ADDRESS", "BIND"}

// farWords are parts of the names of variables that are about other programs.
var farWords = []string{"FORWARD", "BACKEND", "UPSTREAM", "TARGET", "PROXY", "REMOTE", "PUSH"}

// namesEveryAddress tells that a variable holds a port of every address of the host: nobody connects
// to such.
func namesEveryAddress(name, value string) bool {
	_, address, found := strings.Cut(value, "://")
	if !found {
		address = value
	}
	at := strings.LastIndexByte(address, ':')
	isOfFar := func(word string) bool { return strings.Contains(name, word) }
	if at < 0 || strings.ContainsAny(value, " ,;") || slices.ContainsFunc(farWords, isOfFar) {
		return false
	}
	host := address[:at]
	return slices.Contains(everyAddress, host) || host == "*" || host == "" && endsIn(name, addressWords)
}

// socketVariable matches the names of variables by which programs are told where to listen,
// be it at a path: who connects to a socket calls its variable after another service.
var socketVariable = regexp.MustCompile(`^(?:[A-Z0-9]+_)?(?:LISTEN|BIND)(?:_(?:ADDR|ADDRESS|PATH|SOCKET|HOST|ON|TO))?$`)

// ownSockets records that the program makes the socket which a variable names as the place
// where it listens. Where systemd hands sockets over it may be another's.
func ownSockets(r *collector, i *invocation.Invocation, name string, w invocation.Word) {
	socket := system.LocalSocket(w.Text)
	if socket == "" || !socketVariable.MatchString(name) && !r.namesOwnSocket(i, name, socket) || len(system.Sockets(r.Unit)) > 0 || r.inCommandLine(name) {
		return
	}
	r.given(i, w, need.Need{Kind: need.Create, Any: []string{socket}, Consequence: need.StartFails,
		Why: fmt.Sprintf("makes the socket %s (%s)", socket, name)})
}

// portVariables are those of which programs say that they take a port, or the path of a socket in
// its place; ownSocketVariables name a socket without saying whose, which is the program's own where its
// path says so, and servingWords stand before them for what the program is to others.
var (
	portVariables      = []string{"PORT", "HTTP_PORT", "SERVER_PORT", "WEB_PORT", "LISTEN_PORT"}
	ownSocketVariables = []string{"SOCKET", "SOCKET_PATH", "SOCK", "SOCK_PATH", "UNIX_SOCKET", "UNIX_SOCKET_PATH", "SOCKET_FILE"}
	servingWords       = []string{"HTTP", "SERVER", "WEB", "API", "ADMIN", "CONTROL", "LISTEN", "LISTENER"}
)

// namesOwnSocket tells that a variable names a socket which the program makes: a port is always its own,
// and so is what is called after the program, or after nothing, and lies where the program has its files.
func (r *collector) namesOwnSocket(i *invocation.Invocation, name, socket string) bool {
	if slices.Contains(portVariables, name) {
		return true
	}
	own := strings.ToUpper(strings.NewReplacer("-", "_", ".", "_").Replace(i.Name()))
	for _, end := range ownSocketVariables {
		before, found := strings.CutSuffix(name, end)
		before = strings.TrimSuffix(before, "_")
		if found && (before == "" || before == own || slices.Contains(servingWords, before)) && !asksOthers(i.Name()) {
			return r.isOwnSocket(i, socket)
		}
	}
	return false
}

func (r *collector) inCommandLine(name string) bool {
	for _, line := range r.Unit.Lines() {
		if line.Assignment != nil && (strings.Contains(line.Assignment.Value, "$"+name) || strings.Contains(line.Assignment.Value, "${"+name)) {
			return true
		}
	}
	return false
}

// everyAddress are the words for all addresses of a host (ip(7), ipv6(7)).
var everyAddress = []string{"0.0.0.0", "::", "[::]"}

// everywhere records that an option has the program listen at every address: its
// port is not told, but that it serves other hosts.
func (r *collector) everywhere(i *invocation.Invocation, option string, w invocation.Word) {
	if !slices.Contains(everyAddress, w.Text) || elsewhere[i.Name()] {
		return
	}
	why := fmt.Sprintf("listens at every address (%s %s)", option, w.Text)
	r.given(i, w, need.Need{Kind: need.AddressFamily, Any: []string{"AF_INET", "AF_INET6"}, Consequence: need.StartFails, Why: why})
	r.given(i, w, need.Need{Kind: need.Network, Consequence: need.JobFails, Why: why})
}
