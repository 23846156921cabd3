package invocation

import (
	"path"
	"slices"
	"strings"
)

// Meaning says what a program does with the value of an option.
type Meaning string

// The meanings that options can have.
const (
	MeansNothing    Meaning = "nothing"
	MeansRead       Meaning = "read"       // a file or directory that is read
	MeansWrite      Meaning = "write"      // a file that is written or made
	MeansData       Meaning = "data"       // a directory that is written below
	MeansSocket     Meaning = "socket"     // a socket in the file system that is made
	MeansPort       Meaning = "port"       // a TCP port that is listened on
	MeansUDPPort    Meaning = "udp-port"   // a UDP port that is listened on
	MeansListen     Meaning = "listen"     // an address with a port that is listened on
	MeansUser       Meaning = "user"       // the user that root becomes
	MeansChroot     Meaning = "chroot"     // the directory that becomes the root
	MeansCommand    Meaning = "command"    // a program that is run
	MeansDirectives Meaning = "directives" // configuration in the words of nginx
	MeansServer     Meaning = "server"     // the host or the address of a server that is connected to
)

// Means is what is known beforehand of the words of a program's command line.
type Means struct {
	// Options say what the values of options mean, by their names or patterns of these as of
	// path.Match, Operands what the arguments mean
	// that belong to no option: a port, or data for absolute paths.
	Options  map[string]Meaning
	Operands Meaning
	// Whole tells that more than single facts is known of the program.
	Whole bool
}

// Of returns what the value of an option means, or "": nothing is known where there are no means.
func (m *Means) Of(option string) Meaning {
	if m == nil {
		return ""
	}
	if meaning := m.Options[option]; meaning != "" {
		return meaning
	}
	var patterns []string
	for pattern := range m.Options {
		if matches, err := path.Match(pattern, option); strings.Contains(pattern, "*") && err == nil && matches {
			patterns = append(patterns, pattern)
		}
	}
	if len(patterns) == 0 {
		return ""
	}
	return m.Options[slices.Min(patterns)]
}

// HasLongWords tells that options of the program have names of several letters behind one dash, so
// that letters behind such an option need not be its value.
func (m *Means) HasLongWords() bool {
	for option := range m.Options {
		if len(option) > len("-x") && option[0] == '-' && option[1] != '-' {
			return true
		}
	}
	return false
}
