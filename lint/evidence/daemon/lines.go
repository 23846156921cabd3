package daemon

import (
	"slices"
	"strings"

	"github.com/unitlint/unitlint/internal/late/regexp"
	"github.com/unitlint/unitlint/lint/source"
)

// lineReader reads a configuration of lines.
type lineReader struct {
	file     *source.File
	settings []Setting
	// label is the one word in quotes behind the key of the last statement, which is part of
	// the name of a block that follows it where the form is labelled (HCL).
	label    string
	labelled bool
	// header is the section that a line "[name]" began, blocks are those in
	// braces or markup around the line.
	header string
	blocks []string
	// calling is the name of a call whose pairs go on, or "".
	calling string
}

func readLines(file *source.File) []Setting { return (&lineReader{file: file}).read() }

func (r *lineReader) read() []Setting {
	file := r.file
	for number := 1; number <= file.Lines() && len(r.settings) < mostSettings; number++ {
		place := file.LineRange(number)
		text := file.LineText(number)
		if len(text) <= longestLine {
			r.line(strings.TrimSpace(text), place)
		}
	}
	return r.settings
}

var (
	headerLine = regexp.MustCompile(`^\[+\s*([^\]]+?)\s*\]+$`)
	markupLine = regexp.MustCompile(`^<(/?)([A-Za-z][A-Za-z0-9_]*)\s*([^>]*)>$`)
	callLine   = regexp.MustCompile(`^([A-Za-z_][A-Za-z0-9_.]*)\s*\((.*)$`)
	callPair   = regexp.MustCompile(`([A-Za-z_][A-Za-z0-9_.]*)\s*=\s*"([^"]*)"`)
	pairLine   = regexp.MustCompile(`^["']?([A-Za-z_$-][A-Za-z0-9_.$/\\-]*(?:\[["']?[A-Za-z0-9_.]+["']?\])?)["']?\s*(=>|:=|[=:])\s*(.*)$`)
	// spacedLine has blanks between the words of a key, and around the sign behind it.
	spacedLine = regexp.MustCompile(`^([A-Za-z][A-Za-z0-9_-]*(?: +[A-Za-z][A-Za-z0-9_-]*){1,3})\s+=\s+(.*)$`)
	labelWord  = regexp.MustCompile(`^"([A-Za-z0-9_-]+)"$`)
	tableValue = regexp.MustCompile(`^("[^"]*"|'[^']*'|[A-Za-z0-9_.]+)\s*,\s*([A-Za-z_][A-Za-z0-9_-]*\s*=.*)$`)
	bareWord   = regexp.MustCompile(`^[A-Za-z_$-][A-Za-z0-9_.$/-]*$`)
	// listLine is a list of absolute paths in quotes, as TOML has it.
	listLine   = regexp.MustCompile(`^\[\s*(?:"/[^"]*"|'/[^']*')(?:\s*,\s*(?:"/[^"]*"|'/[^']*'))*\s*,?\s*\]$`)
	listMember = regexp.MustCompile(`"([^"]*)"|'([^']*)'`)
	// wordsLine has a blank between key and value. Some keys are patterns, as
	// those of syslog.conf(5).
	wordsLine = regexp.MustCompile(`^([A-Za-z_$!%*@-][A-Za-z0-9_.,*$/-]*)\s+(.+)$`)
)

// line reads one line without the blanks around it.
func (r *lineReader) line(text string, place source.Range) {
	text = withoutComment(text)
	if text == "" {
		return
	}
	if match := headerLine.FindStringSubmatch(text); match != nil {
		r.header = strings.ToLower(unquoted(match[1]))
		return
	}
	if match := markupLine.FindStringSubmatch(text); match != nil {
		r.markup(match[1] == "/", match[2], match[3], place)
		return
	}
	for _, statement := range statements(text) {
		r.statement(statement, place)
	}
}

// markup enters or leaves a section that stands in angle brackets, as Apache's
// do; its argument is a statement, too.
func (r *lineReader) markup(leaves bool, name, argument string, place source.Range) {
	if leaves {
		r.leave()
		return
	}
	r.add(name, argument, place)
	r.enter(name)
}

func (r *lineReader) enter(name string) {
	if len(r.blocks) < deepestSection {
		r.blocks = append(r.blocks, strings.ToLower(name))
	}
}

func (r *lineReader) leave() {
	if len(r.blocks) > 0 {
		r.blocks = r.blocks[:len(r.blocks)-1]
	}
}

// beginsAddress tells that what follows a key is the beginning of an address of IPv6
// behind a blank, as in "bind ::1": the colon parts nothing.
func beginsAddress(rest string) bool {
	behind := strings.TrimLeft(rest, " \t")
	return len(behind) < len(rest) && strings.HasPrefix(behind, "::")
}

// furtherPair matches the beginning of a pair behind a comma.
var furtherPair = regexp.MustCompile(`^,\s*["']?[A-Za-z_][A-Za-z0-9_-]*["']?\s*=`)

// statements parts a line at semicolons and braces that are in no quotes, and between braces at
// commas with a pair behind them, as TOML has tables in a line. A brace stays with what it ends or
// begins.
func statements(text string) []string {
	var parts []string
	begin, quote, depth := 0, byte(0), 0
	for at := 0; at < len(text); at++ {
		c := text[at]
		switch {
		case quote != 0:
			if c == quote {
				quote = 0
			}
		case c == '"' || c == '\'':
			quote = c
		case c == '{' && at > 0 && strings.IndexByte("$%", text[at-1]) >= 0:
			if end := strings.IndexByte(text[at:], '}'); end > 0 {
				at += end // a variable
			}
		case c == ';':
			parts = append(parts, text[begin:at])
			begin = at + 1
		case c == '{' || c == '}':
			parts = append(parts, text[begin:at], text[at:at+1])
			begin = at + 1
			if depth++; c == '}' {
				depth = max(depth-2, 0)
			}
		case c == ',' && depth > 0 && furtherPair.MatchString(text[at:]):
			parts = append(parts, text[begin:at])
			begin = at + 1
		}
	}
	return append(parts, text[begin:])
}

