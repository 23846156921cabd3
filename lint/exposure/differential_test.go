package exposure_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"os/exec"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/unitlint/unitlint/internal/systemdtest"
	"github.com/unitlint/unitlint/lint/catalog"
	"github.com/unitlint/unitlint/lint/exposure"
	"github.com/unitlint/unitlint/lint/locate"
	"github.com/unitlint/unitlint/lint/sandbox"
	"github.com/unitlint/unitlint/lint/unit"
)

// settingValues are values of every directive that the score depends on: good,
// weak, switched off, reset, inverted and invalid ones.
var settingValues = map[string][]string{
	"User":                    {"root", "0", "nobody", "daemon", "", "www-data", "%p", "65534"},
	"DynamicUser":             {"yes", "no"},
	"Group":                   {"daemon", ""},
	"SupplementaryGroups":     {"adm", "adm disk", ""},
	"PrivateDevices":          booleans,
	"PrivateMounts":           booleans,
	"PrivateNetwork":          booleans,
	"PrivateTmp":              append([]string{"disconnected"}, booleans...),
	"PrivateUsers":            append([]string{"self"}, booleans...),
	"ProtectControlGroups":    append([]string{"strict", "private"}, booleans...),
	"ProtectKernelModules":    booleans,
	"ProtectKernelTunables":   booleans,
	"ProtectKernelLogs":       booleans,
	"ProtectClock":            booleans,
	"ProtectHostname":         append([]string{"private"}, booleans...),
	"LockPersonality":         booleans,
	"MemoryDenyWriteExecute":  booleans,
	"NoNewPrivileges":         booleans,
	"RemoveIPC":               booleans,
	"RestrictRealtime":        booleans,
	"RestrictSUIDSGID":        booleans,
	"ProtectHome":             {"yes", "no", "read-only", "tmpfs", "true", "full", "", "TMPFS"},
	"ProtectSystem":           {"yes", "no", "full", "strict", "1", "", "Strict", "read-only"},
	"RootDirectory":           {"/srv", "/", "", "//"},
	"RootImage":               {"/srv/image.raw", ""},
	"UMask":                   {"0022", "0077", "077", "0000", "027", "0002", "", "0999", "u=rwx", "7777", "10000", "0o22", "22"},
	"KeyringMode":             {"private", "shared", "inherit", "", "none"},
	"ProtectProc":             {"invisible", "ptraceable", "noaccess", "default", "", "yes"},
	"ProcSubset":              {"pid", "all", "", "none"},
	"NotifyAccess":            {"all", "main", "exec", "none", "", "any"},
	"Type":                    {"notify", "simple", "exec"},
	"Delegate":                {"yes", "no", "", "cpu", "cpu memory", "nonsense", "cpu nonsense", "on", "\"cpu\"", "'cpu"},
	"DevicePolicy":            {"auto", "closed", "strict", "", "open"},
	"DeviceAllow":             {"/dev/null rw", "char-rtc r", "block-loop", "", "/etc/passwd r", "/dev/null xyz", "char-*", "null", "/dev/../etc rw", "'/dev/null' rw"},
	"IPAddressDeny":           ipLists,
	"IPAddressAllow":          ipLists,
	"IPIngressFilterPath":     {"/sys/fs/bpf/filter", "", "filter"},
	"IPEgressFilterPath":      {"/sys/fs/bpf/filter", ""},
	"CapabilityBoundingSet":   capabilityLists,
	"AmbientCapabilities":     capabilityLists,
	"RestrictNamespaces":      {"yes", "no", "", "user", "~user", "user mnt", "~mnt pid", "uts ipc net", "~cgroup", "time", "~time", "users", "user nonsense", "~", "mnt mnt", "true"},
	"RestrictAddressFamilies": {"AF_UNIX", "AF_INET AF_INET6", "~AF_PACKET", "none", "", "AF_NETLINK", "~AF_NETLINK AF_INET", "AF_NOSUCH", "~AF_NOSUCH", "~", "AF_BLUETOOTH", "~AF_BLUETOOTH AF_VSOCK", "AF_LOCAL", "af_unix", "unix", "AF_UNSPEC", "~AF_UNSPEC", "\"AF_UNIX\" 'AF_INET'", "AF_UNIX AF_UNIX", "AF_INET NONE", "AF_UNIX AF_NOSUCH AF_INET6"},
	"SystemCallArchitectures": {"native", "x86", "native x86", "x86-64", "", "nonsense", "native nonsense", "x32", "native native", "NATIVE"},
	"SystemCallFilter": {
		"@system-service", "~@privileged", "~@privileged @resources", "", "~@swap", "@mount", "~", "@nosuch", "~@nosuch", "read write",
		"~@clock @cpu-emulation @debug @module @mount @obsolete @raw-io @reboot @swap", "~reboot", "~kexec_file_load:EPERM", "@default",
		"~@debug:kill", "~@resources:ENOSYS", "chown:EPERM", "@known", "~@known", "~@obsolete:999999", "setuid", "~perf_event_open", "vm86", "~chown32",
		"@basic-io @file-system", "~@raw-io nosuchcall", "nosuchcall", "~umount2 umount", "READ", "~@default", "@privileged", "~ @clock", "~@reboot:0", "mount:",
	},
	"SystemCallErrorNumber":   {"EPERM", "kill", ""},
	"LoadCredential":          {"a:/etc/a", ""},
	"LoadCredentialEncrypted": {"a:/etc/a", ""},
	"MountImages":             {"/srv/a.raw:/srv/a", "", "a"},
}

