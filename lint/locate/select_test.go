package locate

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"
)

// lay writes an archive to a fresh directory. A file that holds "-> target"
// becomes a link, a name that ends in "/" a directory.
func lay(t testing.TB, archive string) string {
	t.Helper()
	dir := t.TempDir()
	for _, file := range txtar.Parse([]byte(archive)).Files {
		name := filepath.Join(dir, filepath.FromSlash(file.Name))
		if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
			t.Fatal(err)
		}
		content := strings.TrimSpace(string(file.Data))
		var err error
		switch target, isLink := strings.CutPrefix(content, "-> "); {
		case isLink:
			err = os.Symlink(target, name)
		case strings.HasPrefix(content, "stand-in "):
			err = os.WriteFile(name, []byte(strings.TrimPrefix(content, "stand-in ")), 0o644)
		case strings.HasSuffix(file.Name, "/"):
			err = os.MkdirAll(name, 0o755)
		default:
			err = os.WriteFile(name, file.Data, 0o644)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// describe gives identities as lines "scope state name: fragment drop-ins".
func describe(s *Selection) []string {
	lines := []string{}
	for _, id := range s.Identities {
		line := fmt.Sprintf("%s %s %s:", id.Scope, id.State, id.Name)
		for _, file := range append([]string{id.Fragment}, id.DropIns...) {
			if file != "" {
				line += " " + id.Tree.Display(file)
			}
		}
		for _, stray := range id.Strays {
			line += " stray " + id.Tree.Display(stray.Path)
		}
		if id.FragmentUnknown {
			line += " (fragment unknown)"
		}
		lines = append(lines, line)
	}
	slices.Sort(lines)
	return lines
}

const packages = `
-- debian/control --
Source: web
Package: web
Package: web-tools
-- debian/web.service --
[Service]
-- debian/web.helper@.service --
[Service]
-- debian/web.user.service --
[Service]
-- debian/web-tools.backup.timer --
[Timer]
-- contrib/systemd/agent.service.in --
[Service]
-- contrib/systemd/agent.service.d/10.conf --
[Service]
-- contrib/systemd/agent.service.d/20.conf.in --
[Service]
-- contrib/systemd/user/mine.service --
[Service]
-- templates/proxy.service.j2 --
[Service]
-- templates/nginx.service.d/limits.conf --
[Service]
-- dbus/org.example.service --
[D-BUS Service]
Name=org.example
-- overlay/usr/lib/systemd/system/inner.service --
[Service]
-- overlay/etc/systemd/system/inner.service.d/10.conf --
[Service]
-- overlay/etc/systemd/system/other.service.in --
[Service]
-- .git/hidden.service --
[Service]
-- links/alias.service --
-> ../debian/web.service
-- links/out.service --
-> ../../../../../etc/passwd
-- links/loop.service --
-> loop.service
-- notes/tmpfiles.d/x.conf --
d /run/x
`

func TestSelectPackages(t *testing.T) {
	dir := lay(t, packages)
	debian := []string{
		"system loaded backup.timer: debian/web-tools.backup.timer",
		"system loaded helper@.service: debian/web.helper@.service",
		"system loaded web.service: debian/web.service",
		"user loaded web.service: debian/web.user.service",
	}
	agent := "system loaded agent.service: contrib/systemd/agent.service.in contrib/systemd/agent.service.d/10.conf contrib/systemd/agent.service.d/20.conf.in"
	inner := "system loaded inner.service: overlay/usr/lib/systemd/system/inner.service overlay/etc/systemd/system/inner.service.d/10.conf"
	everything := slices.Sorted(slices.Values(append([]string{
		agent, inner,
		"system loaded other.service: overlay/etc/systemd/system/other.service.in",
		"user loaded mine.service: contrib/systemd/user/mine.service",
		"system loaded proxy.service: templates/proxy.service.j2",
		"system not-found nginx.service: templates/nginx.service.d/limits.conf (fragment unknown)",
		"system error out.service: links/out.service",
		"system not-found loop.service:",
	}, debian...)))
	tests := []struct {
		arguments []string
		want      []string
		reports   map[string]bool
	}{
		{nil, everything, map[string]bool{"debian/web.service": true}},
		{[]string{"."}, everything, nil},
		{[]string{"debian"}, debian, map[string]bool{"debian/web.service": true, "overlay/x": false}},
		{[]string{"debian/web.helper@.service"}, debian[1:2], map[string]bool{"debian/web.helper@.service": true, "debian/web.service": false}},
		{[]string{"contrib/systemd/agent.service.in"}, []string{agent}, map[string]bool{"contrib/systemd/agent.service.d/10.conf": false}},
		{[]string{"contrib/systemd/agent.service.d/10.conf"}, []string{agent}, map[string]bool{"contrib/systemd/agent.service.d/10.conf": true, "contrib/systemd/agent.service.in": false}},
		{[]string{"contrib/systemd/agent.service.d"}, []string{agent}, nil},
		{[]string{"overlay/etc/systemd/system/inner.service.d/10.conf"}, []string{inner}, nil},
		{[]string{"overlay/usr/lib/systemd/system/inner.service"}, []string{inner}, nil},
		{[]string{"templates/nginx.service.d/limits.conf"}, []string{"system not-found nginx.service: templates/nginx.service.d/limits.conf (fragment unknown)"}, nil},
		{[]string{"dbus"}, []string{}, nil},
		{[]string{"dbus/org.example.service"}, []string{}, nil},
	}
	for _, test := range tests {
		t.Run(strings.Join(test.arguments, " "), func(t *testing.T) {
			s, err := Select(Request{Dir: dir, Arguments: test.arguments})
			if err != nil {
				t.Fatal(err)
			}
			defer s.Close()
			if diff := cmp.Diff(test.want, describe(s)); diff != "" {
				t.Errorf("units (-want +got):\n%s", diff)
			}
			for _, problem := range s.Problems {
				if !errors.Is(problem, ErrLeavesTree) || !strings.Contains(problem.Error(), "links/out.service") {
					t.Errorf("problem: %v", problem)
				}
			}
			for file, want := range test.reports {
				if s.Reports(file) != want {
					t.Errorf("Reports(%q) = %v", file, !want)
				}
			}
		})
	}
}

func TestSelectOutsideOfTheWorkingDirectory(t *testing.T) {
	dir := filepath.ToSlash(lay(t, packages))
	s, err := Select(Request{Dir: t.TempDir(), Arguments: []string{dir + "/debian/web.service"}})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	if diff := cmp.Diff([]string{"system loaded web.service: " + dir + "/debian/web.service"}, describe(s)); diff != "" {
		t.Error(diff)
	}
}

func TestSelectProblems(t *testing.T) {
	dir := lay(t, packages)
	for argument, want := range map[string]string{
		"nothing.service":        "nothing.service: no such file",
		"debian/control":         "neither a unit file nor a drop-in",
		"notes/tmpfiles.d":       "",
		"links/nothing/x.socket": "no such file",
	} {
		s, err := Select(Request{Dir: dir, Arguments: []string{argument}})
		if err != nil {
			t.Fatal(err)
		}
		if got := fmt.Sprint(s.Problems); want == "" && len(s.Problems) > 0 || !strings.Contains(got, want) {
			t.Errorf("%s: problems %s, want %q", argument, got, want)
		}
		s.Close()
	}
}

const root = `
-- etc/systemd/system/web.service.d/10.conf --
[Service]
-- usr/lib/systemd/system/web.service --
[Service]
-- usr/lib/systemd/system/job@.service --
[Service]
-- usr/lib/systemd/user/mine.service --
[Service]
`

// TestSelectAgain holds that a further selection uses the trees of an earlier one, which
// stay open whatever comes of it.
func TestSelectAgain(t *testing.T) {
	dir := lay(t, "-- units/a.service --\n[Service]\n-- units/b.service --\n[Service]\n")
	first, err := Select(Request{Dir: dir, Arguments: []string{"units/a.service"}})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = first.Close() })
	if _, err := Select(Request{Dir: dir, Root: "missing", Earlier: first}); err == nil {
		t.Error("a root that is missing is no error")
	}
	second, err := Select(Request{Dir: dir, Arguments: []string{"units/b.service"}, Earlier: first})
	if err != nil {
		t.Fatal(err)
	}
	if len(first.Identities) != 1 || len(second.Identities) != 1 || first.Identities[0].Tree != second.Identities[0].Tree {
		t.Errorf("%q and %q are of different trees", describe(first), describe(second))
	}
	if _, err := first.Identities[0].Tree.Stat("units/b.service"); err != nil {
		t.Errorf("the tree is closed: %v", err)
	}
}

