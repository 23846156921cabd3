package daemon

// mailPrograms are servers of mail and what filters it.
var mailPrograms = []program{
	{
		names:    []string{"master", "postfix", "postmulti"},
		files:    []string{"/etc/postfix/main.cf", "/etc/postfix/master.cf", "/etc/aliases"},
		naming:   naming{directories: "-c", homes: "MAIL_CONFIG"},
		source:   "postconf(5), master(5), aliases(5)",
		read:     readPostfix,
		defaults: []standard{{Port, "25"}},
		keys: []key{
			{"queue_directory", Data, "/var/spool/postfix"}, {"data_directory", Data, "/var/lib/postfix"}, {"mail_owner", User, "postfix"},
			{"virtual_mailbox_base", Mail, ""}, {"mail_spool_directory", Mail, "/var/mail"}, {"maillog_file", Log, ""},
			{"mailbox_command", Program, ""}, {"argv", Program, ""}, {"smtpd_tls_key_file", Input, ""}, {"smtpd_tls_cert_file", Input, ""},
		},
	},
	{
		names:  []string{"opendkim"},
		files:  []string{"/etc/opendkim.conf", "/etc/opendkim/opendkim.conf"},
		naming: naming{options: "-x"},
		source: "opendkim.conf(5)",
		keys: []key{{"socket", Listen, ""}, {"pidfile", PIDFile, "/run/opendkim"}, {"keyfile", Input, ""}, {"temporarydirectory", Data, ""},
			{"statistics", State, ""}, {"changerootdirectory", Chroot, ""}, {"userid", User, "opendkim"}},
	},
	{
		names:  []string{"opendmarc"},
		files:  []string{"/etc/opendmarc.conf", "/etc/opendmarc/opendmarc.conf"},
		naming: naming{options: "-c"},
		source: "opendmarc.conf(5)",
		keys: []key{{"socket", Listen, ""}, {"pidfile", PIDFile, "/run/opendmarc"}, {"historyfile", Data, ""},
			{"temporarydirectory", Data, ""}, {"changerootdirectory", Chroot, ""}, {"userid", User, "opendmarc"}},
	},
	{
		names:  []string{"clamd"},
		files:  []string{"/etc/clamav/clamd.conf", "/etc/clamd.d/scan.conf", "/etc/clamd.conf"},
		naming: naming{options: "-c --config-file"},
		source: "clamd.conf(5)",
		keys: []key{
			{"localsocket", Socket, "/run/clamav"}, {"tcpsocket", Port, ""}, {"logfile", Log, "/var/log/clamav"}, {"pidfile", PIDFile, "/run/clamav"},
			{"user", User, "clamav"}, {"temporarydirectory", Data, ""}, {"virusevent", Program, ""}, {"databasedirectory", Input, ""},
		},
	},
	{
		names:  []string{"freshclam"},
		files:  []string{"/etc/clamav/freshclam.conf", "/etc/freshclam.conf"},
		naming: naming{options: "--config-file"},
		source: "freshclam.conf(5)",
		keys: []key{
			{"databasedirectory", Data, "/var/lib/clamav"}, {"updatelogfile", Log, "/var/log/clamav"}, {"pidfile", PIDFile, "/run/clamav"},
			{"databaseowner", User, "clamav"}, {"onupdateexecute", Program, ""}, {"onerrorexecute", Program, ""},
		},
	},
	{
		names:  []string{"clamav-milter"},
		files:  []string{"/etc/clamav/clamav-milter.conf", "/etc/mail/clamav-milter.conf"},
		naming: naming{options: "-c --config-file"},
		source: "clamav-milter.conf(5)",
		keys: []key{
			{"miltersocket", Listen, ""}, {"logfile", Log, ""}, {"pidfile", PIDFile, ""}, {"user", User, "clamav"}, {"virusaction", Program, ""},
			{"temporarydirectory", Data, ""},
		},
	},
	{
		names: []string{"rspamd"},
		files: []string{"/etc/rspamd/rspamd.conf"},
		naming: naming{
			options: "-c --config",
			always:  "/etc/rspamd/local.d/*.conf /etc/rspamd/local.d/*.inc /etc/rspamd/override.d/*.conf /etc/rspamd/override.d/*.inc",
		},
		source: "Rspamd's documentation (configuration)",
		keys: []key{
			{"options.history_file", State, ""}, {"options.rrd", State, "/var/lib/rspamd"}, {"options.pidfile", PIDFile, "/run/rspamd"},
			{"options.control_socket", Socket, ""}, {"options.stats_file", State, "/var/lib/rspamd"}, {"dynamic_conf", State, "/var/lib/rspamd"},
			{"logging.filename", Log, "/var/log/rspamd"}, {"bind_socket", Listen, "11334"},
		},
	},
}
