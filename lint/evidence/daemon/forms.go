package daemon

import (
	"slices"
	"strings"

	"github.com/unitlint/unitlint/internal/late/regexp"
	"github.com/unitlint/unitlint/lint/source"
)

var (
	// tagPart matches the beginning of a tag of InspIRCd, with its name, or a pair in one.
	tagPart = regexp.MustCompile(`<([A-Za-z]+)\b|\b([a-z_]+)="([^"]*)"`)
	// moduleCall matches a parameter of a module (Kamailio's modparam).
	moduleCall = regexp.MustCompile(`^\s*modparam\(\s*"([^"]*)"\s*,\s*"([^"]*)"\s*,\s*"([^"]*)"`)
)

// readTags reads tags with what stands in them: <pid file="/run/x.pid">. They may go on in
// further lines, and others may follow them in the same one.
func readTags(file *source.File) []Setting {
	var settings []Setting
	tag := ""
	for number := 1; number <= file.Lines() && len(settings) < mostSettings; number++ {
		text := file.LineText(number)
		if len(text) > longestLine || strings.HasPrefix(strings.TrimSpace(text), "#") {
			continue
		}
		for _, match := range tagPart.FindAllStringSubmatch(text, -1) {
			if match[1] != "" {
				tag = strings.ToLower(match[1])
				continue
			}
			settings = append(settings, Setting{Section: tag, Key: match[2], Value: match[3], Whole: true, Place: file.LineRange(number)})
		}
	}
	return settings
}

// readParametersOfModules reads what Kamailio and its modules are told: the latter as statements
// of sections with the names of the modules.
func readParametersOfModules(file *source.File) []Setting {
	settings := readLines(file)
	for number := 1; number <= file.Lines() && len(settings) < mostSettings; number++ {
		text := file.LineText(number)
		if len(text) > longestLine {
			continue
		}
		if match := moduleCall.FindStringSubmatch(text); match != nil {
			settings = append(settings, Setting{Section: match[1], Key: match[2], Value: match[3], Place: file.LineRange(number)})
		}
	}
	return settings
}

// readModules reads what PulseAudio loads: the arguments of a module as statements of a section
// with its name.
func readModules(file *source.File) []Setting {
	settings := readLines(file)
	for i := range settings {
		words := strings.Fields(settings[i].Value)
		if settings[i].Key != "load-module" || len(words) == 0 {
			continue
		}
		for _, word := range words[1:] {
			if key, value, found := strings.Cut(word, "="); found && len(settings) < mostSettings {
				settings = append(settings, Setting{Section: words[0], Key: key, Value: unquoted(value), Place: settings[i].Place})
			}
		}
	}
	return settings
}

// readDestinations reads getmail's configuration: what mail is handed to is a command, where
// it is no place.
func readDestinations(file *source.File) []Setting {
	settings := readLines(file)
	isCommand := slices.ContainsFunc(settings, func(s Setting) bool {
		return s.Section == "destination" && s.Key == "type" && s.Value == "MDA_external"
	})
	for i := range settings {
		if s := &settings[i]; isCommand && s.Section == "destination" && s.Key == "path" {
			s.Key = "command"
		}
	}
	return settings
}

// readEnabled reads a tree without the parts of it that are switched off.
func readEnabled(file *source.File) []Setting {
	if settings, ok := (&treeReader{file: file, enabled: true}).read(); ok {
		return settings
	}
	return readLines(file)
}

// readExports reads the configuration of nbd-server: what clients write to are files or devices,
// unless nobody may.
func readExports(file *source.File) []Setting {
	settings := readLines(file)
	closed := map[string]bool{}
	for _, s := range settings {
		if s.Key == "readonly" && slices.Contains(switchedOn, s.Value) {
			closed[s.Section] = true
		}
	}
	for i := range settings {
		s := &settings[i]
		switch {
		case s.Key != "exportname":
		case strings.HasPrefix(s.Value, "/dev/"):
			s.Key = "exported-device"
		case !closed[s.Section]:
			s.Key = "written-export"
		}
	}
	return settings
}

