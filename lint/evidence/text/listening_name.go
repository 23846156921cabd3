package text

import (
	"fmt"
	"slices"
	"strings"

	"github.com/unitlint/unitlint/internal/late/regexp"
	"github.com/unitlint/unitlint/lint/evidence/invocation"
	"github.com/unitlint/unitlint/lint/need"
)

// interfaceName matches the names of interfaces, with a port behind them or without: those of cards by their places
// (systemd.net-naming-scheme(7)), and of tunnels and bridges. "tailnet" stands for the addresses that Tailscale gives.
var interfaceName = regexp.MustCompile(`^(?:tailnet|(?:tailscale|wg|tun|tap|eth|wlan|bond|virbr|docker|nebula|netbird|wt)[0-9]+|br[0-9]+|` +
	`br-[a-z0-9]+|zt[a-z0-9]{8,}|en(?:p[0-9]+)?[ops][0-9][a-z0-9]*|wl(?:p[0-9]+)?[ops][0-9][a-z0-9]*)(?::[0-9]{1,5})?$`)

// namesToListen are the last words of options and variables that name where a program listens.
var namesToListen = []string{"listen", "bind", "host", "addr", "address"}

// listensByName records that a program is told an interface to listen at in place of an address, which it has to
// find out.
func (r *collector) listensByName(i *invocation.Invocation, option string, w invocation.Word) {
	if !w.Known || !mayBeInterface(w.Text) || elsewhere[i.Name()] {
		return
	}
	words := wordsOf(option)
	if len(words) == 0 || !slices.Contains(namesToListen, words[len(words)-1]) || !interfaceName.MatchString(w.Text) {
		return
	}
	r.Add(i, need.Need{
		Kind: need.AddressFamily, Any: []string{"AF_NETLINK"}, Certainty: need.Likely, Consequence: need.StartFails,
		Why:      fmt.Sprintf("listens at %s, whose addresses it finds out over netlink (%s)", w.Text, option),
		Evidence: need.Evidence{Assignment: i.Assignment, Range: w.Place, Source: "getifaddrs(3), rtnetlink(7)"},
	})
}

// longestListened is the length of the longest name of an interface with a port behind it (netdevice(7), IFNAMSIZ).
const longestListened = len("123456789012345:65535")

// mayBeInterface tells that a text is short and begins as names of interfaces do, which is found faster than
// that it is one.
func mayBeInterface(text string) bool {
	return len(text) > 2 && len(text) <= longestListened && strings.IndexByte("tewbvdnz", text[0]) >= 0 && !strings.ContainsAny(text, "/. ")
}

// listeningNames looks at what a variable names in place of an address, unless an argument has it.
func listeningNames(r *collector, i *invocation.Invocation, name string, w invocation.Word) {
	if !slices.ContainsFunc(i.Arguments, func(argument invocation.Word) bool { return argument.Text == w.Text }) {
		r.listensByName(i, name, w)
	}
}

// cookieWords end the names of variables that hold the file in which cookies are kept, fetchWords tell of a unit
// that it fetches with yt-dlp: others read such files alone.
var (
	cookieWords = []string{"COOKIES", "COOKIES_FILE", "COOKIES_PATH", "COOKIE_FILE", "COOKIEFILE", "COOKIE_JAR", "COOKIE_PATH"}
	fetchWords  = regexp.MustCompile(`(?i)yt-?dlp|youtube`)
)

// keepsCookies records that the file of cookies which a unit names for yt-dlp is written, too: what it is given
// with --cookies it saves when it ends.
func keepsCookies(r *collector, i *invocation.Invocation, name string, w invocation.Word) {
	if !strings.HasPrefix(w.Text, "/") || !strings.HasSuffix(w.Text, ".txt") || !endsIn(strings.ToUpper(name), cookieWords) {
		return
	}
	if !fetchWords.MatchString(r.Unit.Value("Unit", "Description")) && !fetchWords.MatchString(name+" "+r.Unit.Name+" "+i.Name()) {
		return
	}
	r.given(i, w, need.Need{Kind: need.Write, Any: []string{w.Text}, Consequence: need.JobFails,
		Why: fmt.Sprintf("has yt-dlp keep cookies in %s, which saves them when it ends (%s)", w.Text, name)})
}
