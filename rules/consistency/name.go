package consistency

import (
	"fmt"
	"path"
	"slices"
	"strings"

	"github.com/unitlint/unitlint/internal/late/regexp"
	"github.com/unitlint/unitlint/lint"
	"github.com/unitlint/unitlint/lint/catalog"
	"github.com/unitlint/unitlint/lint/finding"
	"github.com/unitlint/unitlint/lint/unit"
	"github.com/unitlint/unitlint/lint/value"
)

// namedAfter are the units whose name is made from a path in them.
var namedAfter = map[string]struct{ section, directive string }{
	"mount":     {"Mount", "Where"},
	"automount": {"Automount", "Where"},
	"swap":      {"Swap", "What"},
}

// PathNotUnitName flags mount, automount and swap units whose path is not the
// one that their name stands for.
var PathNotUnitName = rule(lint.Rule{
	ID:      "path-not-unit-name",
	Summary: "Mount, automount or swap unit whose path does not match its name",
	Doc: lint.Doc{
		Text: `A mount point has one unit, and the unit is named after it: slashes become dashes,
dashes and other characters are escaped, as systemd-escape(1) does. systemd
refuses a unit whose Where= (for swap What=) is another path.`,
		Bad:        "[Mount]\nWhat=/dev/sdb1\nWhere=/mnt/data\n",
		Good:       "[Mount]\nWhat=/dev/sdb1\nWhere=/srv/data\n",
		Unit:       "srv-data.mount",
		Fix:        "Name the file after the path: systemd-escape --path --suffix=mount PATH.",
		References: []string{"systemd.mount(5)", "systemd.automount(5)", "systemd.swap(5)", "systemd-escape(1)"},
	},
	Check: checkPathNotUnitName,
})

func checkPathNotUnitName(p *lint.Pass) {
	u := p.Unit
	named, ok := namedAfter[string(u.Type)]
	if !ok || !u.JudgedAsWhole() {
		return
	}
	a := u.Last(named.section, named.directive)
	if a == nil || a.Value == "" || a.Verdict.Undecided {
		return
	}
	expansion, err := value.Expand(a.Value, a.Directive.SpecifiersAt(u.Release), u.Context(a))
	if err != nil || !expansion.Known || !strings.HasPrefix(expansion.Text, "/") {
		return
	}
	want := escapePath(expansion.Text) + "." + string(u.Type)
	if want == u.ID || slices.Contains(u.Names, want) || u.Packaging && renamedLater(u, want) {
		return
	}
	f := finding.Finding{
		Directive: a.Key, Range: a.Range(), Symptom: refusedSymptom,
		Message: fmt.Sprintf("'%s=%s' does not match the unit's name: that path's unit is '%s'.", a.Key, a.Value, want),
		Advice:  fmt.Sprintf("Rename the unit to '%s', or mend the path.", want),
	}
	p.Report(f)
}

// renamedLater tells whether a file of a packaging tree probably gets its right
// name when it is installed: templates are renamed anyway, and backslashes in
// file names are often left to the installation.
func renamedLater(u *unit.Unit, want string) bool {
	return u.Fragment.Options.Template || u.ID == escapedByte.ReplaceAllString(want, "-")
}

var escapedByte = regexp.MustCompile(`\\x[0-9a-f]{2}`)

// escapePath is the escaping of paths in unit names (systemd-escape(1)).
func escapePath(text string) string {
	clean := strings.Trim(path.Clean(text), "/")
	if clean == "" {
		return "-"
	}
	var b strings.Builder
	for i := range len(clean) {
		c := clean[i]
		switch {
		case c == '/':
			b.WriteByte('-')
		case i == 0 && c == '.', !plainInName(c):
			fmt.Fprintf(&b, `\x%02x`, c)
		default:
			b.WriteByte(c)
		}
	}
	return b.String()
}

func plainInName(c byte) bool {
	return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == ':' || c == '_' || c == '.'
}

// apiMountPoints are the mounts that systemd makes itself before it reads
// units, and refuses units for (mount-setup.c), with the last release that does,
// 0 for all.
var apiMountPoints = map[string]int{
	"/proc": 0, "/sys": 0, "/dev": 0, "/run": 0, "/dev/shm": 0, "/dev/pts": 0,
	"/sys/kernel/security": 0, "/sys/fs/selinux": 0, "/sys/fs/smackfs": 0,
	"/sys/fs/cgroup": 0, "/sys/fs/pstore": 0, "/sys/fs/bpf": 0, "/sys/firmware/efi/efivars": 0,
	// Debian's builds mounted it like the others, up to the unit run-lock.mount.
	"/run/lock": 256,
}

func isAPIMountPoint(u *unit.Unit, where string) bool {
	last, ok := apiMountPoints[path.Clean(where)]
	return ok && (last == 0 || u.Release.Version <= last)
}

