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
