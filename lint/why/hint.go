package why

import (
	"regexp/syntax"
	"slices"
	"strings"
	"sync"

	"github.com/unitlint/unitlint/internal/late/regexp"
)

// hint says which readers a line may be for. Hardly any line of a log tells that
// something was refused, and expressions are slow: each of them needs one of a few
// words, and a line without any is passed over.
type hint uint8

const (
	hintsTrace hint = 1 << iota
	hintsDump
	hintsManager
	hintsRecord
	hintsError
	hintsStatement
	hintsComplaint
	hintsEnding

	hintsAll = hintsTrace | hintsDump | hintsManager | hintsRecord | hintsError | hintsStatement | hintsComplaint | hintsEnding
)

// readers are the expressions that begin to read a line, by what they are for. Those
// of traces of which each line is passed over stand with none: they are asked of
// every line that gives any hint.
func readers() map[hint][]*regexp.Regexp {
	of := map[hint][]*regexp.Regexp{
		hintsTrace: {failed, broken, resumed, badCall},
		hintsDump:  {dumpedSignal, stackBegins, frame},
		hintsManager: {
			mountFailed, directoryGone, failedStep, executableOf, terminated, outOfMemory, crashed, statusText, inconsequential, jobFailed,
			environmentGone,
		},
		hintsRecord:    {audited, auditor, recordWords},
		hintsError:     {numbered},
		hintsComplaint: append(slices.Clone(complaints), absence, unwritable),
		hintsEnding:    {forkRejected, groupOfMemory},
	}
	for _, f := range failures {
		of[hintsManager] = append(of[hintsManager], f.words)
	}
	for i := range outcomes {
		of[hintsEnding] = append(of[hintsEnding], outcomes[i].words)
	}
	for _, h := range hiddenDevices {
		of[hintsStatement] = append(of[hintsStatement], h.words)
	}
	for _, s := range statements {
		of[hintsStatement] = append(of[hintsStatement], s.words)
	}
	return of
}

// hinting finds the words that the readers need, and in entries of the journal the
// events that fields tell and messages that are lists of bytes.
var hinting = sync.OnceValue(func() *finder {
	words := map[string]hint{}
	for h, expressions := range readers() {
		for _, e := range expressions {
			for _, word := range needed(e) {
				words[word] |= h
			}
		}
	}
	for _, w := range slices.Concat(wordings, unrelated) {
		for _, word := range unquoted([]string{w.text}) {
			words[word] |= hintsError
		}
	}
	for _, e := range events {
		words[e.id] |= hintsManager
	}
	for _, list := range []string{`"message":[`, `"message": [`, `"message" : [`} {
		words[list] = hintsAll
	}
	return newFinder(words)
})

// needed are words of which one stands in every text that an expression matches, in
// small letters, however the text is quoted; it is empty where there are none.
func needed(e *regexp.Regexp) []string {
	parsed, err := syntax.Parse(e.String(), syntax.Perl)
	if err != nil {
		return nil
	}
	words, _ := neededBy(parsed)
	return unquoted(words)
}

// mostWords is how many words of one part of an expression are put together with those
// of the next.
const mostWords = 64

// neededBy are words of which one stands in what a part of an expression matches;
// whole tells that it matches nothing else than just these.
func neededBy(e *syntax.Regexp) (words []string, whole bool) {
	switch e.Op {
	case syntax.OpLiteral:
		return []string{strings.ToLower(string(e.Rune))}, true
	case syntax.OpEmptyMatch, syntax.OpBeginLine, syntax.OpBeginText, syntax.OpEndLine, syntax.OpEndText, syntax.OpWordBoundary:
		return []string{""}, true
	case syntax.OpCapture:
		return neededBy(e.Sub[0])
	case syntax.OpPlus:
		words, _ = neededBy(e.Sub[0])
		return words, false
	case syntax.OpQuest:
		if words, whole = neededBy(e.Sub[0]); whole {
			return append(words, ""), true
		}
	case syntax.OpConcat:
		return neededByAll(e.Sub)
	case syntax.OpAlternate:
		return neededByAny(e.Sub)
	default: // what matches many texts
	}
	return nil, false
}

