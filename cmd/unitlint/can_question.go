package main

import (
	"errors"
	"fmt"
	"strings"

	"github.com/unitlint/unitlint/lint/need"
	"github.com/unitlint/unitlint/lint/sandbox"
)

// question is how the model is asked about an action.
type question func(p *sandbox.Process, argument string) (sandbox.Verdict, error)

// questions are the actions: the words of needs, and those that were there before.
// What a need asks of more than one process, such as files that others read, is no
// question about one.
var questions = map[string]question{
	"exec":    path(sandbox.Execute),
	"connect": path(sandbox.Connect),
	"socket":  named(askFamily),
	"call":    named((*sandbox.Process).Call),
	"see":     func(p *sandbox.Process, _ string) (sandbox.Verdict, error) { return p.SeeOtherProcesses(), nil },

	string(need.Read):             path(sandbox.Read),
	string(need.Write):            path(sandbox.Write),
	string(need.Create):           path(sandbox.Create),
	string(need.Execute):          path(sandbox.Execute),
	string(need.KernelInterfaces): path(sandbox.Write),
	string(need.Bind):             askBind,
	string(need.Serve):            askBind,
	string(need.AddressFamily):    named(askFamily),
	string(need.Syscall):          named((*sandbox.Process).Call),
	string(need.Capability):       named(func(p *sandbox.Process, name string) sandbox.Verdict { return p.Capability(capability(name)) }),
	string(need.Namespace):        named((*sandbox.Process).Namespace),
	string(need.Device):           named((*sandbox.Process).Device),
	string(need.Network):          plain((*sandbox.Process).Network),
	string(need.Processes):        plain((*sandbox.Process).SeeOtherProcesses),
	string(need.GainPrivileges):   plain((*sandbox.Process).GainPrivileges),
	string(need.WriteExecute):     plain((*sandbox.Process).WriteExecuteMemory),
	string(need.HostMounts):       plain((*sandbox.Process).HostMounts),
	string(need.KernelModules):    plain((*sandbox.Process).Modules),
	string(need.KernelLog):        plain((*sandbox.Process).KernelLog),
	string(need.Clock):            plain((*sandbox.Process).Clock),
	string(need.Hostname):         plain((*sandbox.Process).Hostname),
	string(need.ControlGroups):    plain((*sandbox.Process).Cgroup),
	string(need.Realtime):         plain((*sandbox.Process).Realtime),
	string(need.SetSUID):          plain((*sandbox.Process).SetSUID),
	string(need.Personality):      plain((*sandbox.Process).Personality),
	string(need.Keyring):          plain((*sandbox.Process).Keyring),
	string(need.Notify):           plain((*sandbox.Process).ChildrenNotify),
	string(need.SharedIPC):        plain((*sandbox.Process).IPC),
}

// named is a question about a name.
func named(ask func(*sandbox.Process, string) sandbox.Verdict) question {
	return func(p *sandbox.Process, name string) (sandbox.Verdict, error) {
		if name == "" {
			return sandbox.Verdict{}, errNoArgument
		}
		return ask(p, name), nil
	}
}

// plain is a question that an argument makes no difference to.
func plain(ask func(*sandbox.Process) sandbox.Verdict) question {
	return func(p *sandbox.Process, _ string) (sandbox.Verdict, error) { return ask(p), nil }
}

var errNoArgument = errors.New("can: expected what it is asked about behind the action")

func path(op sandbox.Op) func(*sandbox.Process, string) (sandbox.Verdict, error) {
	return func(p *sandbox.Process, name string) (sandbox.Verdict, error) {
		if !strings.HasPrefix(name, "/") {
			return sandbox.Verdict{}, fmt.Errorf("can: %q is no absolute path", name)
		}
		return p.Path(op, name), nil
	}
}

func askBind(p *sandbox.Process, argument string) (sandbox.Verdict, error) {
	number, protocol, _ := strings.Cut(argument, "/")
	var port int
	if _, err := fmt.Sscanf(number, "%d", &port); err != nil || port < 1 || port > 65535 || protocol != "" && protocol != "tcp" && protocol != "udp" {
		return sandbox.Verdict{}, fmt.Errorf("can: %q is no port: expected 1 to 65535, with /udp for UDP", argument)
	}
	return p.Bind(port, protocol == "udp"), nil
}

func askFamily(p *sandbox.Process, name string) sandbox.Verdict { return p.AddressFamily(family(name)) }

// family completes the name of an address family.
func family(name string) string { return completed(name, "AF_") }

// capability completes the name of a capability.
func capability(name string) string { return completed(name, "CAP_") }

func completed(name, prefix string) string {
	name = strings.ToUpper(name)
	if strings.HasPrefix(name, prefix) {
		return name
	}
	return prefix + name
}
