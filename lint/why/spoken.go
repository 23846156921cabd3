package why

import (
	"bytes"

	"github.com/unitlint/unitlint/lint/locate"
)

// speakers are whose lines were read that tell of no refusal: a service that said
// something did not end without a word.
type speakers struct {
	// units are those whose lines name them; writers are the names that lines of text
	// have in their place.
	units, writers map[string]bool
}

// mostSpeakers is how many of a sort are told apart.
const mostSpeakers = 1000

func newSpeakers() speakers { return speakers{units: map[string]bool{}, writers: map[string]bool{}} }

// hear takes a line of no other use down. Lines that the journal marks as those of
// systemd and of the kernel are none of a service.
func (s speakers) hear(text []byte) {
	if !bytes.HasPrefix(text, []byte("{")) {
		if name, ok := writerOf(text); ok {
			note(s.writers, name)
		}
		return
	}
	for _, writer := range []string{`"systemd"`, `"kernel"`, `"audit"`} {
		if bytes.Contains(text, []byte(writer)) {
			return
		}
	}
	for _, field := range []string{`"_SYSTEMD_USER_UNIT":"`, `"_SYSTEMD_UNIT":"`} {
		if _, after, ok := bytes.Cut(text, []byte(field)); ok {
			name, _, _ := bytes.Cut(after, []byte(`"`))
			note(s.units, bytes.ReplaceAll(name, []byte(`\\`), []byte(`\`))) // all that JSON escapes in a unit's name
			return
		}
	}
}

// writerOf is the name before the number of a process, "app" of "host app[812]: ".
func writerOf(text []byte) ([]byte, bool) {
	before, _, ok := bytes.Cut(text, []byte("]: "))
	at := bytes.LastIndexByte(before, '[')
	if !ok || at < 0 {
		return nil, false
	}
	name := before[bytes.LastIndexByte(before[:at], ' ')+1 : at]
	switch string(name) {
	case "systemd", "kernel", "audit", "":
		return nil, false
	}
	return name, !bytes.Contains(before, []byte("kernel: ")) && name[0] != '('
}

// tell takes down whose a line is.
func (s speakers) tell(line *Line) {
	if line.Unit != "" {
		note(s.units, []byte(line.Unit))
		return
	}
	note(s.writers, []byte(line.writer))
}

func note(names map[string]bool, name []byte) {
	if len(names) < mostSpeakers && !names[string(name)] {
		names[string(name)] = true
	}
}

// ofUnit tells whether a unit may have spoken. What a line of text was written by may
// have any name: it is taken to be another unit only where the log has one of that name.
func (s speakers) ofUnit(name string, others []string) bool {
	if name == "" {
		return len(s.units)+len(s.writers) > 0
	}
	if s.units[name] || s.writers[stemOf(name)] {
		return true
	}
	foreign := 0
	known := map[string]bool{}
	for _, other := range others {
		if stem := stemOf(other); s.writers[stem] && !known[stem] {
			known[stem] = true
			foreign++
		}
	}
	return len(s.writers) > foreign
}

// stemOf is a unit's name without its suffix and its instance, as its program is often
// called.
func stemOf(name string) string { return locate.ParseName(name).Prefix }
