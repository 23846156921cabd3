package daemon

// mailerPrograms are further servers of mail, what fetches it and what filters it.
var mailerPrograms = []program{
	{
		names:    []string{"smtpd"},
		files:    []string{"/etc/smtpd.conf", "/etc/smtpd/smtpd.conf", "/etc/opensmtpd/smtpd.conf"},
		naming:   naming{options: "-f"},
		source:   "smtpd.conf(5)",
		defaults: []standard{{Port, "25"}},
		keys:     []key{{"action maildir", Mail, ""}, {"include", Include, ""}, {"listen", Nothing, ""}},
		read:     readActions,
	},
	{
		names:  []string{"cyrmaster", "cyrus-master"},
		files:  []string{"/etc/imapd.conf", "/etc/cyrus.conf"},
		naming: naming{options: "-C"},
		source: "imapd.conf(5)",
		keys: []key{
			{"configdirectory", Data, "/var/lib/cyrus"}, {"*partition-*", Data, "/var/spool/cyrus"}, {"sievedir", Data, ""}, {"proc_path", Data, ""},
			{"mboxname_lockpath", Data, ""}, {"*_db_path", State, ""}, {"*socket", Socket, ""}, {"tls_server_key", Input, ""}, {"tls_server_cert", Input, ""},
		},
	},
	{
		names:  []string{"amavisd-new", "amavisd", "amavis"},
		files:  []string{"/etc/amavis/conf.d/*", "/etc/amavisd/amavisd.conf", "/etc/amavisd.conf"},
		naming: naming{options: "-c"},
		source: "amavisd.conf as it is shipped",
		keys: []key{
			{"$myhome", Data, "/var/lib/amavis"}, {"$tempbase", Data, ""}, {"$quarantinedir", Data, ""}, {"$db_home", Data, ""}, {"$pid_file", PIDFile, ""},
			{"$lock_file", State, ""}, {"$logfile", Log, ""}, {"$log_file", Log, ""}, {"$unix_socketname", Socket, ""}, {"$daemon_user", User, "amavis"},
			{"$daemon_chroot_dir", Chroot, ""}, {"$helpers_home", Data, ""},
		},
	},
	{
		names:  []string{"openarc"},
		files:  []string{"/etc/openarc.conf", "/etc/openarc/openarc.conf"},
		naming: naming{options: "-c"},
		source: "openarc.conf(5)",
		keys: []key{
			{"socket", Listen, ""}, {"pidfile", PIDFile, ""}, {"userid", User, ""}, {"keyfile", Input, ""}, {"changerootdirectory", Chroot, ""},
			{"temporarydirectory", Data, ""},
		},
	},
	{
		names:  []string{"dkimpy-milter"},
		files:  []string{"/etc/dkimpy-milter/dkimpy-milter.conf", "/etc/dkimpy-milter.conf"},
		naming: naming{operands: true},
		source: "dkimpy-milter.conf(5)",
		keys:   []key{{"socket", Listen, ""}, {"pidfile", PIDFile, "/run/dkimpy-milter"}, {"userid", User, "dkimpy-milter"}, {"keyfile*", Input, ""}},
	},
	{
		names:  []string{"postsrsd"},
		files:  []string{"/etc/postsrsd.conf", "/etc/postsrsd/postsrsd.conf"},
		naming: naming{options: "-C"},
		source: "postsrsd.conf as it is shipped",
		keys: []key{
			{"socketmap", Listen, ""}, {"milter", Listen, ""}, {"unprivileged-user", User, ""}, {"chroot-dir", Chroot, ""}, {"secrets-file", Input, ""},
		},
	},
	{
		names:  []string{"milter-greylist"},
		files:  []string{"/etc/milter-greylist/greylist.conf", "/etc/mail/greylist.conf"},
		naming: naming{options: "-f"},
		source: "greylist.conf(5)",
		keys:   []key{{"socket", Listen, ""}, {"dumpfile", State, ""}, {"pidfile", PIDFile, ""}, {"user", User, ""}},
	},
	{
		names:  []string{"mailman"},
		files:  []string{"/etc/mailman3/mailman.cfg", "/etc/mailman.cfg"},
		naming: naming{options: "-C --config"},
		source: "Mailman's documentation (configuration, schema.cfg)",
		keys: []key{
			{"paths*.var_dir", Data, ""}, {"paths*.queue_dir", Data, ""}, {"paths*.list_data_dir", Data, ""}, {"paths*.log_dir", Data, ""},
			{"paths*.lock_dir", Data, ""}, {"paths*.data_dir", Data, ""}, {"paths*.cache_dir", Data, ""}, {"paths*.messages_dir", Data, ""},
			{"paths*.archive_dir", Data, ""}, {"paths*.pid_file", PIDFile, ""}, {"paths*.lock_file", State, ""}, {"logging.*.path", Log, ""},
			{"mta.lmtp_port", Port, "8024"}, {"webservice.port", Port, "8001"}, {"database.url", Nothing, ""},
		},
	},
	{
		names:  []string{"sympa_msg.pl", "bulk.pl", "archived.pl", "bounced.pl", "task_manager.pl", "wwsympa.fcgi", "sympa_automatic.pl"},
		files:  []string{"/etc/sympa/sympa.conf", "/etc/sympa/sympa/sympa.conf", "/etc/sympa.conf"},
		naming: naming{options: "-f --config"},
		source: "sympa.conf(5)",
		keys: []key{
			{"home", Data, "/var/lib/sympa"}, {"spool", Data, "/var/spool/sympa"}, {"queue*", Data, ""}, {"arc_path", Data, ""}, {"bounce_path", Data, ""},
			{"piddir", Data, "/run/sympa"}, {"tmpdir", Data, ""}, {"*_content_path", Data, ""}, {"css_path", Data, ""}, {"pictures_path", Data, ""},
			{"db_name", Store, ""}, {"viewmail_dir", Data, ""},
		},
	},
	{
		names:  []string{"maddy"},
		files:  []string{"/etc/maddy/maddy.conf"},
		naming: naming{options: "-config --config", must: true},
		source: "maddy's documentation (reference)",
		keys: []key{
			{"state_dir", Data, "/var/lib/maddy"}, {"runtime_dir", Data, "/run/maddy"}, {"*.dsn", Store, ""}, {"*.location", Data, ""}, {"log", Log, ""},
		},
	},
	{
		names:  []string{"stalwart", "stalwart-mail"},
		files:  []string{"/opt/stalwart/etc/config.toml", "/opt/stalwart-mail/etc/config.toml", "/etc/stalwart/config.toml"},
		naming: naming{options: "--config -c", must: true},
		source: "Stalwart's documentation (configuration)",
		keys: []key{
			{"store.*.path", Data, ""}, {"tracer.*.path", Data, ""}, {"server.run-as.user", User, ""}, {"server.listener.*.bind", Listen, ""},
		},
	},
	{
		names:  []string{"fetchmail"},
		files:  []string{"/etc/fetchmailrc"},
		naming: naming{options: "-f --fetchmailrc"},
		source: "fetchmail(1)",
		keys:   []key{{"set", State, ""}, {"mda", Program, ""}, {"preconnect", Program, ""}, {"postconnect", Program, ""}},
	},
	{
		names:  []string{"getmail", "getmail6"},
		files:  []string{"/etc/getmailrc"},
		naming: naming{options: "--rcfile -r", directories: "--getmaildir -g --rcdir"},
		source: "getmail's documentation (configuration)",
		keys:   []key{{"destination.path", Data, ""}, {"destination.command", Program, ""}, {"options.message_log", Log, ""}},
		read:   readDestinations,
	},
	{
		names:  []string{"mbsync"},
		files:  []string{"/etc/mbsyncrc", "/etc/isyncrc"},
		naming: naming{options: "-c --config"},
		source: "mbsync(1)",
		keys:   []key{{"path", Data, ""}, {"inbox", Data, ""}, {"syncstate", Data, ""}},
	},
	{
		names:  []string{"offlineimap"},
		files:  []string{"/etc/offlineimaprc"},
		naming: naming{options: "-c"},
		source: "offlineimap.conf as it is shipped",
		keys:   []key{{"general.metadata", Data, ""}, {"*.localfolders", Data, ""}, {"general.pythonfile", Input, ""}},
	},
	{
		names:  []string{"authdaemond", "courierd"},
		files:  []string{"/etc/courier/authdaemonrc", "/etc/authlib/authdaemonrc"},
		source: "authdaemonrc as it is shipped",
		keys:   []key{{"authdaemonvar", Data, ""}},
	},
	{
		names:  []string{"dspam"},
		files:  []string{"/etc/dspam/dspam.conf", "/etc/dspam.conf"},
		source: "dspam.conf as it is shipped",
		keys:   []key{{"home", Data, "/var/spool/dspam"}, {"serverpid", PIDFile, ""}, {"serverdomainsocketpath", Socket, ""}},
	},
}
