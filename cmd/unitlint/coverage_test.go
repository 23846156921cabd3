package main

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// called is one call of unitlint in a script.
type called struct {
	status string
	args   []string
}

// callsOfScripts returns every call of unitlint in the scripts.
func callsOfScripts(t *testing.T) []called {
	t.Helper()
	scripts, err := filepath.Glob("../../testdata/script/*.txtar")
	if err != nil || len(scripts) == 0 {
		t.Fatalf("found %d scripts, %v", len(scripts), err)
	}
	var calls []called
	for _, script := range scripts {
		text, err := os.ReadFile(script)
		if err != nil {
			t.Fatal(err)
		}
		for line := range strings.Lines(string(text)) {
			if strings.HasPrefix(line, "-- ") {
				break
			}
			words := strings.Fields(line)
			at := slices.Index(words, "unitlint")
			switch {
			case at < 1:
			case words[at-1] == "exec":
				calls = append(calls, called{"0", words[at+1:]})
			case at > 1 && words[at-2] == "status":
				calls = append(calls, called{words[at-1], words[at+1:]})
			}
		}
	}
	return calls
}

// Every flag of every command, and every exit status that it documents, has a
// script that shows it.
func TestScriptsShowEveryFlagAndStatus(t *testing.T) {
	flags, statuses := map[string]bool{}, map[string]bool{}
	for _, call := range callsOfScripts(t) {
		name := "check"
		if command, _ := (program{}).resolve(call.args); len(command.Commands) > 0 {
			name = command.Commands[0].Name
		}
		statuses[name+" "+call.status] = true
		for _, arg := range call.args {
			if flag, _, _ := strings.Cut(arg, "="); strings.HasPrefix(flag, "--") {
				flags[name+" "+flag] = true
			}
		}
	}
	root := program{}.everyCommand()
	for _, command := range root.Commands {
		for _, o := range sortedOptions(command) {
			if flag := command.Name + " " + o.String(); o.name != "help" && !flags[flag] {
				t.Errorf("no script calls unitlint %s", flag)
			}
		}
	}
	documented := map[string]string{
		"check": "0 1 2", "score": "0 1 2", "cat": "0 1 2", "can": "0 1 2 3", "explain": "0 2", "rules": "0 2", "init": "0 2",
		"version": "0", "diff": "0 1 2", "harden": "0 1 2", "why": "0 1 2", "completion": "0", "man": "0", "suppress": "0 2",
	}
	for _, command := range root.Commands {
		for _, status := range strings.Fields(documented[command.Name]) {
			if called := command.Name + " " + status; !statuses[called] {
				t.Errorf("no script shows unitlint %s with status %s", command.Name, status)
			}
		}
		if documented[command.Name] == "" && !command.Hidden && !slices.Contains([]string{"help"}, command.Name) {
			t.Errorf("the exit statuses of unitlint %s are not listed here", command.Name)
		}
	}
}
