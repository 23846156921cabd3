package text

import (
	"fmt"
	"path"
	"slices"
	"strings"

	"github.com/unitlint/unitlint/internal/late/regexp"
	"github.com/unitlint/unitlint/lint/evidence"
	"github.com/unitlint/unitlint/lint/evidence/invocation"
	"github.com/unitlint/unitlint/lint/need"
	"github.com/unitlint/unitlint/lint/system"
	"github.com/unitlint/unitlint/lint/unit"
)

// optionNeeds records what the options of an invocation show.
func (r *collector) optionNeeds(i *invocation.Invocation) {
	for at, argument := range i.Arguments {
		name, content, assigned := strings.Cut(argument.Text, "=")
		dashed := strings.HasPrefix(name, "-") && len(name) > 1 || i.Means.Of(name) != ""
		switch {
		case assigned && (dashed || strings.ContainsAny(name, ":._")):
			word := invocation.Word{Text: content, Known: argument.Known, Written: behind(argument.Written, "="), Place: argument.Place}
			r.listensByName(i, name, word)
			r.meant(i, name, word)
		case dashed && isJoined(i.Means, argument.Text):
			r.meant(i, name[:shortOption], invocation.Word{
				Text: name[shortOption:], Known: argument.Known, Written: behindShort(argument.Written), Place: argument.Place,
			})
		case dashed && at+1 < len(i.Arguments) && !strings.HasPrefix(i.Arguments[at+1].Text, "-"):
			r.listensByName(i, name, i.Arguments[at+1])
			r.meant(i, name, i.Arguments[at+1])
		case at > 0 && strings.HasPrefix(argument.Text, "unix:/"):
			if words := i.Arguments[at-1].Text; strings.Contains(words, "bind") || strings.Contains(words, "listen") {
				r.meant(i, "--listen", argument)
			}
		}
	}
}

// shortOption is how long a short option is.
const shortOption = len("-x")

// joinedMeanings are those of options whose values look like no further letters of options, by
// what they begin with: addresses, absolute paths, and the names of accounts behind a letter that
// the program has for nothing else.
var joinedMeanings = map[invocation.Meaning]string{
	invocation.MeansPort: digits, invocation.MeansUDPPort: digits, invocation.MeansListen: digits + ":[*/", invocation.MeansUser: digits + letters + "_",
	invocation.MeansRead: "/", invocation.MeansWrite: "/", invocation.MeansData: "/", invocation.MeansSocket: "/", invocation.MeansChroot: "/",
}

const (
	digits  = "0123456789"
	letters = "abcdefghijklmnopqrstuvwxyz"
)

// isJoined tells that a word is a short option of the program with its value behind it, as "-p22"
// (getopt(3)).
func isJoined(means *invocation.Means, word string) bool {
	if means == nil || len(word) <= shortOption || word[0] != '-' || word[1] == '-' {
		return false
	}
	meaning := means.Of(word[:shortOption])
	begins := joinedMeanings[meaning]
	return strings.IndexByte(begins, word[shortOption]) >= 0 && means.Of(word) == "" && (meaning != invocation.MeansUser || !means.HasLongWords())
}

// behindShort returns what is written behind a short option.
func behindShort(written string) string { return written[min(shortOption, len(written)):] }

// behind is what follows a mark in a text, nothing where there is none.
func behind(text, mark string) string {
	_, rest, _ := strings.Cut(text, mark)
	return rest
}

