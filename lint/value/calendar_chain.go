package value

import (
	"math"
	"strings"
)

// chain reads '*' or alternatives with commas between.
func (r *calendarReader) chain(fractions bool) ([]component, string) {
	if after, found := strings.CutPrefix(r.rest, "*"); found {
		r.rest = after
		return nil, ""
	}
	var chain []component
	for len(chain) <= longestChain {
		part, fault := r.component(fractions)
		if fault != "" {
			return nil, fault
		}
		chain = append(chain, part)
		after, found := strings.CutPrefix(r.rest, ",")
		if !found {
			return chain, ""
		}
		r.rest = after
	}
	return nil, "the list is too long"
}

func (r *calendarReader) component(fractions bool) (part component, fault string) {
	part.stop = noStop
	if part.start, fault = r.number(fractions); fault != "" {
		return part, fault
	}
	if after, found := strings.CutPrefix(r.rest, ".."); found {
		r.rest = after
		if part.stop, fault = r.number(fractions); fault != "" {
			return part, fault
		}
		part.repeat = 1
		if fractions {
			part.repeat = microsecondsPerSecond
		}
	}
	after, repeated := strings.CutPrefix(r.rest, "/")
	if fractions && part.stop == part.start && !repeated {
		return part, "the range of seconds ends where it begins"
	}
	if repeated {
		r.rest = after
		if part.repeat, fault = r.number(fractions); fault != "" {
			return part, fault
		}
		if part.repeat == 0 {
			return part, "a repetition of 0 is none"
		}
	}
	if r.rest != "" && strings.IndexByte(" ,-~:", r.rest[0]) < 0 {
		return part, "there is something unexpected at " + quoted(r.rest)
	}
	return part, ""
}

// number reads a number; with fractions it counts in microseconds.
func (r *calendarReader) number(fractions bool) (int64, string) {
	if r.rest == "" || !isDigit(r.rest[0]) {
		return 0, "expected a number at " + quoted(r.rest)
	}
	end := 0
	var number int64
	for end < len(r.rest) && isDigit(r.rest[end]) {
		number = min(number*10+int64(r.rest[end]-'0'), math.MaxInt32+1)
		end++
	}
	r.rest = r.rest[end:]
	if fractions {
		number *= microsecondsPerSecond
		if len(r.rest) > 1 && r.rest[0] == '.' && r.rest[1] != '.' {
			r.rest = r.rest[1:]
			number += r.fractionalPart()
		}
	}
	if number > math.MaxInt32 {
		return 0, "a number is out of range"
	}
	return number, ""
}

// fractionalPart reads the digits after the point, up to microseconds.
func (r *calendarReader) fractionalPart() int64 {
	var part int64
	unit := int64(microsecondsPerSecond)
	for r.rest != "" && isDigit(r.rest[0]) {
		unit /= 10
		part += unit * int64(r.rest[0]-'0')
		r.rest = r.rest[1:]
	}
	return part
}

// chainValid tells whether all alternatives lie within the bounds, and
// repetitions happen at least once.
func chainValid(chain []component, bounds interval, endOfMonth bool) bool {
	for _, c := range chain {
		if c.stop > c.start && c.repeat > 0 {
			c.stop -= (c.stop - c.start) % c.repeat
		}
		if c.stop == c.start {
			c.stop, c.repeat = noStop, 0
		}
		switch {
		case c.start < bounds.from || c.start > bounds.to, c.repeat > bounds.to-bounds.from:
			return false
		case c.stop != noStop:
			if c.stop < bounds.from || c.stop > bounds.to || c.start+c.repeat > c.stop {
				return false
			}
		case endOfMonth && c.start-c.repeat < bounds.from, !endOfMonth && c.start+c.repeat > bounds.to:
			return false
		}
	}
	return true
}
