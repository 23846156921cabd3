package breakage

import (
	"fmt"
	"slices"
	"strings"

	"github.com/unitlint/unitlint/lint"
	"github.com/unitlint/unitlint/lint/catalog"
	"github.com/unitlint/unitlint/lint/finding"
	"github.com/unitlint/unitlint/lint/host"
	"github.com/unitlint/unitlint/lint/need"
	"github.com/unitlint/unitlint/lint/sandbox"
	"github.com/unitlint/unitlint/lint/unit"
	"github.com/unitlint/unitlint/lint/value"
	"github.com/unitlint/unitlint/rules/wording"
)

// ConfigurationDirectoryClosed flags configuration directories that the service's user may not enter.
var ConfigurationDirectoryClosed = rule(lint.Rule{
	ID: "configuration-directory-closed", Summary: "The service's user may not enter its configuration directory, which belongs to root",
	Severity: finding.Warning, Confidence: finding.Likely,
	Doc: lint.Doc{
		Text: `systemd gives the directories of RuntimeDirectory=, StateDirectory=, CacheDirectory= and LogsDirectory= to the service's user, and
before systemd 242 leaves those of ConfigurationDirectory= to root and root's group. With a mode such as 0750 or 0700 the user may not
enter the directory, and so reads nothing in it. Newer releases give a directory that they make to the user, and leave one that is there
as it is, whatever the mode says.`,
		Target:  "systemd-241",
		Symptom: "'Permission denied' for the service's configuration.",
		Bad: "[Service]\nUser=nobody\nExecStart=/usr/bin/example --config=/etc/example/example.conf\nConfigurationDirectory=example\n" +
			"ConfigurationDirectoryMode=0710\n",
		Good: "[Service]\nUser=nobody\nExecStart=/usr/bin/example --config=/etc/example/example.conf\nConfigurationDirectory=example\n" +
			"ConfigurationDirectoryMode=0755\n",
		Fix: "None is mechanical: close the files with secrets, not the directory, or give the directory to the service's group in a line with " +
			"full privileges ('ExecStartPre=+/usr/bin/chgrp example /etc/example').",
		References: []string{"systemd.exec(5)", "https://github.com/bitcoin/bitcoin/pull/16556", "https://github.com/systemd/systemd/pull/12005"},
	},
	Check: checkConfigurationDirectory,
})

// configurationGiven is the first release that gives a configuration directory which it makes
// to the service's user (measured with systemd 252).
const configurationGiven = 242

func checkConfigurationDirectory(p *lint.Pass) {
	section := p.Unit.ExecSection()
	mode := p.Unit.Last(section, "ConfigurationDirectoryMode")
	if !runnable(p) || mode == nil || p.Unit.Release.Version >= configurationGiven {
		return
	}
	main := p.Sandbox().Main()
	id := main.Identity()
	bits, known := value.Mode(mode.Value)
	const passes = 0o001
	if !known || bits&passes != 0 || id.Root != sandbox.No || id.RootGroup == sandbox.Yes || !main.Capability("CAP_DAC_OVERRIDE").Denies() ||
		!main.Capability("CAP_DAC_READ_SEARCH").Denies() {
		return
	}
	for _, a := range p.Unit.All(section, "ConfigurationDirectory") {
		for _, d := range a.Verdict.Directories() {
			name := "/etc/" + d.Path
			if !d.Known || isOnHost(p, name) || givenBefore(p, name) || !readsBelow(p, name) {
				continue
			}
			p.Report(finding.Finding{
				Directive: mode.Key, Range: mode.Range(),
				Message: fmt.Sprintf("%s closes %s to all but root, to whom 'ConfigurationDirectory=' leaves it, and the service reads its configuration there.",
					wording.Setting(mode), name),
				Symptom: "The service fails to start (EACCES), unless something else gives the directory to its user or group.",
				Related: []finding.Related{{Range: a.Range(), Message: "makes the directory for root"}},
				Advice:  "Leave the directory open and close what is secret in it, or give it to the service's group before the service starts.",
			})
			return
		}
	}
}

