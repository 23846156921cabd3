package harden_test

import (
	"bufio"
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/unitlint/unitlint/internal/sharedtest"
	"github.com/unitlint/unitlint/lint/catalog"
	"github.com/unitlint/unitlint/lint/evidence/machine"
	"github.com/unitlint/unitlint/lint/evidence/profile"
	"github.com/unitlint/unitlint/lint/harden"
	"github.com/unitlint/unitlint/lint/host"
	"github.com/unitlint/unitlint/lint/locate"
	"github.com/unitlint/unitlint/lint/sandbox"
	"github.com/unitlint/unitlint/lint/target"
	"github.com/unitlint/unitlint/lint/unit"
)

// The variables of the environment that name trees of systems with the programs in
// them: the one on which the recorded outages came about, and the directory of
// .ci/lab.
const (
	labTree      = "LAB_TREE"
	labDirectory = "LAB_DIRECTORY"
)

// outage is a row of the recorded answers: a drop-in with one directive, and what
// came of it.
type outage struct {
	Service    string   `json:"service"`
	Unit       string   `json:"unit"`
	Directives []string `json:"directives"`
	Outcome    string   `json:"outcome"`
	Scored     *bool    `json:"scored"`
}

// TestOutagesAreNotWritten asks of each directive that broke a service whether the
// drop-in for that service would set it, with no profile to tell what the program
// needs. A drop-in has to be right for a program that nobody has described, so that
// nearly all of them must be left out or loosened.
func TestOutagesAreNotWritten(t *testing.T) {
	own := filepath.Join(sharedtest.Root(t), "testdata", "lab")
	for _, c := range []struct {
		title, tree string
		rows        func(*testing.T) []outage
	}{
		{"recorded", os.Getenv(labTree), func(t *testing.T) []outage { return outages(t, sharedtest.Path(t, "ground-truth", "debian12.jsonl")) }},
		{"lab", filepath.Join(os.Getenv(labDirectory), "bookworm"), func(t *testing.T) []outage {
			return append(outages(t, filepath.Join(own, "open.jsonl")), outages(t, filepath.Join(own, "closed.jsonl"))...)
		}},
	} {
		t.Run(c.title, func(t *testing.T) {
			if !filepath.IsAbs(c.tree) {
				t.Skipf("the tree of these outages is not here (set %s and %s)", labTree, labDirectory)
			}
			l := openLab(t, c.tree)
			rows := c.rows(t)
			for _, level := range []harden.Level{harden.Careful, harden.Full} {
				const least = 0.95
				if share := l.leftOut(t, level, rows); share < least {
					t.Errorf("level %s: %.3f of the outages are left out, want %.2f", level, share, least)
				}
			}
		})
	}
}

// lab is the tree of a system with what its programs tell.
type lab struct {
	tree    *locate.Tree
	host    *host.Host
	machine *machine.Machine
	target  target.Target
}

func openLab(t *testing.T, directory string) *lab {
	t.Helper()
	tree, err := locate.OpenRoot(directory, "")
	if err != nil {
		t.Skipf("the tree of these outages cannot be read: %v", err)
	}
	t.Cleanup(func() { _ = tree.Close() })
	debian, err := target.Named("systemd-252")
	if err != nil {
		t.Fatal(err)
	}
	return &lab{tree: tree, host: host.FromTree(tree, host.Facts{}), machine: machine.New(tree, machine.Everything(), nil), target: debian}
}

// leftOut returns the share of outages that drop-ins of a level would not bring.
func (l *lab) leftOut(t *testing.T, level harden.Level, rows []outage) float64 {
	t.Helper()
	hardened := map[string]*sandbox.Sandbox{}
	asked, written := 0, 0
	for _, row := range rows {
		u, err := unit.Load(l.tree.Unit(row.Unit, locate.System), l.target.Release)
		if err != nil || u.State != locate.Loaded {
			continue
		}
		if hardened[row.Unit] == nil {
			hardened[row.Unit] = l.harden(t, level, u)
		}
		asked++
		if asTight(hardened[row.Unit], sandbox.New(u.With(row.Directives...), l.host), row.Directives[0]) {
			written++
			t.Logf("level %s: the drop-in for %s sets %s", level, row.Service, row.Directives[0])
		}
	}
	if asked == 0 {
		t.Skip("none of the services is in the tree")
	}
	t.Logf("level %s: %d of %d outages are left out", level, asked-written, asked)
	return 1 - float64(written)/float64(asked)
}

// harden returns the sandbox of a unit with the drop-in of a level.
func (l *lab) harden(t *testing.T, level harden.Level, u *unit.Unit) *sandbox.Sandbox {
	t.Helper()
	result, err := harden.Of(&harden.Subject{
		Editions: []harden.Edition{{Target: l.target, Unit: u}}, Host: l.host, Library: profile.NewLibrary(nil), Level: level,
		Machine: func(machine.Sources) *machine.Machine { return l.machine },
	})
	if err != nil {
		t.Fatal(err)
	}
	return sandbox.New(u.With(linesOf(result)...), l.host)
}

// outages reads the rows with one directive that broke a service.
func outages(t *testing.T, name string) []outage {
	t.Helper()
	file, err := os.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = file.Close() }()
	const longestRow = 1 << 20
	var rows []outage
	lines := bufio.NewScanner(file)
	lines.Buffer(nil, longestRow)
	for lines.Scan() {
		var row outage
		if err := json.Unmarshal(lines.Bytes(), &row); err != nil {
			t.Fatal(err)
		}
		directives := slices.DeleteFunc(row.Directives, func(line string) bool { return strings.HasPrefix(line, "SystemCallErrorNumber=") })
		if row.Outcome != "works" && len(directives) == 1 && (row.Scored == nil || *row.Scored) {
			rows = append(rows, row)
		}
	}
	return rows
}

// asTight tells whether a sandbox takes as much as another one does by a directive.
func asTight(box, broken *sandbox.Sandbox, directive string) bool {
	name, text, _ := strings.Cut(directive, "=")
	switch name {
	case "CapabilityBoundingSet":
		return box.BoundingSet().Set&^broken.BoundingSet().Set == 0
	case "SystemCallFilter":
		mine, theirs := box.SyscallFilter(), broken.SyscallFilter()
		_, errs := box.Setting("SystemCallErrorNumber")
		_, kills := broken.Setting("SystemCallErrorNumber")
		if errs != nil && kills == nil {
			return false // an error leaves a program alive that goes on without the call
		}
		return !slices.ContainsFunc(catalog.SyscallNames(), func(call string) bool { return mine.Allows(call) && !theirs.Allows(call) })
	case "RestrictAddressFamilies":
		mine, theirs := box.Main(), broken.Main()
		return !slices.ContainsFunc(catalog.AddressFamilies(), func(f catalog.AddressFamily) bool {
			return !mine.AddressFamily(f.Name).Denies() && theirs.AddressFamily(f.Name).Denies()
		})
	case "ProtectSystem":
		order := []string{"", "no", "yes", "full", "strict"}
		set, _ := box.Setting(name)
		loosened := set == "strict" && len(box.Unit().All("Service", "ReadWritePaths")) > 0
		return !loosened && slices.Index(order, set) >= slices.Index(order, text)
	}
	set, by := box.Setting(name)
	return by != nil && set == text
}