func (r *collector) meant(i *invocation.Invocation, option string, content invocation.Word) {
	if written := content.AsWritten(); !content.Known && isDevice(written) && !elsewhere[i.Name()] {
		r.device(i, content, fmt.Sprintf("uses the device %s (%s)", written, option))
	}
	if !content.Known || content.Text == "" {
		return
	}
	r.connects(i, option, content)
	r.everywhere(i, option, content)
	r.temporaryNeeds(i, option, content)
	// A name that many programs share may mean something else in this one.
	certainty := need.Likely
	meaning := meaningOf(i, option)
	if meaning == invocation.MeansNothing && keepsData(i, option, path.Clean(content.Text)) {
		meaning = invocation.MeansData
	}
	if meaning == invocation.MeansNothing && i.Means.Of(option) == "" && !elsewhere[i.Name()] && r.namesStore(i, option, content) {
		return
	}
	if meaning == invocation.MeansNothing && isPIDFile(content.Text) && !asksOthers(i.Name()) {
		meaning = invocation.MeansWrite
	}
	if i.Means.Of(option) != "" {
		certainty = need.Certain
	}
	if isDevice(content.Text) && !elsewhere[i.Name()] {
		r.device(i, content, fmt.Sprintf("uses the device %s (%s)", content.Text, option))
		return
	}
	if certainty < need.Certain && slices.Contains(listeningMeanings, meaning) {
		certainty = r.listensThere(i, meaning, content.Text, option)
	}
	if certainty == need.Likely && meaning == invocation.MeansData && namesOthers(option, content.Text) {
		return
	}
	if certainty > 0 {
		r.means(i, option, content, meaning, certainty)
	}
}

// namesOthers tells that a path which is called like a place for data is none. What is packaged is read, and
// not left out here.
func namesOthers(name, content string) bool {
	return path.IsAbs(content) && !ofVendor(path.Clean(content)) && system.NamesNoData(name, content)
}

// means records what the value of an option or variable of a known meaning shows.
func (r *collector) means(i *invocation.Invocation, option string, content invocation.Word, meaning invocation.Meaning, certainty need.Certainty) {
	switch meaning {
	case invocation.MeansPort, invocation.MeansUDPPort, invocation.MeansListen:
		r.listens(i, meaning, content, certainty, option)
	case invocation.MeansUser:
		r.switchesUser(i, content, option)
	case invocation.MeansCommand:
		r.runs(i, content)
	case invocation.MeansDirectives:
		r.directives(i, content)
	case invocation.MeansServer:
		r.reaches(i, option, content, certainty)
	default:
		r.meansPath(i, option, content, meaning, certainty)
	}
}

// meansPath records what a path shows that an option or a variable has. One that is relative counts from the
// working directory.
func (r *collector) meansPath(i *invocation.Invocation, option string, content invocation.Word, meaning invocation.Meaning, certainty need.Certainty) {
	told, relative := len(r.Collection.Needs), !strings.HasPrefix(content.Text, "/")
	switch match := localPlace.FindStringSubmatch(content.Text); {
	case !relative:
	case meaning == invocation.MeansNothing:
		return
	case match != nil:
		content.Text, relative = match[1], false
	default:
		if isRelative(content.Text) && saysFile(i, option, meaning, content.Text) {
			content.Text = "./" + content.Text
		}
		content.Text, certainty = r.fromWorkingDirectory(i, meaning, content.Text), min(certainty, need.Likely)
	}
	if content.Text != "" {
		r.placed(i, meaning, content, certainty, option)
	}
	for at := told; relative && at < len(r.Collection.Needs); at++ {
		r.Collection.Needs[at].Rooted = r.Unit.StartsInRoot()
	}
}

// localPlace matches a place in the file system where others could stand, with the back-end that
// keeps data there, as "rocksdb:/srv/x" or "file:///srv/x", or as the first of some words,
// "path=/srv/x,size=1G".
var localPlace = regexp.MustCompile(`^(?:(?:file|fs|local|rocksdb|speedb|surrealkv|sqlite):(?://)?|path=)(/[^/,?][^,?]*)`)

// isPIDFile tells whether a path is that of a file in which daemons keep their
// process identifier, whatever the option is called that names it (daemon(7)).
func isPIDFile(name string) bool {
	return strings.HasSuffix(name, ".pid") && strings.HasPrefix(unit.BelowRun(name), "/run/")
}

