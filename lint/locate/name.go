package locate

import (
	"strings"

	"github.com/unitlint/unitlint/lint/catalog"
)

// maxNameLength is the longest unit name that systemd accepts, in bytes.
const maxNameLength = 255

// Form says how a unit name relates to templates.
type Form uint8

// The forms of unit names.
const (
	Invalid  Form = iota // no unit name at all
	Plain                // foo.service
	Template             // foo@.service
	Instance             // foo@bar.service
)

// Name is a unit name taken apart: Prefix[@[Instance]].Type.
type Name struct {
	Form     Form
	Prefix   string
	Instance string
	Type     catalog.UnitType
}

// ParseName takes a unit name apart. The Form of what is no unit name is
// Invalid.
func ParseName(name string) Name {
	dot := strings.LastIndexByte(name, '.')
	if dot <= 0 || len(name) > maxNameLength {
		return Name{}
	}
	unitType := catalog.UnitType(name[dot+1:])
	if !catalog.IsUnitType(string(unitType)) {
		return Name{}
	}
	prefix, instance, at := strings.Cut(name[:dot], "@")
	if prefix == "" || !validCharacters(prefix, false) || !validCharacters(instance, true) {
		return Name{}
	}
	form := Plain
	switch {
	case at && instance == "":
		form = Template
	case at:
		form = Instance
	}
	return Name{Form: form, Prefix: prefix, Instance: instance, Type: unitType}
}

func validCharacters(s string, inInstance bool) bool {
	for i := range len(s) {
		c := s[i]
		switch {
		case c >= 'a' && c <= 'z', c >= 'A' && c <= 'Z', c >= '0' && c <= '9':
		case c == ':', c == '-', c == '_', c == '.', c == '\\':
		case c == '@' && inInstance:
		default:
			return false
		}
	}
	return true
}

// ValidName tells whether systemd accepts the name for a unit.
func ValidName(name string) bool { return ParseName(name).Form != Invalid }

// String puts the name together again.
func (n Name) String() string {
	switch n.Form {
	case Template:
		return n.Prefix + "@." + string(n.Type)
	case Instance:
		return n.Prefix + "@" + n.Instance + "." + string(n.Type)
	case Plain:
		return n.Prefix + "." + string(n.Type)
	default:
		return ""
	}
}

// Template returns the name of the template that an instance comes from, and
// other names as they are.
func (n Name) Template() Name {
	if n.Form == Instance {
		n.Form, n.Instance = Template, ""
	}
	return n
}

// WithInstance returns the instance of a template, and other names as they are.
func (n Name) WithInstance(instance string) Name {
	if n.Form == Template && instance != "" {
		n.Form, n.Instance = Instance, instance
	}
	return n
}

// TypeOf returns the type of a unit name; a bare type, as in the directory
// service.d, is its own type. It is empty for what names no unit.
func TypeOf(name string) catalog.UnitType {
	if parsed := ParseName(name); parsed.Form != Invalid {
		return parsed.Type
	}
	if catalog.IsUnitType(name) {
		return catalog.UnitType(name)
	}
	return ""
}

// Candidates returns the names whose .d directories systemd reads for a unit
// of this name, without the type-level one, most specific first: the name, its
// template, and what is left when the prefix is cut after its last dash, each
// with its own expansion (systemd.unit(5), "hierarchical drop-ins").
func (n Name) Candidates() []string {
	var names []string
	for n.Form != Invalid {
		names = append(names, n.String())
		if n.Form == Instance {
			names = append(names, n.Template().Candidates()...)
		}
		prefix := strings.TrimSuffix(n.Prefix, "-")
		dash := strings.LastIndexByte(prefix, '-')
		if dash < 1 {
			break
		}
		n.Prefix = prefix[:dash+1]
		if n.Form == Template {
			n.Form = Plain
		}
	}
	return names
}
