package profile_test

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/unitlint/unitlint/lint/assess"
	"github.com/unitlint/unitlint/lint/catalog"
	"github.com/unitlint/unitlint/lint/evidence/profile"
	"github.com/unitlint/unitlint/lint/locate"
	"github.com/unitlint/unitlint/lint/match"
	"github.com/unitlint/unitlint/lint/need"
	"github.com/unitlint/unitlint/lint/sandbox"
	"github.com/unitlint/unitlint/lint/target"
	"github.com/unitlint/unitlint/lint/unit"
)

var release = catalog.Release{Version: catalog.Newest}

// TestProfilesAreComplete decodes every profile, which checks its keys and words,
// and holds that a program has one.
func TestProfilesAreComplete(t *testing.T) {
	library := profile.Sources(t)
	claimed := map[string]string{}
	for _, name := range library.Names() {
		t.Run(name, func(t *testing.T) {
			p, err := library.Decode(name)
			if err != nil {
				t.Fatal(err)
			}
			for _, pattern := range p.Programs {
				if other := claimed[pattern]; other != "" {
					t.Errorf("the program %s is claimed by %s too", pattern, other)
				}
				claimed[pattern] = name
			}
			for i := range p.Needs {
				if why := p.Needs[i].Why; !completesSentence.MatchString(why) {
					t.Errorf("%q does not complete the sentence \"the service …\"", why)
				}
			}
		})
	}
}

// completesSentence matches what begins with a verb about the service, not with "its".
var completesSentence = regexp.MustCompile(`^(?:may|must|[a-hj-z][a-z-]*s|i(?:[a-su-z][a-z-]*)?s),? `)

// TestQueues holds that who runs sendmail for sure writes a queue of mail, once.
func TestQueues(t *testing.T) {
	library := profile.Sources(t)
	for name, want := range map[string]int{"vaultwarden": 2, "mdadm": 1, "php-fpm": 1, "sidekiq": 0} {
		got := 0
		for _, f := range library.Lookup(name).Needs {
			if f.Kind == need.Write && strings.Contains(f.Terms[0], "/var/spool/nullmailer") {
				got++
				if !f.Gained || f.Sure == "possible" {
					t.Errorf("%s: %+v is written as the program itself, or perhaps", name, f)
				}
			}
		}
		if got != want {
			t.Errorf("%s writes queues by %d facts, want %d", name, got, want)
		}
	}
}

// measuredOn finds the releases of Debian on which a source says that something was
// measured.
var measuredOn = regexp.MustCompile(`(?:measured|traced)[^;]*?Debian (\d+)(?: and (\d+))?`)

// TestStateOfFacts holds that each profile says on which releases its facts were
// measured: those that its sources name, each of which is a target.
func TestStateOfFacts(t *testing.T) {
	library := profile.Sources(t)
	for _, name := range library.Names() {
		p := library.Lookup(name)
		if p == nil {
			continue // TestProfilesAreComplete says why
		}
		sources := p.Source
		for i := range p.Needs {
			sources += "; " + p.Needs[i].Source
		}
		var want []string
		for _, m := range measuredOn.FindAllStringSubmatch(sources, -1) {
			for _, number := range m[1:] {
				if release := "debian-" + number; number != "" && !slices.Contains(want, release) {
					want = append(want, release)
				}
			}
		}
		got := append(slices.Clone(p.Measured), p.SeenOn...)
		slices.Sort(want)
		slices.Sort(got)
		if diff := cmp.Diff(want, got, cmpopts.EquateEmpty()); diff != "" {
			t.Errorf("%s: the sources name other releases than measured: and seen-on: (-sources +profile):\n%s", name, diff)
		}
		for _, release := range got {
			if _, err := target.Named(release); err != nil {
				t.Errorf("%s: %v", name, err)
			}
		}
	}
}

