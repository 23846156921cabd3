package value

import (
	"slices"
	"strings"

	"github.com/unitlint/unitlint/lint/catalog"
)

// longestUnitName is the limit of a unit's name, with its suffix.
const longestUnitName = 255

// UnitNameKind is what a unit's name is, by its '@'.
type UnitNameKind uint8

// The kinds of unit names.
const (
	InvalidName  UnitNameKind = iota
	PlainName                 // foo.service
	TemplateName              // foo@.service
	InstanceName              // foo@bar.service
)

// UnitName classifies a text as a unit's name (systemd.unit(5)).
func UnitName(text string) UnitNameKind {
	dot := strings.LastIndexByte(text, '.')
	if len(text) > longestUnitName || dot <= 0 || !catalog.IsUnitType(text[dot+1:]) {
		return InvalidName
	}
	for i := range dot {
		if c := text[i]; !isAlphanumeric(c) && strings.IndexByte(`:-_.\@`, c) < 0 {
			return InvalidName
		}
	}
	at := strings.IndexByte(text, '@')
	switch {
	case at == 0:
		return InvalidName
	case at < 0:
		return PlainName
	case at == dot-1:
		return TemplateName
	}
	return InstanceName
}

// UnitNames decodes a list of units such as After=; names that systemd skips
// are left out. The specifiers in a name are replaced where they are known.
func UnitNames(text string, ctx Context) ([]Word, Result) {
	v := newVerdict(text, ctx, catalog.SpecifiersName)
	return v.unitList(catalog.WordsRetainEscape, ""), v.result
}

// unitListKind judges lists of units; Param says what is particular.
func (v *verdict) unitListKind() {
	if v.directive.Section == "Install" {
		v.installList()
		return
	}
	wanted := ""
	if v.directive.Param == "socket" {
		wanted = ".socket"
	}
	names := v.unitList(v.directive.Tokenizer, wanted)
	if wanted == "" && v.directive.Tokenizer == catalog.WordsRetainEscape && v.specifiers == catalog.SpecifiersName {
		v.result.decoded = names
	}
}

// installList judges a list of [Install]. Nobody looks at it on loading;
// systemctl(1) refuses to enable the unit.
func (v *verdict) installList() {
	for _, word := range v.words(catalog.WordsUnquote) {
		expansion, ok := v.expand(word, PartDropped)
		if ok && UnitName(expansion.Text) == InvalidName {
			v.badUnitName(word, expansion.Text)
		}
	}
	v.silence()
}

func (v *verdict) unitList(tokenizer catalog.Tokenizer, wanted string) []Word {
	words := v.words(tokenizer)
	names := make([]Word, 0, len(words))
	for _, word := range words {
		expansion, ok := v.expand(word, PartDropped)
		if !ok {
			continue
		}
		if wanted != "" && !strings.HasSuffix(expansion.Text, wanted) {
			v.drop(word.Start, word.End, CodeWrongUnitType, "%s is not a %s unit: it is skipped.", quotation(expansion.Text), wanted[1:])
			continue
		}
		if UnitName(expansion.Text) == InvalidName {
			v.badUnitName(word, expansion.Text)
			continue
		}
		names = append(names, Word{Text: expansion.Text, Start: word.Start, End: word.End})
	}
	return names
}

func (v *verdict) badUnitName(word Word, name string) {
	problem := v.drop(word.Start, word.End, CodeBadUnitName, "%s is no unit's name: it is skipped.", quotation(name))
	problem.suggestion = func() string { return v.unitNameSuggestion(word.Text) }
}

