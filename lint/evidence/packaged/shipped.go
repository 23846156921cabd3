package packaged

import (
	"crypto/md5" //nolint:gosec // dpkg keeps these sums; they protect nothing here
	"encoding/hex"
	"strings"
)

// Known tells whether the tree has a database of packages.
func (d *Database) Known() bool { return len(d.stanza()) > 0 }

// Ships tells whether a configuration file is as its package ships it: dpkg keeps the
// sum of each (dpkg-query(1), "Conffiles"). One that nobody shipped, or that somebody
// changed, is not.
func (d *Database) Ships(name string, text []byte) bool {
	sum := d.shipped()[name]
	own := md5.Sum(text) //nolint:gosec // see above
	return sum != "" && sum == hex.EncodeToString(own[:])
}

// configurationFile returns the path and the sum in one line of "Conffiles".
func configurationFile(line string) (name, sum string, found bool) {
	words := strings.Fields(line)
	if !strings.HasPrefix(line, " /") || len(words) < 2 {
		return "", "", false
	}
	return words[0], words[1], true
}
