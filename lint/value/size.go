package value

import (
	"errors"
	"math"
	"strconv"
	"strings"
)

// The bases of sizes: memory counts in 1024, transfer rates in 1000.
const (
	Base1024 = 1024
	Base1000 = 1000
)

// sizeSuffixes are the suffixes of sizes, from the largest; each may be used
// once, in this order.
const sizeSuffixes = "EPTGMKB"

// Size decodes a number of bytes such as "1G 512M" or "1.5K"; ok is false where
// systemd does not take the text.
func Size(text string, base uint64) (bytes uint64, ok bool) {
	rest := text
	next := 0 // the first suffix that may still follow
	for {
		rest = strings.TrimLeft(rest, blanks)
		number, after, ok := sizeNumber(rest)
		if !ok || next > len(sizeSuffixes) {
			return 0, false
		}
		after = strings.TrimLeft(after, blanks)
		at := len(sizeSuffixes)
		if after != "" {
			if found := strings.IndexByte(sizeSuffixes[min(next, len(sizeSuffixes)):], after[0]); found >= 0 {
				at = next + found
				after = after[1:]
			}
		}
		amount, ok := number.rounded(sizeFactor(at, base))
		if !ok || amount > math.MaxUint64-bytes {
			return 0, false
		}
		bytes += amount
		if after == "" {
			return bytes, true
		}
		next, rest = at+1, after
	}
}

// sizeNumber reads a number; unlike a time span's it must begin with a digit,
// and may end in a point.
func sizeNumber(text string) (number fraction, rest string, ok bool) {
	text = strings.TrimPrefix(text, "+")
	if text == "" || !isDigit(text[0]) {
		return number, "", false
	}
	number, rest, ok = decimal(text)
	if ok {
		return number, rest, true
	}
	whole, after, found := strings.Cut(text, ".")
	if !found {
		return number, "", false
	}
	number, _, ok = decimal(whole)
	return number, after, ok
}

// rounded multiplies by a unit as times does, with the part below one counted in
// floating point.
func (f fraction) rounded(unit uint64) (product uint64, ok bool) {
	product, ok = fraction{whole: f.whole}.times(unit)
	if !ok || f.digits == "" {
		return product, ok
	}
	part, err := strconv.ParseFloat("0."+f.digits, 64)
	below := uint64(part * float64(unit))
	return product + below, err == nil && product <= math.MaxUint64-below
}

func sizeFactor(suffix int, base uint64) uint64 {
	factor := uint64(1)
	for i := suffix; i < len(sizeSuffixes)-1; i++ {
		factor *= base
	}
	return factor
}

// Permyriad decodes a percentage ("%", "‰" or "‱") to ten-thousandths; ok is
// false for anything else. It may be more than all.
func Permyriad(text string) (parts int, ok bool) {
	for _, unit := range []struct {
		suffix string
		places int
	}{{"‱", 0}, {"‰", 1}, {"%", 2}} {
		if number, found := strings.CutSuffix(text, unit.suffix); found {
			return parts10(number, unit.places)
		}
	}
	return 0, false
}

// parts10 reads a number with at most the given decimal places and returns it
// without its point.
func parts10(text string, places int) (parts int, ok bool) {
	whole, decimals, point := strings.Cut(text, ".")
	if point && (decimals == "" || len(decimals) > places) {
		return 0, false
	}
	number, ok := Integer(whole, 32)
	if !ok || number < 0 {
		return 0, false
	}
	for i := range places {
		number *= 10
		if i < len(decimals) {
			if !isDigit(decimals[i]) {
				return 0, false
			}
			number += int64(decimals[i] - '0')
		}
	}
	if number > math.MaxInt32 {
		return 0, false
	}
	return int(number), true
}

const wholePermyriad = 10000

// bytes judges a size in bytes.
func (v *verdict) bytes() {
	if v.name() == "MessageQueueMessageSize" && !v.since(262) {
		_, err := parseInteger(v.text, 64)
		v.numberFault(err)
		return
	}
	if size, ok := Size(v.text, Base1024); !ok || size > math.MaxInt64 && v.name() == "MessageQueueMessageSize" {
		v.badSize("expected a number of bytes with an optional suffix K, M, G, T, P or E")
	}
}

