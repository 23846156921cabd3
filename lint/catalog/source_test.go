package catalog_test

import (
	"bufio"
	"encoding/json"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"testing"

	"github.com/unitlint/unitlint/internal/sharedtest"
	"github.com/unitlint/unitlint/lint/catalog"
)

// targets are the columns of the recorded table's word for each release.
var targets = []catalog.Release{
	{Version: 239, Tree: "rhel8"}, {Version: 245}, {Version: 247}, {Version: 249},
	{Version: 252, Tree: "rhel9"}, {Version: 252}, {Version: 253}, {Version: 255},
	{Version: 257}, {Version: 258}, {Version: 259}, {Version: 260}, {Version: 261}, {Version: 262},
}

// TestDirectivesOfEveryRelease compares with the recorded table, in which each
// key carries one letter a release: y honoured, i without effect, n unknown.
func TestDirectivesOfEveryRelease(t *testing.T) {
	letters := map[catalog.Support]byte{catalog.Honoured: 'y', catalog.NoEffect: 'i', catalog.Unknown: 'n'}
	listed := map[string]bool{}
	for _, r := range readTable(t, "directives.tsv") {
		listed[r["section"]+"/"+r["name"]] = true
		d := catalog.Lookup(r["section"], r["name"])
		if d == nil {
			t.Errorf("[%s] %s= is unknown", r["section"], r["name"])
			continue
		}
		for i, release := range targets {
			if got := letters[d.Support(release)]; got != r["targets"][i] {
				t.Errorf("[%s] %s= at %s: %c, want %c", d.Section, d.Name, release, got, r["targets"][i])
			}
		}
	}
	for _, section := range catalog.KnownSections() {
		for _, d := range catalog.Directives(section) {
			if !listed[section+"/"+d.Name] {
				t.Errorf("[%s] %s= is in no release", section, d.Name)
			}
		}
	}
}

func TestSectionsOfEveryType(t *testing.T) {
	for _, r := range readTable(t, "sections.tsv") {
		got := strings.Join(catalog.Sections(catalog.UnitType(r["unit_type"])), ",")
		if got != r["accepted_sections"] {
			t.Errorf("%s takes %s, want %s", r["unit_type"], got, r["accepted_sections"])
		}
	}
}

// TestSyscallGroupsOfEveryRelease compares every group of every release, and
// the native names of every libseccomp.
func TestSyscallGroupsOfEveryRelease(t *testing.T) {
	text, err := os.ReadFile(sharedtest.Path(t, "systemd", "syscalls.json"))
	if err != nil {
		t.Fatal(err)
	}
	var recorded struct {
		Versions map[string]struct {
			Groups map[string][]string `json:"groups"`
		} `json:"versions"`
		Libseccomp struct {
			Releases map[string]map[string][]string `json:"releases"`
		} `json:"libseccomp"`
	}
	if err := json.Unmarshal(text, &recorded); err != nil {
		t.Fatal(err)
	}
	for version, v := range recorded.Versions {
		release := releaseNamed(t, version)
		if got, want := len(catalog.SyscallGroups(release)), len(v.Groups); got != want {
			t.Errorf("%s: %d groups, want %d", version, got, want)
		}
		for group, members := range v.Groups {
			got, _ := catalog.SyscallGroup(group, release)
			compareSets(t, version+" "+group, got, members)
		}
	}
	for libseccomp, byArchitecture := range recorded.Libseccomp.Releases {
		for architecture, want := range byArchitecture {
			if architecture == "unknown" {
				continue
			}
			var got []string
			for _, name := range catalog.SyscallNames() {
				if catalog.SyscallNative(name, architecture, libseccomp) {
					got = append(got, name)
				}
			}
			compareSets(t, libseccomp+" "+architecture, got, want)
		}
	}
}

func releaseNamed(t *testing.T, name string) catalog.Release {
	t.Helper()
	switch name {
	case "rhel8":
		return catalog.Release{Version: 239, Tree: name}
	case "rhel9":
		return catalog.Release{Version: 252, Tree: name}
	}
	version, err := strconv.Atoi(name)
	if err != nil {
		t.Fatalf("a release named %q", name)
	}
	return catalog.Release{Version: version}
}

