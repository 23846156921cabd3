package profile_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/unitlint/unitlint/lint/assess"
	"github.com/unitlint/unitlint/lint/evidence/profile"
	"github.com/unitlint/unitlint/lint/need"
)

// TestPlaces holds what paths that are relative to a place stand for, and that nothing is
// said where the unit does not tell.
func TestPlaces(t *testing.T) {
	text := `title: exampled
programs: [exampled, exampled.py, exampled.sh]
source: measured
needs:
- {write: "home:/.cache/example", without: [EXAMPLE_HOME=], why: keeps its cache}
- {write: "working:/data", why: keeps its orders}
- {write: "program:/store", why: keeps its store}
- {write: "EXAMPLE_BASE:/work", why: keeps its work}
- {write: "installed:/logs", of: [exampled.sh], why: keeps logs}
- {write: /srv/films, with: ["EXAMPLE_KIND=film*"], why: keeps films}
- {write: /srv/scripts, of: [exampled.py], why: keeps scripts}
`
	library, err := profile.Builtin().With([]profile.File{{Name: "example", Path: "p.yaml", Text: []byte(text)}})
	if err != nil {
		t.Fatal(err)
	}
	// "~" are the directories in which the user may have its home.
	homes := "/var/lib/alice/.cache/example|/home/alice/.cache/example|/srv/alice/.cache/example|/opt/alice/.cache/example"
	for _, c := range []struct{ unit, want string }{
		{"ExecStart=/usr/bin/exampled", "/root/.cache/example"},
		{"ExecStart=/usr/bin/exampled\nUser=alice", "~"},
		{"ExecStart=/usr/bin/exampled\nUser=alice\nReadWritePaths=/var/log/example /run", "~"},
		{"ExecStart=/usr/bin/exampled\nUser=alice\nReadWritePaths=/usr/share/alice", ""},
		{"ExecStart=/usr/bin/exampled\nUser=alice\nStateDirectory=example", ""},
		{"ExecStart=/usr/bin/exampled\nUser=alice\nEnvironmentFile=/etc/default/example", "~?"},
		{"ExecStart=/opt/example/exampled\nUser=root\nWorkingDirectory=/srv/a/", "/root/.cache/example /srv/a/data /opt/example/store"},
		{"ExecStart=/usr/bin/exampled\nUser=alice\nWorkingDirectory=-/srv/a", "/srv/a/.cache/example|~"},
		{"ExecStart=/usr/bin/exampled\nUser=alice\nEnvironment=HOME=/srv/home\nWorkingDirectory=~", "/srv/home/.cache/example /srv/home/data"},
		{"ExecStart=/usr/bin/exampled\nEnvironment=EXAMPLE_HOME=/srv/x", ""},
		{"ExecStart=/usr/bin/exampled\nUser=alice\nEnvironment=EXAMPLE_KIND=Films", "~ /srv/films"},
		{"ExecStart=/usr/bin/exampled\nUser=alice\nEnvironment=EXAMPLE_KIND=songs", "~"},
		{"ExecStart=/usr/bin/exampled\nEnvironmentFile=/etc/default/example", "/root/.cache/example?"},
		{"ExecStart=/usr/bin/exampled\nDynamicUser=yes", "/.cache/example"},
		{"ExecStart=/usr/bin/exampled\nDynamicUser=yes\nEnvironment=HOME=/var/lib/example", "/var/lib/example/.cache/example"},
		{"ExecStart=/usr/bin/exampled\nDynamicUser=yes\nEnvironmentFile=/etc/default/example", ""},
		{"ExecStart=/usr/bin/exampled\nDynamicUser=no\nUser=root", "/root/.cache/example"},
		{"ExecStart=/usr/bin/exampled /home/alice/x\nUser=alice", "/home/alice/.cache/example"},
		{"ExecStart=/usr/bin/exampled /home/alicex\nUser=alice", "~"},
		{"ExecStart=/usr/bin/exampled\nUser=alice\nWorkingDirectory=/home/alice/", "/home/alice/.cache/example /home/alice/data"},
		{"ExecStart=/home/bob/exampled\nUser=alice\nWorkingDirectory=/home/bob", "/home/bob/.cache/example|~ /home/bob/data /home/bob/store"},
		{"ExecStart=/usr/bin/exampled\nUser=alice\nEnvironment=EXAMPLE_BASE=/srv/base/", "~ /srv/base/work"},
		{"ExecStart=/usr/bin/exampled\nUser=alice\nEnvironment=EXAMPLE_BASE=base", "~"},
		{"ExecStart=/usr/bin/python3 /opt/example/exampled.py\nUser=alice", "~ /opt/example/store /srv/scripts"},
		{
			"ExecStart=/usr/bin/python3 exampled.py\nUser=alice\nWorkingDirectory=/opt/example",
			"/opt/example/.cache/example|~ /opt/example/data /opt/example/store /srv/scripts",
		},
		{"ExecStart=/bin/sh -c 'cd /srv/b && exec /usr/bin/exampled'\nUser=alice\nWorkingDirectory=/srv/a", "/srv/a/.cache/example|~"},
		{"ExecStart=/opt/example/bin/exampled.sh\nUser=alice", "~ /opt/example/bin/store /opt/example/logs"},
		{"ExecStart=/opt/example/bin/x64/exampled.sh\nUser=alice", "~ /opt/example/bin/x64/store /opt/example/logs"},
		{"ExecStart=/opt/example/exampled.sh\nUser=alice", "~ /opt/example/store /opt/example/logs"},
		{"ExecStart=/opt/bin/exampled.sh\nUser=alice", "~ /opt/bin/store"},
		{"ExecStart=/usr/share/example/bin/exampled.sh\nUser=alice", "~"},
	} {
		var got []string
		for _, n := range assess.Of(load(t, "[Service]\n"+c.unit+"\n", ""), assess.Sources{Library: library}).Needs {
			if n.Kind == need.Write && strings.HasPrefix(n.Evidence.Profile, "exampled") {
				mark := ""
				if n.Certainty == need.Possible {
					mark = "?"
				}
				got = append(got, strings.Replace(strings.Join(n.Any, "|"), homes, "~", 1)+mark)
			}
		}
		want := strings.Fields(c.want)
		slices.Sort(got)
		slices.Sort(want)
		if !slices.Equal(got, want) {
			t.Errorf("%s:\n got %q\nexpected %q", c.unit, got, want)
		}
	}
}