// isOnHost tells that a directory is there beside what systemd makes: who made it may have given it away.
func isOnHost(p *lint.Pass, name string) bool {
	found := p.Host.Lookup(name)
	return found.Presence == host.Exists && !strings.HasPrefix(found.Source, "ConfigurationDirectory=")
}

// givenBefore tells that a line before the main one names a directory, as one does that gives it away.
func givenBefore(p *lint.Pass, name string) bool {
	return slices.ContainsFunc(p.Sandbox().Lines(), func(line *sandbox.Process) bool {
		return line.Phase == unit.StartPre && mentions(line.Assignment.Value, name)
	})
}

// readsBelow tells that the unit's text has the main process read something in a directory.
func readsBelow(p *lint.Pass, directory string) bool {
	main := p.Sandbox().Main()
	return slices.ContainsFunc(p.Needs().Needs, func(n need.Need) bool {
		return n.Kind == need.Read && n.FromText() && n.Line == main.Line &&
			slices.ContainsFunc(n.Any, func(name string) bool { return name != directory && host.Below(name, directory) })
	})
}

// checkRemovable reports paths of removable media that have to exist when the mount namespace is set
// up: nobody mounts them when the system starts, and they are gone when the medium is (udisks(8)).
func checkRemovable(p *lint.Pass) {
	for _, list := range mountedPaths {
		for _, a := range p.Unit.All(p.Unit.ExecSection(), list) {
			for _, one := range a.Verdict.Paths() {
				if !one.Known || one.IgnoreMissing || !isRemovable(p.Unit, one.Path) || !stays(p, one.Path) || waitsForMount(p, one.Path) {
					continue
				}
				p.Report(finding.Finding{
					Severity: finding.Warning, Confidence: finding.Likely, Directive: a.Key, Range: a.Span(one.Start, one.End),
					Message: fmt.Sprintf("'%s=' needs %s, which is there only while somebody has mounted the medium.", a.Key, one.Path),
					Symptom: "The service fails to start (226/NAMESPACE) whenever the medium is not there.",
					Advice:  "Put '-' before the path, or start the service with the medium: RequiresMountsFor=, or ConditionPathIsMountPoint=.",
				})
				return
			}
		}
	}
}

// isRemovable tells that a path lies where media of users are mounted, by user and label. Below /media, where
// administrators mount disks as well, the unit has to be one of that user.
func isRemovable(u *unit.Unit, name string) bool {
	if below, found := strings.CutPrefix(name, "/run/media/"); found {
		return strings.Contains(below, "/")
	}
	user, _, labelled := strings.Cut(strings.TrimPrefix(name, "/media/"), "/")
	return labelled && strings.HasPrefix(name, "/media/") && u.Value(u.ExecSection(), "User") == user
}

// mountSettings are those by which a unit waits for a mount, or is started only where there is one.
var mountSettings = []string{"RequiresMountsFor", "WantsMountsFor", "BindsTo", "Requires", catalog.ListConditions, catalog.ListAsserts}

// waitsForMount tells that a unit has a setting about a path, or one above or below it, or needs a mount unit.
func waitsForMount(p *lint.Pass, name string) bool {
	return slices.ContainsFunc(mountSettings, func(setting string) bool {
		return slices.ContainsFunc(p.Unit.All("Unit", setting), func(a *unit.Assignment) bool {
			return strings.Contains(a.Value, ".mount") || strings.Contains(a.Value, ".automount") ||
				slices.ContainsFunc(strings.Fields(a.Value), func(word string) bool {
					place := strings.TrimLeft(word, "|!")
					return host.Below(name, place) || host.Below(place, name)
				})
		})
	})
}

// maskedMounts is the last release of systemd that makes missing mount points with the unit's own
// mask of modes (https://github.com/systemd/systemd/pull/21320).
const maskedMounts = 249

