package system

import (
	"path"
	"slices"
	"strings"
)

var (
	// dataRoots are the directories below which programs are told to keep data.
	dataRoots = []string{
		"/var/", "/srv/", "/mnt/", "/media/", "/data/", "/opt/", "/home/", "/run/", "/tmp/", "/usr/local/", "/root/", "/storage/", "/dev/shm/",
	}
	// directoryWords are how the last words of names end that name a directory: others may name a part of the
	// address of a page as well.
	directoryWords = []string{"dir", "dirs", "directory", "directories", "folder"}
	// othersPlaces are directories that hold what other programs made.
	othersPlaces = []string{"/etc/", "/nix/store/", "/var/mail/", "/var/spool/mail/", "/var/lib/postgresql/", "/var/lib/dpkg/", "/var/lib/rpm/"}
)

// NamesNoData tells that an absolute path is none of a place for a program's data although a key, an option or a
// variable is called so: what others made, or a part of the address of a page, where the name says nothing of
// a directory.
func NamesNoData(name, place string) bool {
	name, place = strings.ToLower(name), path.Clean(place)
	isBelow := func(root string) bool { return strings.HasPrefix(place, root) }
	saysDirectory := slices.ContainsFunc(directoryWords, func(word string) bool { return strings.HasSuffix(name, word) })
	return isOfOthers(place) || !saysDirectory && !slices.ContainsFunc(dataRoots, isBelow)
}

// isOfOthers tells that a path is the root directory, or one of what is there before a program is told of
// it: of what is packaged, of configuration, of a source, or of another program that is known for it.
func isOfOthers(place string) bool {
	place += "/"
	return place == "//" || strings.HasSuffix(place, "/source/") || strings.HasPrefix(place, "/usr/") && !strings.HasPrefix(place, "/usr/local/") ||
		slices.ContainsFunc(othersPlaces, func(other string) bool { return strings.HasPrefix(place, other) })
}
