package systemdtest

import (
	"regexp"
	"strconv"
	"strings"
)

// parseDump reads the units of a dump. A unit starts with "-> Unit NAME:", its
// properties are indented by two tabs, what belongs to a part such as a command
// by three below "-> PART:".
func parseDump(dump, dir string) map[string]*Unit {
	units := map[string]*Unit{}
	var current *Unit
	part := ""
	for line := range strings.Lines(dump) {
		line = strings.TrimSuffix(line, "\n")
		text := strings.TrimLeft(line, "\t")
		depth := len(line) - len(text)
		if name, ok := strings.CutPrefix(text, "-> Unit "); ok {
			current = &Unit{Name: strings.TrimSuffix(name, ":")}
			units[current.Name] = current
			continue
		}
		if current == nil || depth == 0 {
			current = nil
			continue
		}
		if name, ok := strings.CutPrefix(text, "-> "); ok {
			part = strings.TrimSuffix(name, ":")
			continue
		}
		name, value, _ := strings.Cut(text, ": ")
		switch {
		case depth == 2:
			current.add(strings.TrimSuffix(name, ":"), value, dir)
		case name == "Command Line":
			current.add(part, value, dir)
		}
	}
	return units
}

func (u *Unit) add(name, value, dir string) {
	switch name {
	case "Unit Load State":
		u.Load = value
	case "Fragment Path":
		u.Fragment = strings.TrimPrefix(value, dir)
	case "DropIn Path":
		u.DropIns = append(u.DropIns, strings.TrimPrefix(value, dir))
	}
	u.Properties = append(u.Properties, Property{Name: name, Value: value})
}

var (
	logLine = regexp.MustCompile(`^<(\d+)>(.*)$`)
	place   = regexp.MustCompile(`^(/[^:]*):(\d+): (.*)$`)
)

const (
	levelMask = 7 // the bits of a syslog priority above it are the facility
	info      = 6
)

// parseMessages reads lines "<28>/path/file:12: text" and "<28>text".
func parseMessages(log, dir string) []Message {
	var messages []Message
	for line := range strings.Lines(log) {
		m := logLine.FindStringSubmatch(strings.TrimRight(line, "\r\n"))
		if m == nil {
			continue
		}
		priority, _ := strconv.Atoi(m[1]) // digits only; an overflow gives some level
		message := Message{Level: priority & levelMask, Text: m[2]}
		if at := place.FindStringSubmatch(m[2]); at != nil {
			message.File, message.Text = strings.TrimPrefix(at[1], dir), at[3]
			message.Line, _ = strconv.Atoi(at[2])
		}
		if message.Level < info || message.File != "" {
			messages = append(messages, message)
		}
	}
	return messages
}