// neededByAll puts the words of parts together as far as they go, and takes those
// that tell most.
func neededByAll(parts []*syntax.Regexp) (words []string, whole bool) {
	var best []string
	consider := func(words []string) {
		if shortest(unquoted(words)) > shortest(unquoted(best)) {
			best = words
		}
	}
	run, whole := []string{""}, true
	for _, part := range parts {
		words, all := neededBy(part)
		if all && len(run)*len(words) <= mostWords {
			run = joined(run, words)
			continue
		}
		whole = false
		consider(run)
		consider(words)
		run = []string{""}
	}
	if whole {
		return run, true
	}
	consider(run)
	return best, false
}

func joined(first, second []string) []string {
	var all []string
	for _, a := range first {
		for _, b := range second {
			all = append(all, a+b)
		}
	}
	return all
}

func neededByAny(parts []*syntax.Regexp) (words []string, whole bool) {
	whole = true
	for _, part := range parts {
		of, all := neededBy(part)
		if len(of) == 0 {
			return nil, false
		}
		words, whole = append(words, of...), whole && all
	}
	return words, whole
}

// unquoted are the longest parts of words that every form of quoting leaves as they
// are.
func unquoted(words []string) []string {
	var plain []string
	for _, word := range words {
		longest := ""
		for _, part := range strings.FieldsFunc(word, func(r rune) bool { return r >= 0x7f || r < ' ' || strings.ContainsRune(`"\<>&`, r) }) {
			if len(part) > len(longest) {
				longest = part
			}
		}
		if longest == "" {
			return nil
		}
		plain = append(plain, longest)
	}
	return plain
}

func shortest(words []string) int {
	if len(words) == 0 {
		return 0
	}
	least := len(words[0])
	for _, word := range words {
		least = min(least, len(word))
	}
	return least
}

// finder finds many words at once, in one pass over a text (Aho and Corasick, 1975).
type finder struct {
	class   [256]uint8
	classes int
	next    []uint16
	hints   []hint
}

// newFinder makes a finder of words in small letters.
func newFinder(words map[string]hint) *finder {
	f := &finder{classes: 1, hints: []hint{0}} // the first class is of bytes in no word
	for word := range words {
		for i := range len(word) {
			if c := word[i]; f.class[c] == 0 {
				f.class[c] = uint8(f.classes)
				if 'a' <= c && c <= 'z' {
					f.class[c-'a'+'A'] = f.class[c]
				}
				f.classes++
			}
		}
	}
	f.next = make([]uint16, f.classes)
	for word, h := range words {
		state := 0
		for i := range len(word) {
			at := state*f.classes + int(f.class[word[i]])
			if f.next[at] == 0 {
				f.next[at] = uint16(len(f.hints))
				f.hints = append(f.hints, 0)
				f.next = append(f.next, make([]uint16, f.classes)...)
			}
			state = int(f.next[at])
		}
		f.hints[state] |= h
	}
	f.link()
	return f
}

// link leads from each state, for bytes that go on with none of its words, to where
// the longest end of what was read goes on with another.
func (f *finder) link() {
	shorter := make([]uint16, len(f.hints))
	var queue []uint16
	for _, state := range f.next[:f.classes] {
		if state != 0 {
			queue = append(queue, state)
		}
	}
	for len(queue) > 0 {
		state := queue[0]
		queue = queue[1:]
		f.hints[state] |= f.hints[shorter[state]]
		for c := range f.classes {
			at, other := int(state)*f.classes+c, f.next[int(shorter[state])*f.classes+c]
			if f.next[at] == 0 {
				f.next[at] = other
			} else {
				shorter[f.next[at]] = other
				queue = append(queue, f.next[at])
			}
		}
	}
}

// find returns the hints of all words in a text, in large or small letters.
func (f *finder) find(text []byte) hint {
	var found hint
	state := 0
	for _, c := range text {
		state = int(f.next[state*f.classes+int(f.class[c])])
		found |= f.hints[state]
	}
	return found
}
