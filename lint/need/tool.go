package need

import (
	"path"
	"slices"
	"strings"
)

// tools are programs whose options decide what they need, from their manual
// pages.
var tools = map[string]func(*reader, *invocation){
	"chmod": setsModeBits, "install": setsModeBits, "mkdir": setsModeBits,
	"chrt":    schedulesRealtime,
	"setarch": changesPersonality, "linux32": changesPersonality, "linux64": changesPersonality,
	"i386": changesPersonality, "i686": changesPersonality, "x86_64": changesPersonality, "uname26": changesPersonality,
	"ipcs": sharesIPC, "ipcrm": sharesIPC, "ipcmk": sharesIPC,
	"keyctl": sharesKeys,
	"gzip":   packs, "gunzip": packs, "bzip2": packs, "bunzip2": packs, "xz": packs, "unxz": packs,
	"socat":  relays,
	"sponge": sharesFirst, "tee": sharesFirst, "cp": sharesLast, "mv": sharesLast,
	"ip": namesNamespaces,
}

// toolNeeds records what the options of a tool show.
func (r *reader) toolNeeds(i *invocation) {
	if record, known := tools[i.name()]; known {
		record(r, i)
	}
}

// modeBits matches modes with the set-user-ID or the set-group-ID bit, in
// numbers and in letters (chmod(1)).
var modeBits = pattern(`^0?[2-7][0-7]{3}$|(?:^|,)[ugoa]*[+=][rwxXt]*s`)

func setsModeBits(r *reader, i *invocation) {
	mode, found := i.option([]string{"-m", "--mode"})
	if i.name() == "chmod" {
		operands := i.operands("")
		if len(operands) < 2 {
			return
		}
		mode, found = operands[0], true
	}
	if !found || !mode.known || !modeBits().MatchString(mode.text) {
		return
	}
	r.add(i, Need{Kind: SetSUID, Certainty: Certain, Consequence: StartFails,
		Why:      "runs " + i.name() + ", which sets the mode " + mode.text,
		Evidence: Evidence{Assignment: i.assignment, Range: mode.place}})
}

// otherPolicies are the options of chrt that choose a policy which is not one of
// real time (chrt(1)).
var otherPolicies = []string{"-o", "--other", "-b", "--batch", "-i", "--idle", "-e", "--ext", "-m", "--max", "-p", "--pid"}

func schedulesRealtime(r *reader, i *invocation) {
	if i.has(otherPolicies) || len(i.arguments) < 2 {
		return
	}
	r.tool(i, Realtime, "runs its program with a policy of real-time scheduling")
}

// tool records a need that a tool has by its being run.
func (r *reader) tool(i *invocation, kind Kind, why string) {
	r.add(i, Need{Kind: kind, Certainty: Certain, Consequence: StartFails, Why: why,
		Evidence: Evidence{Assignment: i.assignment, Range: i.program.place}})
}

// personalityOptions matches options of setarch that change flags of the
// execution domain (setarch(8)).
var personalityOptions = pattern(`^-[a-zA-Z0-9]*[BFILRSTXZ3]|^--(?:32bit|fdpic-funcptrs|short-inode|addr-compat-layout|addr-no-randomize|whole-seconds|` +
	`sticky-timeouts|read-implies-exec|mmap-page-zero|3gb|4gb|uname-2\.6)$`)

// compatible are the names by which setarch always changes the execution
// domain.
var compatible = []string{"linux32", "i386", "i686", "uname26"}

func changesPersonality(r *reader, i *invocation) {
	changes := slices.Contains(compatible, i.name())
	for at, argument := range i.arguments {
		option := strings.HasPrefix(argument.text, "-")
		if !option && (at > 0 || i.name() != "setarch") {
			break
		}
		changes = changes || option && personalityOptions().MatchString(argument.text) || slices.Contains(compatible, argument.text)
	}
	if changes {
		r.tool(i, Personality, "runs its program in another execution domain with "+i.name())
	}
}

func sharesIPC(r *reader, i *invocation) {
	r.tool(i, SharedIPC, "works on the System V IPC objects of the host with "+i.name())
}

// sharesKeys records the use of the user's keyring; those of the session, the
// process and the thread are the service's own anyway (keyrings(7)).
func sharesKeys(r *reader, i *invocation) {
	for _, argument := range i.arguments {
		if argument.text == "@u" || argument.text == "@us" {
			r.tool(i, Keyring, "uses the keyring of its user")
			return
		}
	}
}

// namesNamespaces records that a network namespace gets its name by a mount below
// /run/netns, which others have to see (ip-netns(8)).
func namesNamespaces(r *reader, i *invocation) {
	operands := i.operands("fn")
	if len(operands) < 2 || operands[0].text != "netns" || operands[1].text != "add" && operands[1].text != "attach" {
		return
	}
	r.add(i, Need{Kind: HostMounts, Certainty: Likely, Consequence: JobFails,
		Why:      "names a network namespace, which takes a mount that others see",
		Evidence: Evidence{Assignment: i.assignment, Range: operands[1].place}})
}

// readByOthers matches files that are made for other services to read: metrics
// for the textfile collector of node_exporter, whose names end in ".prom" as its
// README demands.
var readByOthers = pattern(`^/[^*?]+\.prom$`)

func sharesFirst(r *reader, i *invocation) { r.sharesFile(i, i.operands(""), 0) }

func sharesLast(r *reader, i *invocation) {
	operands := i.operands("tS")
	r.sharesFile(i, operands, len(operands)-1)
}

// sharesFile records that one of a tool's operands is a file for others. A file
// that is there keeps its mode when it is written anew, one that is moved over
// it brings its own.
func (r *reader) sharesFile(i *invocation, operands []word, at int) {
	if at < 0 || at >= len(operands) {
		return
	}
	certainty := Possible
	if i.name() == "mv" {
		certainty = Likely
	}
	r.shares(i, operands[at], certainty)
}

// shares records that a file is one for others, unless a command of the unit
// changes modes.
func (r *reader) shares(i *invocation, w word, certainty Certainty) {
	if !w.known || !readByOthers().MatchString(w.text) || slices.ContainsFunc(r.invocations, func(other *invocation) bool {
		return other.name() == "chmod" || other.name() == "umask"
	}) {
		return
	}
	w.text = path.Clean(w.text)
	r.add(i, Need{Kind: SharedFiles, Any: []string{w.text}, Certainty: certainty, Consequence: Missing,
		Why:      "makes " + w.text + ", which another service reads",
		Evidence: Evidence{Assignment: i.assignment, Range: w.place}})
}
