// Package confinement knows the directives that confine a service.
package confinement

import (
	"slices"

	"github.com/unitlint/unitlint/lint/unitfile"
)

// directives are the directives that take rights or sight away from a service,
// after the chapters Sandboxing, Security, Capabilities and System Call
// Filtering of systemd.exec(5) and the access lists of
// systemd.resource-control(5). Without one of them, a service can do more than
// its author meant.
var directives = []string{
	"AppArmorProfile", "CapabilityBoundingSet", "DeviceAllow", "DevicePolicy", "DynamicUser", "ExecPaths", "Group",
	"IPAddressAllow", "IPAddressDeny", "InaccessibleDirectories", "InaccessiblePaths", "KeyringMode",
	"LockPersonality", "MemoryDenyWriteExecute", "NoExecPaths", "NoNewPrivileges", "PrivateBPF",
	"PrivateDevices", "PrivateIPC", "PrivateMounts", "PrivateNetwork", "PrivatePIDs", "PrivateTmp",
	"PrivateUsers", "ProcSubset", "ProtectClock", "ProtectControlGroups", "ProtectHome", "ProtectHostname",
	"ProtectKernelLogs", "ProtectKernelModules", "ProtectKernelTunables", "ProtectProc", "ProtectSystem",
	"ReadOnlyDirectories", "ReadOnlyPaths", "RemoveIPC", "RestrictAddressFamilies", "RestrictFileSystems",
	"RestrictNamespaces", "RestrictNetworkInterfaces", "RestrictRealtime", "RestrictSUIDSGID",
	"RootDirectory", "RootImage", "SELinuxContext", "SecureBits", "SmackProcessLabel", "SocketBindAllow",
	"SocketBindDeny", "SystemCallArchitectures", "SystemCallFilter", "TemporaryFileSystem", "UMask", "User",
}

// sections are the sections whose settings confine processes.
var sections = []string{"Service", "Socket", "Mount", "Swap", "Slice", "Scope"}

// By tells whether a directive of a section confines processes.
func By(section, name string) bool {
	if !slices.Contains(sections, section) {
		return false
	}
	_, found := slices.BinarySearch(directives, name)
	return found
}

// Among returns the assignments to directives that confine processes,
// the first of each name. An empty section stands for any.
func Among(assignments []*unitfile.Assignment, section string) []*unitfile.Assignment {
	var found []*unitfile.Assignment
	seen := map[string]bool{}
	for _, a := range assignments {
		in := section
		if in == "" && a.Section != nil {
			in = a.Section.Name
		}
		if a.Value != "" && !seen[a.Key] && By(in, a.Key) {
			seen[a.Key] = true
			found = append(found, a)
		}
	}
	return found
}
