package why

import (
	"encoding/json"
	"strings"
)

// entry is an entry of "journalctl -o json" (systemd.journal-fields(7)). Fields
// are texts, lists of bytes where they are no text, null where they are too long,
// and lists of these where a field was given several times.
type entry struct {
	Message      field `json:"MESSAGE"`
	Identifier   field `json:"SYSLOG_IDENTIFIER"`
	Transport    field `json:"_TRANSPORT"`
	Type         field `json:"_AUDIT_TYPE_NAME"`
	OwnUnit      field `json:"_SYSTEMD_UNIT"`
	OwnUserUnit  field `json:"_SYSTEMD_USER_UNIT"`
	Unit         field `json:"UNIT"`
	UserUnit     field `json:"USER_UNIT"`
	ObjectUnit   field `json:"OBJECT_SYSTEMD_UNIT"`
	CoredumpUnit field `json:"COREDUMP_UNIT"`
	MessageID    field `json:"MESSAGE_ID"`
	ExitCode     field `json:"EXIT_CODE"`
	ExitStatus   field `json:"EXIT_STATUS"`
	UnitResult   field `json:"UNIT_RESULT"`

	CoredumpSignal field `json:"COREDUMP_SIGNAL"`
}

// field is the text of a journal field, the first of several.
type field string

// UnmarshalJSON reads any of the forms; what is of none of them is empty.
func (f *field) UnmarshalJSON(text []byte) error {
	var word string
	var several []json.RawMessage
	switch {
	case json.Unmarshal(text, &word) == nil:
		*f = field(word)
	case json.Unmarshal(text, &several) == nil && len(several) > 0:
		*f = fieldOfList(several)
	}
	return nil
}

// fieldOfList reads a list of bytes, or the first of several values.
func fieldOfList(list []json.RawMessage) field {
	var read []byte
	for _, element := range list {
		var number uint8
		if json.Unmarshal(element, &number) != nil {
			var first field
			_ = first.UnmarshalJSON(list[0]) // it never fails
			return first
		}
		read = append(read, number)
	}
	return field(read)
}

// parseEntry reads an entry of the journal.
func parseEntry(text []byte) (Line, bool) {
	var e entry
	if json.Unmarshal(text, &e) != nil {
		return Line{}, false
	}
	if e.Message == "" && e.MessageID == "" {
		return Line{}, false
	}
	line := Line{Text: strings.TrimSpace(string(e.Message)), Manager: ofManager(string(e.Identifier))}
	for _, unit := range []field{e.UserUnit, e.Unit, e.ObjectUnit, e.CoredumpUnit, e.OwnUserUnit, e.OwnUnit} {
		if line.Unit = string(unit); line.Unit != "" {
			break
		}
	}
	if line.Event = wordsOf(&e); line.Event != "" && line.Text == "" {
		line.Text = line.Event
	}
	switch e.Transport {
	case "audit":
		line.Record = recordOf(string(e.Type) + " " + line.Text)
	case "kernel":
		line.Record = recordOf(line.Text)
	}
	return line, true
}
