package merge

import (
	"fmt"
	"path"
	"slices"
	"strings"

	"github.com/unitlint/unitlint/lint"
	"github.com/unitlint/unitlint/lint/catalog"
	"github.com/unitlint/unitlint/lint/finding"
	"github.com/unitlint/unitlint/lint/match"
	"github.com/unitlint/unitlint/lint/need"
	"github.com/unitlint/unitlint/lint/sandbox"
	"github.com/unitlint/unitlint/lint/unit"
	"github.com/unitlint/unitlint/lint/value"
	"github.com/unitlint/unitlint/rules/comment"
	"github.com/unitlint/unitlint/rules/confinement"
)

// ProtectionLoosened flags drop-ins that take a protection away.
var ProtectionLoosened = rule(lint.Rule{
	ID:       "protection-loosened",
	Summary:  "Drop-in that switches off or empties a protection of the unit",
	Category: finding.Weakness,
	Doc: lint.Doc{
		Text: `A drop-in that assigns a weaker value, or an empty one, takes away a protection
that the unit had. A weaker value that is written out is most likely meant, and a note;
an emptied list is a warning: the service then has no limit of that kind at all.

Where a comment stands above the line, it is taken for the reason, and nothing is
reported. Neither is a list that is filled again in the same drop-in, nor a protection
that refused what the service is known to need, nor IPAddressDeny= of a service that is
known to need the network.`,
		Symptom: "The service runs with less protection than its unit file shows.",
		Bad: `-- usr/lib/systemd/system/example.service --
[Service]
ExecStart=/usr/bin/example
NoNewPrivileges=yes
SystemCallFilter=@system-service
-- etc/systemd/system/example.service.d/override.conf --
[Service]
NoNewPrivileges=no
SystemCallFilter=
`,
		Good: `-- usr/lib/systemd/system/example.service --
[Service]
ExecStart=/usr/bin/example
NoNewPrivileges=yes
SystemCallFilter=@system-service
-- etc/systemd/system/example.service.d/override.conf --
[Service]
SystemCallFilter=@mount
`,
		Fix: "Allow only what the service needs, or say in a comment above the line why the protection goes.",
	},
	Check: func(p *lint.Pass) {
		section := p.Unit.ExecSection()
		if section == "" {
			return
		}
		for _, setting := range p.Unit.Settings {
			if len(setting.Overruled) > 0 && setting.Section == section && confinement.By(section, setting.List) {
				checkLoosened(p, setting)
			}
		}
	},
})

// checkLoosened compares what a setting came to before a drop-in with what it
// came to in the end.
func checkLoosened(p *lint.Pass, s *unit.Setting) {
	now := s.Values
	if len(now) == 0 || !now[0].DropIn {
		return
	}
	var before *unit.Assignment
	for _, o := range s.Overruled {
		if o.By == now[0] && o.File != now[0].File {
			before = o.Assignment
		}
	}
	switch {
	case before == nil, !weaker(before, now[len(now)-1]), comment.Explains(now[0]):
		return
	case now[0].Key == "IPAddressDeny" && speaksToOthers(p), repairs(p, s):
		return
	}
	found := finding.Finding{
		Directive: now[0].Key, Range: now[0].Range(),
		Message: fmt.Sprintf("This drop-in takes away the protection '%s=%s' that %s.", before.Key, before.Value, giver(before)),
		Symptom: "The service runs with less protection than its unit file shows.",
		Related: []finding.Related{{Range: before.Range(), Message: "the protection that is lost"}},
		Advice:  "Allow only what the service needs, or say in a comment above the line why the protection goes.",
	}
	if now[0].Value != "" {
		found.Severity = finding.Note // written out, and thus most likely meant
	} else {
		found.Message = fmt.Sprintf("This empty assignment takes away the protection '%s=%s' that %s.", before.Key, before.Value, giver(before))
	}
	p.Report(found)
}

// speaksToOthers tells whether the service is known to need the network: closing it
// would have been the fault.
func speaksToOthers(p *lint.Pass) bool {
	return slices.ContainsFunc(p.Needs().Needs, func(n need.Need) bool {
		return slices.Contains([]need.Kind{need.Network, need.HostNetwork, need.Serve, need.Bind}, n.Kind)
	})
}

