package rules

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"sort"
	"strings"
	"testing"

	"github.com/unitlint/unitlint/internal/systemdtest"
	"github.com/unitlint/unitlint/lint"
	"github.com/unitlint/unitlint/lint/finding"
	"github.com/unitlint/unitlint/lint/locate"
	"github.com/unitlint/unitlint/lint/target"
	"github.com/unitlint/unitlint/rules/consistency"
)

// lots are the lines that random units are made of, by type: each unit gets
// some of them, each line by chance.
var lots = map[string][]string{
	"service": {
		"[Unit]", "SuccessAction=exit", "SuccessAction=none", "OnFailureJobMode=isolate", "OnFailure=x.target", "OnFailure=y.target z.target",
		"JobTimeoutSec=5", "JobRunningTimeoutSec=10", "DefaultDependencies=no",
		"[Service]", "Type=simple", "Type=exec", "Type=oneshot", "Type=forking", "Type=dbus", "Type=notify", "Type=idle", "Type=bogus",
		"ExecStart=/bin/true", "ExecStart=/bin/true", "ExecStart=/bin/true ; /bin/false", "ExecStart=-bin/true", "ExecStart=", "ExecStart=/bin/false",
		"ExecStop=/bin/true", "ExecStartPost=/bin/true", "BusName=org.x.y", "BusName=bad", "RemainAfterExit=yes", "RemainAfterExit=no",
		"Restart=no", "Restart=always", "Restart=on-success", "Restart=on-failure", "RestartForceExitStatus=1", "RestartForceExitStatus=",
		"ExitType=cgroup", "ExitType=main", "RuntimeMaxSec=5", "RuntimeMaxSec=infinity", "RuntimeMaxSec=0", "RuntimeRandomizedExtraSec=5", "RuntimeRandomizedExtraSec=0",
		"PAMName=login", "KillMode=process", "KillMode=mixed", "KillMode=control-group", "KillMode=none",
		"USBFunctionDescriptors=/x", "USBFunctionStrings=/y", "NotifyAccess=none", "PIDFile=/run/x.pid", "SetCredential=a:b",
		"DynamicUser=yes", "WorkingDirectory=~", "PrivateTmp=yes", "GuessMainPID=no",
	},
	"socket": {
		"[Socket]", "ListenStream=80", "ListenStream=/run/a", "ListenDatagram=80", "ListenFIFO=/run/f", "ListenSequentialPacket=/run/s",
		"ListenNetlink=audit 1", "ListenMessageQueue=/q", "ListenSpecial=/dev/x", "ListenUSBFunction=/dev/u", "ListenStream=", "ListenStream=bad:x:y",
		"Accept=yes", "Accept=no", "MaxConnections=0", "MaxConnections=5", "Service=other.service", "Symlinks=/run/l", "Symlinks=/run/l /run/m",
		"PAMName=login", "KillMode=process", "KillMode=mixed", "Delegate=yes",
	},
	"timer": {
		"[Timer]", "OnCalendar=daily", "OnCalendar=bogus", "OnCalendar=", "OnBootSec=5", "OnBootSec=", "OnClockChange=yes", "OnClockChange=no",
		"OnTimezoneChange=yes", "Persistent=yes", "Unit=x.service", "Unit=x.timer",
	},
	"path": {
		"[Path]", "PathExists=/x", "PathExists=x", "PathChanged=/y", "PathExists=", "DirectoryNotEmpty=/z", "Unit=x.service", "MakeDirectory=yes",
	},
	"mount": {
		"[Mount]", "What=/dev/x", "What=", "Where=/own", "Where=/other", "Where=/own/", "Where=own", "Options=ro", "PAMName=login",
		"KillMode=mixed", "KillMode=control-group", "WorkingDirectory=/own",
	},
	"automount": {"[Automount]", "Where=/own", "Where=/other", "Where=/", "ExtraOptions=x-a", "ExtraOptions=fd=3", "TimeoutIdleSec=5"},
	"swap":      {"[Swap]", "What=/own", "What=/other", "What=", "Priority=5", "KillMode=none", "PAMName=login"},
	"slice":     {"[Slice]", "MemoryMax=1G", "Slice=a.slice", "Slice=-.slice", "Delegate=yes"},
}