var booleans = []string{"yes", "no", "true", "off", "1", "", "maybe", "YES", "y", "onn"}

var ipLists = []string{
	"any", "localhost", "", "0.0.0.0/0", "::/0", "0.0.0.0/0 ::/0", "10.0.0.0/8", "127.0.0.1", "127.0.0.0/8", "::1", "127.0.0.1/4", "link-local",
	"multicast", "nonsense", "1.2.3", "127.0.0.53/32 ::1/128", "localhost nonsense", "ANY", "::ffff:127.0.0.1", "300.1.1.1", "10.0.0.0/40", "::1/64", "01.2.3.4",
}

var capabilityLists = []string{
	"", "~", "CAP_NET_BIND_SERVICE", "~CAP_SYS_ADMIN", "~CAP_SYS_ADMIN CAP_SYS_PTRACE", "CAP_CHOWN CAP_SETUID CAP_SETGID", "CAP_NOSUCH", "~CAP_NOSUCH",
	"cap_kill", "CAP_SYS_TIME CAP_MKNOD", "~CAP_MKNOD CAP_SYS_RAWIO CAP_SYSLOG CAP_SYS_MODULE", "21", "~21", "CAP_SYS_ADMIN CAP_NOSUCH", "net_raw",
	"\"CAP_KILL\" 'CAP_LEASE'", "CAP_BPF CAP_PERFMON CAP_CHECKPOINT_RESTORE", "~CAP_BPF", "CAP_AUDIT_READ", "63", "40", "0x15", "CAP_KILL,CAP_LEASE",
	"~CAP_CHOWN CAP_DAC_OVERRIDE CAP_DAC_READ_SEARCH CAP_FOWNER CAP_FSETID CAP_KILL CAP_SETGID CAP_SETUID CAP_SETPCAP CAP_LINUX_IMMUTABLE CAP_NET_BIND_SERVICE CAP_NET_BROADCAST CAP_NET_ADMIN CAP_NET_RAW CAP_IPC_LOCK CAP_IPC_OWNER",
}

// randomUnits writes units with random settings in a fragment and drop-ins.
func randomUnits(t *testing.T, random *rand.Rand, count int) (dir string, names []string) {
	t.Helper()
	directives := slices.Sorted(maps.Keys(settingValues))
	tree := systemdtest.Tree{}
	for i := range count {
		name := fmt.Sprintf("unit%d.service", i)
		names = append(names, name)
		unit := "[Service]\nExecStart=/bin/true\n" + randomLines(random, directives)
		if random.IntN(8) == 0 {
			unit = "[Unit]\nDefaultDependencies=" + booleans[random.IntN(len(booleans))] + "\n" + unit
		}
		tree["usr/lib/systemd/system/"+name] = unit
		for j := range random.IntN(3) {
			tree[fmt.Sprintf("etc/systemd/system/%s.d/%d.conf", name, j)] = "[Service]\n" + randomLines(random, directives)
		}
	}
	return systemdtest.Write(t, tree), names
}