// placed records what the path that an option names is there for.
func (r *collector) placed(i *invocation.Invocation, meaning invocation.Meaning, content invocation.Word, certainty need.Certainty, option string) {
	switch meaning {
	case invocation.MeansNothing:
		if isHomePlace(content.Text) && !elsewhere[i.Name()] {
			r.shown(i, need.Read, content, need.Likely, fmt.Sprintf("is given %s (%s)", content.Text, option))
		}
	case invocation.MeansRead:
		r.shown(i, need.Read, content, certainty, fmt.Sprintf("reads %s (%s)", content.Text, option))
		if namesPrivateKey(option) {
			r.shown(i, need.PrivateFile, content, min(certainty, need.Likely), fmt.Sprintf("reads the key %s (%s)", content.Text, option))
		}
	case invocation.MeansWrite:
		if certainty < need.Certain && r.isLogOfOthers(i, content) {
			certainty = need.Possible
		}
		if !strings.HasPrefix(content.Text, "/dev/") {
			r.shown(i, need.Write, content, certainty, fmt.Sprintf("writes %s (%s)", content.Text, option))
		}
	case invocation.MeansData:
		if certainty < need.Certain && ofVendor(path.Clean(content.Text)) {
			r.shown(i, need.Read, content, certainty, fmt.Sprintf("reads %s (%s)", content.Text, option))
			return
		}
		r.shownBelow(i, content, certainty, fmt.Sprintf("keeps data in %s (%s)", content.Text, option))
	case invocation.MeansSocket:
		name := path.Clean(content.Text)
		switch {
		case slices.Contains(clients[i.Name()].local, option), certainty < need.Certain && asksOthers(i.Name()):
			r.usesSocket(i, content, name, option)
		case certainty < need.Certain && !r.isOwnSocket(i, name):
			r.usesSocket(i, content, name, option)
			r.shown(i, need.Create, content, need.Possible, fmt.Sprintf("makes the socket %s (%s)", name, option))
		default:
			r.socket(i, content, certainty, option)
		}
	case invocation.MeansChroot:
		r.Add(i, need.Need{Kind: need.Capability, Any: []string{"CAP_SYS_CHROOT"}, Certainty: need.Likely, Consequence: need.StartFails,
			Why: fmt.Sprintf("changes its root directory (%s)", option), Evidence: need.Evidence{Assignment: i.Assignment, Range: content.Place}})
	}
}

// namesPrivateKey tells that an option names the file of a private key.
func namesPrivateKey(option string) bool {
	words := wordsOf(option)
	if len(words) == 0 || slices.ContainsFunc(words, func(word string) bool {
		return slices.Contains([]string{"public", "pub", "trusted", "authorized"}, word)
	}) {
		return false
	}
	last := words[len(words)-1]
	return last == "key" || last == "keyfile" || last == "file" && len(words) > 1 && words[len(words)-2] == "key"
}

// notDevices are the names below /dev that stand for something else than a
// device: the process's own files, sockets and shared memory (systemd.exec(5)
// keeps them under PrivateDevices=).
var notDevices = []string{"fd", "initctl", "log", "mqueue", "pts", "shm", "stderr", "stdin", "stdout"}

// isDevice tells whether a path names a device.
func isDevice(name string) bool {
	below, found := strings.CutPrefix(path.Clean(name), "/dev/")
	first, _, _ := strings.Cut(below, "/")
	return found && first != "" && !slices.Contains(notDevices, first)
}

// device records a device that a line names. Of a template the text does not show
// which one it will be: some device it is.
func (r *collector) device(i *invocation.Invocation, w invocation.Word, why string) {
	certainty := need.Likely
	w.Text = path.Clean(w.AsWritten())
	if !w.Known {
		certainty = need.Possible
	}
	r.shown(i, need.Device, w, certainty, why)
}

// shown records a need for a path that an option's value names.
func (r *collector) shown(i *invocation.Invocation, kind need.Kind, content invocation.Word, certainty need.Certainty, why string) {
	n := need.Need{Kind: kind, Any: []string{path.Clean(content.Text)}, Line: i.Line, Certainty: certainty, Consequence: need.StartFails,
		Why: why, Evidence: need.Evidence{Assignment: i.Assignment, Range: content.Place}}
	r.Add(i, n)
	if kind == need.Device && !i.Tolerated {
		r.belongs(evidence.GuardedDevices(), n)
	}
}

