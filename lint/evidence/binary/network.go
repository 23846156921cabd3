package binary

import (
	"slices"
	"strings"
)

// takers are functions of which a program has one that takes connections or
// packets from others (bind(2), listen(2), accept(2)); accept4 and recvfrom alone
// are those of programs that are handed their sockets, too.
var takers = []string{"bind", "listen", "accept", "accept4"}

// addressFunctions are those that a program needs for internet addresses alone:
// to look hosts up, and to read and write addresses as users do (getaddrinfo(3),
// gethostbyname(3), inet(3)). inet_pton and inet_ntop are not among them: programs
// print and compare addresses that they never use. The word AF_INET stands for
// scripts, which name it where they make such sockets.
var addressFunctions = []string{
	"getaddrinfo", "getnameinfo", "gethostbyname", "gethostbyname2", "getservbyname", "in6addr_any", "inet_aton", "inet_addr", "inet_ntoa", "inet_network",
	internetSockets,
}

// internetSockets is what readers of scripts put in place of what makes internet
// sockets in each language.
const internetSockets = "AF_INET"

// internetLibraries are functions of libraries that take connections from the
// internet for the program.
var internetLibraries = []string{
	"socket_bind4", "socket_bind6", "socket_bind6_reuse", "socket_tcp4", "socket_tcp6", "socket_tcp6b", "socket_udp6", // libowfat
	"evhttp_bind_socket", "evconnlistener_new_bind", // libevent(3)
	"MHD_start_daemon",                           // libmicrohttpd
	"lws_create_context",                         // libwebsockets
	"str_to_gensio_accepter",                     // gensio(3)
	"svc_tli_create", "svc_tp_create", "rpc_reg", // rpc_svc_create(3)
	"uv_tcp_bind", "uv_udp_bind", "uv_ip4_addr", // libuv
	"apr_socket_bind", "apr_sockaddr_info_get", // libapr
	"smfi_setconn",                                                                          // libmilter
	"g_socket_listener_add_inet_port", "soup_server_listen_all", "soup_server_listen_local", // GIO, libsoup
}

// Serves returns functions that show a program to take connections or packets at
// internet addresses: it can take some, and works with such addresses. A script
// shows it by the kind of its sockets; it may be a client. It is empty where nothing
// does. Whether the program's configuration asks for it, they do not tell.
func (p *Program) Serves() []string {
	switch {
	case p.Go != nil:
		return nil
	case p.Format == Script && p.Has(internetSockets):
		return []string{internetSockets}
	case p.Format == Script:
		return nil
	}
	var shown []string
	for _, list := range [][]string{takers, addressFunctions} {
		at := slices.IndexFunc(list, p.Has)
		if at < 0 {
			shown = nil
			break
		}
		shown = append(shown, list[at])
	}
	if shown == nil {
		if at := slices.IndexFunc(internetLibraries, p.Has); at >= 0 {
			shown = internetLibraries[at : at+1]
		}
	}
	return shown
}

// networkModules are the modules of scripts, by the language, that are there to reach
// a network or to be reached: those of the standard libraries, and those that most
// daemons take. A name stands for what lies below it, too.
var networkModules = map[string][]string{
	"python": {
		"socket", "socketserver", "asyncio", "http", "urllib", "xmlrpc", "smtplib", "ftplib", "imaplib", "poplib", "ssl", "twisted", "tornado", "aiohttp",
		"flask", "bottle", "cherrypy", "werkzeug", "gevent", "eventlet", "requests", "urllib3", "httpx", "websockets", "zmq", "paho", "pika",
		"dns", "ldap3", "Milter", "scapy",
	},
	"perl": {"IO::Socket", "Net", "LWP", "HTTP", "Mojolicious", "Mojo", "AnyEvent", "POE", "Danga", "Socket6"},
	"ruby": {"socket", "net", "webrick", "puma", "sinatra", "rack", "eventmachine", "drb", "open-uri"},
	"node": {"net", "http", "https", "http2", "dgram", "tls", "node", "express", "ws", "koa", "fastify"},
	"lua":  {"socket", "net", "http"},
}

// Networks returns the first module that a script imports for the sake of a network,
// or "".
func (p *Program) Networks() string {
	l := languageOf(p)
	if l == nil {
		return ""
	}
	for _, m := range p.Modules {
		for _, name := range networkModules[l.interpreters[0]] {
			if m.Name == name || strings.HasPrefix(m.Name, name+l.separator) || l.separator == "/" && strings.HasPrefix(m.Name, name+":") {
				return m.Name
			}
		}
	}
	return ""
}

// networkFunctions are functions by which programs reach a network, networkPrefixes
// the beginnings of the names of those of libraries that do it for them, or that
// run what nobody sees here.
var (
	networkFunctions = []string{
		"socket", "connect", "bind", "listen", "accept", "accept4", "getaddrinfo", "gethostbyname", "send", "sendto", "recvfrom", "sendmsg", "recvmsg",
	}
	networkPrefixes = []string{
		"SSL_", "BIO_", "curl_", "ldap_", "soup_", "g_socket_", "g_tcp_", "uv_", "event_", "evhttp_", "apr_socket_", "gnutls_", "PQ", "mysql_",
		"snmp_", "clnt_", "svc_", "xmlrpc_", "zmq_", "lws_", "MHD_", "krb5_", "http_", "rpc_", "nl_", "_Z", "Py_", "lua_", "perl_", "Perl_",
		"JNI_", "dlopen", "dlsym", "av_", "ssh_", "vir", "tevent_", "socket_", "gensio_", "str_to_gensio",
	}
)

// Networkless tells that the program plainly reaches no network by itself: it is
// machine code that imports functions, and none of those that would.
func (p *Program) Networkless() bool {
	return p.Format == ELF && p.Go == nil && len(p.Imports) > 0 && !slices.ContainsFunc(p.Imports, func(name string) bool {
		return slices.Contains(networkFunctions, name) ||
			slices.ContainsFunc(networkPrefixes, func(prefix string) bool { return strings.HasPrefix(name, prefix) })
	})
}
