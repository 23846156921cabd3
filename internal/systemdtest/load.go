package systemdtest

import (
	"bytes"
	"context"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// SystemPath is the search path that a query uses by default.
var SystemPath = []string{"etc/systemd/system", "run/systemd/system", "usr/lib/systemd/system"}

// Query asks how units are loaded.
type Query struct {
	// Dir is the tree: a directory that every user may read.
	Dir string
	// Path is the search path below Dir, highest priority first; SystemPath
	// where it is empty.
	Path []string
	// Units are the names to load; instances by their full name.
	Units []string
	// User asks the user manager instead of the system's.
	User bool
}

// wanter pulls in the units of a query.
const wanter = "systemdtest.target"

// limit ends a manager that hangs.
const limit = time.Minute

// Load has systemd load the units and returns what it says. Any failure of the
// run itself fails the test.
func (s *Systemd) Load(t testing.TB, q Query) *Answer {
	t.Helper()
	own := Write(t, Tree{"units/" + wanter: wanterText(q.Units), "none/empty": ""})
	runtime := filepath.Join(own, "runtime")
	if err := errors.Join(os.Mkdir(runtime, 0o755), os.Chmod(runtime, 0o777)); err != nil {
		t.Fatalf("making a runtime directory for the manager: %v", err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), limit)
	defer cancel()
	manager := "--system"
	if q.User {
		manager = "--user"
	}
	cmd := exec.CommandContext(ctx, s.binary, "--test", manager, "--unit="+wanter, "--no-pager")
	cmd.Env = environment(q, own)
	cmd.Dir = own
	asOrdinaryUser(cmd)
	var stdout, stderr bytes.Buffer
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	if err := cmd.Run(); err != nil {
		t.Fatalf("systemd --test: %v\n%s", err, stderr.String())
	}
	dir := strings.TrimSuffix(q.Dir, "/") + "/"
	return &Answer{Units: parseDump(stdout.String(), dir), Messages: parseMessages(stderr.String(), dir)}
}

func wanterText(units []string) string {
	var b strings.Builder
	b.WriteString("[Unit]\nDefaultDependencies=no\n")
	for _, u := range units {
		b.WriteString("Wants=" + u + "\n")
	}
	return b.String()
}

// environment names the directories of the query as the only ones, hides the
// generators of the machine, and has messages carry their level.
func environment(q Query, own string) []string {
	path := q.Path
	if len(path) == 0 {
		path = SystemPath
	}
	var dirs []string
	for _, p := range path {
		dirs = append(dirs, filepath.Join(q.Dir, filepath.FromSlash(p)))
	}
	dirs = append(dirs, filepath.Join(own, "units"))
	none := filepath.Join(own, "none")
	return []string{
		"PATH=/usr/sbin:/usr/bin:/sbin:/bin",
		"LC_ALL=C.UTF-8",
		"HOME=" + own,
		"XDG_RUNTIME_DIR=" + filepath.Join(own, "runtime"),
		"SYSTEMD_UNIT_PATH=" + strings.Join(dirs, ":"),
		"SYSTEMD_GENERATOR_PATH=" + none,
		"SYSTEMD_ENVIRONMENT_GENERATOR_PATH=" + none,
		"SYSTEMD_LOG_TARGET=console-prefixed",
		"SYSTEMD_LOG_LEVEL=info",
		"SYSTEMD_LOG_COLOR=0",
		"SYSTEMD_LOG_LOCATION=0",
		"SYSTEMD_LOG_TIME=0",
	}
}
