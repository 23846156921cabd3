//go:build !linux

package systemdtest

import "os/exec"

// asOrdinaryUser does nothing where there is no systemd.
func asOrdinaryUser(*exec.Cmd) {}
