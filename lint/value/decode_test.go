package value_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/unitlint/unitlint/lint/catalog"
	"github.com/unitlint/unitlint/lint/value"
)

var at252 = value.Context{Release: catalog.Release{Version: 252}, UnitName: "example.service"}

func TestExec(t *testing.T) {
	tests := []struct {
		text string
		want string // each command as prefixes, path and arguments
	}{
		{"/bin/a b 'c d'", "[] /bin/a: b|c d"},
		{"-@/bin/a a0 b", "[-@] /bin/a: a0|b"},
		{`"-/bin/a" x`, "[-] /bin/a: x"},
		{"!!/bin/a", "[!!] /bin/a: "},
		{"/bin/a x ; /bin/b y", "[] /bin/a: x; [] /bin/b: y"},
		{`/bin/a \; b`, "[] /bin/a: ;|b"},
		{"/bin/a b; c", "[] /bin/a: b;|c"},
		{"/bin//a/./b", "[] /bin/a/b: "},
		{"/bin/a %n %%", "[] /bin/a: example.service|%"},
		{"-bin/a ; /bin/b", ""},
		{"a", "[] a: "},
		{"", ""},
	}
	for _, test := range tests {
		commands, _ := value.Exec(test.text, at252)
		var got []string
		for _, c := range commands {
			var words []string
			for _, word := range c.Arguments {
				words = append(words, word.Expanded.Text)
			}
			got = append(got, fmt.Sprintf("[%s] %s: %s", c.Prefixes, c.PathExpanded.Text, strings.Join(words, "|")))
		}
		if strings.Join(got, "; ") != test.want {
			t.Errorf("Exec(%q) = %q, want %q", test.text, strings.Join(got, "; "), test.want)
		}
	}
}

func TestExecPositions(t *testing.T) {
	const text = `-/bin/a "b c" $D ; +/bin/e`
	commands, _ := value.Exec(text, at252)
	if len(commands) != 2 {
		t.Fatalf("%d commands, want 2", len(commands))
	}
	for _, test := range []struct {
		word value.Word
		want string
	}{
		{commands[0].Path, "/bin/a"}, {commands[0].Arguments[0].Word, `"b c"`}, {commands[0].Arguments[1].Word, "$D"}, {commands[1].Path, "/bin/e"},
	} {
		if got := text[test.word.Start:test.word.End]; got != test.want {
			t.Errorf("the place of %q holds %q, want %q", test.word.Text, got, test.want)
		}
	}
	if got := text[commands[1].Start:commands[1].End]; got != "+/bin/e" {
		t.Errorf("the second command is %q", got)
	}
}

func TestTimespan(t *testing.T) {
	const second = 1000000
	tests := map[string]value.Microseconds{
		"5": 5 * second, "1min 30s": 90 * second, "1.5h": 5400 * second, "100ms": second / 10, "1h30m": 5400 * second,
		"infinity": value.Infinity, ".5": second / 2, "1 5": 6 * second, "1M": 2629800 * second,
	}
	for text, want := range tests {
		if got, ok := value.Seconds(text); !ok || got != want {
			t.Errorf("Seconds(%q) = %d, %v, want %d", text, got, ok, want)
		}
	}
	for _, text := range []string{"", "5 bananas", "-5", "5.", "1.5.5", "infinity 5", "99999999999999999999", "5S"} {
		if got, ok := value.Seconds(text); ok {
			t.Errorf("Seconds(%q) = %d, want none", text, got)
		}
	}
}

func TestSize(t *testing.T) {
	tests := map[string]uint64{"5": 5, "1K": 1024, "1.5G": 3 << 29, "1G 500M": 1<<30 + 500<<20, "10B": 10, "1 K": 1024, "1.K": 1024}
	for text, want := range tests {
		if got, ok := value.Size(text, value.Base1024); !ok || got != want {
			t.Errorf("Size(%q) = %d, %v, want %d", text, got, ok, want)
		}
	}
	for _, text := range []string{"", "1k", "1KB", "1Ki", "500M 1G", "-5", "16E"} {
		if got, ok := value.Size(text, value.Base1024); ok {
			t.Errorf("Size(%q) = %d, want none", text, got)
		}
	}
}

