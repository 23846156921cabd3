package invocation

import "slices"

// startedBy are programs that run what the value of an option names, or a word of its own that a
// shell reads; nil is returned where a line does not (scl(1), start-stop-daemon(8)).
var startedBy = map[string]func(*Invocation) *Invocation{"scl": inCollection, "start-stop-daemon": asDaemon}

// script is the invocation of a shell that reads a word.
func (i *Invocation) script(text Word) *Invocation {
	return i.Inner(Word{Text: "sh", Known: true, Place: text.Place}, []Word{{Text: "-c", Known: true, Place: text.Place}, text})
}

// inCollection is what runs with the programs of a software collection.
func inCollection(i *Invocation) *Invocation {
	if len(i.Arguments) < 3 || i.Arguments[0].Text != "enable" {
		return nil
	}
	if _, command := cutDashes(i.Arguments); len(command) > 0 {
		return i.Inner(command[0], command[1:])
	}
	return i.script(i.Arguments[len(i.Arguments)-1])
}

// asDaemon is the daemon that is started in the way of System V.
func asDaemon(i *Invocation) *Invocation {
	own, rest := cutDashes(i.Arguments)
	starter := i.Inner(i.Program, own)
	program, given := starter.Option([]string{"-a", "--startas"})
	if !given {
		program, given = starter.Option([]string{"-x", "--exec"})
	}
	if !given || program.Text == "" || !starter.Has([]string{"-S", "--start"}) {
		return nil
	}
	return i.Inner(program, rest)
}

// cutDashes returns the words before "--", and those behind it.
func cutDashes(words []Word) (before, behind []Word) {
	if at := slices.IndexFunc(words, func(w Word) bool { return w.Text == "--" }); at >= 0 {
		return words[:at], words[at+1:]
	}
	return words, nil
}

// changer is how a program is told which user it becomes: by options, or else by an operand.
type changer struct {
	options []string
	operand bool
}

// changers are programs that become another user for what they run, from their manual pages.
var changers = map[string]changer{
	"sudo": {options: []string{"-u", "--user"}}, "doas": {options: []string{"-u"}}, "runuser": {[]string{"-u", "--user"}, true},
	"su": {operand: true}, "chpst": {options: []string{"-u"}}, "setpriv": {options: []string{"--reuid"}}, "daemonize": {options: []string{"-u"}},
	"start-stop-daemon": {options: []string{"-c", "--chuid"}}, "pkexec": {options: []string{"--user"}}, "chroot": {options: []string{"--userspec"}},
	"daemon": {options: []string{"-u", "--user"}}, "spawn-fcgi": {options: []string{"-u"}},
	"gosu": {operand: true}, "su-exec": {operand: true}, "setuidgid": {operand: true}, "s6-setuidgid": {operand: true},
}

// rootNames are how root is called.
var rootNames = []string{"root", "0", "root:root", "0:0"}

// becomesOther tells that the program becomes another user than root for what it runs.
func (i *Invocation) becomesOther() bool {
	how, known := changers[i.Name()]
	if !known {
		return false
	}
	user, given := i.told(how.options)
	if !given && how.operand {
		letters := i.letters()
		at := letters.operand(i.Arguments, 0)
		if at < len(i.Arguments) && i.Arguments[at].Text == "-" {
			at = letters.operand(i.Arguments, at+1)
		}
		if at < len(i.Arguments) {
			user, given = i.Arguments[at], true
		}
	}
	return given && !slices.Contains(rootNames, user.Text)
}

// letters is how a program that starts others takes its short options.
func (i *Invocation) letters() *wrapper {
	return &wrapper{valued: wrappers[i.Name()].valued + starters[i.Name()]}
}

// told is the value of an option like [Invocation.Option], or of a short one at the end of
// several in one word: "-Hu NAME".
func (i *Invocation) told(options []string) (Word, bool) {
	if value, given := i.Option(options); given {
		return value, true
	}
	letters := i.letters()
	for at := 1; at < len(i.Arguments); at++ {
		text := i.Arguments[at-1].Text
		if letters.takesNext(text) && slices.Contains(options, "-"+text[len(text)-1:]) {
			return i.Arguments[at], true
		}
	}
	return Word{}, false
}
