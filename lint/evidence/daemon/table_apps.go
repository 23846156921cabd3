package daemon

// railsFiles are where applications of Ruby on Rails say what data base they have, and where
// uploads are kept.
const railsFiles = "config/database.yml config/storage.yml"

// appPrograms are applications that people host themselves: forges, media, chats, homes, and what
// builds and runs things.
var appPrograms = []program{
	{
		names:  []string{"copyparty", "copyparty-sfx.py", "copyparty.py", "copyparty-en.py"},
		naming: naming{options: "-c"},
		source: "copyparty's README (configuration file, volumes) and --help",
		read:   readVolumes,
		keys: []key{
			{"global.p", Port, "3923"}, {"global.hist", Data, ""}, {"global.lo", Log, ""}, {"global.cert", Input, ""}, {"written-path", Served, ""},
			{"global.*", Nothing, ""},
		},
	},
	{
		names:  []string{"redmine"},
		place:  true,
		files:  []string{"config/configuration.yml", "/var/lib/redmine/config/configuration.yml", "/etc/redmine/default/configuration.yml"},
		source: "Redmine's guide (configuration.yml)",
		keys:   []key{{"*attachments_storage_path", Data, ""}, {"*scm_*_command", Nothing, ""}, {"*location", Nothing, ""}},
	},
	{
		names:  []string{"homepage", "homepage-dashboard"},
		files:  []string{"/etc/homepage-dashboard/widgets.yaml", "/app/config/widgets.yaml"},
		naming: naming{homes: "HOMEPAGE_CONFIG_DIR"},
		source: "Homepage's documentation (resources widget, disk)",
		keys:   []key{{"*resources.disk", Device, ""}, {"*disk", Device, ""}},
	},
	{
		names:  []string{"gunicorn", "gunicorn3"},
		hosts:  true,
		files:  []string{"gunicorn.conf.py"},
		naming: naming{options: "-c --config", adds: "--log-config"},
		source: "Gunicorn's documentation (settings)",
		keys: []key{
			{"accesslog", Log, ""}, {"errorlog", Log, ""}, {"pidfile", PIDFile, ""}, {"bind", Listen, ""}, {"worker_tmp_dir", Data, ""}, {"user", User, ""},
			{"control_socket", Socket, ""},
			{"certfile", Input, ""}, {"keyfile", Input, ""}, {"logconfig", Include, ""}, {"handlers.*.filename", Log, ""}, {"handler_*.args", Log, ""},
		},
	},
	{
		names:  []string{"puma"},
		files:  []string{"config/puma.rb"},
		naming: naming{options: "-C --config", always: railsFiles},
		source: "Puma's documentation (configuration file, DSL); the guides of Ruby on Rails (configuring a data base, Active Storage)",
		keys: []key{
			{"test.*", Nothing, ""}, {"*.database", State, ""}, {"*.root", Data, ""},
			{".bind", Listen, ""}, {".port", Port, ""}, {"pidfile", PIDFile, ""}, {"state_path", State, ""}, {"stdout_redirect", Log, ""},
			{"activate_control_app", Socket, ""},
		},
	},
	{
		names:  []string{"unicorn", "unicorn_rails"},
		naming: naming{options: "-c --config-file", always: railsFiles},
		source: "Unicorn's documentation (Unicorn::Configurator); the guides of Ruby on Rails (configuring a data base, Active Storage)",
		keys: []key{
			{"test.*", Nothing, ""}, {"*.database", State, ""}, {"*.root", Data, ""},
			{".listen", Listen, ""}, {".pid", PIDFile, ""}, {"stderr_path", Log, ""}, {"stdout_path", Log, ""}, {".user", User, ""},
		},
	},
	{
		names:  []string{"sidekiq", "sidekiqswarm"},
		files:  []string{"config/sidekiq.yml"},
		naming: naming{options: "-C --config", always: railsFiles},
		source: "Sidekiq's wiki (advanced options); the guides of Ruby on Rails (configuring a data base, Active Storage)",
		keys:   []key{{"*logfile", Log, ""}, {"*pidfile", PIDFile, ""}, {"test.*", Nothing, ""}, {"*.database", State, ""}, {"*.root", Data, ""}},
	},
	{
		names:  []string{"pm2", "pm2-runtime", "pm2-docker"},
		files:  []string{"ecosystem.config.js", "ecosystem.config.cjs"},
		naming: naming{options: "start startOrReload"},
		source: "PM2's documentation (ecosystem file)",
		keys: []key{
			{"*out_file", Log, ""}, {"*error_file", Log, ""}, {"*log_file", Log, ""}, {"*pid_file", PIDFile, ""}, {"*output", Log, ""}, {"*error", Log, ""},
		},
	},
	{
		names:  []string{"openlitespeed", "lshttpd", "litespeed", "lswsctrl"},
		files:  []string{"/usr/local/lsws/conf/httpd_config.conf"},
		source: "OpenLiteSpeed's documentation (server configuration)",
		keys: []key{
			{"errorlog", Log, ""}, {"accesslog", Log, ""}, {"swappingdir", Data, "/tmp/lshttpd/swap"}, {"user", User, "nobody"}, {"uploadtmpdir", Data, ""},
			{"listener.address", Listen, ""}, {"*storagepath", Data, ""},
		},
	},
	{
		names:  []string{"envoy"},
		files:  []string{"/etc/envoy/envoy.yaml"},
		naming: naming{options: "-c --config-path"},
		source: "Envoy's documentation (bootstrap, file access logs, addresses)",
		keys: []key{
			{"admin.access_log_path", Log, ""}, {"*access_log.typed_config.path", Log, ""}, {"*listeners.address.pipe.path", Socket, ""},
			{"admin.address.pipe.path", Socket, ""}, {"*listeners.address.socket_address.port_value", Port, ""},
			{"admin.address.socket_address.port_value", Port, ""}, {"*private_key.filename", Input, ""}, {"*certificate_chain.filename", Input, ""},
		},
	},
	{
		names:  []string{"act_runner", "forgejo-runner", "gitea-runner"},
		files:  []string{"/etc/act_runner/config.yaml", "/etc/forgejo-runner/config.yml", "/etc/forgejo-runner/config.yaml"},
		naming: naming{options: "-c --config"},
		home:   fromWorking,
		source: "the documentation of the runners of Gitea and Forgejo (configuration)",
		keys:   []key{{"runner.file", State, ""}, {"cache.dir", Data, ""}, {"host.workdir_parent", Data, ""}},
	},
	{
		names:  []string{"gitlab-runner"},
		files:  []string{"/etc/gitlab-runner/config.toml"},
		naming: naming{options: "-c --config"},
		source: "GitLab Runner's documentation (advanced configuration)",
		read:   readRunners,
		keys:   []key{{"runners.builds_dir", Data, ""}, {"runners.cache_dir", Data, ""}},
	},
	{
		names:  []string{"nextcloud", "owncloud", "nextcloudcron", "nextcloud-occ"},
		place:  true,
		files:  []string{"config/config.php", "/var/www/nextcloud/config/config.php", "/etc/webapps/nextcloud/config/config.php"},
		source: "Nextcloud's administration manual (configuration parameters)",
		keys: []key{
			{"datadirectory", Data, ""}, {"logfile", Log, ""}, {"logfile_audit", Log, ""}, {"tempdirectory", Data, ""}, {"updatedirectory", Data, ""},
			{"cache_path", Data, ""}, {"skeletondirectory", Input, ""},
		},
	},
	{
		names:  []string{"deluged"},
		files:  []string{"/var/lib/deluged/config/core.conf", "/var/lib/deluge/.config/deluge/core.conf"},
		naming: naming{directories: "-c --config"},
		source: "Deluge's documentation (core.conf)",
		read:   readSwitched,
		keys: []key{
			{"download_location", Data, ""}, {"move_completed_path", Data, ""}, {"torrentfiles_location", Data, ""}, {"autoadd_location", Data, ""},
			{"plugins_location", Data, ""},
		},
	},
	{
		names:  []string{"qbittorrent-nox", "qbittorrent"},
		naming: naming{directories: "--profile"},
		files:  []string{"qBittorrent/config/qBittorrent.conf"},
		source: "qBittorrent's documentation (explanation of options)",
		read:   readSwitched,
		keys: []key{
			{"session?defaultsavepath", Data, ""}, {"session?temppath", Data, ""}, {"session?finishedtorrentexportdirectory", Data, ""},
			{"session?torrentexportdirectory", Data, ""}, {"downloads?savepath", Data, ""}, {"downloads?temppath", Data, ""},
			{"downloads?torrentexportdir", Data, ""}, {"filelogger?path", Data, ""}, {"webui?port", Port, "8080"}, {"webui?https?keypath", Input, ""},
			{"webui?https?certificatepath", Input, ""},
		},
	},
	{
		names:  []string{"sabnzbdplus", "sabnzbd", "SABnzbd.py"},
		naming: naming{options: "-f --config-file"},
		source: "SABnzbd's documentation (configuration)",
		keys: []key{
			{"misc.download_dir", Data, ""}, {"misc.complete_dir", Data, ""}, {"misc.log_dir", Data, ""}, {"misc.admin_dir", Data, ""},
			{"misc.nzb_backup_dir", Data, ""}, {"misc.dirscan_dir", Data, ""}, {"misc.backup_dir", Data, ""}, {"misc.port", Port, ""},
			{"misc.https_key", Input, ""}, {"misc.https_cert", Input, ""},
		},
	},
	{
		names:  []string{"node-red", "node-red-pi"},
		naming: naming{options: "-s --settings"},
		files:  []string{"settings.js"},
		source: "Node-RED's documentation (settings file)",
		keys:   []key{{"*userdir", Data, ""}, {"*uiport", Port, "1880"}, {"*nodesdir", Input, ""}, {"*filename", Nothing, ""}},
	},
	{
		names:  []string{"octoprint"},
		naming: naming{options: "-c --config", directories: "-b --basedir"},
		files:  []string{"config.yaml"},
		source: "OctoPrint's documentation (config.yaml, folder)",
		keys: []key{
			{"folder.uploads", Data, ""}, {"folder.timelapse", Data, ""}, {"folder.timelapse_tmp", Data, ""}, {"folder.logs", Data, ""},
			{"folder.watched", Data, ""}, {"folder.virtualsd", Data, ""}, {"folder.plugins", Data, ""}, {"folder.generated", Data, ""},
			{"serial.port", Device, ""},
		},
	},
	{
		names:  []string{"dendrite-monolith-server", "dendrite-polylith-multi", "dendrite"},
		files:  []string{"/etc/dendrite/dendrite.yaml", "/etc/dendrite/config.yaml"},
		naming: naming{options: "--config -config"},
		home:   fromWorking,
		source: "Dendrite's sample configuration",
		keys: []key{
			{"media_api.base_path", Data, ""}, {"global.jetstream.storage_path", Data, ""}, {"logging.params.path", Data, ""},
			{"sync_api.search.index_path", Data, ""}, {"global.private_key", Input, ""},
		},
	},
	{
		names:  []string{"mattermost"},
		files:  []string{"../config/config.json", "/opt/mattermost/config/config.json", "/etc/mattermost/config.json"},
		naming: naming{options: "-c --config", variables: "MM_CONFIG"},
		source: "Mattermost's documentation (configuration settings)",
		read:   readSwitched,
		keys: []key{
			{"filesettings.directory", Data, ""}, {"logsettings.filelocation", Data, ""}, {"pluginsettings.directory", Data, ""},
			{"pluginsettings.clientdirectory", Data, ""}, {"notificationlogsettings.filelocation", Data, ""}, {"exportsettings.directory", Nothing, ""},
			{"servicesettings.listenaddress", Listen, "8065"},
			{"servicesettings.tlskeyfile", Input, ""}, {"servicesettings.tlscertfile", Input, ""}, {"servicesettings.localmodesocketlocation", Nothing, ""},
		},
	},
	{
		names:  []string{"prosody"},
		files:  []string{"/etc/prosody/prosody.cfg.lua", "/etc/prosody/conf.d/*.cfg.lua"},
		naming: naming{options: "--config"},
		source: "Prosody's documentation (configuring Prosody, logging, certificates, mod_storage_sql)",
		keys: []key{
			{"data_path", Data, "/var/lib/prosody"}, {"pidfile", PIDFile, "/run/prosody/prosody.pid"}, {"http_upload_path", Data, ""},
			{"log.*", Log, "/var/log/prosody"}, {"log", Log, ""}, {"sql.database", State, ""}, {"*ssl.key", Input, ""}, {"*ssl.certificate", Input, ""},
			{"https_ports", Port, "5281"}, {"http_ports", Port, "5280"}, {"*_ports", Port, "5222"}, {"certificates", Input, ""},
			{"admin_socket", Socket, ""}, {"include", Include, ""}, {"https_certificate", Input, ""},
			{"https_key", Input, ""}, {"prosody_user", User, ""},
		},
	},
	{
		names:  []string{"kc.sh", "keycloak"},
		files:  []string{"../conf/keycloak.conf", "/opt/keycloak/conf/keycloak.conf"},
		naming: naming{options: "-cf --config-file"},
		source: "Keycloak's documentation (all configuration)",
		keys: []key{
			{"log-file", Log, ""}, {"https-certificate-key-file", Input, ""}, {"https-certificate-file", Input, ""}, {"https-port", Port, ""},
			{"http-port", Port, ""}, {"https-key-store-file", Input, ""}, {"https-trust-store-file", Input, ""},
		},
	},
	{
		names:  []string{"authelia"},
		files:  []string{"/etc/authelia/configuration.yml"},
		naming: naming{options: "-c --config", variables: "X_AUTHELIA_CONFIG"},
		home:   fromWorking,
		source: "Authelia's documentation (configuration)",
		keys: []key{
			{"storage.local.path", State, ""}, {"notifier.filesystem.filename", State, ""}, {"log.file_path", Log, ""},
			{"authentication_backend.file.path", Input, ""}, {"server.address", Listen, ""}, {"server.tls.key", Input, ""},
			{"server.tls.certificate", Input, ""},
		},
	},
	{
		names:  []string{"kanidm_unixd_tasks"},
		files:  []string{"/etc/kanidm/unixd"},
		source: "Kanidm's book (PAM and nsswitch, home_prefix)",
		keys:   []key{{"*home_prefix", Data, "/home"}},
	},
	{
		names:  []string{"himmelblaud_tasks"},
		files:  []string{"/etc/himmelblau/himmelblau.conf"},
		source: "himmelblau.conf(5), home_prefix",
		keys:   []key{{"*home_prefix", Data, "/home"}},
	},
	{
		names:  []string{"kanidmd"},
		files:  []string{"/etc/kanidm/server.toml"},
		naming: naming{options: "-c --config", variables: "KANIDM_CONFIG"},
		source: "Kanidm's book (server configuration)",
		keys: []key{
			{"db_path", State, ""}, {"online_backup.path", Data, ""}, {"adminbindpath", Socket, ""}, {"tls_chain", Input, ""}, {"tls_key", Input, ""},
			{"bindaddress", Listen, ""}, {"ldapbindaddress", Listen, ""},
		},
	},
	{
		names:  []string{"dex"},
		files:  []string{"/etc/dex/config.yaml"},
		naming: naming{options: "serve"},
		home:   fromWorking,
		source: "Dex' documentation (storage, configuration)",
		keys: []key{
			{"storage.config.file", State, ""}, {"web.http", Listen, ""}, {"web.https", Listen, ""}, {"web.tlskey", Input, ""}, {"web.tlscert", Input, ""},
		},
	},
	{
		names:  []string{"oauth2-proxy", "oauth2_proxy"},
		naming: naming{options: "--config -config"},
		files:  []string{"/etc/oauth2-proxy.cfg", "/etc/oauth2-proxy/oauth2-proxy.cfg"},
		source: "OAuth2 Proxy's documentation (configuration overview)",
		keys: []key{
			{"logging_filename", Log, ""}, {"http_address", Listen, ""}, {"https_address", Listen, ""}, {"tls_key_file", Input, ""},
			{"tls_cert_file", Input, ""}, {"htpasswd_file", Input, ""}, {"authenticated_emails_file", Input, ""},
		},
	},
	{
		names:  []string{"gotify-server", "gotify"},
		files:  []string{"/etc/gotify/config.yml", "config.yml"},
		source: "Gotify's documentation (configuration)",
		keys: []key{
			{"database.connection", State, ""}, {"uploadedimagesdir", Data, ""}, {"pluginsdir", Data, ""}, {"server.port", Port, "80"}, {"server.ssl.port", Port, ""},
			{"server.ssl.certkey", Input, ""}, {"server.ssl.certfile", Input, ""},
		},
	},
	{
		names:  []string{"hedgedoc", "codimd"},
		place:  true,
		files:  []string{"config.json", "/etc/hedgedoc/config.json"},
		naming: naming{variables: "CMD_CONFIG_FILE"},
		source: "HedgeDoc's documentation (configuration)",
		keys: []key{
			{"*.uploadspath", Data, ""}, {"*.path", Socket, ""}, {"*.db.storage", State, ""}, {"*.tmppath", Data, ""}, {"*.sslkeypath", Input, ""},
			{"*.sslcertpath", Input, ""}, {"*.db.port", Nothing, ""}, {"*.minio.port", Nothing, ""}, {"*.port", Port, ""},
		},
	},
	{
		names:  []string{"etherpad", "etherpad-lite"},
		place:  true,
		files:  []string{"settings.json", "/etc/etherpad/settings.json"},
		naming: naming{options: "-s --settings"},
		source: "Etherpad's settings.json.template",
		keys:   []key{{"dbsettings.filename", State, ""}, {".port", Port, "9001"}, {"ssl.key", Input, ""}, {"ssl.cert", Input, ""}, {"ip", Nothing, ""}},
	},
	{
		names:  []string{"cryptpad"},
		place:  true,
		files:  []string{"config/config.js", "../config/config.js", "/etc/cryptpad/config.js"},
		naming: naming{variables: "CRYPTPAD_CONFIG"},
		source: "CryptPad's config.example.js",
		keys: []key{
			{"*filepath", Data, ""}, {"*archivepath", Data, ""}, {"*pinpath", Data, ""}, {"*taskpath", Data, ""}, {"*blockpath", Data, ""},
			{"*blobpath", Data, ""}, {"*blobstagingpath", Data, ""}, {"*decreepath", Data, ""}, {"*logpath", Data, ""}, {"*httpport", Port, ""},
		},
	},
	{
		names:  []string{"peertube", "peertube-latest"},
		place:  true,
		files:  []string{"/var/www/peertube/config/production.yaml", "/etc/peertube/production.yaml", "config/production.yaml"},
		naming: naming{homes: "NODE_CONFIG_DIR"},
		source: "PeerTube's production.yaml.example (storage)",
		keys:   []key{{"storage.*", Data, "/var/www/peertube/storage"}, {"listen.port", Port, "9000"}},
	},
	{
		names:  []string{"wiki", "wikijs", "wiki.js"},
		place:  true,
		files:  []string{"config.yml", "/etc/wikijs/config.yml"},
		naming: naming{variables: "CONFIG_FILE"},
		source: "Wiki.js' config.sample.yml",
		keys: []key{
			{"datapath", Data, ""}, {"db.storage", State, ""}, {".port", Port, "3000"}, {"ssl.key", Input, ""}, {"ssl.cert", Input, ""},
		},
	},
	{
		names:  []string{"actual-server", "actual"},
		place:  true,
		files:  []string{"config.json", "/etc/actual/config.json"},
		naming: naming{options: "--config", variables: "ACTUAL_CONFIG_PATH"},
		source: "Actual's documentation (configuring the server)",
		keys: []key{
			{"serverfiles", Data, ""}, {"userfiles", Data, ""}, {"datadir", Data, ""}, {".port", Port, "5006"}, {"https.key", Input, ""}, {"https.cert", Input, ""},
		},
	},
	{
		names:  []string{"jupyterhub"},
		files:  []string{"/etc/jupyterhub/jupyterhub_config.py", "/opt/jupyterhub/etc/jupyterhub/jupyterhub_config.py", "jupyterhub_config.py"},
		naming: naming{options: "-f --config"},
		source: "JupyterHub's documentation (configuration reference)",
		keys: []key{
			{"*.cookie_secret_file", State, ""}, {"*.extra_log_file", Log, ""}, {"*.pid_file", PIDFile, ""}, {"*.ssl_key", Input, ""}, {"*.ssl_cert", Input, ""},
			{"c.jupyterhub.port", Port, "8000"},
		},
	},
	{
		names:  []string{"rserver"},
		files:  []string{"/etc/rstudio/rserver.conf", "/etc/rstudio/database.conf"},
		source: "Posit Workbench's administration guide (rserver.conf, database.conf)",
		keys: []key{
			{"server-data-dir", Data, "/run/rstudio-server"}, {"directory", Data, "/var/lib/rstudio-server"}, {"www-port", Port, "8787"},
			{"server-user", User, "rstudio-server"}, {"server-pid-file", PIDFile, "/run/rstudio-server.pid"}, {"secure-cookie-key-file", Input, ""},
			{"ssl-certificate-key", Input, ""}, {"ssl-certificate", Input, ""},
		},
	},
	{
		names:  []string{"sonar.sh"},
		files:  []string{"../../conf/sonar.properties", "/opt/sonarqube/conf/sonar.properties"},
		source: "SonarQube's documentation (sonar.properties)",
		keys:   []key{{"sonar.path.data", Data, ""}, {"sonar.path.temp", Data, ""}, {"sonar.path.logs", Data, ""}, {"sonar.web.port", Port, "9000"}},
	},
	{
		names:  []string{"nexus"},
		files:  []string{"nexus.vmoptions", "/opt/nexus/bin/nexus.vmoptions"},
		source: "Sonatype's documentation (configuring the runtime environment)",
		keys:   []key{{"-Dkaraf.data", Data, ""}, {"-Djava.io.tmpdir", Data, ""}, {"-Dkaraf.log", Data, ""}},
	},
	{
		names:  []string{"sentry"},
		files:  []string{"/etc/sentry/config.yml"},
		naming: naming{homes: "SENTRY_CONF"},
		source: "Sentry's documentation (config.yml)",
		keys:   []key{{"filestore.options.location", Data, ""}},
	},
	{
		names:  []string{"airflow"},
		files:  []string{"airflow.cfg"},
		naming: naming{homes: "AIRFLOW_HOME", variables: "AIRFLOW_CONFIG"},
		source: "Airflow's configuration reference",
		keys: []key{
			{"*.base_log_folder", Data, ""}, {"*.child_process_log_directory", Data, ""}, {"*.dag_processor_manager_log_location", Log, ""},
			{"*.web_server_ssl_key", Input, ""}, {"*.web_server_port", Port, "8080"},
		},
	},
	{
		names:  []string{"murmurd", "mumble-server", "mumble-server.x86"},
		files:  []string{"/etc/mumble-server.ini", "/etc/murmur.ini", "/etc/mumble/mumble-server.ini", "/etc/murmur/murmur.ini"},
		naming: naming{options: "-ini --ini"},
		source: "murmur.ini as it is shipped",
		keys: []key{
			{"database", State, "/var/lib/mumble-server"}, {"logfile", Log, "/var/log/mumble-server"}, {"pidfile", PIDFile, "/run/mumble-server"},
			{"uname", User, "mumble-server"}, {"port", Port, "64738"}, {"sslkey", Input, ""}, {"sslcert", Input, ""},
		},
	},
	{
		names: []string{"jellyfin"},
		files: []string{
			"/etc/jellyfin/encoding.xml", "/etc/jellyfin/system.xml", "/etc/jellyfin/network.xml", "/var/lib/jellyfin/config/encoding.xml",
			"/var/lib/jellyfin/config/system.xml",
		},
		naming: naming{directories: "-c --configdir", homes: "JELLYFIN_CONFIG_DIR"},
		source: "Jellyfin's documentation (transcoding); MediaBrowser.Model (EncodingOptions, ServerConfiguration)",
		keys: []key{
			{"networkconfiguration.internalhttp*port*", Port, "8096"}, {"encodingoptions.transcodingtemppath", Data, ""},
			{"serverconfiguration.cachepath", Data, ""}, {"serverconfiguration.metadatapath", Data, ""},
		},
	},
	{
		names:  []string{"komga"},
		place:  true,
		files:  []string{"application.yml", "config/application.yml"},
		source: "Komga's documentation (configuration)",
		keys:   []key{{"*.database.file", State, ""}, {"*.tasks-db.file", State, ""}, {"server.port", Port, "25600"}, {"logging.file.name", Log, ""}},
	},
	{
		names:  []string{"ts3server"},
		naming: naming{options: "inifile="},
		source: "the TeamSpeak server's quick start guide",
		keys:   []key{{"logpath", Data, ""}, {"licensepath", Nothing, ""}, {"query_ip_allowlist", Input, ""}, {"query_ip_denylist", Input, ""}},
	},
	{
		names:  []string{"coolwsd", "loolwsd"},
		files:  []string{"/etc/coolwsd/coolwsd.xml", "/etc/loolwsd/loolwsd.xml"},
		naming: naming{options: "--config-file"},
		source: "coolwsd.xml as it is shipped",
		keys: []key{
			{"config.child_root_path", Data, ""}, {"config.cache_files.path", Data, ""}, {"config.ssl.key_file_path", Input, ""},
			{"config.ssl.cert_file_path", Input, ""},
		},
	},
	{
		names:  []string{"photoprism"},
		files:  []string{"/etc/photoprism/defaults.yml"},
		naming: naming{options: "--defaults-yaml", variables: "PHOTOPRISM_DEFAULTS_YAML"},
		source: "PhotoPrism's documentation (config options)",
		keys: []key{
			{"originalspath", Data, ""}, {"storagepath", Data, ""}, {"importpath", Data, ""}, {"cachepath", Data, ""}, {"temppath", Data, ""},
			{"backuppath", Data, ""}, {"sidecarpath", Data, ""}, {"logfilename", Log, ""}, {"pidfilename", PIDFile, ""}, {"httpport", Port, ""},
		},
	},
	{
		names:  []string{"vikunja"},
		files:  []string{"/etc/vikunja/config.yml", "config.yml"},
		source: "Vikunja's documentation (config options)",
		read:   readStored,
		keys: []key{
			{"files.basepath", Data, ""}, {"database.path", State, ""}, {"log.path", Data, ""}, {"service.rootpath", Nothing, ""},
			{"service.interface", Listen, "3456"}, {"service.unixsocket", Socket, ""},
		},
	},
	{
		names:  []string{"gotosocial"},
		naming: naming{options: "--config-path"},
		files:  []string{"/etc/gotosocial/config.yaml"},
		source: "GoToSocial's documentation (configuration)",
		keys: []key{
			{"storage-local-base-path", Data, ""}, {".port", Port, "8080"}, {"tls-certificate-key", Input, ""},
			{"tls-certificate-chain", Input, ""},
		},
	},
	{
		names:  []string{"evcc"},
		files:  []string{"/etc/evcc.yaml"},
		naming: naming{options: "-c --config"},
		source: "evcc's documentation (configuration, database)",
		keys: []key{
			{"database.dsn", State, ""}, {"network.port", Port, "7070"}, {"*.device", Device, ""},
		},
	},
	{
		names:  []string{"verdaccio"},
		files:  []string{"/etc/verdaccio/config.yaml"},
		naming: naming{options: "-c --config"},
		source: "Verdaccio's documentation (configuration file)",
		keys: []key{
			{"storage", Data, ""}, {"auth.htpasswd.file", State, ""}, {"plugins", Input, ""}, {"log.path", Log, ""}, {"logs.path", Log, ""},
			{".listen", Listen, "4873"},
			{"https.key", Input, ""}, {"https.cert", Input, ""},
		},
	},
	{
		names:  []string{"minetestserver", "luantiserver", "minetest", "luanti"},
		files:  []string{"/etc/minetest/minetest.conf"},
		naming: naming{options: "--config"},
		source: "minetest.conf.example",
		keys:   []key{{"map-dir", Data, ""}, {"screenshot_path", Nothing, ""}, {"port", UDPPort, "30000"}},
	},
	{
		names:  []string{"TerrariaServer", "TerrariaServer.bin.x86_64", "TerrariaServer.bin.x86", "TShock.Server"},
		naming: naming{options: "-config"},
		source: "Terraria's wiki (server, configuration file)",
		keys:   []key{{"world", State, ""}, {"worldpath", Data, ""}, {"banlist", State, ""}, {"port", Port, "7777"}},
	},
	{
		names: []string{"Plex Media Server", "plexmediaserver"},
		files: []string{
			"/var/lib/plexmediaserver/Library/Application Support/Plex Media Server/Preferences.xml",
			"/var/lib/plex/Plex Media Server/Preferences.xml",
		},
		source: "Plex' support articles (advanced, hidden server settings)",
		keys: []key{
			{"preferences.transcodertempdirectory", Data, ""}, {"preferences.butlerdatabasebackuppath", Data, ""},
			{"preferences.customcertificatepath", Input, ""},
		},
	},
	{
		names:  []string{"EmbyServer", "emby-server"},
		files:  []string{"/var/lib/emby/config/encoding.xml", "/var/lib/emby/config/system.xml"},
		source: "Emby's documentation (transcoding); its settings are those that Jellyfin has from it",
		keys: []key{
			{"encodingoptions.transcodingtemppath", Data, ""}, {"serverconfiguration.cachepath", Data, ""}, {"serverconfiguration.metadatapath", Data, ""},
			{"serverconfiguration.httpserverportnumber", Port, "8096"},
		},
	},
	{
		names:  []string{"run.sh", "runsvc.sh", "Runner.Listener"},
		hosts:  true, // others call what starts them so, too
		files:  []string{".runner", "../.runner"},
		source: "the sources of GitHub's runner (RunnerSettings, workFolder)",
		keys:   []key{{"workfolder", Data, ""}},
	},
	{
		names:  []string{"agent.sh", "teamcity-agent"},
		files:  []string{"../conf/buildAgent.properties"},
		source: "TeamCity's documentation (build agent configuration)",
		keys:   []key{{"workdir", Data, ""}, {"tempdir", Data, ""}, {"systemdir", Data, ""}, {"ownport", Port, ""}},
	},
	{
		names:  []string{"misskey", "sharkey", "firefish", "iceshrimp"},
		place:  true,
		files:  []string{".config/default.yml"},
		source: "Misskey's .config/example.yml",
		keys:   []key{{".socket", Socket, ""}, {".port", Port, "3000"}, {"mediadirectory", Data, ""}},
	},
	{
		names:  []string{"docservice", "converter"},
		files:  []string{"/etc/onlyoffice/documentserver/local.json"},
		naming: naming{homes: "NODE_CONFIG_DIR"},
		source: "the documentation of ONLYOFFICE Docs (local.json, storage)",
		keys:   []key{{"storage.fs.folderpath", Data, "/var/lib/onlyoffice/documentserver/App_Data"}},
	},
	{
		names:  []string{"maubot"},
		files:  []string{"/etc/maubot/config.yaml", "config.yaml"},
		naming: naming{options: "-c --config"},
		source: "maubot's example-config.yaml",
		keys: []key{
			{"plugin_directories.upload", Data, ""}, {"plugin_directories.trash", Data, ""}, {"plugin_databases.sqlite", Data, ""},
			{"crypto_database", State, ""}, {"logging.handlers.file.filename", Log, ""}, {"server.port", Port, "29316"},
		},
	},
}
