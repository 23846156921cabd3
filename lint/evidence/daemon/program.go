package daemon

// program is what a program's documentation says of its configuration.
type program struct {
	// names are base names of executables, without versions at their end.
	names []string
	// files are the paths of its configuration as packages have it, as patterns
	// of path.Match. "%I" is the unit's instance, unescaped (systemd.unit(5)).
	files []string
	// keys say what its keys mean, the first that matches counts; other keys say
	// nothing.
	keys []key
	// defaults are what it does where no statement says otherwise.
	defaults []standard
	source   string
}

// key is one key of a program.
type key struct {
	// name is a pattern of path.Match for the key, or for "section.key" where it
	// holds a section, in lower case.
	name    string
	meaning Meaning
	// packaged is its value as distributions package the program, where a profile
	// or the documentation rests on it.
	packaged string
}

// standard is a value that holds where none of the keys of its meaning is set.
type standard struct {
	meaning Meaning
	value   string
}

// programs is one row for each program whose configuration is known better than
// by the words of its keys.
var programs = []program{
	{
		names:  []string{"nginx"},
		files:  []string{"/etc/nginx/nginx.conf"},
		source: "nginx.org, the core and http modules",
		keys: []key{
			{"listen", Listen, "80"}, {"user", User, "www-data"}, {"pid", PIDFile, "/run/nginx.pid"}, {"error_log", Log, "/var/log/nginx"},
			{"access_log", Log, "/var/log/nginx"},
			{"*_temp_path", Data, "/var/lib/nginx"}, {"proxy_cache_path", Data, ""}, {"ssl_certificate", Input, ""}, {"ssl_certificate_key", Input, ""},
			{"include", Include, ""},
		},
	},
	{
		names:  []string{"apache2", "httpd", "apachectl"},
		files:  []string{"/etc/apache2/envvars", "/etc/apache2/apache2.conf", "/etc/httpd/conf/httpd.conf"},
		source: "httpd.apache.org, core and mpm_common",
		keys: []key{
			{"export", Variable, ""}, {"define", Variable, ""}, {"ifmodule.listen", Nothing, ""}, {"listen", Listen, "80"}, {"user", User, "www-data"},
			{"pidfile", PIDFile, "/run/apache2"},
			{"errorlog", Log, "/var/log/apache2"}, {"customlog", Log, "/var/log/apache2"}, {"defaultruntimedir", Data, "/run/apache2"},
			{"coredumpdirectory", Nothing, ""},
			{"sslcertificatefile", Input, ""}, {"sslcertificatekeyfile", Input, ""}, {"include", Include, ""}, {"includeoptional", Include, ""},
		},
	},
	{
		names:  []string{"haproxy"},
		files:  []string{"/etc/haproxy/haproxy.cfg"},
		source: "the configuration manual of haproxy",
		keys: []key{
			{"bind", Listen, ""}, {"user", User, "haproxy"}, {"chroot", Chroot, "/var/lib/haproxy"}, {"stats", Socket, "/run/haproxy"},
			{"pidfile", PIDFile, "/run/haproxy.pid"},
		},
	},
	{
		names:    []string{"redis-server", "redis-check-rdb", "valkey-server"},
		files:    []string{"/etc/redis/redis.conf", "/etc/redis.conf", "/etc/valkey/valkey.conf"},
		source:   "redis.conf as it is shipped",
		defaults: []standard{{Port, "6379"}},
		keys: []key{
			{"port", Port, "6379"}, {"tls-port", Port, ""}, {"unixsocket", Socket, ""}, {"pidfile", PIDFile, "/run/redis"},
			{"logfile", Log, "/var/log/redis"}, {"dir", Data, "/var/lib/redis"},
			{"aclfile", Input, ""}, {"tls-cert-file", Input, ""}, {"tls-key-file", Input, ""}, {"include", Include, ""},
		},
	},
	{
		names:    []string{"mariadbd", "mysqld", "mysqld_safe"},
		files:    []string{"/etc/mysql/my.cnf", "/etc/mysql/mariadb.cnf", "/etc/my.cnf"},
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
		names:    []string{"postgres", "postmaster", "pg_ctlcluster", "pg_ctl"},
		files:    []string{"/etc/postgresql/%I/postgresql.conf", "/var/lib/pgsql/data/postgresql.conf"},
		source:   "the manual of PostgreSQL, chapter 20",
		defaults: []standard{{Port, "5432"}},
		keys: []key{
			{"port", Port, "5432"}, {"data_directory", Data, "/var/lib/postgresql"}, {"external_pid_file", PIDFile, "/run/postgresql"},
			{"unix_socket_directories", Data, "/run/postgresql"},
			{"log_directory", Data, "/var/log/postgresql"}, {"ssl_cert_file", Input, ""}, {"ssl_key_file", Input, ""}, {"hba_file", Input, ""},
			{"include", Include, ""}, {"include_dir", Directory, ""},
		},
	},
	{
		names:  []string{"php-fpm"},
		files:  []string{"/etc/php/%V/fpm/php-fpm.conf", "/etc/php-fpm.conf"},
		source: "php-fpm.conf as it is shipped",
		keys: []key{
			{"listen", Listen, ""}, {"user", User, "www-data"}, {"pid", PIDFile, "/run/php"}, {"error_log", Log, "/var/log"}, {"slowlog", Log, ""},
			{"chroot", Chroot, ""}, {"include", Include, ""},
		},
	},
	{
		names:  []string{"unbound"},
		files:  []string{"/etc/unbound/unbound.conf"},
		source: "unbound.conf(5)",
		defaults: []standard{{Port,
			"53"}, {UDPPort, "53"}},
		keys: []key{
			{"port", Port, "53"}, {"username", User, "unbound"}, {"chroot", Chroot, ""}, {"pidfile", PIDFile, ""}, {"logfile", Log, ""},
			{"directory", Nothing, ""},
			{"control-interface", Socket, "/run/unbound.ctl"}, {"auto-trust-anchor-file", Data, "/var/lib/unbound"}, {"root-hints", Input, ""},
			{"tls-service-key", Input, ""},
			{"include", Include, ""}, {"include-toplevel", Include, ""},
		},
	},
	{
		names:  []string{"chronyd"},
		files:  []string{"/etc/chrony/chrony.conf", "/etc/chrony.conf"},
		source: "chrony.conf(5)",
		keys: []key{
			{"user", User, "_chrony"}, {"pidfile", PIDFile, "/run/chrony"}, {"driftfile", Data, "/var/lib/chrony"}, {"logdir", Data, "/var/log/chrony"},
			{"dumpdir", Data, "/var/lib/chrony"},
			{"ntsdumpdir", Data, "/var/lib/chrony"}, {"keyfile", Input, "/etc/chrony/chrony.keys"}, {"include", Include, ""}, {"confdir", Directory, ""},
		},
	},
	{
		names:  []string{"sshd"},
		files:  []string{"/etc/ssh/sshd_config"},
		source: "sshd_config(5)",
		defaults: []standard{{Port,
			"22"}},
		keys: []key{
			{"port", Port, "22"}, {"listenaddress", Listen, ""}, {"pidfile", PIDFile, "/run/sshd.pid"}, {"hostkey", Input, ""}, {"include", Include, ""},
		},
	},
	{
		names:    []string{"memcached", "systemd-memcached-wrapper"},
		files:    []string{"/etc/memcached.conf", "/etc/memcached_%i.conf"},
		source:   "memcached(1)",
		defaults: []standard{{Port, "11211"}},
		keys: []key{
			{"-p", Port, "11211"}, {"-u", User, "memcache"}, {"-s", Socket, ""}, {"logfile", Nothing, ""},
		},
	},
	{
		names:  []string{"rsyslogd"},
		files:  []string{"/etc/rsyslog.conf"},
		source: "rsyslog.conf(5)",
		keys: []key{
			{"$workdirectory", Data, "/var/spool/rsyslog"}, {"global.workdirectory", Data, "/var/spool/rsyslog"}, {"$includeconfig", Include, ""},
			{"include.file", Include, ""},
			{"$privdroptouser", User, ""}, {"input.port", Port, ""}, {"$udpserverrun", UDPPort, ""}, {"$inputtcpserverrun", Port, ""},
			{"input.socket", Socket, ""},
			{"$addunixlistensocket", Socket, ""}, {"action.file", Log, ""}, {"*.*", Log, "/var/log"},
		},
	},
	{
		names:  []string{"tomcat-start.sh", "tomcat"},
		files:  []string{"/etc/tomcat*/server.xml", "/etc/tomcat/server.xml"},
		source: "the configuration reference of Tomcat",
		keys: []key{
			{"server.service.connector.port", Port, "8080"}, {"server.port", Port, ""},
		},
	},
	{
		names:  []string{"caddy"},
		files:  []string{"/etc/caddy/Caddyfile"},
		source: "the documentation of the Caddyfile",
		keys: []key{
			{"", Listen, "80"}, {"import", Include, ""},
		},
	},
	{
		names:  []string{"fail2ban-server"},
		files:  []string{"/etc/fail2ban/fail2ban.conf", "/etc/fail2ban/fail2ban.local"},
		source: "fail2ban.conf(5)",
		keys: []key{
			{"logtarget", Log, "/var/log/fail2ban.log"}, {"socket", Socket, "/run/fail2ban"}, {"pidfile", PIDFile, "/run/fail2ban"},
			{"dbfile", Data, "/var/lib/fail2ban"},
		},
	},
	{
		names:  []string{"dockerd"},
		files:  []string{"/etc/docker/daemon.json"},
		source: "dockerd(8)",
		keys: []key{
			{"data-root", Data, "/var/lib/docker"}, {"exec-root", Data, "/run/docker"}, {"hosts", Listen, ""}, {"pidfile", PIDFile, "/run/docker.pid"},
			{"tlscert", Input, ""}, {"tlskey", Input, ""},
		},
	},
	{
		names:  []string{"containerd"},
		files:  []string{"/etc/containerd/config.toml"},
		source: "containerd-config.toml(5)",
		keys: []key{
			{"root", Data, "/var/lib/containerd"}, {"state", Data, "/run/containerd"}, {"grpc.address", Socket, ""},
		},
	},
	{
		names:  []string{"certbot"},
		files:  []string{"/etc/letsencrypt/cli.ini"},
		source: "the documentation of certbot",
		keys: []key{
			{"config-dir", Data, "/etc/letsencrypt"}, {"work-dir", Data, "/var/lib/letsencrypt"}, {"logs-dir", Data, "/var/log/letsencrypt"},
		},
		defaults: []standard{{Data, "/etc/letsencrypt"}, {Data, "/var/lib/letsencrypt"}, {Data, "/var/log/letsencrypt"}},
	},
	{
		names:    []string{"rabbitmq-server"},
		files:    []string{"/etc/rabbitmq/rabbitmq.conf"},
		source:   "rabbitmq.com, configuration",
		defaults: []standard{{Port, "5672"}},
		keys: []key{
			{"listeners.tcp*", Listen, "5672"}, {"listeners.ssl*", Listen, ""}, {"management.tcp.port", Port, ""},
		},
	},
	{
		names:    []string{"mosquitto"},
		files:    []string{"/etc/mosquitto/mosquitto.conf"},
		source:   "mosquitto.conf(5)",
		defaults: []standard{{Port, "1883"}},
		keys: []key{
			{"listener", Listen, "1883"}, {"port", Port, "1883"}, {"user", User, "mosquitto"}, {"pid_file", PIDFile, "/run/mosquitto"},
			{"persistence_location", Data, "/var/lib/mosquitto"},
			{"log_dest", Log, "/var/log/mosquitto"}, {"include_dir", Directory, ""}, {"certfile", Input, ""}, {"keyfile", Input, ""},
		},
	},
	{
		names:    []string{"named"},
		files:    []string{"/etc/bind/named.conf", "/etc/named.conf"},
		source:   "named.conf(5)",
		defaults: []standard{{Port, "53"}, {UDPPort, "53"}},
		keys: []key{
			{"options.port", Port, "53"}, {"options.directory", Data, "/var/cache/bind"}, {"options.pid-file", PIDFile, "/run/named"},
			{"options.listen-on", Nothing, ""}, {"include", Include, ""},
		},
	},
	{
		names:  []string{"dnsmasq"},
		files:  []string{"/etc/dnsmasq.conf"},
		source: "dnsmasq(8)",
		keys: []key{
			{"port", Port, "53"}, {"user", User, "dnsmasq"}, {"pid-file", PIDFile, ""}, {"log-facility", Log, ""}, {"dhcp-leasefile", Log, ""},
			{"conf-dir", Directory, ""}, {"conf-file", Include, ""},
		},
	},
	{
		names:    []string{"squid"},
		files:    []string{"/etc/squid/squid.conf"},
		source:   "squid.conf as it is documented",
		defaults: []standard{{Port, "3128"}},
		keys: []key{
			{"http_port", Listen, "3128"}, {"https_port", Listen, ""}, {"cache_effective_user", User, "proxy"}, {"pid_filename", PIDFile, "/run/squid.pid"},
			{"access_log", Log, "/var/log/squid"},
			{"cache_log", Log, "/var/log/squid"}, {"coredump_dir", Data, "/var/spool/squid"}, {"include", Include, ""},
		},
	},
	{
		names:    []string{"vsftpd"},
		files:    []string{"/etc/vsftpd.conf", "/etc/vsftpd/vsftpd.conf"},
		source:   "vsftpd.conf(5)",
		defaults: []standard{{Port, "21"}},
		keys: []key{
			{"listen_port", Port, "21"}, {"secure_chroot_dir", Chroot, "/run/vsftpd/empty"}, {"xferlog_file", Log, "/var/log/vsftpd.log"},
			{"vsftpd_log_file", Log, "/var/log/vsftpd.log"},
			{"rsa_cert_file", Input, ""}, {"rsa_private_key_file", Input, ""}, {"nopriv_user", User, "ftp"},
		},
	},
	{
		names:    []string{"proftpd"},
		files:    []string{"/etc/proftpd/proftpd.conf", "/etc/proftpd.conf"},
		source:   "proftpd.org, the list of directives",
		defaults: []standard{{Port, "21"}},
		keys: []key{
			{"port", Port, "21"}, {"user", User, "proftpd"}, {"pidfile", PIDFile, "/run/proftpd.pid"}, {"transferlog", Log, "/var/log/proftpd"},
			{"systemlog", Log, "/var/log/proftpd"},
			{"scoreboardfile", Log, "/run/proftpd"}, {"include", Include, ""},
		},
	},
	{
		names:    []string{"lighttpd"},
		files:    []string{"/etc/lighttpd/lighttpd.conf"},
		source:   "lighttpd.net, core options",
		defaults: []standard{{Port, "80"}},
		keys: []key{
			{"server.port", Port, "80"}, {"server.username", User, "www-data"}, {"server.pid-file", PIDFile, "/run/lighttpd.pid"},
			{"server.errorlog", Log, "/var/log/lighttpd"},
			{"accesslog.filename", Log, "/var/log/lighttpd"}, {"server.upload-dirs", Nothing, ""}, {"ssl.pemfile", Input, ""}, {"include", Include, ""},
		},
	},
	{
		names:  []string{"stunnel", "stunnel4"},
		files:  []string{"/etc/stunnel/*.conf"},
		source: "stunnel(8)",
		keys: []key{
			{"accept", Listen, ""}, {"setuid", User, "stunnel4"}, {"pid", PIDFile, "/run/stunnel4"}, {"output", Log, "/var/log/stunnel4"},
			{"chroot", Chroot, ""}, {"cert", Input, ""}, {"key", Input, ""},
		},
	},
	{
		names:    []string{"tor"},
		files:    []string{"/etc/tor/torrc"},
		source:   "tor(1)",
		defaults: []standard{{Port, "9050"}},
		keys: []key{
			{"socksport", Listen, "9050"}, {"orport", Listen, ""}, {"dirport", Listen, ""}, {"controlport", Listen, ""},
			{"datadirectory", Data, "/var/lib/tor"}, {"user", User, "debian-tor"},
			{"pidfile", PIDFile, ""}, {"controlsocket", Socket, ""}, {"%include", Include, ""},
		},
	},
	{
		names:  []string{"openvpn"},
		files:  []string{"/etc/openvpn/%i.conf", "/etc/openvpn/server/%i.conf", "/etc/openvpn/client/%i.conf"},
		source: "openvpn(8)",
		keys: []key{
			{"port", UDPPort, "1194"}, {"user", User, "nobody"}, {"chroot", Chroot, ""}, {"writepid", PIDFile, ""}, {"log", Log, ""}, {"log-append", Log, ""},
			{"status", Log, ""},
			{"ifconfig-pool-persist", Log, ""}, {"cert", Input, ""}, {"key", Input, ""}, {"ca", Input, ""},
		},
	},
	{
		names:  []string{"dovecot"},
		files:  []string{"/etc/dovecot/dovecot.conf"},
		source: "doc.dovecot.org",
		keys: []key{
			{"*inet_listener*.port", Port, ""}, {"log_path", Log, ""}, {"base_dir", Data, "/run/dovecot"}, {"ssl_cert", Input, ""}, {"ssl_key", Input, ""},
			{"!include", Include, ""}, {"!include_try", Include, ""},
		},
	},
	{
		names:  []string{"snmpd"},
		files:  []string{"/etc/snmp/snmpd.conf"},
		source: "snmpd.conf(5)",
		defaults: []standard{{UDPPort,
			"161"}},
		keys: []key{
			{"agentaddress", Nothing, ""}, {"includedir", Directory, ""},
		},
	},
	{
		names:  []string{"smbd"},
		files:  []string{"/etc/samba/smb.conf"},
		source: "smb.conf(5)",
		defaults: []standard{{Port,
			"445"}},
		keys: []key{{"include", Include, ""}},
	},
	{
		names:    []string{"slapd"},
		source:   "slapd(8)",
		defaults: []standard{{Port, "389"}},
	},
	{
		names: []string{"grafana-server",
			"grafana"},
		files:  []string{"/etc/grafana/grafana.ini"},
		source: "grafana.com, configure Grafana",
		defaults: []standard{{Port,
			"3000"}},
		keys: []key{
			{"server.http_port", Port, "3000"}, {"paths.data", Data, "/var/lib/grafana"}, {"paths.logs", Data, "/var/log/grafana"},
			{"server.cert_file", Input, ""}, {"server.cert_key", Input, ""},
		},
	},
	{
		names:    []string{"influxd"},
		files:    []string{"/etc/influxdb/influxdb.conf"},
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
		source:   "mongodb.com, configuration file options",
		defaults: []standard{{Port, "27017"}},
		keys: []key{
			{"net.port", Port, "27017"}, {"storage.dbpath", Data, "/var/lib/mongodb"}, {"systemlog.path", Log, "/var/log/mongodb"},
			{"processmanagement.pidfilepath", PIDFile, ""}, {"dbpath", Data, ""}, {"port", Port, ""},
		},
	},
	{
		names:  []string{"minidlnad"},
		files:  []string{"/etc/minidlna.conf"},
		source: "minidlna.conf(5)",
		defaults: []standard{{Port,
			"8200"}},
		keys: []key{
			{"port", Port, "8200"}, {"db_dir", Data, "/var/cache/minidlna"}, {"log_dir", Data, "/var/log/minidlna"}, {"user", User, "minidlna"},
		},
	},
	{
		names:    []string{"tinyproxy"},
		files:    []string{"/etc/tinyproxy/tinyproxy.conf"},
		source:   "tinyproxy.conf(5)",
		defaults: []standard{{Port, "8888"}},
		keys: []key{
			{"port", Port, "8888"}, {"user", User, "tinyproxy"}, {"logfile", Log, "/var/log/tinyproxy"}, {"pidfile", PIDFile, "/run/tinyproxy"},
		},
	},
	{
		names:    []string{"privoxy"},
		files:    []string{"/etc/privoxy/config"},
		source:   "privoxy.org, the user manual",
		defaults: []standard{{Port, "8118"}},
		keys: []key{
			{"listen-address", Listen, "8118"}, {"logdir", Data, "/var/log/privoxy"},
		},
	},
	{
		names:  []string{"nsd"},
		files:  []string{"/etc/nsd/nsd.conf"},
		source: "nsd.conf(5)",
		defaults: []standard{{Port, "53"},
			{UDPPort, "53"}},
		keys: []key{
			{"port", Port, "53"}, {"username", User, "nsd"}, {"pidfile", PIDFile, "/run/nsd"}, {"database", Log, ""}, {"xfrdfile", Log, ""},
			{"chroot", Chroot, ""}, {"include", Include, ""},
		},
	},
	{
		names:    []string{"pdns_server"},
		files:    []string{"/etc/powerdns/pdns.conf"},
		source:   "doc.powerdns.com, authoritative settings",
		defaults: []standard{{Port, "53"}, {UDPPort, "53"}},
		keys: []key{
			{"local-port", Port, "53"}, {"setuid", User, "pdns"}, {"socket-dir", Data, "/run/pdns"}, {"include-dir", Directory, ""},
		},
	},
	{
		names:  []string{"monit"},
		files:  []string{"/etc/monit/monitrc"},
		source: "monit(1)",
		keys:   []key{{"include", Include, ""}},
	},
	{
		names:    []string{"zabbix_agentd", "zabbix_agent2"},
		files:    []string{"/etc/zabbix/zabbix_agentd.conf", "/etc/zabbix/zabbix_agent2.conf"},
		source:   "zabbix.com, agent configuration",
		defaults: []standard{{Port, "10050"}},
		keys: []key{
			{"listenport", Port, "10050"}, {"pidfile", PIDFile, "/run/zabbix"}, {"logfile", Log, "/var/log/zabbix"}, {"user", User, "zabbix"},
			{"include", Include, ""},
		},
	},
	{
		names:    []string{"icecast2", "icecast"},
		files:    []string{"/etc/icecast2/icecast.xml", "/etc/icecast.xml"},
		source:   "icecast.org, config file",
		defaults: []standard{{Port, "8000"}},
		keys: []key{
			{"icecast.listen-socket.port", Port, "8000"}, {"icecast.paths.logdir", Data, "/var/log/icecast2"},
		},
	},
	{
		names:  []string{"cupsd"},
		files:  []string{"/etc/cups/cupsd.conf"},
		source: "cupsd.conf(5)",
		defaults: []standard{{Port,
			"631"}},
		keys: []key{{"listen", Listen, "631"}, {"port", Port, "631"}},
	},
	{
		names:  []string{"rsync"},
		files:  []string{"/etc/rsyncd.conf"},
		source: "rsyncd.conf(5)",
		defaults: []standard{{Port,
			"873"}},
		keys: []key{
			{"port", Port, "873"}, {"pid", PIDFile, ""}, {"log", Log, ""},
		},
	},
	{
		names:    []string{"munin-node"},
		files:    []string{"/etc/munin/munin-node.conf"},
		source:   "munin-node.conf(5)",
		defaults: []standard{{Port, "4949"}},
		keys: []key{
			{"port", Port, "4949"}, {"log_file", Log, "/var/log/munin"}, {"pid_file", PIDFile, "/run/munin"},
		},
	},
	{
		names:    []string{"ngircd"},
		files:    []string{"/etc/ngircd/ngircd.conf", "/etc/ngircd.conf"},
		source:   "ngircd.conf(5)",
		defaults: []standard{{Port, "6667"}},
		keys: []key{
			{"global.ports", Port, "6667"}, {"global.serveruid", User, "irc"}, {"limits.pidfile", PIDFile, ""}, {"global.pidfile", PIDFile, ""},
		},
	},
	{
		names:  []string{"turnserver"},
		files:  []string{"/etc/turnserver.conf"},
		source: "turnserver(1)",
		defaults: []standard{{Port,
			"3478"}, {UDPPort, "3478"}},
		keys: []key{
			{"listening-port", Port, "3478"}, {"tls-listening-port", Port, ""}, {"log-file", Log, ""}, {"pidfile", PIDFile, ""}, {"cert", Input, ""},
			{"pkey", Input, ""},
		},
	},
	{
		names:    []string{"freeradius", "radiusd"},
		files:    []string{"/etc/freeradius/3.0/radiusd.conf", "/etc/raddb/radiusd.conf"},
		source:   "radiusd.conf(5)",
		defaults: []standard{{UDPPort, "1812"}},
		keys: []key{
			{"security.user", User, "freerad"}, {"user", User, "freerad"},
		},
	},
	{
		names:    []string{"exim4", "exim"},
		source:   "exim.org, the specification",
		defaults: []standard{{Port, "25"}},
	},
	{
		names:  []string{"master"},
		files:  []string{"/etc/postfix/main.cf"},
		source: "postconf(5)",
		defaults: []standard{{Port,
			"25"}},
		keys: []key{
			{"queue_directory", Data, "/var/spool/postfix"}, {"data_directory", Data, "/var/lib/postfix"}, {"mail_owner", User, "postfix"},
		},
	},
	{
		names:    []string{"etcd"},
		files:    []string{"/etc/etcd/etcd.conf.yml"},
		source:   "etcd.io, configuration options",
		defaults: []standard{{Port, "2379"}},
		keys: []key{
			{"listen-client-urls", Listen, "2379"}, {"listen-peer-urls", Listen, "2380"}, {"data-dir", Data, "/var/lib/etcd"},
		},
	},
	{
		names:    []string{"nats-server"},
		files:    []string{"/etc/nats-server.conf"},
		source:   "docs.nats.io, configuration",
		defaults: []standard{{Port, "4222"}},
		keys: []key{
			{"port", Port, "4222"}, {"listen", Listen, ""}, {"http_port", Port, ""}, {"log_file", Log, ""}, {"pid_file", PIDFile, ""},
			{"jetstream.store_dir", Data, ""},
		},
	},
	{
		names:    []string{"beanstalkd"},
		source:   "beanstalkd(1)",
		defaults: []standard{{Port, "11300"}},
	},
	{
		names:  []string{"transmission-daemon"},
		files:  []string{"/etc/transmission-daemon/settings.json"},
		source: "the documentation of Transmission's settings",
		keys: []key{
			{"rpc-port", Port, "9091"}, {"peer-port", Port, "51413"}, {"download-dir", Data, "/var/lib/transmission-daemon"},
		},
	},
}

// programOf returns the row of a program, or nil.
func programOf(name string) *program {
	for i := range programs {
		for _, known := range programs[i].names {
			if name == known {
				return &programs[i]
			}
		}
	}
	return nil
}
