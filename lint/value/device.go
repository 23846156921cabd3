package value

import (
	"errors"
	"strings"

	"github.com/unitlint/unitlint/lint/catalog"
)

// Device is the entry of one DeviceAllow= line.
type Device struct {
	// Path is a device node below /dev, /run/systemd/inaccessible, or a class of
	// devices such as "char-pts".
	Path string
	// Read, Write and Create are the letters r, w and m; none given means all.
	Read, Write, Create bool
	Known               bool // Path holds no stand-in for an unknown part
}

// DeviceAllow decodes DeviceAllow= (systemd.resource-control(5)); ok is false
// where systemd ignores the line, and for the empty value.
func DeviceAllow(text string, ctx Context) (device Device, ok bool, result Result) {
	v := newVerdict(text, ctx, catalog.SpecifiersFull)
	device, ok = v.deviceAllow()
	return device, ok, v.result
}

func (v *verdict) deviceKind() {
	if device, ok := v.deviceAllow(); ok {
		v.result.decoded = device
	}
}

func (v *verdict) deviceAllow() (Device, bool) {
	words, err := Split(v.text, catalog.FirstWordUnquotedRest)
	if fault, bad := errors.AsType[*SplitError](err); bad {
		v.ignore(fault.Start, fault.End, splitCode(fault), "%s: the line has no effect.", capitalised(fault.Reason))
		return Device{}, false
	}
	if len(words) == 0 {
		return Device{}, false
	}
	expansion, ok := v.expand(words[0], Ignored)
	if !ok {
		return Device{}, false
	}
	device := Device{Path: expansion.Text, Known: v.known(words[0], expansion)}
	if !strings.HasPrefix(device.Path, "char-") && !strings.HasPrefix(device.Path, "block-") {
		cleaned, ok := v.checkPath(device.Path, words[0].Start, words[0].End, Ignored, pathRules{absolute: true})
		if !ok {
			return Device{}, false
		}
		device.Path = cleaned
		if !deviceNode(cleaned) {
			v.ignore(words[0].Start, words[0].End, CodeBadDevice, "%s is no device node: expected a path below /dev, 'char-…' or 'block-…'.", quotation(cleaned))
			return Device{}, false
		}
	}
	return device, v.deviceAccess(&device, words)
}

// deviceAccess reads the access letters.
func (v *verdict) deviceAccess(device *Device, words []Word) bool {
	letters := ""
	if len(words) > 1 {
		letters = words[1].Text
	}
	if letters == "" {
		device.Read, device.Write, device.Create = true, true, true
		return true
	}
	for i := range len(letters) {
		switch letters[i] {
		case 'r':
			device.Read = true
		case 'w':
			device.Write = true
		case 'm':
			device.Create = true
		default:
			v.ignore(words[1].Start, words[1].End, CodeBadDevice, "%s are no access letters: expected 'r', 'w' and 'm' without blanks between.", quotation(letters))
			return false
		}
	}
	return true
}

// deviceNode tells whether systemd takes a path for a device node.
func deviceNode(path string) bool {
	return below(path, "/dev") || strings.HasPrefix(path, "/run/systemd/inaccessible/")
}