// statement reads one statement, or a brace. What has no key that can be told is
// a statement with an empty one.
func (r *lineReader) statement(text string, place source.Range) {
	text = strings.TrimSpace(text)
	switch text {
	case "{":
		name := ""
		if len(r.settings) > 0 && r.settings[len(r.settings)-1].Place == place {
			name = strings.Trim(r.settings[len(r.settings)-1].Key+"."+r.label, ".")
		}
		r.enter(name)
		return
	case "}":
		r.leave()
		return
	case "":
		return
	}
	r.label = ""
	if r.goesOn(text, place) {
		return
	}
	if match := callLine.FindStringSubmatch(text); match != nil && (strings.Contains(match[2], `="`) || match[2] == "") {
		r.call(match[1], match[2], place)
		return
	}
	if match := pairLine.FindStringSubmatch(text); match != nil && !beginsAddress(text[len(match[1]):]) {
		if first, rest := r.tablePair(match[2], match[3]); rest != "" {
			r.add(match[1], first, place)
			r.statement(rest, place)
			return
		}
		r.add(match[1], match[3], place)
		return
	}
	if match := spacedLine.FindStringSubmatch(text); match != nil && !isDefinition(match[1]) {
		r.add(strings.Join(strings.Fields(match[1]), " "), match[2], place)
		return
	}
	if match := wordsLine.FindStringSubmatch(text); match != nil {
		if label := labelWord.FindStringSubmatch(match[2]); label != nil && r.labelled {
			r.label = label[1]
		}
		r.add(match[1], strings.TrimPrefix(match[2], "= "), place)
		return
	}
	if bareWord.MatchString(text) {
		r.add(text, "", place)
		return
	}
	r.add("", text, place)
}

// tablePair parts the value of a pair in braces from the pair behind it, as in an inline table
// of TOML: {type = "memory", filename = "/x"}.
func (r *lineReader) tablePair(sign, value string) (first, rest string) {
	if sign != "=" || len(r.blocks) == 0 {
		return value, ""
	}
	match := tableValue.FindStringSubmatch(value)
	if match == nil {
		return value, ""
	}
	return match[1], match[2]
}

// definitions are the words before the name of what a line defines or sets.
var definitions = []string{"export", "set", "setenv", "let", "var", "local", "option", "define", "declare", "readonly", "global", "if", "acl"}

func isDefinition(key string) bool {
	first, _, _ := strings.Cut(key, " ")
	return slices.Contains(definitions, strings.ToLower(first))
}

// goesOn reads a line of a call that an earlier line began: pairs, or its end. Whatever else
// ends it, too, and is a statement of its own.
func (r *lineReader) goesOn(text string, place source.Range) bool {
	name := r.calling
	r.calling = ""
	if name == "" || text != ")" && !callPair.MatchString(text) {
		return false
	}
	r.call(name, text, place)
	return true
}

// call reads "name(key="value" …)", as rsyslog writes; each pair is a statement
// of a section with the call's name. It may go on in further lines.
func (r *lineReader) call(name, pairs string, place source.Range) {
	if !strings.HasSuffix(pairs, ")") {
		r.calling = name
	}
	for _, match := range callPair.FindAllStringSubmatch(pairs, -1) {
		r.add(name+"."+match[1], match[2], place)
	}
}

func (r *lineReader) add(key, value string, place source.Range) {
	if len(r.settings) >= mostSettings {
		return
	}
	section := r.header
	for _, block := range r.blocks {
		if section != "" && block != "" {
			section += "."
		}
		section += block
	}
	value = strings.TrimSpace(value)
	bare := unquoted(value)
	const quotes = 2 // a comma is taken away as well
	if list := listLine.FindString(value); list != "" {
		for _, one := range listMember.FindAllStringSubmatch(list, -1) {
			r.settings = append(r.settings, Setting{Section: section, Key: lowered(key), Value: one[1] + one[2], Whole: true, Place: place})
		}
		return
	}
	r.settings = append(r.settings, Setting{Section: section, Key: lowered(key), Value: bare, Whole: len(value)-len(bare) >= quotes, Place: place})
}

// lowered returns a key in lower case; those that are options differ by case.
func lowered(key string) string {
	if strings.HasPrefix(key, "-") {
		return key
	}
	return strings.ToLower(key)
}

// withoutComment takes a comment away: a line that begins with "#", ";", "//" or
// "-- ", and what follows a blank and "#".
func withoutComment(text string) string {
	for _, sign := range []string{"#", ";", "//", "-- "} {
		if strings.HasPrefix(text, sign) {
			return ""
		}
	}
	for _, sign := range []string{" #", "\t#", " //"} {
		if before, _, found := strings.Cut(text, sign); found && strings.Count(before, `"`)%2 == 0 {
			text = before
		}
	}
	return strings.TrimSpace(text)
}

func unquoted(text string) string {
	text = strings.TrimSuffix(text, ",")
	if len(text) >= 2 && (text[0] == '"' || text[0] == '\'') && text[len(text)-1] == text[0] {
		return text[1 : len(text)-1]
	}
	return text
}
