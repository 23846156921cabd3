package value

import (
	"maps"
	"strings"
	"sync"
)

// nanosecondUnits are the units of TimerSlackNSec=, in nanoseconds where they
// differ from timeUnits.
var nanosecondUnits = sync.OnceValue(func() map[string]Microseconds {
	units := maps.Clone(timeUnits)
	units["ns"], units["nsec"] = 0, 0
	return units
})

const nanosecondsPerMicrosecond = 1000

// nanoseconds decodes a time span whose numbers count nanoseconds without a
// unit.
func nanoseconds(text string) (uint64, bool) {
	span, ok := timespan(text, 1, nanosecondUnits(), func(m Microseconds) uint64 {
		return max(uint64(m)*nanosecondsPerMicrosecond, 1)
	})
	return uint64(span), ok
}

// timespanKind judges a time span; Param says what is particular.
func (v *verdict) timespanKind() {
	if v.directive.Param == "nanoseconds" {
		if _, ok := nanoseconds(v.text); !ok {
			v.badTime(v.text)
		}
		return
	}
	span, ok := Seconds(v.text)
	if !ok {
		v.badTime(v.text)
		return
	}
	if v.directive.Param == "at-least-1s" && (span < second || span == Infinity) {
		start, end := v.all()
		v.ignore(start, end, CodeOutOfRange, "The time span %s is out of range: expected at least one second.", quotation(v.text))
	}
}

func (v *verdict) badTime(text string) {
	start, end := v.all()
	v.ignore(start, end, CodeBadTime, "%s is not a time span: expected numbers with units, such as '1min 30s'.", quotation(text))
}

// timer judges the expressions of timers, with their specifiers replaced.
func (v *verdict) timer() {
	expansion, ok := v.expand(Word{Text: v.text, End: len(v.text)}, Ignored)
	if !ok {
		return
	}
	if v.directive.Param != "calendar" {
		if _, ok := Seconds(expansion.Text); !ok {
			v.badTime(expansion.Text)
		}
		return
	}
	if fault := CalendarFault(expansion.Text); fault != "" {
		start, end := v.all()
		problem := v.ignore(start, end, CodeBadCalendar, "%s is not a calendar expression: %s.", quotation(expansion.Text), fault)
		problem.suggestion = func() string { return calendarSuggestion(v.text) }
	}
}

// calendarSuggestion proposes the five-field form of cron in systemd's words,
// where it is one of the common ones.
func calendarSuggestion(text string) string {
	return map[string]string{
		"@hourly": "hourly", "@daily": "daily", "@midnight": "daily", "@weekly": "weekly",
		"@monthly": "monthly", "@yearly": "yearly", "@annually": "annually",
	}[strings.ToLower(text)]
}
