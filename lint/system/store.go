package system

import (
	"path"
	"slices"
	"strings"

	"github.com/unitlint/unitlint/internal/late/regexp"
)

// storeAddress matches the address of a data base in a file: of SQLite, or of one that Java runs
// inside of a program. One of three slashes is absolute to some programs and relative to others
// (SQLAlchemy), so that a known directory has to follow; one of one or of four is absolute.
var storeAddress = regexp.MustCompile(`^(?:jdbc:)?(?:sqlite3?(?:\+[a-z]+)?|h2|hsqldb|derby|duckdb):(?:file:)?` +
	`(?://(?:/?(/(?:var|srv|opt|etc|home|root|mnt|media|usr|run)/[^*?$%{}|\s;]+)|/(/[^*?$%{}|\s;]+))|(/[^/*?$%{}|\s;][^*?$%{}|\s;]+))(?:[?;].*)?$`)

// IsStore tells by the end of its name that a file is a data base of SQLite.
func IsStore(name string) bool {
	return slices.Contains([]string{".db", ".sqlite", ".sqlite3", ".sqlite3db"}, path.Ext(name))
}

// StoreFile returns the file of the data base that an address stands for, which makes others
// beside it, or "".
func StoreFile(address string) string {
	if begin := strings.TrimPrefix(address, "jdbc:"); begin == address && !strings.HasPrefix(address, "sqlite") && !strings.HasPrefix(address, "duckdb") {
		return ""
	}
	match := storeAddress.FindStringSubmatch(address)
	if match == nil {
		return ""
	}
	return match[1] + match[2] + match[3]
}
