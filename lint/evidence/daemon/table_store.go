package daemon

// storePrograms are engines of search, stores of objects and series, and what keeps or
// coordinates them.
var storePrograms = []program{
	{
		names:    []string{"elasticsearch", "opensearch", "systemd-entrypoint"},
		files:    []string{"/etc/elasticsearch/elasticsearch.yml", "/etc/opensearch/opensearch.yml"},
		naming:   naming{homes: "ES_PATH_CONF OPENSEARCH_PATH_CONF"},
		source:   "Elasticsearch's and OpenSearch's documentation (important settings)",
		defaults: []standard{{Port, "9200"}},
		keys: []key{
			{"path.data", Data, "/var/lib/elasticsearch"}, {"path.logs", Data, "/var/log/elasticsearch"}, {"path.repo", Data, ""},
			{"path.shared_data", Data, ""}, {"http.port", Port, "9200"}, {"transport.port", Port, ""},
		},
	},
	{
		names:  []string{"kibana", "opensearch-dashboards"},
		files:  []string{"/etc/kibana/kibana.yml", "/etc/opensearch-dashboards/opensearch_dashboards.yml"},
		naming: naming{options: "-c --config", homes: "KBN_PATH_CONF KIBANA_PATH_CONF OSD_PATH_CONF"},
		source: "Kibana's documentation (configure)",
		keys: []key{
			{"server.port", Port, "5601"}, {"path.data", Data, "/var/lib/kibana"}, {"pid.file", PIDFile, "/run/kibana/kibana.pid"},
			{"server.ssl.certificate", Input, ""}, {"server.ssl.key", Input, ""}, {"logging.dest", Log, ""},
		},
	},
	{
		names:  []string{"logstash"},
		files:  []string{"/etc/logstash/logstash.yml"},
		naming: naming{directories: "--path.settings", homes: "LS_SETTINGS_DIR"},
		source: "Logstash's documentation (logstash.yml)",
		keys: []key{
			{"path.data", Data, "/var/lib/logstash"}, {"path.logs", Data, "/var/log/logstash"}, {"path.queue", Data, ""},
			{"path.dead_letter_queue", Data, ""},
		},
	},
	{
		names:  []string{"kafka-server-start.sh", "kafka-server-start"},
		files:  []string{"/etc/kafka/server.properties"},
		naming: naming{first: true},
		source: "Kafka's documentation (broker configurations)",
		keys:   []key{{"log.dirs", Data, "/tmp/kafka-logs"}, {"log.dir", Data, "/tmp/kafka-logs"}, {"metadata.log.dir", Data, ""}},
	},
	{
		names:  []string{"zkServer.sh"},
		files:  []string{"/etc/zookeeper/conf/zoo.cfg", "/etc/zookeeper/zoo.cfg"},
		naming: naming{homes: "ZOOCFGDIR"},
		source: "ZooKeeper's administrator's guide",
		keys:   []key{{"datadir", Data, ""}, {"datalogdir", Data, ""}, {"clientport", Port, "2181"}},
	},
	{
		names: []string{"cassandra"},
		files: []string{
			"/etc/cassandra/cassandra.yaml", "/etc/cassandra/conf/cassandra.yaml", "/etc/cassandra/default.conf/cassandra.yaml",
		},
		naming: naming{homes: "CASSANDRA_CONF"},
		source: "Cassandra's documentation (cassandra.yaml)",
		keys: []key{
			{"data_file_directories", Data, "/var/lib/cassandra"}, {"commitlog_directory", Data, "/var/lib/cassandra"},
			{"saved_caches_directory", Data, "/var/lib/cassandra"}, {"hints_directory", Data, "/var/lib/cassandra"}, {"cdc_raw_directory", Data, ""},
			{"native_transport_port", Port, "9042"},
		},
	},
	{
		names:    []string{"clickhouse-server"},
		files:    []string{"/etc/clickhouse-server/config.xml", "/etc/clickhouse-server/config.d/*.xml"},
		naming:   naming{options: "-C --config --config-file"},
		source:   "ClickHouse's documentation (server settings)",
		defaults: []standard{{Port, "9000"}},
		keys: []key{
			{"clickhouse.path", Data, "/var/lib/clickhouse"}, {"yandex.path", Data, "/var/lib/clickhouse"}, {"*.disks.*.path", Data, ""},
			{"*.tmp_path", Data, "/var/lib/clickhouse"}, {"*.user_files_path", Data, "/var/lib/clickhouse"},
			{"*.logger.log", Log, "/var/log/clickhouse-server"}, {"*.logger.errorlog", Log, "/var/log/clickhouse-server"},
			{"clickhouse.tcp_port", Port, "9000"}, {"clickhouse.http_port", Port, "8123"}, {"clickhouse.tcp_port_secure", Port, ""},
			{"clickhouse.https_port", Port, ""}, {"*.certificatefile", Input, ""}, {"*.privatekeyfile", Input, ""},
		},
	},
	{
		names:  []string{"couchdb"},
		files:  []string{"/opt/couchdb/etc/default.ini", "/opt/couchdb/etc/local.ini", "/opt/couchdb/etc/local.d/*.ini"},
		source: "CouchDB's documentation (configuration)",
		last:   true,
		keys: []key{
			{"couchdb.database_dir", Data, "/opt/couchdb/data"}, {"couchdb.view_index_dir", Data, "/opt/couchdb/data"}, {"log.file", Log, ""},
			{"chttpd.port", Port, "5984"},
		},
	},
	{
		names:  []string{"neo4j"},
		files:  []string{"/etc/neo4j/neo4j.conf"},
		naming: naming{homes: "NEO4J_CONF"},
		source: "Neo4j's operations manual (file locations)",
		keys: []key{
			{"server.directories.data", Data, "/var/lib/neo4j/data"}, {"dbms.directories.data", Data, "/var/lib/neo4j/data"},
			{"server.directories.logs", Data, "/var/log/neo4j"}, {"dbms.directories.logs", Data, "/var/log/neo4j"},
			{"server.directories.run", Data, ""}, {"dbms.directories.run", Data, ""},
		},
	},
	{
		names:  []string{"garage"},
		files:  []string{"/etc/garage.toml"},
		naming: naming{options: "-c --config", variables: "GARAGE_CONFIG_FILE"},
		source: "Garage's reference manual (configuration file format)",
		keys: []key{
			{"metadata_dir", Data, ""}, {"data_dir", Data, ""}, {"path", Nothing, ""}, {"rpc_bind_addr", Listen, ""}, {"s3_api.api_bind_addr", Listen, ""},
			{"s3_web.bind_addr", Listen, ""}, {"admin.api_bind_addr", Listen, ""}, {"rpc_secret_file", Input, ""},
		},
	},
	{
		names:    []string{"vault"},
		files:    []string{"/etc/vault.d/vault.hcl", "/etc/vault.d/*.json"},
		naming:   naming{options: "-config"},
		source:   "Vault's documentation (server configuration)",
		defaults: []standard{{Port, "8200"}},
		keys: []key{
			{"storage.path", Data, "/opt/vault/data"}, {"backend.path", Data, ""}, {"storage.*.path", Data, ""}, {"listener.address", Listen, "8200"},
			{"listener.*.address", Listen, "8200"}, {"listener.tls_cert_file", Input, ""}, {"listener.tls_key_file", Input, ""},
			{"pid_file", PIDFile, ""}, {"log_file", Log, ""},
		},
	},
	{
		names:  []string{"nomad"},
		naming: naming{options: "-config"},
		files:  []string{"/etc/nomad.d/*.hcl", "/etc/nomad.d/*.json"},
		source: "Nomad's documentation (agent configuration)",
		keys:   []key{{"data_dir", Data, "/opt/nomad/data"}, {"client.alloc_dir", Data, ""}, {"client.state_dir", Data, ""}, {"log_file", Log, ""}},
	},
	{
		names:  []string{"patroni"},
		files:  []string{"/etc/patroni/config.yml", "/etc/patroni.yml", "/etc/patroni/patroni.yml"},
		naming: naming{first: true},
		source: "Patroni's documentation (YAML configuration settings)",
		keys: []key{
			{"postgresql.data_dir", Data, ""}, {"restapi.listen", Listen, "8008"}, {"postgresql.listen", Listen, ""}, {"log.dir", Data, ""},
			{"*.unix_socket_directories", Data, "/run/postgresql"}, {"watchdog.device", Device, ""}, {"postgresql.custom_conf", Input, ""},
		},
	},
	{
		names:  []string{"barman"},
		files:  []string{"/etc/barman.conf", "/etc/barman/barman.conf"},
		naming: naming{options: "-c --config"},
		source: "barman(5)",
		keys: []key{
			{"barman_home", Data, "/var/lib/barman"}, {"barman_lock_directory", Data, ""}, {"log_file", Log, ""}, {"configuration_files_directory", Directory, ""},
		},
	},
	{
		names:  []string{"pgbackrest"},
		files:  []string{"/etc/pgbackrest.conf", "/etc/pgbackrest/pgbackrest.conf", "/etc/pgbackrest/conf.d/*.conf"},
		naming: naming{options: "--config", variables: "PGBACKREST_CONFIG"},
		source: "pgBackRest's configuration reference",
		keys: []key{
			{"*.repo1-path", Data, "/var/lib/pgbackrest"}, {"*.repo2-path", Data, ""}, {"*.spool-path", Data, ""}, {"*.lock-path", Data, ""}, {"*.log-path", Data, ""},
		},
	},
	{
		names:  []string{"icingadb-redis-server"},
		files:  []string{"/etc/icingadb-redis/icingadb-redis.conf"},
		naming: naming{first: true},
		source: "redis.conf as it is shipped",
		last:   true,
		keys: []key{
			{"port", Port, ""}, {"unixsocket", Socket, ""}, {"dir", Data, ""}, {"logfile", Log, ""}, {"pidfile", PIDFile, ""}, {"include", Include, ""},
		},
	},
	{
		names:    []string{"pgbouncer"},
		files:    []string{"/etc/pgbouncer/pgbouncer.ini"},
		naming:   naming{operands: true, valued: "-u --user"},
		source:   "pgbouncer(5)",
		defaults: []standard{{Port, "6432"}},
		keys: []key{
			{"listen_port", Port, "6432"}, {"logfile", Log, "/var/log/postgresql"}, {"pidfile", PIDFile, "/run/postgresql"},
			{"unix_socket_dir", Data, "/run/postgresql"}, {"auth_file", Input, ""}, {"auth_hba_file", Input, ""}, {"client_tls_key_file", Input, ""},
			{"client_tls_cert_file", Input, ""}, {"%include", Include, ""},
		},
	},
}
