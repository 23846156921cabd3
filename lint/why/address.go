package why

import (
	"net/netip"
	"strings"

	"github.com/unitlint/unitlint/internal/late/regexp"
	"github.com/unitlint/unitlint/lint/sandbox"
)

// inWords finds what may be addresses in messages: those of version 6 stand in
// brackets there, where a port follows.
var inWords = regexp.MustCompile(`\b\d{1,3}(?:\.\d{1,3}){3}\b|\[[0-9a-fA-F:.]*:[0-9a-fA-F:.]*\]`)

// inCalls finds the addresses of calls as strace(1) writes them.
var inCalls = regexp.MustCompile(`inet_(?:addr\(|pton\(AF_INET6, )"([^"]+)"`)

// behindError is how Node puts an address and its port right behind an error, without
// brackets around those of version 6.
var behindError = regexp.MustCompile(`^ ([0-9a-fA-F.:]+):\d+\b`)

// addressIn is the address that a message tells was not reached, empty where it tells
// none. Right before the error stands the other side's, behind the own one; Node puts
// that behind the error, and the own one last.
func addressIn(e seen) string {
	if m := behindError.FindStringSubmatch(e.after); m != nil && isAddress(m[1]) {
		return m[1]
	}
	found := addressesIn(e.before)
	if len(found) > 0 {
		return found[len(found)-1]
	}
	if found = addressesIn(e.after); len(found) > 0 {
		return found[0]
	}
	return ""
}

// ofVersion ends what stands before the number of a version: a word for it, or the name
// of a program and a slash. Java writes a host's name and a slash before its address.
var (
	ofVersion = regexp.MustCompile(`(?i)\b(?:version|release|build|firmware|ver\.?|rev\.?|v)[ :=]*$`)
	ofProduct = regexp.MustCompile(`[0-9A-Za-z_-]/$`)
)

// introducing ends what stands before an address: a word for somebody who is reached, or
// no word at all.
var introducing = regexp.MustCompile(`(?i)(?:^|[^\w\s]|\b(?:to|from|at|on|of|by|via|with|and|or|hosts?|servers?|peers?|upstream|address|addr|ip|remote|` +
	`gateway|clients?|nodes?|router|route|nameserver|resolver|dns|ntp|endpoint|target|master|primary|replica|send(?:to|msg)?|connect(?:ing)?|ping|` +
	`reach(?:ing)?|contact(?:ing)?|quer(?:y|ying)|src|dst))\s*$`)

// withPort begins what stands behind an address with a port, as programs write it.
var withPort = regexp.MustCompile(`^(?::|#| port )\d`)

// longestIntroduction bounds what is looked at before an address.
const longestIntroduction = 32

// isReached tells that a number with dots is an address, not a version, by what stands
// around it.
func isReached(before, after string) bool {
	before = before[max(0, len(before)-longestIntroduction):]
	port := withPort.MatchString(after)
	switch {
	case ofVersion.MatchString(before), after != "" && strings.IndexByte("-+~_", after[0]) >= 0, !port && ofProduct.MatchString(before):
		return false
	}
	return port || introducing.MatchString(before)
}

func addressesIn(text string) []string {
	var found []string
	for _, at := range inWords.FindAllStringIndex(text, -1) {
		word := text[at[0]:at[1]]
		if word[0] == '[' {
			word = word[1 : len(word)-1]
		} else if !isReached(text[:at[0]], text[at[1]:]) {
			continue
		}
		if isAddress(word) {
			found = append(found, word)
		}
	}
	return found
}

// addressOfCall is the address that a call names. What a trace has in its place may be
// anything, and becomes the value of a setting.
func addressOfCall(arguments string) string {
	if m := inCalls.FindStringSubmatch(arguments); m != nil && isAddress(m[1]) {
		return m[1]
	}
	return ""
}

// isAddress tells that a word is an address as IPAddressAllow= takes it, which has no
// zone.
func isAddress(word string) bool {
	address, err := netip.ParseAddr(word)
	return err == nil && address.Zone() == ""
}

// askNetwork asks about the address, where one is known: some may be reached and
// others not.
func askNetwork(p *sandbox.Process, a *Attempt) []sandbox.Verdict {
	if a.Argument == "" {
		return askNeed(p, a)
	}
	var verdicts []sandbox.Verdict
	if a.Call != "" {
		verdicts = append(verdicts, p.Syscall(a.Call))
	}
	return append(verdicts, p.Reach(a.Argument))
}