// drawnUnit takes each line of a lot with a chance that differs from unit to
// unit, so that there are short and long ones.
func drawnUnit(random *rand.Rand, lot []string) string {
	chance := 0.05 + 0.15*random.Float64()
	var b strings.Builder
	for _, line := range lot {
		if strings.HasPrefix(line, "[") || random.Float64() < chance {
			b.WriteString(line + "\n")
		}
	}
	return b.String()
}

// spoken is what somebody makes of a unit: whether it is refused, and whether
// something is said of the unit as a whole.
type spoken struct{ whole, refused bool }

// TestRandomUnitsAreJudgedAsSystemdDoes compares, for many random units, what
// the installed systemd says of each as a whole when it loads them with what the
// rules say, and whether it is refused.
func TestRandomUnitsAreJudgedAsSystemdDoes(t *testing.T) {
	systemd := systemdtest.Require(t)
	t.Run("system", func(t *testing.T) { compareRandomUnits(t, systemd, "etc/systemd/system", false) })
	t.Run("user", func(t *testing.T) { compareRandomUnits(t, systemd, "etc/systemd/user", true) })
}

func compareRandomUnits(t *testing.T, systemd *systemdtest.Systemd, place string, user bool) {
	random := rand.New(rand.NewPCG(1, 2))
	files, names := systemdtest.Tree{}, []string{}
	for unitType, lot := range lots {
		for i := range 100 {
			name := fmt.Sprintf("r%d.%s", i, unitType)
			names = append(names, name)
			// Two services with one bus name would be refused for that, and the
			// paths of mounts are their names.
			own := strings.NewReplacer("org.x.y", fmt.Sprintf("org.x.r%d", i), "/own", fmt.Sprintf("/r%d", i))
			files[place+"/"+name] = own.Replace(drawnUnit(random, lot))
		}
	}
	sort.Strings(names)
	dir := systemdtest.Write(t, files)
	answer := systemd.Load(t, systemdtest.Query{Dir: dir, Path: []string{place}, Units: names, User: user})
	theirs, ours := theirWords(answer), ourWords(t, dir, fmt.Sprintf("systemd-%d", systemd.Version))
	differences := 0
	for _, name := range names {
		if difference := compareWords(theirs[name], ours[name]); difference != "" {
			differences++
			if differences <= 20 {
				t.Errorf("%s: %s\n%s", name, difference, files[place+"/"+name])
			}
		}
	}
	t.Logf("%d of %d units are judged alike", len(names)-differences, len(names))
}

func theirWords(answer *systemdtest.Answer) map[string]*spoken {
	words := map[string]*spoken{}
	for name, u := range answer.Units {
		words[name] = &spoken{refused: u.Load != "loaded"}
	}
	for _, m := range answer.Messages {
		name, text, _ := strings.Cut(m.Text, ": ")
		if m.File == "" && words[name] != nil && !strings.Contains(text, "dependency job") {
			words[name].whole = true
		}
	}
	return words
}

// quietRules speak of what systemd takes in silence.
var quietRules = []string{"pid-file-unused", "notify-access-none", "setting-for-other-type"}

func ourWords(t *testing.T, dir, release string) map[string]*spoken {
	t.Helper()
	selection, err := locate.Select(locate.Request{Dir: dir, Root: "."})
	if err != nil {
		t.Fatal(err)
	}
	defer selection.Close()
	at, err := target.Named(release)
	if err != nil {
		t.Fatal(err)
	}
	result, err := lint.Run(context.Background(), lint.Options{
		Rules: consistency.Rules(), Identities: selection.Identities, Targets: []target.Target{at},
	})
	if err != nil {
		t.Fatal(err)
	}
	words := map[string]*spoken{}
	for _, f := range result.Findings {
		if slices.Contains(quietRules, f.Rule) {
			continue
		}
		s := words[f.Unit]
		if s == nil {
			s = &spoken{}
			words[f.Unit] = s
		}
		s.whole = true
		s.refused = s.refused || f.Severity == finding.Error
	}
	return words
}

func compareWords(theirs, ours *spoken) string {
	if theirs == nil {
		theirs = &spoken{}
	}
	if ours == nil {
		ours = &spoken{}
	}
	switch {
	case theirs.refused != ours.refused:
		return fmt.Sprintf("refused by systemd is %t, by us %t", theirs.refused, ours.refused)
	case !theirs.refused && theirs.whole != ours.whole:
		return fmt.Sprintf("systemd speaks of it as a whole is %t, we %t", theirs.whole, ours.whole)
	}
	return ""
}
