package invocation

import (
	"strings"
	"testing"
)

// TestWrappers holds what programs that start others are seen to start.
func TestWrappers(t *testing.T) {
	for line, want := range map[string]string{
		"timeout -k 5 10 app -x":                         "app -x",
		"chroot /srv -- app":                             "app",
		"setarch -R app":                                 "app",
		"setarch x86_64 -R app":                          "app",
		"env -u A B=c app D=e":                           "app D=e",
		"s6-setuidgid user app":                          "app",
		"strace -f -o /srv/x app -o":                     "app -o",
		"cgexec -g cpu:x app":                            "app",
		"poetry -C /srv run app --port 1":                "app --port 1",
		"poetry install app":                             "",
		"poetry":                                         "",
		"uv run --project /srv -- app":                   "app",
		"uv pip install app":                             "",
		"bundle install":                                 "",
		"conda run -n x --no-capture-output app":         "app",
		"ip netns exec x app -4":                         "app -4",
		"ip link set x up":                               "",
		"ip netns":                                       "",
		"chamber exec a b -- app -x":                     "app -x",
		"dotenv -- app":                                  "app",
		"mise install":                                   "",
		"su user -c app":                                 "",
		"runuser -l app -c other":                        "",
		"nice -n 5 app -x":                               "app -x",
		"nice -n5 app":                                   "app",
		"sudo -u joe app":                                "app",
		"sudo -Hu joe app":                               "app",
		"timeout -k5 10 app":                             "app",
		"bundle exec puma -C config.rb":                  "puma -C config.rb",
		"bundle":                                         "",
		"rbenv exec bundle exec puma":                    "bundle exec puma",
		"rvm-exec 3.2.0 puma":                            "puma",
		"nvm-exec node a.js":                             "node a.js",
		"doppler run -p a -- app -b":                     "app -b",
		"doppler run --command app":                      "",
		"uv run --env-file /etc/a uvicorn a:b":           "uvicorn a:b",
		"uv run a.py -x":                                 "python a.py -x",
		"uv run -m a.b":                                  "python -m a.b",
		"uv sync":                                        "",
		"npx -y serve@14 /srv":                           "serve /srv",
		"npx @scope/app":                                 "@scope/app",
		"npm exec -- app":                                "app",
		"npm start":                                      "",
		"yarn --cwd /srv/a start":                        "",
		"screen -DmS a java -jar a.jar":                  "java -jar a.jar",
		"screen -d -m -S a /srv/a.sh":                    "/srv/a.sh",
		"screen -S a -X quit":                            "",
		"tmux -L a new-session -d -s a app -b ; set a b": "app -b",
		"tmux new -d -s a":                               "",
		"tmux kill-session -t a":                         "",
		"dtach -n /run/a.sock app":                       "app",
		"abduco -n a app":                                "app",
		"abduco -a a":                                    "",
		"setuidgid joe app":                              "app",
		"daemonize -u joe -p /run/a.pid /usr/bin/app -x": "/usr/bin/app -x",
		"runuser -u joe -- app -x":                       "app -x",
		"scl enable a b -- app -x":                       "app -x",
		"scl enable a app":                               "sh -c app",
		"scl list":                                       "",
		"start-stop-daemon --start -c joe -x /usr/bin/app -- -x": "/usr/bin/app -x",
		"start-stop-daemon --stop --exec /usr/bin/app":           "",
		"screen -DmS a java -jar a.jar -x -r":                    "java -jar a.jar -x -r",
		"runuser -u joe -- app -c /etc/a":                        "app -c /etc/a",
		"runuser -u joe app -c /etc/a":                           "app -c /etc/a",
		"start-stop-daemon -S -x app -- -a b -c d":               "app -a b -c d",
		"start-stop-daemon --exec app -- --start":                "",
		"dotenv app": "",
		"dotenv --":  "",
	} {
		got := ""
		if inner := unwrapped(invocationOf(line)); inner != nil {
			got = inner.Program.Text
			for _, argument := range inner.Arguments {
				got += " " + argument.Text
			}
		}
		if got != want {
			t.Errorf("%s: starts %q, not %q", line, got, want)
		}
	}
}

// TestWrappedShell holds that a terminal has a shell read a command of one word.
func TestWrappedShell(t *testing.T) {
	i := invocationOf("tmux new -d -s a")
	i.Arguments = append(i.Arguments, Word{Text: "cd /srv/a && exec app", Known: true})
	f := &finder{}
	f.invoke(i, 0)
	if last := f.found[len(f.found)-1]; len(f.found) != 5 || last.Program.Text != "app" {
		t.Errorf("the last of %d programs is %q", len(f.found), last.Program.Text)
	}
}

// TestExecutableNames holds by which names profiles know files that name their interpreter.
func TestExecutableNames(t *testing.T) {
	for line, want := range map[string]string{
		"/opt/gotify/gotify-linux-amd64":      "gotify-linux-amd64 gotify-linux-amd gotify",
		"/opt/frp/frps_0.61_linux_armv7l":     "frps_0.61_linux_armv7l frps_0.61 frps",
		"/opt/tools/example.x86_64":           "example.x86_64 example.x86_ example",
		"/opt/tools/linux_x64":                "linux_x64 linux_x linux",
		"/usr/bin/amd64":                      "amd64 amd",
		"/usr/bin/qemu-system-aarch64-static": "qemu-system-aarch64-static",
		"/opt/a/app.jar --server.port=80":     "app.jar java",
		"/opt/a/server.js":                    "server.js node",
		"/usr/bin/java -jar a.jar":            "a.jar java",
		"/usr/bin/java -cp lib -jar a.jar":    "a.jar java",
		"/usr/bin/python3 -m a -m b":          "a python3 python",
		"/usr/bin/python3 -u a.py -m b":       "a.py a python3 python",
		"/usr/bin/python3 -m":                 "python3 python",
		"/usr/bin/php a.php -f b.php":         "a.php a php",
	} {
		if got := strings.Join(invocationOf(line).Names(), " "); got != want {
			t.Errorf("%s: %q, expected %q", line, got, want)
		}
	}
}

// TestOtherUsers holds as whom what a program starts runs.
func TestOtherUsers(t *testing.T) {
	for line, want := range map[string]bool{
		"sudo app": false, "sudo -u joe app": true, "sudo -u root app": false, "runuser -u joe app": true, "runuser - joe -c app": true,
		"gosu joe app": true, "gosu root app": false, "start-stop-daemon --start --exec app": false,
		"start-stop-daemon --start --chuid joe --exec app": true, "nice app": false, "setpriv --reuid=joe app": true,
		"sudo app -u joe": false, "start-stop-daemon --start --exec app -- -c /etc/a": false, "runuser -u joe -- app -u root": true,
		"chpst -u joe app -u root": true, "sudo -Hu joe app": true, "sudo -Hu root app": false, "sudo -gu app": false, "su -lc app": false,
		"su -lc app joe": true, "chroot --userspec=joe /srv app": true, "pkexec app": false, "spawn-fcgi -u joe -- app": true,
		"script -qc app /dev/null": false,
	} {
		f := &finder{}
		f.invoke(invocationOf(line), 0)
		if last := f.found[len(f.found)-1]; len(f.found) < 2 || last.AsOther != want {
			t.Errorf("%s: as another user: %t", line, !want)
		}
	}
}

// invocationOf takes a line apart at its blanks.
func invocationOf(line string) *Invocation {
	words := strings.Fields(line)
	i := &Invocation{Program: Word{Text: words[0], Known: true}}
	for _, w := range words[1:] {
		i.Arguments = append(i.Arguments, Word{Text: w, Known: true})
	}
	return i
}