// denials are settings that refuse a kind of need, to show that a fact reaches
// the comparison. "%s" is replaced by the alternatives.
var denials = map[need.Kind]string{
	need.Read: "InaccessiblePaths=%s", need.Write: "ReadOnlyPaths=/", need.Create: "ReadOnlyPaths=/", need.Execute: "NoExecPaths=/",
	need.Capability: "CapabilityBoundingSet=", need.Bind: "PrivateNetwork=yes", need.Serve: "PrivateNetwork=yes",
	need.Syscall: "SystemCallFilter=~%s", need.AddressFamily: "RestrictAddressFamilies=~%s", need.Namespace: "RestrictNamespaces=yes",
	need.Device: "DevicePolicy=strict", need.WriteExecute: "MemoryDenyWriteExecute=yes", need.GainPrivileges: "NoNewPrivileges=yes",
	need.HostMounts: "PrivateMounts=yes", need.HostNetwork: "PrivateNetwork=yes", need.Network: "PrivateNetwork=yes",
	need.TemporaryFiles: "ReadOnlyPaths=/", need.Membership: "DynamicUser=yes",
	need.SharedTmp: "PrivateTmp=yes", need.LastingFiles: "PrivateTmp=yes", need.ChildrenEnd: "KillMode=process",
	need.OwnDirectories: "User=a\nUMask=0777", need.ClientSocket: "User=a\nRuntimeDirectory=example\nRuntimeDirectoryMode=0700",
	need.PrivateFile: "DynamicUser=yes",
	need.Home:        "ProtectHome=yes", need.KernelModules: "ProtectKernelModules=yes",
	need.Clock: "ProtectClock=yes", need.ControlGroups: "ProtectControlGroups=yes", need.KernelInterfaces: "ReadOnlyPaths=/sys /proc",
	need.KernelLog: "ProtectKernelLogs=yes", need.Hostname: "ProtectHostname=yes", need.FollowsHostname: "ProtectHostname=yes",
	need.Processes: "User=nobody\nProtectProc=invisible",
	need.Root:      "User=nobody", need.Owner: "User=nobody", need.Realtime: "RestrictRealtime=yes", need.SetSUID: "RestrictSUIDSGID=yes",
	need.Connect: "PrivateNetwork=yes", need.Personality: "LockPersonality=yes", need.Architecture: "SystemCallArchitectures=native",
	need.Keyring: "KeyringMode=private", need.SharedIPC: "PrivateIPC=yes", need.SharedFiles: "UMask=0077", need.GroupFiles: "UMask=0077",
	need.Notify: "Type=notify\nNotifyAccess=main", need.ClientUsers: "PrivateUsers=yes", need.OwnProc: "ProtectKernelTunables=yes",
	need.LastingChildren: "KillMode=control-group", need.ChildrenInOrder: "KillMode=control-group", need.LockedMemory: "CapabilityBoundingSet=CAP_KILL",
}

// TestEveryFactShows builds a unit for every fact, with a drop-in that refuses
// it, and expects the need to be known and found unmet.
func TestEveryFactShows(t *testing.T) {
	library := profile.Sources(t)
	for _, name := range library.Names() {
		p := library.Lookup(name)
		if p == nil {
			continue // TestProfilesAreComplete says why
		}
		t.Run(name, func(t *testing.T) {
			for i := range p.Needs {
				showFact(t, library, p, &p.Needs[i])
			}
		})
	}
}

