package harden

import (
	"slices"

	"github.com/unitlint/unitlint/lint/host"
	"github.com/unitlint/unitlint/lint/match"
	"github.com/unitlint/unitlint/lint/need"
)

// yes are the steps of a protection that is on or off.
func yes(directive string, takes Grade) []Step {
	return []Step{{Lines: []string{directive + "=yes"}, Takes: takes}}
}

// alone marks steps that are no good for programs which start what is not their
// own.
func alone(steps []Step) []Step {
	for i := range steps {
		steps[i].Alone = true
	}
	return steps
}

// everyLadder returns every protection with its values, in the order of
// systemd.exec(5) and systemd.resource-control(5). What a step takes was measured
// with services of Debian 12 and 13: a step that takes the unit alone broke none
// of them but container engines, whose needs are known; one that takes the
// program read broke some whose files tell why.
func everyLadder() []Ladder {
	return slices.Concat(privilegeLadders(), fileLadders(), shareLadders(), kernelLadders(), processLadders())
}

// privilegeLadders are about capabilities and what a process hands on.
func privilegeLadders() []Ladder {
	return []Ladder{
		{
			Name: "CapabilityBoundingSet", Says: "can never hold another capability",
			Steps: []Step{
				{List: &neededCapabilities, Takes: Whole},
				{List: &neededCapabilities, Takes: UnitAlone, Fits: startsUnprivileged},
				{List: &lessCapabilities, Takes: UnitAlone},
			},
		},
		{
			Name: "NoNewPrivileges", Says: "gains no privileges by running a program",
			Steps: alone(yes("NoNewPrivileges", UnitAlone)), Unprivileged: true,
		},
		{
			Name: "UMask", Says: "makes files that nobody else may read",
			Steps: []Step{{Lines: []string{"UMask=0077"}, Takes: Whole}, {Lines: []string{"UMask=0027"}, Takes: Whole}}, Unprivileged: true,
		},
		{
			Name: "KeyringMode", Says: "has a keyring of its own",
			Steps: []Step{{Lines: []string{"KeyringMode=private"}}}, Unprivileged: true,
		},
	}
}

// fileLadders are about files and devices.
func fileLadders() []Ladder {
	return []Ladder{
		{
			Name: "ProtectSystem", Says: "finds the file system read-only",
			Steps: []Step{
				{List: &writtenPaths, Takes: Whole},
				{Alone: true, Lines: []string{"ProtectSystem=full"}, Takes: Whole, Vain: mountsAnyway},
				{Alone: true, Lines: []string{"ProtectSystem=yes"}, Vain: freezesAnyway("/usr", "/boot")},
			},
		},
		{
			Name: "ProtectHome", Says: "finds no home directories",
			Steps: []Step{
				{Alone: true, Lines: []string{"ProtectHome=yes"}, Takes: ProgramRead, Fits: servesNoUsers},
				{Alone: true, List: &shownHomes, Takes: ProgramRead, Fits: servesNoUsers, Vain: homeIsEmpty},
				{Alone: true, Lines: []string{"ProtectHome=read-only"}, Fits: servesNoUsers, Vain: freezesAnyway("/home", "/root", "/run/user")},
			},
		},
		{Name: "PrivateTmp", Says: "has a /tmp and a /var/tmp of its own", Steps: alone(yes("PrivateTmp", UnitAlone))},
		{
			Name: "PrivateDevices", Says: "finds no hardware in /dev",
			Steps: []Step{
				{Alone: true, Lines: []string{"PrivateDevices=yes", "DevicePolicy=closed"}, Takes: ProgramRead, Fits: namesNoDevice},
				{Alone: true, List: &openedDevices, Takes: ProgramRead, Vain: opensNothing},
			},
		},
	}
}

// mountsAnyway tells that a need is one for mounts on the host, which the loosest mount
// namespace keeps from it as the tightest does.
func mountsAnyway(_ *Subject, u *match.Refusal) bool { return u.Need.Kind == need.HostMounts }

// homeIsEmpty tells that a need is one for users' directories, of which an empty /home has none.
func homeIsEmpty(s *Subject, u *match.Refusal) bool {
	return u.Need.Kind == need.Home || mountsAnyway(s, u)
}

// opensNothing tells that a need is one for a device, where the unit itself allows none.
func opensNothing(s *Subject, u *match.Refusal) bool {
	return u.Need.Kind == need.Device && s.last("DeviceAllow") == nil
}

// freezesAnyway makes a Vain for a step that leaves some directories read-only.
func freezesAnyway(directories ...string) func(*Subject, *match.Refusal) bool {
	return func(s *Subject, u *match.Refusal) bool {
		writes := u.Need.Kind == need.Write || u.Need.Kind == need.Create
		return mountsAnyway(s, u) || writes && slices.ContainsFunc(directories, func(d string) bool { return host.Below(u.Argument, d) })
	}
}

