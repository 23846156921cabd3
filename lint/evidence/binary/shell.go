package binary

import (
	"regexp"
	"slices"
	"strings"
)

// shells are the interpreters of shell scripts.
var shells = []string{"sh", "bash", "dash", "ksh", "zsh"}

// shellCommands are commands with the function of a row that stands for what they
// ask of the kernel (their manual pages in section 1 and 8).
var shellCommands = map[string]string{
	"chown": "chown", "chgrp": "chown", "su": "initgroups", "runuser": "initgroups", "setpriv": "setresuid", "setuidgid": "setgroups", "gosu": "setgroups",
	"chroot": "chroot", "mount": "mount", "umount": "umount", "mknod": "mknod", "renice": "setpriority", "nice": "setpriority", "ulimit": "setrlimit",
	"prlimit": "prlimit", "modprobe": "init_module", "chrt": "sched_setscheduler", "taskset": "sched_setaffinity", "unshare": "unshare", "nsenter": "setns",
	"hwclock": "settimeofday", "dmesg": "klogctl", "swapon": "swapon", "hostname": "sethostname",
}

// commandWord finds the words of a shell script that stand where a command does: at
// the beginning of a line, after an operator or a keyword.
var commandWord = regexp.MustCompile(`(?m)(?:^|[;&|({])[ \t]*(?:(?:if|then|else|do|exec|!)[ \t]+)*(?:/[a-z/]*/)?([a-z]{2,16})\b`)

// commanded returns the functions that the commands of a shell script stand for.
func commanded(text []byte, interpreter string) []string {
	if !slices.Contains(shells, strings.TrimRight(interpreter, "0123456789.")) {
		return nil
	}
	var found []string
	for _, match := range commandWord.FindAllSubmatch(text, mostFacts) {
		if function := shellCommands[string(match[1])]; function != "" {
			found = append(found, function)
		}
	}
	return found
}
