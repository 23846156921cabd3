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
	// othersPlaces are directories that hold what other programs made.
	othersPlaces = []string{"/etc/", "/nix/store/", "/var/mail/", "/var/spool/mail/", "/var/lib/postgresql/", "/var/lib/dpkg/", "/var/lib/rpm/"}
)

// IsPlaceOfData tells that a path lies where programs keep data: one that does not may be a part of
// the address of a page.
func IsPlaceOfData(name string) bool {
	name = path.Clean(name)
	return slices.ContainsFunc(dataRoots, func(root string) bool { return strings.HasPrefix(name, root) })
}

// IsOfOthers tells that a path is the root directory, or one of what is there before a program is told of
// it: of what is packaged, of configuration, of a source, or of another program that is known for it.
func IsOfOthers(name string) bool {
	name = path.Clean(name) + "/"
	return name == "//" || strings.HasSuffix(name, "/source/") || strings.HasPrefix(name, "/usr/") && !strings.HasPrefix(name, "/usr/local/") ||
		slices.ContainsFunc(othersPlaces, func(place string) bool { return strings.HasPrefix(name, place) })
}
