package daemon

// systemPrograms keep clocks, files, sounds, pictures and chains of blocks.
var systemPrograms = []program{
	{
		names:  []string{"ptp4l", "phc2sys", "ts2phc", "timemaster"},
		files:  []string{"/etc/linuxptp/%N.conf", "/etc/%N.conf"},
		naming: naming{options: "-f"},
		source: "ptp4l(8)",
		keys:   []key{{"*uds_address", Socket, "/run"}, {"*uds_ro_address", Socket, "/run"}, {"*.ts2phc.nmea_serialport", Device, ""}},
	},
	{
		names:  []string{"ntp-daemon"},
		files:  []string{"/etc/ntpd-rs/ntp.toml", "/etc/ntp.toml"},
		naming: naming{options: "-c --config"},
		source: "ntp.toml(5) of ntpd-rs",
		read:   readSources,
		keys: []key{
			{"source.sock path", Socket, ""}, {"source.pps path", Device, ""}, {"observability.observation-path", Socket, "/run/ntpd-rs"},
			{"observability.metrics-exporter-listen", Listen, ""}, {"server.listen", Listen, ""}, {"*key-exchange*.listen", Listen, ""},
			{"*nts*.listen", Listen, ""}, {"*.*-path", Input, ""},
		},
	},
	{
		names:  []string{"sftpgo"},
		files:  []string{"/etc/sftpgo/sftpgo.json"},
		naming: naming{options: "--config-file", directories: "-c --config-dir"},
		source: "SFTPGo's documentation (configuration file)",
		keys: []key{
			{"data_provider.name", Store, ""}, {"data_provider.users_base_dir", Data, "/srv/sftpgo"}, {"data_provider.backups_path", Data, ""},
			{"common.temp_path", Data, ""}, {"*.host_keys", Input, ""}, {"*.bindings.port", Port, ""}, {"*.certificate_key_file", Input, ""},
		},
	},
	{
		names:  []string{"acpid"},
		files:  []string{"/etc/acpi/events/*"},
		source: "acpid(8)",
		keys:   []key{{"action", Program, ""}},
	},
	{
		names:  []string{"upsd"},
		files:  []string{"/etc/nut/upsd.conf", "/etc/ups/upsd.conf"},
		source: "upsd.conf(5)",
		keys:   []key{{"statepath", Data, ""}, {"certfile", Input, ""}},
	},
	{
		names:  []string{"usbhid-ups", "nutdrv_qx", "blazer_ser", "blazer_usb", "apcsmart", "snmp-ups", "upsdrvctl", "upsdrvsvcctl"},
		files:  []string{"/etc/nut/ups.conf", "/etc/ups/ups.conf"},
		source: "ups.conf(5)",
		keys:   []key{{"chroot", Chroot, ""}, {"statepath", Data, ""}, {"user", User, "nut"}, {"*.port", Device, ""}},
	},
	{
		names:  []string{"upssched"},
		files:  []string{"/etc/nut/upssched.conf", "/etc/ups/upssched.conf"},
		source: "upssched.conf(5)",
		keys:   []key{{"pipefn", State, ""}, {"lockfn", State, ""}, {"cmdscript", Program, ""}},
	},
	{
		names:    []string{"apt-cacher-ng"},
		files:    []string{"/etc/apt-cacher-ng/acng.conf", "/etc/apt-cacher-ng/*.conf"},
		naming:   naming{directories: "-c"},
		source:   "apt-cacher-ng(8)",
		defaults: []standard{{Port, "3142"}},
		keys: []key{
			{"port", Port, "3142"}, {"cachedir", Data, "/var/cache/apt-cacher-ng"}, {"logdir", Data, "/var/log/apt-cacher-ng"},
			{"socketpath", Socket, "/run/apt-cacher-ng"}, {"pidfile", PIDFile, ""},
		},
	},
	{
		names:  []string{"dnf", "dnf5", "dnf-3", "yum"},
		files:  []string{"/etc/dnf/dnf.conf", "/etc/yum.conf"},
		naming: naming{options: "-c --config"},
		source: "dnf.conf(5)",
		keys: []key{
			{"main.cachedir", Data, "/var/cache/dnf"}, {"main.logdir", Data, "/var/log"}, {"main.persistdir", Data, "/var/lib/dnf"},
			{"main.installroot", Data, ""},
		},
	},
	{
		names:  []string{"apt-mirror"},
		files:  []string{"/etc/apt/mirror.list"},
		naming: naming{operands: true},
		source: "apt-mirror(1)",
		keys:   []key{{"set", Data, ""}},
	},
	{
		names:  []string{"aptly"},
		files:  []string{"/etc/aptly.conf"},
		naming: naming{options: "-config --config"},
		source: "aptly's documentation (configuration)",
		keys:   []key{{"rootdir", Data, ""}},
	},
	{
		names:  []string{"fcron"},
		files:  []string{"/etc/fcron.conf", "/etc/fcron/fcron.conf"},
		naming: naming{options: "-c --configfile"},
		source: "fcron.conf(5)",
		keys:   []key{{"fcrontabs", Data, ""}, {"pidfile", PIDFile, ""}, {"fifofile", Socket, ""}, {"logfile", Log, ""}},
	},
	{
		names:  []string{"multipathd"},
		files:  []string{"/etc/multipath.conf", "/etc/multipath/conf.d/*.conf"},
		source: "multipath.conf(5)",
		keys:   []key{{"defaults.bindings_file", State, ""}, {"defaults.wwids_file", State, ""}, {"defaults.prkeys_file", State, ""}},
	},
	{
		names:  []string{"pulseaudio"},
		files:  []string{"/etc/pulse/system.pa", "/etc/pulse/system.pa.d/*.pa", "/etc/pulse/daemon.conf"},
		naming: naming{options: "-F --file"},
		source: "default.pa(5), pulse-daemon.conf(5); PulseAudio's documentation (modules)",
		keys: []key{
			{"module-native-protocol-unix.socket", Socket, ""}, {"module-pipe-sink.file", Pipe, ""}, {"module-pipe-source.file", Pipe, ""},
			{"log-target", Log, ""},
		},
		read: readModules,
	},
	{
		names:  []string{"mpd"},
		files:  []string{"/etc/mpd.conf"},
		naming: naming{operands: true},
		source: "mpd.conf(5)",
		keys: []key{
			{"db_file", State, "/var/lib/mpd"}, {"database.path", State, ""}, {"log_file", Log, "/var/log/mpd"}, {"pid_file", PIDFile, "/run/mpd"},
			{"state_file", State, "/var/lib/mpd"}, {"sticker_file", Store, "/var/lib/mpd"}, {"playlist_directory", Data, "/var/lib/mpd"},
			{"music_directory", Input, ""}, {"bind_to_address", Listen, ""}, {".port", Port, "6600"}, {".user", User, "mpd"}, {"audio_output.path", Pipe, ""},
			{"audio_output.command", Program, ""}, {"include*", Include, ""},
		},
	},
	{
		names:  []string{"shairport-sync"},
		files:  []string{"/etc/shairport-sync.conf"},
		naming: naming{options: "-c --configfile"},
		source: "shairport-sync.conf as it is shipped",
		keys: []key{
			{"pipe.name", Pipe, ""}, {"metadata.pipe_name", Pipe, ""}, {"metadata.cover_art_cache_directory", Data, ""},
			{"sessioncontrol.run_this_*", Program, ""}, {"general.port", Port, ""},
		},
	},
	{
		names:  []string{"spotifyd"},
		files:  []string{"/etc/spotifyd.conf", "/etc/spotifyd/spotifyd.conf"},
		naming: naming{options: "--config-path"},
		source: "spotifyd's documentation (configuration file)",
		keys: []key{
			{"cache_path", Data, ""}, {"password_cmd", Program, ""}, {"on_song_change_hook", Program, ""}, {"zeroconf_port", Port, ""},
		},
	},
	{
		names:  []string{"frigate"},
		files:  []string{"/config/config.yml", "/etc/frigate/config.yml"},
		naming: naming{variables: "CONFIG_FILE"},
		source: "Frigate's documentation (full reference config)",
		keys:   []key{{"database.path", Store, ""}},
	},
	{
		names:  []string{"zmpkg.pl", "zmdc.pl", "zmc", "zma"},
		files:  []string{"/etc/zm/zm.conf", "/etc/zm/conf.d/*.conf"},
		source: "zm.conf as it is shipped",
		keys: []key{
			{"zm_dir_events", Data, ""}, {"zm_dir_images", Data, ""}, {"zm_dir_cache", Data, ""}, {"zm_dir_exports", Data, ""}, {"zm_dir_temp", Data, ""},
			{"zm_path_logs", Data, ""}, {"zm_path_socks", Data, ""}, {"zm_path_swap", Data, ""},
		},
	},
	{
		names:  []string{"mediamtx", "rtsp-simple-server"},
		files:  []string{"/etc/mediamtx.yml", "/usr/local/etc/mediamtx.yml", "/etc/mediamtx/mediamtx.yml"},
		naming: naming{operands: true, must: true},
		source: "MediaMTX' configuration as it is shipped",
		keys: []key{
			{"*.recordpath", Mail, ""}, {"logfile", Log, ""}, {"authhttpaddress", Nothing, ""}, {"*address", Listen, ""},
			{"serverkey", Input, ""}, {"servercert", Input, ""}, {"*.runon*", Program, ""},
		},
	},
	{
		names:  []string{"bitcoind", "litecoind", "dashd", "dogecoind", "elementsd", "namecoind", "groestlcoind"},
		files:  []string{"/etc/bitcoin/bitcoin.conf", "/etc/litecoin/litecoin.conf", "/etc/dashcore/dash.conf"},
		naming: naming{options: "-conf --conf", directories: "-datadir --datadir", must: true},
		source: "bitcoind -help",
		keys: []key{
			{"datadir", Data, ""}, {"blocksdir", Data, ""}, {"walletdir", Data, ""}, {"debuglogfile", Log, ""}, {"pid", PIDFile, ""},
			{"rpccookiefile", State, ""}, {"settings", State, ""}, {"includeconf", Include, ""}, {"*notify", Program, ""}, {"port", Port, ""},
			{"rpcport", Port, ""},
		},
	},
	{
		names:  []string{"lnd"},
		files:  []string{"/etc/lnd/lnd.conf"},
		naming: naming{options: "--configfile -C", directories: "--lnddir", must: true},
		source: "LND's sample of a configuration",
		keys: []key{
			{"*lnddir", Data, ""}, {"*datadir", Data, ""}, {"*logdir", Data, ""}, {"*letsencryptdir", Data, ""}, {"*tlskeypath", Input, ""},
			{"*restlisten", Listen, ""}, {"*rpclisten", Listen, ""}, {"*listen", Listen, ""},
		},
	},
	{
		names:    []string{"nbd-server"},
		files:    []string{"/etc/nbd-server/config", "/etc/nbd-server/conf.d/*.conf"},
		naming:   naming{options: "-C"},
		source:   "nbd-server(5)",
		defaults: []standard{{Port, "10809"}},
		keys: []key{
			{"generic.unixsock", Socket, ""}, {"generic.user", User, "nbd"}, {"generic.port", Port, "10809"}, {"generic.includedir", Directory, ""},
			{"*.written-export", Served, ""}, {"*.exported-device", Device, ""}, {"*.exportname", Input, ""},
		},
		read: readExports,
	},
}
