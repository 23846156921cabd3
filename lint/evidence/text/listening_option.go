package text

import (
	"net/netip"
	"slices"
	"strings"

	"github.com/unitlint/unitlint/lint/evidence/invocation"
	"github.com/unitlint/unitlint/lint/need"
	"github.com/unitlint/unitlint/lint/value"
)

// listeningWords stand before "port" in the names of options by which programs are told where to
// listen; other words name whose port it is, which may be that of another program.
var listeningWords = []string{
	"admin", "api", "bind", "console", "dashboard", "grpc", "gui", "health", "http", "https", "listen", "listener", "listening", "local", "management",
	"metrics", "prometheus", "rest", "rpc", "serve", "ssl", "status", "tcp", "telemetry", "tls", "udp", "ui", "web", "webui", "websocket", "ws",
}

// listeningMeanings are those of options by which programs are told where to listen.
var listeningMeanings = []invocation.Meaning{invocation.MeansPort, invocation.MeansUDPPort, invocation.MeansListen}

// hostWords are last words of options that name a host, remoteWords those of them that name no address
// to listen at, listenWordsOfOptions words of those that name such an address and none of another host.
var (
	hostWords            = []string{"host", "hostname", "server", "target", "remote", "destination", "upstream", "peer"}
	remoteWords          = []string{"target", "remote", "destination", "upstream", "peer"}
	listenWordsOfOptions = []string{"listen", "bind"}
)

// listensThere returns how sure it is that an option whose name alone is known has the program
// listen at its value, zero where it has it connect there.
func (r *collector) listensThere(i *invocation.Invocation, meaning invocation.Meaning, text, option string) need.Certainty {
	words := wordsOf(option)
	if slices.ContainsFunc(words, func(word string) bool { return slices.Contains(listenWordsOfOptions, word) }) {
		return need.Certain
	}
	switch host, _, _ := value.SplitEndpoint(text); {
	case asksOthers(i.Name()), meaning == invocation.MeansListen && !mayBeHere(host), r.isToldHost(i):
		return 0
	case r.runsOnce(), isPortOfSomething(words) && !strings.HasSuffix(option, "server.port"):
		return need.Possible
	}
	return need.Certain
}

// isPortOfSomething tells that the word before "port" names no listener.
func isPortOfSomething(words []string) bool {
	last := len(words) - 1
	return last > 0 && words[last] == "port" && !slices.Contains(listeningWords, words[last-1])
}

// isToldHost tells that an option names another host, whose ports the others are.
func (r *collector) isToldHost(i *invocation.Invocation) bool {
	told, known := r.toldHosts[i]
	if !known {
		if r.toldHosts == nil {
			r.toldHosts = map[*invocation.Invocation]bool{}
		}
		told = namesHost(i)
		r.toldHosts[i] = told
	}
	return told
}

func namesHost(i *invocation.Invocation) bool {
	for at, w := range i.Arguments {
		option, content, assigned := strings.Cut(w.Text, "=")
		if !assigned && at+1 < len(i.Arguments) {
			content = i.Arguments[at+1].Text
		}
		words := wordsOf(option)
		if strings.HasPrefix(option, "--") && len(words) > 0 && slices.Contains(hostWords, words[len(words)-1]) && isOtherHost(words[len(words)-1], content) {
			return true
		}
	}
	return false
}

// isOtherHost tells that an option which ends in one of hostWords is told another host. One
// without a value is a switch, such as "--server".
func isOtherHost(word, content string) bool {
	if _, isSwitch := value.Boolean(content); isSwitch || strings.HasPrefix(content, "-") {
		return false
	}
	address, err := netip.ParseAddr(strings.Trim(content, "[]"))
	if err == nil && slices.Contains(remoteWords, word) {
		return !address.IsUnspecified() && !address.IsLoopback()
	}
	return !mayBeHere(content)
}

// mayBeHere tells that a host is this one, or an address, which it may have.
func mayBeHere(host string) bool {
	if _, err := netip.ParseAddr(strings.Trim(host, "[]")); err == nil {
		return true
	}
	return host == "" || host == "any" || host == "all" || strings.HasPrefix(host, "localhost") || strings.ContainsAny(host, "*%$")
}

// runsOnce tells that the service ends with its main command: nobody connects to it.
func (r *collector) runsOnce() bool {
	remains, _ := value.Boolean(r.Unit.Value("Service", "RemainAfterExit"))
	return r.Unit.Value("Service", "Type") == "oneshot" && !remains
}
