package config

// mostAlternatives is how many patterns a glob may stand for: matching tries one
// after the other, and each pair of braces multiplies them.
const mostAlternatives = 256

// alternatives counts the patterns that a valid glob stands for, as far as the
// bound: {a,b}{c,d} stands for four.
func alternatives(glob string) int {
	count, _ := alternativesUntil(glob, 0, false)
	return count
}

// alternativesUntil counts from a place to the end of the braces that it stands
// in, and returns where they end.
func alternativesUntil(glob string, at int, inBraces bool) (count, end int) {
	sum, product := 0, 1
	for ; at < len(glob); at++ {
		switch glob[at] {
		case '\\':
			at++
		case '[':
			at = classEnd(glob, at)
		case '{':
			var inner int
			inner, at = alternativesUntil(glob, at+1, true)
			product = min(product*inner, mostAlternatives+1)
		case ',':
			if inBraces {
				sum, product = sum+product, 1
			}
		case '}':
			if inBraces {
				return min(sum+product, mostAlternatives+1), at
			}
		}
	}
	return min(sum+product, mostAlternatives+1), at
}

// classEnd returns where a class of characters ends, whose characters mean
// nothing more.
func classEnd(glob string, at int) int {
	for at++; at < len(glob) && glob[at] != ']'; at++ {
		if glob[at] == '\\' {
			at++
		}
	}
	return at
}
