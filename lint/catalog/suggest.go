package catalog

// Suggest returns the candidate that was probably meant by a word, or "" where
// none is near. A difference in case alone counts least, then transpositions
// and doubled letters, then other letters. Of equally near ones the
// first candidate wins.
func Suggest(word string, candidates []string) string {
	limit := suggestionLimit(len(word))
	best, bestCost := "", limit*wholeEdit+1
	var d distance
	d.setWord(word)
	for _, c := range candidates {
		if c == word || abs(len(c)-len(word)) > limit {
			continue
		}
		// The shorter of the two decides, so that no candidate is replaced whole.
		within := min(bestCost-1, suggestionLimit(min(len(c), len(word)))*wholeEdit)
		if cost := d.to(c, within); cost <= within {
			best, bestCost = c, cost
		}
	}
	return best
}

// The costs of edits: two that are likely slips cost less than one that is not,
// without ever crossing the limit that counts edits.
const (
	wholeEdit = 100
	slipEdit  = 90 // a transposition, or a doubled letter too many or too few
	caseEdit  = 1
)

// longestWord is the length above which words are not compared.
const longestWord = 64

// suggestionLimit is the number of edits below which a word of a length still
// resembles another.
func suggestionLimit(length int) int {
	switch {
	case length < 3:
		return 0
	case length < 6:
		return 1
	case length < 12:
		return 2
	case length <= longestWord:
		return 3
	}
	return 0
}

// distance computes the weighted restricted Damerau-Levenshtein distance from
// one word to many within a band, without allocating.
type distance struct {
	word    [longestWord]byte
	length  int
	letters uint32
	rows    [3][longestWord + 1]int
}

func (d *distance) setWord(word string) {
	d.length = copy(d.word[:], word)
	d.letters = letterSet(word)
}

// letterSet has a bit for each letter of a word, whatever its case.
func letterSet(word string) uint32 {
	var set uint32
	for i := range len(word) {
		set |= 1 << (lower(word[i]) & 31)
	}
	return set
}

// to returns the cost of turning the word into another, or something above
// limit.
func (d *distance) to(other string, limit int) int {
	over := limit + 1
	edits := limit / slipEdit
	if len(other) > longestWord || abs(len(other)-d.length) > edits {
		return over
	}
	if limit > caseEdit*longestWord && missingLetters(d.letters, letterSet(other)) > edits {
		return over
	}
	m := len(other)
	above, row, next := &d.rows[0], &d.rows[1], &d.rows[2]
	for j := 0; j <= m; j++ {
		row[j] = j * wholeEdit
	}
	for i := 1; i <= d.length; i++ {
		low, high := max(1, i-edits), min(m, i+edits)
		next[low-1] = over
		if low == 1 {
			next[0] = i * wholeEdit
		}
		least := next[low-1]
		for j := low; j <= high; j++ {
			cost := row[j-1] + substitution(d.word[i-1], other[j-1])
			if j < i+edits {
				cost = min(cost, row[j]+deletion(d.word[:d.length], i-1))
			}
			cost = min(cost, next[j-1]+insertion(other, j-1))
			if i > 1 && j > 1 && lower(d.word[i-1]) == lower(other[j-2]) && lower(d.word[i-2]) == lower(other[j-1]) {
				cost = min(cost, above[j-2]+slipEdit)
			}
			next[j] = cost
			least = min(least, cost)
		}
		if least > limit {
			return over
		}
		above, row, next = row, next, above
	}
	return row[m]
}

// missingLetters counts the letters of one set that another lacks, the greater
// of the two ways: each needs an edit.
func missingLetters(a, b uint32) int {
	return max(ones(a&^b), ones(b&^a))
}

func ones(set uint32) int {
	n := 0
	for ; set != 0; set &= set - 1 {
		n++
	}
	return n
}

func substitution(a, b byte) int {
	switch {
	case a == b:
		return 0
	case lower(a) == lower(b):
		return caseEdit
	}
	return wholeEdit
}

// deletion is the cost of leaving out a letter of the word: little where it was
// doubled.
func deletion(word []byte, i int) int {
	if i > 0 && word[i] == word[i-1] {
		return slipEdit
	}
	return wholeEdit
}

// insertion is the cost of adding a letter of the candidate: little where it was
// typed once instead of twice.
func insertion(other string, j int) int {
	if j > 0 && other[j] == other[j-1] {
		return slipEdit
	}
	return wholeEdit
}

func lower(c byte) byte {
	if c >= 'A' && c <= 'Z' {
		return c + 'a' - 'A'
	}
	return c
}

func abs(n int) int {
	if n < 0 {
		return -n
	}
	return n
}