// shareLadders are about what a service shares with others: the network, IPC objects,
// processes, users.
func shareLadders() []Ladder {
	return []Ladder{
		{
			Name: "PrivateNetwork", Says: "has no network",
			Steps: yes("PrivateNetwork", Whole), Fits: withoutInternet,
		},
		{
			Name: "IPAddressDeny", Says: "exchanges no packets with other hosts",
			Steps: []Step{
				{Lines: []string{"IPAddressDeny=any"}, Takes: Whole, Fits: withoutPackets},
				{Lines: []string{"IPAddressDeny=any", "IPAddressAllow=localhost"}, Takes: Whole, Fits: onLoopback, Shown: listensOn},
			},
		},
		{
			Name: "SocketBindDeny", Says: "binds no port",
			Steps: []Step{{Lines: []string{"SocketBindDeny=any"}, Takes: Whole}}, Fits: withoutInternet,
		},
		{Name: "PrivateIPC", Says: "shares no System V IPC objects or message queues", Steps: yes("PrivateIPC", Whole)},
		{
			Name: "PrivatePIDs", Says: "sees its own processes alone",
			Steps: yes("PrivatePIDs", Whole), Fits: startsUnprivileged,
		},
		{Name: "PrivateUsers", Says: "knows root, its own user and nobody else", Steps: yes("PrivateUsers", Whole)},
	}
}

// kernelLadders are about the kernel and its state.
func kernelLadders() []Ladder {
	return []Ladder{
		{Name: "ProtectHostname", Says: "cannot change the host's name", Steps: yes("ProtectHostname", UnitAlone)},
		{Name: "ProtectClock", Says: "cannot set the clock", Steps: yes("ProtectClock", UnitAlone)},
		{Name: "ProtectKernelTunables", Says: "cannot change kernel variables", Steps: alone(yes("ProtectKernelTunables", UnitAlone))},
		{Name: "ProtectKernelModules", Says: "cannot load kernel modules", Steps: yes("ProtectKernelModules", UnitAlone)},
		{Name: "ProtectKernelLogs", Says: "cannot read the kernel's log", Steps: yes("ProtectKernelLogs", UnitAlone)},
		{
			Name: "ProtectControlGroups", Says: "cannot change control groups",
			Steps: alone([]Step{{Lines: []string{"ProtectControlGroups=strict"}, Takes: Whole}, {Lines: []string{"ProtectControlGroups=yes"}, Vain: mountsAnyway}}),
		},
		{
			Name: "ProtectProc", Says: "does not see the processes of others",
			Steps: alone([]Step{{Lines: []string{"ProtectProc=invisible"}}}),
		},
		{
			Name: "ProcSubset", Says: "finds processes alone in /proc",
			Steps: []Step{{Alone: true, Lines: []string{"ProcSubset=pid"}, Takes: ProgramRead}},
		},
		{Name: "PrivateMounts", Says: "keeps its mounts to itself", Steps: alone(yes("PrivateMounts", UnitAlone))},
		{Name: "PrivateBPF", Says: "finds no BPF file system", Steps: yes("PrivateBPF", UnitAlone)},
	}
}

// processLadders are about the calls that a process may make.
func processLadders() []Ladder {
	return []Ladder{
		{
			Name: "RestrictAddressFamilies", Says: "opens sockets of these families alone", Unprivileged: true,
			Steps: []Step{
				{List: &neededFamilies, Takes: Whole},
				{Alone: true, List: &usualFamilies},
			},
		},
		{
			Name: "RestrictNamespaces", Says: "makes no namespaces", Unprivileged: true,
			Steps: alone([]Step{{List: &neededNamespaces}}),
		},
		{Name: "LockPersonality", Says: "cannot change its execution domain", Steps: alone(yes("LockPersonality", UnitAlone)), Unprivileged: true},
		{
			Name: "MemoryDenyWriteExecute", Says: "cannot run what it wrote into memory",
			Steps: alone(yes("MemoryDenyWriteExecute", ProgramRead)), Unprivileged: true,
		},
		{Name: "RestrictRealtime", Says: "cannot take the processor for itself", Steps: yes("RestrictRealtime", UnitAlone), Unprivileged: true},
		{Name: "RestrictSUIDSGID", Says: "makes no set-user-ID files", Steps: alone(yes("RestrictSUIDSGID", UnitAlone)), Unprivileged: true},
		{
			Name: "RemoveIPC", Says: "leaves no IPC objects behind",
			Steps: yes("RemoveIPC", UnitAlone), Fits: aloneAsUser,
		},
		{
			Name: "SystemCallFilter", Says: "makes no system calls of other kinds; those fail with EPERM", Unprivileged: true,
			Steps: []Step{
				{List: &neededCalls, Takes: Whole, Fits: runsItsOwn},
				{List: &lessCalls},
			},
		},
		{
			Name: "SystemCallArchitectures", Says: "makes the host's own system calls alone", Unprivileged: true,
			Steps: alone([]Step{{Lines: []string{"SystemCallArchitectures=native"}}}),
		},
	}
}
