package invocation

import (
	"path"
	"slices"
	"strings"
)

// wrapper is a program that runs another one which its arguments name.
type wrapper struct {
	// valued are the letters of short options that take a value, long the long
	// ones that do when it is a word of its own.
	valued string
	long   []string
	// skip is the number of operands before the command.
	skip int
	// leading tells that the skipped operand is the first argument or not there.
	leading bool
	// assignments tells that operands NAME=VALUE stand before the command.
	assignments bool
}

// wrappers are the programs that start another with the caller's privileges,
// from their manual pages.
var wrappers = map[string]wrapper{
	"env":              {valued: "uCS", long: []string{"--unset", "--chdir"}, assignments: true},
	"nice":             {valued: "n", long: []string{"--adjustment"}},
	"ionice":           {valued: "cnp", long: []string{"--class", "--classdata"}},
	"nohup":            {},
	"setsid":           {},
	"stdbuf":           {valued: "ioe"},
	"timeout":          {valued: "ks", long: []string{"--kill-after", "--signal"}, skip: 1},
	"time":             {valued: "fo"},
	"taskset":          {skip: 1},
	"numactl":          {},
	"flock":            {valued: "wE", skip: 1},
	"tini":             {valued: "pe"},
	"dumb-init":        {valued: "r"},
	"catatonit":        {},
	"exec":             {valued: "a"},
	"command":          {},
	"softlimit":        {valued: "adfmors"},
	"prlimit":          {},
	"choom":            {valued: "n"},
	"unbuffer":         {},
	"faketime":         {skip: 1},
	"catchsegv":        {},
	"systemd-cat":      {valued: "tp", long: []string{"--identifier", "--priority"}},
	"systemd-inhibit":  {long: []string{"--what", "--who", "--why", "--mode"}},
	"sudo":             {valued: "ugCpTrtDRh", long: []string{"--user", "--group"}, assignments: true},
	"doas":             {valued: "uC"},
	"runuser":          {valued: "ugG", long: []string{"--user", "--group"}},
	"setpriv":          {long: []string{"--reuid", "--regid", "--groups", "--bounding-set", "--inh-caps", "--ambient-caps"}},
	"gosu":             {skip: 1},
	"su-exec":          {skip: 1},
	"chpst":            {valued: "uUbenmdopfcrt"},
	"chrt":             {skip: 1},
	"authbind":         {},
	"fakeroot":         {},
	"xvfb-run":         {valued: "enfpsw"},
	"dbus-run-session": {},
	"dbus-launch":      {},
	"cage":             {valued: "m"},
	"screen":           {valued: "cehprsStTL"},
	"chroot":           {skip: 1},
	"setarch":          {valued: "p", long: []string{"--pid"}, skip: 1, leading: true},
	"linux32":          {},
	"linux64":          {},
	"i386":             {},
	"uname26":          {},
	"unshare":          {valued: "SGRw", long: []string{"--setuid", "--setgid", "--root", "--wd", "--propagation"}},
	"nsenter":          {valued: "tSG", long: []string{"--target", "--setuid", "--setgid"}},
}

// takesNext tells that a word is a short option that takes the next word as its value, or some
// in one of which the last one does: "-DmS NAME" (getopt(3)).
func (w *wrapper) takesNext(word string) bool {
	letters, isOption := strings.CutPrefix(word, "-")
	last := len(letters) - 1
	return isOption && last >= 0 && strings.IndexByte(w.valued, letters[last]) >= 0 && !strings.ContainsAny(letters[:last], w.valued+"-")
}

// interpreters run a script that an operand names; the letters are those of
// options that take a value or replace the script.
var interpreters = map[string]string{
	"sh": "coO", "bash": "coO", "dash": "coO", "zsh": "c", "ksh": "c", "busybox": "",
	"python": "cmWXQ", "perl": "eEIMm", "ruby": "eIrC", "node": "er", "nodejs": "er", "php": "dcrf",
	"lua": "el", "tclsh": "", "wish": "", "guile": "", "java": "", "mono": "", "dotnet": "", "uv": "",
}

// unwrapped returns the invocation that a wrapper starts, or nil.
func unwrapped(i *Invocation) *Invocation {
	w, known := wrappers[i.Name()]
	if !known {
		return nil
	}
	skip := w.skip
	if w.leading && len(i.Arguments) > 0 && strings.HasPrefix(i.Arguments[0].Text, "-") {
		skip = 0
	}
	for at := 0; at < len(i.Arguments); at++ {
		text := i.Arguments[at].Text
		switch {
		case text == "--":
		case w.takesNext(text), slices.Contains(w.long, text):
			at++
		case len(text) > 1 && text[0] == '-':
		case w.assignments && strings.Contains(text, "="):
		case skip > 0:
			skip--
		default:
			return i.Inner(i.Arguments[at], i.Arguments[at+1:])
		}
	}
	return nil
}

// Wraps tells whether the program is there to run another one that its arguments
// name.
func (i *Invocation) Wraps() bool {
	_, known := wrappers[i.Name()]
	return known
}

// Interprets tells whether the program runs scripts that its arguments name.
func (i *Invocation) Interprets() bool {
	_, known := interpreters[unversioned(i.Name())]
	return known
}

// applets are the programs of busybox that have no more than the name in common with
// the daemons that are usually called so: other files, users and configuration
// (busybox(1)). Profiles know them as "busybox-httpd".
var applets = []string{"crond", "dnsd", "ftpd", "httpd", "inetd", "lpd", "ntpd", "sendmail", "syslogd", "telnetd", "tftpd", "udhcpd"}

// Names returns the names by which a profile may know the program, the most
// telling first: the application that a server runs, what an interpreter runs, then the
// program itself, each with and without the version at its end.
func (i *Invocation) Names() []string {
	names := i.ownNames()
	if application := i.application(names); application != "" {
		names = slices.Insert(names, 0, application)
	}
	return names
}

// ownNames are the names without that of an application.
func (i *Invocation) ownNames() []string {
	var names []string
	own := i.Name()
	if valued, known := interpreters[unversioned(own)]; known {
		if module, found := i.Option([]string{"-m", "-jar"}); found && module.Text != "" {
			names = append(names, path.Base(module.Text))
		} else if operands := i.Operands(valued); len(operands) > 0 && operands[0].Known {
			script := path.Base(operands[0].Text)
			if own == "busybox" && slices.Contains(applets, script) {
				return []string{own + "-" + script, own}
			}
			names = append(names, script, strings.TrimSuffix(script, path.Ext(script)))
		}
	}
	names = append(names, own)
	if base := unversioned(own); base != own {
		names = append(names, base)
	}
	if inner, wrapped := strings.CutSuffix(own, "-wrapped"); wrapped && strings.HasPrefix(inner, ".") {
		names = append(names, inner[1:]) // what a wrapper of Nixpkgs starts
	}
	return names
}

// unversioned cuts the version from the end of a program's name: "php-fpm8.2"
// and "python3.11" become "php-fpm" and "python".
func unversioned(name string) string {
	return strings.TrimRight(strings.TrimRight(name, "0123456789."), "-")
}