func compareSets(t *testing.T, what string, got, want []string) {
	t.Helper()
	seen := map[string]bool{}
	for _, g := range got {
		seen[g] = true
	}
	for _, w := range want {
		if !seen[w] {
			t.Errorf("%s lacks %s", what, w)
		}
		delete(seen, w)
	}
	for extra := range seen {
		t.Errorf("%s has %s too many", what, extra)
	}
}

func TestNamesThatSystemdTakes(t *testing.T) {
	for _, r := range readTable(t, "capabilities.tsv") {
		if c, ok := catalog.CapabilityNamed(r["name"]); !ok || strconv.Itoa(c.Number) != r["number"] {
			t.Errorf("%s: %v", r["name"], c)
		}
	}
	for _, r := range readTable(t, "address-families.tsv") {
		f, ok := catalog.AddressFamilyNamed(r["name"])
		if ok != (r["accepted_262"] == "y") || ok && strconv.Itoa(f.Number) != r["number"] {
			t.Errorf("%s: %v %t", r["name"], f, ok)
		}
	}
	for _, r := range readTable(t, "enums.tsv") {
		if r["directive"] == "Type" && r["value"] == "notify-reload" {
			for _, v := range catalog.EnumValues("ServiceType") {
				if v.Word == r["value"] && (v.KnownTo(catalog.Release{Version: 252}) || !v.KnownTo(catalog.Release{Version: 252, Tree: "rhel9"})) {
					t.Errorf("notify-reload came with 253 and to the tree of RHEL 9: %v", v)
				}
			}
		}
	}
}

// TestInstalledSystemd compares with the keys that the systemd of this machine
// prints.
func TestInstalledSystemd(t *testing.T) {
	const binary = "/lib/systemd/systemd"
	if _, err := os.Stat(binary); err != nil {
		t.Skip("systemd is not installed here")
	}
	out, err := exec.Command(binary, "--version").Output()
	if err != nil {
		t.Skipf("systemd does not run here: %v", err)
	}
	version, err := strconv.Atoi(strings.Fields(string(out))[1])
	if err != nil || version < catalog.Oldest || version > catalog.Newest {
		t.Skipf("the installed systemd is %q, which the tables do not know", strings.SplitN(string(out), "\n", 2)[0])
	}
	release := catalog.Release{Version: version}
	items, err := exec.Command(binary, "--dump-configuration-items").Output()
	if err != nil {
		t.Fatal(err)
	}
	printed := map[string]bool{}
	section := ""
	for line := range strings.Lines(string(items)) {
		line = strings.TrimSpace(line)
		if strings.HasPrefix(line, "[") {
			section = strings.Trim(line, "[]")
			continue
		}
		name, _, found := strings.Cut(line, "=")
		if !found {
			continue
		}
		printed[section+"/"+name] = true
		d := catalog.Lookup(section, name)
		if d == nil || d.Support(release) == catalog.Unknown {
			t.Errorf("systemd %d knows [%s] %s=", version, section, name)
		}
	}
	if len(printed) < 1000 {
		t.Fatalf("systemd printed %d keys only", len(printed))
	}
	for _, section := range catalog.KnownSections() {
		if section == "Install" {
			continue // systemctl reads it, the manager does not
		}
		for _, d := range catalog.Directives(section) {
			if d.Support(release) == catalog.Honoured && !printed[section+"/"+d.Name] {
				t.Errorf("systemd %d does not know [%s] %s=", version, section, d.Name)
			}
		}
	}
}

// readTable returns the rows of a recorded table by the names of its columns.
func readTable(t *testing.T, name string) []map[string]string {
	t.Helper()
	file, err := os.Open(sharedtest.Path(t, "systemd", name))
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	var columns []string
	var rows []map[string]string
	lines := bufio.NewScanner(file)
	for lines.Scan() {
		cells := strings.Split(lines.Text(), "\t")
		if columns == nil {
			columns = cells
			continue
		}
		row := map[string]string{}
		for i, column := range columns {
			if i < len(cells) {
				row[column] = cells[i]
			}
		}
		rows = append(rows, row)
	}
	if err := lines.Err(); err != nil {
		t.Fatal(err)
	}
	return rows
}
