package consistency

import (
	"fmt"
	"strings"

	"github.com/unitlint/unitlint/lint"
	"github.com/unitlint/unitlint/lint/finding"
	"github.com/unitlint/unitlint/lint/locate"
	"github.com/unitlint/unitlint/lint/unit"
	"github.com/unitlint/unitlint/rules/wording"
)

// conflict is a combination of settings for execution that systemd refuses on
// loading.
type conflict struct {
	since int
	// find returns the assignment to blame and the other one, or nil.
	find    func(u *unit.Unit, section string) (blamed, other *unit.Assignment)
	message string
}

// conflicts are the combinations that systemd refuses on loading
// (unit_verify_contexts() and service_verify() of the release tags).
var conflicts = []conflict{
	{256, dynamicUserOfUser, "'DynamicUser=' is not allowed in a unit of the user manager."},
	{256, dynamicUserAtHome, "'WorkingDirectory=~' is not allowed together with DynamicUser=yes."},
	{257, workingDirectoryInAPI, "'WorkingDirectory=' below /proc, /sys or /dev is not allowed together with mount namespacing."},
	{257, forkingWithPrivatePIDs, "'PrivatePIDs=' is not allowed for a service of Type=forking."},
	{257, privatePIDsElsewhere, "'PrivatePIDs=' is allowed in services only."},
	{260, managedUsersWithIdentity, "'PrivateUsers=managed' is not allowed together with a user, a group or a PAM session."},
	{260, twoUserNamespaces, "'UserNamespacePath=' is not allowed together with PrivateUsers=."},
	{261, privatePIDsWithPAM, "'PrivatePIDs=' is not allowed together with PAMName=."},
}

// SandboxConflict flags settings for execution that systemd refuses together.
var SandboxConflict = rule(lint.Rule{
	ID:      "sandbox-conflict",
	Summary: "Settings for execution that systemd refuses together",
	Doc: lint.Doc{
		Text: `Newer releases of systemd refuse combinations of settings for execution that
cannot work, instead of starting the service with a part of them.`,
		Bad:  "[Service]\nType=forking\nExecStart=/usr/sbin/example\nPrivatePIDs=yes\n",
		Good: "[Service]\nType=notify\nExecStart=/usr/sbin/example\nPrivatePIDs=yes\n",
		Fix:  "Remove one of the two.",
		Versions: `DynamicUser= in user units or with WorkingDirectory=~ since 256, working directories below API file
systems and PrivatePIDs= with Type=forking since 257, PrivateUsers=managed since 260, PrivatePIDs= with PAM since 261.`,
		References: []string{"systemd.exec(5)"},
	},
	Check: checkSandboxConflict,
})

func checkSandboxConflict(p *lint.Pass) {
	section := p.Unit.ExecSection()
	if section == "" || !p.Unit.JudgedAsWhole() {
		return
	}
	for _, c := range conflicts {
		if !from(p.Unit, c.since) {
			continue
		}
		if blamed, other := c.find(p.Unit, section); blamed != nil {
			refuse(p, blamed, c.message, wording.Because(other, "this is the other one")...)
		}
	}
}

func dynamicUserOfUser(u *unit.Unit, section string) (blamed, other *unit.Assignment) {
	if u.Scope != locate.User {
		return nil, nil
	}
	return u.Enabled(section, "DynamicUser"), nil
}

func dynamicUserAtHome(u *unit.Unit, section string) (blamed, other *unit.Assignment) {
	dir, dynamic := u.Last(section, "WorkingDirectory"), u.Enabled(section, "DynamicUser")
	if dir == nil || dynamic == nil || strings.TrimPrefix(dir.Value, "-") != "~" {
		return nil, nil
	}
	return dir, dynamic
}

// mountNamespacing are settings that give the service a mount namespace of its
// own (exec_needs_mount_namespace() in execute.c).
var mountNamespacing = []string{
	"PrivateTmp", "PrivateDevices", "ProtectSystem", "ProtectHome", "ProtectKernelTunables",
	"ProtectKernelModules", "ProtectKernelLogs", "ProtectControlGroups", "PrivateMounts", "PrivateIPC",
	"ReadWritePaths", "ReadOnlyPaths", "InaccessiblePaths", "ExecPaths", "NoExecPaths", "BindPaths",
	"TemporaryFileSystem", "RootDirectory", "RootImage", "MountImages", "ExtensionImages", "ExtensionDirectories",
}

