package daemon

import "slices"

// logPrograms are those that take logs and figures, keep them, show them and send them on.
var logPrograms = slices.Concat(beats, []program{
	{
		names:  []string{"loki"},
		files:  []string{"/etc/loki/config.yml", "/etc/loki/config.yaml", "/etc/loki/loki.yaml", "/etc/loki/loki.yml"},
		naming: naming{options: "-config.file --config.file"},
		source: "Loki's documentation (configuration parameters)",
		keys: []key{
			{"common.path_prefix", Data, "/tmp/loki"}, {"server.http_listen_port", Port, "3100"}, {"ruler.rule_path", Data, ""}, {"*.working_directory", Data, ""},
			{"*.chunks_directory", Data, ""}, {"*.active_index_directory", Data, ""}, {"*.cache_location", Data, ""}, {"ingester.wal.dir", Data, ""},
		},
	},
	{
		names:  []string{"tempo", "mimir"},
		files:  []string{"/etc/tempo/config.yml", "/etc/mimir/config.yml"},
		naming: naming{options: "-config.file --config.file"},
		source: "Tempo's and Mimir's documentation (configuration)",
		keys: []key{
			{"*.wal.path", Data, ""}, {"*.local.path", Data, ""}, {"*.filesystem.dir", Data, ""}, {"*.tsdb.dir", Data, ""}, {"*.sync_dir", Data, ""},
			{"*.data_dir", Data, ""}, {"ruler.rule_path", Data, ""}, {"server.http_listen_port", Port, ""},
		},
	},
	{
		names:  []string{"promtail"},
		files:  []string{"/etc/promtail/config.yml", "/etc/promtail/config.yaml", "/etc/promtail/promtail.yaml"},
		naming: naming{options: "-config.file --config.file"},
		source: "Promtail's documentation (configuration)",
		keys:   []key{{"positions.filename", State, "/tmp/positions.yaml"}, {"server.http_listen_port", Port, ""}},
	},
	{
		names:  []string{"vector"},
		files:  []string{"/etc/vector/vector.toml", "/etc/vector/vector.yaml"},
		naming: naming{options: "-c --config", variables: "VECTOR_CONFIG"},
		source: "Vector's documentation (global options)",
		keys:   []key{{"data_dir", Data, "/var/lib/vector"}},
	},
	{
		names:  []string{"fluent-bit", "td-agent-bit"},
		files:  []string{"/etc/fluent-bit/fluent-bit.conf", "/etc/td-agent-bit/td-agent-bit.conf"},
		naming: naming{options: "-c --config"},
		source: "Fluent Bit's manual (configuration file)",
		keys: []key{
			{"service.storage.path", Data, ""}, {"service.log_file", Log, ""}, {"service.http_port", Port, ""}, {"input.db", State, ""},
			{"pipeline.inputs.db", State, ""}, {"input.unix_path", Socket, ""}, {"@include", Include, ""},
		},
	},
	{
		names:  []string{"fluentd", "td-agent"},
		files:  []string{"/etc/td-agent/td-agent.conf", "/etc/fluent/fluentd.conf"},
		naming: naming{options: "-c --config"},
		source: "Fluentd's documentation (configuration)",
		keys:   []key{{"*source.pos_file", State, ""}, {"*buffer.path", Data, ""}, {"@include", Include, ""}},
	},
	{
		names:  []string{"syslog-ng"},
		files:  []string{"/etc/syslog-ng/syslog-ng.conf", "/etc/syslog-ng/conf.d/*.conf"},
		naming: naming{options: "-f --cfgfile"},
		source: "syslog-ng.conf(5)",
		read:   readRoutes,
		keys: []key{
			{"destination.file", Log, "/var/log"}, {"destination.place", Data, "/var/log"}, {"destination.program", Program, ""},
			{"source.program", Program, ""}, {"source.file", Input, ""}, {"@include", Include, ""},
		},
	},
	{
		names:  []string{"icinga2"},
		files:  []string{"/etc/icinga2/icinga2.conf"},
		naming: naming{options: "-c --config"},
		source: "Icinga's documentation (configuration directory)",
		keys:   []key{{"include", Include, ""}, {"include_recursive", Directory, ""}},
	},
	{
		names: []string{"nagios", "nagios4", "nagios3", "naemon"},
		files: []string{
			"/etc/nagios/nagios.cfg", "/etc/nagios4/nagios.cfg", "/usr/local/nagios/etc/nagios.cfg", "/etc/naemon/naemon.cfg",
		},
		naming: naming{operands: true},
		source: "Nagios Core's documentation (main configuration file options)",
		keys: []key{
			{"cfg_file", Include, ""}, {"cfg_dir", Directory, ""}, {"log_file", Log, "/var/log/nagios"}, {"status_file", State, ""},
			{"state_retention_file", State, ""}, {"object_cache_file", State, ""}, {"command_file", State, ""}, {"lock_file", PIDFile, ""},
			{"temp_file", State, ""}, {"check_result_path", Data, ""}, {"log_archive_path", Data, ""},
		},
	},
	{
		names:    []string{"zabbix_server", "zabbix_proxy"},
		files:    []string{"/etc/zabbix/zabbix_server.conf", "/etc/zabbix/zabbix_proxy.conf"},
		naming:   naming{options: "-c --config"},
		source:   "zabbix.com, server configuration",
		defaults: []standard{{Port, "10051"}},
		keys: []key{
			{"listenport", Port, "10051"}, {"pidfile", PIDFile, "/run/zabbix"}, {"logfile", Log, "/var/log/zabbix"}, {"socketdir", Data, "/run/zabbix"},
			{"snmptrapperfile", Input, "/tmp/zabbix_traps.tmp"}, {"exportdir", Data, ""}, {"include", Include, ""},
		},
	},
	{
		names:  []string{"apcupsd"},
		files:  []string{"/etc/apcupsd/apcupsd.conf"},
		naming: naming{options: "-f --config-file"},
		source: "apcupsd's manual (configuration directives)",
		keys: []key{
			{"pwrfaildir", Data, ""}, {"nologindir", Data, ""}, {"eventsfile", Log, ""}, {"statfile", Log, ""}, {"device", Device, ""}, {"lockfile", Data, ""},
		},
	},
	{
		names:  []string{"upsmon"},
		files:  []string{"/etc/nut/upsmon.conf", "/etc/ups/upsmon.conf"},
		source: "upsmon.conf(5)",
		keys:   []key{{"powerdownflag", State, ""}, {"run_as_user", User, ""}, {"notifycmd", Program, ""}},
	},
	{
		names:  []string{"ntopng"},
		files:  []string{"/etc/ntopng/ntopng.conf", "/etc/ntopng.conf"},
		naming: naming{first: true},
		source: "ntopng(8)",
		keys:   []key{{"-d", Data, "/var/lib/ntopng"}, {"--data-dir", Data, "/var/lib/ntopng"}, {"-G", PIDFile, ""}, {"--pid", PIDFile, ""}},
	},
})

// beats are the shippers of Elastic, whose configurations are alike.
var beats = []program{
	beat("filebeat"), beat("metricbeat"), beat("packetbeat"), beat("auditbeat"), beat("heartbeat"), beat("heartbeat-elastic"),
}

func beat(name string) program {
	return program{
		names:  []string{name},
		files:  []string{"/etc/" + name + "/" + name + ".yml"},
		naming: naming{options: "-c --c"},
		source: "Elastic's documentation (configure paths)",
		keys: []key{
			{"path.data", Data, "/var/lib/" + name}, {"path.logs", Data, "/var/log/" + name}, {"logging.files.path", Data, "/var/log/" + name},
			{"output.file.path", Data, ""},
		},
	}
}
