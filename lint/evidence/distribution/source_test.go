package distribution_test

import (
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/unitlint/unitlint/internal/systemdtest"
	"github.com/unitlint/unitlint/lint/catalog"
	"github.com/unitlint/unitlint/lint/evidence"
	"github.com/unitlint/unitlint/lint/evidence/distribution"
	"github.com/unitlint/unitlint/lint/evidence/invocation"
	"github.com/unitlint/unitlint/lint/locate"
	"github.com/unitlint/unitlint/lint/need"
	"github.com/unitlint/unitlint/lint/unit"
)

// facts are the lines of the table of tests, in the order of their needs.
var facts = []string{
	"capability\tCAP_SETUID\tlikely\tstart-fails\t\tbecomes the user example\timports setuid",
	"write\t/var/lib/example\tlikely\tstart-fails\t\tkeeps data\tits configuration says so",
	"create\t/var/log/example.log\tlikely\tjob-fails\t\twrites its log\tits configuration says so",
	"network\t\tlikely\tjob-fails\t\tserves the network\timports bind",
	"wx-memory\t\tlikely\tstart-fails\t\tcompiles\tis linked with LuaJIT",
}

// tableOf is a table with one program that has all facts.
func tableOf(name, file string) *distribution.Table {
	var places []string
	at := 0
	for _, f := range facts {
		places = append(places, strconv.Itoa(at))
		at += len(f) + 1
	}
	return distribution.NewTable("Example 1\n" + strings.Join([]string{
		name, file, "example 1.2-3", "root", "example.service", "/etc/example.conf 8080", "-", strings.Join(places, " "),
	}, "\t") + "\n\n" + strings.Join(facts, "\n") + "\n")
}

func load(t *testing.T, fragment string) *unit.Unit {
	t.Helper()
	tree, err := locate.OpenRoot(systemdtest.Write(t, systemdtest.Tree{"etc/systemd/system/other.service": fragment}), "")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = tree.Close() })
	u, err := unit.Load(tree.Unit("other.service", locate.System), catalog.Release{Version: catalog.Newest})
	if err != nil {
		t.Fatal(err)
	}
	return u
}

// TestCollect holds how sure a unit lets the needs of a packaged program be.
func TestCollect(t *testing.T) {
	const all = "capability write create network wx-memory"
	for title, c := range map[string]struct{ fragment, want string }{
		"as packaged":              {"ExecStart=/usr/sbin/exampled -c /etc/example.conf 8080\n", all},
		"without arguments":        {"ExecStart=/usr/sbin/exampled\n", all},
		"installed by hand":        {"ExecStart=/usr/local/bin/exampled\n", "none"},
		"of a vendor":              {"ExecStart=/opt/example/bin/exampled\n", "none"},
		"of a snap":                {"ExecStart=/snap/bin/exampled\n", "none"},
		"by its name":              {"ExecStart=exampled\n", all},
		"its own directory":        {"ExecStart=/usr/sbin/exampled --data=/var/lib/example\n", all},
		"behind a wrapper":         {"ExecStart=/usr/bin/env A=b /usr/sbin/exampled\n", all},
		"another directory":        {"ExecStart=/usr/sbin/exampled --data=/srv/example\n", "capability wx-memory"},
		"a directory of a setting": {"ExecStart=/usr/sbin/exampled\nStateDirectory=elsewhere\n", "capability wx-memory"},
		"a variable":               {"ExecStart=/usr/sbin/exampled\nEnvironment=DATA=/srv/example\n", "capability wx-memory"},
		"another port":             {"ExecStart=/usr/sbin/exampled --listen=127.0.0.1:9090\n", "capability write create wx-memory"},
		"told to do another thing": {"ExecStart=/usr/sbin/exampled check\n", ""},
		"in a store":               {"ExecStart=/nix/store/x-example-1/bin/exampled\n", "capability wx-memory"},
		"root on purpose":          {"ExecStart=/usr/sbin/exampled\nUser=root\n", "write create network wx-memory"},
		"another user":             {"ExecStart=/usr/sbin/exampled\nUser=example\n", "capability write network wx-memory"},
		"no capabilities":          {"ExecStart=/usr/sbin/exampled\nCapabilityBoundingSet=\n", "write create network wx-memory"},
		"may fail":                 {"ExecStart=-/usr/sbin/exampled\n", all},
		"somewhere else":           {"ExecStart=/srv/app/exampled\n", "none"},
		"another program":          {"ExecStart=/usr/sbin/exampled2x\n", "none"},
		"not the main line":        {"ExecStartPre=/usr/sbin/exampled\nExecStart=/usr/sbin/y\n", "none"},
	} {
		context := evidence.NewContext(load(t, "[Service]\n"+c.fragment))
		source := &distribution.Source{Table: tableOf("exampled", "/usr/sbin/exampled"), Known: func(*invocation.Invocation) bool { return false }}
		got := []string{}
		needs := source.Collect(context)
		for _, n := range needs {
			if n.Certainty == need.Likely {
				got = append(got, string(n.Kind))
			}
			if n.Evidence.Assignment == nil || n.Line != context.Main().Line {
				t.Errorf("%s: %s has no place", title, n.Kind)
			}
		}
		if c.want == "none" {
			if len(needs) > 0 {
				t.Errorf("%s: got %d needs", title, len(needs))
			}
			continue
		}
		if diff := cmp.Diff(strings.Fields(c.want), got); diff != "" || len(needs) != len(facts) {
			t.Errorf("%s: %d needs; likely (-want +got):\n%s", title, len(needs), diff)
		}
	}
}

