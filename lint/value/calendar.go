package value

import (
	"slices"
	"strings"
)

// The calendar grammar of systemd.time(7): [weekdays] [[years-]months-days]
// [hours:minutes[:seconds]] [timezone], with lists, ranges and repetitions.

// calendarWords are the expressions that stand for others.
var calendarWords = map[string]bool{
	"minutely": true, "hourly": true, "daily": true, "monthly": true, "weekly": true,
	"yearly": true, "annually": true, "anually": true, "quarterly": true,
	"biannually": true, "bi-annually": true, "semiannually": true, "semi-annually": true,
}

// weekdays are the names of days, with their abbreviations, from Monday.
var weekdays = [7][2]string{
	{"monday", "mon"}, {"tuesday", "tue"}, {"wednesday", "wed"}, {"thursday", "thu"},
	{"friday", "fri"}, {"saturday", "sat"}, {"sunday", "sun"},
}

// The bounds of the parts of a date and a time.
var (
	yearBounds  = interval{1970, 2199}
	monthBounds = interval{1, 12}
	dayBounds   = interval{1, 31}
	// lastDayBounds count days from the end of a month: only those are taken that
	// every month has.
	lastDayBounds = interval{1, 28}
	hourBounds    = interval{0, 23}
	minuteBounds  = interval{0, 59}
	secondBounds  = interval{0, 60*microsecondsPerSecond - 1}
)

const (
	microsecondsPerSecond = 1000000
	longestChain          = 240 // alternatives in one part
	noStop                = -1
)

// component is one alternative of a part: start[..stop][/repeat].
type component struct{ start, stop, repeat int64 }

// calendarReader reads one expression.
type calendarReader struct {
	rest       string
	endOfMonth bool
}

// CalendarFault tells why systemd does not take a text for a calendar
// expression, or "". The text is without specifiers.
func CalendarFault(text string) string {
	text = withoutTimezone(text)
	if text == "" {
		return "the expression is empty"
	}
	if calendarWords[strings.ToLower(text)] {
		return ""
	}
	reader := calendarReader{rest: text}
	return reader.expression()
}

func (r *calendarReader) expression() string {
	if fault := r.weekdays(); fault != "" {
		return fault
	}
	if after, found := strings.CutPrefix(r.rest, "@"); found {
		rest := strings.TrimLeft(after, "0123456789")
		if rest == after || rest != "" {
			return "expected seconds since 1970 after '@'"
		}
		return ""
	}
	if fault := r.date(); fault != "" {
		return fault
	}
	return r.time()
}

// withoutTimezone cuts a time zone off the end.
func withoutTimezone(text string) string {
	space := strings.LastIndexByte(text, ' ')
	if space < 0 || !timezone(text[space+1:]) {
		return text
	}
	return text[:space]
}

// timezoneAreas are the directories of the time zone database (tzselect(8)),
// timezoneNames its zones without an area.
var (
	timezoneAreas = strings.Fields(`Africa America Antarctica Arctic Asia Atlantic Australia Brazil Canada Chile Etc Europe
		Indian Mexico Pacific US posix right`)
	timezoneNames = strings.Fields(`UTC GMT UCT Zulu Universal Greenwich CET EET MET WET EST MST HST EST5EDT CST6CDT MST7MDT PST8PDT
		Cuba Egypt Eire GB GB-Eire GMT+0 GMT-0 GMT0 Hongkong Iceland Iran Israel Jamaica Japan Kwajalein Libya NZ NZ-CHAT
		Navajo PRC Poland Portugal ROC ROK Singapore Turkey W-SU localtime`)
)

// timezone tells whether a text names a time zone: of those with an area, only
// the area is looked at, since the places change with each release.
func timezone(text string) bool {
	if strings.EqualFold(text, "UTC") {
		return true
	}
	area, place, found := strings.Cut(text, "/")
	if !found {
		return slices.Contains(timezoneNames, text)
	}
	for i := range len(place) {
		if c := place[i]; !isAlphanumeric(c) && strings.IndexByte("/_+-", c) < 0 {
			return false
		}
	}
	return place != "" && slices.Contains(timezoneAreas, area)
}