// readLogins reads the configuration of vsftpd, and calls the directories "written-root" that
// users, or anybody, may write to.
func readLogins(file *source.File) []Setting {
	settings := readLines(file)
	on := func(key string) bool {
		return slices.ContainsFunc(settings, func(s Setting) bool { return s.Key == key && slices.Contains(switchedOn, strings.ToLower(s.Value)) })
	}
	if !on("write_enable") {
		return settings
	}
	written := map[string]bool{"local_root": on("local_enable"), "anon_root": on("anon_upload_enable")}
	for i := range settings {
		if s := &settings[i]; written[s.Key] {
			s.Key = "written-root"
		}
	}
	return settings
}

// maildirWord matches what an action of OpenSMTPD's does with mail where that is to keep it in a
// directory that it names (smtpd.conf(5), maildir).
var maildirWord = regexp.MustCompile(`\smaildir\s+"?(/[^"\s]*)`)

// readActions reads OpenSMTPD's configuration: the directory in which an action keeps mail is
// called "action maildir". Other actions name programs, hosts and files that are read.
func readActions(file *source.File) []Setting {
	settings := Read(file)
	for i := range settings {
		s := &settings[i]
		if match := maildirWord.FindStringSubmatch(s.Value); s.Key == "action" && match != nil {
			s.Key, s.Value = "action maildir", match[1]
		}
	}
	return settings
}

// readDrivers reads Exim's configuration. What a transport of the driver appendfile writes to is
// called "delivered", and what scans for viruses is the address alone.
func readDrivers(file *source.File) []Setting {
	settings := readLines(file)
	for one := range parts(settings, func(s Setting) bool { return s.Value == "" }) {
		delivers := slices.ContainsFunc(one, func(s Setting) bool { return s.Key == "driver" && s.Value == "appendfile" })
		for i := range one {
			if s := &one[i]; delivers && (s.Key == "file" || s.Key == "directory") {
				s.Key = "delivered"
			} else if s.Key == "av_scanner" {
				s.Value = strings.TrimSpace(strings.TrimPrefix(s.Value, "clamd:"))
			}
		}
	}
	return settings
}

// readHomes reads Dovecot's configuration. Where a data base of users says where all of them have
// their homes, that is called "homes".
func readHomes(file *source.File) []Setting {
	settings := Read(file)
	for i := range settings {
		s := &settings[i]
		if _, home, found := strings.Cut(s.Value, "home="); found && s.Key == "args" && strings.HasSuffix(s.Section, "userdb") {
			s.Key, s.Value = "homes", strings.TrimSpace(home)
		}
	}
	return settings
}

// readClocks reads chrony's configuration. A clock may be a socket, which it makes.
func readClocks(file *source.File) []Setting {
	settings := readLines(file)
	for i := range settings {
		s := &settings[i]
		if words := strings.Fields(s.Value); s.Key == "refclock" && len(words) > 1 && words[0] == "SOCK" {
			name, _, _ := strings.Cut(words[1], ":")
			s.Key, s.Value = "refclock-socket", name
		}
	}
	return settings
}

// watchedPlace matches what rules of the audit system watch: the path behind "-w", or that of a
// field (auditctl(8), -F).
var watchedPlace = regexp.MustCompile(`^-w\s+(/\S+)|\s-F\s*(?:path|dir)=(/\S+)`)

// readWatches reads rules of the audit system: each path that they watch is called "watch".
func readWatches(file *source.File) []Setting {
	var settings []Setting
	for number := 1; number <= file.Lines() && len(settings) < mostSettings; number++ {
		text := strings.TrimSpace(file.LineText(number))
		if len(text) > longestLine || !strings.HasPrefix(text, "-") {
			continue
		}
		for _, match := range watchedPlace.FindAllStringSubmatch(text, -1) {
			settings = append(settings, Setting{Key: "watch", Value: match[1] + match[2], Whole: true, Place: file.LineRange(number)})
		}
	}
	return settings
}
