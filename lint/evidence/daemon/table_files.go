package daemon

// filePrograms are servers of files, mail, printing and messages.
var filePrograms = []program{
	{
		names:    []string{"vsftpd"},
		files:    []string{"/etc/vsftpd.conf", "/etc/vsftpd/vsftpd.conf"},
		naming:   naming{operands: true, valued: "-o"},
		source:   "vsftpd.conf(5)",
		defaults: []standard{{Port, "21"}},
		keys: []key{
			{"listen_port", Port, "21"}, {"secure_chroot_dir", Chroot, "/run/vsftpd/empty"}, {"xferlog_file", Log, "/var/log/vsftpd.log"},
			{"vsftpd_log_file", Log, "/var/log/vsftpd.log"},
			{"rsa_cert_file", Input, ""}, {"rsa_private_key_file", Input, ""}, {"nopriv_user", User, "ftp"},
		},
	},
	{
		names:    []string{"proftpd"},
		files:    []string{"/etc/proftpd/proftpd.conf", "/etc/proftpd.conf"},
		naming:   naming{options: "-c --config"},
		source:   "proftpd.org, the list of directives",
		defaults: []standard{{Port, "21"}},
		keys: []key{
			{"port", Port, "21"}, {"user", User, "proftpd"}, {"pidfile", PIDFile, "/run/proftpd.pid"}, {"transferlog", Log, "/var/log/proftpd"},
			{"systemlog", Log, "/var/log/proftpd"},
			{"scoreboardfile", Log, "/run/proftpd"}, {"include", Include, ""},
		},
	},
	{
		names:  []string{"dovecot"},
		files:  []string{"/etc/dovecot/dovecot.conf"},
		naming: naming{options: "-c"},
		source: "doc.dovecot.org",
		keys: []key{
			{"*inet_listener*.port", Port, ""}, {"log_path", Log, ""}, {"base_dir", Data, "/run/dovecot"}, {"ssl_cert", Input, ""}, {"ssl_key", Input, ""},
			{"!include", Include, ""}, {"!include_try", Include, ""}, {"sendmail_path", Program, ""},
			{"mail_location", Mail, ""}, {"mail_path", Mail, ""}, {"mail_index_path", Mail, ""}, {"mail_home", Mail, ""},
			{"unix_listener", Socket, ""}, {"fifo_listener", Socket, ""},
		},
	},
	{
		names:  []string{"smbd"},
		files:  []string{"/etc/samba/smb.conf"},
		naming: naming{options: "-s --configfile"},
		source: "smb.conf(5)",
		defaults: []standard{{Port,
			"445"}},
		keys: []key{{"include", Include, ""}, {"written-path", Served, ""}},
		read: readShares,
	},
	{
		names:  []string{"minidlnad"},
		files:  []string{"/etc/minidlna.conf"},
		naming: naming{options: "-f"},
		source: "minidlna.conf(5)",
		defaults: []standard{{Port,
			"8200"}},
		keys: []key{
			{"port", Port, "8200"}, {"db_dir", Data, "/var/cache/minidlna"}, {"log_dir", Data, "/var/log/minidlna"}, {"user", User, "minidlna"},
		},
	},
	{
		names:  []string{"cupsd"},
		files:  []string{"/etc/cups/cupsd.conf", "/etc/cups/cups-files.conf"},
		naming: naming{options: "-c", adds: "-s"},
		source: "cupsd.conf(5), cups-files.conf(5)",
		defaults: []standard{{Port,
			"631"}},
		keys: []key{
			{"listen", Listen, "631"}, {"port", Port, "631"}, {"requestroot", Data, "/var/spool/cups"}, {"cachedir", Data, "/var/cache/cups"},
			{"tempdir", Data, "/var/spool/cups/tmp"}, {"accesslog", Log, "/var/log/cups"}, {"errorlog", Log, "/var/log/cups"},
			{"pagelog", Log, "/var/log/cups"},
		},
	},
	{
		names:  []string{"rsync"},
		files:  []string{"/etc/rsyncd.conf"},
		naming: naming{options: "--config"},
		source: "rsyncd.conf(5)",
		defaults: []standard{{Port,
			"873"}},
		keys: []key{
			{"port", Port, "873"}, {"pid", PIDFile, ""}, {"log", Log, ""}, {"written-path", Served, ""},
		},
		read: readShares,
	},
	{
		names:    []string{"ngircd"},
		files:    []string{"/etc/ngircd/ngircd.conf", "/etc/ngircd.conf"},
		naming:   naming{options: "-f --config"},
		source:   "ngircd.conf(5)",
		defaults: []standard{{Port, "6667"}},
		keys: []key{
			{"global.ports", Port, "6667"}, {"global.serveruid", User, "irc"}, {"limits.pidfile", PIDFile, ""}, {"global.pidfile", PIDFile, ""},
		},
	},
	{
		names:    []string{"exim4", "exim"},
		naming:   naming{options: "-C"},
		source:   "exim.org, the specification",
		defaults: []standard{{Port, "25"}},
	},
	{
		names:  []string{"transmission-daemon"},
		files:  []string{"/etc/transmission-daemon/settings.json"},
		naming: naming{directories: "-g --config-dir", homes: "TRANSMISSION_HOME"},
		source: "the documentation of Transmission's settings",
		keys: []key{
			{"rpc-port", Port, "9091"}, {"peer-port", Port, "51413"}, {"download-dir", Data, "/var/lib/transmission-daemon"},
			{"script-torrent-done-filename", Program, ""}, {"script-torrent-added-filename", Program, ""},
		},
	},
}