func TestWhatIsKnownBetterIsNotAsked(t *testing.T) {
	context := evidence.NewContext(load(t, "[Service]\nExecStart=/usr/sbin/exampled\n"))
	source := &distribution.Source{Table: tableOf("exampled", "/usr/sbin/exampled"), Known: func(*invocation.Invocation) bool { return true }}
	if needs := source.Collect(context); len(needs) > 0 || len(source.Programs) > 0 {
		t.Errorf("got %d needs", len(needs))
	}
}

// TestPrivateProgramsAreKnownByPath holds that what a package keeps to itself is not
// taken for what others call the same.
func TestPrivateProgramsAreKnownByPath(t *testing.T) {
	for file, want := range map[string]bool{"/usr/lib/example/run": true, "/usr/lib/other/run": false, "/usr/bin/run": false} {
		context := evidence.NewContext(load(t, "[Service]\nExecStart="+file+"\n"))
		source := &distribution.Source{
			Table: tableOf("/usr/lib/example/run", "/usr/lib/example/run"), Known: func(*invocation.Invocation) bool { return false },
		}
		if got := len(source.Collect(context)) > 0; got != want {
			t.Errorf("%s is known: %t", file, got)
		}
	}
	for _, c := range []struct {
		name, file, shippedBy string
		want                  bool
	}{
		{"a", "/usr/sbin/a", "b", true},
		{"exampled", "/usr/libexec/exampled", "example 1", true},
		{"run", "/usr/lib/example/run", "example 1", false},
	} {
		if got := distribution.IsOwn(c.name, c.file, c.shippedBy); got != c.want {
			t.Errorf("%s in %s: %t", c.name, c.file, got)
		}
	}
}

// TestOfName holds what is known where drop-ins are all that is there of a unit.
func TestOfName(t *testing.T) {
	table := tableOf("exampled", "/usr/sbin/exampled")
	u := load(t, "[Service]\nUser=x\n")
	p, needs := table.OfName("example.service", u.Assignments[0])
	if p == nil || len(needs) != len(facts) || !slices.ContainsFunc(needs, func(n need.Need) bool { return n.Kind == need.Capability }) {
		t.Errorf("got %+v and %d needs", p, len(needs))
	}
	if p, _ := table.OfName("exampled.service", u.Assignments[0]); p != nil {
		t.Errorf("got %+v", p)
	}
}
