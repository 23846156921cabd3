package text

import (
	"fmt"
	"path"
	"slices"
	"strings"

	"github.com/unitlint/unitlint/lint/evidence/invocation"
	"github.com/unitlint/unitlint/lint/need"
	"github.com/unitlint/unitlint/lint/system"
)

// namesLasting tells by the name of an option or a variable that it names a file which is found
// again at the next start.
func namesLasting(name string) bool {
	words := wordsOf(name)
	return lastAmong(words, stateNames) || lastAmong(words, storeWords)
}

// temporaryNeeds records what a file below /tmp is there for which an option names: a log is
// read by somebody, a state is to be found again at the next start.
func (r *collector) temporaryNeeds(i *invocation.Invocation, option string, content invocation.Word) {
	name := path.Clean(content.Text)
	if !content.Known || !system.IsTemporary(name) || i.IsTool() {
		return
	}
	switch {
	case lastAmong(wordsOf(option), logNames):
		r.Add(i, need.Need{Kind: need.SharedTmp, Any: []string{name}, Certainty: need.Likely, Consequence: need.Missing,
			Why: fmt.Sprintf("writes its log %s (%s)", name, option), Evidence: need.Evidence{Assignment: i.Assignment, Range: content.Place}})
	case namesLasting(option):
		certainty := need.Likely
		if system.MayBeLost(name, option) {
			certainty = need.Possible
		}
		r.Add(i, need.Need{Kind: need.LastingFiles, Any: []string{name}, Certainty: certainty, Consequence: need.JobFails,
			Why: fmt.Sprintf("keeps %s (%s)", name, option), Evidence: need.Evidence{Assignment: i.Assignment, Range: content.Place}})
	}
}

// keptWords are those of dataWords by which variables name what is found again at the next start.
var keptWords = []string{"DATA", "STATE", "STORAGE", "BACKUP", "BACKUPS"}

// temporaryPlaces records what a variable has a program keep below /tmp, or write there for others.
func temporaryPlaces(r *collector, i *invocation.Invocation, name string, w invocation.Word) {
	place := path.Clean(w.Text)
	if file := storeFile(name, w.Text); file != "" {
		place = path.Clean(file)
	}
	if !system.IsTemporary(place) || strings.ContainsAny(place, " %${*:") || r.inCommandLine(name) {
		return
	}
	n := need.Need{Kind: need.LastingFiles, Any: []string{place}, Certainty: need.Likely, Consequence: need.JobFails,
		Why: fmt.Sprintf("keeps %s (%s)", place, name), Evidence: need.Evidence{Assignment: i.Assignment, Range: w.Place}}
	switch {
	case endsIn(name, logWords):
		n.Kind, n.Consequence, n.Why = need.SharedTmp, need.Missing, fmt.Sprintf("writes its log %s (%s)", place, name)
	case storeFile(name, w.Text) == "" && !namesLasting(name) && !endsInBoth(name, keptWords, directoryWords):
		return
	case system.MayBeLost(place, name):
		n.Certainty = need.Possible
	}
	r.Add(i, n)
}

// pipes records the named pipes below /tmp that words of a line name: another process is at
// their other end, unless the line makes the pipe itself or names it twice.
func (r *collector) pipes(i *invocation.Invocation) {
	if i.IsTool() || i.IsShell() || elsewhere[i.Name()] {
		return
	}
	for _, w := range i.Arguments {
		at := strings.Index(w.Text, "/")
		if !w.Known || at < 0 || strings.ContainsAny(w.Text[at:], " ;|&") {
			continue
		}
		name, _, _ := strings.Cut(w.Text[at:], "?")
		if name = path.Clean("/" + strings.TrimLeft(name, "/")); !system.IsTemporary(name) || system.LocalSocket(name) != "" ||
			!system.HasOtherEnd(name) || !r.meetsFew() || r.namedTwice(name) {
			continue
		}
		r.Add(i, need.Need{Kind: need.SharedTmp, Any: []string{name}, Certainty: need.Likely, Consequence: need.JobFails,
			Why: "exchanges data by the pipe " + name, Evidence: need.Evidence{Assignment: i.Assignment, Range: w.Place}})
	}
}

// namedTwice tells that several commands of the unit name a path.
func (r *collector) namedTwice(name string) bool {
	count := 0
	for _, i := range r.Invocations {
		inWord := func(w invocation.Word) bool { return strings.Contains(w.Text, name) }
		if slices.ContainsFunc(i.Arguments, inWord) && !i.IsShell() {
			count++
		}
		for _, one := range i.Redirections {
			if inWord(one.Target) {
				count++
			}
		}
	}
	return count > 1
}
