package compare

import (
	"strings"

	"github.com/unitlint/unitlint/lint/finding"
)

// findings returns those that came and those that went. A finding stays the
// same where its line moved or says something else beside: rule, blamed setting,
// message and file tell. What only asks for more protection is left out, since the grants
// say it better.
func findings(before, after *State) (came, went []finding.Finding) {
	counted := map[string]int{}
	for _, f := range of(before) {
		counted[identity(&f, before.Shown)]++
	}
	for _, f := range of(after) {
		k := identity(&f, after.Shown)
		if counted[k] == 0 {
			came = append(came, f)
			continue
		}
		counted[k]--
	}
	for _, f := range of(before) {
		if k := identity(&f, before.Shown); counted[k] > 0 {
			counted[k]--
			went = append(went, f)
		}
	}
	return came, went
}

func of(s *State) []finding.Finding {
	if s == nil {
		return nil
	}
	var kept []finding.Finding
	for _, f := range s.Findings {
		if f.Category != finding.Hardening && f.Suppressed == nil {
			kept = append(kept, f)
		}
	}
	return kept
}

// identity names a finding whatever tree its files lie in.
func identity(f *finding.Finding, shown string) string {
	file := ""
	if f.Range.File != nil {
		file = strings.TrimPrefix(f.Range.File.Path, shown)
	}
	message := f.Message
	if shown != "" {
		message = strings.ReplaceAll(message, shown, "")
	}
	return strings.Join([]string{f.Rule, f.Directive, message, trimUsr(file)}, "\x00")
}

// trimUsr makes one name of /lib and /usr/lib, which are the same where /usr is
// merged.
func trimUsr(file string) string { return strings.TrimPrefix(file, "usr/") }