// unitNameSuggestion mends the usual slips: separators between names, quotes,
// and a missing suffix.
func (v *verdict) unitNameSuggestion(text string) string {
	isName := func(part string) bool { return UnitName(part) != InvalidName }
	if names := separated(text, isName); names != "" {
		return names
	}
	bare := strings.Trim(text, `"',;`)
	if bare != text && UnitName(bare) != InvalidName {
		return bare
	}
	if bare != "" && strings.IndexByte(bare, '.') < 0 && UnitName(bare+".service") != InvalidName {
		return bare + v.missingSuffix(bare)
	}
	if dot := strings.LastIndexByte(bare, '.'); dot > 0 {
		types := make([]string, 0, len(catalog.UnitTypes()))
		for _, t := range catalog.UnitTypes() {
			types = append(types, string(t))
		}
		if suffix := catalog.Suggest(bare[dot+1:], types); suffix != "" && UnitName(bare[:dot+1]+suffix) != InvalidName {
			return bare[:dot+1] + suffix
		}
	}
	return ""
}

// missingSuffix is the suffix that a bare name was probably to have: units are
// wanted by targets, and some targets are known to everybody.
func (v *verdict) missingSuffix(bare string) string {
	_, pulled := slices.BinarySearch([]string{"RequiredBy", "UpheldBy", "WantedBy"}, v.name())
	_, known := slices.BinarySearch(specialTargets, bare)
	switch {
	case v.directive != nil && catalog.IsUnitType(v.directive.Param):
		return "." + v.directive.Param
	case pulled, known:
		return ".target"
	default:
		return ".service"
	}
}

// specialTargets are the targets of systemd.special(7) that units name, sorted,
// but for those that have a service of the same name, such as rescue.target.
var specialTargets = []string{
	"basic", "cryptsetup", "default", "final", "getty", "graphical", "graphical-session", "hibernate",
	"initrd", "initrd-fs", "local-fs", "local-fs-pre", "multi-user", "network", "network-online", "network-pre", "nss-lookup",
	"nss-user-lookup", "paths", "poweroff", "printer", "reboot", "remote-fs", "remote-fs-pre", "shutdown", "sleep",
	"slices", "smartcard", "sockets", "sound", "suspend", "swap", "sysinit", "system-update", "time-set", "time-sync", "timers",
	"umount", "veritysetup",
}

// unit judges one unit; Param is the type that it must have.
func (v *verdict) unit() {
	expansion, ok := v.expand(v.whole(), Ignored)
	if !ok {
		return
	}
	start, end := v.all()
	name := expansion.Text
	switch {
	case v.directive.Section == "Slice":
		// unit_set_slice() refuses all slices: their names say where they lie.
		v.reportCertain(start, end, Ignored, CodeUnsupported, "A slice lies where its name says: 'a-b.slice' in 'a.slice'.")
	case v.directive.Param != "" && !strings.HasSuffix(name, "."+v.directive.Param):
		v.ignore(start, end, CodeWrongUnitType, "%s is not a %s unit.", quotation(name), v.directive.Param)
	case !usableName(name, v.directive.Param):
		problem := v.ignore(start, end, CodeBadUnitName, "%s is no unit's name.", quotation(name))
		problem.suggestion = func() string { return v.unitNameSuggestion(v.text) }
	}
}

// usableName tells whether a unit of this name can be referred to by a setting
// that wants a type. A trigger's template gets the instance or the prefix of
// the unit; slices know neither templates nor instances.
func usableName(name, wanted string) bool {
	kind := UnitName(name)
	if strings.HasSuffix(name, ".slice") {
		return kind == PlainName
	}
	return kind == PlainName || kind == InstanceName || kind == TemplateName && wanted == ""
}

func (v *verdict) instanceName() {
	defer v.silence()
	if expansion, ok := v.expand(v.whole(), Ignored); ok && !validInstance(expansion.Text) {
		start, end := v.all()
		v.ignore(start, end, CodeBadName, "%s is no instance's name.", quotation(expansion.Text))
	}
}

func validInstance(name string) bool {
	for i := range len(name) {
		if !isAlphanumeric(name[i]) && strings.IndexByte(`:-_.\@`, name[i]) < 0 {
			return false
		}
	}
	return name != "" && len(name) < longestUnitName
}
