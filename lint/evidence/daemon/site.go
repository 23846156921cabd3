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

// switches are the keys that say whether a place is used which another key of the section names:
// configurations that programs write themselves hold all of them (those of Transmission,
// qBittorrent, Deluge and Mattermost).
var switches = []struct{ key, by string }{
	{"incomplete-dir", "incomplete-dir-enabled"}, {"watch-dir", "watch-dir-enabled"}, {`session\temppath`, `session\temppathenabled`},
	{`downloads\temppath`, `downloads\temppathenabled`}, {`filelogger\path`, `filelogger\enabled`}, {"move_completed_path", "move_completed"},
	{"torrentfiles_location", "copy_torrent_file"}, {"autoadd_location", "autoadd_enable"}, {"filelocation", "enablefile"},
}

// readSwitched reads a configuration without the places that are switched off.
func readSwitched(file *source.File) []Setting {
	settings := Read(file)
	isOff := func(section, key string) bool {
		return slices.ContainsFunc(settings, func(s Setting) bool {
			return s.Section == section && s.Key == key && (s.Value == "false" || s.Value == "0")
		})
	}
	var used []Setting
	for _, s := range settings {
		at := slices.IndexFunc(switches, func(one struct{ key, by string }) bool { return one.key == s.Key })
		if at < 0 || !isOff(s.Section, switches[at].by) {
			used = append(used, s)
		}
	}
	return used
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
// for jobs that run there alone, and of containers and machines for others.
func readRunners(file *source.File) []Setting {
	settings := Read(file)
	inside := slices.ContainsFunc(settings, func(s Setting) bool { return s.Key == "executor" && !slices.Contains(ownExecutors, s.Value) })
	if !inside {
		return settings
	}
	return slices.DeleteFunc(settings, func(s Setting) bool { return s.Key == "builds_dir" || s.Key == "cache_dir" })
}
