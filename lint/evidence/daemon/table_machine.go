package daemon

// machinePrograms are logs, figures and containers of a machine.
var machinePrograms = []program{
	{
		names:  []string{"fancontrol"},
		files:  []string{"/etc/fancontrol"},
		naming: naming{first: true},
		source: "fancontrol(8)",
		keys: []key{
			{"fctemps", Device, ""}, {"fcfans", Device, ""}, {"mintemp", Device, ""}, {"maxtemp", Device, ""}, {"minstart", Device, ""}, {"minstop", Device, ""},
		},
	},
	{
		names: []string{"collectd", "collectdmon"},
		files: []string{
			"/etc/collectd/collectd.conf", "/etc/collectd.conf", "/etc/collectd.d/*.conf", "/etc/collectd.d/*/*.conf", "/etc/collectd/collectd.conf.d/*.conf",
		},
		naming: naming{options: "-C"},
		source: "collectd.conf(5)",
		keys:   []key{{"include", Include, ""}, {"pidfile", PIDFile, ""}, {"basedir", Data, "/var/lib/collectd"}},
	},
	{
		names:  []string{"telegraf"},
		files:  []string{"/etc/telegraf/telegraf.conf", "/etc/telegraf/telegraf.d/*.conf"},
		naming: naming{options: "--config -config", adds: "--config-directory -config-directory", variables: "TELEGRAF_CONFIG_PATH"},
		source: "Telegraf's documentation (configuration)",
		keys:   []key{{"agent.logfile", Log, ""}},
	},
	{
		names:  []string{"zigbee2mqtt"},
		files:  []string{"/var/lib/zigbee2mqtt/configuration.yaml", "/opt/zigbee2mqtt/data/configuration.yaml"},
		naming: naming{homes: "ZIGBEE2MQTT_DATA"},
		source: "Zigbee2MQTT's documentation (configuration)",
		keys: []key{
			{"frontend.host", Socket, ""}, {"serial.port", Device, ""}, {"mqtt.ca", Input, ""}, {"mqtt.key", Input, ""}, {"mqtt.cert", Input, ""},
			{"frontend.ssl_cert", Input, ""}, {"frontend.ssl_key", Input, ""},
		},
	},
	{
		names:  []string{"pkgfile", "pacman"},
		files:  []string{"/etc/pacman.conf"},
		source: "pacman.conf(5)",
		keys:   []key{{"include", Include, ""}, {"*.include", Include, ""}},
	},
	{
		names:  []string{"bgpalerter", "bgpalerter-linux-x64"},
		files:  []string{"/etc/bgpalerter/config.yml", "/home/bgpalerter/config.yml", "/opt/bgpalerter/config.yml"},
		naming: naming{options: "-c --c --config", directories: "-d --d"},
		source: "BGPalerter's documentation",
	},
	{
		// Its rules name programs, which it runs.
		names: []string{"systemd-udevd", "udevd"},
		files: []string{
			"/etc/udev/rules.d/*.rules", "/run/udev/rules.d/*.rules", "/usr/local/lib/udev/rules.d/*.rules", "/usr/lib/udev/rules.d/*.rules",
			"/lib/udev/rules.d/*.rules",
		},
		source: "udev(7)",
		keys:   []key{{"run", Program, ""}, {"program", Program, ""}, {"import", Program, ""}},
		read:   readDeviceRules,
	},
	{
		names:  []string{"snapperd"},
		files:  []string{"/etc/snapper/configs/*"},
		source: "snapper-configs(5)",
		keys:   []key{{"subvolume", Nothing, ""}},
	},
	{
		names:  []string{"xray", "v2ray"},
		files:  []string{"/usr/local/etc/xray/config.json", "/etc/xray/config.json", "/usr/local/etc/v2ray/config.json", "/etc/v2ray/config.json"},
		naming: naming{options: "-config --config -c", directories: "-confdir --confdir"},
		source: "Xray's documentation (log, inbounds)",
		keys: []key{
			{"log.access", Log, ""}, {"log.error", Log, ""}, {"*.certificatefile", Input, ""}, {"*.keyfile", Input, ""},
		},
	},
	{
		names:  []string{"keepalived"},
		files:  []string{"/etc/keepalived/keepalived.conf"},
		naming: naming{options: "-f --use-file"},
		source: "keepalived.conf(5)",
		keys: []key{
			{"script", Program, ""}, {"notify*", Program, ""}, {"misc_path", Program, ""}, {"include", Include, ""},
		},
	},
	{
		names:  []string{"watchdog"},
		files:  []string{"/etc/watchdog.conf"},
		naming: naming{options: "-c --config-file"},
		source: "watchdog.conf(5)",
		keys:   []key{{"watchdog-device", Device, ""}, {"log-dir", Data, "/var/log/watchdog"}, {"pidfile", Nothing, ""}},
	},
	{
		names:  []string{"hass", "home-assistant"},
		files:  []string{"/var/lib/hass/configuration.yaml", "/home/homeassistant/.homeassistant/configuration.yaml"},
		naming: naming{directories: "--config -c"},
		source: "Home Assistant's documentation (configuration.yaml)",
		keys:   []key{{"http.server_port", Port, "8123"}},
	},
	{
		names:    []string{"nrpe"},
		files:    []string{"/etc/nagios/nrpe.cfg"},
		naming:   naming{options: "-c"},
		source:   "nrpe.cfg as it is shipped",
		defaults: []standard{{Port, "5666"}},
		keys: []key{
			{"server_port", Port, "5666"}, {"pid_file", PIDFile, "/run/nagios/nrpe.pid"}, {"nrpe_user", User, "nagios"}, {"log_file", Log, ""},
			{`command\[*\]`, Program, ""}, {"command_prefix", Program, ""}, {"include", Include, ""}, {"include_dir", Directory, ""},
		},
	},
	{
		names:  []string{"gammu-smsd"},
		files:  []string{"/etc/gammu-smsdrc"},
		naming: naming{options: "-c --config"},
		source: "gammu-smsdrc(5), gammurc(5)",
		keys:   []key{{"gammu.device", Device, ""}, {"gammu.port", Device, ""}, {"smsd.logfile", Log, ""}},
	},
	{
		names:  []string{"motion"},
		files:  []string{"/etc/motion/motion.conf"},
		naming: naming{options: "-c"},
		source: "motion(1)",
		keys: []key{
			{"on_*", Program, ""},
			{"videodevice", Device, ""}, {"video_device", Device, ""}, {"target_dir", Data, "/var/lib/motion"}, {"log_file", Log, "/var/log/motion"},
		},
	},
	{
		names:  []string{"lircd"},
		files:  []string{"/etc/lirc/lirc_options.conf"},
		naming: naming{options: "-O --options-file"},
		source: "lircd(8)",
		keys:   []key{{"lircd.device", Device, ""}, {"lircd.output", Socket, "/run/lirc"}, {"lircd.pidfile", PIDFile, "/run/lirc"}},
	},
	{
		names:  []string{"rsyslogd"},
		files:  []string{"/etc/rsyslog.conf", "/etc/rsyslog.d/*.conf"},
		naming: naming{options: "-f"},
		source: "rsyslog.conf(5)",
		keys: []key{
			{"$workdirectory", Data, "/var/spool/rsyslog"}, {"global.workdirectory", Data, "/var/spool/rsyslog"}, {"$includeconfig", Include, ""},
			{"include.file", Include, ""},
			{"$privdroptouser", User, ""}, {"global.privdrop.user.name", User, ""}, {"input.port", Port, ""},
			{"$udpserverrun", UDPPort, ""}, {"$inputtcpserverrun", Port, ""},
			{"input.socket", Socket, ""},
			{"$addunixlistensocket", Socket, ""}, {"action.file", Log, ""}, {"*.*", Log, "/var/log"},
		},
	},
	{
		names:  []string{"logrotate"},
		files:  []string{"/etc/logrotate.conf"},
		naming: naming{operands: true, valued: "-s --state -l --log -m --mail"},
		source: "logrotate(8)",
		read:   readRotation,
		keys:   []key{{"include", Include, ""}, {"log", Rotated, "/var/log"}},
	},
	{
		names:  []string{"systemd-swap"},
		files:  []string{"/etc/systemd/swap.conf", "/etc/systemd/swap.conf.d/*.conf"},
		source: "swap.conf as it is shipped",
		keys:   []key{{"swapfc_path", Data, "/var/lib/systemd-swap/swapfc"}},
	},
	{
		names:  []string{"dockerd"},
		files:  []string{"/etc/docker/daemon.json"},
		naming: naming{options: "--config-file"},
		source: "dockerd(8)",
		keys: []key{
			{"data-root", Data, "/var/lib/docker"}, {"exec-root", Data, "/run/docker"}, {"hosts", Listen, ""}, {"pidfile", PIDFile, "/run/docker.pid"},
			{"tlscert", Input, ""}, {"tlskey", Input, ""},
		},
	},
	{
		names:  []string{"containerd"},
		files:  []string{"/etc/containerd/config.toml"},
		naming: naming{options: "-c --config"},
		source: "containerd-config.toml(5)",
		keys: []key{
			{"root", Data, "/var/lib/containerd"}, {"state", Data, "/run/containerd"}, {"grpc.address", Socket, ""},
		},
	},
	{
		names:  []string{"snmpd"},
		files:  []string{"/etc/snmp/snmpd.conf"},
		naming: naming{adds: "-c", none: "-C"},
		source: "snmpd.conf(5)",
		defaults: []standard{{UDPPort,
			"161"}},
		keys: []key{
			{"agentaddress", Nothing, ""}, {"includedir", Directory, ""},
		},
	},
	{
		names:  []string{"monit"},
		files:  []string{"/etc/monit/monitrc"},
		naming: naming{options: "-c"},
		source: "monit(1)",
		keys:   []key{{"include", Include, ""}},
	},
	{
		names:    []string{"zabbix_agentd", "zabbix_agent2"},
		files:    []string{"/etc/zabbix/zabbix_agentd.conf", "/etc/zabbix/zabbix_agent2.conf"},
		naming:   naming{options: "-c --config"},
		source:   "zabbix.com, agent configuration",
		defaults: []standard{{Port, "10050"}},
		keys: []key{
			{"listenport", Port, "10050"}, {"pidfile", PIDFile, "/run/zabbix"}, {"logfile", Log, "/var/log/zabbix"}, {"user", User, "zabbix"},
			{"include", Include, ""},
		},
	},
	{
		names:    []string{"munin-node"},
		files:    []string{"/etc/munin/munin-node.conf"},
		naming:   naming{options: "--config"},
		source:   "munin-node.conf(5)",
		defaults: []standard{{Port, "4949"}},
		keys: []key{
			{"port", Port, "4949"}, {"log_file", Log, "/var/log/munin"}, {"pid_file", PIDFile, "/run/munin"},
		},
	},
}
