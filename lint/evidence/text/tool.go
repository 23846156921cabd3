package text

import (
	"path"
	"slices"
	"strings"

	"github.com/unitlint/unitlint/internal/late/regexp"
	"github.com/unitlint/unitlint/lint/evidence/invocation"
	"github.com/unitlint/unitlint/lint/need"
	"github.com/unitlint/unitlint/lint/unit"
)

// tools are programs whose options decide what they need, from their manual
// pages.
var tools = map[string]func(*collector, *invocation.Invocation){
	"chmod": setsModeBits, "install": setsModeBits, "mkdir": setsModeBits,
	"chrt":    schedulesRealtime,
	"setarch": changesPersonality, "linux32": changesPersonality, "linux64": changesPersonality,
	"i386": changesPersonality, "i686": changesPersonality, "x86_64": changesPersonality, "uname26": changesPersonality,
	"ipcs": sharesIPC, "ipcrm": sharesIPC, "ipcmk": sharesIPC,
	"keyctl": sharesKeys,
	"gzip":   packs, "gunzip": packs, "bzip2": packs, "bunzip2": packs, "xz": packs, "unxz": packs,
	"socat":  relays,
	"sponge": sharesFirst, "tee": sharesFirst, "cp": sharesLast, "mv": sharesLast,
	"ip": namesNamespaces, "systemd-notify": notifies, "java": writesLogs,
	"pkill": signalsUsers, "killall": signalsUsers,
	"dd": copiesDevices, "borg": keepsRepository, "find": removesFound,
	"qemu-kvm": guests, "kvm": guests, "swtpm": guests, "varnishd": storages,
}

// toolNeeds records what the options of a tool show.
func (r *collector) toolNeeds(i *invocation.Invocation) {
	record, known := tools[i.Name()]
	if strings.HasPrefix(i.Name(), "qemu-system-") {
		record, known = guests, true
	}
	if known {
		record(r, i)
	}
}

// modeBits matches modes with the set-user-ID or the set-group-ID bit, in
// numbers and in letters (chmod(1)).
var modeBits = regexp.MustCompile(`^0?[2-7][0-7]{3}$|(?:^|,)[ugoa]*[+=][rwxXt]*s`)

func setsModeBits(r *collector, i *invocation.Invocation) {
	mode, found := i.Option([]string{"-m", "--mode"})
	if i.Name() == "chmod" {
		operands := i.Operands("")
		if len(operands) < 2 {
			return
		}
		mode, found = operands[0], true
	}
	if !found || !mode.Known || !modeBits.MatchString(mode.Text) {
		return
	}
	r.Add(i, need.Need{Kind: need.SetSUID, Certainty: need.Certain, Consequence: need.StartFails,
		Why:      "runs " + i.Name() + ", which sets the mode " + mode.Text,
		Evidence: need.Evidence{Assignment: i.Assignment, Range: mode.Place}})
}

// otherPolicies are the options of chrt that choose a policy which is not one of
// real time (chrt(1)).
var otherPolicies = []string{"-o", "--other", "-b", "--batch", "-i", "--idle", "-e", "--ext", "-m", "--max", "-p", "--pid"}

func schedulesRealtime(r *collector, i *invocation.Invocation) {
	if i.Has(otherPolicies) || len(i.Arguments) < 2 {
		return
	}
	r.tool(i, need.Realtime, "runs its program with a policy of real-time scheduling")
}

// tool records a need that a tool has by its being run.
func (r *collector) tool(i *invocation.Invocation, kind need.Kind, why string) {
	r.Add(i, need.Need{Kind: kind, Certainty: need.Certain, Consequence: need.StartFails, Why: why,
		Evidence: need.Evidence{Assignment: i.Assignment, Range: i.Program.Place}})
}

// personalityOptions matches options of setarch that change flags of the
// execution domain (setarch(8)).
var personalityOptions = regexp.MustCompile(`^-[a-zA-Z0-9]*[BFILRSTXZ3]|^--(?:32bit|fdpic-funcptrs|short-inode|addr-compat-layout|addr-no-randomize|` +
	`whole-seconds|sticky-timeouts|read-implies-exec|mmap-page-zero|3gb|4gb|uname-2\.6)$`)

// compatible are the names by which setarch always changes the execution
// domain.
var compatible = []string{"linux32", "i386", "i686", "uname26"}

func changesPersonality(r *collector, i *invocation.Invocation) {
	changes := slices.Contains(compatible, i.Name())
	for at, argument := range i.Arguments {
		option := strings.HasPrefix(argument.Text, "-")
		if !option && (at > 0 || i.Name() != "setarch") {
			break
		}
		changes = changes || option && personalityOptions.MatchString(argument.Text) || slices.Contains(compatible, argument.Text)
	}
	if changes {
		r.tool(i, need.Personality, "runs its program in another execution domain with "+i.Name())
	}
}

