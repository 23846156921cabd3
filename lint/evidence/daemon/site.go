package daemon

import (
	"path"
	"slices"
	"strings"

	"github.com/unitlint/unitlint/lint/source"
)

// readSite reads the configuration of Apache: what it says of a setting of PHP has a name of two
// words, such as "php session.save_path", and a directory that clients may change by WebDAV is a
// "dav place".
func readSite(file *source.File) []Setting {
	settings, directory := Read(file), ""
	for at := range settings {
		s := &settings[at]
		switch s.Key {
		case "php_value", "php_admin_value":
			name, value, _ := strings.Cut(s.Value, " ")
			s.Key, s.Value = "php "+strings.ToLower(name), unquoted(strings.TrimSpace(value))
		case "directory":
			directory = unquoted(s.Value)
		case "dav":
			if isOn := !strings.EqualFold(s.Value, "off"); isOn && strings.HasSuffix(s.Section, "directory") && path.IsAbs(directory) {
				s.Key, s.Value = "dav place", directory
			}
		}
	}
	return settings
}

// readLocations reads the configuration of nginx: the directory of a location that clients may
// change by WebDAV is a "dav place".
func readLocations(file *source.File) []Setting {
	settings := Read(file)
	for at, s := range settings {
		if s.Key != "dav_methods" || strings.EqualFold(s.Value, "off") || len(settings) >= mostSettings {
			continue
		}
		for _, other := range slices.Backward(settings[:min(at+deepestSection, len(settings))]) {
			isRoot := other.Key == "root" || other.Key == "alias"
			if isRoot && path.IsAbs(other.Value) && (s.Section == other.Section || strings.HasPrefix(s.Section, other.Section+".")) {
				settings = append(settings, Setting{Section: s.Section, Key: "dav place", Value: other.Value, Place: s.Place})
				break
			}
		}
	}
	return settings
}

// switches are the keys that say whether a place is used which another key of the section names:
// configurations that programs write themselves hold all of them (those of Transmission,
// qBittorrent, Deluge and Mattermost). What off tells of is not used where nothing is said.
var switches = []struct {
	key, by string
	off     bool
}{
	{"incomplete-dir", "incomplete-dir-enabled", false}, {"watch-dir", "watch-dir-enabled", false},
	{`session\temppath`, `session\temppathenabled`, false}, {`downloads\temppath`, `downloads\temppathenabled`, false},
	{`filelogger\path`, `filelogger\enabled`, false}, {"move_completed_path", "move_completed", false},
	{"torrentfiles_location", "copy_torrent_file", false}, {"autoadd_location", "autoadd_enable", false}, {"filelocation", "enablefile", false},
	{"localmodesocketlocation", "enablelocalmode", true},
}

// readSwitched reads a configuration without the places that are switched off.
func readSwitched(file *source.File) []Setting {
	type place struct{ section, key string }
	settings, said := Read(file), map[place]string{}
	for _, s := range settings {
		said[place{s.Section, s.Key}] = s.Value
	}
	return slices.DeleteFunc(settings, func(s Setting) bool {
		for _, by := range switches {
			if by.key == s.Key {
				value := said[place{s.Section, by.by}]
				return value == "" && by.off || slices.Contains(switchedOff, value)
			}
		}
		return false
	})
}

// readStored reads a configuration in which a section about the data base says of which kind it
// is: the file of another than SQLite is left over.
func readStored(file *source.File) []Setting {
	settings := Read(file)
	isOther := func(s Setting) bool {
		return s.Section == "database" && (s.Key == "db_type" || s.Key == "type") && !strings.Contains(strings.ToLower(s.Value), "sqlite")
	}
	if !slices.ContainsFunc(settings, isOther) {
		return settings
	}
	return slices.DeleteFunc(settings, func(s Setting) bool { return s.Section == "database" && s.Key == "path" })
}

// ownExecutors run jobs on the host itself (GitLab Runner's documentation, executors).
var ownExecutors = []string{"shell", "ssh", "custom"}

// readRunners reads the configuration of GitLab's runner: where it works are places of the host
// for jobs that run there alone, and of containers and machines for others. Each runner says.
func readRunners(file *source.File) []Setting {
	var kept []Setting
	for runner := range parts(Read(file), func(s Setting) bool { return s.Section == "runners" && s.Key == "name" }) {
		inside := slices.ContainsFunc(runner, func(s Setting) bool { return s.Key == "executor" && !slices.Contains(ownExecutors, s.Value) })
		for _, s := range runner {
			if !inside || s.Key != "builds_dir" && s.Key != "cache_dir" {
				kept = append(kept, s)
			}
		}
	}
	return kept
}
