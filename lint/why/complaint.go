package why

import (
	"slices"
	"strings"

	"github.com/unitlint/unitlint/internal/late/regexp"
	"github.com/unitlint/unitlint/lint/need"
	"github.com/unitlint/unitlint/lint/sandbox"
)

// Parts of complaints about files.
const (
	aPath  = "(?:'/[^']+'|\"/[^\"]+\"|`/[^`']+[`']|/[^\\s'\"`]+)"
	before = "[^/'\"`]{0,80}"
	denial = `(?:could not|couldn't|cannot|can ?not|can't|unable to|failed to|failure to|not able to|failed|error|problem) (?:when |while )?`
	deeds  = `(?:open|read|access|creat|writ|sav|stor|log to|load|find|mak|mkdir|touch|remov|delet|renam|mov|updat|lock|append|copy|persist|dump|add)(?:e|ing)?\b`
	usable = `(?:writ(?:e)?able|readable|accessible)`
)

// complaints are messages about a file that tell no error: programs look first whether
// they may, or keep the error to themselves.
var complaints = []*regexp.Regexp{
	regexp.MustCompile(`(?i)` + denial + deeds + before + aPath),
	regexp.MustCompile(`(?i)` + aPath + `['"]? (?:could not|couldn't|cannot|can ?not|can't) be ` +
		`(?:opened|read|written|created|accessed|saved|removed|deleted|locked)`),
	regexp.MustCompile(`(?i)` + aPath + `['"]? (?:is|are|was|seems) (?:not|un)(?: be)? ?` + usable),
	regexp.MustCompile(`(?i)` + aPath + `['"]? (?:must|should|needs? to|has to) be ` + usable),
	regexp.MustCompile(`(?i)\b(?:not|un|non-?) ?` + usable + before + aPath),
	regexp.MustCompile(`(?i)\b(?:must|should|needs? to|has to|make|make sure|ensure|please)\b[^/]{0,80}` + usable + before + aPath),
	regexp.MustCompile(`(?i)\b(?:permissions?|access) (?:is|was|are|has been) (?:denied|refused)` + before + aPath),
	regexp.MustCompile(`(?i)\b(?:permissions?|access) to ` + before + aPath + `['"]? (?:is |was |has been )?(?:denied|refused)`),
	regexp.MustCompile(`(?i)\b(?:no|insufficient|missing|not have|lacks?)(?: sufficient| enough| the)* (?:write |read )?` +
		`(?:permissions?|access|rights)` + before + aPath),
	regexp.MustCompile(`(?i)\b(?:open|creat|writ|mkdir|sav|touch|remov|delet|renam|lock)(?:e|ing)?(?: to| device)?:?[ (]` + aPath + `[')"]* failed`),
}

// absence is a message about a file that is not there, which tells no error. Paths of
// the web are written so too: a word for files has to stand by.
var absence = regexp.MustCompile(`(?i)\b(?:file|director(?:y|ies)|folder|socket|config(?:uration)?|database|librar(?:y|ies)|executable|binary)\b` +
	`[^/'"]{0,40}['"]?(/[^\s'":,]+)['"]? (?:does not exist|(?:was |is |could )?not (?:be )?found|is missing|doesn't exist)`)

// attemptsOfComplaint is the file that a message complains of without an error.
func attemptsOfComplaint(line Line, text string) []Attempt {
	if m := absence.FindStringSubmatch(text); m != nil {
		return []Attempt{{
			Line: line, Kind: need.Read, Argument: strings.TrimRight(m[1], ".,:"), Operations: []sandbox.Op{sandbox.Read}, Faint: true, Guess: true,
		}}
	}
	for _, c := range complaints {
		words := c.FindString(text)
		names := pathsIn(words)
		if len(names) == 0 || !isOfHierarchy(names[0]) && !unwritable.MatchString(words) {
			continue
		}
		return []Attempt{{
			Line: line, Kind: kindOfFile(words), Argument: names[0], Operations: operationsOfWords(words), Faint: true, Guess: !isOfHierarchy(names[0]),
		}}
	}
	if unwritable.MatchString(text) {
		return []Attempt{{Line: line, Error: "EROFS", Faint: true, Guess: true}}
	}
	return nil
}

// unwritable are complaints that name no path, or not the whole of one.
var unwritable = regexp.MustCompile(`(?i)\b(?:not|un|non-?) ?writ(?:e)?able|(?:must|should|needs? to|has to) be writ(?:e)?able`)

// onlyReading are words about a file that nobody says who writes it.
var onlyReading = regexp.MustCompile(`(?i)\b(?:read|load|find)(?:ing)?\b|\breadable\b`)

// operationsOfWords is what was tried, as far as a complaint tells: what is said to be
// read is not written.
func operationsOfWords(words string) []sandbox.Op {
	if onlyReading.MatchString(words) && !changing.MatchString(words) {
		return []sandbox.Op{sandbox.Read}
	}
	return operationsOf(words)
}

// hierarchy are the directories below the root in which files are (file-hierarchy(7)).
// Addresses of the web begin with others as well.
var hierarchy = []string{
	"bin", "boot", "dev", "efi", "etc", "home", "lib", "lib64", "media", "mnt", "nix", "opt", "proc", "root", "run", "sbin", "srv", "sys", "tmp", "usr", "var",
}

func isOfHierarchy(name string) bool {
	top, _, _ := strings.Cut(strings.TrimPrefix(name, "/"), "/")
	return slices.Contains(hierarchy, top)
}