// checkMaskedMounts reports masks that close the directories which systemd makes for mounts to the
// service's own user.
func checkMaskedMounts(p *lint.Pass) {
	section := p.Unit.ExecSection()
	mask := p.Unit.Last(section, "UMask")
	version := p.Unit.Release.Version
	if mask == nil || version > maskedMounts || version == maskedMounts && p.Target.Family != "" || p.Sandbox().Main().Identity().Root != sandbox.No {
		return // distributions with the last one have the repair
	}
	bits, known := value.Mode(mask.Value)
	const passes = 0o001
	empty := emptyPlaces(p)
	if !known || bits&passes == 0 || len(empty) == 0 {
		return
	}
	a, destination := mountMadeBelow(p, empty)
	if a == nil {
		return
	}
	p.Report(finding.Finding{
		Severity: finding.Warning, Confidence: finding.Likely, Directive: mask.Key, Range: mask.Range(),
		Message: fmt.Sprintf("%s closes the directories that systemd up to %d makes on the way to %s, which belong to root.",
			wording.Setting(mask), maskedMounts, destination),
		Symptom: "The service fails to start (203/EXEC), or does not find what is mounted there (EACCES).",
		Related: []finding.Related{{Range: a.Range(), Message: "is mounted below a directory that is made for it"}},
		Advice:  "Leave others their bit to pass directories, as 'UMask=0066' does, or set the mask in the program.",
	})
}

// mountMadeBelow returns the first mount for which directories have to be made in one of some empty places, and
// where it is mounted. The list of BindPaths= holds BindReadOnlyPaths=, too.
func mountMadeBelow(p *lint.Pass, empty []string) (by *unit.Assignment, destination string) {
	for _, a := range p.Unit.All(p.Unit.ExecSection(), "BindPaths") {
		for _, b := range a.Verdict.Binds() {
			if slices.ContainsFunc(empty, func(place string) bool {
				rest, below := strings.CutPrefix(b.Destination, strings.TrimSuffix(place, "/")+"/")
				return below && strings.Contains(rest, "/")
			}) {
				return a, b.Destination
			}
		}
	}
	return nil, ""
}

// emptyPlaces are the directories below which the unit's mount points are made anew: an empty root,
// and empty file systems.
func emptyPlaces(p *lint.Pass) []string {
	var places []string
	section := p.Unit.ExecSection()
	if root := p.Unit.Value(section, "RootDirectory"); root == "/var/empty" || strings.HasPrefix(root, "/run/") {
		places = append(places, "/")
	}
	for _, a := range p.Unit.All(section, "TemporaryFileSystem") {
		for _, t := range a.Verdict.Temporaries() {
			places = append(places, t.Path)
		}
	}
	return places
}

// pressureFile is the release of systemd that binds the file with the memory pressure of the unit's
// control group into its mount namespace wherever that is (https://github.com/systemd/systemd/issues/29449).
const pressureFile = 254

// checkPressureFile reports file systems in place of the root that hide the control groups from it.
func checkPressureFile(p *lint.Pass) {
	section := p.Unit.ExecSection()
	groups := p.Unit.Last(section, "ProtectControlGroups")
	if p.Unit.Release.Version != pressureFile || groups == nil || !value.SwitchesOn(groups.Value) {
		return
	}
	if slices.ContainsFunc(p.Unit.All(section, "BindPaths"), func(a *unit.Assignment) bool { return strings.Contains(a.Value, "/sys") }) {
		return
	}
	for _, a := range p.Unit.All(section, "TemporaryFileSystem") {
		for _, t := range a.Verdict.Temporaries() {
			if t.Path != "/" {
				continue
			}
			p.Report(finding.Finding{
				Directive: a.Key, Range: a.Span(t.Start, t.End), Confidence: finding.Likely, Severity: finding.Warning,
				Message: fmt.Sprintf("%s hides /sys/fs/cgroup, where systemd %d looks for the unit's file memory.pressure because of %s.",
					wording.Setting(a), pressureFile, wording.Setting(groups)),
				Symptom: "The service fails to start (226/NAMESPACE).",
				Related: []finding.Related{{Range: groups.Range(), Message: "has the file bound into the namespace"}},
				Advice:  "Use ProtectSystem=strict with InaccessiblePaths= in place of an empty root, or leave 'ProtectControlGroups=' out.",
			})
			return
		}
	}
}