// TestBuiltOtherwise holds that places which were measured of packages are not sure of what was
// built for another place, and that those of other distributions are not.
func TestBuiltOtherwise(t *testing.T) {
	for _, c := range []struct {
		measured, program, family string
		want                      need.Certainty
	}{
		{"measured: [debian-12]", "/usr/sbin/exampled", "", need.Likely},
		{"measured: [debian-12]", "/usr/local/sbin/exampled", "", need.Possible},
		{"seen-on: [debian-12]", "/opt/example/exampled", "", need.Possible},
		{"seen-on: [debian-12]", "exampled", "", need.Likely},
		{"seen-on: [debian-12]\npaths: [/opt/example/exampled]", "/opt/example/exampled", "", need.Likely},
		{"seen-on: [debian-12]\npaths: [/usr/sbin/exampled]", "/usr/sbin/exampled", "", need.Likely},
		{"seen-on: [debian-12]\npaths: [/usr/sbin/exampled]", "/usr/bin/exampled", "", need.Possible},
		{"seen-on: [debian-12]\npaths: [/usr/sbin/exampled]", "exampled", "", need.Likely},
		{"seen-on: [debian-12]\npaths: [/usr/lib/example/other]", "/usr/bin/exampled", "", need.Likely},
		{"seen-on: [debian-12]\nincludes: [go]", "/opt/example/exampled", "", need.Likely},
		{"includes: [node]", "/opt/example/exampled", "", need.Likely},
		{"includes: [node]", "/usr/bin/exampled", "debian", need.Likely},
		{"includes: [node]", "/usr/bin/exampled", "fedora", need.Possible},
	} {
		text := "title: exampled\nprograms: [exampled]\nsource: measured\n" + c.measured + "\nneeds:\n" +
			"- {write: /var/log/example, shipped-by: [debian], why: writes its log}\n- {write: /tmp, why: writes files}\n"
		library, err := profile.Builtin().With([]profile.File{{Name: "example", Path: "p.yaml", Text: []byte(text)}})
		if err != nil {
			t.Fatal(err)
		}
		u := load(t, "[Service]\nExecStart="+c.program+"\n", "")
		for _, n := range assess.Of(u, assess.Sources{Library: library, Family: c.family}).Needs {
			want := c.want
			if len(n.Any) == 0 {
				continue
			}
			if n.Any[0] == "/tmp" {
				want = need.Likely
			}
			if n.Kind == need.Write && n.Evidence.Profile == "exampled" && n.Certainty != want {
				t.Errorf("%+v: %s is %v, expected %v", c, n.Any[0], n.Certainty, want)
			}
		}
	}
}

