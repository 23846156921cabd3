package why

import (
	"slices"
	"strings"

	"github.com/unitlint/unitlint/lint/finding"
	"github.com/unitlint/unitlint/lint/host"
	"github.com/unitlint/unitlint/lint/need"
	"github.com/unitlint/unitlint/lint/sandbox"
	"github.com/unitlint/unitlint/lint/unit"
)

// Confidence says how sure a blame is.
type Confidence string

// The confidences, as check writes them.
const (
	Certain  Confidence = "certain"  // the setting refuses just that, with just that error
	Likely   Confidence = "likely"   // the setting refuses it, and nothing else of the unit does
	Possible Confidence = "possible" // one of several that may have
)

// Blame is a setting that refused, or may have.
type Blame struct {
	Assignment *unit.Assignment
	Confidence Confidence
}

// Answer explains one attempt.
type Answer struct {
	Attempt Attempt
	Unit    *unit.Unit
	// Because is empty where no setting of the unit refuses; Cause says then what
	// does.
	Because []Blame
	Cause   Cause
	// Fix is the edit that allows just that, or nil where none is mechanical.
	Fix *finding.Fix
	// Reason says in a sentence how the setting refuses, or what is known of the
	// cause.
	Reason string
}

// Explained tells whether something is known of what refused.
func (a *Answer) Explained() bool { return len(a.Because) > 0 || a.Cause != UnknownCause }

// Sure tells whether a setting is blamed that did refuse, not one that may have.
func (a *Answer) Sure() bool { return a.blames(func(b Blame) bool { return b.Confidence != Possible }) }

// blames tells whether one of the settings that are blamed is of a kind.
func (a *Answer) blames(is func(Blame) bool) bool { return slices.ContainsFunc(a.Because, is) }

func isDropIn(b Blame) bool { return b.Assignment.DropIn }

// OfNamespaces tells whether what was refused is to make or enter namespaces. Of which
// types, logs do not tell. Programs clone for other ends as well.
func (a *Answer) OfNamespaces() bool {
	return a.Attempt.Kind == need.Syscall && slices.Contains([]string{"unshare", "setns"}, a.Attempt.Argument) ||
		a.blames(func(b Blame) bool { return b.Assignment.Key == "RestrictNamespaces" })
}

// Explain puts attempts to the sandbox of the unit whose log they are from. Several
// candidates for one attempt are several answers, likeliest first. Faint attempts
// that no setting explains are left out.
// The host may be nil.
func Explain(u *unit.Unit, h *host.Host, attempts []Attempt) []Answer {
	box := sandbox.New(u, h)
	var answers []Answer
	for i := range attempts {
		e := explanation{box: box, host: h, attempt: &attempts[i]}
		answers = append(answers, e.answers()...)
	}
	return answers
}

// explanation is one attempt that is put to a sandbox.
type explanation struct {
	box     *sandbox.Sandbox
	host    *host.Host
	attempt *Attempt
}

func (e explanation) answer(cause Cause, reason string) Answer {
	return Answer{Attempt: *e.attempt, Unit: e.box.Unit(), Cause: cause, Reason: reason}
}

func (e explanation) blame(confidence Confidence, reason string, by *unit.Assignment) Answer {
	a := e.answer("", reason)
	a.Because = []Blame{{by, confidence}}
	a.Fix = e.mend(by)
	return a
}

// answers asks one after the other: what the line itself says, systemd's own
// steps, what the sandbox refuses, what goes with the circumstances of the unit,
// and then what may have refused.
func (e explanation) answers() []Answer {
	a := e.attempt
	if a.Foreign != "" {
		return []Answer{e.answer(a.Foreign, foreignReasons[a.Foreign])}
	}
	for _, source := range []func() []Answer{
		e.ofStep, e.ofEnvironment, e.ofEnding, e.ofSandbox, e.ofUserNamespace, e.ofExecution, e.ofDevice, e.ofLimit, e.ofPermissions,
		e.ofFamily, e.ofReadOnly, e.ofTemporary, e.ofMissing, e.ofFilter,
	} {
		if found := source(); len(found) > 0 {
			return found
		}
	}
	if a.Faint {
		return nil
	}
	return e.elsewhere()
}

var foreignReasons = map[Cause]string{
	SecurityModule: "A security module (SELinux or AppArmor) refused it: its policy decides, no setting of the unit.",
	OwnFilter:      "The program installed a filter of its own that answers so; none of systemd does.",
	UnknownCause:   "The number of the system call is not known for its architecture.",
}

// ofSandbox asks every process of the unit, the main one first.
func (e explanation) ofSandbox() []Answer {
	for _, p := range e.processes() {
		for _, v := range ask(p, e.attempt) {
			if !explains(v, e.attempt.Error) {
				continue
			}
			by, ok := decisive(v)
			if ok && by.DropIn && (by != v.Cause() || v.Mechanism == sandbox.ByIdentity) && e.refusedWithout(by) {
				by, ok = withoutDropIns(v)
			}
			if ok {
				return []Answer{e.blame(e.confidence(v, by), v.Reason, by)}
			}
		}
	}
	return nil
}

// refusedWithout tells whether the attempt is refused without the drop-in of an
// assignment too: then the drop-in is not what it comes of, and may have been made
// to mend it.
func (e explanation) refusedWithout(by *unit.Assignment) bool {
	at := by.Range().File.Path
	u, err := e.box.Unit().Without(func(name string) bool { return strings.HasSuffix(at, name) })
	if err != nil {
		return false
	}
	main := sandbox.New(u, e.host).Main()
	return slices.ContainsFunc(ask(main, e.attempt), func(v sandbox.Verdict) bool { return explains(v, e.attempt.Error) })
}

