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
	// verbs are the words one of which has to stand first among the operands, after tells that
	// the command is what follows "--": such programs do other things, too.
	verbs []string
	after bool
	// idle are the options under which no command follows.
	idle []string
	// releases tells that a release may be written behind the command, as in "serve@14".
	releases bool
	// shell tells that a command of one word is read by a shell.
	shell bool
	// python tells that a command which ends in ".py", or the value of -m, is run by Python.
	python bool
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
	"chroot":           {skip: 1},
	"setarch":          {valued: "p", long: []string{"--pid"}, skip: 1, leading: true},
	"linux32":          {},
	"linux64":          {},
	"i386":             {},
	"uname26":          {},
	"unshare":          {valued: "SGRw", long: []string{"--setuid", "--setgid", "--root", "--wd", "--propagation"}},
	"nsenter":          {valued: "tSG", long: []string{"--target", "--setuid", "--setgid"}},
	"eatmydata":        {},
	"nocache":          {},
	"torsocks":         {},
	"torify":           {},
	"proxychains":      {valued: "f"},
	"proxychains4":     {valued: "f"},
	"strace":           {valued: "abeEIoOpPsSuUX"},
	"valgrind":         {},
	"chronic":          {},
	"trickle":          {valued: "duwtlnpP"},
	"cgexec":           {valued: "g"},
	"pkexec":           {long: []string{"--user"}},
	"daemonize":        {valued: "ceoEplu"},
	"setuidgid":        {skip: 1},
	"envuidgid":        {skip: 1},
	"envdir":           {skip: 1},
	"setlock":          {skip: 1},
	"s6-setuidgid":     {skip: 1},
	"s6-envdir":        {skip: 1},
	"ddtrace-run":      {},
	"gamemoderun":      {},
	"mangohud":         {},
	"primusrun":        {},
	"prime-run":        {},
	"optirun":          {},
	"vglrun":           {},
	"uv": {
		verbs: []string{"run"}, valued: "pw", python: true,
		long: []string{"--project", "--directory", "--python", "--with", "--extra", "--group", "--env-file", "--package", "--config-file", "--cache-dir"},
	},
	"poetry":     {verbs: []string{"run"}, valued: "CP", long: []string{"--directory", "--project"}},
	"pipenv":     {verbs: []string{"run"}},
	"pdm":        {verbs: []string{"run"}, valued: "p", long: []string{"--project"}},
	"rye":        {verbs: []string{"run"}},
	"bundle":     {verbs: []string{"exec"}, long: []string{"--gemfile"}},
	"pnpm":       {verbs: []string{"exec", "dlx"}, valued: "C", long: []string{"--dir", "--package"}, releases: true},
	"conda":      {verbs: []string{"run"}, valued: "np", long: []string{"--name", "--prefix", "--cwd"}},
	"mamba":      {verbs: []string{"run"}, valued: "np", long: []string{"--name", "--prefix", "--cwd"}},
	"micromamba": {verbs: []string{"run"}, valued: "nprae", long: []string{"--name", "--prefix", "--root-prefix", "--cwd"}},
	"rbenv":      {verbs: []string{"exec"}},
	"pyenv":      {verbs: []string{"exec"}},
	"nodenv":     {verbs: []string{"exec"}},
	"asdf":       {verbs: []string{"exec"}},
	"direnv":     {verbs: []string{"exec"}, skip: 1},
	"foreman":    {verbs: []string{"run"}, valued: "ef", long: []string{"--env", "--procfile"}},
	"honcho":     {verbs: []string{"run"}, valued: "ef", long: []string{"--env", "--procfile"}},
	"volta":      {verbs: []string{"run"}, long: []string{"--node", "--npm", "--yarn", "--pnpm"}},
	"ip":         {verbs: []string{"netns exec", "vrf exec"}, skip: 1},
	"doppler":    {after: true}, "op": {after: true}, "aws-vault": {after: true}, "chamber": {after: true}, "mise": {after: true},
	"infisical": {after: true}, "teller": {after: true}, "cpulimit": {after: true}, "dotenv": {after: true},
	"daemon": {after: true}, "spawn-fcgi": {after: true},

	// Those that fetch what they run or choose its release, and the terminals that outlive who
	// started them.
	"bundler":                  {verbs: []string{"exec"}},
	"rvm-exec":                 {skip: 1},
	"nvm-exec":                 {},
	"fnm":                      {verbs: []string{"exec"}, long: []string{"--using", "--fnm-dir"}},
	"corepack":                 {releases: true},
	"npx":                      {valued: "pc", long: []string{"--package", "--call"}, releases: true},
	"bunx":                     {releases: true},
	"npm":                      {verbs: []string{"exec", "x"}, long: []string{"--package", "--prefix"}, releases: true},
	"yarn":                     {verbs: []string{"exec", "dlx"}, long: []string{"--cwd"}, releases: true},
	"uvx":                      {valued: "p", long: []string{"--python", "--with", "--from"}, releases: true},
	"dotenvx":                  {valued: "f", verbs: []string{"run"}, long: []string{"--env-file"}},
	"opentelemetry-instrument": {},
	"newrelic-admin":           {verbs: []string{"run-program"}},
	"screen":                   {valued: "cehsStTp", idle: []string{"-X", "-Q", "-ls", "-list", "-r", "-R", "-RR", "-x", "-wipe", "-v"}},
	"tmux": {
		valued: "LSfcnstxyeF", shell: true,
		verbs: []string{"new-session", "new", "new-window", "neww", "respawn-pane"},
	},
	"dtach":  {valued: "acAnNer", idle: []string{"-a", "-p"}},
	"abduco": {valued: "e", skip: 1, idle: []string{"-a"}},
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
	"lua": "el", "tclsh": "", "wish": "", "guile": "", "java": "", "mono": "", "dotnet": "",
}

