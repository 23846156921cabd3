// Package target maps distributions to the systemd they run, their build
// options and default kernel: a dated table of behaviour.
package target

import "github.com/unitlint/unitlint/lint/catalog"

// Target is one system that units are judged for.
type Target struct {
	Name    string // "debian-12", "systemd-252", …
	Release catalog.Release
	// SplitUsr tells that /lib/systemd/system is searched beside
	// /usr/lib/systemd/system.
	SplitUsr bool
	// Kernel is the default kernel's version, such as "6.1"; empty if unknown.
	Kernel string
}
