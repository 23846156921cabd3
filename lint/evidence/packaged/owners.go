package packaged

import (
	"bytes"
	"strings"
)

// owners are the packages of what may be a program, or changed by one.
type owners struct {
	members map[string]string // by path
	// left is how many bytes of paths may still be kept.
	left int
}

const (
	// mostOwnedBytes bounds the paths that are kept; a large server has 30 MiB.
	mostOwnedBytes = 256 << 20
	// ownerBytes is what each takes beside its text.
	ownerBytes = 64
)

func newOwners() *owners { return &owners{members: map[string]string{}, left: mostOwnedBytes} }

// add records that a package owns a path.
func (o *owners) add(file, member string) {
	if o.left -= len(file) + ownerBytes; o.left > 0 {
		o.members[file] = member
	}
}

// isFull tells that no more can be recorded.
func (o *owners) isFull() bool { return o.left <= 0 }

// of returns the owner of a path, or "".
func (o *owners) of(name string) string {
	if member := o.members[name]; member != "" {
		return member
	}
	return o.members[otherName(name)]
}

// otherName is what a path is called where /bin and its sisters were merged into /usr, or
// where they were not: packages use both names (file-hierarchy(7)).
func otherName(name string) string {
	if below, found := strings.CutPrefix(name, "/usr/"); found {
		return "/" + below
	}
	return "/usr" + name
}

// lookedUp are where programs and what they change lie, as the lists of packages name
// them (hier(7)).
var lookedUp = []string{"/usr/", "/bin/", "/sbin/", "/lib/", "/opt/", "/var/"}

// notLookedUp are the directories below them with what nobody executes.
var notLookedUp = []string{"/usr/share/doc/", "/usr/share/man/", "/usr/share/locale/", "/usr/share/i18n/", "/usr/include/", "/usr/src/"}

// isLookedUp tells of the path of a file, or of a directory with the slash behind it,
// whether somebody may ask for its owner.
func isLookedUp(name []byte) bool {
	return hasAnyPrefix(name, lookedUp) && !hasAnyPrefix(name, notLookedUp)
}

func hasAnyPrefix(name []byte, prefixes []string) bool {
	for _, prefix := range prefixes {
		if bytes.HasPrefix(name, []byte(prefix)) {
			return true
		}
	}
	return false
}
