package daemon

import (
	"slices"
	"strings"

	"github.com/unitlint/unitlint/lint/source"
)

// hostedPrograms are further servers of applications, meshes, prints and proxies.
var hostedPrograms = []program{
	{
		names:  []string{"odoo", "odoo-bin", "odoo.py", "odoo-server", "openerp-server"},
		files:  []string{"/etc/odoo/odoo.conf", "/etc/odoo.conf", "/etc/odoo-server.conf", "/etc/odoo/openerp-server.conf"},
		naming: naming{options: "-c --config"},
		source: "Odoo's documentation (command-line interface, configuration file)",
		keys: []key{
			{"data_dir", Data, "/var/lib/odoo"}, {"logfile", Log, "/var/log/odoo/odoo-server.log"}, {"pidfile", PIDFile, ""},
			{"http_port", Port, "8069"}, {"xmlrpc_port", Port, "8069"}, {"gevent_port", Port, ""}, {"longpolling_port", Port, ""},
			{"addons_path", Nothing, ""}, {"*geoip*", Input, ""},
		},
	},
	{
		names:  []string{"netatalk", "afpd"},
		files:  []string{"/etc/netatalk/afp.conf", "/etc/afp.conf", "/usr/local/etc/afp.conf"},
		naming: naming{options: "-F"},
		source: "afp.conf(5)",
		read:   readVolumesOfAFP,
		keys: []key{
			{"written-path", Served, ""}, {"log file", Log, ""}, {"vol dbpath", Data, "/var/lib/netatalk/CNID"}, {"afp port", Port, "548"},
			{"signature conf", State, ""}, {"path", Nothing, ""},
		},
	},
	{
		names:  []string{"nebula"},
		files:  []string{"/etc/nebula/config.yml", "/etc/nebula/config.yaml"},
		naming: naming{options: "-config --config"},
		source: "Nebula's documentation (configuration reference)",
		keys: []key{
			{"pki.ca", Input, ""}, {"pki.cert", Input, ""}, {"pki.key", Input, ""}, {"listen.port", UDPPort, "4242"}, {"lighthouse.dns.port", UDPPort, ""},
			{"sshd.listen", Listen, ""}, {"sshd.host_key", Input, ""}, {"*host", Nothing, ""},
		},
	},
	{
		names:  []string{"lldap"},
		files:  []string{"/etc/lldap/lldap_config.toml", "/etc/lldap/lldap.toml", "lldap_config.toml"},
		naming: naming{options: "-c --config-file"},
		source: "lldap_config.docker_template.toml as it is shipped",
		keys: []key{
			{".ldap_port", Port, "3890"}, {".http_port", Port, "17170"}, {".key_file", State, ""}, {"ldaps_options.port", Port, ""},
			{"ldaps_options.*_file", Input, ""},
		},
	},
	{
		names:  []string{"mopidy"},
		files:  []string{"/etc/mopidy/mopidy.conf"},
		source: "Mopidy's documentation (configuration)",
		keys: []key{
			{"core.cache_dir", Data, "/var/cache/mopidy"}, {"core.data_dir", Data, "/var/lib/mopidy"}, {"core.config_dir", Nothing, ""},
			{"m3u.playlists_dir", Data, ""}, {"logging.debug_file", Log, ""}, {"local.media_dir", Input, ""}, {"file.media_dirs", Nothing, ""},
			{"http.port", Port, "6680"}, {"mpd.port", Port, "6600"},
		},
	},
	{
		names:  []string{"orthanc", "Orthanc"},
		files:  []string{"/etc/orthanc/*.json", "/etc/orthanc/orthanc.json"},
		source: "Orthanc's book (configuration)",
		keys: []key{
			{"storagedirectory", Data, "/var/lib/orthanc/db-v6"}, {"indexdirectory", Data, "/var/lib/orthanc/db-v6"}, {"temporarydirectory", Data, ""},
			{"httpport", Port, "8042"}, {"dicomport", Port, "4242"}, {"sslcertificate", Input, ""}, {"registeredusers.*", Nothing, ""},
		},
	},
	{
		names:  []string{"owntone", "forked-daapd"},
		files:  []string{"/etc/owntone.conf", "/etc/forked-daapd.conf"},
		naming: naming{options: "-c"},
		source: "owntone.conf as it is shipped",
		keys: []key{
			{"general.uid", User, "owntone"}, {"general.logfile", Log, "/var/log/owntone.log"}, {"general.db_path", State, "/var/cache/owntone/songs3.db"},
			{"general.cache_path", State, ""}, {"general.cache_dir", Data, "/var/cache/owntone"}, {"library.port", Port, "3689"},
			{"library.directories", Input, ""},
		},
	},
	{
		names:  []string{"moonraker", "moonraker.py"},
		naming: naming{options: "-c --configfile"},
		source: "Moonraker's documentation (configuration)",
		keys: []key{
			{"server.port", Port, "7125"}, {"database.database_path", Data, ""}, {"file_manager.*_path", Data, ""}, {"server.klippy_uds_address", Nothing, ""},
			{"server.ssl_*_path", Input, ""},
		},
	},
	{
		names:  []string{"lightdm"},
		files:  []string{"/usr/share/lightdm/lightdm.conf.d/*.conf", "/etc/lightdm/lightdm.conf.d/*.conf", "/etc/lightdm/lightdm.conf"},
		naming: naming{options: "-c --config"},
		source: "lightdm.conf as it is shipped",
		keys: []key{
			{"lightdm.log-directory", Data, "/var/log/lightdm"}, {"lightdm.run-directory", Data, "/run/lightdm"},
			{"lightdm.cache-directory", Data, "/var/cache/lightdm"}, {"*", Nothing, ""},
		},
	},
	{
		names:  []string{"nsqd"},
		files:  []string{"/etc/nsq/nsqd.cfg", "/etc/nsqd.cfg"},
		naming: naming{options: "-config --config"},
		source: "nsqd.cfg.example of NSQ",
		keys: []key{
			{"data_path", Data, ""}, {"tcp_address", Listen, "4150"}, {"http_address", Listen, "4151"}, {"https_address", Listen, ""},
			{"tls_key", Input, ""}, {"tls_cert", Input, ""},
		},
	},
	{
		names:  []string{"onedrive"},
		files:  []string{"/root/.config/onedrive/config", "/etc/onedrive/config"},
		naming: naming{directories: "--confdir"},
		source: "the client's documentation (configuration file)",
		keys:   []key{{"sync_dir", Data, ""}, {"log_dir", Data, "/var/log/onedrive"}},
	},
	{
		names:  []string{"oxidized"},
		files:  []string{"config", "/home/oxidized/.config/oxidized/config", "/etc/oxidized/config", "/root/.config/oxidized/config"},
		naming: naming{homes: "OXIDIZED_HOME", directories: "--home-dir"},
		source: "Oxidized' documentation (configuration)",
		read:   readNested,
		keys: []key{
			{".pid", PIDFile, ""}, {".log", Log, ""}, {".rest", Listen, "8888"}, {"crash.directory", Data, ""}, {"output.git.repo", Data, ""},
			{"output.gitcrypt.repo", Data, ""}, {"output.file.directory", Data, ""}, {"source.csv.file", Input, ""}, {"source.sqlite.file", Nothing, ""},
		},
	},
	{
		names: []string{
			"mautrix-telegram", "mautrix-whatsapp", "mautrix-signal", "mautrix-discord", "mautrix-meta", "mautrix-slack", "mautrix-gmessages",
			"mautrix-googlechat", "mautrix-twitter", "mautrix-bluesky", "mautrix-gvoice", "mautrix-linkedin", "mautrix-irc",
		},
		files:  []string{"config.yaml", "/etc/%N/config.yaml"},
		naming: naming{options: "-c --config"},
		source: "the example configurations of mautrix' bridges",
		keys: []key{
			{"logging.writers.filename", Log, ""}, {"logging.directory", Data, ""}, {"logging.handlers.file.filename", Log, ""},
			{"appservice.port", Port, ""}, {"*address", Nothing, ""}, {"appservice.database", Nothing, ""}, {"*hostname", Nothing, ""},
		},
	},
	{
		names:  []string{"livekit-server"},
		files:  []string{"/etc/livekit.yaml", "/etc/livekit/livekit.yaml"},
		naming: naming{options: "--config"},
		source: "LiveKit's config-sample.yaml",
		keys: []key{
			{".port", Port, "7880"}, {"rtc.tcp_port", Port, ""}, {"rtc.udp_port", UDPPort, ""}, {"turn.tls_port", Port, ""}, {"turn.udp_port", UDPPort, ""},
			{"turn.cert_file", Input, ""}, {"turn.key_file", Input, ""}, {"key_file", Input, ""},
		},
	},
	{
		names:  []string{"miniflux"},
		files:  []string{"/etc/miniflux.conf"},
		naming: naming{options: "-c -config-file"},
		source: "miniflux(1)",
		keys: []key{
			{"listen_addr", Listen, "8080"}, {"cert_file", Input, ""}, {"key_file", Input, ""}, {"cert_cache", Data, ""}, {"*_file", Input, ""},
		},
	},
	{
		names:  []string{"jibri", "jibri.jar", "launch.sh"},
		files:  []string{"/etc/jitsi/jibri/jibri.conf"},
		source: "Jibri's README (jibri.conf)",
		keys:   []key{{"*recordings-directory", Data, ""}, {"*finalize-script", Program, ""}},
	},
	{
		names:  []string{"kanidm_unixd"},
		files:  []string{"/etc/kanidm/unixd"},
		source: "Kanidm's book (PAM and nsswitch, unixd)",
		keys: []key{
			{"db_path", State, "/var/cache/kanidm-unixd/kanidm.cache.db"}, {"cache_db_path", State, ""}, {"hsm_pin_path", State, ""},
			{"sock_path", Socket, "/var/run/kanidm-unixd/sock"}, {"task_sock_path", Socket, "/var/run/kanidm-unixd/task_sock"}, {"home_*", Nothing, ""},
		},
	},
	{
		names:  []string{"himmelblaud"},
		files:  []string{"/etc/himmelblau/himmelblau.conf"},
		naming: naming{options: "-c --config"},
		source: "himmelblau.conf(5)",
		keys: []key{
			{"db_path", State, ""}, {"hsm_pin_path", State, ""}, {"socket_path", Socket, ""}, {"task_socket_path", Socket, ""}, {"broker_socket_path", Socket, ""},
			{"home_*", Nothing, ""}, {"join_type", Nothing, ""},
		},
	},
	{
		names:  []string{"mcelog"},
		files:  []string{"/etc/mcelog/mcelog.conf", "/etc/mcelog.conf"},
		naming: naming{options: "--config-file"},
		source: "mcelog.conf(5)",
		keys: []key{
			{"logfile", Log, ""}, {"pidfile", PIDFile, ""}, {"server.socket-path", Socket, ""}, {"trigger.directory", Nothing, ""},
			{"filter.*", Nothing, ""}, {"run-credentials-user", Nothing, ""},
		},
	},
	{
		names:  []string{"mpdscribble"},
		files:  []string{"/etc/mpdscribble.conf"},
		naming: naming{options: "--conf"},
		source: "mpdscribble(1)",
		keys:   []key{{".log", Log, ""}, {"*.cache", State, ""}, {"*.journal", State, ""}, {"*.file", State, ""}, {"*", Nothing, ""}},
	},
	{
		names:  []string{"miniupnpd"},
		files:  []string{"/etc/miniupnpd/miniupnpd.conf", "/etc/miniupnpd.conf"},
		naming: naming{options: "-f"},
		source: "miniupnpd.conf as it is shipped",
		keys: []key{
			{"lease_file*", State, ""}, {"http_port", Port, ""}, {"https_port", Port, ""}, {"https_cert", Input, ""}, {"https_key", Input, ""}, {"*", Nothing, ""},
		},
	},
	{
		names:  []string{"lavinmq"},
		files:  []string{"/etc/lavinmq/lavinmq.ini"},
		naming: naming{options: "-c --config"},
		source: "LavinMQ's documentation (configuration file)",
		keys: []key{
			{"main.data_dir", Data, "/var/lib/lavinmq"}, {"main.log_file", Log, ""}, {"amqp.port", Port, "5672"}, {"amqp.tls_port", Port, ""},
			{"mgmt.port", Port, "15672"}, {"*.unix_path", Socket, ""}, {"*tls_key", Input, ""}, {"*tls_cert", Input, ""},
		},
	},
	{
		names:  []string{"krill"},
		files:  []string{"/etc/krill.conf"},
		naming: naming{options: "-c --config"},
		source: "Krill's documentation (configuration)",
		keys: []key{
			{"storage_uri", Data, "/var/lib/krill/data"}, {"data_dir", Data, ""}, {"log_file", Log, ""}, {"pid_file", PIDFile, ""}, {"tls_keys_dir", Data, ""},
			{"repo_dir", Data, ""}, {".port", Port, "3000"}, {"unix_socket", Socket, ""},
		},
	},
	{
		names:  []string{"hitch"},
		files:  []string{"/etc/hitch/hitch.conf"},
		naming: naming{options: "--config"},
		source: "hitch.conf(5)",
		keys: []key{
			{"user", User, ""}, {"chroot", Chroot, ""}, {"pidfile", PIDFile, ""}, {"log-filename", Log, ""}, {"ocsp-dir", Data, "/var/lib/hitch"},
			{"pem-file", Input, ""}, {"pem-dir", Input, ""},
		},
	},
	{
		names:  []string{"hiawatha"},
		files:  []string{"/etc/hiawatha/hiawatha.conf"},
		source: "hiawatha(1)",
		keys: []key{
			{"serverid", User, "www-data"}, {"systemlogfile", Log, ""}, {"garbagelogfile", Log, ""}, {"exploitlogfile", Log, ""}, {"*accesslogfile", Log, ""},
			{"*errorlogfile", Log, ""}, {"binding.port", Port, "80"}, {"pidfile", PIDFile, ""}, {"workdirectory", Data, ""}, {"*tlscertfile", Input, ""},
		},
	},
	{
		names:  []string{"nghttpx"},
		files:  []string{"/etc/nghttpx/nghttpx.conf"},
		naming: naming{options: "--conf"},
		source: "nghttpx(1)",
		keys: []key{
			{"user", User, ""}, {"pid-file", PIDFile, ""}, {"errorlog-file", Log, ""}, {"accesslog-file", Log, ""}, {"private-key-file", Input, ""},
			{"certificate-file", Input, ""}, {"*", Nothing, ""},
		},
	},
	{
		names:  []string{"mfsmaster", "mfschunkserver", "mfsmetalogger"},
		files:  []string{"/etc/mfs/%N.cfg"},
		naming: naming{options: "-c"},
		source: "mfsmaster.cfg(5), mfschunkserver.cfg(5), mfsmetalogger.cfg(5)",
		keys:   []key{{"working_user", User, "mfs"}, {"data_path", Data, "/var/lib/mfs"}, {"exports_filename", Input, ""}, {"topology_filename", Input, ""}},
	},
	{
		names:  []string{"mrtg"},
		files:  []string{"/etc/mrtg.cfg", "/etc/mrtg/mrtg.cfg"},
		naming: naming{operands: true, valued: "--user --group --lock-file --confcache-file --logging --pid-file"},
		source: "mrtg-reference(1)",
		keys:   []key{{"workdir", Data, ""}, {"htmldir", Data, ""}, {"imagedir", Data, ""}, {"logdir", Data, ""}, {"*", Nothing, ""}},
	},
	{
		names:  []string{"imapproxyd", "in.imapproxyd"},
		files:  []string{"/etc/imapproxy.conf"},
		naming: naming{options: "-f"},
		source: "imapproxy.conf as it is shipped",
		keys: []key{
			{"proc_username", User, ""}, {"chroot_directory", Chroot, ""}, {"stat_filename", State, ""}, {"protocol_log_filename", Log, ""}, {"listen_port", Port, ""},
			{"tls_key_file", Input, ""}, {"tls_cert_file", Input, ""},
		},
	},
	{
		names:  []string{"lsyncd"},
		files:  []string{"/etc/lsyncd/lsyncd.conf.lua", "/etc/lsyncd.conf", "/etc/lsyncd/lsyncd.conf"},
		naming: naming{operands: true, valued: "-log -logfile -pidfile -delay"},
		source: "Lsyncd's manual (config file)",
		keys: []key{
			{"*logfile", Log, ""}, {"*statusfile", State, ""}, {"*pidfile", PIDFile, ""}, {"*targetdir", Nothing, ""}, {"*target", Data, ""},
			{"*source", Input, ""}, {"*", Nothing, ""},
		},
	},
	{
		names:  []string{"nslcd"},
		files:  []string{"/etc/nslcd.conf"},
		source: "nslcd.conf(5)",
		keys: []key{
			{"uid", User, "nslcd"}, {"tls_key", Input, ""}, {"tls_cert", Input, ""}, {"tls_cacertfile", Input, ""}, {"log", Log, ""}, {"*", Nothing, ""},
		},
	},
	{
		names:  []string{"osqueryd"},
		files:  []string{"/etc/osquery/osquery.conf"},
		naming: naming{options: "--config_path"},
		source: "osquery's documentation (configuration, command line flags)",
		keys: []key{
			{"options.logger_path", Data, "/var/log/osquery"}, {"options.database_path", Data, "/var/osquery/osquery.db"}, {"options.pidfile", PIDFile, ""},
			{"options.extensions_socket", Socket, ""}, {"*", Nothing, ""},
		},
	},
	{
		names:  []string{"opentracker"},
		files:  []string{"/etc/opentracker/opentracker.conf", "/etc/opentracker.conf"},
		naming: naming{options: "-f"},
		source: "opentracker.conf.sample as it is shipped",
		keys: []key{
			{"tracker.rootdir", Chroot, ""}, {"tracker.user", User, ""}, {"access.whitelist", Input, ""}, {"access.blacklist", Input, ""}, {"*", Nothing, ""},
		},
	},
	{
		names:  []string{"oscam"},
		files:  []string{"/etc/oscam/oscam.conf", "/usr/local/etc/oscam.conf"},
		naming: naming{directories: "-c --config-dir"},
		source: "OSCam's wiki (oscam.conf)",
		keys: []key{
			{"global.logfile", Log, ""}, {"global.usrfile", Log, ""}, {"global.cwlogdir", Data, ""}, {"*.logfile", Log, ""}, {"webif.httpport", Port, ""},
			{"*", Nothing, ""},
		},
	},
	{
		names:  []string{"innd"},
		files:  []string{"/etc/news/inn.conf", "/usr/local/news/etc/inn.conf"},
		source: "inn.conf(5)",
		keys: []key{
			{"patharchive", Data, ""}, {"patharticles", Data, "/var/spool/news/articles"}, {"pathdb", Data, "/var/lib/news"},
			{"pathincoming", Data, "/var/spool/news/incoming"}, {"pathlog", Data, "/var/log/news"}, {"pathoutgoing", Data, "/var/spool/news/outgoing"},
			{"pathoverview", Data, "/var/spool/news/overview"}, {"pathrun", Data, "/run/news"}, {"pathspool", Data, "/var/spool/news"}, {"pathtmp", Data, ""},
			{"runasuser", User, "news"}, {"port", Port, "119"}, {"tlskeyfile", Input, ""}, {"*", Nothing, ""},
		},
	},
	{
		names:  []string{"leafnode", "fetchnews", "texpire"},
		files:  []string{"/etc/news/leafnode/config", "/etc/leafnode/config"},
		naming: naming{options: "-F"},
		source: "leafnode(8), configuration",
		keys:   []key{{"spooldir", Data, "/var/spool/news"}, {"*", Nothing, ""}},
	},
	{
		names:  []string{"monitorix"},
		files:  []string{"/etc/monitorix/monitorix.conf", "/etc/monitorix/conf.d/*.conf"},
		naming: naming{options: "-c"},
		source: "monitorix.conf(5)",
		keys: []key{
			{"base_dir", Data, "/var/lib/monitorix/www"}, {"base_lib", Data, "/var/lib/monitorix"}, {".log_file", Log, "/var/log/monitorix"},
			{"httpd_builtin.log_file", Log, "/var/log/monitorix-httpd"}, {"httpd_builtin.port", Port, "8080"}, {"httpd_builtin.user", Nothing, ""}, {"*", Nothing, ""},
		},
	},
}

// readVolumesOfAFP reads the configuration of Netatalk, and calls the paths of volumes "written-path" that
// clients may write: those of which nothing says otherwise (afp.conf(5), "read only").
func readVolumesOfAFP(file *source.File) []Setting {
	settings := readLines(file)
	closed := map[string]bool{}
	for _, s := range settings {
		if s.Key == "read" && strings.HasPrefix(s.Value, "only") || s.Key == "read only" {
			_, answer, _ := strings.Cut(s.Value, "=")
			if s.Key == "read only" {
				answer = s.Value
			}
			closed[s.Section] = slices.Contains(switchedOn, strings.ToLower(strings.TrimSpace(answer)))
		}
	}
	for i := range settings {
		if s := &settings[i]; s.Key == "path" && s.Section != "homes" && !closed[s.Section] {
			s.Key = "written-path"
		}
	}
	return settings
}