// moduleOptions are the options of interpreters that name what they run, from their manual pages.
var moduleOptions = map[string][]string{"python": {"-m"}, "java": {"-jar"}, "php": {"-f", "--file"}}

// unwrapped returns the invocation that a wrapper starts, or nil.
func unwrapped(i *Invocation) *Invocation {
	inner := i.wrapped()
	if inner == nil {
		return nil
	}
	inner.AsOther = inner.AsOther || i.before(inner.Arguments).becomesOther()
	return inner
}

// wrapped is the invocation that a wrapper starts as whom it runs itself, or nil.
func (i *Invocation) wrapped() *Invocation {
	if find, known := startedBy[i.Name()]; known {
		return find(i)
	}
	w, known := wrappers[i.Name()]
	if _, isScript := scriptOf(i); !known || isScript {
		return nil
	}
	words := w.command(i.Arguments)
	if len(words) == 0 || i.before(words).Has(w.idle) {
		return nil
	}
	return w.started(i, words)
}

// before is the invocation without the words at its end, which are another program's.
func (i *Invocation) before(words []Word) *Invocation {
	return i.Inner(i.Program, i.Arguments[:max(0, len(i.Arguments)-len(words))])
}

// started is the invocation that the words of a wrapper's command stand for.
func (w *wrapper) started(i *Invocation, words []Word) *Invocation {
	program, rest := words[0], words[1:]
	if end := slices.IndexFunc(rest, func(word Word) bool { return w.shell && (word.Text == ";" || word.Text == `\;`) }); end >= 0 {
		rest = rest[:end] // further commands of its own
	}
	if w.shell && len(rest) == 0 && strings.Contains(program.Text, " ") {
		return i.script(program)
	}
	if w.python && (program.Text == "-m" || program.Text == "--module" || path.Ext(program.Text) == ".py") {
		return i.Inner(Word{Text: "python", Known: true, Place: program.Place}, words)
	}
	if behind := strings.LastIndexByte(program.Text, '@'); w.releases && behind > 0 {
		program.Text = program.Text[:behind]
	}
	return i.Inner(program, rest)
}

// command returns the words of the command among a wrapper's arguments, or none.
func (w *wrapper) command(arguments []Word) []Word {
	if w.after {
		_, command := cutDashes(arguments)
		return command
	}
	if len(w.verbs) > 0 {
		if arguments = w.behindVerb(arguments); arguments == nil {
			return nil
		}
	}
	skip := w.skip
	if w.leading && len(arguments) > 0 && strings.HasPrefix(arguments[0].Text, "-") {
		skip = 0
	}
	for at := w.operand(arguments, 0); at < len(arguments); at = w.operand(arguments, at+1) {
		if skip == 0 {
			return arguments[at:]
		}
		skip--
	}
	return nil
}

// operand returns where the next operand is, from a place on.
func (w *wrapper) operand(arguments []Word, at int) int {
	for ; at < len(arguments); at++ {
		text := arguments[at].Text
		switch {
		case text == "--":
		case w.python && (text == "-m" || text == "--module"):
			return at
		case w.takesNext(text), slices.Contains(w.long, text):
			at++
		case len(text) > 1 && text[0] == '-':
		case w.assignments && strings.Contains(text, "="):
		default:
			return at
		}
	}
	return at
}

// behindVerb returns the arguments behind the verb that has the program run another, or nil.
func (w *wrapper) behindVerb(arguments []Word) []Word {
	at := w.operand(arguments, 0)
	for _, verb := range w.verbs {
		words := strings.Fields(verb)
		if at+len(words) > len(arguments) {
			continue
		}
		if slices.EqualFunc(arguments[at:at+len(words)], words, func(word Word, text string) bool { return word.Text == text }) {
			return arguments[at+len(words):]
		}
	}
	return nil
}

// Wraps tells whether the program is there to run another one that its arguments
// name.
func (i *Invocation) Wraps() bool {
	if _, starts := startedBy[i.Name()]; starts {
		return unwrapped(i) != nil
	}
	w, known := wrappers[i.Name()]
	return known && (!w.after && len(w.verbs) == 0 && len(w.idle) == 0 || unwrapped(i) != nil)
}

