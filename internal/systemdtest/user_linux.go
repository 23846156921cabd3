package systemdtest

import (
	"os"
	"os/exec"
	"syscall"
)

// nobody is the kernel's overflow user, which owns nothing.
const nobody = 65534

// asOrdinaryUser drops root, as which systemd refuses to test.
func asOrdinaryUser(cmd *exec.Cmd) {
	if os.Geteuid() == 0 {
		cmd.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: nobody, Gid: nobody}}
	}
}
