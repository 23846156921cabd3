package daemon

// uwsgiValued are the options of uWSGI that are written with a value and a blank.
const uwsgiValued = "-s --socket --http --http-socket --https -p --processes --workers --threads --uid --gid --pidfile --logto --daemonize -d --chdir " +
	"-w --module --wsgi-file --plugin --plugins -H --home --virtualenv --stats --emperor --touch-reload --master-fifo"

// phpConfigurations are those of applications in PHP that packages have configured in /etc (the
// documentation of phpMyAdmin and Roundcube).
const phpConfigurations = "/etc/phpmyadmin/config.inc.php /etc/phpmyadmin/conf.d/*.php /etc/roundcube/config.inc.php"

// webPrograms are programs that answer or pass on HTTP.
var webPrograms = []program{
	{
		names: []string{"gitea", "forgejo"},
		files: []string{
			"/etc/gitea/app.ini", "/etc/forgejo/app.ini", "/var/lib/gitea/custom/conf/app.ini", "/var/lib/forgejo/custom/conf/app.ini",
		},
		naming: naming{options: "--config -c"},
		source: "Gitea's documentation (configuration cheat sheet)",
		read:   readStored,
		keys: []key{
			{"server.http_port", Port, "3000"}, {"server.http_addr", Socket, ""}, {"server.app_data_path", Data, ""}, {"server.lfs_content_path", Data, ""},
			{"server.ssh_root_path", Data, ""}, {"server.cert_file", Input, ""}, {"server.key_file", Input, ""}, {"server.pprof_data_path", Data, ""},
			{"repository.root", Data, ""}, {"repository.upload.temp_path", Data, ""}, {"repository.local.local_copy_path", Data, ""},
			{"database.path", State, ""}, {"log.root_path", Data, ""}, {"log.*.file_name", Log, ""}, {"lfs.path", Data, ""}, {"attachment.path", Data, ""},
			{"picture.*_upload_path", Data, ""}, {"storage.path", Data, ""}, {"storage.*.path", Data, ""}, {"session.provider_config", Data, ""},
			{"indexer.issue_indexer_path", Data, ""}, {"indexer.repo_indexer_path", Data, ""}, {"queue.datadir", Data, ""}, {"queue.*.datadir", Data, ""},
			{"packages.chunked_upload_path", Data, ""}, {"cache.host", Nothing, ""}, {"mailer.sendmail_path", Program, ""},
		},
	},
	{
		names:  []string{"vaultwarden", "bitwarden_rs"},
		files:  []string{"/etc/vaultwarden.env", "/etc/vaultwarden/vaultwarden.env"},
		naming: naming{variables: "ENV_FILE"},
		source: "Vaultwarden's wiki and its .env.template",
		keys: []key{
			{"data_folder", Data, "/var/lib/vaultwarden"}, {"rocket_port", Port, ""}, {"log_file", Log, ""}, {"rocket_tls", Nothing, ""},
			{"web_vault_folder", Input, ""}, {"attachments_folder", Data, ""}, {"icon_cache_folder", Data, ""}, {"sends_folder", Data, ""},
			{"tmp_folder", Data, ""}, {"rsa_key_filename", State, ""}, {"database_url", State, ""},
		},
	},
	{
		names:  []string{"glance"},
		files:  []string{"/etc/glance/glance.yaml", "/etc/glance.yml"},
		naming: naming{options: "--config -config"},
		source: "Glance's documentation (configuration)",
		keys:   []key{{"server.port", Port, "8080"}},
	},
	{
		names:  []string{"nginx"},
		files:  []string{"/etc/nginx/nginx.conf"},
		naming: naming{options: "-c"},
		source: "nginx.org, the core, http and WebDAV modules",
		read:   readLocations,
		keys: []key{
			{"listen", Listen, "80"}, {"user", User, "www-data"}, {"pid", PIDFile, "/run/nginx.pid"}, {"error_log", Log, "/var/log/nginx"},
			{"access_log", Log, "/var/log/nginx"},
			{"*_temp_path", Data, "/var/lib/nginx"}, {"*_cache_path", Data, ""}, {"hls_path", Data, ""},
			{"dash_path", Data, ""}, {"record_path", Data, ""}, {"upload_store", Data, ""}, {"ssl_certificate", Input, ""}, {"ssl_certificate_key", Input, ""},
			{"ssl_client_certificate", Input, ""}, {"ssl_trusted_certificate", Input, ""}, {"ssl_dhparam", Input, ""}, {"ssl_session_ticket_key", Input, ""},
			{"auth_basic_user_file", Input, ""}, {"lock_file", State, ""}, {"google_perftools_profiles", Log, ""},
			{"dav place", Served, ""}, {"passenger_instance_registry_dir", Data, ""}, {"passenger_log_file", Log, ""}, {"passenger_data_buffer_dir", Data, ""},
			{"include", Include, ""},
		},
	},
	{
		names:  []string{"apache2", "httpd", "apachectl"},
		files:  []string{"/etc/apache2/apache2.conf", "/etc/httpd/conf/httpd.conf"},
		naming: naming{options: "-f", directories: "-d", homes: "APACHE_CONFDIR", always: "/etc/apache2/envvars"},
		source: "httpd.apache.org, core and mpm_common",
		keys: []key{
			{"export", Variable, ""}, {"define", Variable, ""}, {"serverroot", Base, ""},
			{"ifmodule.listen", Nothing, ""}, {"listen", Listen, "80"}, {"user", User, "www-data"},
			{"pidfile", PIDFile, "/run/apache2"},
			{"errorlog", Log, "/var/log/apache2"}, {"customlog", Log, "/var/log/apache2"}, {"defaultruntimedir", Data, "/run/apache2"},
			{"coredumpdirectory", Nothing, ""}, {"mdstoredir", Data, "/etc/apache2/md"}, {"davlockdb", State, ""}, {"cacheroot", Data, "/var/cache/apache2"},
			{"globallog", Log, ""}, {"transferlog", Log, ""}, {"forensiclog", Log, ""}, {"scriptsock", Socket, ""}, {"secauditlog", Log, ""},
			{"secdebuglog", Log, ""}, {"secauditlogstoragedir", Data, ""}, {"secdatadir", Data, ""}, {"sectmpdir", Data, ""},
			{"sslcertificatefile", Input, ""}, {"sslcertificatekeyfile", Input, ""}, {"include", Include, ""}, {"includeoptional", Include, ""},
			{"sslcacertificatefile", Input, ""}, {"sslcertificatechainfile", Input, ""}, {"authuserfile", Input, ""}, {"authgroupfile", Input, ""},
			{"gssapicredstore", Input, ""}, {"krb5keytab", Input, ""}, {"chrootdir", Chroot, ""}, {"lockfile", State, ""},
			{"scoreboardfile", State, ""}, {"sslsessioncache", State, ""}, {"sslstaplingcache", State, ""}, {"rewritelog", Log, ""}, {"rewritelock", State, ""},
			{"fcgidipcdir", Data, ""}, {"fcgidprocesstablefile", State, ""}, {"wsgisocketprefix", Socket, ""}, {"cachelockpath", Data, ""},
			{"modpagespeedfilecachepath", Data, ""}, {"modpagespeedlogdir", Data, ""}, {"passengerinstanceregistrydir", Data, ""},
			{"passengerlogfile", Log, ""}, {"dav place", Served, ""}, {"php session.save_path", Data, "/var/lib/php/sessions"}, {"php upload_tmp_dir", Data, ""},
			{"php error_log", Log, ""}, {"php sys_temp_dir", Data, ""}, {"php soap.wsdl_cache_dir", Data, ""}, {"php opcache.file_cache", Data, ""},
			{"php sendmail_path", Program, ""},
		},
		read: readSite,
	},
	{
		names:  []string{"haproxy"},
		files:  []string{"/etc/haproxy/haproxy.cfg"},
		naming: naming{options: "-f"},
		source: "the configuration manual of haproxy",
		keys: []key{
			{"bind", Listen, "80"}, {"log", Nothing, ""}, {"server-state-file", Input, ""}, {"user", User, "haproxy"},
			{"chroot", Chroot, "/var/lib/haproxy"}, {"stats socket", Socket, "/run/haproxy"},
			{"pidfile", PIDFile, "/run/haproxy.pid"}, {"crt", Input, ""}, {"crt-list", Input, ""}, {"ca-file", Input, ""},
		},
		read: readStats,
	},
	{
		names: []string{"php-fpm"},
		files: []string{
			"/etc/php/%V/fpm/php-fpm.conf", "/etc/php-fpm.conf", "/etc/php/php-fpm.conf",
		},
		naming: naming{
			options: "-y --fpm-config",
			always: "/etc/php/%V/fpm/php.ini /etc/php/%V/fpm/conf.d/*.ini /etc/php.ini /etc/php.d/*.ini /etc/php/php.ini /etc/php/conf.d/*.ini " +
				phpConfigurations,
		},
		source: "php-fpm.conf as it is shipped",
		keys: []key{
			{"listen", Listen, ""}, {"user", User, "www-data"}, {"pid", PIDFile, "/run/php"}, {"error_log", Log, "/var/log"}, {"slowlog", Log, ""},
			{"chroot", Chroot, ""}, {"include", Include, ""},
			{"access.log", Log, ""}, {`env\[tmpdir\]`, Data, ""}, {`env\[tmp\]`, Data, ""}, {`env\[temp\]`, Data, ""},
			{`php*_value\[sendmail_path\]`, Program, ""}, {"sendmail_path", Program, ""},
			{`php*_value\[error_log\]`, Log, ""}, {`php*_value\[session.save_path\]`, Data, "/var/lib/php/sessions"},
			{"session.save_path", Data, "/var/lib/php/sessions"}, {`php*_value\[upload_tmp_dir\]`, Data, ""}, {"upload_tmp_dir", Data, ""},
			{`php*_value\[sys_temp_dir\]`, Data, ""}, {"sys_temp_dir", Data, ""}, {`php*_value\[soap.wsdl_cache_dir\]`, Data, ""},
			{"soap.wsdl_cache_dir", Data, "/tmp"}, {`php*_value\[opcache.file_cache\]`, Data, ""}, {"opcache.file_cache", Data, ""},
			{`$cfg\['tempdir'\]`, Data, ""}, {`$cfg\['savedir'\]`, Data, ""}, {`$config\['temp_dir'\]`, Data, ""}, {`$config\['log_dir'\]`, Data, ""},
			{"opcache.lockfile_path", Data, "/tmp"}, {"mail.log", Log, ""}, {"xdebug.output_dir", Data, ""}, {"xdebug.log", Log, ""},
		},
	},
	{
		names: []string{"tomcat-start.sh", "tomcat", "catalina.sh"},
		files: []string{"/etc/tomcat*/server.xml", "/etc/tomcat/server.xml", "../conf/server.xml"},
		naming: naming{always: "/etc/webprotege/webprotege.properties /etc/irida/irida.conf /etc/xwiki/xwiki.properties " +
			"/var/lib/tomcat*/webapps/*/WEB-INF/wayback.xml /var/lib/tomcat*/webapps/*/WEB-INF/xwiki.properties"},
		source: "the configuration reference of Tomcat, and the documentation of WebProtégé, IRIDA, XWiki and OpenWayback, which it runs",
		keys: []key{
			{"data.directory", Data, ""}, {"*.file.base.directory", Data, ""}, {"environment.permanentdirectory", Data, "/var/lib/xwiki/data"},
			{"server.service.connector.port", Port, "8080"}, {"server.port", Port, ""}, {"*.valve.directory", Data, ""}, {"*.certificatekeyfile", Input, ""},
			{"*.certificatefile", Input, ""}, {"*.keystorefile", Input, ""}, {"*.certificatekeystorefile", Input, ""},
		},
	},
	{
		names:  []string{"caddy"},
		files:  []string{"/etc/caddy/Caddyfile"},
		naming: naming{options: "-c --config"},
		source: "the documentation of the Caddyfile and of caddy-webdav",
		keys: []key{
			{"", Listen, "80"}, {"import", Include, ""}, {"tls", Input, ""}, {"bind", Socket, ""}, {"admin", Socket, ""},
			{"*log.output", Log, "/var/log/caddy"}, {"storage", Data, "/var/lib/caddy"}, {"storage.root", Data, "/var/lib/caddy"},
			{"*webdav.root", Data, ""}, {"logging.*.writer.filename", Log, "/var/log/caddy"},
		},
	},
	{
		names:    []string{"squid"},
		files:    []string{"/etc/squid/squid.conf"},
		naming:   naming{options: "-f"},
		source:   "squid.conf as it is documented",
		defaults: []standard{{Port, "3128"}},
		keys: []key{
			{"http_port", Listen, "3128"}, {"https_port", Listen, ""}, {"cache_effective_user", User, "proxy"}, {"pid_filename", PIDFile, "/run/squid.pid"},
			{"access_log", Log, "/var/log/squid"}, {"cache_dir", Data, "/var/spool/squid"}, {"cache_store_log", Log, ""}, {"netdb_filename", State, ""},
			{"sslcrtd_program", Program, ""}, {"url_rewrite_program", Program, ""}, {"store_id_program", Program, ""},
			{"cache_log", Log, "/var/log/squid"}, {"coredump_dir", Data, "/var/spool/squid"}, {"include", Include, ""},
			{"cache_swap_state", State, ""}, {"cache_swap_log", State, ""}, {"useragent_log", Log, ""}, {"referer_log", Log, ""}, {"icap_log", Log, ""},
			{"chroot", Chroot, ""}, {"unlinkd_program", Program, ""},
		},
	},
	{
		names:    []string{"lighttpd"},
		files:    []string{"/etc/lighttpd/lighttpd.conf"},
		naming:   naming{options: "-f"},
		source:   "lighttpd.net, core options",
		defaults: []standard{{Port, "80"}},
		keys: []key{
			{"server.port", Port, "80"}, {"server.username", User, "www-data"}, {"server.pid-file", PIDFile, "/run/lighttpd.pid"},
			{"server.errorlog", Log, "/var/log/lighttpd"},
			{"accesslog.filename", Log, "/var/log/lighttpd"}, {"server.breakagelog", Log, ""}, {"*.cache-dir", Data, ""},
			{"server.upload-dirs", Nothing, ""}, {"ssl.pemfile", Input, ""}, {"ssl.privkey", Input, ""}, {"server.chroot", Chroot, ""},
			{"webdav.sqlite-db-name", State, ""}, {"auth.backend.*.userfile", Input, ""}, {"include", Include, ""},
		},
	},
	{
		names:    []string{"tinyproxy"},
		files:    []string{"/etc/tinyproxy/tinyproxy.conf"},
		naming:   naming{options: "-c"},
		source:   "tinyproxy.conf(5)",
		defaults: []standard{{Port, "8888"}},
		keys: []key{
			{"port", Port, "8888"}, {"user", User, "tinyproxy"}, {"logfile", Log, "/var/log/tinyproxy"}, {"pidfile", PIDFile, "/run/tinyproxy"},
		},
	},
	{
		names:    []string{"privoxy"},
		files:    []string{"/etc/privoxy/config"},
		naming:   naming{operands: true, valued: "--pidfile --user --pre-chroot-nslookup"},
		source:   "privoxy.org, the user manual",
		defaults: []standard{{Port, "8118"}},
		keys: []key{
			{"listen-address", Listen, "8118"}, {"logdir", Data, "/var/log/privoxy"},
		},
	},
	{
		names: []string{"grafana-server",
			"grafana"},
		files:  []string{"/etc/grafana/grafana.ini"},
		naming: naming{options: "--config", variables: "GF_PATHS_CONFIG", always: "/var/lib/grafana/plugins/*/plugin.json"},
		source: "grafana.com, configure Grafana",
		defaults: []standard{{Port,
			"3000"}},
		keys: []key{
			{"server.http_port", Port, "3000"}, {"paths.data", Data, "/var/lib/grafana"}, {"paths.logs", Data, "/var/log/grafana"},
			{"paths.plugins", Data, "/var/lib/grafana/plugins"}, {"server.socket", Socket, "/tmp/grafana.sock"},
			{"server.cert_file", Input, ""}, {"server.cert_key", Input, ""}, {"server.socket_gid", Group, ""},
		},
	},
	{
		names:  []string{"uwsgi", "uwsgi-core", "uwsgi-plain"},
		hosts:  true,
		files:  []string{"/etc/uwsgi.ini"},
		naming: naming{options: "--ini --yaml --xml --json", operands: true, valued: uwsgiValued},
		source: "uWSGI's documentation (options)",
		keys: []key{
			{"chown-socket", Owner, ""}, {"ch*-socket", Nothing, ""}, {"map-socket", Nothing, ""}, // its owner, its mode and who takes it
			{"socket", Listen, ""}, {"*-socket", Listen, ""}, {"http", Listen, ""}, {"https", Listen, ""}, {"stats", Listen, ""}, {"logto*", Log, ""},
			{"daemonize*", Log, ""}, {"pidfile*", PIDFile, ""}, {"safe-pidfile*", PIDFile, ""}, {"uid", User, ""}, {"chroot", Chroot, ""},
			{"spooler", Data, ""}, {"master-fifo", Socket, ""}, {"logger", Log, ""}, {"req-logger", Log, ""}, {"cache-store", State, ""},
			{"queue-store", State, ""}, {"fastrouter", Listen, ""}, {"subscription-server", Listen, ""},
		},
	},
	{
		names:  []string{"supervisord"},
		files:  []string{"/etc/supervisor/supervisord.conf", "/etc/supervisord.conf"},
		naming: naming{options: "-c --configuration"},
		source: "Supervisor's documentation (configuration file)",
		keys: []key{
			{"program:*.command", Program, ""}, {"program:*.stdout_logfile", Log, ""}, {"program:*.stderr_logfile", Log, ""},
			{"supervisord.logfile", Log, "/var/log/supervisor"}, {"supervisord.pidfile", PIDFile, "/var/run/supervisord.pid"},
			{"supervisord.childlogdir", Data, "/var/log/supervisor"}, {"unix_http_server.file", Socket, "/var/run/supervisor.sock"},
			{"unix_http_server.chown", Owner, ""},
			{"inet_http_server.port", Listen, ""}, {"include.files", Include, ""},
		},
	},
	{
		names:    []string{"radicale"},
		files:    []string{"/etc/radicale/config"},
		naming:   naming{options: "--config -C"},
		source:   "Radicale's documentation (configuration)",
		defaults: []standard{{Port, "5232"}},
		keys: []key{
			{"server.hosts", Listen, "5232"}, {"storage.filesystem_folder", Data, "/var/lib/radicale/collections"}, {"storage.hook", Program, ""},
			{"storage.filesystem_cache_folder", Data, ""},
			{"logging.config", Include, ""}, {"handler_*.args", Log, ""},
			{"server.certificate", Input, ""}, {"server.key", Input, ""}, {"auth.htpasswd_filename", Input, ""},
		},
	},
	{
		names:  []string{"synapse.app.homeserver", "synapse_homeserver", "matrix-synapse"},
		files:  []string{"/etc/matrix-synapse/homeserver.yaml", "/etc/matrix-synapse/conf.d/*.yaml", "/etc/synapse/homeserver.yaml"},
		naming: naming{options: "-c --config-path"},
		source: "Synapse's documentation (configuration manual)",
		keys: []key{
			{"media_store_path", Data, "/var/lib/matrix-synapse"}, {"uploads_path", Data, ""}, {"pid_file", Nothing, ""}, {"signing_key_path", Input, ""},
			{"tls_certificate_path", Input, ""}, {"tls_private_key_path", Input, ""}, {"listeners.port", Port, "8008"},
			{"log_config", Include, ""}, {"handlers.*.filename", Log, ""}, {"database.args.database", State, ""}, {"listeners.path", Socket, ""},
			{"media_storage_providers.config.directory", Data, ""}, {"worker_listeners.path", Socket, ""},
		},
	},
	{
		names:  []string{"aria2c"},
		files:  []string{"/etc/aria2/aria2.conf", "/etc/aria2.conf"},
		naming: naming{options: "--conf-path"},
		source: "aria2c(1)",
		keys: []key{
			{"dir", Data, ""}, {"log", Log, ""}, {"save-session", State, ""}, {"input-file", Input, ""}, {"rpc-listen-port", Port, ""},
			{"on-*", Program, ""},
		},
	},
	{
		names:    []string{"navidrome"},
		files:    []string{"/etc/navidrome/navidrome.toml", "/var/lib/navidrome/navidrome.toml"},
		naming:   naming{options: "-c --configfile"},
		source:   "Navidrome's documentation (configuration options)",
		defaults: []standard{{Port, "4533"}},
		keys: []key{
			{"datafolder", Data, ""}, {"cachefolder", Data, ""}, {"musicfolder", Input, ""}, {".port", Port, "4533"}, {"backup.path", Data, ""},
			{"logfile", Log, ""}, {"tlskey", Input, ""}, {"tlscert", Input, ""},
		},
	},
	{
		names:    []string{"gonic"},
		files:    []string{"/etc/gonic/config", "/var/lib/gonic/config"},
		naming:   naming{options: "-config-path", variables: "GONIC_CONFIG_PATH"},
		source:   "gonic's README (configuration options)",
		defaults: []standard{{Port, "4747"}},
		keys: []key{
			{"podcast-path", Data, ""}, {"cache-path", Data, ""}, {"playlists-path", Data, ""}, {"db-path", State, ""}, {"listen-addr", Listen, "4747"},
			{"tls-key", Input, ""}, {"tls-cert", Input, ""},
		},
	},
	{
		names:    []string{"ntfy"},
		files:    []string{"/etc/ntfy/server.yml"},
		naming:   naming{options: "-c --config"},
		home:     fromWorking,
		source:   "ntfy's documentation (configuration)",
		defaults: []standard{{Port, "80"}},
		keys: []key{
			{"listen-http", Listen, "80"}, {"listen-https", Listen, ""}, {"listen-unix", Socket, ""}, {"cache-file", State, ""}, {"auth-file", State, ""},
			{"attachment-cache-dir", Data, ""}, {"web-push-file", State, ""}, {"log-file", Log, ""}, {"key-file", Input, ""}, {"cert-file", Input, ""},
		},
	},
	{
		names:  []string{"traefik"},
		files:  []string{"/etc/traefik/traefik.toml", "/etc/traefik/traefik.yml", "/etc/traefik/traefik.yaml"},
		naming: naming{options: "--configFile --configfile"},
		home:   fromWorking,
		source: "Traefik's documentation (static configuration)",
		keys: []key{
			{"entrypoints.*.address", Listen, "80"}, {"certificatesresolvers.*.acme.storage", State, ""}, {"accesslog.filepath", Log, ""},
			{"log.filepath", Log, ""}, {"tls.certificates.keyfile", Input, ""}, {"tls.certificates.certfile", Input, ""},
		},
	},
	{
		names:  []string{"certbot", "letsencrypt"},
		files:  []string{"/etc/letsencrypt/cli.ini", "/etc/letsencrypt/renewal/*.conf"},
		naming: naming{adds: "-c --config"},
		source: "the documentation of certbot",
		keys: []key{
			{"config-dir", Data, "/etc/letsencrypt"}, {"work-dir", Data, "/var/lib/letsencrypt"}, {"logs-dir", Data, "/var/log/letsencrypt"},
			{"webroot_path", Data, ""}, {"webroot-path", Data, ""}, {"renew_hook", Program, ""}, {"deploy-hook", Program, ""},
			{"pre_hook", Program, ""}, {"pre-hook", Program, ""}, {"post_hook", Program, ""}, {"post-hook", Program, ""},
		},
	},
	{
		names:    []string{"icecast2", "icecast"},
		files:    []string{"/etc/icecast2/icecast.xml", "/etc/icecast.xml"},
		naming:   naming{options: "-c"},
		source:   "icecast.org, config file",
		defaults: []standard{{Port, "8000"}},
		keys: []key{
			{"icecast.listen-socket.port", Port, "8000"}, {"icecast.paths.logdir", Data, "/var/log/icecast2"}, {"icecast.paths.pidfile", PIDFile, ""},
			{"icecast.mount.dump-file", Log, ""}, {"icecast.security.changeowner.user", User, ""}, {"icecast.paths.ssl-certificate", Input, ""},
		},
	},
}
