package report

import "slices"

// controls are the controls of NIST Special Publication 800-53, Revision 5, that
// a rule about protections bears on, by what their text asks for:
//
//	AC-3   access to resources is enforced
//	AC-6   least privilege, "processes acting on behalf of users" included
//	CM-7   only the functions that are needed: ports, protocols, software, services
//	SC-2   users' functions are apart from those that manage the system
//	SC-4   nothing flows through shared resources that is not meant to
//	SC-7   what crosses the boundary of a network is limited
//	SC-39  each process executes in a domain of its own
//	SI-16  memory is protected from code that was not authorized
var controls = map[string][]string{
	"harden-ambient-capabilities":      {"AC-6"},
	"harden-capability-bounding-set":   {"AC-6", "CM-7"},
	"harden-delegate":                  {"AC-6"},
	"harden-device-allow":              {"AC-3", "AC-6"},
	"harden-ip-address-deny":           {"SC-7", "CM-7"},
	"harden-keyring-mode":              {"SC-4", "SC-39"},
	"harden-lock-personality":          {"CM-7"},
	"harden-memory-deny-write-execute": {"SI-16"},
	"harden-no-new-privileges":         {"AC-6"},
	"harden-notify-access":             {"AC-3"},
	"harden-private-devices":           {"AC-3", "AC-6"},
	"harden-private-network":           {"SC-7", "SC-39"},
	"harden-private-tmp":               {"SC-4", "SC-39"},
	"harden-private-users":             {"AC-6", "SC-39"},
	"harden-proc-subset":               {"SC-4", "SC-39"},
	"harden-protect-clock":             {"AC-6", "SC-2"},
	"harden-protect-control-groups":    {"AC-6", "SC-2"},
	"harden-protect-home":              {"AC-3", "AC-6"},
	"harden-protect-hostname":          {"AC-6", "SC-2"},
	"harden-protect-kernel-logs":       {"AC-6", "SC-4"},
	"harden-protect-kernel-modules":    {"AC-6", "CM-7"},
	"harden-protect-kernel-tunables":   {"AC-6", "SC-2"},
	"harden-protect-proc":              {"SC-4", "SC-39"},
	"harden-protect-system":            {"AC-3", "AC-6"},
	"harden-remove-ipc":                {"SC-4"},
	"harden-restrict-address-families": {"CM-7", "SC-7"},
	"harden-restrict-namespaces":       {"CM-7", "AC-6"},
	"harden-restrict-realtime":         {"AC-6"},
	"harden-restrict-suid-sgid":        {"AC-6"},
	"harden-supplementary-groups":      {"AC-6"},
	"harden-system-call-architectures": {"CM-7"},
	"harden-system-call-filter":        {"CM-7", "AC-6"},
	"harden-umask":                     {"AC-3"},
	"harden-user":                      {"AC-6"},
	"bounding-set-sys-admin":           {"AC-6"},
	"exec-in-writable-directory":       {"AC-3", "CM-7"},
	"exposure-above-threshold":         {"AC-6", "CM-7"},
	"private-tmp-undone":               {"SC-4", "SC-39"},
	"protection-loosened":              {"AC-6", "CM-7"},
	"sandbox-without-effect":           {"AC-6"},
	"secret-in-environment":            {"AC-3", "SC-4"},
	"umask-world-writable":             {"AC-3"},
	"user-nobody":                      {"AC-6", "SC-39"},
	"writable-executable-path":         {"AC-3", "CM-7"},
	"protect-proc-without-effect":      {"SC-4", "SC-39"},
	"capability-newer-than-kernel":     {"AC-6"},
	"system-call-filter-order":         {"CM-7"},
	"ambient-outside-bounding-set":     {"AC-6"},
	"bounding-set-grants-nothing":      {"AC-6"},
	"harden-system-call-error-number":  {"CM-7"},
}

// ControlledRules returns the rules that have tags of controls, sorted.
func ControlledRules() []string {
	var ids []string
	for id := range controls {
		ids = append(ids, id)
	}
	slices.Sort(ids)
	return ids
}

// controlTags are the tags of a rule's controls.
func controlTags(id string) []string {
	var tags []string
	for _, control := range controls[id] {
		tags = append(tags, "NIST-SP-800-53-"+control)
	}
	return tags
}
