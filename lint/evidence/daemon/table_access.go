package daemon

// accessPrograms are logins, tunnels and who may use them.
var accessPrograms = []program{
	{
		names:  []string{"sshd"},
		files:  []string{"/etc/ssh/sshd_config"},
		naming: naming{options: "-f", always: "/etc/pam.d/sshd /etc/pam.d/common-* /etc/pam.d/password-auth"},
		source: "sshd_config(5)",
		defaults: []standard{{Port,
			"22"}},
		keys: []key{
			{"port", Port, "22"}, {"listenaddress", Listen, ""}, {"pidfile", PIDFile, "/run/sshd.pid"}, {"hostkey", Input, ""}, {"include", Include, ""},
		},
	},
	{
		names:  []string{"polkit-agent-helper-1"},
		files:  []string{"/etc/pam.d/polkit-1", "/usr/lib/pam.d/polkit-1", "/etc/pam.d/common-*", "/etc/pam.d/system-auth"},
		source: "polkit(8), pam.d(5)",
		keys:   []key{{"@include", Include, ""}},
	},
	{
		names:  []string{"cockpit-session"},
		files:  []string{"/etc/pam.d/cockpit", "/usr/lib/pam.d/cockpit", "/etc/pam.d/common-*", "/etc/pam.d/password-auth"},
		source: "cockpit-ws(8), pam.d(5)",
		keys:   []key{{"@include", Include, ""}},
	},
	{
		names:  []string{"cron", "crond"},
		files:  []string{"/etc/pam.d/cron", "/etc/pam.d/crond", "/etc/pam.d/common-*", "/etc/pam.d/system-auth"},
		source: "cron(8), pam.d(5)",
		keys:   []key{{"@include", Include, ""}},
	},
	{
		names:  []string{"atd"},
		files:  []string{"/etc/pam.d/atd", "/etc/pam.d/common-*", "/etc/pam.d/system-auth"},
		source: "atd(8), pam.d(5)",
		keys:   []key{{"@include", Include, ""}},
	},
	{
		names:  []string{"xrdp-sesman"},
		files:  []string{"/etc/xrdp/sesman.ini", "/etc/pam.d/xrdp-sesman", "/etc/pam.d/common-*", "/etc/pam.d/password-auth"},
		source: "sesman.ini(5), pam.d(5)",
		keys:   []key{{"logging.logfile", Log, "/var/log/xrdp-sesman.log"}, {"@include", Include, ""}},
	},
	{
		names:  []string{"ejabberdctl"},
		files:  []string{"/etc/ejabberd/ejabberd.yml", "/opt/ejabberd/conf/ejabberd.yml"},
		naming: naming{options: "--config", directories: "--config-dir"},
		source: "ejabberd's documentation (configuration)",
		keys: []key{
			{"include_config_file", Include, ""}, {"certfiles", Input, ""}, {"*.mod_http_upload.docroot", Data, ""}, {"*.accesslog", Log, ""},
			{"sql_database", Store, ""}, {"extauth_program", Program, ""}, {"listen.port", Port, "5222"},
		},
	},
	{
		names:  []string{"stunnel", "stunnel4"},
		files:  []string{"/etc/stunnel/*.conf"},
		naming: naming{first: true},
		source: "stunnel(8)",
		keys: []key{
			{"accept", Listen, ""}, {"setgid", Nothing, ""}, {"exec", Program, ""}, {"setuid", User, "stunnel4"},
			{"pid", PIDFile, "/run/stunnel4"}, {"output", Log, "/var/log/stunnel4"},
			{"chroot", Chroot, ""}, {"cert", Input, ""}, {"key", Input, ""},
		},
	},
	{
		names:    []string{"tor"},
		files:    []string{"/etc/tor/torrc"},
		naming:   naming{options: "-f --torrc-file", adds: "--defaults-torrc"},
		source:   "tor(1)",
		defaults: []standard{{Port, "9050"}},
		keys: []key{
			{"socksport", Listen, "9050"}, {"orport", Listen, ""}, {"dirport", Listen, ""}, {"controlport", Listen, ""},
			{"datadirectory", Data, "/var/lib/tor"}, {"hiddenservicedir", Data, "/var/lib/tor"}, {"cachedirectory", Data, "/var/lib/tor"},
			{"log", Log, ""}, {"user", User, "debian-tor"}, {"dnsport", UDPPort, ""}, {"transport", Listen, ""}, {"natdport", Listen, ""},
			{"httptunnelport", Listen, ""}, {"keydirectory", Data, ""}, {"controlportwritetofile", State, ""}, {"cookieauthfile", State, ""},
			{"extorportcookieauthfile", State, ""},
			{"pidfile", PIDFile, ""}, {"controlsocket", Socket, ""}, {"%include", Include, ""},
		},
	},
	{
		names:  []string{"openvpn"},
		files:  []string{"/etc/openvpn/%i.conf", "/etc/openvpn/server/%i.conf", "/etc/openvpn/client/%i.conf"},
		naming: naming{options: "--config", first: true, from: "--cd"},
		from:   "cd",
		home:   fromWorking,
		source: "openvpn(8)",
		keys: []key{
			{"port", UDPPort, "1194"}, {"user", UserID, "nobody"}, {"chroot", Chroot, ""}, {"writepid", PIDFile, ""}, {"log", Log, ""}, {"log-append", Log, ""},
			{"status", Log, ""}, {"up", Program, ""}, {"down", Program, ""}, {"client-connect", Program, ""}, {"client-disconnect", Program, ""},
			{"auth-user-pass-verify", Program, ""}, {"tls-verify", Program, ""},
			{"ifconfig-pool-persist", State, ""}, {"replay-persist", State, ""}, {"tmp-dir", Data, ""}, {"management", Socket, ""},
			{"cert", Input, ""}, {"key", Input, ""}, {"ca", Input, ""},
		},
	},
	{
		names:  []string{"turnserver"},
		files:  []string{"/etc/turnserver.conf"},
		naming: naming{options: "-c"},
		source: "turnserver(1)",
		defaults: []standard{{Port,
			"3478"}, {UDPPort, "3478"}},
		keys: []key{
			{"listening-port", Port, "3478"}, {"tls-listening-port", Port, ""}, {"log-file", Log, ""}, {"pidfile", PIDFile, ""}, {"cert", Input, ""},
			{"pkey", Input, ""}, {"userdb", Store, ""}, {"proc-user", User, ""}, {"alt-tls-listening-port", Port, ""},
			{"alt-listening-port", Port, ""}, {"web-admin-port", Port, ""}, {"prometheus-port", Port, ""},
		},
	},
	{
		names: []string{"fail2ban-server"},
		files: []string{
			"/etc/fail2ban/fail2ban.conf", "/etc/fail2ban/fail2ban.local", "/etc/fail2ban/jail.conf", "/etc/fail2ban/jail.d/*.conf",
			"/etc/fail2ban/jail.local", "/etc/fail2ban/jail.d/*.local",
		},
		naming: naming{directories: "-c --conf"},
		source: "fail2ban.conf(5) and jail.conf(5)",
		keys: []key{
			{"*.enabled", Firewall, ""}, {"*.logpath", Followed, ""},
			{"logtarget", Log, "/var/log/fail2ban.log"}, {"socket", Socket, "/run/fail2ban"}, {"pidfile", PIDFile, "/run/fail2ban"},
			{"dbfile", Data, "/var/lib/fail2ban"},
		},
	},
}