func (v *verdict) badSize(expected string) {
	start, end := v.all()
	problem := v.ignore(start, end, CodeBadSize, "%s is not a size: %s.", quotation(v.text), expected)
	problem.suggestion = func() string { return sizeSuggestion(v.text) }
}

// sizeSuggestion mends the spellings that other programs use: MB, MiB, kB, m.
func sizeSuggestion(text string) string {
	digits := strings.TrimRight(text, "bBiIkKmMgGtTpPeE")
	suffix := strings.ToUpper(strings.TrimSpace(text[len(digits):]))
	if digits == "" || suffix == "" {
		return ""
	}
	mended := strings.TrimSpace(digits) + suffix[:1]
	if _, ok := Size(mended, Base1024); !ok || mended == text || len(suffix) > 3 {
		return ""
	}
	return mended
}

// zeroLimits are the memory settings that take 0 (systemd.resource-control(5)).
var zeroLimits = map[string]bool{
	"MemoryMin": true, "MemoryLow": true, "StartupMemoryLow": true,
	"DefaultMemoryMin": true, "DefaultMemoryLow": true, "DefaultStartupMemoryLow": true,
	"MemorySwapMax": true, "StartupMemorySwapMax": true, "MemoryZSwapMax": true, "StartupMemoryZSwapMax": true,
}

func (v *verdict) memoryLimit() {
	if v.text == "infinity" {
		return
	}
	start, end := v.all()
	if parts, ok := Permyriad(v.text); ok && parts <= wholePermyriad {
		if parts == 0 && !zeroLimits[v.name()] {
			v.ignore(start, end, CodeOutOfRange, "A limit of nothing is out of range.")
		}
		return
	}
	size, ok := Size(v.text, Base1024)
	switch {
	case !ok:
		v.badSize("expected bytes with an optional suffix K, M, G, T, P or E, a percentage, or 'infinity'")
	case size == math.MaxUint64, size == 0 && !zeroLimits[v.name()]:
		v.ignore(start, end, CodeOutOfRange, "The limit %s is out of range.", quotation(v.text))
	}
}

func (v *verdict) quota() {
	if v.text == "off" || v.text == "infinity" {
		return
	}
	if parts, ok := Permyriad(v.text); ok && parts <= wholePermyriad {
		return
	}
	if _, ok := Size(v.text, Base1024); !ok {
		v.badSize("expected bytes with an optional suffix, a percentage, or 'off'")
	}
}

func (v *verdict) tasksMax() {
	if v.text == "infinity" {
		return
	}
	if parts, ok := Permyriad(v.text); ok && parts <= wholePermyriad {
		return
	}
	start, end := v.all()
	number, err := parseUnsigned(v.text, 64)
	switch {
	case errors.Is(err, errNumber):
		v.ignore(start, end, CodeBadNumber, "%s is not a number of tasks: expected a number, a percentage, or 'infinity'.", quotation(v.text))
	case err != nil, number == 0, number == math.MaxUint64:
		v.ignore(start, end, CodeOutOfRange, "The number of tasks %s is out of range.", quotation(v.text))
	}
}

// percentage judges a percentage: Param "unbounded" may be more than all, but
// not nothing.
func (v *verdict) percentage() {
	parts, ok := Permyriad(v.text)
	start, end := v.all()
	unbounded := v.directive.Param == "unbounded"
	switch {
	case !ok:
		problem := v.ignore(start, end, CodeBadPercentage, "%s is not a percentage.", quotation(v.text))
		if _, isNumber := Integer(v.text, 32); isNumber {
			problem.suggestion = func() string { return v.text + "%" }
		}
	case unbounded && parts == 0, !unbounded && parts > wholePermyriad:
		v.ignore(start, end, CodeOutOfRange, "The percentage %s is out of range.", quotation(v.text))
	}
}
