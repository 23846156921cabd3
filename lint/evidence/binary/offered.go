package binary

import (
	"bytes"
	"slices"
	"strings"
)

// temporary is where programs make what clients find at a fixed name; PrivateTmp=
// hides it from them.
const temporary = "/tmp/"

// meetingPoints are words for what a program makes to be reached at, and
// meetingEnds how names of such files end.
var (
	meetingPoints = []string{"socket", "pipe", "fifo"}
	meetingEnds   = []string{".sock", ".socket", ".pipe", ".fifo"}
)

// appendOffered appends the paths below /tmp at which a program says that it is
// reached: its help names one as the default of a socket or a pipe, or a string
// is such a path and its name says so.
func appendOffered(offered []string, text []byte) []string {
	for at := 0; len(offered) < mostFacts; {
		next := bytes.Index(text[at:], []byte(temporary))
		if next < 0 {
			break
		}
		at += next
		length := pathLength(text[at:])
		name := strings.TrimRight(string(text[at:at+length]), ".-")
		if len(name) > len(temporary) && saysMeeting(lineAround(text, at), name) {
			offered = append(offered, name)
		}
		at += length
	}
	return offered
}

// saysMeeting tells that a line of a program's text names a path as one at which
// clients find it.
func saysMeeting(line, name string) bool {
	if line == name {
		return slices.ContainsFunc(meetingEnds, func(end string) bool { return strings.HasSuffix(name, end) })
	}
	line = strings.ToLower(line)
	return strings.Contains(line, "default") && slices.ContainsFunc(meetingPoints, func(word string) bool { return strings.Contains(line, word) })
}

// lineAround returns the line of a text in which something stands, without blanks
// at its ends. A line ends at the end of its string, too.
func lineAround(text []byte, at int) string {
	begin, end := max(0, at-longestName), min(len(text), at+longestName)
	if i := bytes.LastIndexAny(text[begin:at], "\x00\n"); i >= 0 {
		begin += i + 1
	}
	if i := bytes.IndexAny(text[at:end], "\x00\n"); i >= 0 {
		end = at + i
	}
	return strings.TrimSpace(string(text[begin:end]))
}
