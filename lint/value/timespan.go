package value

import (
	"math"
	"strings"
)

// Microseconds is a span of time; Infinity is without end.
type Microseconds uint64

// Infinity is the span that systemd writes "infinity".
const Infinity Microseconds = math.MaxUint64

// The units of time in microseconds (systemd.time(7)).
const (
	microsecond Microseconds = 1
	millisecond              = 1000 * microsecond
	second                   = 1000 * millisecond
	minute                   = 60 * second
	hour                     = 60 * minute
	day                      = 24 * hour
	week                     = 7 * day
	month                    = 2629800 * second
	year                     = 31557600 * second
)

// timeUnits are the words for the units of time (systemd.time(7)).
var timeUnits = map[string]Microseconds{
	"us": microsecond, "usec": microsecond, "µs": microsecond, "μs": microsecond,
	"ms": millisecond, "msec": millisecond,
	"s": second, "sec": second, "second": second, "seconds": second,
	"m": minute, "min": minute, "minute": minute, "minutes": minute,
	"h": hour, "hr": hour, "hour": hour, "hours": hour,
	"d": day, "day": day, "days": day,
	"w": week, "week": week, "weeks": week,
	"M": month, "month": month, "months": month,
	"y": year, "year": year, "years": year,
}

// Timespan decodes a time span of systemd.time(7), such as "1min 30s". A
// number without a unit counts in the given one; ok is false where systemd
// does not take the text.
func Timespan(text string, unit Microseconds) (span Microseconds, ok bool) {
	return timespan(text, uint64(unit), timeUnits, func(m Microseconds) uint64 { return uint64(m) })
}

// Seconds decodes a time span whose numbers count seconds without a unit.
func Seconds(text string) (span Microseconds, ok bool) { return Timespan(text, second) }

// timespan reads numbers with units and adds them up. Scale turns a unit into
// the counting unit.
func timespan(text string, unit uint64, units map[string]Microseconds, scale func(Microseconds) uint64) (span Microseconds, ok bool) {
	rest := strings.TrimLeft(text, blanks)
	if after, found := strings.CutPrefix(rest, "infinity"); found {
		return Infinity, strings.Trim(after, blanks) == ""
	}
	var total uint64
	something := false
	for {
		rest = strings.TrimLeft(rest, blanks)
		if rest == "" {
			return Microseconds(total), something
		}
		number, joined, ok := decimal(strings.TrimPrefix(rest, "+"))
		if !ok {
			return 0, false
		}
		after := strings.TrimLeft(joined, blanks)
		length := unitLength(after)
		factor := unit
		if length > 0 {
			known, found := units[after[:length]]
			if !found {
				return 0, false
			}
			factor = scale(known)
		}
		if length == 0 && after != "" && after == joined {
			return 0, false // a second number needs a blank or a unit before it
		}
		amount, ok := number.times(factor)
		if !ok || amount >= math.MaxUint64-total {
			return 0, false
		}
		total += amount
		something = true
		rest = after[length:]
	}
}

// unitLength is how many bytes of a text are letters of a unit.
func unitLength(text string) int {
	length := 0
	for length < len(text) && (isLetter(text[length]) || text[length] >= 0x80) {
		length++
	}
	return length
}

// fraction is a decimal number that is read exactly.
type fraction struct {
	whole  uint64
	digits string // after the point
}

// decimal reads digits, optionally with a point and digits, from the start of
// a text and returns what follows. A sign is refused.
func decimal(text string) (number fraction, rest string, ok bool) {
	end := 0
	for end < len(text) && isDigit(text[end]) {
		digit := uint64(text[end] - '0')
		if number.whole > (math.MaxInt64-digit)/10 {
			return number, "", false
		}
		number.whole = number.whole*10 + digit
		end++
	}
	if end == len(text) || text[end] != '.' {
		return number, text[end:], end > 0
	}
	from := end + 1
	end = from
	for end < len(text) && isDigit(text[end]) {
		end++
	}
	number.digits = text[from:end]
	return number, text[end:], end > from
}

// times multiplies by a unit; digits below one are cut off.
func (f fraction) times(unit uint64) (product uint64, ok bool) {
	if f.whole > 0 && unit > math.MaxUint64/f.whole {
		return 0, false
	}
	product = f.whole * unit
	part := unit
	for i := range len(f.digits) {
		part /= 10
		if part == 0 {
			break
		}
		product += uint64(f.digits[i]-'0') * part
	}
	return product, true
}