func (r *collector) shownBelow(i *invocation.Invocation, content invocation.Word, certainty need.Certainty, why string) {
	r.Add(i, need.Need{Kind: need.Write, Below: true, Any: []string{path.Clean(content.Text)}, Certainty: certainty, Consequence: need.StartFails,
		Why: why, Evidence: need.Evidence{Assignment: i.Assignment, Range: content.Place}})
}

// socket records a listening socket in the file system; below /tmp its clients
// have to see it too.
func (r *collector) socket(i *invocation.Invocation, content invocation.Word, certainty need.Certainty, option string) {
	name := path.Clean(content.Text)
	r.shown(i, need.Create, content, certainty, fmt.Sprintf("makes the socket %s (%s)", name, option))
	r.Add(i, need.Need{Kind: need.AddressFamily, Any: []string{"AF_UNIX"}, Certainty: certainty, Consequence: need.StartFails,
		Why: fmt.Sprintf("makes the socket %s (%s)", name, option), Evidence: need.Evidence{Assignment: i.Assignment, Range: content.Place}})
	if system.IsTemporary(name) && !system.PassesSocket(r.Unit, name) {
		r.Add(i, need.Need{Kind: need.SharedTmp, Any: []string{name}, Certainty: certainty, Consequence: need.JobFails,
			Why: fmt.Sprintf("makes the socket for its clients at %s (%s)", name, option), Evidence: need.Evidence{Assignment: i.Assignment, Range: content.Place}})
	}
}

// listens records a port that the value of an option names.
func (r *collector) listens(i *invocation.Invocation, meaning invocation.Meaning, content invocation.Word, certainty need.Certainty, option string) {
	text := content.Text
	if name, isUnix := strings.CutPrefix(text, "unix:"); isUnix {
		content.Text = "/" + strings.TrimLeft(name, "/")
		r.socket(i, content, min(certainty, need.Likely), option)
		return
	}
	if strings.HasPrefix(text, "/") {
		r.socket(i, content, min(certainty, need.Likely), option)
		return
	}
	for address := range strings.SplitSeq(text, ",") {
		port, found := system.PortOf(address)
		if !found {
			continue
		}
		if meaning == invocation.MeansUDPPort {
			port += "/udp"
		}
		r.Add(i, need.Need{Kind: need.Serve, Any: []string{port}, Certainty: certainty, Consequence: need.StartFails,
			Why: fmt.Sprintf("listens on port %s (%s)", port, option), Evidence: need.Evidence{Assignment: i.Assignment, Range: content.Place}})
	}
}

// switchesUser records what a process of root needs to become another user. A
// process that does not start as root ignores such an option or is that user.
func (r *collector) switchesUser(i *invocation.Invocation, content invocation.Word, option string) {
	if isRoot(content) {
		return
	}
	for _, capability := range []string{"CAP_SETUID", "CAP_SETGID"} {
		r.Add(i, need.Need{
			Kind: need.Capability, Any: []string{capability}, Certainty: need.Likely, Consequence: need.StartFails,
			Conditions: need.Conditions{Starts: need.AsRoot},
			Why:        fmt.Sprintf("becomes the user %s (%s)", content.Text, option), Evidence: need.Evidence{Assignment: i.Assignment, Range: content.Place},
		})
	}
}

// runs looks at a program that an option names.
func (r *collector) runs(i *invocation.Invocation, content invocation.Word) {
	inner := i.Inner(content, nil)
	inner.Conditional = true
	r.pending = append(r.pending, inner)
}

// directive is one statement of a configuration in nginx' words.
var directive = regexp.MustCompile(`\b(pid|error_log|access_log|[a-z]+_temp_path)\s+(/[^;\s]+)`)

// directives looks into configuration that stands on the command line
// (nginx(8), "-g").
func (r *collector) directives(i *invocation.Invocation, content invocation.Word) {
	for _, match := range directive.FindAllStringSubmatch(content.Text, -1) {
		name := content
		name.Text = match[2]
		r.shown(i, need.Write, name, need.Certain, fmt.Sprintf("writes %s (directive %s)", match[2], match[1]))
	}
}
