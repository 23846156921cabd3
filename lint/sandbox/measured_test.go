package sandbox

import (
	"bufio"
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/unitlint/unitlint/internal/sharedtest"
	"github.com/unitlint/unitlint/lint/locate"
)

// families are the numbers that the measured questions use.
var families = map[string]string{"1": "AF_UNIX", "2": "AF_INET", "10": "AF_INET6", "16": "AF_NETLINK", "17": "AF_PACKET"}

// beyond are rows that no file tells: they rest on a link and on a directory's
// content that only the measured machine had.
var beyond = map[string]bool{
	"ProtectSystem=strict|ReadWritePaths=/opt/semlink create /opt/sem/lab-w":           true,
	"ProtectSystem=strict|ReadWritePaths=/opt/semlink create /opt/sem/sub/deep/lab-w":  true,
	"ProtectSystem=strict|BindPaths=/opt/sem2:/opt/sem create /opt/sem/sub/deep/lab-w": true,
}

// TestMeasured compares the model with what small programs could do under
// units on booted systems.
func TestMeasured(t *testing.T) {
	for _, version := range []int{247, 252, 257, 262} {
		file, err := os.Open(sharedtest.Path(t, "ground-truth", fmt.Sprintf("sandbox-%d.tsv", version)))
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = file.Close() })
		asked, known := 0, map[string]*Sandbox{}
		lines := bufio.NewScanner(file)
		for lines.Scan() {
			fields := strings.Split(lines.Text(), "\t")
			if beyond[fields[1]+" "+fields[2]] {
				continue
			}
			s := known[fields[1]]
			if s == nil {
				s = New(loadService(t, version, "probe.service", locate.System, strings.Split(fields[1], "|")...), nil)
				known[fields[1]] = s
			}
			if compareMeasured(t, s, fields[1:]) {
				asked++
			}
		}
		if asked < 330 {
			t.Errorf("systemd %d: only %d questions were asked", version, asked)
		}
	}
}

// compareMeasured asks one measured question; it is false for what the model
// has no question for.
func compareMeasured(t *testing.T, s *Sandbox, row []string) bool {
	t.Helper()
	version, directives, question, result := s.Release().Version, row[0], row[1], row[2]
	v, ok := measuredQuestion(s, question)
	if !ok {
		return false
	}
	if start := s.Start(); start.Answer == No {
		v = start
	}
	switch {
	case strings.HasPrefix(result, "START FAILED"):
		// A filter that kills shows as a failed start.
		if v.Answer != No {
			t.Errorf("%d: %s: %s: got %s, the start failed: %s", version, directives, question, told(v), result)
		}
	case (v.Answer == Yes) != (result == "ok" || result == "executed"):
		t.Errorf("%d: %s: %s: got %s (%s), measured %s", version, directives, question, told(v), v.Reason, result)
	case v.Answer == No && v.Error != result && !v.Hidden:
		t.Errorf("%d: %s: %s: got the error %s, measured %s", version, directives, question, v.Error, result)
	}
	return true
}

func measuredQuestion(s *Sandbox, question string) (Verdict, bool) {
	words := strings.Fields(question)
	p := s.Main()
	switch words[0] {
	case "create":
		return p.Path(Create, words[1]), true
	case "open":
		return p.Path(Read, words[1]), true
	case "openw":
		return p.Path(Write, words[1]), true
	case "/usr/bin/echo":
		return p.Path(Execute, words[0]), true
	case "socket":
		return p.AddressFamily(families[words[1]]), true
	case "bind":
		var port int
		_, err := fmt.Sscan(words[1], &port)
		return p.Bind(port, false), err == nil
	case "udpsend":
		return p.IPTraffic(words[1]), true
	case "setuid":
		return p.ChangeUser(), true
	case "chown":
		return p.ChangeOwner(), true
	case "mmapwx":
		return p.WriteExecuteMemory(), true
	case "unshare":
		return p.Namespace("user"), true
	case "adjtimex":
		return p.Clock(), true
	case "klogread":
		return p.Syscall("syslog"), true
	case "mount", "sethostname", "personality", "keyctl", "mkdirat":
		return p.Call(words[0]), true
	}
	return Verdict{}, false
}
