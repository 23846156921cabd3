package text

import (
	"fmt"
	"strings"

	"github.com/unitlint/unitlint/lint/evidence/invocation"
	"github.com/unitlint/unitlint/lint/need"
)

// alteration says which file of the system a tool changes, from its manual page.
type alteration struct {
	// paths are alternatives.
	paths []string
	// with restricts it to command lines that hold one of the words.
	with []string
	// below tells that files below the path are written.
	below bool
}

var (
	accounts  = alteration{paths: []string{"/etc/passwd"}}
	groups    = alteration{paths: []string{"/etc/group"}}
	passwords = alteration{paths: []string{"/etc/shadow"}}
	packages  = alteration{paths: []string{"/usr"}, below: true, with: []string{
		"install", "reinstall", "upgrade", "dist-upgrade", "full-upgrade", "update", "distro-sync", "remove", "erase", "purge", "autoremove", "up", "dup",
		"-i", "-U", "-S", "-Syu", "-Su", "-r", "-P", "-e", "--install", "--configure", "--remove", "--purge", "--unpack",
	}}
	// The word "update" means lists of packages to these.
	aptPackages = alteration{paths: []string{"/usr"}, below: true, with: []string{
		"install", "reinstall", "upgrade", "dist-upgrade", "full-upgrade", "remove", "purge", "autoremove",
	}}
	bootFiles = alteration{paths: []string{"/boot", "/efi"}, below: true}
)

// alterations are the tools that change the system itself.
var alterations = map[string]alteration{
	"useradd": accounts, "adduser": accounts, "usermod": accounts, "userdel": accounts, "deluser": accounts,
	"groupadd": groups, "addgroup": groups, "groupmod": groups, "groupdel": groups, "gpasswd": groups,
	"chpasswd": passwords,
	"apt-get":  aptPackages, "apt": aptPackages, "aptitude": aptPackages,
	"dnf": packages, "dnf5": packages, "yum": packages, "microdnf": packages, "zypper": packages, "pacman": packages, "rpm": packages, "dpkg": packages,
	"unattended-upgrade": {paths: []string{"/usr"}, below: true}, "unattended-upgrades": {paths: []string{"/usr"}, below: true},
	"update-initramfs": bootFiles, "update-grub": bootFiles, "grub-install": bootFiles, "grub2-install": bootFiles, "kernel-install": bootFiles,
	"depmod":                   {paths: []string{"/usr/lib/modules"}, below: true},
	"ldconfig":                 {paths: []string{"/etc/ld.so.cache"}},
	"update-alternatives":      {paths: []string{"/etc/alternatives"}, below: true, with: []string{"--install", "--set", "--auto", "--remove", "--remove-all"}},
	"update-ca-certificates":   {paths: []string{"/etc/ssl/certs"}, below: true},
	"update-ca-trust":          {paths: []string{"/etc/pki/ca-trust/extracted"}, below: true},
	"update-rc.d":              {paths: []string{"/etc"}, below: true},
	"locale-gen":               {paths: []string{"/usr/lib/locale"}, below: true},
	"systemd-machine-id-setup": {paths: []string{"/etc/machine-id"}},
}

// harmless are the options that make such a tool change nothing, or another
// tree.
var harmless = []string{
	"--root", "-R", "--installroot", "--sysroot", "--dry-run", "--simulate", "-s", "--just-print",
	"--download-only", "--downloadonly", "-d", "--assumeno", "--help", "--version",
}

// alterationNeeds records what a tool changes in the system.
func (r *collector) alterationNeeds(i *invocation.Invocation) {
	a, known := alterations[i.Name()]
	if !known || len(a.with) > 0 && !i.Mentions(a.with) || i.Has(harmless) {
		return
	}
	r.Add(i, need.Need{
		Kind: need.Write, Any: a.paths, Below: a.below, Certainty: need.Certain, Consequence: need.StartFails,
		Why:      fmt.Sprintf("runs %s, which changes %s", i.Name(), strings.Join(a.paths, " or ")),
		Evidence: need.Evidence{Assignment: i.Assignment, Range: i.Program.Place},
	})
}
