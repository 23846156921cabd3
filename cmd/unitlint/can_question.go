package main

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/unitlint/unitlint/lint/catalog"
	"github.com/unitlint/unitlint/lint/match"
	"github.com/unitlint/unitlint/lint/need"
	"github.com/unitlint/unitlint/lint/sandbox"
	"github.com/unitlint/unitlint/lint/target"
	"github.com/unitlint/unitlint/lint/value"
)

// actions are the words that were there before those of needs, which say the same.
var actions = map[string]need.Kind{
	"exec": need.Execute, "socket": need.AddressFamily, "call": need.Syscall, "see": need.Processes,
}

// connect is the one action that is about a path and no kind of need.
const connect = "connect"

// isAction tells whether a kind of need is a question about one process: files that
// others read are not.
func isAction(kind need.Kind) bool { return match.Answers(kind) && kind != need.SharedFiles }

// actionWords returns all words for actions, sorted.
func actionWords() []string {
	words := append(slices.Collect(maps.Keys(actions)), connect)
	for _, k := range need.Kinds() {
		if isAction(k.Kind) {
			words = append(words, string(k.Kind))
		}
	}
	slices.Sort(words)
	return words
}

// question asks the model about an action.
func question(p *sandbox.Process, action, argument string) (sandbox.Verdict, error) {
	if action == connect {
		return connection(p, argument)
	}
	kind, other := actions[action]
	if !other {
		kind = need.Kind(action)
	}
	if !isAction(kind) {
		return sandbox.Verdict{}, fmt.Errorf("can: %q is no action: expected one of %s", action, strings.Join(actionWords(), ", "))
	}
	argument, err := completed(kind, argument)
	if err != nil {
		return sandbox.Verdict{}, err
	}
	if kind == need.Syscall {
		if strings.HasPrefix(argument, "@") {
			return p.Group(argument), nil
		}
		return p.Call(argument), nil // the call itself, with what it takes beside the filter
	}
	v, _ := match.Answer(p, kind, argument)
	return v, nil
}

var errNoArgument = errors.New("can: expected what it is asked about behind the action")

// prefixes are what the names of a kind begin with: it may be left out.
var prefixes = map[need.Kind]string{need.AddressFamily: "AF_", need.Capability: "CAP_"}

// completed is an argument as the model takes it.
func completed(kind need.Kind, argument string) (string, error) {
	described := need.Describe(kind)
	switch kind {
	case need.Read, need.Write, need.Create, need.Execute, need.KernelInterfaces:
		return argument, isAbsolute(argument)
	case need.Bind, need.Serve:
		if described.Argument.Fault(argument) != "" {
			return "", fmt.Errorf("can: %q is no port: expected 1 to 65535, with /udp for UDP", argument)
		}
		return argument, nil
	}
	if described.Argument == nil || described.Bare && argument == "" {
		return argument, nil
	}
	if argument == "" {
		return "", errNoArgument
	}
	if prefix := prefixes[kind]; prefix != "" {
		argument = prefix + strings.TrimPrefix(strings.ToUpper(argument), prefix)
	}
	if kind == need.Syscall && strings.HasPrefix(argument, "@") {
		return argument, isGroup(argument)
	}
	if fault := described.Argument.Fault(argument); fault != "" {
		return "", fmt.Errorf("can: %q %s%s", argument, fault, meant(described.Argument.Meant(argument)))
	}
	return argument, nil
}

// isGroup tells what is wrong with the name of a group of system calls.
func isGroup(name string) error {
	if known := catalog.SyscallGroups(target.Default().Release); !slices.Contains(known, name) {
		return fmt.Errorf("can: %q is no group of system calls%s", name, meant(catalog.Suggest(name, known)))
	}
	return nil
}

// meant asks for what was probably meant; empty where that is nothing.
func meant(near string) string {
	if near == "" {
		return ""
	}
	return fmt.Sprintf(": did you mean %q?", near)
}

// connection asks about a socket in the file system, or about a host by its address
// or name, with a port or without.
func connection(p *sandbox.Process, argument string) (sandbox.Verdict, error) {
	switch {
	case argument == "":
		return sandbox.Verdict{}, errNoArgument
	case strings.HasPrefix(argument, "/"):
		return p.Path(sandbox.Connect, argument), nil
	}
	host := argument
	if name, _, cut := value.SplitEndpoint(argument); cut {
		host = name
	}
	if host == "" || strings.ContainsAny(host, "/ \t") {
		return sandbox.Verdict{}, fmt.Errorf("can: %q is neither an absolute path nor a host, such as 192.0.2.1 or 192.0.2.1:443", argument)
	}
	return p.Reach(host), nil
}

func isAbsolute(name string) error {
	if !strings.HasPrefix(name, "/") {
		return fmt.Errorf("can: %q is no absolute path", name)
	}
	return nil
}
