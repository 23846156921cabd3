package packaged

import (
	"bytes"
	"slices"

	"github.com/unitlint/unitlint/lint/source"
)

// module is what a module of an SELinux policy says, as far as somebody asks, in the
// language that modules are kept in (SELinux CIL Reference Guide).
type module struct {
	// types are those that it declares, attributes those that it declares with what
	// belongs to them.
	types      map[string]bool
	attributes map[string][]string
	// booleans are the values that its booleans have at first.
	booleans    map[string]bool
	transitions []transition
	rules       []rule
	contexts    *contexts
	// text is what findings may point into; nil where the module was compressed.
	text *source.File
}

// transition is the type that a process gets which executes a file.
type transition struct{ source, target, result string }

// rule allows a type to do something. Offset is where it stands.
type rule struct {
	source, target, class string
	permissions           []string
	when                  []choice
	offset                int
}

// choice is a condition on booleans, and which value it must have.
type choice struct {
	condition expression
	want      bool
}

// expression is a word or a list.
type expression struct {
	word string
	list []expression
}

func (e expression) at(i int) expression {
	if i < len(e.list) {
		return e.list[i]
	}
	return expression{}
}

// size returns how many words and lists it has, itself among them.
func (e expression) size() int {
	size := 1
	for _, one := range e.list {
		size += one.size()
	}
	return size
}

// words returns the words of a list; none where it has a list among them.
func (e expression) words() []string {
	var all []string
	for _, one := range e.list {
		if one.word == "" {
			return nil
		}
		all = append(all, one.word)
	}
	return all
}

const (
	// deepestCIL bounds how deep lists lie in each other; compiled modules have some
	// 20 for each of their optional parts.
	deepestCIL = 128
	// mostStatements bounds the statements of a module that are kept.
	mostStatements = 1 << 16
	// mostChoices bounds how many conditions lie in each other, mostOperands how many
	// words one has; policies have 2 of some 3.
	mostChoices  = 8
	mostOperands = 64
)

// readModule reads the text of a module; what cannot be understood is passed over.
func readModule(text []byte, e *effort) *module {
	m := &module{types: map[string]bool{}, attributes: map[string][]string{}, booleans: map[string]bool{}, contexts: newContexts(e)}
	r := &cilReader{text: text}
	for r.open() {
		m.statement(r, nil, 0)
	}
	return m
}

// cilReader reads tokens.
type cilReader struct {
	text []byte
	at   int
}

// open passes over what stands before the next list, and over its parenthesis. It
// tells whether there is one before the end of the list that is read.
func (r *cilReader) open() bool {
	for {
		switch token := r.token(); {
		case token == nil, token[0] == ')':
			return false
		case token[0] == '(':
			return true
		}
	}
}

// token returns the next parenthesis, word or string; nil at the end.
func (r *cilReader) token() []byte {
	for r.at < len(r.text) {
		start := r.at
		switch c := r.text[r.at]; c {
		case ' ', '\t', '\n', '\r':
			r.at++
		case ';':
			r.at = indexFrom(r.text, r.at, '\n')
		case '(', ')':
			r.at++
			return r.text[start:r.at]
		case '"':
			r.at = min(indexFrom(r.text, r.at+1, '"')+1, len(r.text))
			return r.text[start:r.at]
		default:
			for r.at < len(r.text) && !endsWord(r.text[r.at]) {
				r.at++
			}
			return r.text[start:r.at]
		}
	}
	return nil
}

func endsWord(c byte) bool {
	switch c {
	case ' ', '\t', '\n', '\r', '(', ')', ';', '"':
		return true
	}
	return false
}

func indexFrom(text []byte, from int, c byte) int {
	if i := bytes.IndexByte(text[min(from, len(text)):], c); i >= 0 {
		return from + i
	}
	return len(text)
}

// skip passes over the rest of a list.
func (r *cilReader) skip() {
	for depth := 1; depth > 0; {
		switch token := r.token(); {
		case token == nil:
			return
		case token[0] == '(':
			depth++
		case token[0] == ')':
			depth--
		}
	}
}

// rest reads the rest of a list.
func (r *cilReader) rest(depth int) expression {
	var e expression
	for {
		token := r.token()
		switch {
		case token == nil || token[0] == ')':
			return e
		case token[0] != '(':
			e.list = append(e.list, expression{word: string(bytes.Trim(token, `"`))})
		case depth >= deepestCIL:
			r.skip()
		default:
			e.list = append(e.list, r.rest(depth+1))
		}
	}
}

