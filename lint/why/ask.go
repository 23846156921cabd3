package why

import (
	"slices"

	"github.com/unitlint/unitlint/lint/match"
	"github.com/unitlint/unitlint/lint/need"
	"github.com/unitlint/unitlint/lint/sandbox"
)

// question asks a process about an attempt; several verdicts stand in the order in
// which the kernel would come to them.
type question func(p *sandbox.Process, a *Attempt) []sandbox.Verdict

// questions are the kinds of attempts about which more is asked than whether the need
// of that kind is met.
var questions = map[need.Kind]question{
	need.Read: askPath, need.Write: askPath, need.Create: askPath, need.Execute: askPath,
	need.Syscall:    askCall,
	need.Capability: askCapability,
	need.Network:    askNetwork,
	need.Bind: func(p *sandbox.Process, a *Attempt) []sandbox.Verdict {
		if a.Argument == "" {
			return []sandbox.Verdict{p.Bind(anyPrivileged, false)}
		}
		return askNeed(p, a)
	},
	need.Limit: func(p *sandbox.Process, _ *Attempt) []sandbox.Verdict {
		return []sandbox.Verdict{p.Limit("TasksMax", manyTasks), p.Limit("LimitNPROC", manyTasks)}
	},
	need.Root: func(p *sandbox.Process, _ *Attempt) []sandbox.Verdict {
		id := p.Identity()
		return []sandbox.Verdict{{
			Answer: refusedIf(id.Root == sandbox.No), Mechanism: sandbox.ByIdentity, Because: id.Because,
			Reason: "The program wants to run as root.",
		}}
	},
}

// ask asks a process about an attempt.
func ask(p *sandbox.Process, a *Attempt) []sandbox.Verdict {
	if own, known := questions[a.Kind]; known {
		return own(p, a)
	}
	return askNeed(p, a)
}

// askNeed asks whether the need is met that an attempt tells, where it tells one.
func askNeed(p *sandbox.Process, a *Attempt) []sandbox.Verdict {
	kind := need.Describe(a.Kind)
	if kind == nil || kind.Argument != nil && !kind.Bare && a.Argument == "" {
		return nil
	}
	v, known := match.Answer(p, a.Kind, a.Argument)
	if !known {
		return nil
	}
	return []sandbox.Verdict{v}
}

// anyPrivileged is a port that takes a privilege: to bind an address of the network
// without one is refused with EACCES (ip(7)).
const anyPrivileged = 1

// manyTasks is more than a service without a limit of its own would be likely to
// reach: a lower limit may be what is met.
const manyTasks = "1024"

func refusedIf(refused bool) sandbox.Answer {
	if refused {
		return sandbox.No
	}
	return sandbox.Unknown
}

func askPath(p *sandbox.Process, a *Attempt) []sandbox.Verdict {
	var verdicts []sandbox.Verdict
	for _, name := range append([]string{a.Argument}, a.Others...) {
		for _, op := range a.Operations {
			verdicts = append(verdicts, p.Path(op, name))
		}
	}
	return verdicts
}

func askCall(p *sandbox.Process, a *Attempt) []sandbox.Verdict {
	if a.Argument == "" {
		return nil
	}
	verdicts := []sandbox.Verdict{}
	if a.Architecture != "" {
		verdicts = append(verdicts, p.Architecture(a.Architecture))
	}
	verdicts = append(verdicts, p.Syscall(a.Call))
	if a.Call == "openat2" {
		verdicts = append(verdicts, withoutArguments(p.SetSUID()))
	}
	switch {
	case a.Error == "SIGSYS":
		return verdicts // nothing but a filter kills so
	case slices.Contains(namespaceCalls, a.Call):
		verdicts = append(verdicts, p.Namespace("user"))
	}
	return append(verdicts, p.Call(a.Call))
}

// withoutArguments is the verdict on a call whose arguments a filter would have to
// look at to refuse what it refuses, and cannot: it answers for all of them that there
// is no such call. RestrictSUIDSGID= does so with openat2 (systemd.exec(5)).
func withoutArguments(v sandbox.Verdict) sandbox.Verdict {
	if v.Denies() {
		v.Error, v.Reason = "ENOSYS", "The filter cannot look into the arguments of the call, and answers that there is none."
	}
	return v
}

// namespaceCalls are the calls that make or enter namespaces.
var namespaceCalls = []string{"unshare", "setns", "clone", "clone3"}

func askCapability(p *sandbox.Process, a *Attempt) []sandbox.Verdict {
	var verdicts []sandbox.Verdict
	if a.Call != "" {
		verdicts = append(verdicts, p.Syscall(a.Call))
	}
	switch a.Argument {
	case "CAP_CHOWN":
		return append(verdicts, p.ChangeOwner())
	case "CAP_SETUID", "CAP_SETGID":
		return append(verdicts, p.ChangeUser())
	}
	return append(verdicts, p.Capability(a.Argument))
}

// explains tells whether a verdict is a refusal with which the error that was seen
// agrees.
func explains(v sandbox.Verdict, seen string) bool {
	switch {
	case !v.Denies() || v.Cause() == nil:
		return false
	case seen == "" || v.Error == seen:
		return true
	}
	return slices.Contains(alternatives[v.Mechanism], seen)
}

// alternatives are errors that a mechanism answers with beside that of the
// verdict, by release, kernel and call. What is hidden below a directory that nobody
// may enter one user sees as EACCES and root as ENOENT, and a program that gave its
// privileges up sees the former where root sees an empty file. What is not there at
// all, as devices and temporary files, is never EACCES: one that is there is. To /proc,
// which hides processes, there is no other error. A packet that is dropped is told to
// who sends it, but not to who connects: TCP sends it again until the time is up
// (net/ipv4/tcp_output.c).
var alternatives = map[sandbox.Mechanism][]string{
	sandbox.ByHiddenMount:      {"EACCES", "ENOENT", "EROFS", "ENXIO"},
	sandbox.ByHiddenHome:       {"EACCES", "ENOENT", "EROFS"},
	sandbox.ByKernelProtection: {"EACCES", "ENOENT", "EROFS", "EPERM", "ENXIO"},
	sandbox.ByPrivateTmp:       {"ENOENT"},
	sandbox.ByPrivateDevices:   {"ENOENT", "EPERM", "ENXIO", "ENODEV", "EROFS"},
	sandbox.ByIdentity:         {"EPERM", "EACCES"},
	sandbox.ByCapability:       {"EPERM", "EACCES"},
	sandbox.ByOwner:            {"EPERM", "EACCES"},
	sandbox.ByUserNamespace:    {"EPERM", "EACCES", "EINVAL"},
	sandbox.ByMemoryProtection: {"EPERM", "EACCES", "ENOMEM"},
	sandbox.ByNetworkNamespace: {"ENETUNREACH", "EADDRNOTAVAIL", "ENODEV"},
	sandbox.ByPacketFilter:     {"ETIMEDOUT"},
	sandbox.ByAddressFamily:    {"EPROTONOSUPPORT"},
	sandbox.ByNamespaceFilter:  {"EPERM", "ENOSYS"},
	sandbox.ByNoNewPrivileges:  {"EPERM", "EACCES"}, // what the program then may not
	sandbox.ByNoExecMount:      {"EACCES", "EPERM", "ENOENT"},
}
