package packaged

import (
	"crypto/md5" //nolint:gosec // dpkg keeps these sums; they protect nothing here
	"encoding/hex"
	"strings"
)

// Known tells whether the tree has a database of packages.
func (d *Database) Known() bool { return len(d.stanza()) > 0 || len(d.rpm().origins) > 0 }

// Ships tells whether a configuration file is as its package ships it: dpkg keeps the
// sum of each (dpkg-query(1), "Conffiles"), RPM that of every file. One that nobody
// shipped, or that somebody changed, is not; what packages have in /usr nobody is meant
// to change (file-hierarchy(7)).
func (d *Database) Ships(name string, text []byte) bool {
	return d.shipsConffile(name, text) || d.rpm().ships(name, text) || strings.HasPrefix(name, "/usr/") && d.Member(name) != ""
}

func (d *Database) shipsConffile(name string, text []byte) bool {
	digest := md5.Sum(text) //nolint:gosec // see above
	own := hex.EncodeToString(digest[:])
	if sum, named := d.shipped()[name]; named {
		return sum == own
	}
	for _, sum := range d.shipped() {
		if sum == own {
			return true // read by a link to it, as what is switched on in sites-enabled
		}
	}
	return false
}

// configurationFile returns the path and the sum in one line of "Conffiles".
func configurationFile(line string) (name, sum string, found bool) {
	words := strings.Fields(line)
	if !strings.HasPrefix(line, " /") || len(words) < 2 {
		return "", "", false
	}
	return words[0], words[1], true
}
