package daemon

// guardPrograms watch over a machine and say who may do what.
var guardPrograms = []program{
	{
		names:    []string{"endlessh"},
		files:    []string{"/etc/endlessh/config"},
		naming:   naming{options: "-f"},
		source:   "endlessh(1)",
		defaults: []standard{{Port, "2222"}},
		keys:     []key{{"port", Port, "2222"}},
	},
	{
		names:  []string{"sshguard"},
		files:  []string{"/etc/sshguard/sshguard.conf", "/etc/sshguard.conf"},
		source: "sshguard(8) and its example of a configuration",
		keys:   []key{{"blacklist_file", Mail, ""}, {"pid_file", PIDFile, ""}, {"whitelist_file", Input, ""}},
	},
	{
		names:  []string{"crowdsec"},
		files:  []string{"/etc/crowdsec/config.yaml", "/etc/crowdsec/config.yaml.local"},
		naming: naming{options: "-c", always: "/etc/crowdsec/acquis.yaml /etc/crowdsec/acquis.d/*.yaml"},
		source: "CrowdSec's documentation (configuration file, acquisition)",
		keys: []key{
			{"api.server.listen_uri", Listen, "8080"}, {"api.server.listen_socket", Socket, ""}, {"config_paths.data_dir", Data, "/var/lib/crowdsec/data"},
			{"config_paths.*", Nothing, ""}, {"db_config.db_path", Store, "/var/lib/crowdsec/data"}, {"common.log_dir", Data, "/var/log"},
			{"api.server.tls.key_file", Input, ""},
		},
	},
	{
		names:  []string{"usbguard-daemon"},
		files:  []string{"/etc/usbguard/usbguard-daemon.conf"},
		naming: naming{options: "-c"},
		source: "usbguard-daemon.conf(5)",
		keys:   []key{{"auditfilepath", Log, "/var/log/usbguard"}, {"rulefile", State, "/etc/usbguard"}, {"ipcaccesscontrolfiles", Input, ""}},
	},
	{
		names:  []string{"auditd"},
		files:  []string{"/etc/audit/auditd.conf"},
		naming: naming{directories: "-c"},
		source: "auditd.conf(5)",
		keys:   []key{{"log_file", Log, "/var/log/audit"}, {"krb5_key_file", Input, ""}, {"tcp_listen_port", Port, ""}},
	},
	{
		// The kernel looks for what "-w" and the fields dir and path name as the process sees it that loads the rules.
		names:  []string{"augenrules", "auditctl"},
		files:  []string{"/etc/audit/rules.d/*.rules"},
		naming: naming{options: "-R"},
		source: "auditctl(8), augenrules(8)",
		keys:   []key{{"watch", Nothing, ""}},
		read:   readWatches,
	},
	{
		names:  []string{"aide"},
		files:  []string{"/etc/aide/aide.conf", "/etc/aide.conf"},
		naming: naming{options: "-c --config"},
		source: "aide.conf(5)",
		keys:   []key{{"database_out", State, "/var/lib/aide"}, {"report_url", Log, ""}, {"@@include", Include, ""}},
	},
	{
		names:  []string{"suricata"},
		files:  []string{"/etc/suricata/suricata.yaml"},
		naming: naming{options: "-c"},
		source: "Suricata's documentation (suricata.yaml)",
		keys: []key{
			{"default-log-dir", Data, "/var/log/suricata"}, {"outputs.*.filename", Log, ""}, {"outputs.file-store.dir", Data, ""}, {"file-store.dir", Data, ""},
			{"unix-command.filename", Socket, ""}, {"logging.outputs.file.filename", Log, "/var/log/suricata"}, {"run-as.user", User, ""},
			{"default-rule-path", Input, ""}, {"pid-file", PIDFile, ""}, {"include", Include, ""},
		},
		read: readEnabled,
	},
	{
		names:  []string{"zeekctl"},
		files:  []string{"/opt/zeek/etc/zeekctl.cfg", "/etc/zeek/zeekctl.cfg", "/usr/local/zeek/etc/zeekctl.cfg"},
		source: "zeekctl's documentation (options)",
		keys:   []key{{"logdir", Data, ""}, {"spooldir", Data, ""}},
	},
	{
		names:  []string{"rkhunter"},
		files:  []string{"/etc/rkhunter.conf", "/etc/rkhunter.conf.local"},
		naming: naming{options: "--configfile"},
		source: "rkhunter.conf as it is shipped",
		keys:   []key{{"logfile", Log, "/var/log/rkhunter.log"}, {"tmpdir", Data, "/var/lib/rkhunter/tmp"}, {"dbdir", Data, "/var/lib/rkhunter/db"}},
	},
}
