package daemon

import (
	"net/netip"
	"path"
	"slices"
	"strings"
)

// OnlyLoopback tells that the program exchanges packets with its own host alone, and
// returns the statement that says so: all addresses that it takes connections at are
// those of the loopback device, nothing has it connect to others, and its
// documentation says that there is nothing else. The file has to be one that the
// command line names, which has no words of its own for that.
func (c *Configuration) OnlyLoopback(arguments []string) (Setting, bool) {
	if c.partial || !c.tellsAddresses(arguments) {
		return Setting{}, false
	}
	var said Setting
	for _, f := range c.Facts {
		switch f.Meaning {
		case Peer:
			return Setting{}, false
		case Address:
			if !isLoopback(f.Setting.Value) {
				return Setting{}, false
			}
			said = f.Setting
		}
	}
	return said, said.Key != ""
}

// tellsAddresses tells that what the files say of addresses is what the program does.
func (c *Configuration) tellsAddresses(arguments []string) bool {
	return c.known != nil && c.known.local && len(c.named) > 0 && !slices.ContainsFunc(arguments, c.known.overrides)
}

// BeyondLoopback returns the statements of the files that the command line names by
// which the program takes connections at addresses that other hosts reach.
func (c *Configuration) BeyondLoopback(arguments []string) []Fact {
	var found []Fact
	for _, f := range c.Facts {
		if f.Meaning == Address && slices.Contains(c.named, f.Setting.File) && !isLoopback(f.Setting.Value) && c.tellsAddresses(arguments) {
			found = append(found, f)
		}
	}
	return found
}

// overrides tells whether an argument may say what addresses the program takes
// connections at, or whom it connects to.
func (p *program) overrides(argument string) bool {
	name, isOption := strings.CutPrefix(argument, "-")
	return isOption && slices.ContainsFunc(p.keys, func(k key) bool {
		if k.meaning != Address && k.meaning != Peer && k.meaning != Include {
			return false
		}
		matches, err := path.Match(strings.TrimLeft(k.name, "-"), strings.TrimLeft(name, "-"))
		return err != nil || matches
	})
}

// isLoopback tells whether a list of addresses has none but those of the loopback
// device, with or without ports. A "-" before one has the program go on without it
// (redis.conf).
func isLoopback(list string) bool {
	words := strings.FieldsFunc(list, func(c rune) bool { return strings.ContainsRune(" \t,\"'", c) })
	return len(words) > 0 && !slices.ContainsFunc(words, func(word string) bool {
		word = strings.TrimPrefix(word, "-")
		if word == "localhost" {
			return false
		}
		if port, err := netip.ParseAddrPort(word); err == nil {
			return !port.Addr().IsLoopback()
		}
		address, err := netip.ParseAddr(word)
		return err != nil || !address.IsLoopback()
	})
}
