package daemon

// namePrograms are servers of names and of time.
var namePrograms = []program{
	{
		names:  []string{"unbound"},
		files:  []string{"/etc/unbound/unbound.conf"},
		naming: naming{options: "-c"},
		source: "unbound.conf(5)",
		defaults: []standard{{Port,
			"53"}, {UDPPort, "53"}},
		keys: []key{
			{"port", Port, "53"}, {"username", User, "unbound"}, {"chroot", Chroot, ""}, {"pidfile", PIDFile, ""}, {"logfile", Log, ""},
			{"directory", Nothing, ""},
			{"control-interface", Socket, "/run/unbound.ctl"}, {"auto-trust-anchor-file", Data, "/var/lib/unbound"}, {"root-hints", Input, ""},
			{"tls-service-key", Input, ""},
			{"include", Include, ""}, {"include-toplevel", Include, ""},
		},
	},
	{
		names:  []string{"chronyd"},
		files:  []string{"/etc/chrony/chrony.conf", "/etc/chrony.conf"},
		naming: naming{options: "-f"},
		source: "chrony.conf(5)",
		keys: []key{
			{"user", User, "_chrony"}, {"pidfile", PIDFile, "/run/chrony"}, {"driftfile", Data, "/var/lib/chrony"}, {"logdir", Data, "/var/log/chrony"},
			{"dumpdir", Data, "/var/lib/chrony"},
			{"ntsdumpdir", Data, "/var/lib/chrony"}, {"keyfile", Input, "/etc/chrony/chrony.keys"}, {"include", Include, ""}, {"confdir", Directory, ""},
			{"refclock", Device, ""},
		},
	},
	{
		names:    []string{"named"},
		files:    []string{"/etc/bind/named.conf", "/etc/named.conf"},
		naming:   naming{options: "-c"},
		source:   "named.conf(5)",
		defaults: []standard{{Port, "53"}, {UDPPort, "53"}},
		keys: []key{
			{"options.port", Port, "53"}, {"options.directory", Data, "/var/cache/bind"}, {"options.pid-file", PIDFile, "/run/named"},
			{"options.listen-on", Nothing, ""}, {"include", Include, ""}, {"fetched-file", Zone, ""},
			{"updated-zones", Data, ""}, {"logging.channel.file", Log, ""}, {"options.managed-keys-directory", Data, "/var/cache/bind"},
		},
		read: readZones,
	},
	{
		names:  []string{"pdns_recursor"},
		files:  []string{"/etc/powerdns/recursor.conf", "/etc/powerdns/recursor.yml", "/etc/pdns-recursor/recursor.conf", "/etc/pdns-recursor/recursor.yml"},
		naming: naming{options: "--config-name", directories: "--config-dir"},
		source: "doc.powerdns.com, recursor settings",
		keys: []key{
			{"local-port", Port, "53"}, {"incoming.port", Port, "53"}, {"setuid", User, "pdns"}, {"socket-dir", Data, ""}, {"include-dir", Directory, ""},
			{"chroot", Chroot, ""}, {"include_dir", Directory, ""},
		},
	},
	{
		names:  []string{"ntpd"},
		files:  []string{"/etc/ntp.conf", "/etc/ntpsec/ntp.conf", "/etc/ntpd.conf", "/etc/openntpd/ntpd.conf"},
		naming: naming{options: "-c --configfile"},
		source: "ntp.conf(5)",
		keys: []key{
			{"driftfile", State, ""}, {"statsdir", Data, ""}, {"logfile", Log, ""}, {"keys", Input, ""}, {"includefile", Include, ""}, {"leapfile", Input, ""},
		},
	},
	{
		names:  []string{"dnsmasq"},
		files:  []string{"/etc/dnsmasq.conf"},
		naming: naming{options: "-C --conf-file", adds: "-7 --conf-dir"},
		source: "dnsmasq(8)",
		keys: []key{
			{"port", Port, "53"}, {"user", User, "dnsmasq"}, {"pid-file", PIDFile, ""}, {"log-facility", Log, ""}, {"dhcp-leasefile", State, ""},
			{"conf-dir", Directory, ""}, {"conf-file", Include, ""}, {"dhcp-script", Program, ""},
		},
	},
	{
		names:  []string{"nsd"},
		files:  []string{"/etc/nsd/nsd.conf"},
		naming: naming{options: "-c"},
		source: "nsd.conf(5)",
		defaults: []standard{{Port, "53"},
			{UDPPort, "53"}},
		keys: []key{
			{"port", Port, "53"}, {"username", User, "nsd"}, {"pidfile", PIDFile, "/run/nsd"}, {"database", State, ""}, {"xfrdfile", State, ""},
			{"chroot", Chroot, ""}, {"include", Include, ""},
		},
	},
	{
		names:    []string{"pdns_server"},
		files:    []string{"/etc/powerdns/pdns.conf", "/etc/pdns/pdns.conf"},
		naming:   naming{options: "--config-name", directories: "--config-dir"},
		source:   "doc.powerdns.com, authoritative settings",
		defaults: []standard{{Port, "53"}, {UDPPort, "53"}},
		keys: []key{
			{"local-port", Port, "53"}, {"setuid", User, "pdns"}, {"socket-dir", Data, "/run/pdns"}, {"include-dir", Directory, ""},
			{"bind-config", Include, ""}, {"fetched-file", Zone, ""}, {"chroot", Chroot, ""}, {"changed-database", State, ""},
		},
		read: readServer,
	},
	{
		names:  []string{"dnscrypt-proxy"},
		files:  []string{"/etc/dnscrypt-proxy/dnscrypt-proxy.toml"},
		naming: naming{options: "-config --config"},
		source: "dnscrypt-proxy's documentation (example configuration); its sources (ConfigLoad changes into the directory of the file)",
		beside: true,
		keys: []key{
			{"cache_file", State, ""}, {"log_file", Log, ""}, {"query_log.file", Log, ""}, {"nx_log.file", Log, ""}, {"listen_addresses", Listen, "53"},
			{"user_name", User, ""}, {"forwarding_rules", Input, ""}, {"cloaking_rules", Input, ""}, {"local_doh.cert_file", Input, ""},
			{"local_doh.cert_key_file", Input, ""},
		},
	},
}
