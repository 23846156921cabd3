package main

import "strings"

// line is what the words of a command line are, before flags take their values.
type line struct {
	// arguments are the words that are no flags and no values of flags.
	arguments []string
	// first is where the first of them stands, before "--", or -1.
	first int
	// given are the flags by their long names.
	given map[string]bool
	// open is the flag that the next word is the value of, or nil.
	open *option
	// ended tells of "--", after which no word is a flag.
	ended bool
	// unknown tells of a flag that is not among those that may be given.
	unknown bool
}

// readLine reads words by the flags that may be among them. A flag that is not known is taken to
// have a value.
func readLine(words []string, options map[string]*option) line {
	r := line{first: -1, given: map[string]bool{}}
	valueNext := false
	for i, word := range words {
		switch {
		case valueNext:
			valueNext, r.open = false, nil
		case r.ended || word == "-" || !strings.HasPrefix(word, "-"):
			r.arguments = append(r.arguments, word)
			if r.first < 0 && !r.ended {
				r.first = i
			}
		case word == "--":
			r.ended = true
		default:
			name, _, valued := strings.Cut(strings.TrimPrefix(word[1:], "-"), "=")
			o := options[name]
			if o == nil {
				r.unknown, valueNext = true, !valued
				continue
			}
			r.given[o.name] = true
			if valueNext = !valued && !o.bare; valueNext {
				r.open = o
			}
		}
	}
	return r
}
