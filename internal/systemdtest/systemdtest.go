// Package systemdtest asks the systemd that is installed how it reads units, so
// that tests can compare its answers with ours. It needs no running manager, no
// root and no namespaces: "systemd --test" loads units and prints what it made
// of them, and SYSTEMD_UNIT_PATH names the only directories that it looks at.
//
// A differential test writes a tree, names the units, and compares:
//
//	systemd := systemdtest.Require(t) // skips where systemd is not installed
//	dir := systemdtest.Write(t, systemdtest.Tree{
//		"etc/systemd/system/a.service.d/x.conf": "[Service]\nPrivateTmp=yes\n",
//		"usr/lib/systemd/system/a.service":      "[Service]\nExecStart=/bin/a\n",
//		"etc/systemd/system/b.service":          systemdtest.Link("/dev/null"),
//	})
//	answer := systemd.Load(t, systemdtest.Query{Dir: dir, Units: []string{"a.service", "b.service"}})
//	answer.Units["a.service"].DropIns          // ["etc/systemd/system/a.service.d/x.conf"]
//	answer.Units["a.service"].Values("PrivateTmp") // ["yes"]
//	answer.Messages                            // what it logged, with file and line
//
// One run loads thousands of units in less than a second, so ask for many units
// at once.
package systemdtest

import (
	"os"
	"os/exec"
	"regexp"
	"strconv"
	"testing"
)

// Systemd is an installed systemd.
type Systemd struct {
	// Version is its release number, such as 252.
	Version int
	binary  string
}

var binaries = []string{"/lib/systemd/systemd", "/usr/lib/systemd/systemd"}

var versionLine = regexp.MustCompile(`^systemd (\d+)`)

// Demand names the environment variable that makes a missing systemd a failure.
const Demand = "UNITLINT_DEMAND_SYSTEMD"

// Require returns the installed systemd, or skips the test with a message; where
// Demand is set it fails instead.
func Require(t testing.TB) *Systemd {
	t.Helper()
	for _, binary := range binaries {
		out, err := exec.Command(binary, "--version").Output()
		if err != nil {
			continue
		}
		if m := versionLine.FindSubmatch(out); m != nil {
			version, err := strconv.Atoi(string(m[1]))
			if err != nil {
				t.Fatalf("reading the version of %s: %v", binary, err)
			}
			return &Systemd{Version: version, binary: binary}
		}
	}
	if os.Getenv(Demand) != "" {
		t.Fatalf("systemd is not installed, and %s demands it", Demand)
	}
	t.Skip("systemd is not installed, so there is nothing to compare with")
	return nil
}

// Answer is what systemd made of the units that it was asked for.
type Answer struct {
	// Units are all units that it loaded, those that others pulled in too, by
	// their main name. An alias is found under the name of its unit.
	Units map[string]*Unit
	// Messages are what it logged at level notice or graver, and at level info
	// where a file is named, in order.
	Messages []Message
}

// Unit is one unit of systemd's dump.
type Unit struct {
	Name string
	// Load is the load state: loaded, masked, not-found, bad-setting, error.
	Load string
	// Fragment and DropIns are paths relative to the directory of the query, in
	// the order of merging; paths outside of it stay absolute.
	Fragment string
	DropIns  []string
	// Properties are the lines of the dump in order. A command is given as the
	// property of its list, such as ExecStart.
	Properties []Property
}

// Property is one line of the dump.
type Property struct {
	Name, Value string
}

// Values returns the values of all properties of that name, in order. Settings
// that systemd leaves out of its dump, such as NoNewPrivileges=, have none.
func (u *Unit) Values(name string) []string {
	var values []string
	for _, p := range u.Properties {
		if p.Name == name {
			values = append(values, p.Value)
		}
	}
	return values
}

// Message is one line that systemd logged.
type Message struct {
	// File is relative to the directory of the query; it and Line are empty for
	// messages that name no place.
	File string
	Line int
	// Level is the syslog level: 3 error, 4 warning, 5 notice, 6 info.
	Level int
	Text  string
}
