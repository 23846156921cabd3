package daemon

import (
	"strings"

	"github.com/unitlint/unitlint/lint/source"
)

// readControl reads the configuration of wpa_supplicant and hostapd, which may have the group of the
// control socket's directory behind it: "DIR=/run/wpa_supplicant GROUP=netdev".
func readControl(file *source.File) []Setting {
	settings := Read(file)
	for at := range settings {
		if s := &settings[at]; s.Key == "ctrl_interface" {
			s.Value, _, _ = strings.Cut(strings.TrimPrefix(s.Value, "DIR="), " GROUP=")
		}
	}
	return settings
}
