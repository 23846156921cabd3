package daemon

// enginePrograms run containers and machines, or configure them, or share out work among them.
var enginePrograms = []program{
	{
		names:  []string{"podman"},
		files:  []string{"/etc/containers/storage.conf", "/etc/containers/containers.conf", "/etc/containers/containers.conf.d/*.conf"},
		naming: naming{variables: "CONTAINERS_STORAGE_CONF CONTAINERS_CONF"},
		source: "containers-storage.conf(5), containers.conf(5)",
		keys: []key{
			{"storage.graphroot", Data, "/var/lib/containers/storage"}, {"storage.runroot", Data, "/run/containers/storage"}, {"engine.tmp_dir", Data, ""},
			{"engine.volume_path", Data, ""}, {"engine.static_dir", Data, ""}, {"engine.image_copy_tmp_dir", Data, ""},
			{"engine.events_logfile_path", Log, ""},
		},
	},
	{
		names:  []string{"crio"},
		files:  []string{"/etc/crio/crio.conf", "/etc/crio/crio.conf.d/*", "/etc/containers/storage.conf"},
		naming: naming{options: "-c --config"},
		source: "crio.conf(5)",
		keys: []key{
			{"crio.root", Data, "/var/lib/containers/storage"}, {"crio.runroot", Data, "/run/containers/storage"}, {"crio.log_dir", Data, "/var/log/crio/pods"},
			{"crio.version_file*", State, ""}, {"crio.clean_shutdown_file", State, ""}, {"crio.api.listen", Socket, "/run/crio/crio.sock"},
			{"crio.runtime.namespaces_dir", Data, ""}, {"crio.runtime.container_exits_dir", Data, ""}, {"crio.runtime.container_attach_socket_dir", Data, ""},
			{"storage.graphroot", Data, "/var/lib/containers/storage"}, {"storage.runroot", Data, "/run/containers/storage"},
		},
	},
	{
		names:  []string{"k3s", "rke2"},
		files:  []string{"/etc/rancher/k3s/config.yaml", "/etc/rancher/k3s/config.yaml.d/*.yaml", "/etc/rancher/rke2/config.yaml"},
		naming: naming{options: "-c --config", variables: "K3S_CONFIG_FILE"},
		source: "K3s' documentation (server and agent configuration)",
		keys: []key{
			{"data-dir", Data, "/var/lib/rancher"}, {"write-kubeconfig", State, "/etc/rancher"}, {".log", Log, ""},
			{"private-registry", Input, ""}, {"etcd-snapshot-dir", Data, ""},
		},
	},
	{
		names:  []string{"kubelet"},
		files:  []string{"/var/lib/kubelet/config.yaml"},
		naming: naming{options: "--config"},
		source: "Kubernetes' documentation (KubeletConfiguration)",
		keys: []key{
			{"podlogsdir", Data, "/var/log/pods"}, {"tlsprivatekeyfile", Input, ""}, {"tlscertfile", Input, ""}, {"staticpodpath", Input, ""},
		},
	},
	{
		names:  []string{"libvirtd", "virtqemud", "virtnetworkd", "virtstoraged", "virtlxcd"},
		files:  []string{"/etc/libvirt/libvirtd.conf", "/etc/libvirt/qemu.conf", "/etc/libvirt/virtqemud.conf"},
		naming: naming{options: "-f --config"},
		source: "libvirtd.conf and qemu.conf as they are shipped",
		keys: []key{
			{"unix_sock_dir", Data, "/run/libvirt"}, {"log_outputs", Log, ""}, {"auto_dump_path", Data, ""}, {"memory_backing_dir", Data, ""},
			{"swtpm_storage_dir", Data, ""}, {"tls_port", Port, ""}, {"tcp_port", Port, ""}, {"key_file", Input, ""}, {"cert_file", Input, ""},
		},
	},
	{
		names:  []string{"nix-daemon", "lix-daemon", "determinate-nixd"},
		files:  []string{"/etc/nix/nix.conf", "/etc/nix/nix.custom.conf"},
		source: "nix.conf(5)",
		keys: []key{
			{"build-dir", Data, ""}, {"secret-key-files", Input, ""}, {"netrc-file", Input, ""}, {"post-build-hook", Program, ""},
			{"diff-hook", Program, ""}, {"!include", Include, ""}, {"include", Include, ""}, {"ssl-cert-file", Input, ""},
		},
	},
	{
		names:  []string{"buildkitd"},
		files:  []string{"/etc/buildkit/buildkitd.toml"},
		naming: naming{options: "--config -config"},
		source: "BuildKit's documentation (buildkitd.toml)",
		keys:   []key{{".root", Data, "/var/lib/buildkit"}, {"grpc.address", Listen, ""}, {"grpc.tls.key", Input, ""}, {"grpc.tls.cert", Input, ""}},
	},
	{
		names:  []string{"salt-minion", "salt-proxy"},
		files:  []string{"/etc/salt/minion", "/etc/salt/minion.d/*.conf"},
		naming: naming{directories: "-c --config-dir"},
		source: "Salt's documentation (configuring the minion)",
		read:   readNested,
		keys:   saltKeys,
	},
	{
		names:  []string{"salt-master", "salt-syndic", "salt-api"},
		files:  []string{"/etc/salt/master", "/etc/salt/master.d/*.conf"},
		naming: naming{directories: "-c --config-dir"},
		source: "Salt's documentation (configuring the master)",
		read:   readNested,
		keys:   saltKeys,
	},
	{
		names:  []string{"puppet"},
		files:  []string{"/etc/puppetlabs/puppet/puppet.conf", "/etc/puppet/puppet.conf"},
		naming: naming{options: "--config", directories: "--confdir"},
		source: "Puppet's configuration reference",
		keys: []key{
			{"*[nt].vardir", Data, "/opt/puppetlabs/puppet/cache"}, {"*[nt].statedir", Data, ""}, {"*[nt].ssldir", Data, ""},
			{"*[nt].logdir", Data, "/var/log/puppetlabs/puppet"},
			{"*[nt].rundir", Data, "/run/puppetlabs"}, {"*[nt].pidfile", PIDFile, ""}, {"*[nt].lastrunfile", State, ""}, {"*[nt].lastrunreport", State, ""},
			{"*[nt].statefile", State, ""}, {"*[nt].agent_catalog_run_lockfile", State, ""}, {"*[nt].agent_disabled_lockfile", State, ""},
			{"*[nt].publicdir", Data, ""},
			{"*[nt].clientbucketdir", Data, ""}, {"*[nt].logdest", Log, ""},
		},
	},
	{
		names:  []string{"puppetdb"},
		files:  []string{"/etc/puppetlabs/puppetdb/conf.d/*.ini"},
		source: "PuppetDB's documentation (configuring)",
		keys:   []key{{"global.vardir", Data, ""}, {"jetty.port", Port, "8080"}, {"jetty.ssl-port", Port, "8081"}, {"jetty.ssl-key", Input, ""}},
	},
	{
		names:  []string{"puppetserver"},
		files:  []string{"/etc/puppetlabs/puppetserver/conf.d/*.conf"},
		source: "Puppet Server's documentation (puppetserver.conf, webserver.conf)",
		keys: []key{
			{"*server-var-dir", Data, ""}, {"*server-run-dir", Data, ""}, {"*server-log-dir", Data, ""}, {"*master-var-dir", Data, ""},
			{"*master-run-dir", Data, ""}, {"*master-log-dir", Data, ""}, {"*ssl-key", Input, ""}, {"*ssl-port", Port, "8140"},
		},
	},
	{
		names:  []string{"chef-client"},
		files:  []string{"/etc/chef/client.rb", "/etc/cinc/client.rb", "/etc/chef/client.d/*.rb"},
		naming: naming{options: "-c --config"},
		source: "Chef's documentation (client.rb)",
		keys: []key{
			{"file_cache_path", Data, "/var/cache/chef"}, {"file_backup_path", Data, "/var/lib/chef"}, {"log_location", Log, "/var/log/chef"},
			{"pid_file", PIDFile, ""}, {"cache_path", Data, "/var/chef"}, {"lockfile", State, ""}, {"client_key", Input, ""}, {"validation_key", Input, ""},
			{"node_path", Data, ""},
		},
	},
	{
		names:  []string{"ansible-pull", "ansible-playbook"},
		files:  []string{"/etc/ansible/ansible.cfg", "ansible.cfg"},
		naming: naming{variables: "ANSIBLE_CONFIG"},
		source: "Ansible's configuration settings",
		keys: []key{
			{"defaults.log_path", Log, ""}, {"defaults.local_tmp", Data, ""}, {"defaults.fact_caching_connection", Data, ""}, {"defaults.private_key_file", Input, ""},
			{"defaults.vault_password_file", Input, ""}, {"defaults.home", Data, ""}, {"*.control_path_dir", Data, ""},
		},
	},
	{
		names:  []string{"condor_master", "condor_startd", "condor_schedd"},
		files:  []string{"/etc/condor/condor_config", "/etc/condor/config.d/*", "/etc/condor/condor_config.local"},
		naming: naming{variables: "CONDOR_CONFIG"},
		source: "HTCondor's manual (configuration macros)",
		keys: []key{
			{"spool", Data, "/var/lib/condor/spool"}, {"log", Data, "/var/log/condor"}, {"execute", Data, "/var/lib/condor/execute"},
			{"lock", Data, "/var/lock/condor"}, {"run", Data, "/run/condor"}, {"master_log", Log, ""}, {"schedd_log", Log, ""}, {"startd_log", Log, ""},
			{"local_dir", Nothing, ""}, {"local_config_file", Include, ""}, {"local_config_dir", Directory, ""},
		},
	},
	{
		names:  []string{"slurmctld"},
		files:  []string{"/etc/slurm/slurm.conf", "/etc/slurm-llnl/slurm.conf"},
		naming: naming{options: "-f", variables: "SLURM_CONF"},
		source: "slurm.conf(5)",
		keys: []key{
			{"statesavelocation", Data, "/var/spool/slurmctld"}, {"slurmctldlogfile", Log, "/var/log/slurm"}, {"slurmctldpidfile", PIDFile, "/run"},
			{"slurmschedlogfile", Log, ""}, {"jobcomploc", Log, ""}, {"slurmuser", User, "slurm"}, {"slurmctldport", Port, "6817"},
			{"prologslurmctld", Program, ""}, {"epilogslurmctld", Program, ""}, {"mailprog", Program, ""}, {"include", Include, ""},
		},
	},
	{
		names:  []string{"slurmd"},
		files:  []string{"/etc/slurm/slurm.conf", "/etc/slurm-llnl/slurm.conf"},
		naming: naming{options: "-f", variables: "SLURM_CONF"},
		source: "slurm.conf(5)",
		keys: []key{
			{"slurmdspooldir", Data, "/var/spool/slurmd"}, {"slurmdlogfile", Log, "/var/log/slurm"}, {"slurmdpidfile", PIDFile, "/run"},
			{"slurmdport", Port, "6818"}, {"prolog", Program, ""}, {"epilog", Program, ""}, {"include", Include, ""},
		},
	},
	{
		names:  []string{"slurmdbd"},
		files:  []string{"/etc/slurm/slurmdbd.conf", "/etc/slurm-llnl/slurmdbd.conf"},
		source: "slurmdbd.conf(5)",
		keys: []key{
			{"logfile", Log, "/var/log/slurm"}, {"pidfile", PIDFile, "/run"}, {"archivedir", Data, ""}, {"slurmuser", User, "slurm"}, {"dbdport", Port, "6819"},
		},
	},
	{
		names:  []string{"cloud-init"},
		files:  []string{"/etc/cloud/cloud.cfg", "/etc/cloud/cloud.cfg.d/*.cfg"},
		source: "cloud-init's documentation (base configuration)",
		keys:   []key{{"system_info.paths.cloud_dir", Data, "/var/lib/cloud"}, {"def_log_file", Log, "/var/log/cloud-init.log"}},
	},
}

// saltKeys are the keys of Salt's programs.
var saltKeys = []key{
	{"pki_dir", Data, "/etc/salt/pki"}, {"cachedir", Data, "/var/cache/salt"}, {"sock_dir", Data, "/run/salt"}, {"log_file", Log, "/var/log/salt"},
	{"key_logfile", Log, "/var/log/salt"}, {"ssh_log_file", Log, ""}, {"extension_modules", Data, ""}, {"pidfile", PIDFile, ""},
	{"sqlite_queue_dir", Data, ""}, {".user", User, "salt"}, {"publish_port", Port, "4505"}, {"ret_port", Port, "4506"},
	{"include", Include, ""},
}