func TestSelectBelowRoot(t *testing.T) {
	dir := lay(t, root)
	web := "system loaded web.service: usr/lib/systemd/system/web.service etc/systemd/system/web.service.d/10.conf"
	job := "system loaded job@.service: usr/lib/systemd/system/job@.service"
	mine := "user loaded mine.service: usr/lib/systemd/user/mine.service"
	tests := map[string]struct {
		request Request
		want    []string
	}{
		"all":      {Request{}, []string{job, web, mine}},
		"system":   {Request{Scopes: []Scope{System}}, []string{job, web}},
		"name":     {Request{Arguments: []string{"web.service"}}, []string{web}},
		"instance": {Request{Arguments: []string{"job@1.service"}}, []string{"system loaded job@1.service: usr/lib/systemd/system/job@.service"}},
		"user":     {Request{Arguments: []string{"mine.service"}}, []string{mine}},
		"path":     {Request{Arguments: []string{"usr/lib/systemd/system/web.service"}}, []string{web}},
		"absolute": {Request{Arguments: []string{"/etc/systemd/system/web.service.d/10.conf"}}, []string{web}},
		"below":    {Request{Arguments: []string{"etc"}}, []string{web}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			test.request.Dir, test.request.Root = filepath.Dir(dir), filepath.Base(dir)
			s, err := Select(test.request)
			if err != nil {
				t.Fatal(err)
			}
			defer s.Close()
			if diff := cmp.Diff(test.want, describe(s)); diff != "" {
				t.Error(diff)
			}
			for _, problem := range s.Problems {
				t.Errorf("problem: %v", problem)
			}
		})
	}
}

func TestSelectText(t *testing.T) {
	dir := lay(t, packages)
	for name, want := range map[string]string{
		"debian/web.service":   "system loaded web.service: debian/web.service",
		"stdin.service":        "system loaded stdin.service: stdin.service",
		"new/place/new.socket": "system loaded new.socket: new/place/new.socket",
		"overlay/etc/systemd/system/inner.service.d/x.conf": "system loaded inner.service: overlay/usr/lib/systemd/system/inner.service overlay/etc/systemd/system/inner.service.d/10.conf overlay/etc/systemd/system/inner.service.d/x.conf",
	} {
		s, err := Select(Request{Dir: dir, Text: []byte("[Service]\nNice=7\n"), TextName: name})
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff([]string{want}, describe(s)); diff != "" {
			t.Errorf("%s: %s %v", name, diff, s.Problems)
			continue
		}
		id := s.Identities[0]
		last := append([]string{id.Fragment}, id.DropIns...)
		src, err := id.Tree.Source(last[len(last)-1])
		if err != nil || string(src.Text) != "[Service]\nNice=7\n" {
			t.Errorf("%s: text %q, %v", name, src.Text, err)
		}
		s.Close()
	}
}
