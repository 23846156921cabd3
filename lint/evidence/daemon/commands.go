package daemon

import (
	"path"
	"slices"
	"strings"

	"github.com/unitlint/unitlint/internal/late/regexp"
	"github.com/unitlint/unitlint/lint/source"
)

// readParameters reads the configuration of Zabbix' agents: the command of a parameter stands
// behind its key, which may have commas of its own in brackets (zabbix.com, user parameters).
func readParameters(file *source.File) []Setting {
	settings := Read(file)
	for at := range settings {
		if s := &settings[at]; s.Key == "userparameter" {
			key, rest, _ := strings.Cut(s.Value, "]")
			if strings.Contains(key, ",") && !strings.Contains(key, "[") || rest == "" {
				rest = s.Value
			}
			_, command, _ := strings.Cut(rest, ",")
			s.Key, s.Value = "command", strings.TrimSpace(command)
		}
	}
	return settings
}

// extensions are the directives of snmpd.conf(5) that name a program.
var extensions = []string{"extend", "extend-sh", "extendfix", "exec", "sh", "execfix", "pass", "pass_persist"}

// readExtensions reads the configuration of snmpd: the program of an extension is the first
// absolute path among its words.
func readExtensions(file *source.File) []Setting {
	settings := Read(file)
	for at := range settings {
		s := &settings[at]
		if !slices.Contains(extensions, s.Key) {
			continue
		}
		s.Key = "command"
		if begin := strings.Index(s.Value, " /"); begin >= 0 {
			s.Value = strings.TrimSpace(s.Value[begin:])
		}
	}
	return settings
}

// templateOfFile matches the first of the words that make a template, where it is the name
// of a file (rsyslog.conf(5)).
var templateOfFile = regexp.MustCompile(`^[^,"]*,\s*"(/[^"]+)"`)

// readTemplates reads the configuration of rsyslogd: templates that are names of files, which
// it makes from parts of messages, tell the directory.
func readTemplates(file *source.File) []Setting {
	settings := Read(file)
	for at := range settings {
		s := &settings[at]
		name := s.Value
		switch s.Key {
		case "$template":
			match := templateOfFile.FindStringSubmatch(name)
			if match == nil {
				continue
			}
			name = match[1]
		case "template.string":
		default:
			continue
		}
		if before, _, made := strings.Cut(name, "%"); made && strings.HasPrefix(before, "/") {
			s.Key, s.Value = "template.place", path.Dir(before+"x")
		}
	}
	return settings
}