func randomLines(random *rand.Rand, directives []string) string {
	var text strings.Builder
	for range 5 + random.IntN(30) {
		directive := directives[random.IntN(len(directives))]
		values := settingValues[directive]
		fmt.Fprintf(&text, "%s=%s\n", directive, values[random.IntN(len(values))])
	}
	return text.String()
}

var overallLine = regexp.MustCompile(`(?m)Overall exposure level for (\S+): (\d+\.\d) (\S+)`)

// analyzed is what systemd-analyze says of units, in their order.
type analyzed struct {
	overall map[string]float64
	checks  []map[string][2]any
}

func analyze(t *testing.T, dir string, names []string) analyzed {
	t.Helper()
	arguments := append([]string{"security", "--offline=true", "--no-pager", "--root=" + dir}, names...)
	answer := analyzed{overall: map[string]float64{}}
	for _, m := range overallLine.FindAllStringSubmatch(runAnalyze(t, arguments), -1) {
		answer.overall[m[1]], _ = strconv.ParseFloat(m[2], 64)
	}
	decoder := json.NewDecoder(strings.NewReader(runAnalyze(t, append(arguments, "--json=short"))))
	for decoder.More() {
		var rows []struct {
			Set      *bool   `json:"set"`
			Field    string  `json:"json_field"`
			Exposure *string `json:"exposure"`
		}
		if err := decoder.Decode(&rows); err != nil {
			t.Fatalf("reading the answer of systemd-analyze: %v", err)
		}
		checks := map[string][2]any{}
		for _, row := range rows {
			check := [2]any{nil, nil}
			if row.Set != nil {
				check[0] = *row.Set
			}
			if row.Exposure != nil {
				check[1] = *row.Exposure
			}
			checks[row.Field] = check
		}
		answer.checks = append(answer.checks, checks)
	}
	return answer
}

func runAnalyze(t *testing.T, arguments []string) string {
	t.Helper()
	cmd := exec.Command("systemd-analyze", arguments...)
	var stdout, stderr bytes.Buffer
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	if err := cmd.Run(); err != nil && stdout.Len() == 0 {
		t.Fatalf("systemd-analyze: %v\n%s", err, stderr.String())
	}
	return stdout.String()
}

// requireAnalyze returns the release of the installed systemd-analyze, or skips
// the test where there is none with an offline mode.
func requireAnalyze(t *testing.T) catalog.Release {
	t.Helper()
	installed := systemdtest.Require(t)
	if _, err := exec.LookPath("systemd-analyze"); err != nil || installed.Version < 250 {
		t.Skip("there is no systemd-analyze with an offline mode to compare with")
	}
	return catalog.Release{Version: installed.Version}
}

// compareWithAnalyze compares the scores of units below a root; those that the
// one refuses the other has to refuse as well.
func compareWithAnalyze(t *testing.T, dir string, names []string, release catalog.Release) {
	t.Helper()
	tree, err := locate.OpenRoot(dir, "")
	if err != nil {
		t.Fatal(err)
	}
	defer tree.Close()
	answer := analyze(t, dir, names)
	rated := 0
	for _, name := range names {
		overall, ok := answer.overall[name]
		u, err := unit.Load(tree.Unit(name, locate.System), release)
		if err != nil {
			t.Fatal(err)
		}
		if loads := u.State == locate.Loaded; loads != ok {
			t.Errorf("%s: state %s, but systemd rates it: %t", name, u.State, ok)
		}
		if !ok {
			continue
		}
		score, err := exposure.Of(sandbox.New(u, nil), nil)
		if err != nil {
			t.Fatal(err)
		}
		compare(t, name, score, overall, answer.checks[rated])
		rated++
	}
	t.Logf("%d units compared", rated)
}

// TestRandomUnitsAgree compares random combinations of settings with what the
// installed systemd-analyze says of them. UNITLINT_SEED chooses others.
func TestRandomUnitsAgree(t *testing.T) {
	release := requireAnalyze(t)
	seed, count := uint64(1), 2050
	if testing.Short() {
		count = 200
	}
	if text := os.Getenv("UNITLINT_SEED"); text != "" {
		number, err := strconv.ParseUint(text, 10, 64)
		if err != nil {
			t.Fatalf("UNITLINT_SEED: %v", err)
		}
		seed = number
	}
	dir, names := randomUnits(t, rand.New(rand.NewPCG(seed, 2)), count)
	compareWithAnalyze(t, dir, names, release)
	if t.Failed() {
		t.Logf("seed %d", seed)
	}
}
