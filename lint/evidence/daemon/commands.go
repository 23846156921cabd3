package daemon

import (
	"path"
	"slices"
	"strings"

	"github.com/unitlint/unitlint/internal/late/regexp"
	"github.com/unitlint/unitlint/lint/source"
)

// parameter matches the key of a parameter of Zabbix' agents, with commas of its own in brackets
// (zabbix.com, user parameters).
var parameter = regexp.MustCompile(`^[^,\[]*(?:\[[^\]]*\])?,`)

// readParameters reads the configuration of Zabbix' agents: the command of a parameter stands
// behind its key.
func readParameters(file *source.File) []Setting {
	settings := Read(file)
	for at := range settings {
		if s := &settings[at]; s.Key == "userparameter" {
			s.Key, s.Value = "command", strings.TrimSpace(parameter.ReplaceAllString(s.Value, ""))
		}
	}
	return settings
}

// readStats reads the configuration of haproxy: what is said of its statistics has a name of
// two words, such as "stats socket", or "stats uri", which is no file. The certificates of what it
// listens at, or connects to, stand among other words, and so does a user of its clients.
func readStats(file *source.File) []Setting {
	settings := ofTwoWords(Read(file), "stats")
	for at := range settings {
		s := &settings[at]
		switch s.Key {
		case "user":
			if strings.Contains(s.Value, " ") {
				s.Key = "listed user" // with the password, in a list of those who may log in
			}
		case "bind", "server", "default-server":
			words := strings.Fields(s.Value)
			for i, word := range words[:max(len(words)-1, 0)] {
				if slices.Contains(certificateWords, word) && len(settings) < mostSettings {
					settings = append(settings, Setting{Section: s.Section, Key: word, Value: words[i+1], Place: s.Place})
				}
			}
		}
	}
	return settings
}

// readSet reads a configuration in which "set" stands before the name of what is set, as Monit
// has it, and its checks name files: "check file X with path /srv/x".
func readSet(file *source.File) []Setting {
	settings := ofTwoWords(Read(file), "set")
	for at := range settings {
		if _, name, found := strings.Cut(settings[at].Value, " path "); found && settings[at].Key == "check" {
			settings[at].Key, settings[at].Value = "path", strings.Trim(strings.TrimSpace(name), `"`)
		}
	}
	return settings
}

// readOptions reads a configuration in which "option" stands before the name of one (glusterd(8)).
func readOptions(file *source.File) []Setting { return ofTwoWords(Read(file), "option") }

// ofTwoWords gives statements that begin with a word the name of that and the next one.
func ofTwoWords(settings []Setting, first string) []Setting {
	for at := range settings {
		if s := &settings[at]; s.Key == first {
			name, value, _ := strings.Cut(s.Value, " ")
			s.Key, s.Value = s.Key+" "+strings.ToLower(name), strings.TrimSpace(value)
		}
	}
	return settings
}

// kinds are the keys that say which kind a section is of.
var kinds = []string{"type", "@type", "name"}

// readKinds reads a configuration whose sections say of which kind they are, before they say
// what that one needs: its name stands before the key of a path, as in "file path".
func readKinds(file *source.File) []Setting {
	settings, kind := Read(file), map[string]string{}
	for at := range settings {
		s := &settings[at]
		switch {
		case slices.Contains(kinds, s.Key):
			kind[s.Section] = strings.ToLower(s.Value)
		case s.Key == "path" && kind[s.Section] != "":
			s.Key = kind[s.Section] + " path"
		}
	}
	return settings
}

// readSources reads the configuration of ntpd-rs: of each source its mode says what lies at its path.
func readSources(file *source.File) []Setting {
	settings := Read(file)
	tableOf := func(s *Setting) (line int) {
		for line = s.Place.StartPosition().Line; line > 0 && !strings.HasPrefix(strings.TrimSpace(file.LineText(line)), "["); line-- {
		}
		return line
	}
	modes := map[int]string{}
	for at := range settings {
		if s := &settings[at]; s.Section == "source" && s.Key == "mode" {
			modes[tableOf(s)] = strings.ToLower(s.Value)
		}
	}
	for at := range settings {
		if s := &settings[at]; s.Section == "source" && s.Key == "path" {
			s.Key = modes[tableOf(s)] + " path"
		}
	}
	return settings
}