// TestMovedData holds that a unit which makes another directory writable tells that the data may
// be kept there, and that a directory of other facts, of logs or beside the packaged one does not.
func TestMovedData(t *testing.T) {
	text := `title: exampled
programs: [exampled]
source: measured
needs:
- {write: /var/lib/example/orders, why: keeps its orders}
- {write: /var/lib/archive, sure: possible, why: keeps old ones}
`
	library, err := profile.Builtin().With([]profile.File{{Name: "example", Path: "p.yaml", Text: []byte(text)}})
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		lines string
		want  need.Certainty
	}{
		{"", need.Likely},
		{"ReadWritePaths=/srv/named", need.Likely},
		{"ReadWritePaths=/data/orders", need.Possible},
		{"StateDirectory=orders", need.Possible},
		{"ReadWritePaths=-/var/log/example /run/example /etc/example", need.Likely},
		{"ReadWritePaths=/var/lib/example", need.Likely},
		{"ReadWritePaths=/var/lib/example/other", need.Likely},
		{"ReadWritePaths=/data /var/lib/example/orders/new", need.Likely},
		{"ReadWritePaths=/var/lib/archive", need.Likely},
		{"ReadWriteDirectories=/srv/other", need.Possible},
	} {
		u := load(t, "[Service]\nExecStart=/usr/bin/exampled --journal=/srv/named/journal\n"+c.lines+"\n", "")
		for _, n := range assess.Of(u, assess.Sources{Library: library}).Needs {
			if n.Kind == need.Write && n.Any[0] == "/var/lib/example/orders" && n.Evidence.Profile == "exampled" && n.Certainty != c.want {
				t.Errorf("%s: got %v, expected %v", c.lines, n.Certainty, c.want)
			}
		}
	}
}

// TestOthersOfProfile holds that a line which runs another program of the profile than the main
// line tells what is known of that program alone, and nothing else once more.
func TestOthersOfProfile(t *testing.T) {
	text := `title: exampled
programs: [exampled, example-fetch]
source: measured
needs:
- {write: "working:/data", why: keeps its orders}
- {write: "working:/lists", of: [example-fetch], with: [fetch], why: fetches lists}
- {write: "working:/log", of: [exampled], why: writes its log}
`
	library, err := profile.Builtin().With([]profile.File{{Name: "example", Path: "p.yaml", Text: []byte(text)}})
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ lines, want string }{
		{"ExecStart=/usr/bin/exampled", "/srv/a/data /srv/a/log"},
		{"ExecStartPre=/usr/bin/example-fetch fetch\nExecStart=/usr/bin/exampled", "/srv/a/data /srv/a/lists /srv/a/log"},
		{"ExecStartPre=/usr/bin/example-fetch show\nExecStart=/usr/bin/exampled", "/srv/a/data /srv/a/log"},
		{"ExecStartPre=/usr/bin/exampled --check\nExecStart=/usr/bin/exampled", "/srv/a/data /srv/a/log"},
	} {
		var got []string
		u := load(t, "[Service]\nWorkingDirectory=/srv/a\n"+c.lines+"\n", "")
		for _, n := range assess.Of(u, assess.Sources{Library: library}).Needs {
			if n.Kind == need.Write && n.Evidence.Source == "measured" {
				got = append(got, n.Any...)
			}
		}
		slices.Sort(got)
		if strings.Join(got, " ") != c.want {
			t.Errorf("%s:\n got %q\nexpected %q", c.lines, got, c.want)
		}
	}
}
