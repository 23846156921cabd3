package why

import "strings"

// event is an entry of the journal by which systemd tells how a process or a unit
// ended. Its fields say so in every language and release; words returns them as the
// message of systemd would.
type event struct {
	id string
	// subject is what the journal's catalogue says of it.
	subject string
	words   func(e *entry) string
}

// events are those of the catalogue of systemd 252 (systemd.catalog) that tell of a
// failure.
var events = []event{
	{"98e322203f7a4ed290d09fe03c09fe15", "Unit process exited", func(e *entry) string { return ending(e.ExitCode, e.ExitStatus) }},
	{"fc2e22bc6ee647b6b90729ab34a250b1", "Process dumped core", func(e *entry) string { return ending("dumped", e.CoredumpSignal) }},
	{"d9b373ed55a64feb8242e02dbe79a49c", "Unit failed", func(e *entry) string { return result(e.UnitResult) }},
	{"fe6faa94e7774663a0da52717891d8ef", "A process of the unit has been killed by the OOM killer", func(*entry) string { return result("oom-kill") }},
}

// signals are the numbers of the signals that a sandbox leads to, as systemd writes
// them (signal(7)).
var signals = map[string]string{"4": "4/ILL", "5": "5/TRAP", "11": "11/SEGV", "31": "31/SYS"}

// ending is how a process ended, by the number of its exit status or signal.
func ending(code, status field) string {
	text := string(status)
	if code == "exited" {
		for _, s := range steps() {
			if number, _, _ := strings.Cut(s.status, "/"); number == text {
				text = s.status
			}
		}
	} else if name, ok := signals[text]; ok {
		text = name
	}
	return "code=" + string(code) + ", status=" + text
}

func result(name field) string { return "Failed with result '" + string(name) + "'." }

// wordsOf returns what the fields of an entry tell of an event, empty where it is
// of none.
func wordsOf(e *entry) string {
	for _, known := range events {
		if known.id == string(e.MessageID) {
			return known.words(e)
		}
	}
	return ""
}
