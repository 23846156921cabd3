package report

import (
	"strconv"
	"unicode/utf16"
	"unicode/utf8"
)

// The rolling hash of the action that uploads SARIF to GitHub: base 37 over a
// window of 100 UTF-16 units from the start of a line, without blanks and tabs.
const (
	hashBase   = 37
	hashWindow = 100
	hashEnd    = 65535 // stands for the end of the file
)

// lineHashes returns, for each line of a text, what GitHub calls its
// primaryLocationLineHash: lines that were moved keep it.
func lineHashes(text []byte) []string {
	units, starts := significant(text)
	leaving := uint64(1) // the weight of the unit that leaves the window
	for range hashWindow {
		leaving *= hashBase
	}
	hashes := make([]string, len(starts))
	seen := map[uint64]int{}
	at := func(i int) uint64 {
		switch {
		case i < len(units):
			return uint64(units[i])
		case i == len(units):
			return hashEnd
		default:
			return 0
		}
	}
	var rolling uint64
	for i := range hashWindow {
		rolling = rolling*hashBase + at(i)
	}
	position := 0
	for line, start := range starts {
		for ; position < start; position++ {
			rolling = rolling*hashBase + at(position+hashWindow) - at(position)*leaving
		}
		seen[rolling]++
		hashes[line] = strconv.FormatUint(rolling, 16) + ":" + strconv.Itoa(seen[rolling])
	}
	return hashes
}

// significant returns the UTF-16 units that the hash looks at, with every line
// end as one '\n', and where each line starts among them.
func significant(text []byte) (units []uint16, starts []int) {
	units = make([]uint16, 0, len(text))
	starts = append(starts, 0)
	for i := 0; i < len(text); {
		r, size := utf8.DecodeRune(text[i:])
		i += size
		switch r {
		case ' ', '\t':
			continue
		case '\r':
			if i < len(text) && text[i] == '\n' {
				i++
			}
			units = append(units, '\n')
		default:
			units = utf16.AppendRune(units, r)
		}
		if units[len(units)-1] == '\n' {
			starts = append(starts, len(units))
		}
	}
	return units, starts
}
