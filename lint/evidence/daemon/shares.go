package daemon

import (
	"slices"
	"strings"

	"github.com/unitlint/unitlint/lint/source"
)

// readShares reads a configuration whose sections are directories that clients see, and
// calls the paths of those "written-path" that clients may write. Nobody may where
// nothing says so (smb.conf(5) and rsyncd.conf(5), "read only").
func readShares(file *source.File) []Setting {
	settings := readLines(file)
	begin := 0
	for at := 1; at <= len(settings); at++ {
		if at < len(settings) && settings[at].Section == settings[begin].Section {
			continue
		}
		nameWritten(settings[begin:at])
		begin = at
	}
	return settings
}

func nameWritten(share []Setting) {
	if !slices.ContainsFunc(share, letsWrite) {
		return
	}
	for i := range share {
		if share[i].Key == "path" || share[i].Key == "directory" {
			share[i].Key = "written-path"
		}
	}
}

// letsWrite tells that a statement opens its share to writers.
func letsWrite(s Setting) bool {
	name, value := s.Key, s.Value
	if name == "read" || name == "write" { // their names have two words
		rest, answer, _ := strings.Cut(value, "=")
		name, value = name+" "+strings.TrimSpace(rest), strings.TrimSpace(answer)
	}
	value = strings.ToLower(value)
	switch name {
	case "read only":
		return slices.Contains(switchedOff, value)
	case "writable", "writeable", "write ok", "printable", "print ok":
		return slices.Contains(switchedOn, value)
	case "write list":
		return value != ""
	}
	return false
}

// switchedOff are the words for no.
var switchedOff = []string{"false", "no", "off", "0"}

// readFolders reads the configuration of Syncthing, whose folders have their path and then their type
// as attributes, and calls the paths of those "written-path" that others may change.
func readFolders(file *source.File) []Setting {
	settings, folder := Read(file), -1
	for at := range settings {
		switch s := &settings[at]; {
		case s.Section != "configuration.folder":
		case s.Key == "path":
			s.Key, folder = "written-path", at
		case s.Key == "type" && s.Value == "sendonly" && folder >= 0:
			settings[folder].Key = "path"
		}
	}
	return settings
}

// readVolumes reads a configuration of copyparty, whose volumes are sections "[/url]" that begin with
// their path, and calls the paths of those "written-path" that somebody may write to, delete or move
// things in, or all of it (its README, accounts and volumes).
func readVolumes(file *source.File) []Setting {
	settings, volume := readLines(file), -1
	for at := range settings {
		switch s := &settings[at]; {
		case !strings.HasPrefix(s.Section, "/"):
			volume = -1
		case s.Key == "" && strings.HasPrefix(s.Value, "/"):
			volume = at
		case volume >= 0 && s.Section == settings[volume].Section && s.Value != "" && isPermission(s.Key) && strings.ContainsAny(s.Key, "wmda"):
			settings[volume].Key = "written-path"
		}
	}
	return settings
}

// isPermission tells that a key is made of the letters of copyparty's permissions.
func isPermission(key string) bool { return key != "" && strings.Trim(key, "rwmdgha.") == "" }