func TestSets(t *testing.T) {
	capabilities, _ := value.Capabilities("~cap_chown CAP_BOGUS 12", at252)
	if got := fmt.Sprint(capabilities.Inverted, capabilities.Names()); got != "true [CAP_CHOWN CAP_NET_ADMIN]" {
		t.Errorf("Capabilities = %s", got)
	}
	families, _ := value.AddressFamilies("none", at252)
	if families.Empty || len(families.Items) != 0 {
		t.Errorf("AddressFamilies(none) = %+v, want an empty allow list", families)
	}
	filter, result := value.SyscallFilter("~read:EPERM @clock bogus", at252)
	if !filter.Inverted || filter.Calls[0].Errno != "EPERM" || !filter.Calls[1].Known || filter.Calls[2].Known || result.Outcome != value.PartDropped {
		t.Errorf("SyscallFilter = %+v, %+v", filter, result)
	}
	flags, result := value.NamespaceFlags("user bogus", at252)
	if flags.Boolean || result.Outcome != value.Ignored {
		t.Errorf("NamespaceFlags = %+v, %+v: an unknown word makes the line void", flags, result)
	}
}

func TestPaths(t *testing.T) {
	paths, _ := value.PathList("-+/a//b relative %t/x /c/%H", at252)
	var got []string
	for _, p := range paths {
		got = append(got, fmt.Sprintf("%s %v %v %v", p.Path, p.IgnoreMissing, p.RootRelative, p.Known))
	}
	if want := "/a/b true true true; /run/x false false true; /c/host false false false"; strings.Join(got, "; ") != want {
		t.Errorf("PathList = %q, want %q", strings.Join(got, "; "), want)
	}
	binds, _ := value.BindPaths("-/a:/b:norbind /c", at252)
	if len(binds) != 2 || !binds[0].IgnoreMissing || binds[0].Destination != "/b" || binds[0].Recursive || binds[1].Destination != "/c" || !binds[1].Recursive {
		t.Errorf("BindPaths = %+v", binds)
	}
	directories, _ := value.Directories("a b:c /d", at252)
	if len(directories) != 2 || directories[1].Path != "b" || directories[1].Symlink != "c" {
		t.Errorf("Directories = %+v", directories)
	}
}

func TestListen(t *testing.T) {
	for text, want := range map[string]string{
		"80": "2 80 invalid IP", "[::1]:443": "2 443 ::1", "127.0.0.1:53": "2 53 127.0.0.1", "/run/a": "1 0 invalid IP", "@a": "1 0 invalid IP",
		"vsock:1:2": "3 0 invalid IP", "localhost:80": "0 0 invalid IP",
	} {
		address, _ := value.Listen("Stream", text, at252)
		if got := fmt.Sprint(address.Kind, address.Port, address.Address); got != want {
			t.Errorf("Listen(%q) = %q, want %q", text, got, want)
		}
	}
}

