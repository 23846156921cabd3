package profile

import (
	"slices"
	"strings"

	"github.com/unitlint/unitlint/internal/late/regexp"
	"github.com/unitlint/unitlint/lint/evidence/invocation"
	"github.com/unitlint/unitlint/lint/need"
	"github.com/unitlint/unitlint/lint/source"
	"github.com/unitlint/unitlint/lint/unit"
)

// unitNames are the profiles of units that are called otherwise than their programs, as
// the packages of Debian, Ubuntu and Fedora call them.
var unitNames = map[string]string{
	"clamav-daemon": "clamd", "isc-dhcp-server": "dhcp", "mysql": "mariadb", "nfs-kernel-server": "nfs-server", "nmb": "nmbd", "ntp": "ntpd",
	"openvpn-client": "openvpn", "openvpn-server": "openvpn", "smb": "samba", "spamassassin": "spamd", "ssh": "openssh",
}

// unitPrograms are the programs of units that are called otherwise, as the packages of Debian, Ubuntu, Fedora and the
// makers call them, where a profile is of several programs that need different things.
var unitPrograms = map[string]string{
	"ds-converter": "converter", "ds-docservice": "docservice", "isc-kea-dhcp4-server": "kea-dhcp4", "isc-kea-dhcp6-server": "kea-dhcp6",
	"k3s-agent": "k3s", "kadmin": "kadmind", "kafka": "kafka-server-start.sh", "kea-dhcp4-server": "kea-dhcp4", "kea-dhcp6-server": "kea-dhcp6",
	"krb5-admin-server": "kadmind", "krb5-kdc": "krb5kdc", "libvirt-bin": "libvirtd", "multipath-tools": "multipathd", "nagios-nrpe-server": "nrpe",
	"named-chroot": "named", "nodered": "node-red", "nut-monitor": "upsmon", "nut-server": "upsd", "open-vm-tools": "vmtoolsd", "rke2-agent": "rke2",
	"rke2-server": "rke2", "smartmontools": "smartd", "zookeeper": "zkServer.sh",
}

// versionInName is the version that packages put into the names of units, so that several
// may be installed: "php8.2-fpm", "tomcat10".
var versionInName = regexp.MustCompile(`[0-9]+(?:\.[0-9]+)*(-|$)`)

// Named returns the profile of the program that a unit of the name is about, and
// its needs, where drop-ins are all that is there of the unit: those that it has
// whoever it starts as, and, where it insists on being started by root, those that it has
// then. How it is started is not known, so that nothing is more than likely. The
// profile is nil where none is known.
func (l *Library) Named(name string, first *unit.Assignment) (*Profile, []need.Need) {
	stem, _, _ := strings.Cut(strings.TrimSuffix(name, ".service"), "@")
	if program, otherwise := unitPrograms[stem]; otherwise {
		stem = program
	}
	p := l.named(stem)
	if p == nil {
		return nil, nil
	}
	s := &Source{library: l}
	program := invocation.Word{Text: stem, Known: true, Place: first.Range()}
	i := &invocation.Invocation{Assignment: first, Program: program, Open: true}
	runtimes, name := l.runtimes(i, i.Names())
	s.about(i, subject{profile: p, runtimes: runtimes, title: p.Title, name: name})
	asRoot := slices.ContainsFunc(s.Needs, func(n need.Need) bool {
		return n.Kind == need.Root && n.Certainty == need.Likely && n.Conditions.Starts == need.AsAnyone
	})
	var needs []need.Need
	for _, n := range s.Needs {
		n.Evidence.Range, n.Evidence.Source = source.Range{}, "the unit's name; "+n.Evidence.Source
		if n.Conditions.ToldAlone {
			continue
		}
		if n.Conditions.Starts == need.AsAnyone || asRoot && n.Conditions.Starts == need.AsRoot {
			needs = append(needs, n)
		}
	}
	return p, needs
}

// named returns the profile that a unit's name stands for, or nil: one that is called so, and
// what packages call so, is more telling than a program of the name, which may be a client of the daemon.
func (l *Library) named(stem string) *Profile {
	known := l.index()
	for _, name := range []string{stem, versionInName.ReplaceAllString(stem, "$1")} {
		if l.has(name) {
			return l.Lookup(name)
		}
		if profile, listed := unitNames[name]; listed {
			return l.Lookup(profile)
		}
		if profile := known.name(name); profile != "" {
			return l.Lookup(profile)
		}
	}
	return nil
}