// MountRefused flags mount and automount units that systemd refuses for what
// they mount.
var MountRefused = rule(lint.Rule{
	ID:      "mount-refused",
	Summary: "Mount or automount unit for something that cannot be mounted by one",
	Doc: lint.Doc{
		Text: `A mount unit needs What=, and systemd keeps the file systems of the kernel that it
mounts itself, such as /proc and /sys, for itself. An automount unit cannot
stand for the root directory.`,
		Bad:        "[Mount]\nWhere=/srv/data\n",
		Good:       "[Mount]\nWhat=/dev/sdb1\nWhere=/srv/data\n",
		Unit:       "srv-data.mount",
		Fix:        "Set What=, or leave the file system to systemd.",
		References: []string{"systemd.mount(5)", "systemd.automount(5)"},
	},
	Check: checkMountRefused,
})

func checkMountRefused(p *lint.Pass) {
	u := p.Unit
	if !u.JudgedAsWhole() {
		return
	}
	where := u.Last("Mount", "Where")
	switch {
	case u.Type == "mount" && where != nil && isAPIMountPoint(u, where.Value):
		refuse(p, where, fmt.Sprintf("'%s' is mounted by systemd itself; a unit for it is refused.", where.Value))
	case u.Type == "mount" && u.Value("Mount", "What") == "" && !u.Undecided("Mount", "What"):
		p.Report(finding.Finding{
			Directive: "What", Range: u.Header("Mount"), Symptom: refusedSymptom,
			Message: "The mount unit needs What=.", Related: overruledLinks(u, "Mount", "What"),
		})
	case u.Type == "automount" && u.Value("Automount", "Where") == "/":
		refuse(p, u.Last("Automount", "Where"), "The root directory cannot be mounted on demand.")
	case u.Type == "automount":
		checkAutomountOptions(p)
	}
}

// reservedOptions are the options of autofs that systemd sets itself; it refuses
// units that set them since 250 (automount_verify()).
var reservedOptions = map[string]bool{
	"fd": true, "pgrp": true, "minproto": true, "maxproto": true, "direct": true, "indirect": true,
}

func checkAutomountOptions(p *lint.Pass) {
	options := p.Unit.Last("Automount", "ExtraOptions")
	if options == nil || !from(p.Unit, 250) {
		return
	}
	for _, option := range strings.Split(options.Value, ",") {
		name, _, _ := strings.Cut(strings.TrimSpace(option), "=")
		if reservedOptions[name] {
			refuse(p, options, fmt.Sprintf("The option '%s' is set by systemd itself; 'ExtraOptions=' with it is refused.", name))
			return
		}
	}
}

// SliceName flags slices whose name stands for no place.
var SliceName = rule(lint.Rule{
	ID:      "slice-name",
	Summary: "Slice whose name stands for no place in the tree of slices",
	Doc: lint.Doc{
		Text: `Dashes in the name of a slice separate the slices that it is below. A dash at the
start or the end, or two in a row, would be a slice without a name; systemd
refuses it.`,
		Bad:        "[Slice]\nMemoryMax=1G\n",
		Good:       "-- example-part.slice --\n[Slice]\nMemoryMax=1G\n",
		Unit:       "example--part.slice",
		Fix:        "Rename the unit.",
		References: []string{"systemd.slice(5)"},
	},
	Check: func(p *lint.Pass) {
		stem := strings.TrimSuffix(p.Unit.ID, ".slice")
		bad := stem != "-" && (strings.HasPrefix(stem, "-") || strings.HasSuffix(stem, "-") || strings.Contains(stem, "--"))
		if p.Unit.Type == "slice" && p.Unit.JudgedAsWhole() && bad {
			refuseAt(p, p.Unit.Start(), "", fmt.Sprintf("'%s' is no valid name of a slice.", p.Unit.ID), "Rename the unit.")
		}
	},
})

// ScopeFile flags unit files of scopes.
var ScopeFile = rule(lint.Rule{
	ID:      "scope-file",
	Summary: "File of a scope unit",
	Doc: lint.Doc{
		Text: `Scopes hold processes that were started by others; they are made at run time, not
by files. A file of a scope is refused, for it has no processes. Drop-ins for
scopes are fine.`,
		Bad:        "[Scope]\nMemoryMax=1G\n",
		Good:       "-- example.slice --\n[Slice]\nMemoryMax=1G\n",
		Unit:       "example.scope",
		Fix:        "Use a slice for limits, or a drop-in for the scope.",
		References: []string{"systemd.scope(5)"},
	},
	Check: func(p *lint.Pass) {
		if p.Unit.Type == catalog.UnitType("scope") && p.Unit.JudgedAsWhole() {
			refuseAt(p, p.Unit.Start(), "", "A scope cannot be made by a file: it is refused because it has no processes.", "Use a slice, or a drop-in for the scope.")
		}
	},
})