// Interprets tells whether the program runs scripts that its arguments name.
func (i *Invocation) Interprets() bool {
	_, known := interpreters[unversioned(i.Name())]
	return known
}

// Scripts returns the names of the script or module that an interpreter runs, or none.
func (i *Invocation) Scripts() []string {
	if !i.Interprets() {
		return nil
	}
	return i.ownNames()
}

// applets are the programs of busybox that have no more than the name in common with
// the daemons that are usually called so: other files, users and configuration
// (busybox(1)). Profiles know them as "busybox-httpd".
var applets = []string{"crond", "dnsd", "ftpd", "httpd", "inetd", "lpd", "ntpd", "sendmail", "syslogd", "telnetd", "tftpd", "udhcpd"}

// executable is what the kernel has run files which are started by their own names, by the ends
// of these: jars begin with a script that runs java (the documentation of Spring Boot, fully
// executable archives), scripts name their interpreter (execve(2)).
var executable = map[string]string{".jar": "java", ".js": "node", ".mjs": "node", ".cjs": "node"}

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
	if i.own != nil {
		return i.own
	}
	own := i.Name()
	names := i.scriptNames()
	names = append(names, own)
	if base := unversioned(own); base != own {
		names = append(names, base)
	}
	if bare := withoutPlatform(own); bare != own {
		names = append(names, bare)
		if base := strings.TrimRight(strings.TrimSuffix(unversioned(bare), "-v"), separating); base != bare && base != "" {
			names = append(names, base)
		}
	}
	if runs := executable[path.Ext(own)]; runs != "" && !slices.Contains(names, runs) {
		names = append(names, runs)
	}
	if inner, wrapped := strings.CutSuffix(own, "-wrapped"); wrapped && strings.HasPrefix(inner, ".") {
		names = append(names, inner[1:]) // what a wrapper of Nixpkgs starts
	}
	return names
}

// module returns what an option of an interpreter says that it runs. Options of Java's machine may stand
// between (java(1): what "-jar" names is the first word that is no option).
func (i *Invocation) module(options []string) (Word, bool) {
	module, found := i.Option(options)
	if !found || !strings.HasPrefix(module.Text, "-") {
		return module, found
	}
	at := slices.IndexFunc(i.Arguments, func(w Word) bool { return slices.Contains(options, w.Text) })
	rest := i.Arguments[at+1:]
	if next := slices.IndexFunc(rest, func(w Word) bool { return !strings.HasPrefix(w.Text, "-") }); next >= 0 {
		return rest[next], true
	}
	return Word{}, false
}

// Archive returns the archive that Java is told to run.
func (i *Invocation) Archive() (Word, bool) { return i.module(moduleOptions["java"]) }

// scriptNames are the names of what an interpreter runs, with and without its end.
func (i *Invocation) scriptNames() []string {
	base := unversioned(i.Name())
	valued, known := interpreters[base]
	if !known {
		return nil
	}
	own := i
	if valued != "" { // what follows the script is the script's
		options := wrapper{valued: valued}
		own = i.before(i.Arguments[min(options.operand(i.Arguments, 0), len(i.Arguments)):])
	}
	if module, found := own.module(moduleOptions[base]); found && module.Text != "" {
		script := path.Base(module.Text)
		return slices.Compact([]string{script, strings.TrimSuffix(script, ".php")})
	}
	operands := i.Operands(valued)
	if len(operands) == 0 || !operands[0].Known {
		return nil
	}
	script := path.Base(operands[0].Text)
	if base == "busybox" && slices.Contains(applets, script) {
		return []string{base + "-" + script}
	}
	return []string{script, strings.TrimSuffix(script, path.Ext(script))}
}

// processors are what releases that are downloaded have behind the name of the program: what they
// are built for.
var processors = []string{
	"amd64", "x86_64", "x64", "arm64", "aarch64", "armv6", "armv6l", "armv7", "armv7l", "armhf", "386", "i686", "riscv64",
}

// separating are the characters between the words of such a name.
const separating = "-_."

// withoutPlatform cuts off what a program is built for: "gotify-linux-amd64" and
// "frps_0.61_linux_arm64" become "gotify" and "frps_0.61".
func withoutPlatform(name string) string {
	for _, processor := range processors {
		bare, built := strings.CutSuffix(name, processor)
		if !built || bare == "" || !strings.ContainsAny(bare[len(bare)-1:], separating) {
			continue
		}
		bare = bare[:len(bare)-1]
		if rest, onLinux := strings.CutSuffix(bare, "linux"); onLinux && rest != "" && strings.ContainsAny(rest[len(rest)-1:], separating) {
			bare = rest[:len(rest)-1]
		}
		return bare
	}
	return name
}

// unversioned cuts the version from the end of a program's name: "php-fpm8.2"
// and "python3.11" become "php-fpm" and "python".
func unversioned(name string) string {
	return strings.TrimRight(strings.TrimRight(name, "0123456789."), "-")
}
