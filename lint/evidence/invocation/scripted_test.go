package invocation

import (
	"fmt"
	"strings"
	"testing"
)

// TestInterpreters holds who reads a script, by its first line.
func TestInterpreters(t *testing.T) {
	for line, want := range map[string]string{
		"/bin/sh -e": "sh", "/usr/bin/python3.11": "python", "/usr/bin/env bash": "bash", "/usr/bin/env -S A=b ash -e": "ash", "/usr/bin/env": "env",
		"/usr/bin/env -S": "env",
	} {
		words := strings.Fields(line)
		if got := Interpreter(words[0], words[1:]); got != want {
			t.Errorf("%s: %q, expected %q", line, got, want)
		}
	}
}

// TestVariablesAreBounded holds that variables which hold others twice, and those twice again, do
// not fill the memory, while others are known by what they hold.
func TestVariablesAreBounded(t *testing.T) {
	var text strings.Builder
	text.WriteString("a0=word; ")
	const many = 60
	for i := range many {
		fmt.Fprintf(&text, "a%d=$a%d$a%d; ", i+1, i, i)
	}
	fmt.Fprintf(&text, "/usr/bin/example $a%d", many)
	commands, _ := script(&Invocation{}, Word{Text: text.String(), Known: true})
	if got := commands[0].Arguments[0]; got.Known || len(got.Text) > mostHeld {
		t.Errorf("%d bytes are said to be known", len(got.Text))
	}
}

// TestVariables holds that a variable is known by what a script sets it to where nothing else may
// have set it before it is asked for.
func TestVariables(t *testing.T) {
	for text, want := range map[string]bool{
		"a=/srv/a; /usr/bin/example $a":                       true,
		"a=/srv/b; . /etc/default/a; /usr/bin/example $a":     false,
		"a=/srv/b; . ./b; a=/srv/a; /usr/bin/example $a":      true,
		"a=/srv/a; test -r b && . ./b; /usr/bin/example $a":   false,
		"a=/srv/a; eval \"a=$1\"; /usr/bin/example $a":        false,
		"a=/srv/a; read -r a b; /usr/bin/example $a":          false,
		"a=/srv/a; f() { a=/srv/b; }; f; /usr/bin/example $a": false,
		"(a=/srv/a); /usr/bin/example $a":                     false,
		"a=/srv/a; b=/srv/b; unset b; /usr/bin/example $a":    true,
	} {
		commands, _ := script(&Invocation{}, Word{Text: text, Known: true})
		last := commands[len(commands)-1].Arguments[0]
		if got := last.Known && last.Text == "/srv/a"; got != want {
			t.Errorf("%s: %q, known: %v", text, last.Text, last.Known)
		}
	}
}
