package value

import (
	"errors"
	"math"
	"strconv"
	"strings"
)

// Integer decodes a whole number as systemd does: decimal, octal after a "0",
// hexadecimal after "0x", with an optional sign. ok is false where it is none
// or needs more bits.
func Integer(text string, bits int) (number int64, ok bool) {
	number, err := parseInteger(text, bits)
	return number, err == nil
}

// errNumber and errRange tell the two ways in which a number can be wrong.
var (
	errNumber = errors.New("not a number")
	errRange  = errors.New("out of range")
)

func parseInteger(text string, bits int) (int64, error) {
	digits, negative := strings.CutPrefix(text, "-")
	if !negative {
		digits = strings.TrimPrefix(digits, "+")
	}
	magnitude, err := parseDigits(digits, 64)
	if err != nil {
		return 0, err
	}
	limit := uint64(1) << (bits - 1)
	switch {
	case negative && magnitude > limit, !negative && magnitude >= limit:
		return 0, errRange
	case negative:
		return -int64(magnitude), nil
	}
	return int64(magnitude), nil
}

// parseUnsigned is as parseInteger without negative numbers other than zero.
func parseUnsigned(text string, bits int) (uint64, error) {
	digits, negative := strings.CutPrefix(text, "-")
	if !negative {
		digits = strings.TrimPrefix(digits, "+")
	}
	number, err := parseDigits(digits, bits)
	if err == nil && negative && number != 0 {
		return 0, errRange
	}
	return number, err
}

// parseDigits reads digits in the base that their prefix tells.
func parseDigits(digits string, bits int) (uint64, error) {
	base := 10
	switch {
	case len(digits) > 2 && digits[0] == '0' && digits[1]|0x20 == 'x':
		base, digits = 16, digits[2:]
	case len(digits) > 2 && digits[0] == '0' && digits[1]|0x20 == 'b':
		base, digits = 2, digits[2:]
	case len(digits) > 2 && digits[0] == '0' && digits[1]|0x20 == 'o':
		base, digits = 8, digits[2:]
	case len(digits) > 1 && digits[0] == '0':
		base, digits = 8, digits[1:]
	}
	return parseBase(digits, base, bits)
}

func parseBase(digits string, base, bits int) (uint64, error) {
	if digits == "" || digitValue(digits[0]) < 0 {
		return 0, errNumber
	}
	number, err := strconv.ParseUint(digits, base, bits)
	switch {
	case errors.Is(err, strconv.ErrRange):
		return 0, errRange
	case err != nil:
		return 0, errNumber
	}
	return number, nil
}

// interval are the bounds that an integer's Param gives, as in "-20..19".
type interval struct{ from, to int64 }

func parseInterval(param string) (interval, bool) {
	low, high, found := strings.Cut(param, "..")
	if !found {
		return interval{}, false
	}
	from, errFrom := strconv.ParseInt(low, 10, 64)
	to, errTo := strconv.ParseInt(high, 10, 64)
	if high == "" {
		to, errTo = math.MaxInt32, nil
	}
	return interval{from, to}, errFrom == nil && errTo == nil
}

// integer judges a whole number: Param is its range, "long" or empty.
func (v *verdict) integer() {
	bits := 32
	if v.directive.Param == "long" {
		bits = 64
	}
	number, err := parseInteger(v.text, bits)
	if v.numberFault(err) {
		return
	}
	bounds, ok := parseInterval(v.directive.Param)
	if ok && (number < bounds.from || number > bounds.to) {
		v.outOfRange(bounds)
	}
}

func (v *verdict) outOfRange(bounds interval) {
	start, end := v.all()
	v.ignore(start, end, CodeOutOfRange, "%s is out of range: expected %d to %d.", quotation(v.text), bounds.from, bounds.to)
}

// numberFault reports that the value is no number.
func (v *verdict) numberFault(err error) bool {
	start, end := v.all()
	switch {
	case err == nil:
		return false
	case errors.Is(err, errRange):
		v.ignore(start, end, CodeOutOfRange, "The number %s is out of range.", quotation(v.text))
	default:
		v.ignore(start, end, CodeBadNumber, "%s is not a whole number.", quotation(v.text))
	}
	return true
}

// unsigned judges a number that is not negative; "infinity" where Param says so.
func (v *verdict) unsigned() {
	if v.directive.Param == "infinity" && v.text == "infinity" {
		return
	}
	_, err := parseUnsigned(v.text, 32)
	v.numberFault(err)
}

// weight judges a weight between the bounds that Param gives, or "idle".
func (v *verdict) weight() {
	param, idle := strings.CutSuffix(v.directive.Param, ",idle")
	if idle && v.text == "idle" && v.since(252) {
		return
	}
	number, err := parseUnsigned(v.text, 64)
	if v.numberFault(err) {
		return
	}
	if bounds, ok := parseInterval(param); ok && (number < uint64(bounds.from) || number > uint64(bounds.to)) {
		v.outOfRange(bounds)
	}
}

// Mode decodes octal access bits up to 07777; ok is false where systemd does
// not take the text.
func Mode(text string) (mode uint32, ok bool) {
	number, err := parseBase(text, 8, 32)
	return uint32(number), err == nil && number <= 0o7777
}

func (v *verdict) mode() {
	if _, ok := Mode(v.text); !ok {
		start, end := v.all()
		v.ignore(start, end, CodeBadMode, "%s is no access mode: expected octal digits up to 7777.", quotation(v.text))
	}
}
