package daemon

// identityPrograms tell who is who.
var identityPrograms = []program{
	{
		names:    []string{"kadmind"},
		files:    []string{"/etc/krb5.conf", "/etc/krb5kdc/kdc.conf", "/var/kerberos/krb5kdc/kdc.conf"},
		source:   "kadmind(8), krb5.conf(5) and kdc.conf(5)",
		defaults: []standard{{Port, "749"}, {UDPPort, "464"}},
		keys:     []key{{"logging.admin_server", Log, ""}, {"logging.default", Log, ""}, {"*.database_name", Data, ""}},
	},
	{
		names:    []string{"krb5kdc"},
		files:    []string{"/etc/krb5.conf", "/etc/krb5kdc/kdc.conf", "/var/kerberos/krb5kdc/kdc.conf"},
		source:   "krb5kdc(8), krb5.conf(5) and kdc.conf(5)",
		defaults: []standard{{Port, "88"}, {UDPPort, "88"}},
		keys:     []key{{"logging.kdc", Log, ""}, {"logging.default", Log, ""}},
	},
	{
		names: []string{"slapd"},
		files: []string{
			"/etc/ldap/slapd.d/cn=config.ldif", "/etc/ldap/slapd.d/cn=config/*.ldif", "/etc/openldap/slapd.d/cn=config.ldif",
			"/etc/openldap/slapd.d/cn=config/*.ldif", "/etc/ldap/slapd.conf", "/etc/openldap/slapd.conf",
		},
		naming:   naming{options: "-f", directories: "-F"},
		source:   "slapd-config(5), slapd.conf(5)",
		defaults: []standard{{Port, "389"}},
		keys: []key{
			{"olcdbdirectory", Data, "/var/lib/ldap"}, {"directory", Data, "/var/lib/ldap"}, {"olcpidfile", PIDFile, "/run/slapd"},
			{"pidfile", PIDFile, "/run/slapd"}, {"argsfile", State, "/run/slapd"}, {"olcargsfile", State, "/run/slapd"}, {"auditlog", Log, ""},
			{"olcauditlogfile", Log, ""}, {"olclogfile", Log, ""}, {"logfile", Log, ""}, {"olctlscertificatekeyfile", Input, ""},
			{"tlscertificatekeyfile", Input, ""}, {"include", Include, ""},
		},
	},
	{
		names:  []string{"ns-slapd"},
		files:  []string{"/etc/dirsrv/slapd-%i/dse.ldif"},
		naming: naming{directories: "-D"},
		source: "the documentation of 389 Directory Server (configuration reference)",
		keys: []key{
			{"nsslapd-port", Port, "389"}, {"nsslapd-secureport", Port, "636"}, {"nsslapd-localuser", User, "dirsrv"},
			{"nsslapd-accesslog", Log, "/var/log/dirsrv"}, {"nsslapd-errorlog", Log, "/var/log/dirsrv"}, {"nsslapd-auditlog", Log, "/var/log/dirsrv"},
			{"nsslapd-directory", Data, "/var/lib/dirsrv"}, {"nsslapd-bakdir", Data, "/var/lib/dirsrv"}, {"nsslapd-ldifdir", Data, "/var/lib/dirsrv"},
			{"nsslapd-lockdir", Data, ""}, {"nsslapd-ldapifilepath", Nothing, ""}, {"nsslapd-rundir", Sockets, "/run/dirsrv"},
			{"nsslapd-auditfaillog", Log, ""}, {"nsslapd-securitylog", Log, ""}, {"nsslapd-db-home-directory", Data, ""}, {"nsslapd-tmpdir", Data, ""},
			{"nsslapd-*", Nothing, ""},
		},
	},
	{
		names: []string{"freeradius", "radiusd"},
		files: []string{
			"/etc/freeradius/3.0/radiusd.conf", "/etc/freeradius/3.0/mods-enabled/*", "/etc/freeradius/3.0/sites-enabled/*", "/etc/raddb/radiusd.conf",
			"/etc/raddb/mods-enabled/*", "/etc/raddb/sites-enabled/*",
		},
		naming:   naming{options: "-n", directories: "-d"},
		source:   "radiusd.conf(5)",
		defaults: []standard{{UDPPort, "1812"}},
		assigns:  true,
		keys: []key{
			{"user", User, "freerad"}, {"logdir", Data, "/var/log/freeradius"}, {"radacctdir", Data, "/var/log/freeradius"}, {"run_dir", Data, "/run/freeradius"},
			{"db_dir", Data, ""}, {"pidfile", PIDFile, "/run/freeradius"}, {"*security.chroot", Chroot, ""}, {"chroot", Chroot, ""},
			{"*linelog.filename", Mail, ""}, {"*detail.filename", Mail, ""}, {"*sqlite.filename", Store, ""}, {"listen.socket", Socket, ""},
			{"listen.port", UDPPort, "1812"}, {"*log.file", Log, ""}, {"*.private_key_file", Input, ""},
		},
	},
	{
		names:  []string{"sssd", "sssd_be"},
		files:  []string{"/etc/sssd/sssd.conf", "/etc/sssd/conf.d/*.conf"},
		naming: naming{options: "-c --config"},
		source: "sssd.conf(5)",
		keys:   []key{{"*.krb5_ccachedir", Data, ""}},
	},
}