func workingDirectoryInAPI(u *unit.Unit, section string) (blamed, other *unit.Assignment) {
	dir := u.Last(section, "WorkingDirectory")
	if dir == nil || !inAPIFileSystem(strings.TrimPrefix(dir.Value, "-")) {
		return nil, nil
	}
	for _, name := range mountNamespacing {
		if a := u.Enabled(section, name); a != nil {
			return dir, a
		}
	}
	return nil, nil
}

// inAPIFileSystem tells whether a path lies in or is one of the kernel's own
// file systems.
func inAPIFileSystem(path string) bool {
	for _, api := range []string{"/proc", "/sys", "/dev"} {
		if path == api || strings.HasPrefix(path, api+"/") {
			return true
		}
	}
	return false
}

func forkingWithPrivatePIDs(u *unit.Unit, section string) (blamed, other *unit.Assignment) {
	kind := u.Last("Service", "Type")
	if kind == nil || kind.Value != "forking" {
		return nil, nil
	}
	return u.Enabled(section, "PrivatePIDs"), kind
}

func privatePIDsElsewhere(u *unit.Unit, section string) (blamed, other *unit.Assignment) {
	if u.Type == "service" {
		return nil, nil
	}
	return u.Enabled(section, "PrivatePIDs"), nil
}

func managedUsersWithIdentity(u *unit.Unit, section string) (blamed, other *unit.Assignment) {
	users := u.Last(section, "PrivateUsers")
	if users == nil || users.Value != "managed" {
		return nil, nil
	}
	for _, name := range []string{"User", "Group", "PAMName"} {
		if a := u.Last(section, name); a != nil && a.Value != "" {
			return users, a
		}
	}
	if a := u.Enabled(section, "DynamicUser"); a != nil {
		return users, a
	}
	return nil, nil
}

func twoUserNamespaces(u *unit.Unit, section string) (blamed, other *unit.Assignment) {
	path, users := u.Last(section, "UserNamespacePath"), u.Enabled(section, "PrivateUsers")
	if path == nil || path.Value == "" || users == nil {
		return nil, nil
	}
	return path, users
}

func privatePIDsWithPAM(u *unit.Unit, section string) (blamed, other *unit.Assignment) {
	pam := u.Last(section, "PAMName")
	if pam == nil || pam.Value == "" {
		return nil, nil
	}
	return u.Enabled(section, "PrivatePIDs"), pam
}

// RefreshWithoutNeed flags RefreshOnReload= of something that the unit does not
// use.
var RefreshWithoutNeed = rule(lint.Rule{
	ID:       "refresh-without-need",
	Summary:  "RefreshOnReload= of something that the unit does not use",
	Severity: finding.Warning,
	Doc: lint.Doc{
		Text: `RefreshOnReload= renews the credentials or the extension images of a service when
it is reloaded. systemd says so where the unit has none of them.`,
		Symptom:    ignoredSymptom,
		Bad:        "[Service]\nType=notify-reload\nExecStart=/usr/bin/example\nRefreshOnReload=credentials\n",
		Good:       "[Service]\nType=notify-reload\nExecStart=/usr/bin/example\nLoadCredential=key:/etc/example/key\nRefreshOnReload=credentials\n",
		Fix:        "Remove the word.",
		Versions:   "RefreshOnReload= exists since 260.",
		References: []string{"systemd.service(5)"},
	},
	Check: ofService(checkRefreshWithoutNeed),
})

func checkRefreshWithoutNeed(p *lint.Pass, s *service) {
	for _, a := range s.All("Service", "RefreshOnReload") {
		if strings.HasPrefix(a.Value, "~") {
			continue
		}
		for _, word := range strings.Fields(a.Value) {
			used := word != "credentials" || s.credentials() != nil
			if word == "extensions" {
				used = len(s.All("Service", "ExtensionImages")) > 0 || len(s.All("Service", "ExtensionDirectories")) > 0
			}
			if !used {
				p.Report(finding.Finding{
					Directive: a.Key, Range: a.Range(), Symptom: ignoredSymptom,
					Message: fmt.Sprintf("'RefreshOnReload=%s' has nothing to renew: the unit has no %s.", word, word),
				})
			}
		}
	}
}
