package sandbox

import (
	"fmt"
	"os"
	"reflect"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/unitlint/unitlint/lint/locate"
	"github.com/unitlint/unitlint/lint/unit"
)

// TestSharedMounts asks the questions about paths of several units that the same
// lines are added to, and holds that sharing mount namespaces changes no answer.
func TestSharedMounts(t *testing.T) {
	text, err := os.ReadFile("testdata/paths.txt")
	if err != nil {
		t.Fatal(err)
	}
	for _, version := range []int{240, 252, 257} {
		var shared Mounts
		var candidates unit.Candidates
		bases := []*unit.Unit{
			loadService(t, version, "plain.service", locate.System),
			loadService(t, version, "other.service", locate.System),
			loadService(t, version, "own.service", locate.System, "ProtectHome=yes", "User=a", "StateDirectory=own"),
			loadService(t, version, "root.service", locate.System, "RootDirectory=/srv/root", "LoadCredential=a:/b"),
			loadService(t, version, "user.service", locate.User, "PrivateTmp=yes"),
		}
		judged := map[*unit.Unit]*Sandbox{}
		var spare *Sandbox
		for line := range strings.Lines(string(text)) {
			fields := strings.Split(line, " | ")
			if len(fields) != 5 {
				continue
			}
			operation, name, _ := strings.Cut(fields[2], " ")
			for _, base := range bases {
				with := base.WithAdditions(candidates.Read(base, strings.Split(fields[1], "; ")), nil)
				own := New(base, nil)
				next := shared.Next(own, judged[base], with, nil)
				judged[base] = next
				spare = shared.With(own, with, spare)
				for _, ask := range []func(*Sandbox) Verdict{
					(*Sandbox).Start, func(s *Sandbox) Verdict { return s.Main().Path(operations[operation], name) },
				} {
					alone := reasons(ask(New(with, nil)))
					for sharing, box := range map[string]*Sandbox{"shared": spare, "next": next} {
						if diff := cmp.Diff(alone, reasons(ask(box))); diff != "" {
							t.Errorf("%d: %s with %s: %s (-alone +%s)\n%s", version, base.Name, fields[1], fields[2], sharing, diff)
						}
					}
				}
			}
		}
	}
}

// TestNextFilter holds that a filter is shared where the same lines make it, and where
// no others do.
func TestNextFilter(t *testing.T) {
	base := loadService(t, 252, "plain.service", locate.System, "SystemCallFilter=@system-service")
	var shared Mounts
	var candidates unit.Candidates
	var earlier *Sandbox
	for _, lines := range []string{
		"UMask=0077", "UMask=0027", "SystemCallFilter=~@mount", "SystemCallFilter=~@mount; PrivateTmp=yes",
		"SystemCallFilter=~@mount; SystemCallErrorNumber=EPERM", "SystemCallFilter=; SystemCallFilter=@mount", "SystemCallFilter=",
	} {
		with := base.WithAdditions(candidates.Read(base, strings.Split(lines, "; ")), nil)
		earlier = shared.Next(New(base, nil), earlier, with, nil)
		for _, call := range []string{"mount", "read", "reboot"} {
			if diff := cmp.Diff(reasons(New(with, nil).Main().Syscall(call)), reasons(earlier.Main().Syscall(call))); diff != "" {
				t.Errorf("%s: %s (-alone +next)\n%s", lines, call, diff)
			}
		}
	}
}

// TestSettingsWith holds that lines which are added in memory to a unit that has others of
// their kind come to the same as lines of its files.
func TestSettingsWith(t *testing.T) {
	lines := []string{
		"ProtectHome=", "ProtectHome=tmpfs", "PrivateTmp=yes", "User=", "User=b", "DynamicUser=yes", "DynamicUser=no", "RootDirectory=/", "RootDirectory=/srv",
		"SupplementaryGroups=", "SupplementaryGroups=d", "LoadCredential=", "SetCredential=c:d", "ReadWritePaths=", "ReadWritePaths=/b", "ReadOnlyPaths=/c",
		"InaccessiblePaths=/d", "ExecPaths=/e", "NoExecPaths=/f", "BindPaths=/g", "BindReadOnlyPaths=/h", "TemporaryFileSystem=/i", "MountImages=/j:/k",
		"ExtensionImages=/l", "ExtensionDirectories=/m", "DeviceAllow=", "DeviceAllow=/dev/kvm rw", "RuntimeDirectory=n", "StateDirectory=", "StateDirectory=o",
		"CacheDirectory=p", "LogsDirectory=q", "ConfigurationDirectory=r", "NetworkNamespacePath=/s", "[Unit]\nJoinsNamespaceOf=t.service",
	}
	spare := &settings{}
	for _, own := range [][]string{
		nil, {"DynamicUser=yes"}, {"RootDirectory=/"},
		{
			"ProtectHome=yes", "User=a", "SupplementaryGroups=c", "LoadCredential=a:/b", "ReadWritePaths=/a", "DeviceAllow=/dev/fuse rw",
			"StateDirectory=own", "BindPaths=/z", "TemporaryFileSystem=/y", "MountImages=/x:/w", "ExtensionImages=/v",
		},
	} {
		base := loadService(t, 257, "a.service", locate.System, own...)
		for i, first := range lines {
			for _, second := range lines[i:] {
				with := base.With(first, second)
				want, got := fmt.Sprintf("%+v", *readSettings(with)), fmt.Sprintf("%+v", *settingsWith(readSettings(base), with, spare))
				if got != want { // the same assignments, for pointers are printed as such
					t.Errorf("%q with %q and %q: %s instead of %s", own, first, second, got, want)
				}
			}
		}
	}
}

// reasons are all that a verdict says.
func reasons(v Verdict) []string {
	said := []string{told(v), v.Error, fmt.Sprint(v.Mechanism), v.Reason}
	for _, a := range v.Because {
		said = append(said, a.Key+"="+a.Value)
	}
	return said
}

// TestMountSettingsAreTheKey holds that no setting is missing in what tells mount
// namespaces apart.
func TestMountSettingsAreTheKey(t *testing.T) {
	var m mountSettings
	fields := reflect.ValueOf(&m).Elem()
	if fields.NumField() != mountLines {
		t.Errorf("there are %d settings instead of %d", fields.NumField(), mountLines)
	}
	m = mountSettings{credentials: &unit.Assignment{}, joinsNamespaceOf: &unit.Assignment{}}
	for _, c := range []*choice{
		&m.protectSystem, &m.protectHome, &m.privateTmp, &m.controlGroups, &m.hostname, &m.protectProc, &m.procSubset, &m.mountAPIVFS,
		&m.privateMounts, &m.mountFlags, &m.privateUsers, &m.networkNamespacePath, &m.ipcNamespacePath, &m.privatePIDs, &m.privateBPF,
		&m.rootDirectory, &m.rootImage, &m.rootMStack, &m.logNamespace, &m.bindLogSockets, &m.runtimePreserve,
	} {
		c.by = &unit.Assignment{}
	}
	for _, t := range []*toggle{&m.dynamicUser, &m.privateDevices, &m.tunables, &m.modules, &m.logs, &m.privateNetwork, &m.privateIPC} {
		t.by = &unit.Assignment{}
	}
	seen := map[*unit.Assignment]bool{nil: true}
	for at, by := range m.origins() {
		if seen[by] {
			t.Errorf("line %d is missing or another one", at)
		}
		seen[by] = true
	}
}
