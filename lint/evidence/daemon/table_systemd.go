package daemon

// systemdPrograms are services of systemd itself.
var systemdPrograms = []program{
	{
		names: []string{"systemd-networkd"},
		files: append(ofManager("networkd"),
			"/etc/systemd/network/*.network", "/etc/systemd/network/*.netdev", "/etc/systemd/network/*.d/*.conf",
			"/run/systemd/network/*.network", "/run/systemd/network/*.netdev", "/usr/local/lib/systemd/network/*.network",
			"/usr/local/lib/systemd/network/*.netdev", "/usr/lib/systemd/network/*.network", "/usr/lib/systemd/network/*.netdev",
		),
		source: "systemd.network(5), systemd.netdev(5) and networkd.conf(5)",
		keys: []key{
			{"wireguard.privatekeyfile", Input, ""}, {"wireguardpeer.presharedkeyfile", Input, ""}, {"macsec*.keyfile", Input, ""},
		},
	},
	{names: []string{"systemd-resolved"}, files: ofManager("resolved"), source: "resolved.conf(5)"},
	{
		names:  []string{"systemd-journald"},
		files:  ofManager("journald"),
		source: "journald.conf(5)",
		keys:   []key{{"journal.ttypath", Device, ""}},
	},
	{names: []string{"systemd-coredump"}, files: ofManager("coredump"), source: "coredump.conf(5)"},
	{names: []string{"systemd-logind"}, files: ofManager("logind"), source: "logind.conf(5)"},
	{
		names: []string{"systemd-userdbd", "systemd-userwork"}, files: []string{"/etc/nsswitch.conf"},
		source: "systemd-userdbd.service(8), which answers for the modules of nsswitch.conf(5)",
	},
	{names: []string{"systemd-pstore"}, files: ofManager("pstore"), source: "pstore.conf(5)"},
	{
		names:  []string{"systemd-journal-upload"},
		files:  ofManager("journal-upload"),
		source: "journal-upload.conf(5)",
		keys: []key{
			{"upload.serverkeyfile", Input, ""}, {"upload.servercertificatefile", Input, ""}, {"upload.trustedcertificatefile", Input, ""},
		},
	},
	{
		names:  []string{"systemd-journal-remote"},
		files:  ofManager("journal-remote"),
		source: "journal-remote.conf(5)",
		keys: []key{
			{"remote.serverkeyfile", Input, ""}, {"remote.servercertificatefile", Input, ""}, {"remote.trustedcertificatefile", Input, ""},
		},
	},
}

// ofManager are the files of one configuration of systemd's own (systemd-system.conf(5), configuration
// directories).
func ofManager(name string) []string {
	var files []string
	for _, directory := range []string{"/etc", "/run", "/usr/local/lib", "/usr/lib"} {
		files = append(files, directory+"/systemd/"+name+".conf", directory+"/systemd/"+name+".conf.d/*.conf")
	}
	return files
}
