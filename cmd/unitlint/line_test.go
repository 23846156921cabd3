package main

import (
	"context"
	"slices"
	"testing"

	"github.com/urfave/cli/v3"
)

// Words are arguments to us where they are to the library, which sets flags by them.
func TestWordsAreReadAsTheLibraryDoes(t *testing.T) {
	words := []string{"--quiet", "--format", "--format=x", "--quiet=false", "-", "--", "x", "--select", ""}
	lines := [][]string{nil}
	for from := 0; from < len(lines) && len(lines[from]) < 3; from++ {
		for _, word := range words {
			lines = append(lines, append(slices.Clone(lines[from]), word))
		}
	}
	compared := 0
	for _, line := range lines {
		c := program{}.bareCommand()
		var arguments []string
		c.Action = func(_ context.Context, c *cli.Command) error {
			arguments = c.Args().Slice()
			return nil
		}
		read := readLine(line, optionsOf(c))
		err := c.Run(t.Context(), append([]string{c.Name}, line...))
		if (err != nil) != (read.open != nil) {
			t.Errorf("%q: a flag lacks its value: %t; the library says %v", line, read.open != nil, err)
		}
		if err != nil {
			continue
		}
		compared++
		if !slices.Equal(read.arguments, arguments) {
			t.Errorf("%q has the arguments %q, by the library %q", line, read.arguments, arguments)
		}
		if read.given["format"] != c.IsSet("format") || read.given["quiet"] != c.IsSet("quiet") {
			t.Errorf("%q: not the flags are given that the library sets", line)
		}
	}
	if compared < 300 {
		t.Errorf("only %d lines were compared", compared)
	}
}

func TestResolve(t *testing.T) {
	for _, c := range []struct {
		line []string
		want []string
	}{
		{nil, []string{"unitlint"}},
		{[]string{"score", "x"}, []string{"unitlint", "score", "x"}},
		{[]string{"x", "score"}, []string{"unitlint", "x", "score"}},
		{[]string{"--quiet", "score", "x"}, []string{"unitlint", "score", "--quiet", "x"}},
		{[]string{"--root", "score", "x"}, []string{"unitlint", "--root", "score", "x"}},
		{[]string{"-root", "score", "check"}, []string{"unitlint", "check", "-root", "score"}},
		{[]string{"--root=a", "--jobs", "2", "score", "--", "x"}, []string{"unitlint", "score", "--root=a", "--jobs", "2", "--", "x"}},
		{[]string{"--", "score"}, []string{"unitlint", "--", "score"}},
		{[]string{"-", "score"}, []string{"unitlint", "-", "score"}},
		{[]string{"--version", "score"}, []string{"unitlint", "--version", "score"}},
		{[]string{"--help", "score"}, []string{"unitlint", "score", "--help"}},
		{[]string{"Score"}, []string{"unitlint", "Score"}},
	} {
		if _, words := (program{}).resolve(c.line); !slices.Equal(words, c.want) {
			t.Errorf("%q is read as %q, expected %q", c.line, words, c.want)
		}
	}
}