// readScans reads the configuration of smartd: the program that it runs to warn stands among the
// directives of a line (smartd.conf(5), "-M exec").
func readScans(file *source.File) []Setting {
	settings := Read(file)
	for at := range settings {
		if _, program, found := strings.Cut(settings[at].Value, "-M exec "); found {
			name, _, _ := strings.Cut(strings.TrimSpace(program), " ")
			settings[at].Key, settings[at].Value = "exec", name
		}
	}
	return settings
}

// certificateWords stand before the file of a certificate (HAProxy's configuration manual, bind
// options).
var certificateWords = []string{"crt", "crt-list", "ca-file"}

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
			if file := selected(s); file != "" {
				s.Key, s.Value = "selected.file", file
			}
			continue
		}
		if before, _, made := strings.Cut(name, "%"); made && strings.HasPrefix(before, "/") {
			s.Key, s.Value = "template.place", path.Dir(before+"x")
		}
	}
	return settings
}

// selector matches the beginning of a line by which messages are selected by more than where
// they come from, or that goes on with another action for those of the line before.
var selector = regexp.MustCompile(`^(?::[a-z-]+,|if\b.*\bthen\b|&\s)`)

// selected returns the file that a selected message is written to, or "" (rsyslog.conf(5)).
func selected(s *Setting) string {
	line := strings.TrimSpace(s.Key + " " + s.Value)
	if !selector.MatchString(line) {
		return ""
	}
	words := strings.Fields(line)
	file := strings.TrimPrefix(words[len(words)-1], "-")
	if !strings.HasPrefix(file, "/") || strings.ContainsAny(file, `"'()`) {
		return ""
	}
	return file
}

// copiers are tools whose last word is where they copy to.
var copiers = []string{"cp", "mv", "rsync", "install", "ln", "lz4"}

// readArchiving reads the configuration of PostgreSQL: where archive_command copies the log to
// is a directory that the server writes to, behind a test whether the file is there.
func readArchiving(file *source.File) []Setting {
	settings := Read(file)
	for _, s := range settings {
		if s.Key != "archive_command" {
			continue
		}
		for _, part := range strings.FieldsFunc(s.Value, func(c rune) bool { return c == ';' || c == '&' || c == '|' }) {
			if place := copiedTo(withoutShell(strings.Fields(part))); place != "" && len(settings) < mostSettings {
				settings = append(settings, Setting{Section: s.Section, Key: "archive", Value: place, Place: s.Place})
			}
		}
	}
	return settings
}

// withoutShell returns the words of a command that a shell is given, or of one without a shell.
func withoutShell(words []string) []string {
	if len(words) > 2 && slices.Contains([]string{"sh", "bash"}, path.Base(words[0])) && words[1] == "-c" {
		return strings.Fields(strings.Trim(strings.Join(words[2:], " "), `"'`))
	}
	return words
}

// copiedTo returns the directory on this host that a command copies to, or "": that of a name
// which is made from the log's, or else what is named, be it a directory itself.
func copiedTo(words []string) string {
	target := ""
	for at, word := range words {
		switch {
		case word == ">" && at+1 < len(words):
			target = words[at+1]
		case strings.HasPrefix(word, ">/"):
			target = word[1:]
		}
	}
	if len(words) > 0 && slices.Contains(copiers, path.Base(words[0])) {
		target = words[len(words)-1]
	}
	target = strings.Trim(target, `"'`)
	place, _, made := strings.Cut(target, "%")
	if made {
		place = path.Dir(place + "x")
	}
	if place = path.Clean(place); !strings.HasPrefix(place, "/") || strings.HasPrefix(place, "/dev/") || place == "/" {
		return ""
	}
	return place
}
