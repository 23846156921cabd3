package rules

import (
	"fmt"
	"slices"
	"strings"

	"github.com/unitlint/unitlint/lint/finding"

	"github.com/unitlint/unitlint/lint/unitfile"
)

// protections are the directives that take rights or sight away from a service,
// after the chapters Sandboxing, Security, Capabilities and System Call
// Filtering of systemd.exec(5) and the access lists of
// systemd.resource-control(5). Without one of them, a service can do more than
// its author meant.
var protections = []string{
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

// protectedSections are the sections whose settings confine processes.
var protectedSections = []string{"Service", "Socket", "Mount", "Swap", "Slice", "Scope"}

// protects tells whether a directive of a section confines processes.
func protects(section, name string) bool {
	if !slices.Contains(protectedSections, section) {
		return false
	}
	_, found := slices.BinarySearch(protections, name)
	return found
}

// protectionsAmong returns the assignments to directives that confine processes,
// the first of each name. An empty section stands for any.
func protectionsAmong(assignments []*unitfile.Assignment, section string) []*unitfile.Assignment {
	var found []*unitfile.Assignment
	seen := map[string]bool{}
	for _, a := range assignments {
		in := section
		if in == "" && a.Section != nil {
			in = a.Section.Name
		}
		if a.Value != "" && !seen[a.Key] && protects(in, a.Key) {
			seen[a.Key] = true
			found = append(found, a)
		}
	}
	return found
}

// mostRelated bounds the places that one finding lists.
const mostRelated = 10

// placesOf lists assignments as evidence.
func placesOf(assignments []*unitfile.Assignment, message string) []finding.Related {
	var all []finding.Related
	for _, a := range assignments[:min(len(assignments), mostRelated)] {
		all = append(all, finding.Related{Range: a.Range(), Message: message})
	}
	return all
}

// mostNamed bounds the names that one sentence lists.
const mostNamed = 5

// keysOf names the directives of assignments as part of a sentence.
func keysOf(assignments []*unitfile.Assignment) string {
	var names []string
	for _, a := range assignments {
		if name := "'" + a.Key + "='"; !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	switch more := len(names) - mostNamed; {
	case more > 1:
		return fmt.Sprintf("%s and %d more", strings.Join(names[:mostNamed], ", "), more)
	case len(names) > 1:
		last := len(names) - 1
		return strings.Join(names[:last], ", ") + " and " + names[last]
	default:
		return strings.Join(names, "")
	}
}