func showFact(t *testing.T, library *profile.Library, p *profile.Profile, f *profile.Fact) {
	t.Helper()
	if f.Sure == "told" {
		return // the configuration has to say so
	}
	kind, terms := f.Kind, f.Terms
	denial, known := denials[kind]
	if kind == need.Limit {
		name, _, _ := strings.Cut(terms[0], "=")
		denial, known = "User=nobody\n"+name+"=1", true
	}
	if !known {
		t.Errorf("there is no setting that refuses %s", kind)
		return
	}
	if strings.Contains(denial, "%s") {
		denial = placesOfExample.Replace(fmt.Sprintf(denial, strings.ReplaceAll(strings.Join(terms, " "), "|", " ")))
	}
	if len(f.Bounding) > 0 {
		denial += f.Bounding[0]
	}
	at := release
	if f.Until > 0 {
		at.Version = f.Until
	}
	box := sandbox.New(loadAt(t, at, fragmentFor(p, f), "[Service]\n"+denial+"\n"), nil)
	assessment := assess.Of(box.Unit(), assess.Sources{Library: library})
	if !slices.ContainsFunc(assessment.Needs, func(n need.Need) bool { return n.Kind == kind && strings.HasPrefix(n.Why, f.Why) }) {
		t.Errorf("%s %v (%s): the unit does not show the need", kind, terms, f.Why)
		return
	}
	ofFact := func(u match.Refusal) bool { return u.Need.Kind == kind && strings.HasPrefix(u.Need.Why, f.Why) }
	if !slices.ContainsFunc(match.Refusals(box, assessment.Needs), ofFact) {
		t.Errorf("%s %v (%s): %q does not refuse it", kind, terms, f.Why, denial)
	}
}

// placesOfExample are the directories that places stand for in the units of fragmentFor.
var placesOfExample = strings.NewReplacer("home:", "/root", "working:", "/srv/example", "program:", "/opt/example", "installed:", "/opt/example")

// fragmentFor is a unit that runs a profile's program in the way a fact is
// about.
func fragmentFor(p *profile.Profile, f *profile.Fact) string {
	directory := "/usr/bin/"
	if slices.ContainsFunc(f.Terms, func(term string) bool {
		return strings.Contains(term, "program:") || strings.Contains(term, "installed:")
	}) {
		directory = "/opt/example/"
	}
	var program string
	switch {
	case len(f.Of) > 0:
		program = directory + f.Of[0]
	case len(p.Programs) > 0:
		program = directory + p.Programs[0]
	case len(p.Paths) > 0:
		program = p.Paths[0]
	default:
		program = directory + p.RunTimeOf[0]
	}
	line := strings.ReplaceAll(program, "*", "example")
	if len(f.With) > 0 {
		line += " " + strings.ReplaceAll(f.With[0], "*", "example")
	}
	text := "[Service]\nWorkingDirectory=/srv/example\nExecStart=" + line + "\n"
	if len(f.ReachedBy) > 0 {
		text += "ExecReload=/usr/bin/" + f.ReachedBy[0] + "\n"
	}
	for _, term := range f.Terms {
		if name, _, found := strings.Cut(term, ":/"); found && name == strings.ToUpper(name) {
			text += "Environment=" + name + "=/srv/example\n"
		}
	}
	if len(f.GivenGroup) > 0 {
		text += "SupplementaryGroups=" + f.GivenGroup[0] + "\n"
	}
	if f.When == "dynamic" {
		text += "DynamicUser=yes\n"
	}
	if f.When == "user" {
		text += "User=example\n"
	}
	return text
}

// load merges a fragment and one drop-in.
func load(t *testing.T, fragment, dropIn string) *unit.Unit {
	t.Helper()
	return loadAt(t, release, fragment, dropIn)
}

func loadAt(t *testing.T, at catalog.Release, fragment, dropIn string) *unit.Unit {
	t.Helper()
	root := t.TempDir()
	for name, text := range map[string]string{
		"usr/lib/systemd/system/example.service":            fragment,
		"etc/systemd/system/example.service.d/example.conf": dropIn,
	} {
		file := filepath.Join(root, name)
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	selection, err := locate.Select(locate.Request{Dir: root, Root: ".", Arguments: []string{"example.service"}})
	if err != nil {
		t.Fatalf("opening the tree: %v", err)
	}
	t.Cleanup(func() { _ = selection.Close() })
	u, err := unit.Load(selection.Identities[0], at)
	if err != nil {
		t.Fatalf("loading the unit: %v", err)
	}
	return u
}
