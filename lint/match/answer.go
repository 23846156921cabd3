package match

import (
	"strings"

	"github.com/unitlint/unitlint/lint/need"
	"github.com/unitlint/unitlint/lint/sandbox"
)

// answers are the kinds about which the sandbox answers for one process by itself.
var answers = map[need.Kind]func(p *sandbox.Process, argument string) sandbox.Verdict{
	need.Read:             onPath(sandbox.Read),
	need.Write:            onPath(sandbox.Write),
	need.Create:           onPath(sandbox.Create),
	need.Execute:          onPath(sandbox.Execute),
	need.KernelInterfaces: onPath(sandbox.Write),
	need.Bind:             onPort,
	need.Serve:            onPort,
	need.Capability:       (*sandbox.Process).Capability,
	need.Syscall:          (*sandbox.Process).Syscall,
	need.AddressFamily:    (*sandbox.Process).AddressFamily,
	need.Namespace:        (*sandbox.Process).Namespace,
	need.Device:           (*sandbox.Process).Device,
	need.Architecture:     (*sandbox.Process).Architecture,
	need.Limit: func(p *sandbox.Process, limit string) sandbox.Verdict {
		name, least, _ := strings.Cut(limit, "=")
		return p.Limit(name, least)
	},
	need.Network:         plain((*sandbox.Process).Network),
	need.Processes:       plain((*sandbox.Process).SeeOtherProcesses),
	need.OwnProc:         plain((*sandbox.Process).MountProc),
	need.GainPrivileges:  plain((*sandbox.Process).GainPrivileges),
	need.WriteExecute:    plain((*sandbox.Process).WriteExecuteMemory),
	need.HostMounts:      plain((*sandbox.Process).HostMounts),
	need.KernelModules:   plain((*sandbox.Process).Modules),
	need.KernelLog:       plain((*sandbox.Process).KernelLog),
	need.Clock:           plain((*sandbox.Process).Clock),
	need.Hostname:        plain((*sandbox.Process).Hostname),
	need.FollowsHostname: plain((*sandbox.Process).HostnameFollowed),
	need.ControlGroups:   plain((*sandbox.Process).Cgroup),
	need.Realtime:        plain((*sandbox.Process).Realtime),
	need.SetSUID:         plain((*sandbox.Process).SetSUID),
	need.Personality:     plain((*sandbox.Process).Personality),
	need.Keyring:         plain((*sandbox.Process).Keyring),
	need.Notify:          plain((*sandbox.Process).ChildrenNotify),
	need.SharedIPC:       plain((*sandbox.Process).IPC),
	need.ClientUsers:     plain((*sandbox.Process).ClientUsers),
	need.SharedFiles:     plain((*sandbox.Process).OthersRead),
	need.GroupFiles:      plain((*sandbox.Process).GroupReads),

	need.LastingChildren: plain((*sandbox.Process).ChildrenOutlive),
	need.ChildrenInOrder: plain((*sandbox.Process).ChildrenSpared),
	need.ChildrenEnd:     plain((*sandbox.Process).ChildrenEnd),
	need.OwnDirectories:  plain((*sandbox.Process).OpensOwn),
	need.LockedMemory:    plain((*sandbox.Process).LockMemory),
}

// Answer tells whether a process may do what a kind is about; known is false where
// that is no question to the sandbox of one process alone.
func Answer(p *sandbox.Process, kind need.Kind, argument string) (v sandbox.Verdict, known bool) {
	ask, known := answers[kind]
	if !known {
		return sandbox.Verdict{}, false
	}
	return ask(p, argument), true
}

// Answers tells whether [Answer] knows a kind.
func Answers(kind need.Kind) bool { return answers[kind] != nil }

func plain(ask func(*sandbox.Process) sandbox.Verdict) func(*sandbox.Process, string) sandbox.Verdict {
	return func(p *sandbox.Process, _ string) sandbox.Verdict { return ask(p) }
}

func onPath(op sandbox.Op) func(*sandbox.Process, string) sandbox.Verdict {
	return func(p *sandbox.Process, name string) sandbox.Verdict { return p.Path(op, name) }
}

func onPort(p *sandbox.Process, argument string) sandbox.Verdict {
	port, udp, ok := portOf(argument)
	if !ok {
		return sandbox.Verdict{}
	}
	return p.Bind(port, udp)
}
