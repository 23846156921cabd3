package daemon

// dataPrograms are data bases, caches and queues.
var dataPrograms = []program{
	{
		names:    []string{"redis-server", "redis-check-rdb", "valkey-server", "keydb-server"},
		files:    []string{"/etc/redis/redis.conf", "/etc/redis.conf", "/etc/valkey/valkey.conf", "/etc/keydb/keydb.conf"},
		naming:   naming{first: true, adds: "--include"},
		source:   "redis.conf as it is shipped",
		defaults: []standard{{Port, "6379"}},
		keys: []key{
			{"port", Port, "6379"}, {"tls-port", Port, ""}, {"unixsocket", Socket, ""}, {"unixsocketgroup", Group, ""}, {"pidfile", PIDFile, "/run/redis"},
			{"logfile", Log, "/var/log/redis"}, {"dir", Data, "/var/lib/redis"},
			{"aclfile", Input, ""}, {"tls-cert-file", Input, ""}, {"tls-key-file", Input, ""}, {"include", Include, ""},
			{"bind", Address, "127.0.0.1"}, {"bind-source-addr", Peer, ""}, {"replicaof", Peer, ""}, {"slaveof", Peer, ""},
			{"cluster-enabled", Peer, ""}, {"sentinel", Peer, ""}, {"loadmodule", Peer, ""},
		},
		local: true, last: true,
	},
	{
		names:    []string{"mariadbd", "mysqld", "mysqld_safe"},
		files:    []string{"/etc/mysql/my.cnf", "/etc/mysql/mariadb.cnf", "/etc/my.cnf"},
		naming:   naming{options: "--defaults-file", adds: "--defaults-extra-file", none: "--no-defaults"},
		source:   "mysqld(8) and its option files",
		defaults: []standard{{Port, "3306"}, {Data, "/var/lib/mysql"}},
		keys: []key{
			{"!include", Include, ""}, {"!includedir", Directory, ""}, {"client-server.socket", Socket, "/run/mysqld"}, {"client*.*", Nothing, ""},
			{"mysqldump.*", Nothing, ""}, {"mysql.*", Nothing, ""}, {"mysqld_safe.*", Nothing, ""},
			{"port", Port, "3306"}, {"user", User, "mysql"}, {"pid-file", PIDFile, "/run/mysqld"}, {"pid_file", PIDFile, "/run/mysqld"},
			{"socket", Socket, "/run/mysqld"},
			{"datadir", Data, "/var/lib/mysql"}, {"log_error", Log, "/var/log/mysql"}, {"log-error", Log, "/var/log/mysql"}, {"tmpdir", Data, "/tmp"},
			{"innodb_data_home_dir", Data, ""},
			{"slow_query_log_file", Log, ""}, {"general_log_file", Log, ""}, {"ssl-cert", Input, ""}, {"ssl-key", Input, ""},
		},
	},
	{
		names: []string{"postgres", "postmaster", "pg_ctlcluster", "pg_ctl"},
		files: []string{
			"/etc/postgresql/%I/postgresql.conf", "/etc/postgresql/%I/pg_hba.conf",
			"/var/lib/pgsql/data/postgresql.conf", "/var/lib/pgsql/data/pg_hba.conf",
		},
		companion: "pg_hba.conf",
		naming:    naming{options: "config_file= --config-file= --config_file=", directories: "-D --pgdata", homes: "PGDATA", must: true},
		source:    "the manual of PostgreSQL, chapter 20",
		defaults:  []standard{{Port, "5432"}},
		keys: []key{
			{"port", Port, "5432"}, {"data_directory", Data, "/var/lib/postgresql"}, {"external_pid_file", PIDFile, "/run/postgresql"},
			{"unix_socket_directories", Data, "/run/postgresql"},
			{"log_directory", Data, "/var/log/postgresql"}, {"ssl_cert_file", Input, ""}, {"ssl_key_file", Input, ""}, {"hba_file", Rules, ""},
			{"include", Include, ""}, {"include_dir", Directory, ""},
			{"archive_command", Program, ""}, {"restore_command", Program, ""}, {"archive_cleanup_command", Program, ""}, {"recovery_end_command", Program, ""},
		},
	},
	{
		names:    []string{"memcached", "systemd-memcached-wrapper"},
		files:    []string{"/etc/memcached.conf", "/etc/memcached_%i.conf"},
		naming:   naming{first: true},
		source:   "memcached(1)",
		defaults: []standard{{Port, "11211"}},
		keys: []key{
			{"-p", Port, "11211"}, {"-u", User, "memcache"}, {"-s", Socket, ""}, {"logfile", Nothing, ""},
			{"-l", Address, "127.0.0.1"}, {"--listen*", Address, ""}, {"-o", Peer, ""}, {"--extended*", Peer, ""},
		},
		local: true,
	},
	{
		names:    []string{"rabbitmq-server"},
		files:    []string{"/etc/rabbitmq/rabbitmq.conf"},
		naming:   naming{variables: "RABBITMQ_CONFIG_FILE"},
		source:   "rabbitmq.com, configuration",
		defaults: []standard{{Port, "5672"}},
		keys: []key{
			{"listeners.tcp*", Listen, "5672"}, {"listeners.ssl*", Listen, ""}, {"management.tcp.port", Port, ""},
		},
	},
	{
		names:    []string{"mosquitto"},
		files:    []string{"/etc/mosquitto/mosquitto.conf"},
		naming:   naming{options: "-c --config-file"},
		source:   "mosquitto.conf(5)",
		defaults: []standard{{Port, "1883"}},
		keys: []key{
			{"listener", Listen, "1883"}, {"port", Port, "1883"}, {"user", User, "mosquitto"}, {"pid_file", PIDFile, "/run/mosquitto"},
			{"persistence_location", Data, "/var/lib/mosquitto"},
			{"log_dest", Log, "/var/log/mosquitto"}, {"include_dir", Directory, ""}, {"certfile", Input, ""}, {"keyfile", Input, ""},
		},
	},
	{
		names:    []string{"influxd"},
		files:    []string{"/etc/influxdb/influxdb.conf"},
		naming:   naming{options: "-config", variables: "INFLUXDB_CONFIG_PATH"},
		source:   "docs.influxdata.com, configuration",
		defaults: []standard{{Port, "8086"}},
		keys: []key{
			{"http.bind-address", Listen, "8086"}, {"bind-address", Listen, "8088"}, {"meta.dir", Data, "/var/lib/influxdb"},
			{"data.dir", Data, "/var/lib/influxdb"}, {"data.wal-dir", Data, "/var/lib/influxdb"},
		},
	},
	{
		names:    []string{"mongod"},
		files:    []string{"/etc/mongod.conf", "/etc/mongodb.conf"},
		naming:   naming{options: "-f --config"},
		source:   "mongodb.com, configuration file options",
		defaults: []standard{{Port, "27017"}},
		keys: []key{
			{"net.port", Port, "27017"}, {"storage.dbpath", Data, "/var/lib/mongodb"}, {"systemlog.path", Log, "/var/log/mongodb"},
			{"processmanagement.pidfilepath", PIDFile, ""}, {"dbpath", Data, ""}, {"port", Port, ""},
		},
	},
	{
		names:    []string{"etcd"},
		files:    []string{"/etc/etcd/etcd.conf.yml"},
		naming:   naming{options: "--config-file", variables: "ETCD_CONFIG_FILE"},
		source:   "etcd.io, configuration options",
		defaults: []standard{{Port, "2379"}},
		keys: []key{
			{"listen-client-urls", Listen, "2379"}, {"listen-peer-urls", Listen, "2380"}, {"data-dir", Data, "/var/lib/etcd"},
		},
	},
	{
		names:    []string{"nats-server"},
		files:    []string{"/etc/nats-server.conf"},
		naming:   naming{options: "-c --config"},
		source:   "docs.nats.io, configuration",
		defaults: []standard{{Port, "4222"}},
		keys: []key{
			{"port", Port, "4222"}, {"listen", Listen, ""}, {"http_port", Port, ""}, {"log_file", Log, ""}, {"pid_file", PIDFile, ""},
			{"jetstream.store_dir", Data, ""},
		},
	},
	{
		names:    []string{"consul"},
		naming:   naming{options: "-config-file -config-dir"},
		source:   "developer.hashicorp.com, Consul's agent configuration",
		defaults: []standard{{Port, "8500"}},
		keys: []key{
			{"ports.dns", Port, "8600"}, {"ports.http", Port, "8500"}, {"ports.https", Port, ""}, {"ports.grpc", Port, ""}, {"ports.server", Port, "8300"},
			{"data_dir", Data, "/opt/consul"}, {"pid_file", PIDFile, ""}, {"cert_file", Input, ""}, {"key_file", Input, ""}, {"ca_file", Input, ""},
		},
	},
	{
		names:    []string{"beanstalkd"},
		source:   "beanstalkd(1)",
		defaults: []standard{{Port, "11300"}},
	},
}
