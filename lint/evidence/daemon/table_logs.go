package daemon

// logPrograms are those that take logs and figures, keep them, show them and send them on.
var logPrograms = []program{
	{
		names:  []string{"loki"},
		files:  []string{"/etc/loki/config.yml", "/etc/loki/config.yaml", "/etc/loki/loki.yaml", "/etc/loki/loki.yml"},
		naming: naming{options: "-config.file --config.file"},
		home:   fromWorking,
		source: "Loki's documentation (configuration parameters)",
		keys: []key{
			{"common.path_prefix", Data, "/tmp/loki"}, {"server.http_listen_port", Port, "3100"}, {"ruler.rule_path", Data, ""}, {"*.working_directory", Data, ""},
			{"*.chunks_directory", Data, ""}, {"*.active_index_directory", Data, ""}, {"*.cache_location", Data, ""}, {"*.wal.dir", Data, ""},
			{"*.rules_directory", Data, ""}, {"*.boltdb.directory", Data, ""}, {"storage_config.filesystem.directory", Data, ""},
			{"ruler.storage.local.directory", Input, ""}, {"server.grpc_listen_port", Port, ""},
		},
	},
	{
		names:  []string{"tempo", "mimir"},
		files:  []string{"/etc/tempo/config.yml", "/etc/mimir/config.yml"},
		naming: naming{options: "-config.file --config.file"},
		home:   fromWorking,
		source: "Tempo's and Mimir's documentation (configuration)",
		keys: []key{
			{"*.wal.path", Data, ""}, {"metrics_generator.storage.path", Data, ""}, {"*.traces_storage.path", Data, ""},
			{"activity_tracker.filepath", State, ""}, {"ruler_storage.local.directory", Input, ""}, {"*.local.path", Data, ""}, {"*.filesystem.dir", Data, ""},
			{"*.tsdb.dir", Data, ""}, {"*.sync_dir", Data, ""},
			{"*.data_dir", Data, ""}, {"ruler.rule_path", Data, ""}, {"server.http_listen_port", Port, ""},
		},
	},
	{
		names:  []string{"promtail"},
		files:  []string{"/etc/promtail/config.yml", "/etc/promtail/config.yaml", "/etc/promtail/promtail.yaml"},
		naming: naming{options: "-config.file --config.file"},
		home:   fromWorking,
		source: "Promtail's documentation (configuration)",
		keys:   []key{{"positions.filename", State, "/tmp/positions.yaml"}, {"server.http_listen_port", Port, ""}},
	},
	{
		names:  []string{"vector"},
		files:  []string{"/etc/vector/vector.toml", "/etc/vector/vector.yaml"},
		naming: naming{options: "-c --config", variables: "VECTOR_CONFIG"},
		home:   fromWorking,
		source: "Vector's documentation (global options, sinks and sources)",
		read:   readKinds,
		keys: []key{
			{"data_dir", Data, "/var/lib/vector"}, {"sinks.*.file path", Log, ""}, {"sources.*.socket path", Socket, ""},
			{"sources.*.syslog path", Socket, ""}, {"sources.*.address", Listen, ""}, {"api.address", Listen, ""}, {"*.key_file", Input, ""},
			{"*.*.* path", Nothing, ""},
		},
	},
	{
		names:  []string{"fluent-bit", "td-agent-bit"},
		files:  []string{"/etc/fluent-bit/fluent-bit.conf", "/etc/td-agent-bit/td-agent-bit.conf"},
		naming: naming{options: "-c --config"},
		source: "Fluent Bit's manual (configuration file)",
		read:   readKinds,
		keys: []key{
			{"*output*.file path", Data, ""}, {"*output*.store_dir", Data, ""}, {"*input*.syslog path", Socket, ""}, {"* path", Nothing, ""},
			{"service.storage.path", Data, ""}, {"service.log_file", Log, ""}, {"service.http_port", Port, ""}, {"input.db", State, ""},
			{"pipeline.inputs.db", State, ""}, {"input.unix_path", Socket, ""}, {"@include", Include, ""},
		},
	},
	{
		names:  []string{"fluentd", "td-agent"},
		files:  []string{"/etc/td-agent/td-agent.conf", "/etc/fluent/fluentd.conf"},
		naming: naming{options: "-c --config"},
		source: "Fluentd's documentation (configuration)",
		read:   readKinds,
		keys: []key{
			{"*source.pos_file", State, ""}, {"*buffer.path", Data, ""}, {"*buffer.file path", Data, ""}, {"*buffer.file_single path", Data, ""},
			{"*match.file path", Log, ""}, {"*store.file path", Log, ""}, {"*source.unix path", Socket, ""}, {"*storage.local path", Data, ""},
			{"*secondary.directory", Data, ""}, {"buffer_path", Data, ""}, {"system.root_dir", Data, ""}, {"system.log.file", Log, ""}, {"*source.port", Port, ""},
			{"@include", Include, ""}, {"* path", Nothing, ""},
		},
	},
	{
		names:  []string{"syslog-ng"},
		files:  []string{"/etc/syslog-ng/syslog-ng.conf", "/etc/syslog-ng/conf.d/*.conf"},
		naming: naming{options: "-f --cfgfile"},
		source: "syslog-ng.conf(5)",
		read:   readRoutes,
		keys: []key{
			{"destination.file", Log, "/var/log"}, {"destination.place", Data, "/var/log"}, {"destination.program", Program, ""},
			{"source.program", Program, ""}, {"source.file", Input, ""}, {"source.unix-*", Socket, ""}, {"destination.pipe", Pipe, ""},
			{"destination.dir", Data, "/var/lib/syslog-ng"}, {"@include", Include, ""},
		},
	},
	{
		names:  []string{"netdata"},
		files:  []string{"/etc/netdata/netdata.conf", "/opt/netdata/etc/netdata/netdata.conf"},
		naming: naming{options: "-c", always: "/etc/netdata/python.d.conf /opt/netdata/etc/netdata/python.d.conf"},
		source: "Netdata's documentation (daemon configuration, python.d.plugin)",
		keys: []key{
			{"directories.cache", Data, "/var/cache/netdata"}, {"directories.lib", Data, "/var/lib/netdata"}, {"directories.log", Data, "/var/log/netdata"},
			{"cache directory", Data, "/var/cache/netdata"}, {"lib directory", Data, "/var/lib/netdata"}, {"log directory", Data, "/var/log/netdata"},
			{"logs.error", Log, ""}, {"logs.access", Log, ""}, {"logs.debug", Log, ""}, {"logs.daemon", Log, ""}, {"logs.collector", Log, ""},
			{"logs.health", Log, ""}, {"*error log", Log, ""}, {"*access log", Log, ""}, {"*debug log", Log, ""}, {"web.bind to", Listen, ""},
			{"bind to", Listen, ""}, {"default port", Port, "19999"}, {"run as user", User, "netdata"}, {"web.ssl*", Input, ""},
		},
	},
	{
		names:  []string{"graylog-server"},
		files:  []string{"/etc/graylog/server/server.conf"},
		naming: naming{options: "-f --configfile"},
		source: "Graylog's documentation (server.conf)",
		keys: []key{
			{"data_dir", Data, "/var/lib/graylog-server"}, {"message_journal_dir", Data, "/var/lib/graylog-server/journal"},
			{"node_id_file", State, "/etc/graylog/server/node-id"}, {"http_bind_address", Listen, "9000"}, {"http_tls_key_file", Input, ""},
			{"http_tls_cert_file", Input, ""},
		},
	},
	{
		names:  []string{"/opt/datadog-agent/bin/agent/agent", "/usr/bin/datadog-agent"},
		files:  []string{"/etc/datadog-agent/datadog.yaml"},
		source: "the Datadog agent's documentation (datadog.yaml as it is shipped)",
		keys: []key{
			{"log_file", Log, "/var/log/datadog"}, {"jmx_log_file", Log, ""},
			{"run_path", Data, "/opt/datadog-agent/run"}, {"*dogstatsd_socket", Socket, ""},
			{"apm_config.receiver_socket", Socket, ""},
		},
	},
	{
		names:  []string{"newrelic-infra", "newrelic-infra-service"},
		files:  []string{"/etc/newrelic-infra.yml"},
		naming: naming{options: "-config --config"},
		source: "New Relic's documentation (infrastructure agent configuration)",
		keys: []key{
			{"log_file", Log, ""}, {"log.file", Log, ""}, {"pid_file", PIDFile, "/run/newrelic-infra"}, {"agent_dir", Data, "/var/db/newrelic-infra"},
			{"logging_configs_dir", Nothing, ""},
		},
	},
	{
		names:  []string{"kapacitord"},
		files:  []string{"/etc/kapacitor/kapacitor.conf"},
		naming: naming{options: "-config --config", variables: "KAPACITOR_CONFIG_PATH"},
		source: "Kapacitor's documentation (configuration)",
		keys: []key{
			{"data_dir", Data, "/var/lib/kapacitor"}, {"storage.boltdb", State, "/var/lib/kapacitor"}, {"replay.dir", Data, "/var/lib/kapacitor"},
			{"logging.file", Log, "/var/log/kapacitor"}, {"http.bind-address", Listen, "9092"}, {"http.https-certificate", Input, ""},
			{"load.dir", Input, ""}, {"http.unix-socket", Socket, ""},
		},
	},
	{
		names:  []string{"go-carbon"},
		files:  []string{"/etc/go-carbon/go-carbon.conf", "/etc/go-carbon.conf"},
		naming: naming{options: "-config --config"},
		source: "go-carbon's documentation (configuration)",
		keys: []key{
			{"whisper.data-dir", Data, ""}, {"dump.path", Data, ""}, {"common.user", User, ""}, {"common.logfile", Log, ""}, {"logging.file", Log, ""},
			{"tcp.listen", Listen, "2003"}, {"carbonserver.listen", Listen, ""},
		},
	},
	{
		names:  []string{"munin-cron", "munin-update", "munin-graph", "munin-html", "munin-limits"},
		files:  []string{"/etc/munin/munin.conf", "/etc/munin/munin-conf.d/*"},
		naming: naming{options: "--config"},
		source: "munin.conf(5)",
		keys: []key{
			{"dbdir", Data, "/var/lib/munin"}, {"htmldir", Data, "/var/cache/munin/www"}, {"logdir", Data, "/var/log/munin"}, {"rundir", Data, "/run/munin"},
			{"includedir", Directory, ""},
		},
	},
	{
		names:  []string{"nsca"},
		files:  []string{"/etc/nsca.cfg", "/etc/nagios/nsca.cfg"},
		naming: naming{options: "-c"},
		source: "nsca.cfg as it is shipped",
		keys: []key{
			{"pid_file", PIDFile, "/run/nsca"}, {"command_file", State, ""}, {"alternate_dump_file", State, ""}, {"nsca_user", User, "nagios"},
			{"server_port", Port, "5667"},
		},
	},
	{
		names:  []string{"icinga2"},
		files:  []string{"/etc/icinga2/icinga2.conf"},
		naming: naming{options: "-c --config"},
		source: "Icinga's documentation (configuration directory)",
		keys: []key{
			{"include", Include, ""}, {"include_recursive", Directory, ""}, {"const datadir", Data, "/var/lib/icinga2"}, {"const logdir", Data, "/var/log/icinga2"},
			{"const cachedir", Data, "/var/cache/icinga2"}, {"const spooldir", Data, "/var/spool/icinga2"}, {"const initrundir", Data, "/run/icinga2"},
			{"object.path", Log, ""}, {"object.command_path", State, ""}, {"object.status_path", State, ""}, {"object.objects_path", State, ""},
			{"object.*_perfdata_path", State, ""}, {"object.*_temp_path", State, ""}, {"object.bind_port", Port, "5665"}, {"object.log_dir", Data, ""},
			{"object.socket_path", Socket, ""},
		},
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
			{"temp_file", State, ""}, {"check_result_path", Data, ""}, {"log_archive_path", Data, ""}, {"temp_path", Data, ""},
			{"precached_object_file", State, ""}, {"debug_file", Log, ""}, {"host_perfdata_file", Log, ""}, {"service_perfdata_file", Log, ""},
			{"query_socket", Socket, ""}, {"nagios_user", User, "nagios"}, {"naemon_user", User, "naemon"}, {"*_command", Program, ""},
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
			{"dbname", State, ""}, {"snmptrapperfile", Input, "/tmp/zabbix_traps.tmp"}, {"exportdir", Data, ""}, {"tmpdir", Data, "/tmp"}, {"user", User, "zabbix"},
			{"tls*file", Input, ""}, {"include", Include, ""},
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
}

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
			{"output.file.path", Data, ""}, {name + ".registry.path", Data, ""}, {"queue.disk.path", Data, ""}, {"http.host", Listen, ""},
		},
	}
}