// repairs tells whether the service is known to need what the overruled lines refused and
// those of the drop-in do not.
func repairs(p *lint.Pass, s *unit.Setting) bool {
	var lines []string
	for _, o := range s.Overruled {
		if o.By == s.Values[0] {
			lines = append(lines, o.Key+"="+o.Value)
		}
	}
	before := sandbox.New(p.Unit.With(lines...), p.Host)
	needs := p.Needs().Needs
	return slices.ContainsFunc(needs, func(n need.Need) bool {
		return n.Certainty > need.Possible && match.Refused(before, &n) && !match.Refused(p.Sandbox(), &n)
	})
}

// giver says whose a protection is: the unit's own, or that of another drop-in.
func giver(before *unit.Assignment) string {
	if before.DropIn {
		return fmt.Sprintf("'%s' gives", path.Base(before.File.Source.Path))
	}
	return "the unit has"
}

// degrees order the values of settings that protect in steps, from nothing up.
// Booleans count as the words given here. systemd.exec(5) and
// systemd.resource-control(5) describe the steps.
var degrees = map[string][]string{
	"ProtectSystem":        {"no", "yes", "full", "strict"},
	"ProtectProc":          {"default", "ptraceable", "noaccess", "invisible"},
	"ProcSubset":           {"all", "pid"},
	"DevicePolicy":         {"auto", "closed", "strict"},
	"KeyringMode":          {"shared", "inherit", "private"},
	"PrivateTmp":           {"no", "yes", "disconnected"},
	"PrivateUsers":         {"no", "identity", "self", "full"},
	"ProtectControlGroups": {"no", "yes", "private", "strict"},
	"ProtectHostname":      {"no", "yes", "private"},
}

// ungraded are protections whose values have no order that this rule could
// judge by.
var ungraded = []string{"Group", "UMask", "RootDirectory", "RootImage", "SELinuxContext", "AppArmorProfile", "SmackProcessLabel", "SecureBits"}

// loosening are the lists that allow something, so that emptying them takes
// nothing away, or that an empty value closes.
var loosening = []string{"CapabilityBoundingSet", "ExecPaths", "IPAddressAllow", "SocketBindAllow", "DeviceAllow"}

// weaker tells whether the last of two values of a setting protects less.
func weaker(before, now *unit.Assignment) bool {
	list := now.Directive.List
	switch {
	case slices.Contains(ungraded, list), slices.Contains(loosening, list):
		return false
	case list == "User":
		return !root(before.Value) && root(now.Value)
	case degrees[list] != nil:
		return degree(list, now.Value) < degree(list, before.Value)
	case now.Directive.Kind == "boolean" || now.Directive.Kind == "tristate":
		had, _ := value.Boolean(before.Value)
		has, ok := value.Boolean(now.Value)
		return had && !has && (ok || now.Value == "")
	case list == "ProtectHome":
		has, isBoolean := value.Boolean(now.Value)
		return off(now.Value) && !off(before.Value) || isBoolean && !has && !off(before.Value)
	case list == "RestrictNamespaces":
		return off(now.Value) && !off(before.Value)
	case now.Directive.Assign == catalog.Replace:
		return false
	default:
		return now.Value == "" && before.Value != ""
	}
}

// root tells whether a value of User= stands for root.
func root(user string) bool { return user == "" || user == "root" || user == "0" }

// off tells whether a value that starts with a boolean switches off.
func off(text string) bool {
	on, ok := value.Boolean(text)
	return text == "" || ok && !on
}

// degree is the position of a value among the degrees of its setting; what is
// not among them counts as the lowest.
func degree(list, text string) int {
	if on, ok := value.Boolean(text); ok {
		text = "no"
		if on {
			text = "yes"
		}
		if !slices.Contains(degrees[list], "yes") && on {
			return len(degrees[list]) - 1 // PrivateUsers=yes is "self" or more
		}
	}
	return max(slices.Index(degrees[list], strings.ToLower(text)), 0)
}
