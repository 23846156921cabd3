package rules

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"

	"github.com/unitlint/unitlint/lint/finding"
)

// The consequences as symptoms begin with them.
const (
	startFails = "The service fails to start"
	jobFails   = "The service is active, but does not do its job"
	staysRoot  = "The service seems to work, but its workers keep root's privileges"
	isMissing  = "The service runs, but a part of its work is silently missing"
)

// failureModes are ways in which hardening is known to break services, each
// with a unit that shows it, the directive to blame and what becomes of the
// service: the trade-offs and the failure modes of common advice on hardening.
var failureModes = []struct {
	// unit is the one to look at, or all where it is empty.
	name, unit, files string
	directive         string
	severity          finding.Severity
	message           string
	symptom           string
	advice            string
}{
	{
		name: "ProtectSystem=strict without a path that is written", unit: "ledger.service",
		files: `-- usr/lib/systemd/system/ledger.service --
[Service]
Type=forking
PIDFile=/var/lib/ledger/ledger.pid
ExecStart=/usr/sbin/ledgerd --log-file=/var/log/ledger.log
-- etc/systemd/system/ledger.service.d/strict.conf --
[Service]
ProtectSystem=strict
ReadWritePaths=-/var/lib/ledger
`,
		directive: "ProtectSystem", severity: finding.Warning, message: "/var/log/ledger.log", symptom: startFails + " (EROFS)", advice: "ReadWritePaths=",
	},
	{
		name: "ProtectSystem=strict with a program that is known to write", unit: "shop.service",
		files: `-- usr/lib/systemd/system/shop.service --
[Service]
ExecStart=/usr/sbin/nginx -g 'daemon off;'
-- etc/systemd/system/shop.service.d/strict.conf --
[Service]
ProtectSystem=strict
ReadWritePaths=/run
`,
		directive: "ProtectSystem", severity: finding.Warning, message: "/var/log/nginx", symptom: startFails + " (EROFS)", advice: "ReadWritePaths=",
	},
	{
		name: "ReadWritePaths= names a path that nobody makes", unit: "shop.service",
		files: `-- usr/lib/systemd/system/shop.service --
[Service]
ExecStart=/usr/sbin/nginx -g 'daemon off;'
-- etc/systemd/system/shop.service.d/paths.conf --
[Service]
ProtectSystem=full
ReadWritePaths=/run/nginx
`,
		directive: "ReadWritePaths", severity: finding.Warning, message: "/run/nginx", symptom: startFails + " (226/NAMESPACE)", advice: "'-'",
	},
	{
		name: "PrivateTmp=yes takes a shared file away",
		files: `-- usr/lib/systemd/system/writer.service --
[Service]
ExecStart=/usr/bin/writer --spool /tmp/queue/jobs
-- usr/lib/systemd/system/reader.service --
[Service]
ExecStart=/usr/bin/reader /tmp/queue/jobs
-- etc/systemd/system/writer.service.d/tmp.conf --
[Service]
PrivateTmp=yes
`,
		directive: "PrivateTmp", severity: finding.Warning, message: "/tmp/queue/jobs", symptom: "Neither unit finds", advice: "JoinsNamespaceOf=",
	},
	{
		name: "PrivateTmp=yes hides a socket from its clients", unit: "writer.service",
		files: `-- usr/lib/systemd/system/writer.service --
[Service]
ExecStart=/usr/bin/writer --socket=/tmp/writer.sock
PrivateTmp=yes
`,
		directive: "PrivateTmp", severity: finding.Warning, message: "/tmp/writer.sock", symptom: jobFails, advice: "below /run",
	},
	{
		name: "a filter blocks what the program calls", unit: "gate.service",
		files: `-- usr/lib/systemd/system/gate.service --
[Service]
ExecStart=/usr/sbin/haproxy -W -f /etc/haproxy/haproxy.cfg
SystemCallFilter=@system-service
SystemCallErrorNumber=EPERM
`,
		directive: "SystemCallFilter", severity: finding.Warning, message: "chroot", symptom: startFails + " (EPERM)", advice: "SystemCallFilter=",
	},
	{
		name: "an allow list kills what it does not know", unit: "gate.service",
		files: `-- usr/lib/systemd/system/gate.service --
[Service]
ExecStart=/usr/sbin/haproxy -W -f /etc/haproxy/haproxy.cfg
SystemCallFilter=@system-service
`,
		directive: "SystemCallFilter", severity: finding.Warning, message: "chroot", symptom: startFails + " (SIGSYS)", advice: "SystemCallFilter=",
	},
	{
		name: "a drop-in keeps a filter that the new version of the unit has widened", unit: "pool.service",
		files: `-- usr/lib/systemd/system/pool.service --
[Service]
ExecStart=/usr/bin/pool
SystemCallFilter=@system-service io_uring_setup io_uring_enter
-- etc/systemd/system/pool.service.d/filter.conf --
[Service]
SystemCallFilter=
SystemCallFilter=@system-service
`,
		directive: "SystemCallFilter", severity: finding.Note, message: "io_uring_enter io_uring_setup", symptom: "after an upgrade", advice: "Add to the unit's list",
	},
	{
		name: "no capability for a low port", unit: "front.service",
		files: `-- usr/lib/systemd/system/front.service --
[Service]
ExecStart=/usr/bin/front --port=80
CapabilityBoundingSet=
`,
		directive: "CapabilityBoundingSet", severity: finding.Error, message: "port 80", symptom: startFails + " (EACCES)", advice: "CAP_NET_BIND_SERVICE",
	},
	{
		name: "the bounding set of a root service that switches users", unit: "shop.service",
		files: `-- usr/lib/systemd/system/shop.service --
[Service]
ExecStart=/usr/sbin/nginx -g 'daemon off;'
CapabilityBoundingSet=CAP_NET_BIND_SERVICE CAP_DAC_OVERRIDE
`,
		directive: "CapabilityBoundingSet", severity: finding.Warning, message: "CAP_SETUID and CAP_SETGID", symptom: jobFails, advice: "CapabilityBoundingSet=",
	},
	{
		name: "workers that keep root's privileges", unit: "site.service",
		files: `-- usr/lib/systemd/system/site.service --
[Service]
ExecStart=/usr/sbin/apache2 -D FOREGROUND
CapabilityBoundingSet=CAP_NET_BIND_SERVICE CAP_CHOWN CAP_DAC_OVERRIDE
`,
		directive: "CapabilityBoundingSet", severity: finding.Warning, message: "CAP_SETUID and CAP_SETGID", symptom: staysRoot, advice: "CapabilityBoundingSet=",
	},
	{
		name: "no network for a service with clients", unit: "front.service",
		files: `-- usr/lib/systemd/system/front.service --
[Service]
ExecStart=/usr/bin/front --port=8080
PrivateNetwork=yes
`,
		directive: "PrivateNetwork", severity: finding.Error, message: "port 8080", symptom: jobFails, advice: "without clients",
	},
	{
		name: "no network for a client", unit: "worker.service",
		files: `-- usr/lib/systemd/system/worker.service --
[Service]
Environment=DATABASE_URL=postgres://app@db.example.org:5432/app
ExecStart=/usr/bin/worker
PrivateNetwork=yes
`,
		directive: "PrivateNetwork", severity: finding.Warning, message: "db.example.org", symptom: jobFails, advice: "without connections",
	},
	{
		name: "a dynamic user for files that stay", unit: "cache.service",
		files: `-- usr/lib/systemd/system/cache.service --
[Service]
User=redis
ExecStart=/usr/bin/redis-server /etc/redis/redis.conf
-- etc/systemd/system/cache.service.d/user.conf --
[Service]
User=
DynamicUser=yes
ReadWritePaths=/var/lib/redis /var/log/redis
`,
		directive: "DynamicUser", severity: finding.Warning, message: "may not", symptom: startFails + " (EACCES)", advice: "Leave the user",
	},
	{
		name: "a monitoring service that sees no process", unit: "watch.service",
		files: `-- usr/lib/systemd/system/watch.service --
[Service]
User=watch
ExecStart=/usr/bin/monit -I
ProtectProc=invisible
`,
		directive: "ProtectProc", severity: finding.Warning, message: "processes of all users", symptom: isMissing, advice: "ProtectProc=default",
	},
	{
		name: "a monitoring service without /proc/stat", unit: "watch.service",
		files: `-- usr/lib/systemd/system/watch.service --
[Service]
User=watch
ExecStart=/usr/bin/node_exporter
ProcSubset=pid
`,
		directive: "ProcSubset", severity: finding.Warning, message: "/proc/stat", symptom: isMissing, advice: "ProcSubset=all",
	},
}

// TestFailureModes expects each failure mode to be found, at the right line and
// with the right words for what becomes of the service.
func TestFailureModes(t *testing.T) {
	for _, mode := range failureModes {
		t.Run(mode.name, func(t *testing.T) {
			root := t.TempDir()
			for _, file := range txtar.Parse([]byte(mode.files)).Files {
				path := filepath.Join(root, file.Name)
				if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
					t.Fatal(err)
				}
				if err := os.WriteFile(path, file.Data, 0o600); err != nil {
					t.Fatal(err)
				}
			}
			var said []string
			for _, f := range breakagesOf(t, root, mode.unit, "systemd-252") {
				if f.Directive == mode.directive && f.Severity == mode.severity && strings.Contains(f.Message, mode.message) &&
					strings.Contains(f.Symptom, mode.symptom) && strings.Contains(f.Advice, mode.advice) {
					return
				}
				said = append(said, f.Severity.String()+": "+f.Message+" "+f.Symptom+" "+f.Advice)
			}
			t.Errorf("want a %s about %s= with %q, %q and %q; found:\n%s", mode.severity, mode.directive, mode.message, mode.symptom, mode.advice, strings.Join(said, "\n"))
		})
	}
}
