package rules

// protectionLosses says what is missing where the value of a directive that
// confines a service is ignored. Directives that came later stand in losses.
// From systemd.exec(5) and systemd.resource-control(5).
var protectionLosses = map[string]string{
	"ProtectSystem":           "The service may write to the file system as far as its permissions allow.",
	"ProtectHome":             "The service sees the home directories.",
	"PrivateTmp":              "The service shares /tmp and /var/tmp with the host.",
	"PrivateDevices":          "The service sees all devices of the host.",
	"PrivateNetwork":          "The service uses the network of the host.",
	"PrivateUsers":            "The service runs in the user namespace of the host.",
	"ProtectKernelTunables":   "The service may write to /proc/sys and /sys as far as its permissions allow.",
	"ProtectKernelModules":    "The service may load kernel modules as far as its capabilities allow.",
	"RestrictRealtime":        "The service may take realtime scheduling as far as its capabilities allow.",
	"RestrictNamespaces":      "The service may make namespaces of every type.",
	"RestrictAddressFamilies": "The service may use sockets of every family.",
	"MemoryDenyWriteExecute":  "The service may make memory that is writable and executable.",
	"LockPersonality":         "The service may change its execution domain.",
	"SystemCallFilter":        "System calls are not filtered as the line says.",
	"SystemCallArchitectures": "System calls of every architecture are allowed.",
	"CapabilityBoundingSet":   "Capabilities are not limited as the line says.",
	"SecureBits":              "The secure bits are not set.",
	"ReadOnlyPaths":           "The path stays writable.",
	"ReadOnlyDirectories":     "The path stays writable.",
	"InaccessiblePaths":       "The path stays accessible.",
	"InaccessibleDirectories": "The path stays accessible.",
	"IPAddressDeny":           "Traffic is not filtered as the line says.",
	"DevicePolicy":            "The access to devices is not limited.",
	"DynamicUser":             "The service runs as the user that User= names, or as root.",
	"UMask":                   "Files are made with the manager's usual access mode.",
	"KeyringMode":             "The keyring of the service is not the one that was asked for.",
	"RemoveIPC":               "Objects of inter-process communication stay after the service ended.",
	"TemporaryFileSystem":     "The directory is the host's.",
}

// protectionLoss says what is missing where a directive has no effect.
func protectionLoss(directive string) string {
	if loss := protectionLosses[directive]; loss != "" {
		return loss
	}
	return losses[directive]
}
