package consistency

import (
	"path"
	"slices"
	"strings"

	"github.com/unitlint/unitlint/lint/value"
)

// verb says where a program runs that is told what to do by a word of its own: in the
// background with one of the options, or without one of them where they keep it in
// front.
type verb struct {
	programs, words []string
	// detaching send it to the background, attaching keep it in the foreground.
	detaching, attaching []string
	source               string
}

// verbs are such programs; a program that has a verb with detaching options alone
// stays in front without them, whatever it is configured to do.
var verbs = []verb{
	{[]string{"docker", "podman", "nerdctl"}, []string{"run"}, []string{"-d", "--detach"}, nil, "docker-run(1), podman-run(1)"},
	{[]string{"docker", "podman", "nerdctl"}, []string{"start"}, nil, []string{"-a", "-i", "--attach", "--interactive", "-ai", "-ia"}, "docker-start(1)"},
	{
		[]string{"docker", "podman", "nerdctl", "docker-compose", "podman-compose"}, []string{"compose up", "up"},
		[]string{"-d", "--detach"}, nil, "docker-compose-up(1)",
	},
	{[]string{"celery"}, []string{"worker", "beat"}, []string{"-D", "--detach"}, nil, "the documentation of Celery, daemonization"},
	{[]string{"autossh"}, nil, []string{"-f"}, nil, "autossh(1)"},
	{[]string{"avahi-daemon"}, nil, []string{"-D", "--daemonize", "-k", "--kill", "-r", "--reload", "-c", "--check"}, nil, "avahi-daemon(8)"},
	{[]string{"hostapd", "wpa_supplicant"}, nil, []string{"-B"}, nil, "hostapd(8), wpa_supplicant(8)"},
	{[]string{"iperf3"}, nil, []string{"-D", "--daemon"}, nil, "iperf3(1)"},
	{[]string{"k5start", "krenew"}, nil, []string{"-b"}, nil, "k5start(1), krenew(1)"},
	{[]string{"knotd"}, nil, []string{"-d", "--daemonize"}, nil, "knotd(8)"},
	{[]string{"memcached"}, nil, []string{"-d", "--daemon"}, nil, "memcached(1)"},
	{[]string{"mosquitto"}, nil, []string{"-d", "--daemon"}, nil, "mosquitto(8)"},
	{[]string{"mjpg_streamer"}, nil, []string{"-b", "--background"}, nil, "mjpg_streamer(1)"},
	{[]string{"named"}, nil, nil, []string{"-f", "-g", "-v", "-V", "-C"}, "named(8)"},
	{[]string{"shairport-sync"}, nil, []string{"-d", "--daemon", "-j", "--justDaemoniseNoPIDFile"}, nil, "shairport-sync(7)"},
	{[]string{"stubby"}, nil, []string{"-g"}, nil, "stubby(1)"},
	{[]string{"tmux"}, []string{"new-session", "new"}, []string{"-d"}, nil, "tmux(1)"},
}

// containerTools are the programs whose containers are no children of theirs.
var containerTools = map[string]bool{"docker": true, "nerdctl": true, "docker-compose": true}

// flags are the options of these programs, and of what stands before the verb, that
// take no value; of any other one the next word is the value.
var flags = strings.Fields("-d --detach -i --interactive -t --tty -it -ti --rm --init --privileged --read-only -P --publish-all --no-healthcheck " +
	"--oom-kill-disable --replace -q --quiet --no-hosts --tls --tlsverify -D --debug --remote -a --attach -ai -ia")

// placedByVerb finds the words that send a program to the background, or its name where it
// goes there, or stays in front, for want of one.
func placedByVerb(command value.Command) (foreground, background *decidingWord) {
	program := path.Base(command.PathExpanded.Text)
	itself := &decidingWord{program, command.Path.Start, command.Path.End}
	for _, row := range verbs {
		if !slices.Contains(row.programs, program) {
			continue
		}
		options, found, open := optionsOf(command, row.words)
		if !found {
			continue
		}
		if by := firstOf(options, row.detaching); by != nil {
			return nil, by
		}
		if by := firstOf(options, row.attaching); by != nil {
			return by, nil
		}
		switch {
		case open || slices.ContainsFunc(options, func(a value.Argument) bool { return bundles(a.Text, row) }):
			return nil, nil
		case row.detaching == nil:
			return nil, itself
		case firstOf(command.Arguments, row.detaching) != nil:
			return nil, nil // it is not known whose option that is
		}
		return itself, nil
	}
	return nil, nil
}

// optionsOf returns the options of a command that stand behind the verb and before what
// the verb is about. It is open where a variable may hold further ones.
func optionsOf(command value.Command, words []string) (options []value.Argument, found, open bool) {
	arguments := command.Arguments
	if command.ArgvZero && len(arguments) > 0 {
		arguments = arguments[1:]
	}
	found = len(words) == 0
	var before []string
	for at := 0; at < len(arguments); at++ {
		text := arguments[at].Text
		open = open || strings.Contains(text, "$")
		isOption := strings.HasPrefix(text, "-") && len(text) > 1
		switch {
		case isOption && found:
			option, decided := flagOf(arguments[at])
			options, open = append(options, option...), open || !decided
		case isOption:
		case found && len(words) > 0 && !slices.Contains(words, "up"):
			return options, true, open
		case !found:
			before = append(before, text)
			found = slices.Contains(words, strings.Join(before, " "))
		}
		if isOption && !strings.Contains(text, "=") && !slices.Contains(flags, text) && !isBundle(text) {
			at++
		}
	}
	return options, found, open
}

// flagOf returns an option without the "=true" of one that takes no value, and nothing
// for one with "=false". It is not decided where the value is neither.
func flagOf(a value.Argument) (option []value.Argument, decided bool) {
	name, text, valued := strings.Cut(a.Text, "=")
	if !valued || !slices.Contains(flags, name) {
		return []value.Argument{a}, true
	}
	yes, ok := value.Boolean(strings.ToLower(text))
	if !ok || !yes {
		return nil, ok
	}
	a.Text = name
	return []value.Argument{a}, true
}

// isBundle tells several short options in one word, the last of which may take a value
// that is part of the word.
func isBundle(text string) bool { return len(text) > 2 && text[0] == '-' && text[1] != '-' }

// bundles tells whether a word holds several short options, one of which may be one that
// decides.
func bundles(text string, row verb) bool {
	return isBundle(text) && slices.ContainsFunc(slices.Concat(row.detaching, row.attaching), func(option string) bool {
		return len(option) == 2 && strings.Contains(text, option[1:])
	})
}