func sharesIPC(r *collector, i *invocation.Invocation) {
	r.tool(i, need.SharedIPC, "works on the System V IPC objects of the host with "+i.Name())
}

// sharesKeys records the use of the user's keyring; those of the session, the
// process and the thread are the service's own anyway (keyrings(7)).
func sharesKeys(r *collector, i *invocation.Invocation) {
	for _, argument := range i.Arguments {
		if argument.Text == "@u" || argument.Text == "@us" {
			r.tool(i, need.Keyring, "uses the keyring of its user")
			return
		}
	}
}

// notifies records that systemd-notify tells for a shell that it is ready: as root it
// does so in the name of the shell, as another user in its own, which is that of a
// child (systemd-notify(1), "--pid=").
func notifies(r *collector, i *invocation.Invocation) {
	kind := r.last("Type")
	if kind == nil || kind.Value != "notify" && kind.Value != "notify-reload" || i.Line.Phase != unit.Start ||
		i.Program.Text == i.Line.Executable() || !i.Has([]string{"--ready"}) || i.Has([]string{"--exec"}) {
		return
	}
	r.Add(i, need.Need{Kind: need.Notify, Certainty: need.Likely, Consequence: need.StartFails, Conditions: need.Conditions{Starts: need.AsUser},
		Why:      "has systemd-notify tell that it is ready, which is a child of its main process",
		Evidence: need.Evidence{Assignment: i.Assignment, Range: i.Program.Place}})
}

// namesNamespaces records that a network namespace gets its name by a mount below
// /run/netns, which others have to see (ip-netns(8)).
func namesNamespaces(r *collector, i *invocation.Invocation) {
	operands := i.Operands("fn")
	if len(operands) < 2 || operands[0].Text != "netns" || operands[1].Text != "add" && operands[1].Text != "attach" {
		return
	}
	r.Add(i, need.Need{Kind: need.HostMounts, Certainty: need.Likely, Consequence: need.JobFails,
		Why:      "names a network namespace, which takes a mount that others see",
		Evidence: need.Evidence{Assignment: i.Assignment, Range: operands[1].Place}})
}

// signalsUsers records that root signals the processes of another user whom the command names
// (kill(2), pkill(1), killall(1)).
func signalsUsers(r *collector, i *invocation.Invocation) {
	user, named := i.Option([]string{"-u", "-U", "--user", "--euid", "--uid"})
	if !named || !user.Known || isRoot(user) {
		return
	}
	r.Add(i, need.Need{Kind: need.Capability, Any: []string{"CAP_KILL"}, Certainty: need.Likely, Consequence: need.JobFails,
		Conditions: need.Conditions{Starts: need.AsRoot}, Why: "runs " + i.Name() + ", which signals processes of " + user.Text,
		Evidence: need.Evidence{Assignment: i.Assignment, Range: user.Place}})
}

// readByOthers matches files that are made for other services to read: metrics
// for the textfile collector of node_exporter, whose names end in ".prom" as its
// README demands.
var readByOthers = regexp.MustCompile(`^/[^*?]+\.prom$`)

func sharesFirst(r *collector, i *invocation.Invocation) { r.sharesFile(i, i.Operands(""), 0) }

func sharesLast(r *collector, i *invocation.Invocation) {
	operands := i.Operands("tS")
	r.sharesFile(i, operands, len(operands)-1)
}

// sharesFile records that one of a tool's operands is a file for others. A file
// that is there keeps its mode when it is written anew, one that is moved over
// it brings its own.
func (r *collector) sharesFile(i *invocation.Invocation, operands []invocation.Word, at int) {
	if at < 0 || at >= len(operands) {
		return
	}
	certainty := need.Possible
	if i.Name() == "mv" {
		certainty = need.Likely
	}
	r.shares(i, operands[at], certainty)
}

// shares records that a file is one for others, unless a command of the unit
// changes modes.
func (r *collector) shares(i *invocation.Invocation, w invocation.Word, certainty need.Certainty) {
	if !w.Known || !readByOthers.MatchString(w.Text) || slices.ContainsFunc(r.Invocations, func(other *invocation.Invocation) bool {
		return other.Name() == "chmod" || other.Name() == "umask"
	}) {
		return
	}
	w.Text = path.Clean(w.Text)
	r.Add(i, need.Need{Kind: need.SharedFiles, Any: []string{w.Text}, Certainty: certainty, Consequence: need.Missing,
		Why:      "makes " + w.Text + ", which another service reads",
		Evidence: need.Evidence{Assignment: i.Assignment, Range: w.Place}})
}
