package daemon

// chatPrograms are servers of chat and voice, and radio stations.
var chatPrograms = []program{
	{
		names:  []string{"inspircd"},
		files:  []string{"/etc/inspircd/inspircd.conf"},
		naming: naming{options: "--config", must: true},
		source: "InspIRCd's documentation (configuration)",
		keys: []key{
			{"pid.file", PIDFile, ""}, {"log.target", Log, ""}, {"bind.port", Port, "6667"}, {"bind.path", Socket, ""}, {"*.keyfile", Input, ""},
			{"*.certfile", Input, ""}, {"include.file", Include, ""}, {"permchanneldb.filename", State, ""}, {"xlinedb.filename", State, ""},
		},
		read: readTags,
	},
	{
		names:  []string{"bitlbee"},
		files:  []string{"/etc/bitlbee/bitlbee.conf"},
		naming: naming{options: "-c"},
		source: "bitlbee.conf as it is shipped",
		keys:   []key{{"configdir", Data, "/var/lib/bitlbee"}, {"pidfile", PIDFile, ""}, {"user", User, ""}, {"daemonport", Port, "6667"}},
	},
	{
		names:  []string{"asterisk", "safe_asterisk"},
		files:  []string{"/etc/asterisk/asterisk.conf"},
		naming: naming{options: "-C"},
		source: "asterisk.conf as it is shipped",
		keys: []key{
			{"directories.astspooldir", Data, "/var/spool/asterisk"}, {"directories.astrundir", Data, "/run/asterisk"},
			{"directories.astlogdir", Data, "/var/log/asterisk"}, {"directories.astdbdir", Data, "/var/lib/asterisk"},
			{"directories.astcachedir", Data, "/var/cache/asterisk"}, {"directories.*", Nothing, ""}, {"options.runuser", User, ""},
		},
	},
	{
		names:  []string{"kamailio", "kamctl"},
		files:  []string{"/etc/kamailio/kamailio.cfg"},
		naming: naming{options: "-f"},
		source: "Kamailio's documentation (core cookbook, modules ctl, jsonrpcs, tls)",
		keys: []key{
			{"jsonrpcs.dgram_user", Owner, ""}, {"jsonrpcs.fifo_user", Owner, ""}, {"ctl.user", Owner, ""},
			{"ctl.binrpc", Socket, ""}, {"jsonrpcs.fifo_name", Pipe, ""}, {"jsonrpcs.dgram_socket", Socket, ""}, {"tls.config", Input, ""},
			{"pidfile", PIDFile, ""}, {"user", User, "kamailio"}, {"uid", User, ""}, {"chroot", Chroot, ""}, {"workdir", Data, ""}, {"wdir", Data, ""},
			{"listen", Listen, ""}, {"db_sqlite.db_set_journal_mode", Nothing, ""},
		},
		read: readParametersOfModules,
	},
	{
		names:  []string{"liquidsoap"},
		files:  []string{"/etc/liquidsoap/*.liq"},
		naming: naming{operands: true, must: true},
		source: "Liquidsoap's documentation (settings, output.file)",
		keys: []key{
			{"*log.file.path", Log, ""}, {"*server.socket.path", Socket, ""}, {"output.file", State, ""},
		},
		read: readLua,
	},
	{
		names:    []string{"snapserver"},
		files:    []string{"/etc/snapserver.conf"},
		naming:   naming{options: "-c --config"},
		source:   "snapserver.conf as it is shipped",
		defaults: []standard{{Port, "1704"}},
		keys: []key{
			{"server.datadir", Data, "/var/lib/snapserver"}, {"server.pidfile", PIDFile, ""}, {"server.user", User, ""}, {"http.port", Port, "1780"},
			{"tcp.port", Port, "1705"}, {"stream.port", Port, "1704"},
		},
	},
	{
		names:  []string{"rtpengine"},
		files:  []string{"/etc/rtpengine/rtpengine.conf"},
		naming: naming{options: "--config-file"},
		source: "rtpengine(8)",
		keys:   []key{{"*.recording-dir", Data, ""}, {"*.pidfile", PIDFile, ""}},
	},
}