// TestUnknownPartsAreNotWrong lays placeholders and specifiers of unknown value
// before grammars that could not take them as they stand.
func TestUnknownPartsAreNotWrong(t *testing.T) {
	tests := []struct{ section, directive, text, unit string }{
		{"Service", "User", "@user@", "a.service"},
		{"Service", "PrivateTmp", "{{ private }}", "a.service"},
		{"Service", "RestartSec", "@delay@s", "a.service"},
		{"Service", "ExecStart", "@bindir@/example --x", "a.service"},
		{"Service", "WorkingDirectory", "@datadir@", "a.service"},
		{"Service", "SystemCallFilter", "@system-service @extra@", "a.service"},
		{"Service", "CapabilityBoundingSet", "CAP_CHOWN @caps@", "a.service"},
		{"Service", "User", "%i", "a@.service"},
		{"Service", "WorkingDirectory", "%i", "a@.service"},
		{"Service", "WorkingDirectory", "/srv/%H", "a.service"},
		{"Unit", "After", "%i.service", "a@.service"},
		{"Socket", "ListenStream", "%i", "a@.socket"},
	}
	for _, test := range tests {
		d := catalog.Lookup(test.section, test.directive)
		result := value.Check(d, test.text, value.Context{Release: at252.Release, UnitName: test.unit})
		if len(result.Problems) > 0 || !result.Undecided {
			t.Errorf("%s=%s in %s: %+v, want undecided", test.directive, test.text, test.unit, result)
		}
	}
}

// TestSpecifiersDoNotExcuseWhatStandsBesideThem lays values that are wrong whatever
// the machine puts for their specifiers.
func TestSpecifiersDoNotExcuseWhatStandsBesideThem(t *testing.T) {
	for _, test := range []struct {
		section, directive, text string
		want                     value.Outcome
	}{
		{"Service", "Environment", "A-B=%H", value.PartDropped},
		{"Service", "StateDirectory", "/abs/%H", value.PartDropped},
		{"Service", "ExecStartPre", "rel/%H", value.UnitRefused},
		{"Service", "Group", "a:%H", value.UnitRefused},
		{"Service", "WorkingDirectory", "%H", value.UnitRefused},
		{"Service", "Environment", "A=%H", value.Honoured},
		{"Service", "StateDirectory", "a/%H", value.Honoured},
	} {
		result := value.Check(catalog.Lookup(test.section, test.directive), test.text, value.Context{Release: at252.Release, UnitName: "a.service"})
		if result.Outcome != test.want {
			t.Errorf("%s=%s: got outcome %d, want %d", test.directive, test.text, result.Outcome, test.want)
		}
	}
}

func TestSuggestions(t *testing.T) {
	for _, test := range []struct{ section, directive, text, want string }{
		{"Service", "PrivateDevices", "ture", "true"},
		{"Service", "Type", "simpel", "simple"},
		{"Service", "MemoryMax", "512MB", "512M"},
		{"Service", "MemoryMax", "512MiB", "512M"},
		{"Service", "CPUQuota", "50", "50%"},
		{"Service", "KillSignal", "sigterm", "SIGTERM"},
		{"Service", "CapabilityBoundingSet", "CAP_NET_BIND_SERVCE", "CAP_NET_BIND_SERVICE"},
		{"Service", "RestrictAddressFamilies", "AF_INTE6", "AF_INET6"},
		{"Service", "SystemCallFilter", "opennat", "openat"},
		{"Service", "SystemCallFilter", "@sytem-service", "@system-service"},
		{"Unit", "After", "network.targt", "network.target"},
		{"Unit", "Documentation", "nginx(8)", "man:nginx(8)"},
		{"Service", "ExecStart", "/bin/a %2", "%%2"},
		{"Timer", "OnCalendar", "@daily", "daily"},
		{"Service", "IPAddressDeny", "any,", "any"},
		{"Service", "CapabilityBoundingSet", "CAP_CHOWN,CAP_KILL", "CAP_CHOWN CAP_KILL"},
		{"Service", "RestrictAddressFamilies", "AF_UNIX,AF_INET", "AF_UNIX AF_INET"},
		{"Service", "SystemCallFilter", "read,write", "read write"},
		{"Unit", "After", "a.service,b.service", "a.service b.service"},
	} {
		result := value.Check(catalog.Lookup(test.section, test.directive), test.text, at252)
		if len(result.Problems) != 1 || result.Problems[0].Suggestion() != test.want {
			t.Errorf("%s=%s: %+v, want the suggestion %q", test.directive, test.text, result.Problems, test.want)
		}
	}
}
