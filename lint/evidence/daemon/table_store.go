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
		files:  []string{"/etc/logstash/logstash.yml", "/etc/logstash/conf.d/*.conf"},
		naming: naming{directories: "--path.settings", homes: "LS_SETTINGS_DIR", adds: "-f --path.config"},
		source: "Logstash's documentation (logstash.yml, plug-ins)",
		keys: []key{
			{"path.data", Data, "/var/lib/logstash"}, {"path.logs", Data, "/var/log/logstash"}, {"path.queue", Data, ""},
			{"path.dead_letter_queue", Data, ""}, {"output*.file.path", Log, ""}, {"input*.sincedb_path", State, ""}, {"input*.unix.path", Socket, ""},
			{"input*.tcp.port", Port, ""}, {"input*.udp.port", UDPPort, ""}, {"input*.beats.port", Port, ""}, {"input*.elastic_agent.port", Port, ""},
			{"input*.http.port", Port, ""}, {"input*.syslog.port", Port, ""}, {"api.http.port", Port, "9600"},
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
			{"local_system_data_file_directory", Data, ""}, {"*.audit_logs_dir", Data, ""}, {"full_query_logging_options.log_dir", Data, ""},
			{"native_transport_port", Port, "9042"},
		},
	},
	{
		names:    []string{"clickhouse-server", "clickhouse-keeper", "clickhouse"},
		files:    []string{"/etc/clickhouse-server/config.xml", "/etc/clickhouse-server/config.d/*.xml", "/etc/clickhouse-keeper/keeper_config.xml"},
		naming:   naming{options: "-C --config --config-file"},
		source:   "ClickHouse's documentation (server settings)",
		defaults: []standard{{Port, "9000"}},
		keys: []key{
			{"clickhouse.path", Data, "/var/lib/clickhouse"}, {"yandex.path", Data, "/var/lib/clickhouse"}, {"*.disks.*.path", Data, ""},
			{"*.tmp_path", Data, "/var/lib/clickhouse"}, {"*.user_files_path", Data, "/var/lib/clickhouse"}, {"*.format_schema_path", Data, "/var/lib/clickhouse"},
			{"*.local_directory.path", Data, "/var/lib/clickhouse"}, {"*.access_control_path", Data, "/var/lib/clickhouse"}, {"*.log_storage_path", Data, ""},
			{"*.snapshot_storage_path", Data, ""}, {"*.core_path", Data, ""}, {"*.custom_cached_disks_base_directory", Data, ""},
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
			{"server.directories.run", Data, ""}, {"dbms.directories.run", Data, ""}, {"*.transaction.logs.root", Data, ""}, {"*.dumps.root", Data, ""},
		},
	},
	{
		names:  []string{"activemq"},
		files:  []string{"/etc/activemq/activemq.xml", "/opt/activemq/conf/activemq.xml", "/usr/share/activemq/conf/activemq.xml"},
		source: "ActiveMQ's documentation (XML configuration)",
		keys: []key{
			{"*broker.datadirectory", Data, ""}, {"*kahadb.directory", Data, ""}, {"*jdbcpersistenceadapter.datadirectory", Data, ""},
			{"*.uri", Nothing, ""},
		},
	},
	{
		names:  []string{"artemis", "artemis-service"},
		files:  []string{"/var/lib/*/etc/broker.xml", "/opt/*/etc/broker.xml", "/etc/artemis/broker.xml"},
		source: "Artemis' documentation (persistence)",
		keys: []key{
			{"*.journal-directory", Data, ""}, {"*.paging-directory", Data, ""}, {"*.bindings-directory", Data, ""},
			{"*.large-messages-directory", Data, ""}, {"*.node-manager-lock-directory", Data, ""},
		},
	},
	{
		names:  []string{"pulsar", "bookkeeper"},
		files:  []string{"/opt/pulsar/conf/bookkeeper.conf", "/etc/pulsar/bookkeeper.conf", "/opt/bookkeeper/conf/bk_server.conf"},
		naming: naming{variables: "BOOKIE_CONF BOOKKEEPER_CONF"},
		source: "BookKeeper's documentation (configuration)",
		keys: []key{
			{"journaldirector*", Data, ""}, {"ledgerdirectories", Data, ""}, {"indexdirectories", Data, ""},
		},
	},
	{
		names:  []string{"garage"},
		files:  []string{"/etc/garage.toml"},
		naming: naming{options: "-c --config", variables: "GARAGE_CONFIG_FILE"},
		source: "Garage's reference manual (configuration file format)",
		keys: []key{
			{"metadata_dir", Data, ""}, {"metadata_snapshots_dir", Data, ""}, {"data_dir", Data, ""}, {"path", Nothing, ""}, {"rpc_bind_addr", Listen, ""},
			{"s3_api.api_bind_addr", Listen, ""},
			{"s3_web.bind_addr", Listen, ""}, {"admin.api_bind_addr", Listen, ""}, {"rpc_secret_file", Input, ""},
		},
	},
	{
		names:    []string{"vault", "bao", "openbao"},
		files:    []string{"/etc/vault.d/vault.hcl", "/etc/vault.d/*.json", "/etc/openbao/openbao.hcl"},
		naming:   naming{options: "-config"},
		source:   "Vault's documentation (server configuration)",
		defaults: []standard{{Port, "8200"}},
		keys: []key{
			{"storage.path", Data, "/opt/vault/data"}, {"backend.path", Data, ""}, {"storage.*.path", Data, ""}, {"backend.*.path", Data, ""},
			{"auto_auth.*sink*.path", State, ""}, {"auto_auth.*method*.path", Input, ""}, {"cache.persist.path", Data, ""},
			{"template.destination", State, ""}, {"listener.address", Listen, "8200"},
			{"listener.*.address", Listen, "8200"}, {"listener.tls_cert_file", Input, ""}, {"listener.tls_key_file", Input, ""},
			{"pid_file", PIDFile, ""}, {"log_file", Log, ""},
		},
	},
	{
		names:  []string{"consul-template"},
		naming: naming{adds: "-config"},
		files:  []string{"/etc/consul-template.d/*.hcl", "/etc/consul-template/*.hcl", "/etc/consul-template.hcl"},
		source: "consul-template's documentation (configuration)",
		keys: []key{
			{"template.destination", State, ""}, {"template.command", Program, ""}, {"template.exec.command", Program, ""}, {"exec.command", Program, ""},
			{"pid_file", PIDFile, ""}, {"log_file.path", Log, ""},
		},
	},
	{
		names:  []string{"nomad"},
		naming: naming{options: "-config"},
		files:  []string{"/etc/nomad.d/*.hcl", "/etc/nomad.d/*.json"},
		source: "Nomad's documentation (agent configuration)",
		keys: []key{{"data_dir", Data, "/opt/nomad/data"}, {"client.alloc_dir", Data, ""}, {"client.state_dir", Data, ""}, {"client.host_volumes_dir", Data, ""},
			{"client.alloc_mounts_dir", Data, ""}, {"ports.http", Port, "4646"}, {"log_file", Log, ""}},
	},
	{
		names:  []string{"patroni"},
		files:  []string{"/etc/patroni/config.yml", "/etc/patroni.yml", "/etc/patroni/patroni.yml"},
		naming: naming{first: true},
		source: "Patroni's documentation (YAML configuration settings)",
		read:   readArchiving,
		keys: []key{
			{"postgresql.data_dir", Data, ""}, {"postgresql.pgpass", State, ""}, {"raft.data_dir", Data, ""}, {"*.log_directory", Data, ""},
			{"archive", Data, ""}, {"*.archive_command", Program, ""}, {"*.callbacks.*", Program, ""}, {"restapi.listen", Listen, "8008"},
			{"postgresql.listen", Listen, ""}, {"log.dir", Data, ""},
			{"*.unix_socket_directories", Sockets, "/run/postgresql"}, {"watchdog.device", Device, ""}, {"postgresql.custom_conf", Input, ""},
		},
	},
	{
		names:  []string{"barman"},
		files:  []string{"/etc/barman.conf", "/etc/barman/barman.conf"},
		naming: naming{options: "-c --config"},
		source: "barman(5)",
		keys: []key{
			{"barman_home", Data, "/var/lib/barman"}, {"barman_lock_directory", Data, ""}, {"backup_directory", Data, ""}, {"*wals_directory", Data, ""},
			{"basebackups_directory", Data, ""}, {"errors_directory", Data, ""}, {"*_script", Program, ""}, {"log_file", Log, ""},
			{"configuration_files_directory", Directory, ""},
		},
	},
	{
		names:  []string{"pgbackrest"},
		files:  []string{"/etc/pgbackrest.conf", "/etc/pgbackrest/pgbackrest.conf", "/etc/pgbackrest/conf.d/*.conf"},
		naming: naming{options: "--config", variables: "PGBACKREST_CONFIG"},
		source: "pgBackRest's configuration reference",
		keys: []key{
			{"*.repo?-path", Data, "/var/lib/pgbackrest"}, {"*.repo-path", Data, ""}, {"*.spool-path", Data, ""}, {"*.lock-path", Data, ""}, {"*.log-path", Data, ""},
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
		names:  []string{"pgpool"},
		files:  []string{"/etc/pgpool2/pgpool.conf", "/etc/pgpool-II/pgpool.conf", "/etc/pgpool.conf"},
		naming: naming{options: "-f --config-file"},
		source: "Pgpool-II's manual (server configuration)",
		keys: []key{
			{"port", Port, "9999"}, {"pcp_port", Port, ""}, {"unix_socket_directories", Sockets, ""}, {"socket_dir", Sockets, ""},
			{"pcp_socket_dir", Sockets, ""}, {"wd_ipc_socket_dir", Sockets, ""}, {"pid_file_name", PIDFile, ""}, {"log_directory", Data, ""},
			{"logdir", Data, ""}, {"memqcache_oiddir", Data, ""}, {"work_dir", Data, ""}, {"ssl_key", Input, ""}, {"ssl_cert", Input, ""},
			{"failover_command", Program, ""}, {"follow_primary_command", Program, ""}, {"if_*_cmd", Program, ""}, {"arping_cmd", Program, ""},
		},
	},
	{
		names:  []string{"repmgrd"},
		files:  []string{"/etc/repmgr.conf", "/etc/repmgr/*/repmgr.conf"},
		naming: naming{options: "-f --config-file"},
		source: "repmgr.conf as it is shipped",
		keys: []key{
			{"log_file", Log, ""}, {"repmgrd_pid_file", PIDFile, ""}, {"*_command", Program, ""},
		},
	},
	{
		names:  []string{"tidb-server", "tikv-server", "pd-server"},
		naming: naming{options: "-config --config -C"},
		source: "TiDB's documentation (configuration files of TiDB, TiKV and PD)",
		keys: []key{
			{"log.file.filename", Log, ""}, {"log.slow-query-file", Log, ""}, {"log-file", Log, ""}, {"slow-query-file", Log, ""}, {"tmp-storage-path", Data, ""},
			{"temp-dir", Data, ""}, {".socket", Socket, ""}, {"data-dir", Data, ""}, {"*.raftdb-path", Data, ""},
			{"*.wal-dir", Data, ""}, {"raft-engine.dir", Data, ""}, {"security.*-key", Input, ""}, {"security.key-path", Input, ""},
		},
	},
	{
		names:  []string{"meilisearch"},
		files:  []string{"/etc/meilisearch.toml"},
		naming: naming{options: "--config-file-path", variables: "MEILI_CONFIG_FILE_PATH"},
		source: "Meilisearch's documentation (configure Meilisearch at launch)",
		keys: []key{
			{"db_path", Data, ""}, {"dump_dir", Data, ""}, {"dumps_dir", Data, ""}, {"snapshot_dir", Data, ""}, {"snapshots_dir", Data, ""},
			{"http_addr", Listen, "7700"}, {"ssl_key_path", Input, ""}, {"ssl_cert_path", Input, ""},
		},
	},
	{
		names:  []string{"qdrant"},
		files:  []string{"/etc/qdrant/config.yaml"},
		naming: naming{options: "--config-path"},
		source: "Qdrant's documentation (configuration)",
		keys: []key{
			{"storage.storage_path", Data, ""}, {"storage.snapshots_path", Data, ""}, {"storage.temp_path", Data, ""}, {"logger.*.log_file", Log, ""},
			{"service.http_port", Port, "6333"}, {"service.grpc_port", Port, "6334"}, {"tls.key", Input, ""}, {"tls.cert", Input, ""},
		},
	},
	{
		names:  []string{"typesense-server"},
		files:  []string{"/etc/typesense/typesense-server.ini"},
		naming: naming{options: "--config"},
		source: "Typesense's documentation (server configuration)",
		keys: []key{
			{"*data-dir", Data, "/var/lib/typesense"}, {"*log-dir", Data, "/var/log/typesense"}, {"*analytics-dir", Data, ""}, {"*api-port", Port, "8108"},
			{"*ssl-certificate*", Input, ""},
		},
	},
	{
		names:  []string{"arangod"},
		files:  []string{"/etc/arangodb3/arangod.conf"},
		naming: naming{options: "-c --config --configuration"},
		source: "ArangoDB's documentation (arangod startup options)",
		keys: []key{
			{"database.directory", Data, "/var/lib/arangodb3"}, {"log.file", Log, "/var/log/arangodb3"}, {"log.output", Log, ""},
			{"javascript.app-path", Data, "/var/lib/arangodb3-apps"}, {"temp.path", Data, ""}, {"server.endpoint", Listen, "8529"}, {"ssl.keyfile", Input, ""},
			{"*.pid-file", PIDFile, ""}, {"server.uid", User, "arangodb"},
		},
	},
	{
		names:  []string{"dragonfly"},
		naming: naming{options: "--flagfile"},
		source: "Dragonfly's documentation (server flags)",
		keys: []key{
			{"--dir", Data, ""}, {"--log_dir", Data, ""}, {"--pidfile", PIDFile, ""}, {"--unixsocket", Socket, ""}, {"--port", Port, "6379"},
			{"--tls_key_file", Input, ""}, {"--tls_cert_file", Input, ""},
		},
	},
	{
		names:  []string{"kvrocks"},
		files:  []string{"/etc/kvrocks/kvrocks.conf", "/etc/kvrocks.conf"},
		naming: naming{options: "-c --config"},
		source: "kvrocks.conf as it is shipped",
		last:   true,
		keys: []key{
			{"dir", Data, "/tmp/kvrocks"}, {"log-dir", Data, ""}, {"backup-dir", Data, ""}, {"pidfile", PIDFile, ""}, {"unixsocket", Socket, ""},
			{"port", Port, "6666"}, {"tls-key-file", Input, ""}, {"include", Include, ""},
		},
	},
	{
		names:  []string{"immudb"},
		files:  []string{"/etc/immudb/immudb.toml"},
		naming: naming{options: "--config -c"},
		source: "immudb's documentation (configuration)",
		keys:   []key{{".dir", Data, ""}, {"logfile", Log, ""}, {"pidfile", PIDFile, ""}, {".port", Port, "3322"}},
	},
	{
		names:  []string{"proxysql"},
		files:  []string{"/etc/proxysql.cnf"},
		naming: naming{options: "-c --config"},
		source: "ProxySQL's documentation (configuration file)",
		keys: []key{
			{"datadir", Data, "/var/lib/proxysql"}, {"errorlog", Log, "/var/lib/proxysql"}, {"*.interfaces", Listen, ""}, {"mysql_ifaces", Listen, ""},
		},
	},
	{
		names:  []string{"maxscale"},
		files:  []string{"/etc/maxscale.cnf", "/etc/maxscale.cnf.d/*.cnf"},
		naming: naming{options: "-f --config"},
		source: "MaxScale's documentation (configuration guide)",
		keys: []key{
			{"*.datadir", Data, "/var/lib/maxscale"}, {"*.logdir", Data, "/var/log/maxscale"}, {"*.cachedir", Data, "/var/cache/maxscale"},
			{"*.persistdir", Data, "/var/lib/maxscale"}, {"*.piddir", Data, "/run/maxscale"}, {"*.socket", Nothing, ""},
		},
	},
	{
		names:  []string{"mysqlrouter"},
		files:  []string{"/etc/mysqlrouter/mysqlrouter.conf"},
		naming: naming{options: "-c --config", adds: "-a --extra-config"},
		source: "MySQL Router's manual (configuration options)",
		keys: []key{
			{"default.logging_folder", Data, "/var/log/mysqlrouter"}, {"default.runtime_folder", Data, "/run/mysqlrouter"},
			{"default.data_folder", Data, "/var/lib/mysqlrouter"}, {"default.user", User, "mysqlrouter"}, {"default.pid_file", PIDFile, ""},
			{"routing:*.socket", Socket, ""}, {"routing:*.bind_port", Port, ""}, {"default.keyring_path", Input, ""},
		},
	},
	{
		names:  []string{"searchd"},
		files:  []string{"/etc/manticoresearch/manticore.conf", "/etc/sphinxsearch/sphinx.conf", "/etc/sphinx/sphinx.conf"},
		naming: naming{options: "-c --config"},
		source: "Manticore's and Sphinx' manuals (searchd settings)",
		keys: []key{
			{"searchd.data_dir", Data, "/var/lib/manticore"}, {"searchd.log", Log, "/var/log/manticore"}, {"searchd.query_log", Log, "/var/log/manticore"},
			{"searchd.pid_file", PIDFile, "/run/manticore"}, {"searchd.binlog_path", Data, ""}, {"searchd.listen", Listen, "9306"}, {"index.path", Data, ""},
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
			{"unix_socket_dir", Sockets, "/run/postgresql"}, {"pgbouncer.user", User, "postgres"}, {"auth_file", Input, ""}, {"auth_hba_file", Input, ""},
			{"client_tls_key_file", Input, ""},
			{"client_tls_cert_file", Input, ""}, {"%include", Include, ""},
		},
	},
}
