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

var (
	// relativeStore matches the address of a data base of SQLite whose file is relative, or may be: what three slashes
	// stand before is so to some programs and absolute to others (the documentation of SQLAlchemy, of Active Record, of
	// SQLx, of Prisma and of the driver for JDBC).
	relativeStore = regexp.MustCompile(`^((?:jdbc:)?sqlite3?(?:\+[a-z]+)?:/{0,3})(\.{1,2}/[^*?$%{}|\s;]+|[A-Za-z0-9_][A-Za-z0-9_./-]*)((?:[?;|\s].*)?)$`)
	// relativeSource matches a string of .NET that names such a file (the documentation of Microsoft.Data.Sqlite, connection
	// strings).
	relativeSource = regexp.MustCompile(`(?i)^((?:data source|datasource|filename)\s*=\s*)((?:\.\.?/)*[A-Za-z0-9_][A-Za-z0-9_./-]*` +
		`\.(?:db|sqlite3?))((?:;.*)?)$`)
)

// RelativeStore parts an address of a data base whose file is relative into what stands before the file, the file and what
// stands behind it. One that may be absolute has three slashes before it.
func RelativeStore(address string) (before, file, behind string, found bool) {
	var match []string
	switch scheme := strings.TrimPrefix(address, "jdbc:"); { // by what is found faster
	case strings.HasPrefix(scheme, "sqlite"):
		match = relativeStore.FindStringSubmatch(address)
	case strings.Contains(address, "=") && strings.Contains(address, "."):
		match = relativeSource.FindStringSubmatch(address)
	}
	if match == nil || match[2] == "memory" {
		return "", "", "", false
	}
	return match[1], match[2], match[3], true
}