// weekdays reads the days of the week, if the expression begins with them.
func (r *calendarReader) weekdays() string {
	from := noStop // of an open range
	for first := true; ; first = false {
		day, length := weekday(r.rest)
		if length == 0 {
			if first {
				return ""
			}
			return "expected a day of the week at " + quoted(r.rest)
		}
		if from != noStop && from > day {
			return "the range of days runs backwards"
		}
		r.rest = r.rest[length:]
		switch {
		case r.rest == "":
			return ""
		case r.rest[0] == ' ':
			r.skipSpaces()
			return ""
		case strings.HasPrefix(r.rest, "..") && from == noStop:
			from, r.rest = day, r.rest[2:]
		case r.rest[0] == '-' && from == noStop:
			from, r.rest = day, r.rest[1:]
		case r.rest[0] == ',':
			from, r.rest = noStop, strings.TrimLeft(r.rest, ",")
		default:
			return "expected ',', '..' or a blank at " + quoted(r.rest)
		}
		if r.rest == "" || r.rest[0] == ' ' {
			if from != noStop {
				return "the range of days has no end"
			}
			r.skipSpaces()
			return ""
		}
	}
}

// weekday returns the day that a text begins with, and the length of its name.
func weekday(text string) (day, length int) {
	for i, names := range weekdays {
		for _, name := range names {
			if len(text) >= len(name) && strings.EqualFold(text[:len(name)], name) {
				if rest := text[len(name):]; rest == "" || strings.IndexByte("-., ", rest[0]) >= 0 {
					return i, len(name)
				}
			}
		}
	}
	return 0, 0
}

func (r *calendarReader) skipSpaces() { r.rest = strings.TrimLeft(r.rest, " ") }

// date reads the date, if there is one before the time.
func (r *calendarReader) date() string {
	if r.rest == "" {
		return ""
	}
	before := r.rest
	var parts [][]component
	for len(parts) < 3 {
		part, fault := r.chain(false)
		if fault != "" {
			return fault
		}
		parts = append(parts, part)
		if len(parts) == 1 && (r.rest == "" || r.rest[0] == ':') {
			r.rest = before // a time
			return ""
		}
		if len(parts) >= 2 && (r.rest == "" || r.rest[0] == ' ') {
			r.skipSpaces()
			return r.checkDate(parts)
		}
		if r.rest == "" || r.rest[0] != '-' && r.rest[0] != '~' || r.endOfMonth || len(parts) == 3 {
			break
		}
		r.endOfMonth = r.rest[0] == '~'
		r.rest = r.rest[1:]
	}
	return "expected a date such as '2026-*-01' at " + quoted(r.rest)
}

func (r *calendarReader) checkDate(parts [][]component) string {
	if len(parts) == 3 {
		if !chainValid(fixYears(parts[0]), yearBounds, false) {
			return "the year is out of range"
		}
		parts = parts[1:]
	}
	if !chainValid(parts[0], monthBounds, false) {
		return "the month is out of range"
	}
	days := dayBounds
	if r.endOfMonth {
		days = lastDayBounds
	}
	if !chainValid(parts[1], days, r.endOfMonth) {
		return "the day is out of range"
	}
	return ""
}

// fixYears turns 12 into 2012 and 89 into 1989.
func fixYears(chain []component) []component {
	fix := func(year int64) int64 {
		switch {
		case year >= 0 && year < 70:
			return year + 2000
		case year >= 70 && year < 100:
			return year + 1900
		}
		return year
	}
	for i := range chain {
		chain[i].start, chain[i].stop = fix(chain[i].start), fix(chain[i].stop)
	}
	return chain
}

// time reads the time, if there is one.
func (r *calendarReader) time() string {
	if r.rest == "" {
		return ""
	}
	for i, bounds := range []interval{hourBounds, minuteBounds, secondBounds} {
		part, fault := r.chain(i == 2)
		if fault != "" {
			return fault
		}
		if !chainValid(part, bounds, false) {
			return "the " + []string{"hour", "minute", "second"}[i] + " is out of range"
		}
		if r.rest == "" && i > 0 {
			return ""
		}
		after, found := strings.CutPrefix(r.rest, ":")
		if !found || i == 2 {
			break
		}
		r.rest = after
	}
	return "expected a time such as '10:30' at " + quoted(r.rest)
}