// statement reads one statement, whose parenthesis was read.
func (m *module) statement(r *cilReader, when []choice, depth int) {
	start := r.at
	keyword := string(r.token())
	switch keyword {
	case "", ")", "(":
		if keyword == "(" {
			r.skip()
			r.skip()
		}
	case "optional", "block", "in":
		m.within(r, when, depth)
	case "booleanif", "tunableif":
		m.conditional(r, when, depth)
	case "allow", "typetransition", "type", "typeattribute", "typeattributeset", "boolean", "tunable", "filecon":
		e := r.rest(depth)
		if len(m.rules)+len(m.transitions)+len(m.types)+len(m.contexts.all)+len(m.attributes)+len(m.booleans) < mostStatements {
			m.add(keyword, e, when, start)
		}
	default:
		r.skip()
	}
}

// within reads the statements in another one.
func (m *module) within(r *cilReader, when []choice, depth int) {
	if depth >= deepestCIL {
		r.skip()
		return
	}
	for r.open() {
		m.statement(r, when, depth+1)
	}
}

// conditional reads statements that depend on booleans. A condition of too many words
// is one that is not known to hold.
func (m *module) conditional(r *cilReader, when []choice, depth int) {
	if len(when) >= mostChoices {
		r.skip()
		return
	}
	var condition expression
	switch token := r.token(); {
	case token == nil || token[0] == ')':
		return
	case token[0] == '(':
		if condition = r.rest(depth); condition.size() > mostOperands {
			condition = expression{}
		}
	default:
		condition.word = string(token)
	}
	for r.open() {
		want := string(r.token()) == "true"
		m.within(r, append(slices.Clip(when), choice{condition, want}), depth+1)
	}
}

// add keeps a statement.
func (m *module) add(keyword string, e expression, when []choice, offset int) {
	first, second := e.at(0).word, e.at(1).word
	switch keyword {
	case "type":
		m.types[first] = true
	case "typeattribute":
		if m.attributes[first] == nil {
			m.attributes[first] = []string{}
		}
	case "typeattributeset":
		if members, declared := m.attributes[first]; declared {
			m.attributes[first] = append(members, e.at(1).words()...)
		}
	case "boolean", "tunable":
		m.booleans[first] = second == "true"
	case "typetransition":
		if class, result := e.at(2).word, e.at(3).word; class == "process" && result != "" {
			m.transitions = append(m.transitions, transition{first, second, result})
		}
	case "allow":
		if of := e.at(2); first != "" && second != "" && len(of.list) == 2 {
			m.rules = append(m.rules, rule{first, second, of.at(0).word, of.at(1).words(), when, offset})
		}
	case "filecon":
		// ("PATTERN" KIND (USER ROLE TYPE RANGE))
		if label := e.at(2); len(label.list) > 2 && (second == "file" || second == "any" || second == "dir") {
			m.contexts.all = append(m.contexts.all, newContext(first, second != "dir", label.at(2).word))
		}
	}
}

// holds tells whether a condition has a value, by what booleans are at first.
func (c choice) holds(booleans func(name string) (value, known bool)) bool {
	value, known := c.condition.value(booleans)
	return known && value == c.want
}

func (e expression) value(booleans func(string) (bool, bool)) (value, known bool) {
	if e.word != "" {
		return booleans(e.word)
	}
	left, leftKnown := false, false
	right, rightKnown := false, false
	if len(e.list) > 1 {
		left, leftKnown = e.at(1).value(booleans)
	} else if len(e.list) == 1 {
		return e.at(0).value(booleans)
	}
	if len(e.list) > 2 {
		right, rightKnown = e.at(2).value(booleans)
	}
	switch e.at(0).word {
	case "not":
		return !left, leftKnown
	case "and":
		return left && right, leftKnown && rightKnown || leftKnown && !left || rightKnown && !right
	case "or":
		return left || right, leftKnown && rightKnown || leftKnown && left || rightKnown && right
	case "xor", "neq":
		return left != right, leftKnown && rightKnown
	case "eq":
		return left == right, leftKnown && rightKnown
	}
	return false, false
}