// withoutDropIns is what decided before the drop-ins.
func withoutDropIns(v sandbox.Verdict) (by *unit.Assignment, ok bool) {
	v.Because = slices.DeleteFunc(slices.Clone(v.Because), func(a *unit.Assignment) bool { return a.DropIn })
	if len(v.Because) == 0 {
		return nil, false
	}
	return decisive(v)
}

func (e explanation) processes() []*sandbox.Process {
	main := e.box.Main()
	return append([]*sandbox.Process{main}, slices.DeleteFunc(slices.Clone(e.box.Lines()), func(p *sandbox.Process) bool { return p == main })...)
}

// proven are the mechanisms that refuse whatever the files of the host are.
var proven = []sandbox.Mechanism{
	sandbox.ByReadOnlyMount, sandbox.ByHiddenMount, sandbox.ByHiddenHome, sandbox.ByFilter, sandbox.ByAddressFamily, sandbox.ByImpliedFilter,
	sandbox.ByNoExecMount,
}

func (e explanation) confidence(v sandbox.Verdict, by *unit.Assignment) Confidence {
	// That a capability is not among those that are given may be meant, unless a
	// drop-in took it away.
	given := v.Mechanism == sandbox.ByIdentity && by.Key == "AmbientCapabilities"
	// Of a file that could not be opened, the message does not tell whether to write it.
	writing := e.attempt.Error == "" && e.attempt.Kind == need.Read && v.Error == "EROFS"
	if e.attempt.Guess || writing || given && (!by.DropIn || e.refusedWithout(by)) {
		return Possible
	}
	if v.Error == e.attempt.Error && slices.Contains(proven, v.Mechanism) {
		return Certain
	}
	return Likely
}

// identities are the settings that say whom a service runs as. Where one of them
// stands in the unit itself, the service has always run so: it is the permissions
// of the file that do not fit.
var identities = []string{"User", "Group", "SupplementaryGroups"}

// decisive returns the assignment that made the difference. Of several that go
// together, as a user and the capabilities that it lacks, the one that a drop-in
// adds to the unit was not there when the unit was made. ok is false where only the
// unit's own user is left to blame.
func decisive(v sandbox.Verdict) (by *unit.Assignment, ok bool) {
	because := v.Because
	if added := slices.IndexFunc(because, func(a *unit.Assignment) bool { return a.DropIn }); added > 0 {
		because = because[added:]
	}
	if v.Mechanism != sandbox.ByIdentity {
		return because[0], true
	}
	for _, a := range because {
		if a.DropIn || !slices.Contains(identities, a.Key) {
			return a, true
		}
	}
	return nil, false
}

// elsewhere is for what no setting of the unit refuses.
func (e explanation) elsewhere() []Answer {
	a := e.attempt
	switch {
	case a.Kind == need.Syscall && a.Error == "SIGSYS":
		return []Answer{e.answer(OwnFilter, "No filter of the unit kills for this call: the program has one of its own.")}
	case a.Kind == need.GainPrivileges && a.Line.Record != nil:
		return []Answer{e.answer(SecurityModule, foreignReasons[SecurityModule])}
	case a.Kind == need.Syscall && a.Argument == "":
		return []Answer{e.answer(UnknownCause, "The line does not tell what was refused.")}
	case a.Error == "oom-kill" && len(e.candidates()) == 0:
		return []Answer{e.answer(UnknownCause, "The unit sets no limit of its memory: that of the host, or of a slice above it, ran out.")}
	case a.Error == "ENOENT" && a.Argument != "":
		return []Answer{e.answer(MissingFile, "No setting of the unit hides "+a.Argument+": it does not exist.")}
	case a.Kind == need.Bind && a.Error == "EACCES" && e.box.Main().Bind(anyPrivileged, false).Mechanism == sandbox.ByIdentity:
		return append([]Answer{
			e.answer(Permission, "The user of the service may not bind ports below 1024: no setting gives it CAP_NET_BIND_SERVICE."),
		}, e.ofFileCapabilities()...)
	case a.Error == "EACCES" && isPath(a) && len(e.active("DynamicUser")) > 0:
		list := e.active("DynamicUser")
		return []Answer{e.blame(Possible, "The service runs as a user that is made as it starts, whom the permissions of "+a.Argument+
			", or of a directory above it, may not let in.", list[len(list)-1])}
	case a.Error == "EACCES" && isPath(a):
		return []Answer{e.answer(Permission, "No setting of the unit closes "+a.Argument+": the permissions of the file, or of a directory above it, do.")}
	}
	if found := e.candidates(); len(found) > 0 {
		return found
	}
	return []Answer{e.answer(UnknownCause, "No setting of this unit refuses it.")}
}

// ofFileCapabilities is for programs that have the capability they miss on their file
// (setcap(8)): where no privileges may be gained, they do not get it.
func (e explanation) ofFileCapabilities() []Answer {
	v := e.box.Main().NoNewPrivileges()
	if v.Answer != sandbox.Yes || v.Cause() == nil {
		return nil
	}
	a := e.blame(Possible, "A capability that the program's file may have is not gained.", v.Cause())
	return []Answer{a}
}

// isPath tells that the attempt is about a file.
func isPath(a *Attempt) bool { return len(a.Operations) > 0 }
